// The page around the arithmetic: the form is written from a state and read into one, and whatever is typed stays text.
(() => {
  const get = (id) => document.getElementById(id);
  comparing.load(JSON.parse(get("terms").textContent));
  const record = comparing.record();
  const form = get("form");
  form.hidden = false;
  let last = null; // what was worked out: {given, made}

  const element = (name, text = "", attributes = {}) => {
    const made = Object.assign(document.createElement(name), { textContent: text });
    for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
    return made;
  };
  const options = (select, pairs, chosen = select.value) => {
    select.replaceChildren(...pairs.map(([value, words]) => element("option", words, { value })));
    if (pairs.some(([value]) => value === chosen)) select.value = chosen;
  };

  // ---- Figures as they are shown: rounded once, here.

  const MINUS = "\u2212";
  function shown(value, places) {
    const text = Number.isFinite(value) ? calculator.rounded(value, places) : null;
    if (text === null) return null;
    const [whole, rest] = text.replace("-", "").split(".");
    return { sign: text.startsWith("-") ? MINUS : "", digits: whole.replace(/\B(?=(\d{3})+(?!\d))/g, ",") + (rest ? `.${rest}` : "") };
  }
  const LEFT_OVER = 1e-9; // from arithmetic, and nought

  // What is not nought never shows as nought.
  const unit = (before, after, places) => (value) => {
    const got = shown(value, places);
    if (got && !/[1-9]/.test(got.digits) && Math.abs(value) >= LEFT_OVER) return `less than ${before}${(0.5 / 10 ** places).toFixed(Math.max(places + 1, before ? 2 : 0))}${after}`;
    return got ? `${got.sign}${before}${got.digits}${after}` : "not known";
  };
  const SHOW = { pounds: unit("\u00a3", "", 0), pence: unit("\u00a3", "", 2), pct: unit("", "%", 1), days: unit("", "", 1) };
  const size = (value, show) => show(Math.abs(value));
  const list = (items) => (items.length < 2 ? items.join("") : `${items.slice(0, -1).join(", ")} and ${items.at(-1)}`);
  const small = (name) => (/^(The|An?) /.test(name) ? name[0].toLowerCase() + name.slice(1) : name);
  const capital = (text) => text[0].toUpperCase() + text.slice(1);

  // ---- The form: offers are fieldsets, made from the state; simple fields have their key as data-key.

  const SIMPLE = [...document.querySelectorAll("[data-key]")].filter((each) => each.id !== "add");
  let count = 0;

  function labelled(label, control, key, type) {
    control.id = `field-${(count += 1)}`;
    control.dataset.key = key;
    const box = element("div", "", type === "tick" ? { class: "tick" } : {});
    const words = element("label", label, { for: control.id });
    box.append(...(type === "tick" ? [control, words] : [words, control]));
    return box;
  }

  function control(type, value) {
    if (type === "tick") return Object.assign(element("input", "", { type: "checkbox" }), { checked: Boolean(value) });
    if (type === "index") {
      const made = element("select");
      options(made, Object.keys(record.rates).map((by) => [by, by.toUpperCase()]), value);
      return made;
    }
    const made = element("input", "", type === "month" ? { type: "month", placeholder: "2026-04" } : type === "name" ? { maxlength: "120" } : { inputmode: type ?? "decimal" });
    made.value = value ?? "";
    return made;
  }

  const button = (words, about, work) => {
    const made = element("button", words, { type: "button", class: "minor" });
    made.append(element("span", ` ${about}`, { class: "hidden" }));
    made.addEventListener("click", work);
    return made;
  };

  // A change of what there is to fill in: the state as it stands, changed, written again; the focus goes where it was put.
  function changed(change, focus) {
    const state = stateNow();
    change(state);
    writeOffers(state.offers);
    if (focus) document.querySelector(`[data-key="${focus}"]`)?.focus();
  }

  function partField(part, at, place, only) {
    const key = `offers.${at}.parts.${place}`;
    const box = element("fieldset", "", { class: "part" });
    box.append(element("legend", `Part ${place + 1}`, { class: "hidden" }));
    const kind = element("select");
    options(kind, Object.entries(offer.PARTS).map(([name, { title }]) => [name, title]), part.kind);
    kind.addEventListener("change", () => changed((state) => { state.offers[at].parts[place] = typed.blankPart(kind.value, state.offers[at].parts[place].date); }, `${key}.kind`));
    box.append(labelled(place ? "And then" : "What it gives", kind, `${key}.kind`));
    for (const [name, label, type] of typed.FIELDS[part.kind]) box.append(labelled(label, control(["only", "points"].includes(name) ? "text" : type, part[name]), `${key}.${name}`, type));
    box.append(labelled(part.kind === "lump_sum" ? "Paid in" : "From", control("month", part.date), `${key}.date`));
    if (!only) {
      const away = element("div");
      away.append(button("Take away", `part ${place + 1}`, () => changed((state) => state.offers[at].parts.splice(place, 1), `offers.${at}.name`)));
      box.append(away);
    }
    return box;
  }

  function offerField(each, at) {
    const box = element("fieldset", "", { class: "offer" });
    box.append(element("legend", each.claim ? "The claim" : `Offer ${numbered(at)}`));
    box.append(labelled("Name", control("name", each.name), `offers.${at}.name`));
    box.append(...each.parts.map((part, place) => partField(part, at, place, each.parts.length === 1)));
    if (each.parts.length < typed.MOST_PARTS) {
      box.append(button("Add a part", `to ${each.name}`, () => changed((state) => {
        const { parts } = state.offers[at];
        parts.push(typed.blankPart("flat", parts.at(-1)?.date ?? ""));
      }, `offers.${at}.parts.${each.parts.length}.kind`)));
    }
    box.append(" ", button("Take away", `${each.name}, all of it`, () => changed((state) => state.offers.splice(at, 1), "add")));
    return box;
  }

  let shape = []; // which of the offers in the form is the claim
  const numbered = (at) => shape.slice(0, at + 1).filter((claim) => !claim).length;

  function writeOffers(offers) {
    shape = offers.map((each) => each.claim);
    get("offers").replaceChildren(...offers.map(offerField));
    get("add").disabled = shape.filter((claim) => !claim).length >= typed.MOST_OFFERS - 1;
    get("add-claim").hidden = shape.includes(true);
    offerRecord();
  }

  // ---- What came after the scale that was chosen: its award, and what was offered and claimed, each put in by one click.

  let beside = [];
  const put = (each) => ({ ...each, parts: each.parts.map(asTyped) });

  function offerRecord() {
    const there = stateNow().offers.map((each) => each.name);
    const left = beside.filter((each) => !there.includes(each.name) && (each.claim ? !shape.includes(true) : !get("add").disabled));
    get("of-record").replaceChildren(...left.map((each) => button(`Put in ${small(each.name)}: ${each.words}`, "(of the record)", () => changed((state) => {
      if (each.claim) state.offers.unshift(put(each));
      else state.offers.push(put(each));
    }, each.claim ? "offers.0.name" : `offers.${shape.length}.name`))));
  }

  function stateNow() {
    const state = typed.blank();
    for (const each of SIMPLE) state[each.dataset.key] = each.type === "checkbox" ? each.checked : each.value;
    state.offers = shape.map((claim) => ({ name: "", claim, parts: [] }));
    for (const each of get("offers").querySelectorAll("[data-key]")) {
      const [, at, name, place, field] = each.dataset.key.split(".");
      if (name === "name") state.offers[at].name = each.value;
      else (state.offers[at].parts[place] ??= {})[field] = each.type === "checkbox" ? each.checked : each.value;
    }
    return state;
  }

  function write(state) {
    const { found } = typed.points(state.points);
    options(get("person"), found.map((each) => [each.point, each.point]));
    for (const each of SIMPLE) {
      if (each.type === "checkbox") each.checked = state[each.dataset.key];
      else each.value = state[each.dataset.key];
    }
    if (!get("person").value && found.length) get("person").value = found[Math.floor((found.length - 1) / 2)].point;
    if (!get("nation").value) get("nation").value = record.nations[0];
    writeOffers(state.offers);
  }

  // ---- Where to start: the examples, and the pay points of the record.

  let examples = ""; // the offers that an example filled in, to be cleared with it
  const asText = (rows) => rows.map((row) => row.filter((each) => each !== null).join("\t")).join("\n");

  function start(at) {
    const example = record.examples[at];
    const state = {
      ...typed.blank(), title: example.title, points: asText(example.points), week: String(example.week), since: example.since,
      offers: example.offers.map((each) => ({ ...each, parts: each.parts.map(asTyped) })),
    };
    beside = [];
    write(state);
    Object.assign(filled, { scheme: "", pension: "0", own_pension: "0" });
    examples = JSON.stringify(stateNow().offers);
    get("about-example").textContent = `As an example: ${example.title}. ${example.note} Open the three steps to change it, or put in your own.`.replace("  ", " ");
  }

  // A part of the record as the form has it; a figure for each point named is one part for all that have the same.
  function asTyped(part) {
    const made = {};
    for (const [key, value] of Object.entries(part)) {
      if (typeof value === "object" && value !== null && !Array.isArray(value)) Object.assign(made, { [key]: String(Object.values(value)[0]), only: Object.keys(value).join(", ") });
      else made[key] = Array.isArray(value) ? value.join(", ") : typeof value === "boolean" ? value : String(value);
    }
    return made;
  }

  const scalesOf = (group) => record.scales.filter((each) => each.group === group).sort((one, other) => (one.from < other.from ? 1 : one.from > other.from ? -1 : one.where < other.where ? -1 : 1));
  function chooseGroup() {
    if (!get("group").value) return;
    options(get("scale"), scalesOf(get("group").value).map((each, at) => [String(at), `${offer.monthWords(each.from)}: ${each.where}`]), "0");
    chooseScale();
  }
  function chooseScale() {
    const scale = scalesOf(get("group").value)[Number(get("scale").value)];
    const grades = scale ? [...new Set(record.names[scale.names][1])] : [];
    options(get("grade"), [["", grades.length ? "All grades" : "All points"], ...grades.map((grade) => [grade, grade])], "");
    for (const id of ["scale", "grade"]) get(id).disabled = !scale;
    fillPoints();
  }
  function fillPoints() {
    const scale = scalesOf(get("group").value)[Number(get("scale").value)];
    if (!scale) return;
    const [names, grades] = record.names[scale.names];
    const rows = names.map((name, at) => [name, scale.pay[at]]).filter((_, at) => !get("grade").value || grades[at] === get("grade").value);
    get("points").value = asText(rows);
    const group = record.groups[scale.group];
    get("title").value = `${group.title}, ${offer.monthWords(scale.from)}`;
    get("week").value = group.hours ?? "";
    get("since").value = scale.from;
    get("about-example").textContent = `${group.title}: ${scale.where}, ${offer.monthWords(scale.from)}${scale.derived ? `; ${scale.derived} of ${names.length} points are worked out from published awards` : ""}. `;
    pointsChanged();
    beside = scale.next.map((at) => record.beside[at]);
    const untouched = JSON.stringify(stateNow().offers) === examples;
    if (untouched) {
      writeOffers(beside.length ? beside.map(put) : [typed.blankOffer("Offer 1", false, offer.month(offer.ordinal(scale.from) + 12))]);
      examples = JSON.stringify(stateNow().offers);
      get("said-offers").textContent = beside.length ? `of the record: ${beside.map((each) => each.name).join("; ")}` : "to be filled in";
      get("step-offers").open = true;
    } else offerRecord();
    get("about-example").textContent += beside.length
      ? `What came next is in the record: ${list(beside.map((each) => `${small(each.name)} (${each.words})`))}. ${untouched ? "Step 2 has it filled in" : "Step 2 puts it in by a click"}.`
      : "The record has no award after that which was the same for all. Now fill in the claim and the offers in step 2.";
    if (get("scheme").value === filled.scheme) {
      get("scheme").value = scale.scheme;
      filled.scheme = get("scheme").value;
    }
    fillPension();
  }
  function pointsChanged() {
    const { found } = typed.points(get("points").value);
    const before = get("person").value;
    options(get("person"), found.map((each) => [each.point, each.point]));
    if (found.length && get("person").value !== before) get("person").value = found[Math.floor((found.length - 1) / 2)].point;
  }

  // What employers and members pay, by the scheme and the tax year; what was typed stays, unless a scheme is chosen by hand.
  const filled = { scheme: "", pension: "0", own_pension: "0" }; // as it was filled in here; null once it was typed or opened
  const PLACES = { ew: "England and Wales", ni: "Northern Ireland" };
  const scheme = (name) => capital(name.replace(/_(ew|ni|scotland|england|wales)$/, (_, place) => `, ${PLACES[place] ?? capital(place)}`).replaceAll("_", " ").replace(/^(lgps|nhs|hsc)/, (letters) => letters.toUpperCase()));

  function fillPension(byHand = false) {
    const state = stateNow();
    const name = state.scheme;
    const year = state.tax_year || (firstDate(state) && typed.taxYear(firstDate(state), record)) || last?.given.tax_year;
    const fill = (id, value) => {
      const ours = get(id).value === filled[id];
      if (!ours && (!byHand || value === undefined)) return false;
      filled[id] = value === undefined ? "0" : String(Number(value.toFixed(2)));
      get(id).value = filled[id];
      return value !== undefined;
    };
    fill("pension", record.pensions[name]?.[year]);
    const [pct, pay] = memberNow(record.members[name]?.[year]);
    const hint = get("own_pension-hint");
    if (fill("own_pension", pct)) hint.textContent = `By the scheme’s rates of ${year} (${scheme(name)}), at ${SHOW.pounds(pay)} a year; the same before and after. Change it if yours is another; 0 leaves it out.`;
    else if (name && pct === undefined) hint.textContent = `The record has no rate of ${year} for members of ${scheme(name)} at this pay. 0 leaves it out.`;
  }

  // The rate at the pay of the one person, and that pay.
  function memberNow(sets) {
    const at = typed.points(get("points").value).found.find((each) => each.point === get("person").value);
    if (!sets || !at) return [];
    const [hours, week, weeks] = ["hours", "week", "weeks"].map((id) => typed.number(get(id).value));
    const pay = at.pay * (hours && week ? Math.min(1, hours / week) : 1) * (weeks ? Math.min(1, weeks / offer.WEEKS) : 1);
    return [comparing.memberPct(sets, pay, at.pay) ?? undefined, pay];
  }

  // ---- Telling: the answer in sentences, from the same numbers as the tables.

  const TINY = 0.005;
  const runs = (places, names) => {
    const made = [];
    for (const place of places) {
      if (made.length && made.at(-1)[1] === place - 1) made.at(-1)[1] = place;
      else made.push([place, place]);
    }
    return list(made.map(([low, high]) => (low === high ? names[low] : `${names[low]} to ${names[high]}`)));
  };

  // Who gets most from which offer, point by point.
  function most(made, names) {
    const offered = made.offers.filter((each) => !each.claim);
    const won = new Map();
    names.forEach((_, place) => {
      const best = Math.max(...offered.map((each) => each.after_gbp_year[place]));
      const winners = offered.filter((each) => best - each.after_gbp_year[place] < TINY);
      const key = winners.map((each) => each.name).join("\n");
      won.set(key, [...(won.get(key) ?? []), place]);
    });
    if (won.size === 1) {
      const winners = [...won.keys()][0].split("\n");
      return winners.length === offered.length ? "All offers come to the same at every point." : `${capital(list(winners))} ${winners.length > 1 ? "give" : "gives"} most at every point.`;
    }
    return `${[...won].map(([key, places]) => `${capital(list(key.split("\n")))} ${key.includes("\n") ? "give" : "gives"} most at ${places.length > 1 ? "points" : "point"} ${runs(places, names)}`).join("; ")}.`;
  }

  const everybody = (given) => (given.counted ? "on average over all staff" : "on average over the points");

  function worth(each, given) {
    const { lowest_rise_pct: low, highest_rise_pct: high, average_rise_pct: average } = each.spread;
    const rise = high - low < 0.05 ? `${SHOW.pct(average)} at every point` : `${SHOW.pct(average)}, from ${SHOW.pct(low)} to ${SHOW.pct(high)}`;
    const once = each.once_gbp > TINY ? `, and ${SHOW.pounds(each.once_gbp)} once` : "";
    return `${capital(each.name)}: worth ${SHOW.pounds(each.rise_gbp)} a year ${everybody(given)} (${rise}${once})`;
  }

  // The first date at which all of an offer is in force.
  const whole = (each) => offer.month(Math.max(...each.states.slice(1).map((step) => step.start)));
  const SIDES = [["level with prices", (value) => Math.abs(value) < LEFT_OVER], ["ahead of prices", (value) => value > 0], ["behind prices", () => true]];

  // Pay against prices when all of an offer is in force, by every index: those on one side of prices together.
  function afterPrices(each, given) {
    const sides = SIDES.map(([words]) => ({ words, said: [] }));
    for (const [by, found] of Object.entries(each.real[whole(each)] ?? {})) {
      if (!found.length) continue;
      const { all_pct: value, forecast } = found[0];
      const side = SIDES.findIndex(([, holds]) => holds(value));
      sides[side].said.push(`${side ? `${size(value, SHOW.pct)} by ` : "by "}${by.toUpperCase()}${forecast ? " (forecast)" : ""}`);
    }
    const told = sides.filter(({ said }) => said.length).map(({ words, said }) => `${words} (${said.join(", ")})`);
    return told.length ? `in ${offer.monthWords(whole(each))} it leaves pay ${list(told)}, counted from ${offer.monthWords(given.since)}` : "prices of that time are not held";
  }

  function sentences(made, given) {
    const offered = made.offers.filter((each) => !each.claim);
    const told = [];
    if (offered.length > 1) told.push(most(made, given.points));
    const ranked = [...offered].sort((one, other) => other.rise_gbp - one.rise_gbp);
    const few = offered.length > 3 ? [ranked[0], ranked.at(-1)] : offered;
    for (const each of offered.length ? few : made.offers) told.push(`${worth(each, given)}; ${afterPrices(each, given)}.`);
    if (few.length < offered.length) told.push("Those are the most and the least on average; the others stand in the table.");
    if (made.claim && offered.length) {
      const [best] = ranked;
      const short = made.claim.rise_gbp - best.rise_gbp;
      told.push(`${capital(made.claim.name)}: worth ${SHOW.pounds(made.claim.rise_gbp)} a year, ${size(short, SHOW.pounds)} ${short >= 0 ? "more" : "less"} than ${offered.length > 1 ? `the best of these, ${small(best.name)}` : small(best.name)}.`);
    }
    return told;
  }

  // ---- Tables: rows of texts, written into the page, copied out of it.

  function table(id, caption, heads, rows) {
    const made = get(id);
    const head = element("tr");
    head.append(...heads.map((words, at) => element("th", words, at ? { scope: "col", class: "number" } : { scope: "col" })));
    const [top, body] = [element("thead"), element("tbody")];
    top.append(head);
    body.append(...rows.map(([first, ...cells]) => {
      const row = element("tr");
      row.append(element("th", first, { scope: "row" }), ...cells.map((cell) => element("td", cell, { class: cell.length > 24 ? "words" : "number" })));
      return row;
    }));
    made.replaceChildren(element("caption", caption), top, body);
  }

  const heads = (made) => made.offers.map((each) => each.name);
  const real = (found, at = null) => (found.length ? found.map((each) => `${SHOW.pct(at === null ? each.all_pct : each.point_pct[at])}${each.forecast ? ` (forecast, ${each.forecast})` : ""}`).join("; ") : "not held");

  function everything({ given, made }) {
    const rows = [
      ["What it is", (each) => each.words],
      ["Rise, average", (each) => SHOW.pounds(each.rise_gbp)],
      ["Rise, % of pay", (each) => SHOW.pct(each.spread.average_rise_pct)],
      ["Least, at any point", (each) => SHOW.pct(each.spread.lowest_rise_pct)],
      ["Most, at any point", (each) => SHOW.pct(each.spread.highest_rise_pct)],
      ["Half of staff get at least", (each) => SHOW.pct(each.spread.median_rise_pct)],
      ["Paid once, not consolidated", (each) => SHOW.pounds(each.once_gbp)],
      ["Average over the first twelve months", (each) => SHOW.pct((each.cost.pay.after_gbp / each.cost.pay.before_gbp - 1) * 100)],
    ];
    if (given.hours !== null) rows.push(["Rise by the hour, middle point", (each) => SHOW.pct(each.rise_hour_pct[Math.floor((given.points.length - 1) / 2)])]);
    for (const by of Object.keys(record.indices)) rows.push([`After prices by ${by.toUpperCase()}, all in force`, (each) => real(each.real[whole(each)]?.[by] ?? [])]);
    rows.push(["Cost in a full year, all in force", (each) => `${SHOW.pounds(each.cost_full.total.cost_gbp)} (${SHOW.pct(each.cost_full.total.cost_pct)})`]);
    if (made.claim) rows.push(["Pay against the claim, average", (each) => (each.claim ? "the claim" : SHOW.pct((each.cost_full.pay.after_gbp / made.claim.cost_full.pay.after_gbp - 1) * 100))]);
    table("all", `In all: ${get("title").value || "these pay points"}, ${given.counted ? `${SHOW.days(made.staff).replace(/\.0$/, "")} staff` : "one at each point"}`, ["Measure", ...heads(made)], rows.map(([words, work]) => [words, ...made.offers.map(work)]));
  }

  // ---- Measures by point: what the chart and its table show.

  const MEASURES = {
    rise_pct: ["Rise, %", SHOW.pct, (each) => each.rise_pct],
    rise_gbp_year: ["Rise, \u00a3 a year", SHOW.pounds, (each) => each.rise_gbp_year],
    after_gbp_year: ["Pay after, \u00a3 a year", SHOW.pounds, (each) => each.after_gbp_year],
    average_gbp_year: ["Pay on average over the first twelve months, \u00a3 a year", SHOW.pounds, (each) => each.average_gbp_year],
    non_consolidated_gbp: ["Paid once, \u00a3", SHOW.pounds, (each) => each.non_consolidated_gbp],
    after_gbp_hour: ["Pay after, \u00a3 an hour", SHOW.pence, (each) => each.after_gbp_hour],
    rise_hour_pct: ["Rise by the hour, %", SHOW.pct, (each) => each.rise_hour_pct],
    claim_gbp: ["Pay less the claim, \u00a3 a year", SHOW.pounds, (each) => each.from_claim?.gbp],
    claim_pct: ["Pay against the claim, %", SHOW.pct, (each) => each.from_claim?.pct],
    gaps: ["Gap to the next point, \u00a3 a year", SHOW.pounds, (each) => each.gaps],
  };

  function measures({ given, made }) {
    const plain = Object.entries(MEASURES).filter(([key]) => (made.claim || !key.startsWith("claim")) && (given.hours !== null || !key.includes("hour")));
    const after = made.dates.flatMap((when) => Object.keys(record.indices).flatMap((by) => made.offers[0].real[when][by].map(({ forecast }, at) => [
      `real|${when}|${by}|${at}`, `After prices, ${by.toUpperCase()}, ${offer.monthWords(when)}${forecast ? ` (forecast: ${forecast})` : ""}, %`,
    ])));
    options(get("measure"), [...plain.map(([key, [words]]) => [key, words]), ...after]);
  }

  function measured(key) {
    if (!key.startsWith("real|")) return MEASURES[key];
    const [, when, by, at] = key.split("|");
    return [get("measure").selectedOptions[0].textContent, SHOW.pct, (each) => each.real[when][by][at].point_pct];
  }

  function byPoint() {
    const { given, made } = last;
    const [words, show, values] = measured(get("measure").value);
    const every = made.offers.filter((each) => values(each));
    table("by-points", words, ["Point", "Now", ...every.map((each) => each.name)], given.points.map((point, at) => [point, SHOW.pounds(given.annual[at]), ...every.map((each) => (values(each)[at] === null ? "top" : show(values(each)[at])))]));
    thinned("by-points");
    const panels = every.map((each) => ({ name: each.name, values: values(each).filter((value) => value !== null && Number.isFinite(value)) }));
    const prices = get("measure").value === "rise_pct" ? risen() : null;
    draw("points", panels, { show, bars: true, mark: prices, ends: [given.points[0], given.points.at(-1)] });
    get("points-title").textContent = `${words}: ${list(every.map((each) => { const [low, high] = ends(values(each)); return `${small(each.name)} ${show(low)}${show(low) === show(high) ? "" : ` to ${show(high)}`}`; }))}`;
    get("points-subtitle").textContent = `One bar a point, from ${given.points[0]} to ${given.points.at(-1)}${prices ? `; the line is what prices rose by, ${prices.words}` : ""}. All parts in force.`;
    get("points-chart").alt = `${get("points-title").textContent}. ${get("points-subtitle").textContent}`;
  }
  const ends = (values) => { const found = values.filter((value) => value !== null && Number.isFinite(value)); return [Math.min(...found), Math.max(...found)]; };

  // By how much prices rose to the month in which the first offer is all in force.
  function risen() {
    const when = whole(last.made.offers.find((each) => !each.claim) ?? last.made.offers[0]);
    for (const by of ["cpi", "rpi"]) {
      const found = comparing.prices(by, offer.ordinal(last.given.since), offer.ordinal(when))[0];
      if (found) return { value: (found.ratio - 1) * 100, words: `${SHOW.pct((found.ratio - 1) * 100)} by ${by.toUpperCase()} from ${offer.monthWords(last.given.since)} to ${offer.monthWords(when)}${found.forecast ? " (forecast)" : ""}` };
    }
    return null;
  }

  // On paper a long table has some sixteen of its rows: the first, the last, and every so many between.
  function thinned(id) {
    const step = Math.ceil(last.given.points.length / (many() ? 9 : 16));
    printed(id, (at, rows) => at % step === 0 || at === rows - 1);
  }
  const printed = (id, kept) => [...get(id).tBodies[0].rows].forEach((row, at, { length }) => row.classList.toggle("long", !kept(at, length)));
  const many = () => last.made.offers.length > 3;

  // ---- Charts: one panel an offer, on one scale.

  const escaped = (text) => text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll('"', "&quot;");

  function draw(id, panels, { show, bars, mark, ends: [first, final], future = Infinity }) {
    const width = matchMedia("(max-width: 34rem)").matches ? 360 : 700;
    const [each, left, right] = [bars ? 118 : 108, 8, width - 64];
    const height = panels.length * each + 26;
    const all = panels.flatMap((panel) => panel.values);
    const [low, high] = [Math.min(0, ...all, mark?.value ?? 0), Math.max(0, ...all, mark?.value ?? 0)];
    const span = high - low || 1;
    const parts = panels.map((panel, at) => {
      const [top, bottom] = [at * each + 30, (at + 1) * each - 6];
      const y = (value) => bottom - ((value - low) / span) * (bottom - top);
      const step = (right - left) / (bars ? panel.values.length : Math.max(1, panel.values.length - 1));
      const x = (place) => left + place * step;
      const drawn = [`<text x="${left}" y="${top - 12}" font-size="15" font-weight="bold">${escaped(panel.name.length > width / 9 ? `${panel.name.slice(0, Math.floor(width / 9) - 1)}…` : panel.name)}</text>`];
      if (bars) {
        drawn.push(...panel.values.map((value, place) => `<rect x="${(x(place) + step * 0.1).toFixed(1)}" y="${Math.min(y(value), y(0)).toFixed(1)}" width="${(step * 0.8).toFixed(1)}" height="${Math.max(0.5, Math.abs(y(value) - y(0))).toFixed(1)}" fill="#12436d"/>`));
      } else {
        const path = (from, to, dash) => (to > from ? `<path d="M${panel.values.slice(from, to + 1).map((value, place) => `${x(from + place).toFixed(1)} ${y(value).toFixed(1)}`).join("L")}" fill="none" stroke="#12436d" stroke-width="2.5"${dash}/>` : "");
        const until = Math.min(future, panel.values.length - 1);
        drawn.push(path(0, until, ""), path(until, panel.values.length - 1, ' stroke-dasharray="5 4"'));
      }
      drawn.push(`<path d="M${left} ${y(0).toFixed(1)}H${right}" stroke="#55534e"/>`);
      if (mark) drawn.push(`<path d="M${left} ${y(mark.value).toFixed(1)}H${right}" stroke="#fff" stroke-width="5"/><path d="M${left} ${y(mark.value).toFixed(1)}H${right}" stroke="#801650" stroke-width="2" stroke-dasharray="6 4"/>`);
      const [from, to] = bars ? ends(panel.values) : [panel.values.at(-1), panel.values.at(-1)];
      const label = (value, shift) => `<text x="${right + 4}" y="${(y(value) + shift).toFixed(1)}" font-size="13">${show(value)}</text>`;
      drawn.push(label(to, 5));
      if (bars && Math.abs(y(from) - y(to)) > 14) drawn.push(label(from, 5));
      return drawn.join("");
    });
    const foot = `<text x="${left}" y="${height - 6}" font-size="13">${escaped(first.slice(0, 24))}</text><text x="${right}" y="${height - 6}" font-size="13" text-anchor="end">${escaped(final.slice(0, 24))}</text>`;
    get(`${id}-chart`).src = `data:image/svg+xml,${encodeURIComponent(`<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" font-family="Helvetica, Arial, sans-serif" fill="#1d1d1b"><rect width="${width}" height="${height}" fill="#fff"/>${parts.join("")}${foot}</svg>`)}`;
  }

  // ---- Against prices.

  function againstPrices() {
    const { given, made } = last;
    const by = Object.keys(record.indices);
    const titles = by.map((name) => name.toUpperCase());
    const rows = made.offers.flatMap((each) => made.dates.map((when) => [`${each.name}, ${offer.monthWords(when)}`, ...by.map((name) => real(each.real[when][name]))]));
    table("real", `All pay after prices, counted from ${offer.monthWords(given.since)}; below nought pay is behind`, ["Offer and month", ...titles], rows);
    const printable = made.offers.flatMap((each) => made.dates.map((when) => !many() || when === whole(each)));
    printed("real", (at) => printable[at]);
    const until = (when) => by.map((name) => [name, made.offers[0].real[when][name]]).filter(([, found]) => found.length).map(([name, found]) => `${SHOW.pct(found[0].prices_pct)} by ${name.toUpperCase()}${found[0].forecast ? " (forecast)" : ""}`);
    const used = record.forecasts.filter((each) => made.dates.some((when) => by.some((name) => made.offers[0].real[when][name].some(({ forecast }) => forecast === each.name))));
    const editions = [...new Set(used.map((each) => `${each.name}: ${each.title}`))];
    get("prices-said").textContent = `Prices from ${offer.monthWords(given.since)}: ${made.dates.map((when) => `to ${offer.monthWords(when)} ${list(until(when)) || "not held"}`).join("; ")}.${editions.length ? ` Forecasts are marked; they are of calendar years, and the months between are drawn (${editions.join("; ")}).` : ""}`;
    const name = get("index").value;
    const months = [];
    for (let month = offer.ordinal(given.since); month <= offer.ordinal(made.dates.at(-1)); month += 1) {
      const found = comparing.prices(name, offer.ordinal(given.since), month)[0];
      if (found) months.push({ month, ...found });
    }
    const future = months.findIndex((each) => each.forecast);
    const panels = made.offers.map((each) => ({
      name: each.name,
      values: months.map(({ month, ratio }) => { const pay = offer.paid(each.states, month); return ((total(pay) / total(given.annual)) / ratio - 1) * 100; }),
    }));
    get("real-chart").closest("figure").hidden = months.length < 2;
    if (months.length < 2) return;
    const [first, final] = [months[0], months.at(-1)].map(({ month }) => offer.monthWords(offer.month(month)));
    draw("real", panels, { show: SHOW.pct, bars: false, mark: null, ends: [first, final], future: future < 0 ? Infinity : Math.max(0, future - 1) });
    get("real-title").textContent = `Pay after prices by ${name.toUpperCase()} in ${final}: ${list(made.offers.map((each, at) => `${SHOW.pct(panels[at].values.at(-1))} with ${small(each.name)}`))}`;
    get("real-subtitle").textContent = `All pay, month by month, against ${first}.${future < 0 ? "" : ` Broken line: a forecast of prices (${months[future].forecast}).`}`;
    get("real-chart").alt = `${get("real-title").textContent}. ${get("real-subtitle").textContent}`;
  }
  const total = (pay) => pay.reduce((sum, each, at) => sum + each * last.given.staff[at], 0);

  // ---- Cost, the scale itself, one person, a strike.

  function costs() {
    const { given, made } = last;
    const words = { pay: "Pay", non_consolidated: "Paid once", employer_ni: "Employer’s National Insurance", employer_pension: "Employer’s pension contribution", total: "In all" };
    const lines = [];
    for (const [key, name] of Object.entries(words)) {
      const bills = made.offers.map((each) => [each.cost[key], each.cost_full[key]]);
      if (bills.flat().every((head) => Math.abs(head.after_gbp) < TINY)) continue;
      const told = (head) => `${SHOW.pounds(head.cost_gbp)} (${SHOW.pct(head.cost_pct)})`;
      if (bills.every(([first, full]) => Math.abs(first.cost_gbp - full.cost_gbp) < TINY)) lines.push([`${name}, a year`, ...bills.map(([, full]) => told(full))]);
      else lines.push([`${name}, first twelve months`, ...bills.map(([first]) => told(first))], [`${name}, full year with all in force`, ...bills.map(([, full]) => told(full))]);
    }
    if (made.claim) lines.push(["Less than the claim in a full year", ...made.offers.map((each) => (each.claim ? "" : SHOW.pounds(-each.from_claim.cost_gbp)))]);
    table("cost", `More than now, ${SHOW.pounds(made.offers[0].cost.total.before_gbp)} a year with on-costs`, ["Cost", ...heads(made)], lines);
    printed("cost", (at) => !many() || !lines[at][0].startsWith("Employer"));
    const insured = given.insurance ? `National Insurance by the rules of ${given.tax_year}` : "no National Insurance";
    get("cost-said").textContent = `${given.counted ? "For the staff given, each counted as one full-timer" : "Staff were not given, so this is for one full-timer at every point: put staff beside the points for your own bill"}. Twelve months from ${offer.monthWords(given.year_start)}; ${insured}; pension at ${SHOW.pct(given.pension_pct)} of pay${given.pension_pct ? "" : ", which leaves it out"}. Per cents are of the same head now; what is paid once is of all.`;
  }

  function scaleItself() {
    const { given, made } = last;
    const now = { name: "Now", gaps: made.gaps_before, after_gbp_year: given.annual };
    const gap = (each, work) => { const known = each.gaps.filter((value) => value !== null); return known.length ? SHOW.pounds(work(...known)) : "one point"; };
    const all = [now, ...made.offers];
    const top = (each) => Math.max(...each.after_gbp_year) / Math.min(...each.after_gbp_year);
    const rows = [
      ["Smallest gap between neighbouring points", ...all.map((each) => gap(each, Math.min))],
      ["Largest gap", ...all.map((each) => gap(each, Math.max))],
      ["Highest pay over lowest", ...all.map((each) => top(each).toFixed(2))],
    ];
    for (const when of made.dates) {
      const least = comparing.minimum(offer.ordinal(when));
      if (least === null) continue; // no rate is held for then
      rows.push([`Points below the legal minimum in ${offer.monthWords(when)}, ${SHOW.pence(least)} an hour`, "", ...made.offers.map((each) => {
        const below = each.below[when];
        return below === null ? "not known" : below.length ? `${below.length}: ${runs(below, given.points)}` : "none";
      })]);
    }
    table("scale-table", "Gaps between points, and the legal minimum for adults", ["Measure", "Now", ...heads(made)], rows);
  }

  function onePerson() {
    const { given, made } = last;
    const { reader } = given;
    const rows = [
      ["Pay now", (one) => SHOW.pounds(one.before_gbp)], ["Pay after", (one) => SHOW.pounds(one.after_gbp)], ["Rise", (one) => SHOW.pounds(one.rise_gbp)],
    ];
    if (made.offers.some((each) => each.person.once_gbp > TINY)) rows.push(["Paid once, part-time share", (one) => SHOW.pounds(one.once_gbp)]);
    if (made.offers[0].person.net_rise_gbp !== null) {
      rows.push(["Taken home now", (one) => SHOW.pounds(one.net_before_gbp)], ["Taken home after", (one) => SHOW.pounds(one.net_after_gbp)], ["More taken home a year", (one) => SHOW.pounds(one.net_rise_gbp)], ["Share of the rise kept", (one) => (one.kept_pct === null ? "no rise" : SHOW.pct(one.kept_pct))]);
    }
    if (given.pension_pct) rows.push(["Another reading: pay now with the employer’s pension contribution", (one) => SHOW.pounds(one.with_pension_before_gbp)], ["Another reading: pay after with it", (one) => SHOW.pounds(one.with_pension_after_gbp)]);
    const point = given.points[reader.place];
    const hours = reader.hours_week === null ? "full time" : `${reader.hours_week} of ${given.hours} hours a week`;
    const weeks = reader.paid_weeks === offer.WEEKS ? "all year" : `${reader.paid_weeks} weeks paid of ${offer.WEEKS}`;
    table("one-person", `At point ${point}, ${hours}, ${weeks}`, ["A year", ...heads(made)], rows.map(([words, work]) => [words, ...made.offers.map((each) => work(each.person))]));
    get("person-said").textContent = `Tax and National Insurance as in ${reader.nation}, ${reader.tax_year}, the same before and after; own pension contribution ${SHOW.pct(reader.pension_pct)} of pay. Choose the point and the hours in step 3.${given.pension_pct ? " Pay with the employer’s pension contribution is another reading, not pay: the contribution is neither received nor what the pension will be worth." : ""}`;
  }

  const CONTRACTS = { annual_contract: "paid for the year, 1/365 a day", five_day_week: "five-day week, 1/260 a day" };
  function strike() {
    const { given, made } = last;
    const base = made.offers[Number(get("base").value)] ?? made.offers[0];
    const { place } = given.reader;
    const others = made.offers.filter((each) => each !== base);
    const rows = others.flatMap((each) => comparing.strike(given.annual[place], each.after_gbp_year[place] - base.after_gbp_year[place], given.days).map((one) => [
      `${each.name}; ${CONTRACTS[one.name] ?? one.name}`,
      SHOW.pounds(each.after_gbp_year[place] - base.after_gbp_year[place]), SHOW.pence(one.day_gbp), one.days_a_year > 0 ? SHOW.days(one.days_a_year) : "none",
      one.months === null ? "never" : SHOW.days(one.months),
    ]));
    table("strike", `At point ${given.points[place]}, before tax`, [`Instead of ${small(base.name)}`, "More a year", "A day costs", "Days that a year repays", `Months to repay ${given.days === 1 ? "1 day" : `${given.days} days`}`], rows);
    printed("strike", (at) => !many() || at % record.divisors.length === record.divisors.length - 1);
    get("strike-said").textContent = others.length ? "If a strike, and nothing else, brought the difference and it stayed: pay lost against pay gained, full time. Nobody knows whether it would." : "There is nothing to compare with: give a second offer, or the claim.";
  }

  // ---- Working it out.

  function faults(found) {
    for (const each of form.querySelectorAll("[aria-invalid]")) each.removeAttribute("aria-invalid");
    get("faults").replaceChildren(...found.slice(0, 12).map((each) => element("li", each.words)));
    for (const { key } of found) document.querySelector(`[data-key="${CSS.escape(key)}"]`)?.setAttribute("aria-invalid", "true");
  }

  function summaries(given) {
    get("said-points").textContent = `${get("title").value ? `${get("title").value}, ` : ""}${given.points.length} ${given.points.length === 1 ? "point" : "points"}${given.counted ? " with staff" : ""}`;
    get("said-offers").textContent = given.offers.map((each) => each.name).join("; ");
    get("said-counted").textContent = `prices from ${offer.monthWords(given.since)}, tax of ${given.tax_year}${given.reader.pension_pct ? `, own pension ${given.reader.pension_pct}%` : ""}`;
    get("contracted-out-field").hidden = (record.taxes[given.tax_year]?.employer.length ?? 0) < 2;
  }

  function work() {
    const { given, faults: found } = typed.given(stateNow(), record);
    last = null;
    get("told").hidden = true;
    let made;
    try {
      if (!found.length) made = comparing.answers(given);
    } catch (error) {
      found.push({ key: "add", words: error.message });
    }
    faults(found);
    if (!made) return false;
    last = { given, made };
    get("told").hidden = false;
    get("told").classList.toggle("many", many());
    summaries(given);
    get("answer").replaceChildren(...sentences(made, given).map((words) => element("p", words)));
    everything(last);
    measures(last);
    byPoint();
    againstPrices();
    costs();
    scaleItself();
    onePerson();
    const lowest = made.offers.reduce((least, each, at) => (each.rise_gbp < made.offers[least].rise_gbp ? at : least), 0);
    options(get("base"), made.offers.map((each, at) => [String(at), each.name]), String(lowest));
    strike();
    return true;
  }

  // ---- To take away.

  // Texts that a spreadsheet would run as a formula are marked as text; minus signs are those that it reads.
  const plain = (words) => { const text = words.replaceAll(MINUS, "-").replaceAll(/\s+/g, " "); return /^[=+@\t\r]|^-(?![\d£.])/.test(text) ? `'${text}` : text; };

  function copy(id) {
    const rows = [...get(id).rows].map((row) => [...row.cells].map((cell) => plain(cell.textContent)));
    const made = element("table", "", { border: "1" });
    made.append(element("caption", plain(get(id).caption.textContent)), ...rows.map((cells, at) => {
      const row = element("tr");
      row.append(...cells.map((words, place) => element(at && place ? "td" : "th", words, place ? { align: "right" } : { align: "left" })));
      return row;
    }));
    const put = (event) => {
      event.preventDefault();
      event.clipboardData.setData("text/html", made.outerHTML);
      event.clipboardData.setData("text/plain", rows.map((cells) => cells.join("\t")).join("\r\n"));
    };
    const selection = getSelection();
    selection.selectAllChildren(get(id));
    document.addEventListener("copy", put);
    const done = document.execCommand("copy");
    document.removeEventListener("copy", put);
    selection.removeAllRanges();
    get("copied").textContent = done ? `Copied: ${get(id).caption.textContent}. Paste it into Word or Excel.` : "This browser did not let the page copy: select the table and copy it by hand.";
  }

  function save() {
    const url = URL.createObjectURL(new Blob([typed.saved(stateNow())], { type: "application/json" }));
    element("a", "", { href: url, download: "offers.json" }).click();
    setTimeout(() => URL.revokeObjectURL(url), 10000);
  }

  async function open(file) {
    try {
      if (file.size > 1e6) throw new Error("This file cannot be opened: it is not one that this page saved.");
      write(typed.opened(await file.text()));
    } catch (error) {
      faults([{ key: "open", words: error.message }]);
      return;
    }
    beside = [];
    offerRecord();
    Object.assign(filled, { scheme: null, pension: null, own_pension: null });
    get("about-example").textContent = `Opened: ${file.name}`;
    work();
  }

  form.addEventListener("submit", (event) => {
    event.preventDefault();
    if (work()) {
      get("answer-heading").focus({ preventScroll: true });
      get("answer-heading").scrollIntoView({ block: "start" });
    } else {
      const first = form.querySelector("[aria-invalid]");
      const step = first?.closest("details");
      if (step) step.open = true;
      first?.focus();
    }
  });
  const named = (claim) => (claim ? "The claim" : `Offer ${shape.filter((each) => !each).length + 1}`);
  const firstDate = (state) => state.offers.flatMap((each) => each.parts.map((part) => part.date)).find(Boolean) ?? "";
  get("add").addEventListener("click", () => changed((state) => state.offers.push(typed.blankOffer(named(false), false, firstDate(state))), `offers.${shape.length}.name`));
  get("add-claim").addEventListener("click", () => changed((state) => state.offers.unshift(typed.blankOffer(named(true), true, firstDate(state))), "offers.0.name"));
  get("example").addEventListener("change", () => { if (get("example").value) { start(Number(get("example").value)); work(); } });
  get("group").addEventListener("change", chooseGroup);
  get("scale").addEventListener("change", chooseScale);
  get("grade").addEventListener("change", fillPoints);
  get("points").addEventListener("change", pointsChanged);
  for (const id of ["pension", "own_pension"]) get(id).addEventListener("input", () => { filled[id] = null; });
  get("scheme").addEventListener("change", () => { filled.scheme = null; fillPension(true); });
  for (const id of ["tax_year", "person", "hours", "weeks", "week", "points"]) get(id).addEventListener("change", () => fillPension());
  get("measure").addEventListener("change", byPoint);
  get("index").addEventListener("change", againstPrices);
  get("base").addEventListener("change", strike);
  get("save").addEventListener("click", save);
  get("print").addEventListener("click", () => print());
  get("open").addEventListener("change", () => { if (get("open").files.length) open(get("open").files[0]); get("open").value = ""; });
  for (const each of document.querySelectorAll("button.copy")) each.addEventListener("click", () => copy(each.dataset.table));

  options(get("example"), record.examples.map((each, at) => [String(at), each.title]), "0");
  options(get("group"), [["", "Choose a group"], ...Object.entries(record.groups).map(([key, { title }]) => [key, title]).sort(([, one], [, other]) => (one < other ? -1 : 1))], "");
  options(get("tax_year"), [["", "Of the first offer"], ...Object.keys(record.taxes).reverse().map((year) => [year, year])], "");
  options(get("scheme"), [["", "Choose a scheme"], ...[...new Set([...Object.keys(record.pensions), ...Object.keys(record.members)])].sort().map((each) => [each, scheme(each)])], "");
  options(get("nation"), record.nations.map((each) => [each, each]), record.nations[0]);
  options(get("index"), Object.entries(record.indices).map(([by, { title }]) => [by, title]), "cpi");
  for (const id of ["scale", "grade"]) { options(get(id), [["", "Choose a group first"]], ""); get(id).disabled = true; }
  start(0);
  work();
})();
