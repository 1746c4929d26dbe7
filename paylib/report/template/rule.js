"use strict";
// What a figure leaves open, what it is to a computed one, and what verdict readings come to: the same rule as
// paylib.figures.hedges, paylib.checks.growth and paylib.claims.rule, for every page that judges in the browser.
const rule = (() => {
  let record = null;

  // ---- Numbers as they are printed: paylib.figures.rounding.

  const MINUS = "\u2212";

  // Halves go to the even digit, as in Python; toFixed takes the larger.
  function fixed(value, places) {
    const scaled = value * 10 ** places;
    if (Math.abs(scaled) % 1 === 0.5 && Number.isInteger(value * 2 ** (places + 1))) {
      const even = 2 * Math.round(scaled / 2);
      return (even / 10 ** places).toFixed(places);
    }
    return value.toFixed(places);
  }

  function shown(value, places) {
    const [whole, part] = fixed(Math.abs(value), places).split(".");
    const text = whole.replace(/\B(?=(\d{3})+$)/g, ",") + (part ? `.${part}` : "");
    return `${value < 0 && /[1-9]/.test(text) ? MINUS : ""}${text}`;
  }

  const percent = (value, places = 1) => `${shown(value, places)}%`;
  const money = (value, places = 0) => {
    const text = shown(value, places);
    return text.startsWith(MINUS) ? `${MINUS}£${text.slice(1)}` : `£${text}`;
  };

  // As Python writes a float.
  function repr(value) {
    const size = Math.abs(value);
    if (size && (size < 1e-4 || size >= 1e16)) return value.toExponential().replace(/e([+-])(\d)$/, "e$10$2");
    return Number.isInteger(value) ? `${value}.0` : String(value);
  }

  const unit = (name) => record.units[name] ?? null;

  function publishedDecimals(value, name) {
    if (Number.isInteger(value)) return null;
    const pence = name.startsWith("gbp") && name !== "gbp_million" ? 2 : 0;
    return Math.max(unit(name)?.decimals ?? 0, pence, (repr(value).split(".")[1] ?? "").length);
  }

  function wholeOrPublished(value, name) {
    if (!Number.isInteger(value)) return publishedDecimals(value, name);
    return name === "gbp_hour" ? 2 : 0;
  }

  function show(value, name, decimals = null) {
    const known = unit(name);
    const text = shown(value, decimals ?? known?.decimals ?? 0);
    const sign = text.startsWith(MINUS) ? MINUS : "";
    return `${sign}${known?.before ?? ""}${text.slice(sign.length)}${known?.after ?? ""}`;
  }

  // As a sentence prints it: what is not nought never prints as nought.
  const vanishes = (value, name, decimals = null) => Math.abs(value) >= 1e-9 && !Number(fixed(Math.abs(value), decimals ?? unit(name)?.decimals ?? 0));

  function printed(value, name, decimals = null) {
    const places = decimals ?? unit(name)?.decimals ?? 0;
    if (!vanishes(value, name, decimals)) return show(value, name, decimals);
    return `less than ${show(0.5 * 10 ** -places, name, Math.max(places + 1, name.startsWith("gbp") ? 2 : 0))}`;
  }

  // ---- What a stated figure leaves open: paylib.figures.hedges.

  function halfLastDigit(value, name) {
    const text = repr(value).replace(/\.0$/, "");
    if (text.includes(".")) return 0.5 * 10 ** -Math.max(text.split(".")[1].length, name === "gbp_hour" ? 2 : 0);
    if (name === "gbp_hour") return 0.005;
    const zeros = value && unit(name)?.count ? text.length - text.replace(/0+$/, "").length : 0;
    return 0.5 * 10 ** zeros;
  }

  function plainWidth(value, name, decimals = null) {
    const half = decimals === null ? halfLastDigit(value, name) : 0.5 * 10 ** -decimals;
    return half > 0.5 ? Math.min(half, Math.abs(value) * record.roundPct / 100) : half;
  }

  const hedgeOf = (word) => record.hedges[record.synonyms[word] ?? word];

  function leftOpen(value, name, qualifier = null, decimals = null, { to = null, width = null } = {}) {
    const top = to ?? value;
    const [below, above] = [value, top].map((end) => width ?? plainWidth(end, name, decimals));
    const share = record.roundPct / 100;
    if (!qualifier) return { low: value - below, high: top + above, nearLow: value - 2 * below, nearHigh: top + 2 * above, strict: false };
    const hedge = hedgeOf(qualifier);
    if (hedge.below === null || hedge.above === null) {
      const half = name === "pct" && value === 50 && hedge.strict; // a majority, of which nothing is nearly one
      const beside = half ? 0 : Math.abs(value) * record.besidePct / 100;
      const low = hedge.below === null ? -Infinity : value;
      const high = hedge.above === null ? Infinity : top;
      return { low, high, nearLow: low - beside, nearHigh: high + beside, strict: hedge.strict };
    }
    const least = hedge.below ? Math.max(hedge.below * below, Math.abs(value) * share) : 0;
    const most = hedge.above ? Math.max(hedge.above * above, Math.abs(top) * share) : 0;
    return { low: value - least, high: top + most, nearLow: value - least - below, nearHigh: top + most + above, strict: false };
  }

  function within(left, low, high = low) {
    const slack = 1e-9 * Math.max(1, Math.abs(low), Math.abs(high));
    let inside = low <= left.high + slack && high >= left.low - slack;
    if (left.strict) inside = left.high === Infinity ? high > left.low + slack : low < left.high - slack;
    if (inside) return "correct";
    return low <= left.nearHigh + slack && high >= left.nearLow - slack ? "close" : "wrong";
  }

  // ---- "Below inflation", "in line with", "rose": paylib.checks.growth.

  function besideLevel(change, says, other = change) {
    const [low, high] = [Math.min(change, other), Math.max(change, other)];
    const level = record.levelPct;
    const met = {
      below: low <= -level, above: high >= level, no_more_than: low < level, no_less_than: high > -level, equal: low < level && high > -level,
    }[says];
    if (!met && says === "equal" && low <= record.inLinePct && high >= -record.inLinePct) return "close";
    return met ? "correct" : "wrong";
  }

  // ---- Levels by month, and periods.

  const EPOCH = 1970 * 12;
  const WIDTHS = { month: 1, calendar_year: 12, financial_year: 12, three_months: 3, twelve_months: 12, quarter: 3 };
  const mod = (value, by) => ((value % by) + by) % by;
  const yearOf = (ordinal) => Math.floor((ordinal + EPOCH) / 12);
  const monthText = (ordinal) => `${yearOf(ordinal)}-${String(mod(ordinal + EPOCH, 12) + 1).padStart(2, "0")}`;

  function unpacked(packed) {
    if (!packed) return null;
    if (packed.full) return packed;
    const full = [];
    for (let at = 0; at < packed.runs.length; at += 2) for (let n = 0; n < packed.runs[at + 1]; n += 1) full.push(packed.runs[at]);
    packed.full = full;
    return packed;
  }

  function mean(level, first, width) {
    const start = first - level.first;
    if (start < 0 || start + width > level.full.length) return null;
    let total = 0;
    for (let at = start; at < start + width; at += 1) {
      if (level.full[at] === null) return null;
      total += level.full[at];
    }
    return total / width;
  }

  function ratio(level, span) {
    const [before, after] = [mean(level, span.since, WIDTHS[span.way]), mean(level, span.until, WIDTHS[span.way])];
    return before === null || after === null || span.until <= span.since ? null : after / before;
  }

  // ---- Whose figures, and the verdict: paylib.claims.sides and paylib.claims.rule.

  const EVIDENCE = ["independent", "other side", "own word", "none"];
  const RESULTS = ["correct", "close", "wrong"];
  const CAMPS = { union: "union", employers: "employers", government: "employers" };
  const camp = (role) => CAMPS[role] ?? role;

  function worth(side, roles) {
    if (side === "independent" || side === "press") return "independent";
    if (!side || roles.map(camp).includes(camp(side))) return "own word";
    return side in CAMPS ? "other side" : "independent";
  }

  const weakest = (words) => words.reduce((most, each) => (EVIDENCE.indexOf(each) > EVIDENCE.indexOf(most) ? each : most), "independent");
  const worthOf = (choice, roles) => weakest((choice.used ?? []).map((each) => worth(each.side, roles)));
  const holds = (choice) => (choice.result === null ? null : choice.result !== "wrong");
  const proxy = (choice) => (choice.used ?? []).some((each) => each.proxy);

  // The claim's own readings, where there are any; else all but those that the file adds.
  function decidingSet(choices) {
    const own = choices.filter((each) => each.of === "stated");
    return own.length ? own : choices.filter((each) => each.of !== "added");
  }

  const best = (words) => words.reduce((least, each) => (EVIDENCE.indexOf(each) < EVIDENCE.indexOf(least) ? each : least));

  function decide(choices, roles, together = false) {
    const deciding = decidingSet(choices);
    const known = choices.filter((each) => each.result !== null);
    const told = deciding.filter((each) => each.result !== null);
    if (!told.length) {
      const there = deciding.filter((each) => each.computed !== false);
      if (!there.length) return { verdict: "cannot be checked", result: null, evidence: "none", deciding: [], others: known };
      const unclear = there.filter((each) => each.withinMargin);
      const evidence = unclear.length ? best(unclear.map((each) => worthOf(each, roles))) : "own word";
      return { verdict: "unconfirmed", result: null, evidence, deciding: unclear.length ? unclear : there, others: known };
    }
    const meant = told.filter((each) => !proxy(each));
    let real = meant.length ? meant : told;
    const evidence = best(real.map((each) => worthOf(each, roles)));
    if (!(together && evidence !== "independent")) real = real.filter((each) => worthOf(each, roles) === evidence);
    const others = known.filter((each) => !real.includes(each));
    if (new Set(real.map(holds)).size === 2) return { verdict: "depends on the reading", result: null, evidence, deciding: real, others };
    const result = RESULTS.find((each) => real.some((choice) => choice.result === each));
    let verdict;
    if (result === "wrong") verdict = real.every(proxy) ? "unconfirmed" : evidence === "independent" ? "wrong" : "disputed";
    else verdict = ["independent", "other side"].includes(evidence) ? "correct" : "unconfirmed";
    return { verdict, result, evidence, deciding: real, others };
  }

  // What a choice weighs: paylib.claims.rule.reached, of an "up to".
  const OF_WHOM = ["rise", "figure", "figures", "set against", "pay"];

  function reached(choices) {
    const chosen = (choice) => JSON.stringify(Object.entries(choice.options).filter(([axis]) => !OF_WHOM.includes(axis)).map(([, option]) => option));
    const told = new Set(decidingSet(choices).filter(holds));
    const short = new Map();
    for (const each of choices) if (told.has(each)) short.set(chosen(each), (short.get(chosen(each)) ?? true) && Boolean(each.farShort));
    if (new Set(short.values()).size < 2) return choices;
    return choices.map((each) => (told.has(each) && short.get(chosen(each)) ? { ...each, result: "wrong" } : each));
  }

  return {
    load: (terms) => { record = terms; }, shown, percent, money, repr, fixed, show, printed, vanishes, unit, publishedDecimals, wholeOrPublished, halfLastDigit,
    plainWidth, hedgeOf, leftOpen, within, besideLevel, EPOCH, WIDTHS, mod, yearOf, monthText, unpacked, mean, ratio, EVIDENCE, RESULTS,
    worth, decide, decidingSet, reached, holds, proxy,
  };
})();
