"use strict";
// The calculator of a page. `answers` gives what paylib.report.calculator does, from what that put into the page:
// index levels, and offers and deductions as broken lines.
const calculator = (() => {
  const LARGEST = 1e15;

  // Half away from zero, on the figure as it reads to six decimals; null for what cannot be said.
  function rounded(value, places) {
    if (value === null || !(Math.abs(value) < LARGEST)) return null;
    const [whole, decimals] = Math.abs(value).toFixed(6).split(".");
    const up = decimals[places] >= "5" ? 1n : 0n;
    const digits = String(BigInt(whole + decimals.slice(0, places)) + up).padStart(places + 1, "0");
    const sign = value < 0 && /[1-9]/.test(digits) ? "-" : "";
    if (!places) return sign + digits;
    return `${sign}${digits.slice(0, -places)}.${digits.slice(-places)}`;
  }
  const pounds = (value) => rounded(value, 2);
  const percent = (value) => rounded(value, 1);

  // Months as numbers, so that they can be counted.
  const ordinal = (month) => Number(month.slice(0, 4)) * 12 + Number(month.slice(5)) - 1;

  function level(deflator, month) {
    const found = deflator.levels[month - ordinal(deflator.first)];
    return found === undefined ? null : found;
  }

  const last = (deflator) => ordinal(deflator.first) + deflator.levels.length - 1;

  // The values of a broken line at a place, between its knots or on its last piece; null before its first knot.
  function read(line, place) {
    if (place < line[0][0]) return null;
    const after = line.findIndex((knot) => knot[0] > place);
    const at = after < 0 ? line.length - 2 : after - 1;
    const [[start, ...low], [end, ...high]] = [line[at], line[at + 1]];
    return low.map((value, column) => value + (place - start) * ((high[column] - value) / (end - start)));
  }

  function net(terms, given, annual) {
    const pension = (annual * given.pension) / 100;
    const [taxed] = read(terms.tax.after_pension, Math.max(annual - pension, 0)); // all of it may round to below nought
    const [insured] = read(terms.tax.before_pension[Number(given.contracted_out)], annual);
    return Math.max(annual - pension - taxed - insured, 0); // no more can go into a pension than is left
  }

  // ---- Figures and months as they are said.

  const MONTHS = ["January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"];
  const grouped = (digits) => digits.replace(/\B(?=(\d{3})+(?!\d))/g, ",");
  function money(text) {
    const [whole, pence] = text.replace("-", "").split(".");
    return `${text.startsWith("-") ? "\u2212" : ""}\u00a3${grouped(whole)}.${pence}`;
  }
  const share = (text) => `${text.replace("-", "\u2212")}%`;
  // A rise in per cent beside the same in pounds: one that is not nought is not printed as nought.
  const shareOf = (rise, pct) => (Number(pct) || !Number(rise) ? share(pct) : "less than 0.05%");
  const plain = (number) => grouped(String(number));
  const named = (month) => `${MONTHS[month % 12]} ${Math.floor(month / 12)}`;
  const key = ([since, until]) => [since, until].map((month) => `${Math.floor(month / 12)}-${String((month % 12) + 1).padStart(2, "0")}`).join("/");

  // A span as it is said: September 2002 to September 2003, 12 months.
  function spanWords(text) {
    const [since, until] = text.split("/").map(ordinal);
    return `${named(since)} to ${named(until)}, ${until - since} month${until - since === 1 ? "" : "s"}`;
  }

  // ---- Everything, rounded: the same as Calculator.answers.

  function answers(terms, given) {
    const share = (given.hours / terms.hours_week[given.place]) * (given.paid / terms.paid_all_year);
    const pay = given.annual * share;
    const raised = ordinal(given.since);
    const held = ([since, until]) =>
      terms.deflators.map((each) => [each.name, level(each, since), level(each, until)]).filter(([, start, end]) => start !== null && end !== null);
    const span = (offer) => {
      const since = raised < ordinal(terms.due) ? raised + offer.later : raised;
      return since < ordinal(offer.until) ? [since, ordinal(offer.until)] : null;
    };
    const own = terms.offers.map(span).filter((each) => each !== null);
    const spans = own.length ? own : [[raised, ordinal(terms.until)]];
    const before = terms.tax === null ? null : net(terms, given, pay);

    const withPension = (offer, annualAfter) => {
      const line = terms.pension === null ? null : terms.pension[offer.pension_year];
      if (line === null) return null;
      const [first, last] = [given.annual, annualAfter].map((annual) => read(line, annual)[0] * share);
      return { before: pounds(first), pay: pounds(last), rise: pounds(last - first) };
    };

    const worth = (offer) => {
      const line = offer.lines[given.place];
      const added = line === null ? null : read(line, given.annual);
      if (added === null) return null;
      const [rise, average, once] = added.map((each) => each * share);
      const hours = terms.hours_year[given.place];
      const hour = hours === null ? null : added[3]; // worth no less part time
      const after = pay + rise;
      if (!(after > 0 && given.annual + added[0] < LARGEST)) return null;
      const netRise = before === null ? null : net(terms, given, after) - before;
      const counted = span(offer);
      const levels = counted === null ? [] : held(counted);
      const real = (start, end) => (after / pay / (end / start) - 1) * 100;
      return {
        pay: pounds(after),
        rise: pounds(rise),
        rise_pct: percent((rise / pay) * 100),
        rise_hour: pounds(hour),
        rise_hour_pct: hour === null ? null : percent((hour / (given.annual / hours)) * 100),
        average_pct: percent((average / pay) * 100),
        once: pounds(once),
        net_rise: pounds(netRise),
        kept_pct: netRise === null || Number(pounds(rise)) === 0 ? null : percent((netRise / rise) * 100),
        counted: counted === null ? null : key(counted),
        real_pct: Object.fromEntries(levels.map(([name, start, end]) => [name, percent(real(start, end))])),
        real_pct_finely: Object.fromEntries(levels.map(([name, start, end]) => [name, rounded(real(start, end), 6)])),
        restore_pct: Object.fromEntries(levels.map(([name, start, end]) => [name, percent(((pay * end) / start / after - 1) * 100)])),
        pension: withPension(offer, given.annual + added[0]),
      };
    };

    const got = {
      pay: pounds(pay),
      net: pounds(before),
      prices: Object.fromEntries(
        spans.map((each) => [
          key(each),
          Object.fromEntries(
            held(each).map(([name, start, end]) => {
              const kept = (pay * end) / start;
              return [name, { inflation_pct: percent((100 * end) / start - 100), kept: pounds(kept), rise: pounds(kept - pay) }];
            }),
          ),
        ]),
      ),
      offers: terms.offers.map(worth),
      lost: Object.fromEntries(
        terms.contracts.map((each) => [each.name, pounds((given.annual * share * given.days) / each.days)]),
      ),
    };
    return { answer: answer(terms, got), ...got };
  }

  const SAID = { cpi: "CPI", rpi: "RPI" };

  // What the settlement, or else the first award or offer with a figure for this pay, was worth: in a sentence.
  function answer(terms, got) {
    const bare = (text) => money(text).replace(/\.00$/, "");
    const found = (by) => Object.keys(SAID).filter((name) => name in by);
    const first = terms.answers_first.find((place) => got.offers[place] !== null);
    if (first === undefined) {
      const [[span, kept]] = Object.entries(got.prices);
      const said = found(kept).map((by) => `${bare(kept[by].rise)} more a year by ${SAID[by]}`);
      return said.length ? `At ${bare(got.pay)} keeping up with prices took ${said.join(" and ")} (${spanWords(span)}).` : `${bare(got.pay)} a year.`;
    }
    const made = got.offers[first];
    const worth = [`${bare(made.rise)} a year`];
    if (made.rise_hour_pct !== null && made.rise_hour_pct !== made.rise_pct) worth.push(`${bare(made.rise_hour)} an hour`);
    if (Number(made.once)) worth.push(`${bare(made.once)} once`);
    const beside = found(made.real_pct).map((by, place) => {
      const value = Number(made.real_pct_finely[by]);
      const what = place ? "" : " than prices";
      if (value === 0) return `level${place ? "" : " with prices"} by ${SAID[by]}`;
      if (!Number(made.real_pct[by])) return `less than 0.05% ${value > 0 ? "above" : "below"}${place ? "" : " prices"} by ${SAID[by]}`;
      const [whole, tenth] = made.real_pct[by].replace("-", "").split(".");
      return `${grouped(whole)}.${tenth}% ${value > 0 ? "more" : "less"}${what} by ${SAID[by]}`;
    });
    const told = `At ${bare(got.pay)} ${terms.offers[first].name} was worth ${worth.join(" and ")}`;
    if (beside.length) return `${told}, ${beside.join(" and ")} (${spanWords(made.counted)}).`;
    const until = made.counted === null ? null : ordinal(made.counted.split("/")[1]);
    const toCome = until !== null && terms.deflators.filter(({ name }) => name in SAID).every((each) => until > last(each));
    return `${told}.${toCome ? ` Prices of ${named(until)} are not published yet.` : ""}`;
  }

  // ---- What is typed.

  const NUMBER = /^(\d+|\d{1,3}(,\d{3})+)(\.\d+)?$/;

  // A number, or words that say what is wrong.
  function typed(text, { name, unit, least, most, example }) {
    const sign = { pounds: /^\u00a3\s*/, "per cent": /\s*%$/ }[unit] ?? "";
    const bare = text.trim().replace(sign, "");
    if (bare === "") return `Give ${name}, such as ${example}.`;
    if (!NUMBER.test(bare)) return `This is not a number. Give ${name} in figures, such as ${example}.`;
    const value = Number(bare.replaceAll(",", ""));
    if (value >= least && value <= most) return value;
    const shown = (bound) => (unit === "pounds" ? `\u00a3${plain(bound)}` : plain(bound));
    return `This must be from ${shown(least)} to ${shown(most)}${unit === "pounds" ? "" : ` ${unit}`}.`;
  }

  // ---- A reader's own pay by date, against prices to their last month.

  const levels = (terms) => Object.fromEntries(terms.deflators.map((each) => [each.name, { name: each.title, start: ordinal(each.first), values: each.levels }]));

  // Drawn by the index of its first year, or by another that has that month.
  function ownPay(root, terms) {
    const prices = levels(terms);
    const [told, index, figure] = [".told", "[name=index]", "figure"].map((each) => root.querySelector(each));
    let pay = null;

    function draw() {
      const first = Math.max(pay.start, prices[index.value].start);
      const got = since.told(pay, prices[index.value], first);
      told.replaceChildren(Object.assign(document.createElement("strong"), { textContent: `${got.headline}.` }), ` ${got.sentence}`);
      const image = Object.assign(document.createElement("img"), { alt: told.textContent, src: since.drawn(terms.drawing, got, first) });
      const source = Object.assign(document.createElement("figcaption"), { textContent: `${got.base}. ${terms.prices_source}; pay as it was given.` });
      figure.replaceChildren(image, source);
    }

    own.field(root, prices, (given) => {
      pay = given;
      const held = Object.keys(prices).filter((name) => prices[name].start <= pay.start);
      index.replaceChildren(...(held.length ? held : ["rpi"]).map((value) => Object.assign(document.createElement("option"), { value, textContent: prices[value].name })));
      index.value = pay.start < 2013 * 12 ? "rpi" : "cpi";
      root.querySelector(".since").hidden = false;
      draw();
    });
    index.addEventListener("change", draw);
  }

  // ---- The form.

  function start(section) {
    const part = (name) => section.querySelector(`[data-part="${name}"]`);
    const terms = JSON.parse(part("terms").textContent);
    const form = section.querySelector("form");
    const limits = terms.limits;

    [...part("who").options].forEach((option, at) => {
      if (terms.groups[at]) option.textContent = `\u00a3${plain(terms.groups[at].annual_gbp)}: ${option.textContent}`;
    });
    const group = () => terms.groups[part("who").selectedIndex] ?? null;
    const full = () => terms.hours_week[part("who").selectedIndex];

    function problem(name, words) {
      part(`${name}-error`).textContent = words;
      part(`${name}-error`).hidden = words === "";
      const fields = name === "since" ? [part("month"), part("year")] : [part(name)];
      fields.forEach((field) => {
        if (words) field.setAttribute("aria-invalid", "true");
        else field.removeAttribute("aria-invalid");
      });
    }

    const readers = {
      annual: () => (group() ? group().annual_gbp : typed(part("annual").value, limits.annual)),
      hours: () => typed(part("hours").value, { ...limits.hours, most: full(), example: full() }),
      paid: () => typed(part("paid").value, limits.paid),
      pension: () => (part("pension") ? typed(part("pension").value, limits.pension) : 0),
      days: () => typed(part("days").value, limits.days),
      since: () => {
        const year = part("year").value.trim();
        const covered = `from ${named(ordinal(terms.first))} to ${named(ordinal(terms.until))}`;
        if (!/^\d{4}$/.test(year)) return { words: `Give the year in four figures; months ${covered} are covered.` };
        const month = `${year}-${part("month").value}`;
        if (month < terms.first || month > terms.until) return { words: `Choose a month ${covered}.` };
        return month;
      },
    };

    function given() {
      const found = { place: part("who").selectedIndex, contracted_out: part("contracted_out")?.checked ?? false };
      const wrong = [];
      for (const [name, reader] of Object.entries(readers)) {
        const value = reader();
        const words = name === "since" ? value.words : typeof value === "string" ? value : undefined;
        if (words) wrong.push([name, words]);
        else found[name] = value;
      }
      return [found, wrong];
    }

    function fill(name, rows) {
      const table = section.querySelector(`[data-table="${name}"] table`);
      if (!table) return;
      const heads = [...table.tHead.rows[0].cells];
      const lines = rows.map(([label, ...cells]) => {
        const row = document.createElement("tr");
        const head = row.appendChild(document.createElement("th"));
        head.scope = "row";
        head.textContent = label;
        cells.forEach((text, at) => {
          const cell = row.appendChild(document.createElement("td"));
          cell.className = heads[at + 1].className;
          cell.textContent = text;
        });
        return row;
      });
      table.tBodies[0].replaceChildren(...lines);
    }

    const lacking = (deflator, span) => (ordinal(span.split("/")[1]) > last(deflator) ? "not published yet" : "not held");

    function show(found) {
      const got = answers(terms, found);
      const or = (text, how, otherwise = "none") => (text === null || text === undefined ? otherwise : how(text));
      const told = terms.offers.map((offer, at) => [offer, got.offers[at]]).filter(([, made]) => made !== null);
      const missing = terms.offers.filter((_, at) => got.offers[at] === null);
      const notGiven = missing.filter(({ lacks }) => !lacks).map(({ label }) => label);
      const toCome = missing.filter(({ lacks }) => lacks).map(({ label, lacks }) => `${label}: ${lacks}.`);
      part("missing").hidden = missing.length === 0;
      part("missing").textContent = [...(notGiven.length ? [`Not given for this pay: ${notGiven.join("; ")}.`] : []), ...toCome].join(" ");
      fill("offers", told.map(([offer, made]) => {
        const hour = or(made.rise_hour, (text) => `${money(text)} (${shareOf(text, made.rise_hour_pct)})`, "week not given");
        return [offer.label, offer.paid_from, money(made.rise), shareOf(made.rise, made.rise_pct), hour, share(made.average_pct), money(made.pay), money(made.once)];
      }));
      fill("prices", Object.entries(got.prices).map(([span, kept]) => [
        spanWords(span),
        ...terms.deflators.map((by) => or(kept[by.name], (each) => `${money(each.kept)} (${share(each.inflation_pct)})`, lacking(by, span))),
      ]));
      fill("restore", told.map(([offer, made]) => [
        offer.label,
        or(made.counted, spanWords, "paid by then"),
        ...terms.deflators.map((by) => or(made.restore_pct[by.name], share, made.counted === null ? "none" : lacking(by, made.counted))),
      ]));
      fill("pension", told.map(([offer, made]) => {
        const figures = made.pension === null ? Array(3).fill("rates not found") : ["before", "pay", "rise"].map((name) => money(made.pension[name]));
        return [offer.label, offer.pension_year, ...figures];
      }));
      fill("lost", terms.contracts.map(({ name, label, days }) => [label, plain(days), or(got.lost[name], money)]));
      fill("net", told.map(([offer, made]) => [offer.label, or(made.net_rise, money), or(made.kept_pct, share, "no rise")]));
      return got;
    }

    // The least and the most of some sums, as they are said.
    function range(sums) {
      const sorted = [...sums].sort((one, other) => one - other);
      return sorted[0] === sorted.at(-1) ? money(sorted[0]) : `${money(sorted[0])} to ${money(sorted.at(-1))}`;
    }

    const STATUSES = { settled: "Settled", imposed: "Imposed", offer: "Offered", claim: "Claimed" };

    function summary(found, got) {
      const rises = (status) => got.offers.filter((made, at) => made !== null && terms.offers[at].status === status).map((made) => made.rise);
      const lost = terms.contracts.map(({ name }) => money(got.lost[name])).join(" or ");
      const net = got.net === null ? "" : `; ${money(got.net)} taken home, ${terms.tax.tax_year}`;
      const each = Object.entries(STATUSES).filter(([status]) => rises(status).length);
      return [
        got.answer,
        `Pay before: ${money(got.pay)} a year${net}.`,
        each.length && `${each.map(([status, words]) => `${words}: ${range(rises(status))}`).join("; ")} more a year.`,
        ...Object.entries(got.prices).map(([span, kept]) => {
          const sums = Object.values(kept).map((by) => by.kept);
          return sums.length && `To keep up with prices, ${spanWords(span)}: ${range(sums)}.`;
        }),
        `Lost on strike, before tax (days: ${plain(found.days)}): ${lost}.`,
      ].filter(Boolean);
    }

    function tell(lines) {
      part("summary").replaceChildren(...lines.map((words) => {
        const line = document.createElement("span");
        line.textContent = `${words} `;
        return line;
      }));
    }

    function work(after) {
      part("annual-field").hidden = group() !== null;
      const [found, wrong] = given();
      Object.keys(readers).forEach((name) => {
        const words = wrong.find(([each]) => each === name)?.[1] ?? "";
        if (after !== "load" && part(`${name}-error`)) problem(name, words);
      });
      part("results").hidden = wrong.length > 0;
      const fields = wrong.map(([name]) => part(`${name}-name`).textContent.trim());
      tell(wrong.length ? [`Nothing is worked out yet. To give or correct: ${fields.join("; ")}.`] : summary(found, show(found)));
      if (after === "submit" && wrong.length) part(wrong[0][0] === "since" ? "year" : wrong[0][0]).focus();
    }

    let chosen = { hours: full(), group: group() };
    form.addEventListener("change", (event) => {
      if (event.target === part("who")) {
        if (Number(part("hours").value) === chosen.hours) part("hours").value = String(full());
        if (!group() && part("annual").value === "") part("annual").value = String(chosen.group.annual_gbp);
        chosen = { hours: full(), group: group() };
      }
      work("change");
    });
    // A field left for the button would tell its error at once, and push the button away from under the pointer.
    form.querySelector("button").addEventListener("mousedown", (event) => event.preventDefault());
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      work("submit");
    });
    work("load");
    ownPay(section.querySelector(".own"), terms);
    part("workings").hidden = false;
  }

  document.querySelectorAll("section.calculator").forEach(start);
  return { answers, levels, net, read, rounded };
})();
