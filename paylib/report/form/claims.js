// Claims of a dispute judged as paylib judges them, for the kinds of check whose arithmetic stands here:
// the figures as paylib.claims.given has them, the claim as paylib.checks.stated, the kinds as in paylib.checks.
const claims = (() => {
  let terms = null;
  const { show, printed, repr, fixed } = rule;
  const fail = (why) => { throw new Error(why); };
  const filled = (wording, parts) => wording.replace(/\{(\w+)\}/g, (_, name) => parts[name]);

  // ---- Periods: paylib.figures.periods, of months and years.

  const MONTHS = ["January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"];
  const NEEDED = { month: 1, year: 12, financial: 12 };
  const WAYS = { month: "month", year: "calendar_year", financial: "financial_year" };

  function period(text) {
    if (/^\d{4}-(0[1-9]|1[0-2])$/.test(text)) return { kind: "month", first: Number(text.slice(0, 4)) * 12 + Number(text.slice(5)) - 1 - rule.EPOCH };
    if (/^[1-9]\d{3}$/.test(text)) return { kind: "year", first: Number(text) * 12 - rule.EPOCH };
    const financial = /^(\d{4})\/(\d\d)$/.exec(text);
    if (financial && Number(financial[2]) === (Number(financial[1]) + 1) % 100) return { kind: "financial", first: Number(financial[1]) * 12 + 3 - rule.EPOCH };
    return null;
  }

  const known = (text) => period(text) ?? fail(`“${text}” is not a month or a year.`);

  function written({ kind, first }) {
    const year = rule.yearOf(first);
    if (kind === "month") return rule.monthText(first);
    return kind === "year" ? String(year) : `${year}/${String((year + 1) % 100).padStart(2, "0")}`;
  }

  const inWords = (when) => (when.kind === "month" ? `${MONTHS[rule.mod(when.first + rule.EPOCH, 12)]} ${rule.yearOf(when.first)}` : written(when));

  // A date as people write it.
  function dated(text, unit) {
    if (unit === "month") return inWords(known(text));
    const [year, month, day] = text.split("-").map(Number);
    return unit === "date" ? `${day} ${MONTHS[month - 1]} ${year}` : text;
  }

  // Where a text may be a month and may be a financial year: 2003-04, but not 2003-09.
  const doubtful = (text) => /^\d{4}-\d\d$/.test(text) && Number(text.slice(5)) === (Number(text.slice(2, 4)) + 1) % 100;

  function dayIn(text) {
    if (text.length === 4) fail(`months cannot be counted from a year alone; give the month of ${text}.`);
    const [year, month, day] = text.split("-").map(Number);
    return Date.UTC(year, month - 1, day || 15) / 864e5;
  }

  // ---- Figures as people say them: paylib.figures.spoken.

  const WORDS = Object.fromEntries("a 1|an 1|one 1|two 2|three 3|four 4|five 5|six 6|seven 7|eight 8|nine 9|ten 10|eleven 11|twelve 12|twenty 20|hundred 100".split("|").map((each) => [each.split(" ")[0], Number(each.split(" ")[1])]));
  const PARTS = { half: 2, halves: 2, third: 3, quarter: 4, fifth: 5, sixth: 6, seventh: 7, eighth: 8, ninth: 9, tenth: 10, twentieth: 20, hundredth: 100 };
  const MULTIPLES = { "half as much again": 1.5, double: 2, doubled: 2, twice: 2, treble: 3, triple: 3, trebled: 3, tripled: 3, quadruple: 4, halved: 0.5 };
  const SIZES = { thousand: 1e3, k: 1e3, million: 1e6, m: 1e6, mn: 1e6, billion: 1e9, bn: 1e9, trillion: 1e12 };
  const NUMBER = "-?(?:\\d{1,3}(?:,\\d{3})+|\\d+)(?:\\.\\d+)?";
  const FIGURE = new RegExp(`^(£?)\\s*(${NUMBER})\\s*([a-z%]*)\\.?$`, "i");
  const own = (table, word) => (Object.hasOwn(table, word) ? table[word] : undefined);

  function plainSaid(text, name) {
    let words = text.toLowerCase().replaceAll("\u2212", "-").replace(/per ?cent\b/g, "%").trim().split(/\s+/).join(" ");
    words = words.replace(/(?<=\d) ?(?:pence|p)\b/g, "p");
    words = words.replace(/(?<=\d) %/g, "%").replace(/(?<=[\d%]) ?- ?(?=[£\d])/g, "-");
    words = words.replace(/^([\d,.]+)\+(?= |$)/, "more than $1");
    const pounds = /^(.*?)([\d,.]+(?: (?:thousand|million|billion))?) pounds?( .*)?$/.exec(words);
    if (pounds) words = `${pounds[1]}£${pounds[2]}${pounds[3] ?? ""}`;
    const time = /^gbp_(year|month|week|hour)$/.exec(name);
    const again = [rule.unit(name).words.toLowerCase().replace(/[.*+?^${}()|[\]\\]/g, "\\$&")];
    if (time) again.push(`(?:a|an|per) ${time[1]}`);
    if (name === "people") again.push("staff", "workers", "members", "employees");
    return words.replace(new RegExp(`(?<=[\\p{L}\\p{N}_]) (?:${again.join("|")})$`, "u"), "");
  }

  const counted = (word) => (/^\d+$/.test(word) ? Number(word) : own(WORDS, word));

  function shareIn(words) {
    const ratio = /^(\w+) (?:in|out of) (?:every )?(\w+)$/.exec(words);
    if (ratio) {
      const [part, whole] = [counted(ratio[1]), counted(ratio[2])];
      return part !== undefined && whole ? part / whole : null;
    }
    if (words === "all") return 1;
    const all = words.split(" ");
    const last = all.pop() ?? "";
    const whole = own(PARTS, last) ?? own(PARTS, last.replace(/s$/, ""));
    if (whole === undefined || all.length > 1) return null;
    const part = all.length ? counted(all[0]) : 1;
    return part === undefined ? null : part / whole;
  }

  function wholeIn(words) {
    const sized = /^(?:(.+) )?(thousand|million|billion)$/.exec(words);
    if (sized) {
      const part = (sized[1] ?? "a").replace(/ a$/, "").replace(/ of$/, "");
      const size = own(WORDS, part) ?? shareIn(part);
      return size === null ? null : size * SIZES[sized[2]];
    }
    if (words === "dozen" || words === "a dozen") return 12;
    return ["a", "an", "hundred"].includes(words) ? null : own(WORDS, words) ?? null;
  }

  function multipleIn(words) {
    if (own(MULTIPLES, words) !== undefined) return MULTIPLES[words];
    const times = /^(\w+(?:\.\d+)?) ?(?:times|fold|-fold)$/.exec(words);
    if (!times) return null;
    return /^\d+(?:\.\d+)?$/.test(times[1]) ? Number(times[1]) : own(WORDS, times[1]) ?? null;
  }

  const numberOnly = (name) => Object.keys(rule.unit(name).of).length === 0 && !rule.unit(name).wordy;

  function ofOne(part, name, text) {
    if (!numberOnly(name)) fail(`“${text}” is a share, and the claim is in ${rule.unit(name).words}: choose per cent.`);
    return part / rule.unit(name).size;
  }

  const inSpeech = (value) => ({ low: value, high: value, decimals: null, qualifier: null, inDigits: false });

  function said(text, name) {
    const words = plainSaid(text, name).replace(/^(?:most|(?:a|the) majority)(?: of)?$/, "more than half");
    const phrase = Object.keys(terms.phrases).filter((each) => words.startsWith(`${each} `)).sort((a, b) => b.length - a.length)[0] ?? "";
    const rest = (phrase ? words.slice(phrase.length) : words).trim();
    return { ...figuresIn(rest, name, text), qualifier: own(terms.phrases, phrase) ?? null };
  }

  function figuresIn(words, name, text) {
    const known_ = rule.unit(name);
    const [share, multiple] = [shareIn(words.replace(/ of$/, "")), multipleIn(words)];
    if (share !== null) return inSpeech(ofOne(share, name, text));
    if (multiple !== null) return inSpeech(name === "pct" ? (multiple - 1) * 100 : ofOne(multiple, name, text));
    const whole = wholeIn(words);
    if (whole !== null) {
      const value = whole / (whole >= 1000 ? known_.size : 1);
      return { ...inSpeech(value), inDigits: true };
    }
    const ratio = new RegExp(`^(${NUMBER}) ?: ?(${NUMBER})$`).exec(words);
    if (ratio) {
      const [first, second] = ratio.slice(1).map((each) => Number(each.replaceAll(",", "")));
      if (!first || !second) fail(`“${text}” has a nought, and is no ratio.`);
      return inSpeech(Object.keys(known_.of).length ? second / first : ofOne(first / second, name, text));
    }
    const ends = words.replace(/^between /, "").split(/ (?:to|and) | ?\u2013 ?|(?<=[\da-z%])-(?=[\d£])/).map((each) => FIGURE.exec(each));
    if (ends.length > 2 || ends.includes(null)) {
      fail(`“${text}” is not a figure that can be read. Write a number, a range such as “150 to 170”, a fraction such as “one in five”, a multiple such as “double”, or a sum such as “30p” or “£1.5 million”.`);
    }
    const figures = ends.map((each) => figureIn(each, name, text, ends.at(-1)[3].toLowerCase()));
    const [low, high] = [figures[0][0], figures.at(-1)[0]];
    if (low > high) fail(`“${text}” runs from the higher to the lower.`);
    const places = figures.map((each) => each[1]).filter((each) => each !== null);
    return { low, high, decimals: places.length ? Math.max(...places) : null, qualifier: null, inDigits: true };
  }

  function figureIn(found, name, text, last) {
    let pounds = found[1];
    const digits = found[2].replaceAll(",", "");
    const after = found[3] || (Object.hasOwn(SIZES, last) ? last : "");
    const known_ = rule.unit(name);
    const inMoney = "gbp" in known_.of;
    if (!after && name !== "gbp_hour" && (inMoney || known_.decimals === 0) && /^[1-9]\d{0,2}\.\d{3}$/.test(digits)) {
      fail(`“${text}” may be ${Number(digits.replace(".", "")).toLocaleString("en-GB")} or ${Number(digits).toFixed(2)}: write it without the point, or with two decimals.`);
    }
    let size = 1;
    if (after === "p") [size, pounds] = [0.01, "£"];
    else if (Object.hasOwn(SIZES, after)) size = SIZES[after];
    else if (after === "%") { if (name !== "pct") fail(`“${text}” is in per cent, and the claim is in ${known_.words}: choose per cent.`); }
    else if (after && after !== "x") fail(`“${text}”: “${after}” is no size of a number; write thousand, million or billion, or p for pence.`);
    if (pounds && !inMoney) fail(`“${text}” is money, and the claim is in ${known_.words}: choose pounds.`);
    const factor = size / (inMoney || size > 1 ? known_.size : 1);
    const exact = digits.includes(".") || after === "p";
    return [Number(digits) * factor, exact ? (digits.split(".")[1] ?? "").length - Math.round(Math.log10(factor)) : null];
  }

  // ---- A claim as a check sees it: paylib.checks.stated.

  function figureOf(claim) {
    const { value, decimals = null, qualifier = null } = claim;
    if (value === undefined) return null;
    if (typeof value === "string") {
      const found = said(value, claim.unit);
      return { ...found, qualifier: qualifier ?? found.qualifier };
    }
    const [low, high] = Array.isArray(value) ? value : [value, value];
    return { low, high, decimals, qualifier, inDigits: true };
  }

  function statedOf(claim) {
    const found = figureOf(claim);
    const { by = null, from: since = null, to: until = null, group = null, measure = null } = claim.reading ?? {};
    const reading = { by, since, until, group, measure };
    if (!found) return { value: null, text: claim.text ?? null, unit: claim.unit, qualifier: claim.qualifier ?? null, decimals: null, to: null, inDigits: true, reading };
    let text = typeof claim.value === "string" ? claim.value : null;
    if (text !== null && claim.qualifier) text = `${claim.qualifier.replaceAll("_", " ")} ${text}`;
    return { value: found.low, text, unit: claim.unit, qualifier: found.qualifier, decimals: found.decimals, to: found.high === found.low ? null : found.high, inDigits: found.inDigits, reading };
  }

  const hasReading = (stated) => Object.values(stated.reading).some((each) => each);
  const numberOf = (stated) => stated.value ?? fail("this check needs a claim with a figure, and this one is in words.");

  function openOf(stated) {
    const value = numberOf(stated);
    const width = stated.inDigits ? null : Math.abs(value) * terms.roundShare;
    return rule.leftOpen(value, stated.unit, stated.qualifier, stated.decimals, { to: stated.to, width });
  }

  function resultOf(stated, low, high = low) {
    if (numberOf(stated) >= 0) return rule.within(openOf(stated), low, high);
    const ends = [stated.value, stated.to].filter((end) => end !== null).map((end) => -end).sort((a, b) => a - b);
    return rule.within(openOf({ ...stated, value: ends[0], to: ends.length > 1 ? ends[1] : null }), -high, -low);
  }

  function farShort(stated, value) {
    const sign = stated.value < 0 ? -1 : 1;
    return ["up_to", "at_most"].includes(stated.qualifier) && sign * value < 0.75 * sign * stated.value;
  }

  const same = (one, other) => JSON.stringify(Object.entries(one).sort()) === JSON.stringify(Object.entries(other).sort());

  function factorFrom(stated, name, what) {
    const [one, mine] = [rule.unit(name), rule.unit(stated.unit)];
    if (name === stated.unit) return 1;
    if (!one || !same(one.of, mine.of) || [name, stated.unit].includes("index") || one.wordy || mine.wordy) {
      fail(`${what} in ${one?.words ?? name}, and this claim is in ${mine.words}. Say what was claimed in ${one?.words ?? name}, or take a kind of check that works out ${mine.words}.`);
    }
    return one.size / mine.size;
  }

  function needs(stated, name, what) {
    if (name !== stated.unit) fail(`${what} in ${rule.unit(name).words}, and this claim is in ${rule.unit(stated.unit).words}. Say what was claimed in ${rule.unit(name).words}, or take a kind of check that works out ${rule.unit(stated.unit).words}.`);
  }

  function places(stated) {
    if (stated.value === null) return null;
    if ((stated.decimals ?? 0) > 0) return stated.decimals;
    const found = [stated.value, stated.to].filter((each) => each !== null).map((each) => rule.wholeOrPublished(each, stated.unit)).filter((each) => each !== null);
    return found.length ? Math.max(...found) : null;
  }

  function asStated(claim) {
    const stated = statedOf(claim);
    if (stated.value === null) return dated(stated.text ?? "", stated.unit);
    if (stated.text !== null) return stated.text;
    const hedge = stated.qualifier ? `${stated.qualifier.replaceAll("_", " ")} ` : "";
    return hedge + [stated.value, stated.to].filter((each) => each !== null).map((each) => show(each, stated.unit, places(stated))).join(" to ");
  }

  // ---- Figures and whose they are: paylib.claims.given and paylib.claims.sides.

  // What something is called, without the stop that ends it: paylib.figures.fields.Name.
  const unstopped = (text) => (text ?? "").replace(/[ \t\n.,;:]+$/, "");

  const starts = (publisher, names) => names.some((each) => publisher.startsWith(each));

  function sourceOf(dispute, name) {
    const mine = dispute.sources && Object.hasOwn(dispute.sources, name) ? dispute.sources[name] : null;
    if (mine) return mine;
    const held = own(terms.sources, name);
    return held ? { publisher: terms.publishers[held[0]], title: held[1], released: held[2] } : { publisher: "", title: name };
  }

  function sideOfSource(dispute, name, inTable = false) {
    const source = sourceOf(dispute, name);
    if (source.side) return source.side;
    for (const party of dispute.parties ?? []) if ([party.name, ...(party.publishers ?? [])].map(unstopped).includes(unstopped(source.publisher))) return party.role;
    return starts(source.publisher, terms.official) || (inTable && starts(source.publisher, terms.officialTables)) ? "independent" : null;
  }

  function sideOfRow(warnings) {
    const saidBy = { claimed_by_union: "union", claimed_by_employer: "employers" };
    const sides = new Set(warnings.filter((code) => code in saidBy).map((code) => saidBy[code]));
    return sides.size === 2 ? "independent" : [...sides][0] ?? null;
  }

  class NotHere extends Error {}

  function evidenceOf(dispute, figure) {
    let [value, unit, { source }, warnings] = [figure.value, figure.unit, figure, []];
    let cv = figure.cv_pct ?? null;
    let text = null;
    if (figure.date !== undefined) [value, unit] = [figure.date, figure.date.length === 10 ? "date" : "month"];
    else if (figure.table !== undefined) {
      const picked = theRecord.pick(figure);
      if (!picked && !theRecord.inPage(figure)) throw new NotHere(`“${figure.label}” is in paylib’s table ${figure.table}, which this page does not hold`);
      if (!picked) fail(`${theRecord.rowsOf(terms.held[figure.table], figure.where).length || "no"} rows of the table fit “${figure.label}”; a figure needs just one.`);
      if (picked.value === null) fail(`the table has no ${figure.column ?? "value"} in the row of “${figure.label}”.`);
      if (!picked.source) fail(`the table ${figure.table} says of no row where it comes from: give the figure of “${figure.label}” yourself, with its source.`);
      [value, unit, source, warnings] = [picked.value, figure.unit ?? picked.unit, picked.source, picked.warnings];
      text = picked.whole ? String(picked.value) : null;
      if (cv === null && figure.margin === undefined) cv = picked.cv ?? null;
    }
    const number = typeof value === "number";
    return {
      label: unstopped(figure.label), value, unit, source, text: text ?? (number ? repr(value) : value), qualifier: figure.qualifier ?? null, id: figure.id,
      side: figure.side ?? sideOfRow(warnings) ?? sideOfSource(dispute, source, figure.table !== undefined),
      proxy: figure.proxy ?? false, group: figure.group ?? null, quantity: figure.quantity ?? null,
      margin: !number ? null : cv !== null ? value * cv / 100 * terms.normal : figure.margin ?? null,
    };
  }

  const num = (figure) => (typeof figure.value === "number" ? figure.value : fail(`this check needs numbers, and “${figure.label}” is ${figure.value}.`));
  const survey = (figure) => [num(figure) - (figure.margin ?? 0), num(figure) + (figure.margin ?? 0)];
  const divides = (figure) => num(figure) || fail(`“${figure.label}” is nought, and nothing can be a share of nought.`);
  const aboveNought = (figure) => (num(figure) > 0 ? figure.value : fail(`“${figure.label}” is ${shownFigure(figure)}, and this check needs it above nought.`));
  const marksOf = (used) => new Set(used.flatMap((each) => [each.id, each.group, each.quantity]).filter(Boolean));

  function hedged(figure) {
    return figure.qualifier ? `${figure.qualifier.replaceAll("_", " ")} ` : "";
  }

  function shownFigure(figure) {
    if (typeof figure.value !== "number") return hedged(figure) + dated(figure.value, figure.unit);
    const decimals = figure.qualifier ? rule.wholeOrPublished(figure.value, figure.unit) : rule.publishedDecimals(figure.value, figure.unit);
    return hedged(figure) + printed(figure.value, figure.unit, decimals);
  }

  const RANGES = { up_to: "at_most", fewer_than: "at_most", just_over: "at_least" };
  const BELOW = { about: 0.5, almost: 1, at_most: 1, at_least: 0, more_than: 0 };

  function rangeOf(figure) {
    if (figure.margin !== null) return survey(figure);
    const value = num(figure);
    if (figure.qualifier === null) return [value, value];
    const digits = repr(value).replace(/\.0$/, "");
    const shown = (digits.split(".")[1] ?? "").length || digits.replace(/0+$/, "").length - digits.length;
    const word = terms.synonyms[figure.qualifier] ?? figure.qualifier;
    if (value < 0) fail(`“${figure.label}” is below nought and has a word before it.`);
    const [rounding, below] = [10 ** -shown, BELOW[RANGES[word] ?? word]];
    return [Math.max(value - rounding * below, 0), value + rounding * (1 - below)];
  }

  function surveyRange(work, ...used) {
    if (used.every((each) => each.margin === null)) return null;
    let corners = [[]];
    for (const each of used) corners = corners.flatMap((before) => survey(each).map((end) => [...before, end]));
    const worked = corners.map((ends) => work(...ends));
    return [Math.min(...worked), Math.max(...worked)];
  }

  // ---- What every kind does with a figure: paylib.checks.compared.

  const order = (ends) => [...ends].sort((a, b) => a - b);
  const further = (within, alone) => rule.RESULTS.indexOf(within) < rule.RESULTS.indexOf(alone);
  const given = (label, result, used, options, more = {}) => ({ label, result, used, options, of: "given", withinMargin: false, farShort: false, computed: true, ...more });
  const missing = (label, more = {}) => ({ label, result: null, used: [], options: {}, of: "given", computed: false, ...more });

  function compared(label, work, unit, stated, used, options = { figures: label }) {
    const factor = factorFrom(stated, unit, "what this works out is");
    const value = work(...used.map(num)) * factor;
    let result = resultOf(stated, value);
    let within = false;
    const ends = surveyRange(work, ...used);
    if (ends && further(resultOf(stated, ...order(ends.map((end) => end * factor))), result)) [result, within] = ["correct", true];
    const decimals = stated.inDigits ? rule.publishedDecimals(stated.value, stated.unit) : null;
    return given(label, result, used, options, { withinMargin: within, farShort: farShort(stated, value), value, words: printed(value, stated.unit, decimals) });
  }

  const setAgainst = (first, second) => ({ figure: first.label, "set against": second.label });

  function likePairs(pairs, at) {
    return pairs.map(([first, second]) => {
      const [one, other] = [at(first), at(second)];
      if (one.unit !== other.unit) fail(`“${one.label}” is in ${rule.unit(one.unit)?.words ?? one.unit} and “${other.label}” in ${rule.unit(other.unit)?.words ?? other.unit}; the two figures of a pair need one unit.`);
      return [one, other];
    });
  }

  // ---- The kinds.

  const growthOf = (first, last) => ((last - first) / first) * 100;
  const BOUNDS = { no_more_than: "at_most", no_less_than: "at_least" };

  function fallOrRise(says, stated) {
    if (says !== "below") return 1;
    if (stated.value !== null && stated.value < 0) fail(`the claim is below nought and says “below”, which is a fall of less than nothing: write ${-stated.value}.`);
    return -1;
  }

  function asBound(says, stated) {
    if (!(says in BOUNDS)) return stated;
    if (stated.qualifier !== null && stated.qualifier !== BOUNDS[says]) fail("there are two words before one figure: take one of them out.");
    return { ...stated, qualifier: BOUNDS[says] };
  }

  function changeResult(says, stated, change, other = null) {
    if (stated.value === null) return rule.besideLevel(change, says, other ?? change);
    const sign = fallOrRise(says, stated);
    return resultOf(asBound(says, stated), ...order([change, other].filter((each) => each !== null).map((each) => sign * each)));
  }

  function agreement(stated, figures) {
    return figures.map((figure) => {
      const options = { figure: figure.label };
      const words = shownFigure(figure);
      if (stated.value === null) return given(figure.label, figure.text === stated.text ? "correct" : "wrong", [figure], options, { words });
      const [low, high] = rangeOf(figure);
      const factor = factorFrom(stated, figure.unit, `“${figure.label}” is`);
      const result = resultOf(stated, low * factor, high * factor);
      const alone = figure.margin === null ? result : resultOf(stated, num(figure) * factor);
      const within = further(result, alone);
      return given(figure.label, within ? "correct" : alone, [figure], options, { withinMargin: within, farShort: farShort(stated, high * factor), value: num(figure), words });
    });
  }

  const COMPARED = { above: (apart) => apart > 0, below: (apart) => apart < 0, equal: (apart) => apart === 0, no_more_than: (apart) => apart <= 0, no_less_than: (apart) => apart >= 0 };

  const KINDS = {
    agrees: (check, stated, has) => agreement(stated, (check.figures ?? []).map(has.at)),

    gap: (check, stated, has) => likePairs(check.pairs, has.at).map(([lower, upper]) => {
      const label = `${lower.label} against ${upper.label}`;
      if (stated.unit === "pct" && upper.unit !== "pct") {
        divides(upper);
        return compared(label, (low, high) => (high - low) / high * 100, "pct", stated, [lower, upper], setAgainst(lower, upper));
      }
      return compared(label, (low, high) => high - low, upper.unit, stated, [lower, upper], setAgainst(lower, upper));
    }),

    growth: (check, stated, has) => {
      const says = check.says ?? "above";
      const pairs = likePairs(check.pairs, has.at);
      for (const [before] of pairs) divides(before);
      if (stated.value === null) {
        return pairs.map(([before, after]) => {
          const change = growthOf(num(before), num(after));
          const found = rule.besideLevel(change, says);
          const ends = surveyRange(growthOf, before, after);
          const turns = found === "wrong" && ends !== null && rule.besideLevel(ends[0], says, ends[1]) !== "wrong";
          const label = `${before.label} to ${after.label}`;
          return given(label, turns ? null : found, [before, after], { figures: label }, { withinMargin: turns, value: change, words: printed(change, "pct", 1) });
        });
      }
      const [sign, bound] = [fallOrRise(says, stated), asBound(says, stated)];
      return pairs.map(([before, after]) => compared(`${before.label} to ${after.label}`, (first, last) => sign * growthOf(first, last), "pct", bound, [before, after]));
    },

    share: (check, stated, has) => {
      const pairs = check.pairs.map(([part, whole]) => [has.at(part), has.at(whole)]);
      for (const [, whole] of pairs) divides(whole);
      return pairs.map(([part, whole]) => compared(`${part.label} as a share of ${whole.label}`, (one, all) => one / all * 100, "pct", stated, [part, whole]));
    },

    larger: (check, stated, has) => likePairs(check.pairs, has.at).map(([first, second]) => {
      const placed = (figure) => (typeof figure.value === "string" ? dayIn(figure.value) : figure.value);
      const met = COMPARED[check.says ?? "above"];
      const result = met(placed(first) - placed(second)) ? "correct" : "wrong";
      const ends = surveyRange((one, other) => one - other, first, second);
      const turns = result === "wrong" && ends !== null && ends.some(met);
      const words = `${shownFigure(first)} against ${shownFigure(second)}`;
      return given(`${first.label} against ${second.label}`, turns ? null : result, [first, second], setAgainst(first, second), { withinMargin: turns, words });
    }),

    against_inflation: (check, stated, has) => {
      const says = check.says ?? "equal";
      if (stated.value !== null) needs(stated, "pct", "a rise of pay beside prices is");
      const named = check.figures.map(has.at).map((each) => ({ label: each.label, rise: riseOf(each), used: [each], margin: surveyRange(Number, each) }));
      return againstPrices(check, stated, has, [...named, ...ofTheOffer(has, named, stated)], (real) => real, (...real) => changeResult(says, stated, ...real), null, (real) => fallOrRise(says, stated) * real);
    },

    real_change: (check, stated, has) => {
      const says = check.says ?? "equal";
      if (stated.value !== null) needs(stated, "pct", "a change in real terms is");
      const paid = paidThenAndNow(check.pairs, has);
      return againstPrices(check, stated, has, [...paid, ...ofTheOffer(has, paid, stated, check.spans?.[0] ?? null)], (real) => real, (...real) => changeResult(says, stated, ...real), check.spans?.[0] ?? null, (real) => fallOrRise(says, stated) * real);
    },

    chain_real_change: (check, stated, has) => {
      const says = check.says ?? "equal";
      if (stated.value !== null) needs(stated, "pct", "a change in real terms is");
      return againstPrices(check, stated, has, [chained(check.figures, has)], (real) => real, (...real) => changeResult(says, stated, ...real), check.spans?.[0] ?? null, (real) => fallOrRise(says, stated) * real);
    },

    rise_to_restore: (check, stated, has) => {
      needs(stated, "pct", "a rise to restore is");
      const subjects = check.pairs?.length ? paidThenAndNow(check.pairs, has) : [chained(check.awards, has)];
      return againstPrices(check, stated, has, subjects, (real) => (100 / (100 + real) - 1) * 100, (...rises) => resultOf(stated, ...order(rises)), check.spans?.[0] ?? null, Number);
    },

    recount: (check, stated, has) => {
      if (!has.strikes.length) fail("this check needs strikes: the rounds to add up.");
      const total = Number((has.strikes.reduce((sum, each) => sum + each.days, 0) * factorFrom(stated, "days", "strikes are counted")).toFixed(9));
      const label = has.strikes.length > 1 ? `the ${has.strikes.length} rounds added up` : "the one round";
      return [given(label, resultOf(stated, total), has.strikes, { figure: label }, { value: total, words: printed(total, stated.unit, rule.publishedDecimals(total, stated.unit)) }), ...agreement(stated, (check.figures ?? []).map(has.at))];
    },

    unchecked: () => [],
  };

  // ---- Pay against prices: paylib.checks.real_terms.

  function riseOf(figure) {
    if (figure.unit !== "pct" || num(figure) <= -100) fail(`a rise of pay is in per cent and above −100; “${figure.label}” is ${shownFigure(figure)}.`);
    return figure.value;
  }

  function paidThenAndNow(pairs, has) {
    const rise = (before, after) => (after / before - 1) * 100;
    return likePairs(pairs, has.at).map(([before, after]) => ({
      label: before.label === after.label ? before.label : `${before.label} to ${after.label}`, rise: rise(aboveNought(before), aboveNought(after)), used: [before, after], margin: surveyRange(rise, before, after),
    }));
  }

  function chained(names, has) {
    const awards = names.map(has.at);
    const rise = (awards.reduce((all, each) => all * (1 + riseOf(each) / 100), 1) - 1) * 100;
    return { label: awards.length > 1 ? `the ${awards.length} awards from ${awards[0].label} to ${awards.at(-1).label}` : awards[0].label, rise, used: awards, margin: null };
  }

  // Of an offer over several pay years each is set against the prices of its own months, unless the claim says its span.
  function ofTheOffer(has, named, { reading }, mine = null) {
    let { worked } = has;
    if (mine || reading.since || reading.until) {
      const spans = standardSpans(reading, has, mine).map(String);
      const ofTheSpan = worked.filter((each) => each.span && spans.includes(String(each.span)));
      worked = ofTheSpan.length ? ofTheSpan : worked.filter((each) => !each.span);
    }
    const key = (value, side) => `${fixed(value, 1)}|${side}`;
    const told = new Set(named.map((each) => key(each.rise, each.used[0].side)));
    return worked.filter(({ used: [each], span }) => span || !told.has(key(each.value, each.side))).map(({ used, span }) => ({ label: used[0].label, rise: used[0].value, used, margin: null, span }));
  }

  const CPI_FROM = period("2003-12").first;
  const standardIndices = (day) => [day && known(day).first < CPI_FROM ? "rpix" : "cpi", "rpi"];

  function yearTo(text) {
    const end = known(text);
    return [written({ ...end, first: end.first - 12 }), text];
  }

  function standardSpans({ since, until }, has, mine) {
    if (since && until) return [[since, until]];
    if (until) return [yearTo(until)];
    if (mine) return [mine];
    const months = [...new Set([has.due, has.offered].filter(Boolean))];
    return since ? months.map((month) => [since, month]) : months.map(yearTo);
  }

  function indexRoles(check, stated, has) {
    const standard = standardIndices(has.day);
    const deciding = stated.reading.by ? [stated.reading.by] : standard;
    const mine = hasReading(stated) ? "stated" : "standard";
    const shown = (check.by ?? terms.indicesShown).filter((by) => !Object.hasOwn(check.leaves_out ?? {}, by));
    return [...new Set([...deciding, ...standard, ...shown])].map((by) => [by, deciding.includes(by) ? mine : standard.includes(by) ? "standard" : "added"]);
  }

  // What a check leaves out and cannot, an index each.
  function withoutEffect(dispute, claim) {
    const { by, leaves_out: leftOut } = claim.check;
    const deciding = [claim.reading?.by, ...standardIndices(dayOf(dispute, claim))].filter(Boolean);
    const read = [...new Set([...deciding, ...(by ? [] : terms.indicesShown)])];
    return Object.keys(leftOut).flatMap((name) => {
      if (by?.includes(name)) return [filled(terms.leftOut.shown, { name })];
      return read.includes(name) ? [] : [filled(terms.leftOut["not read"], { name, read: read.join(", ") })];
    });
  }

  function pricesOver([since, until], by) {
    const [start, end] = [known(since), known(until)];
    const index = rule.unpacked(terms.indices[by] ?? fail(`there is no price index “${by}”.`));
    const apart = end.first - start.first;
    if (start.kind !== end.kind) fail(`prices are compared from month to month or from year to year, not from ${since} to ${until}.`);
    if (apart <= 0) fail(`the span from ${since} to ${until} must end after it starts.`);
    const ratio = rule.ratio(index, { way: WAYS[start.kind], since: start.first, until: end.first });
    const late = by.startsWith("rpi") && rule.yearOf(end.first + NEEDED[end.kind] - 1) > 2013;
    const months = `${inWords(start)} to ${inWords(end)}`;
    const out = end.first + NEEDED[end.kind] <= index.first + index.full.length;
    const lacking = `the ${index.title} of ${months}${out ? "" : ` (not published yet; next release ${terms.nextRelease})`}`;
    return { ratio, index: index.title + (late ? " (no longer accredited)" : ""), months, lacking, ...knownError(index, start, end) };
  }

  // The end of a span whose prices are known to be too high, and what the ratio is to be times without the error.
  function knownError(index, start, end) {
    for (const each of [start, end]) {
      const width = NEEDED[each.kind];
      if (!index.errors.some((month) => month >= each.first && month < each.first + width)) continue;
      const shares = terms.knownErrorPct.map((error) => 1 + error / 100 / width);
      return { error: inWords(each), factors: shares.map((share) => (each === start ? share : 1 / share)) };
    }
    return { error: "", factors: [] };
  }

  function againstPrices(check, stated, has, subjects, value, result, mine, asClaimed) {
    const spans = standardSpans(stated.reading, has, mine);
    const once = (all) => [...new Map(all.map((span) => [String(span), span])).values()];
    const overAll = once([...spans, ...(check.spans ?? [])]);
    const every = once([...overAll, ...subjects.map((each) => each.span).filter(Boolean)]);
    const ends = [...new Set(every.flat())];
    if (ends.length > 1 && ends.every(doubtful)) fail("these may be months or financial years: write 2003/04 for the years.");
    const roles = indexRoles(check, stated, has);
    const over = new Map(every.flatMap((span) => roles.map(([by]) => [`${span} ${by}`, pricesOver(span, by)])));
    const asked = [stated.reading.group, stated.reading.measure].filter(Boolean);
    const decides = new Set(spans.map(String));
    const found = [];
    for (const subject of subjects) {
      const marks = marksOf(subject.used);
      for (const span of subject.span ? [subject.span] : overAll) {
        for (const [by, role] of roles) {
          let of = subject.span || decides.has(String(span)) ? role : "added";
          if (of === "stated" && !asked.every((each) => marks.has(each))) of = "standard";
          const { ratio, index, months, lacking, error, factors } = over.get(`${span} ${by}`);
          const options = { rise: subject.label, index, months };
          if (ratio === null) { found.push(missing(lacking, { of, options, used: subject.used })); continue; }
          const real = (rise, prices = ratio) => ((1 + rise / 100) / prices - 1) * 100;
          const it = value(real(subject.rise));
          const alone = result(it);
          const turns = (so) => factors.some((factor) => (result(value(real(subject.rise, ratio * factor))) === "wrong") !== (so === "wrong"));
          const within = subject.margin !== null && further(result(...subject.margin.map((end) => value(real(end)))), alone);
          const unclear = within && stated.value === null;
          found.push(given(Object.values(options).join(", "), unclear ? null : within ? "correct" : alone, subject.used, options, {
            of, withinMargin: within, value: it, farShort: stated.value !== null && farShort(stated, asClaimed(it)), error, turns: turns(within ? "correct" : alone), words: `${printed(it, "pct", 1)}${check.kind === "rise_to_restore" ? "" : " in real terms"}`,
          }));
        }
      }
    }
    if (!spans.length) found.push(missing("the month in which the rise was due (award_due)", { of: "standard" }));
    if (asked.length && !found.some((each) => each.of === "stated")) fail(`the claim’s own reading names ${asked.join(" and ")}, and no figure of the check is of that group or measure.`);
    return ["stated", "standard", "added"].flatMap((set) => found.filter((each) => each.of === set));
  }

  // ---- What an offer comes to: paylib.offers, for one salary.

  const named = (figure) => (figure !== null && typeof figure === "object" ? Object.keys(figure) : null);

  function partAt(part, place) {
    if (part.kind === "remove_points") return part.points.includes(place) ? { ...part, points: [place] } : null;
    for (const key of ["pct", "gbp"]) {
      const points = named(part[key]);
      if (points) return points.includes(place) ? { ...part, [key]: part[key][place] } : null;
    }
    return part;
  }

  const percentIn = (given_) => (typeof given_ === "string" ? Number(given_.replace("%", "")) : given_);
  const raises = (part) => !["lump_sum", "hours"].includes(part.kind);

  function payYear(parts, due) {
    const rises = parts.filter(raises);
    const first = known((rises.length ? rises : parts)[0].date).first;
    if (!due) return first;
    const from = known(due).first;
    return from + 12 * Math.max(Math.floor((first - from) / 12), 0);
  }

  function linkedPct(part) {
    const rates = own(terms.rates, part.by);
    const rate = rates ? rule.unpacked(rates).full[known(part.month).first - rates.first] : undefined;
    if (rate === undefined || rate === null) return null;
    const [low, high] = [percentIn(part.at_least) ?? -Infinity, percentIn(part.at_most) ?? Infinity];
    return Math.min(Math.max(rate + (percentIn(part.plus_pct) ?? 0), low), high);
  }

  // Pay in a month, or null where it cannot be worked out.
  function paidAt(parts, pay, month) {
    let [now, hours] = [pay, 37];
    for (const part of parts) {
      const counts = known(part.date).first <= month;
      const pct = part.kind === "linked" ? linkedPct(part) : percentIn(part.pct);
      if (part.kind === "remove_points" || (part.kind === "linked" && pct === null)) return null;
      if (part.kind === "floor" && !part.hourly && part.gbp <= 0) return null;
      if (!counts) continue;
      if (part.kind === "percent") now = (part.over_old_scale ? pay : now) * (1 + pct / 100);
      else if (part.kind === "linked") now *= 1 + pct / 100;
      else if (part.kind === "flat") now += part.gbp;
      else if (part.kind === "greater_of") now += Math.max(now * pct / 100, part.gbp);
      else if (part.kind === "floor") now = Math.max(now, part.hourly ? part.gbp * hours * terms.weeks : part.gbp);
      else if (part.kind === "hours") hours = part.hours_week;
    }
    return now;
  }

  const ofRecord = (dispute, group) => group.annual_gbp === undefined && group.staff === undefined && group.point !== undefined && dispute.bargaining_group !== undefined;
  const APART = ["nation", "area", "contract", "grade", "employer"];

  // The pay of a group of staff, and where it says so: its own, or the record's in the month before the award was due.
  function paid(dispute, group) {
    if (!ofRecord(dispute, group)) return group.annual_gbp === undefined ? null : group;
    const due = known(String(dispute.award_due ?? dispute.start).slice(0, 7));
    const where = Object.fromEntries(APART.filter((name) => group[name] !== undefined).map((name) => [name, group[name]]));
    return theRecord.pay(dispute.bargaining_group, group.point, group.paid_from ?? rule.monthText(due.first - 1), where);
  }

  const MAKERS = { claim: ["union"], settled: ["union", "employers", "government"] };

  // The pay of a group at the end of every pay year of an offer, as far as it can be worked out.
  function paidByYear(parts, pay, first) {
    const starts = parts.map((part) => known(part.date).first);
    const last = Math.max(first, ...starts.filter((_, place) => raises(parts[place])));
    const paid = [];
    for (let end = first + 11; end <= last + 11; end += 12) {
      const begun = parts.filter((_, place) => starts[place] <= end);
      const level = begun.length ? paidAt(begun, pay, end) : null;
      if (level === null) break;
      paid.push(level);
    }
    return paid;
  }

  // Each pay year and then all of them, by how many years had gone before and by its end.
  function yearsOf(count, later) {
    const each = Array.from({ length: count }, (_, place) => [place, place + 1]);
    return later && count > 1 ? [...each, [0, count]] : each.slice(0, 1);
  }

  function whichYears(start, end, count) {
    if (count === 1) return "";
    return end - start === 1 ? `, year ${end}` : `, years 1 ${end === 2 ? "and" : "to"} ${end}`;
  }

  function workedOf(dispute, about, due) {
    const found = [];
    for (const group of dispute.groups ?? []) {
      const pay = paid(dispute, group);
      if (!pay) continue;
      const parts = about.parts.map((part) => partAt(part, group.point || group.id)).filter(Boolean);
      if (!parts.length || (group.paid_from && known(parts[0].date).first <= known(group.paid_from).first)) continue;
      const first = payYear(parts, dispute.award_due);
      const levels = [pay.annual_gbp, ...paidByYear(parts, pay.annual_gbp, first)];
      const side = about.side ?? sideOfSource(dispute, about.source);
      const label = `${unstopped(group.label).replace(/^(A|An|The) /, (article) => article[0].toLowerCase() + article.slice(1))}, by the offer worked out`;
      const ownSource = dispute.sources && Object.hasOwn(dispute.sources, pay.source);
      const plain = { qualifier: null, group: null, quantity: null, proxy: false, margin: null };
      const before = { ...plain, id: "", label: unstopped(group.label), value: pay.annual_gbp, unit: "gbp_year", source: pay.source, side: sideOfSource(dispute, pay.source, !ownSource) };
      const beside = parts.every((part) => ["percent", "linked", "lump_sum"].includes(part.kind)) ? [] : [before];
      for (const [start, end] of yearsOf(levels.length - 1, due !== null)) {
        const rise = {
          ...plain, id: group.id, group: group.id, label: label + whichYears(start, end, levels.length - 1), value: (levels[end] / levels[start] - 1) * 100, unit: "pct", source: about.source,
          side: (MAKERS[about.status] ?? ["employers", "government"]).includes(side) ? "independent" : side,
        };
        found.push({ used: [rise, ...beside], span: end === 1 ? null : [start - 1, end - 1].map((year) => rule.monthText(first + 12 * year)) });
      }
    }
    return found;
  }

  // The month or year in which a claim was made: as it says, or its source, or else when the dispute began.
  function dayOf(dispute, claim) {
    const released = /^\d{4}(-\d{2})?/.exec(sourceOf(dispute, claim.source).released ?? "");
    return (claim.said ?? released?.[0] ?? dispute.start).slice(0, 7);
  }

  function givenFor(claim, dispute) {
    const { check } = claim;
    const proposed = (dispute.offers ?? []).filter((each) => each.status !== "claim");
    const chosen = (dispute.offers ?? []).filter((each) => check.offer && each.id === check.offer);
    const about = (chosen.length ? chosen : proposed.length === 1 ? proposed : [])[0] ?? null;
    const together = terms.kinds[check.kind].together;
    const made = about?.made ?? "";
    const due = check.offer ? rule.monthText(payYear(about.parts, dispute.award_due)) : dispute.award_due ?? null;
    const figures = new Map((dispute.figures ?? []).map((each) => [each.id, each]));
    return {
      at: (name) => evidenceOf(dispute, figures.get(name)),
      strikes: (dispute.strikes ?? []).map((each) => ({ ...each, side: each.side ?? sideOfSource(dispute, each.source), proxy: false })),
      day: dayOf(dispute, claim),
      due,
      offered: made.length >= 7 ? made.slice(0, 7) : null,
      worked: about && (together || check.offer) ? workedOf(dispute, about, due) : [],
    };
  }

  // ---- The verdict.

  // What is named twice is no second figure, but where each figure has its place.
  const IN_ORDER = new Set(["chain_real_change", "extreme", "passed_on", "shortage", "sum_against_percent"]);
  const eachOnce = (named) => [...new Map(named.map((each) => [JSON.stringify(each), each])).values()];

  function tried(dispute, claim) {
    if (!claim.check) return [missing("as stated")];
    const check = { ...claim.check };
    if (check.figures && !IN_ORDER.has(check.kind)) check.figures = eachOnce(check.figures);
    if (check.pairs && check.kind !== "rise_to_restore" && check.kind !== "average_against_readings") check.pairs = eachOnce(check.pairs);
    const stated = statedOf(claim);
    let made = KINDS[check.kind](check, stated, givenFor(claim, dispute));
    const asked = [stated.reading.group, stated.reading.measure].filter(Boolean);
    if (asked.length && made.every((each) => each.of === "given")) {
      const fits = made.map((each) => asked.every((mark) => marksOf(each.used).has(mark)));
      if (!fits.includes(true)) fail(`the claim’s own reading names ${asked.join(" and ")}, and no figure of the check is of that group or quantity.`);
      made = made.map((each, place) => (fits[place] ? { ...each, of: "stated" } : each));
    }
    if (check.needs) made = [...made, missing(check.needs)];
    if (!made.length) fail("the check has nothing to try the claim with: choose figures.");
    return rule.reached(made);
  }

  function rolesOf(dispute, claim) {
    return [...new Set([claim.party, ...(dispute.parties ?? []).filter((each) => (claim.who ?? []).map(unstopped).includes(unstopped(each.name))).map((each) => each.role)])];
  }

  const several = (options) => [...new Set(options)];
  const SEVERAL = { rise: "rises", index: "indices", months: "spans" };

  function readingOf({ deciding }) {
    if (!deciding.length) return "";
    const [first] = deciding;
    if (first.of === "given") return deciding.length === 1 ? first.label : `the ${deciding.length} figures given`;
    const name = first.of === "stated" ? "the claim’s own" : "the standard set";
    const told = Object.keys(first.options).map((axis) => {
      const each = several(deciding.filter((one) => axis in one.options).map((one) => one.options[axis]));
      return each.length <= 2 ? each.join(" and ") : `${each.length} ${SEVERAL[axis] ?? "figures"}`;
    });
    return `${name}: ${told.join("; ")}`;
  }

  const judges = (kind) => Object.hasOwn(KINDS, kind);

  // A claim's verdict; {error} where its figures do not fit, {later} where only paylib can tell.
  function judge(dispute, claim) {
    if (claim.check && !judges(claim.check.kind)) return { later: "this kind of check is worked out by paylib report" };
    try {
      const all = tried(dispute, claim);
      const outcome = rule.decide(all, rolesOf(dispute, claim), claim.check ? terms.kinds[claim.check.kind].together : false);
      const lacking = several(all.filter((each) => !each.computed && each.of !== "added").map((each) => each.label.replace(/\.+$/, "")));
      return { ...outcome, tried: all, reading: readingOf(outcome), lacking: claim.check ? lacking : [] };
    } catch (error) {
      if (error instanceof NotHere) return { later: error.message };
      return { error: error.message };
    }
  }

  return { linkedPct, load: (given_) => { terms = given_; rule.load(given_); theRecord.load(given_); }, judge, judges, filled, withoutEffect, ofRecord, paid, figureOf, statedOf, said, period, doubtful, asStated, shownFigure, evidenceOf, sideOfSource, sourceOf, unstopped };
})();
