// What was typed or saved, read strictly: a state is plain texts and ticks, as the form and a saved file hold them; `given` is
// what the arithmetic takes. Each fault is told with the key of its field.
const typed = (() => {
  const FORMAT = "paylib: offers compared";
  const [MOST_OFFERS, MOST_PARTS, MOST_POINTS, LONGEST] = [7, 20, 200, 40000];
  const PAY = [1000, 1000000];

  // The fields of each kind of part: key, label, and whether it is a tick, a choice of index, or a month.
  const ONLY = ["only", "Only at these points (all, if blank)"];
  const FIELDS = {
    percent: [["pct", "Per cent"], ONLY, ["over_old_scale", "Over the old scale, in place of earlier stages", "tick"]],
    flat: [["gbp", "Pounds a year"], ONLY],
    greater_of: [["pct", "Per cent"], ["gbp", "Pounds a year"]],
    floor: [["gbp", "Pounds"], ["hourly", "By the hour", "tick"]],
    remove_points: [["points", "Points"]],
    lump_sum: [["gbp", "Pounds"], ["pct", "And per cent of pay"]],
    hours: [["hours_week", "Hours a week"]],
    linked: [["by", "Index", "index"], ["month", "Its rate of", "month"], ["plus_pct", "Plus, per cent"], ["at_least", "At least, per cent"], ["at_most", "At most, per cent"]],
  };
  const LIMITS = {
    pct: [-100, 1000], plus_pct: [-100, 1000], at_least: [-100, 1000], at_most: [-100, 1000], gbp: [-1e6, 1e6], hours_week: [1, 168],
  };
  const NOTHING = Symbol("not given");
  const PERCENTS = ["pct", "plus_pct", "at_least", "at_most"];

  // The texts and ticks of a state, and what they are when nothing is said.
  const TEXTS = {
    title: "", points: "", week: "", since: "", year_start: "", tax_year: "", scheme: "", pension: "0", nation: "England",
    person: "", hours: "", weeks: "", own_pension: "0", days: "1",
  };
  const TICKS = { insurance: true, contracted_out: false };
  const blankPart = (kind = "percent", date = "") => ({ kind, date });
  const blankOffer = (name, claim, date = "") => ({ name, claim, parts: [blankPart("percent", date)] });
  const blank = () => ({ ...TEXTS, ...TICKS, offers: [] });

  // ---- A saved file.

  const text = (value, longest = 400) => typeof value === "string" && value.length <= longest;

  // A state from the text of a file; an error that says what is wrong where it is none.
  function opened(content) {
    const wrong = (why) => new Error(`This file cannot be opened: ${why}.`);
    let saved;
    try {
      saved = JSON.parse(content);
    } catch {
      throw wrong("it is not one that this page saved");
    }
    if (saved === null || typeof saved !== "object" || saved.format !== FORMAT) throw wrong("it is not one that this page saved");
    const state = blank();
    for (const [key, value] of Object.entries(saved)) {
      if (key === "format" || key === "offers") continue;
      if (Object.hasOwn(TEXTS, key) && text(value, key === "points" ? LONGEST : 400)) state[key] = value;
      else if (Object.hasOwn(TICKS, key) && typeof value === "boolean") state[key] = value;
      else throw wrong(`“${key.slice(0, 40)}” is not what it should be`);
    }
    if (!Array.isArray(saved.offers) || saved.offers.length > MOST_OFFERS) throw wrong("its offers are not a list, or too many");
    state.offers = saved.offers.map((each) => {
      if (each === null || typeof each !== "object" || !text(each.name) || typeof each.claim !== "boolean" || !Array.isArray(each.parts) || each.parts.length > MOST_PARTS) throw wrong("an offer in it is not whole");
      return { name: each.name, claim: each.claim, parts: each.parts.map(part) };
    });
    if (state.offers.filter((each) => each.claim).length > 1) throw wrong("it has two claims");
    return state;

    function part(each) {
      if (each === null || typeof each !== "object" || !Object.hasOwn(FIELDS, String(each.kind)) || !text(each.date)) throw wrong("a part of an offer in it is of no kind that there is");
      const made = blankPart(each.kind, each.date);
      for (const [key, , type] of FIELDS[each.kind]) {
        if (!Object.hasOwn(each, key)) continue;
        if (type === "tick" ? typeof each[key] !== "boolean" : !text(each[key], 2000)) throw wrong(`“${key}” of a part in it is not what it should be`);
        made[key] = each[key];
      }
      return made;
    }
  }

  const saved = (state) => JSON.stringify({ format: FORMAT, ...state }, null, 1);

  // ---- Pay points, as pasted.

  const NUMBER = /^[-\u2212]?(\d+|\d{1,3}(,\d{3})+)(\.\d+)?$/;
  const bare = (cell) => cell.replace(/[\u00a3%\s\u00a0]/g, "");
  function number(cell) {
    const digits = bare(cell);
    return NUMBER.test(digits) ? Number(digits.replaceAll(",", "").replace("\u2212", "-")) : null;
  }

  // The cells of a line: by tabs, by semicolons, else by commas, with quotation marks around what holds one.
  function cells(line) {
    const separator = line.includes("\t") ? "\t" : line.includes(";") ? ";" : ",";
    const found = [""];
    let quoted = false;
    for (const letter of line) {
      if (letter === '"') quoted = !quoted;
      else if (letter === separator && !quoted) found.push("");
      else found[found.length - 1] += letter;
    }
    return { separator, cells: found.map((each) => each.trim()) };
  }

  // Every way in which cells split by commas may be a point, pay and staff: commas of thousands split pay too.
  function ways({ separator, cells: found }) {
    const whole = [found.slice(0, 3)];
    if (separator !== ",") return whole;
    const made = [];
    for (let end = 2; end <= found.length; end += 1) {
      const [pay, staff] = [found.slice(1, end).join(","), found.slice(end).join(",")];
      if (end === found.length || staff !== "") made.push(staff === "" ? [found[0], pay] : [found[0], pay, staff]);
    }
    return made;
  }

  const fits = ([point, pay, staff]) => point && number(pay ?? "") >= PAY[0] && number(pay) <= PAY[1] && (!staff || number(staff) >= 0) && (!staff || number(staff) !== null);

  function points(content) {
    const [found, wrong] = [[], []];
    const lines = content.replace(/^\ufeff/, "").split(/\r\n|\r|\n/);
    lines.forEach((line, at) => {
      if (!line.trim()) return;
      const row = cells(line);
      if (!found.length && !wrong.length && !/\d/.test(row.cells[1] ?? "")) return; // the heads of the columns
      const good = ways(row).filter(fits);
      if (good.length === 1) {
        const [point, pay, staff] = good[0];
        found.push({ point, pay: number(pay), staff: staff ? number(staff) : null });
      } else {
        wrong.push(`Line ${at + 1}, “${line.trim().slice(0, 60)}”: ${good.length ? "this can be read in two ways; put tabs or semicolons between the columns" : "a line is a point, its full-time pay a year from £1,000 to £1,000,000, and how many staff, if known"}.`);
      }
    });
    const twice = found.find((each, at) => found.findIndex((other) => other.point === each.point) < at);
    if (twice) wrong.push(`Point “${twice.point}” is there twice.`);
    if (!found.length && !wrong.length) wrong.push("Give at least one pay point.");
    if (found.length > MOST_POINTS) wrong.push(`These are more than ${MOST_POINTS} points.`);
    const known = found.filter((each) => each.staff !== null).length;
    if (known && known < found.length) wrong.push(`Staff are given for ${known} of ${found.length} points: give all (0 where there are none), or none.`);
    if (known && !found.some((each) => each.staff > 0)) wrong.push("There are no staff: every figure is 0.");
    return { found, counted: known > 0, wrong };
  }

  // Points named in words: “3, 4, 10 to 12”.
  function named(content, names) {
    const found = [];
    for (const item of content.split(/[,;\n]/).map((each) => each.trim()).filter(Boolean)) {
      if (names.includes(item)) { found.push(item); continue; }
      const places = [...item.matchAll(/\s+to\s+|\s*[-\u2013]\s*/g)].map((match) => [item.slice(0, match.index), item.slice(match.index + match[0].length)].map((each) => names.indexOf(each)));
      const ends = places.find(([low, high]) => low >= 0 && high >= low);
      if (!ends) return { found, wrong: `Point “${item.slice(0, 40)}” is not among the pay points.` };
      found.push(...names.slice(ends[0], ends[1] + 1));
    }
    const kept = names.filter((name) => found.includes(name));
    return { found: kept, wrong: kept.length ? null : "Name at least one point." };
  }

  // ---- All of a state.

  const MONTH = /^(?:19|20)\d\d-(?:0[1-9]|1[0-2])$/;

  // What the arithmetic takes, and a list of faults: {key, words}. Nothing is worked out while there is one.
  function given(state, record) {
    const faults = [];
    const fault = (key, words) => { faults.push({ key, words }); return null; };
    function figure(key, value, name, [least, most], blankIs) {
      if (!value.trim() && blankIs !== undefined) return blankIs;
      const found = number(value);
      if (found === null) return fault(key, value.trim() ? `${name}: “${value.trim().slice(0, 40)}” is not a number.` : `${name}: give a number.`);
      return found >= least && found <= most ? found : fault(key, `${name}: ${value.trim().slice(0, 40)} is not from ${offer.grouped(least, 0)} to ${offer.grouped(most, 0)}.`);
    }
    const month = (key, value, name) => (MONTH.test(value) ? value : fault(key, `${name}: give a month, such as 2026-04.`));

    const read = points(state.points);
    for (const words of read.wrong) fault("points", words);
    const names = read.found.map((each) => each.point);
    const offers = state.offers.map((each, at) => ({
      name: each.name.trim() || (each.claim ? "The claim" : `Offer ${at + 1}`), claim: each.claim,
      parts: each.parts.map((one, place) => part(one, `offers.${at}.parts.${place}`, `${each.name.trim() || "The offer"}, part ${place + 1}`)),
    }));
    offers.forEach((each, at) => {
      if (!each.parts.length) fault(`offers.${at}.name`, `${each.name}: it has no part.`);
      if (offers.findIndex((other) => other.name === each.name) < at) fault(`offers.${at}.name`, `“${each.name}” is there twice: give each a name of its own.`);
    });
    if (!offers.length) fault("add", "Give at least one offer, or a claim.");
    const starts = offers.flatMap((each) => each.parts.filter((one) => one.date && offer.PARTS[one.kind].raises)).map((one) => one.date).sort();
    const first = starts[0] ?? offers.flatMap((each) => each.parts.map((one) => one.date)).filter(Boolean).sort()[0] ?? null;
    const year_start = state.year_start.trim() ? month("year_start", state.year_start.trim(), "The pay year starts") : first;
    const since = state.since.trim() ? month("since", state.since.trim(), "Prices are counted from") : first && offer.month(offer.ordinal(first) - 12);
    if (starts.length && year_start && Math.abs(offer.ordinal(starts.at(-1)) - offer.ordinal(year_start)) > 120) fault("year_start", "The stages are more than ten years from the start of the pay year.");
    const hours = figure("week", state.week, "The full-time week", [1, 168], null);
    const tax_year = Object.hasOwn(record.taxes, state.tax_year) ? state.tax_year : first && taxYear(first, record);
    const contracted_out = state.contracted_out && (record.taxes[tax_year]?.employer.length ?? 0) > 1;
    const person = state.person.trim();
    const place = person && names.length ? names.indexOf(person) : Math.floor((names.length - 1) / 2);
    if (person && place < 0) fault("person", `Point “${person.slice(0, 40)}” is not among the pay points.`);
    const made = {
      points: names,
      annual: read.found.map((each) => each.pay),
      staff: read.found.map((each) => (read.counted ? each.staff : 1)),
      counted: read.counted,
      hours, since, year_start, tax_year, contracted_out, offers,
      insurance: state.insurance,
      pension_pct: figure("pension", state.pension, "The employer's pension contribution", [0, 100], 0),
      days: figure("days", state.days, "Days on strike", [0, 260], 1),
      reader: {
        place, tax_year, contracted_out,
        nation: record.nations.includes(state.nation) ? state.nation : fault("nation", "Choose a nation."),
        hours_week: figure("hours", state.hours, "Hours a week", [1, hours ?? 168], null),
        paid_weeks: figure("weeks", state.weeks, "Weeks paid a year", [1, offer.WEEKS], offer.WEEKS),
        pension_pct: figure("own_pension", state.own_pension, "Your pension contribution", [0, 100], 0),
      },
    };
    if (made.reader.hours_week !== null && hours === null && state.hours.trim()) fault("week", "The full-time week: give its hours, of which yours are a part.");
    return { given: made, faults };

    function part(one, key, name) {
      const made_ = { kind: one.kind, date: month(`${key}.date`, one.date.trim(), `${name}, from`) };
      const chosen = (field) => { const got = named(one[field], names); if (got.wrong) fault(`${key}.${field}`, `${name}: ${got.wrong}`); return got.found; };
      for (const [field, label, type] of FIELDS[one.kind]) {
        const value = one[field] ?? (type === "tick" ? false : "");
        if (field === "only") continue;
        if (type === "tick") { if (value) made_[field] = true; continue; }
        if (type === "index") { made_[field] = Object.hasOwn(record.rates, value) ? value : fault(`${key}.${field}`, `${name}: choose an index.`); continue; }
        if (type === "month") { made_[field] = month(`${key}.${field}`, value.trim(), `${name}, its rate of`); continue; }
        if (field === "points") { made_[field] = chosen(field); continue; }
        const optional = one.kind === "lump_sum" || ["plus_pct", "at_least", "at_most"].includes(field);
        const found = figure(`${key}.${field}`, value, `${name}, ${label.toLowerCase()}`, LIMITS[field], optional ? NOTHING : undefined);
        if (found === NOTHING) continue;
        if (PERCENTS.includes(field) && found !== null && found !== 0 && Math.abs(found) < 0.1 && !value.includes("%")) fault(`${key}.${field}`, `${name}: ${value.trim()} per cent is very little; if it is meant, write it with its sign, ${value.trim()}%.`);
        made_[field] = found;
      }
      if (one.only?.trim()) {
        const figures = one.kind === "flat" ? "gbp" : "pct";
        made_[figures] = Object.fromEntries(chosen("only").map((point) => [point, made_[figures]]));
      }
      if (one.kind === "floor" && made_.gbp !== null && made_.gbp <= 0) fault(`${key}.gbp`, `${name}: a lowest rate is above nought.`);
      return made_;
    }
  }
  // The tax year of a month, counted from April; the last held where that is none.
  function taxYear(month, record) {
    const start = Math.floor((offer.ordinal(month) - 3) / 12);
    const name = `${start}/${String((start + 1) % 100).padStart(2, "0")}`;
    return Object.hasOwn(record.taxes, name) ? name : Object.keys(record.taxes).at(-1);
  }

  return { FIELDS, MOST_OFFERS, MOST_PARTS, blank, blankOffer, blankPart, given, named, number, opened, points, saved, taxYear };
})();
