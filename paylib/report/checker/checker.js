"use strict";
// Any claim on pay, checked in the page: the same reading of a sentence, the same standard set and the same search for
// whose number it is as paylib.claims.asking and paylib.claims.whose, on what those put into the page.
const checker = (() => {
  let record = null;
  const { WIDTHS, EPOCH, mod, shown, percent, money, leftOpen, within, unpacked, mean, ratio, yearOf, monthText } = rule;

  // ---- Words.

  const re = (pattern, flags = "") => new RegExp(pattern, flags);
  const has = (pattern, text) => re(pattern).test(text);
  const found = (pattern, text) => re(pattern).exec(text);

  const plainNumber = (value) => String(Math.round(value * 1e6) / 1e6);

  // ---- Reading a sentence: paylib.claims.asking.question.

  const YEAR = "(?:19|20)\\d\\d";
  const NUMBER = /^(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?$/;
  const FIGURE = "(£)? ?(\\d[\\d,]*(?:\\.[\\d,.]*\\d)?) ?(%|per cent|percent|bn\\b|billion|k\\b|m\\b|million)?(?: ?pounds)?";
  const SHARE_OF = "^ of (?!(?:their |its |our |all )?(?:pay|wages|earnings|value|income))";
  const when_ = () => `(?:(?:${record.words.months.join("|")}) )?${YEAR}(?:/(?:\\d\\d)?\\d\\d\\b)?(?:-(?:20)?\\d\\d\\b)?`;

  function plain(sentence) {
    const text = sentence.toLowerCase().replaceAll("\u2212", "-").replaceAll("\u2019", "'").replace(/(\d) (?=\d\d\d\b)/g, "$1");
    return text.replace(/\s+/g, " ").trim();
  }

  function read(sentence, said, fields = {}) {
    const text = plain(sentence);
    const q = {
      sentence, said, who: null, pays: [], kind: null, value: null, decimals: 0, qualifier: null, comparison: null, by: null,
      since: null, until: null, years: null, levels: [], paybill_gbp: null, rise_pct: null, budgeted_pct: null, than: null,
      than_pays: [], mixed: false,
    };
    ofTime(q, text);
    ofPeople(q, text);
    ofWhat(q, text);
    if (q.kind === "rise_to_restore" && q.since === null) {
      const to = found(`\\bto (?:its |their |the )?(${when_()})`, text);
      if (to) q.since = dated(to[1]);
    }
    for (const [name, value] of Object.entries(fields)) if (value !== null && value !== undefined) q[name] = value;
    if (fields.who && !fields.pays) q.pays = paysOf(fields.who, "");
    return q;
  }

  function paysOf(name, text) {
    const who = record.who.find((each) => each.name === name);
    if (!who) return [];
    if (has(record.words.new, text)) return who.lowest.length ? who.lowest : who.pays.slice(0, 1);
    if (has(record.words.experienced, text)) return who.highest.length ? who.highest : who.pays.slice(-1);
    return who.pays;
  }

  // An old number is another point now.
  const paysAt = (pays, number) => pays.filter((each) => !each.includes("|old|") && each.split("|").at(-1) === number);

  function split(pattern, text) {
    const at = found(pattern, text);
    return at ? [text.slice(0, at.index), text.slice(at.index + at[0].length)] : [text];
  }

  function ofPeople(q, text) {
    const parts = split(record.words.than, text);
    let [who, pays] = whoIn(parts[0]);
    let [than, thanPays] = parts.length > 1 ? whoIn(parts[1]) : [null, []];
    if (who === null) [who, pays, than, thanPays] = [than, thanPays, null, []];
    Object.assign(q, { who, pays, than, than_pays: thanPays });
  }

  const AT_POINT = " at point ";

  function whoIn(text) {
    const band = found("band (\\d[a-d]?)\\b", text);
    if (band) {
      const ends = has(record.words.experienced, text) ? ["top"] : has(record.words.new, text) ? ["entry"] : ["entry", "top"];
      return [`NHS staff at band ${band[1]}`, ends.map((end) => `nhs_afc|England|||band ${band[1]}|${end}`)];
    }
    const named = record.who.flatMap((each, place) => {
      const at = found(each.words, text);
      return at ? [[at.index, at.index + at[0].length, place]] : [];
    });
    const other = found(record.words.elsewhere, text);
    if (other && (!named.length || other.index < Math.min(...named.map(([at]) => at)))) return [other[0], []];
    if (!named.length) return [null, []];
    const inOrder = [...named].sort((a, b) => a[0] - b[0] || a[1] - b[1]);
    for (let at = 1; at < inOrder.length; at += 1) {
      const [[start, end], [after, ending]] = [inOrder[at - 1], inOrder[at]];
      if (has(record.words.together, text.slice(end, after))) return [text.slice(start, ending), []];
    }
    const { name, pays } = record.who[Math.min(...named.map(([, , place]) => place))];
    const point = found(record.words.point, text);
    if (point) return [`${name}${AT_POINT}${point[1]}`, paysAt(pays, point[1])];
    return [name, paysOf(name, text)];
  }

  function ofTime(q, text) {
    const event = record.words.events.find(([pattern]) => has(pattern, text));
    if (event) { [, q.since] = event; return; }
    const WHEN = when_();
    const span = found(`(?:from|between) (${WHEN}) (?:to|and|until) (${WHEN})`, text);
    if (span) { Object.assign(q, { since: dated(span[1]), until: dated(span[2]) }); return; }
    const since = found(`(?:since|back to|from|than in|than they were in|than it was in|compared with|compared to) (${WHEN})`, text);
    if (since) {
      const until = found(`(?:until|by|to) (${WHEN})`, text.slice(since.index + since[0].length)) ?? earlier(since, text);
      Object.assign(q, { since: dated(since[1]), until: until ? dated(until[1]) : null });
      return;
    }
    const year = found(`(?:year|months|quarter) (?:to|ending|ended)(?: in)? (${WHEN})`, text);
    if (year) { Object.assign(q, { years: 1, until: dated(year[1]) }); return; }
    const over = found(`(?:over|in|for) (?:the )?(?:last |past )?(\\d+|${record.words.numbers.join("|")}) years`, text);
    if (over) { q.years = /^\d+$/.test(over[1]) ? Number(over[1]) : record.words.numbers.indexOf(over[1]) + 1; q.until = endOf(text, over); return; }
    const decade = found("(?:over|in) (?:the|a) (?:last |past )?decade", text);
    if (decade) { Object.assign(q, { years: 10, until: endOf(text, decade) }); return; }
    if (has("this year|last year|a year ago|this year's", text)) { q.years = 1; return; }
    const when = found(`(?:in|for|of) (${WHEN})`, text);
    if (when) q.until = dated(when[1]);
    else if (has(record.words.future, text)) q.until = q.said.slice(0, 4);
  }

  // The end, where it stands before the beginning: pay in 2025 was lower than in 2010.
  function earlier(since, text) {
    const until = found(`(?:in|by) (${when_()})`, text.slice(0, since.index));
    return until && found(YEAR, until[1])[0] > found(YEAR, since[1])[0] ? until : null;
  }

  // The end of a number of years, after it: the decade to 2020.
  function endOf(text, span) {
    const to = found(`^ (?:to|until|up to|ending|ended)(?: in)? (${when_()})`, text.slice(span.index + span[0].length));
    return to ? dated(to[1]) : null;
  }

  // A year with the next is a financial year.
  function dated(text) {
    const place = record.words.months.findIndex((month) => text.startsWith(month));
    if (place >= 0) return `${text.slice(-4)}-${String(place + 1).padStart(2, "0")}`;
    const years = /^(\d{4})[/-](\d\d)?(\d\d)$/.exec(text);
    return years && (Number(years[1]) + 1) % 100 === Number(years[3]) ? `${years[1]}/${years[3]}` : text;
  }

  function ofWhat(q, text) {
    const bare = text.replace(re(`(?:since|back to|from|to|in|by|until|of|for|and|between|over) ${when_()}`, "g"), (each) => " ".repeat(each.length));
    const figures = figuresIn(bare);
    let percents = figures.filter((each) => each.sign === "%");
    const inBrackets = percents.filter((each) => {
      const before = bare.slice(0, each.end).replace(/[% ]+$/, "");
      return before.lastIndexOf("(") > bare.slice(0, each.end).lastIndexOf(")");
    });
    percents = [...inBrackets, ...percents];
    const sums = figures.filter((each) => each.sign === "£");
    const named = record.words.indices.find(([pattern]) => has(pattern, text));
    q.by = named ? named[1] : null;
    const [says, pattern] = record.words.says.find(([, each]) => has(each, bare)) ?? [null, null];
    const [start, end] = pattern ? ((at) => [at.index, at.index + at[0].length])(found(pattern, bare)) : [0, 0];
    const rest = bare.slice(0, start) + bare.slice(end);
    if (record.words.unread.some(([, each]) => has(each, rest))) return;
    if (q.than && mixes(text, percents)) { Object.assign(q, { kind: "larger", mixed: true }); put(q, percents[0]); return; }
    if (ofBothWays(bare) || misprinted(bare)) return;
    if (says === "cost" && sums.length) {
      Object.assign(q, { kind: says, rise_pct: percents.length ? percents[0].value : null });
      put(q, sums.reduce((most, each) => (each.value > most.value ? each : most)));
      return;
    }
    if (says === "demand" && figures.length) { q.kind = says; put(q, figures[0]); return; }
    if (q.than && q.than_pays.length && (says === "rise" || says === "fall") && !percents.length) {
      const more = (says === "rise") !== has(record.words.less, text);
      Object.assign(q, { kind: "larger", comparison: more ? "above" : "below" });
      return;
    }
    if (q.than && q.than_pays.length && has(record.words.by_so_much, bare)) return;
    if (sums.length && says === "pounds") { q.kind = "pounds"; put(q, sums[0]); return; }
    if (sums.length && (sums.length > 1 || has(record.words.level, text))) { levelsOf(q, text, sums); return; }
    if (!percents.length && has(record.words.without_unit, bare)) return;
    const besidePrices = has(record.words.of_prices, bare.slice(start, end))
      && !has(record.words.so_much_before, bare.slice(0, start)) && !has(record.words.so_much_after, bare.slice(end));
    if (!percents.length || besidePrices) {
      if (["above", "below", ...Object.keys(record.beside)].includes(says)) Object.assign(q, { kind: "against_inflation", comparison: says });
      else if (says === "fall") Object.assign(q, { kind: "against_inflation", comparison: "below" });
      return;
    }
    const [figure] = percents;
    if (says === "rise_to_restore") { q.kind = says; put(q, figure); }
    else if (says === "fall" || says === "below") { q.kind = "real_change"; put(q, figure, -1); }
    else if (says === "above" || (says === "rise" && has(record.words.real, text))) { q.kind = "real_change"; put(q, figure); }
    else if (["rise", "demand", "equal"].includes(says)) { q.kind = "growth"; put(q, figure); }
    else put(q, figure);
  }

  function mixes(text, percents) {
    if (percents.length < 2 || !has(record.words.than, text)) return false;
    const years = new Set([...text.matchAll(re(`since (${YEAR})`, "g"))].map((each) => each[1]));
    const fall = record.words.says.find(([name]) => name === "fall")[1];
    const [first, second] = split(record.words.than, text).map((part) => has(fall, part));
    return years.size > 1 || first !== second;
  }

  function ofBothWays(text) {
    const fall = record.words.says.find(([name]) => name === "fall")[1];
    const parts = text.split(re(record.words.parts)).filter((part) => figuresIn(part).some((each) => each.sign === "%"));
    return parts.some((part) => has(fall, part)) && parts.some((part) => has(record.words.up, part) && !has(fall, part));
  }

  function put(q, figure, sign = 1) {
    Object.assign(q, { value: sign * figure.value, decimals: figure.decimals, qualifier: figure.qualifier });
  }

  function figuresIn(text) {
    const all = [];
    for (const each of text.matchAll(re(FIGURE, "g"))) {
      if (!isNumber(each)) continue;
      const digits = each[2].replaceAll(",", "");
      const size = each[3] ?? "";
      let sign = ["%", "per cent", "percent"].includes(size) ? "%" : each[1] || each[0].includes("pounds") ? "£" : "";
      if (!sign && digits.length === 5 && !digits.includes(".")) sign = "£";
      if (!sign && size !== "bn" && size !== "billion") continue;
      const end = each.index + each[0].length;
      if (sign === "%" && has(SHARE_OF, text.slice(end))) continue;
      const factor = { bn: 1e9, billion: 1e9, k: 1e3, m: 1e6, million: 1e6 }[size] ?? 1;
      const value = Number(digits) * factor;
      const decimals = sign === "%" ? (digits.split(".")[1] ?? "").length : zeros(value);
      all.push({ value, sign: sign || "£", decimals, qualifier: hedge(text.slice(0, each.index)), end });
    }
    for (const [pattern, value] of record.words.shares) {
      const share = found(pattern, text);
      if (share) all.push({ value, sign: "%", decimals: null, qualifier: hedge(text.slice(0, share.index)), end: share.index + share[0].length });
    }
    return all;
  }

  // As it is written here: 5.5, and not 5,5.
  const isNumber = (figure) => NUMBER.test(figure[2].replace(/,+$/, ""));

  const misprinted = (text) => [...text.matchAll(re(FIGURE, "g"))].some((each) => (each[1] || each[3] || each[0].includes("pounds")) && !isNumber(each));

  function zeros(value) {
    let [whole, places] = [Math.round(value), 0];
    while (whole && whole % 10 === 0 && places < 12) [whole, places] = [whole / 10, places + 1];
    return places ? -places : 0;
  }

  function hedge(before) {
    const word = record.words.hedges.find(([pattern]) => has(`(?:${pattern})\\s*(?:by )?(?:the )?$`, before));
    return word ? word[1] : null;
  }

  function levelsOf(q, text, sums) {
    const years = [...text.matchAll(re(when_(), "g"))].map((each) => [each.index, each[0]]);
    let begin = 0;
    const levels = sums.map(({ value, end }) => {
      const after = years.find(([start]) => start >= end);
      const occupation = years.length ? "" : occupationIn(text.slice(begin, end));
      begin = end;
      return [value, after ? dated(after[1]) : q.until ?? "", occupation];
    });
    const same = found(`the same in (${when_()})`, text);
    if (same) levels.push([sums.at(-1).value, dated(same[1]), ""]);
    const { value, decimals, qualifier } = sums[0];
    Object.assign(q, { kind: "level", levels, value, decimals, qualifier });
  }

  function occupationIn(text) {
    const named = record.words.occupations.find(([pattern]) => has(pattern, text));
    return named ? named[1] : "";
  }

  function asks(q) {
    const [who, point] = (q.who ?? "").split(AT_POINT);
    const whose = point ? `Whose pay? Of ${who} only some points are read here, and point ${point} is none of them: give two salaries and their years.` : `Whose pay? The record has no pay by year for ${q.who ? `${q.who}: name one group that it has, or give two salaries and their years.` : "anybody named here."}`;
    if (q.kind === null) return [record.asks[(record.words.unread.find(([, each]) => has(each, plain(q.sentence))) ?? ["kind"])[0]]];
    if (q.kind === "demand") return [record.asks.demand];
    if (q.kind === "cost") return q.paybill_gbp ? [] : [record.asks.cost];
    if (q.kind === "level") {
      const answerable = q.pays.length || q.levels.filter((each) => each[1]).length > 1 || q.levels.some((each) => each[2]);
      return answerable ? [] : [whose];
    }
    const asked = [];
    if (!q.mixed) {
      if (q.value === null && !["against_inflation", "larger"].includes(q.kind)) asked.push(record.asks.figure);
      if (!q.pays.length) asked.push(whose);
      else if (q.kind === "pounds" && !q.pays.some((key) => /[|=]/.test(key))) asked.push(record.asks.salary);
      if (["real_change", "rise_to_restore", "pounds", "larger"].includes(q.kind) && !q.since && !q.years) asked.push(record.asks.since);
    }
    return asked;
  }

  function fieldsOf(q) {
    const told = { "Whose pay": q.who ?? "?", "What is said": saidOf(q), Since: q.since ?? "", Until: q.until ?? "" };
    if (q.years) told.Over = `${q.years} year${q.years > 1 ? "s" : ""}`;
    if (q.by) told.Index = q.by.toUpperCase();
    told["Said in"] = q.said;
    return Object.fromEntries(Object.entries(told).filter(([, each]) => each));
  }

  function saidOf(q) {
    if (q.kind === null) return "?";
    if (q.kind === "level" && q.levels.length) {
      return `pay was ${q.levels.map(([gbp, when, occupation]) => `${money(gbp)}${when ? ` in ${when}` : ""}${occupation ? ` for ${occupation}` : ""}`).join(", ")}`;
    }
    if (q.kind === "against_inflation") return `pay is ${record.beside[q.comparison] ?? q.comparison} prices`;
    if (q.kind === "larger") return `${record.says[q.kind].replace("{}", q.comparison === "below" ? "less" : "more")} ${q.than}`;
    const hedged = q.qualifier ? `${q.qualifier.replaceAll("_", " ")} ` : "";
    return `${record.says[q.kind]} ${hedged}${q.value === null ? "?" : figureOf(q)}`;
  }

  function figureOf(q) {
    if (["pounds", "cost", "level"].includes(q.kind)) return money(q.value);
    const text = Math.abs(q.value).toFixed(q.decimals === null ? 0 : Math.max(0, q.decimals));
    return `${q.value < 0 ? "\u2212" : ""}${text}%`;
  }

  // ---- Levels by month, and periods.

  function payOf(key) {
    if (key.startsWith("own=")) {
      const [before, after] = key.slice(4).split(",").map(Number);
      return { words: "your own salaries", level: null, growth: (after / before - 1) * 100, after };
    }
    const pay = record.pays[key];
    if (!pay) throw new Error(`The record has no pay ${key}.`);
    return { ...pay, level: unpacked(record.series[pay.level]) };
  }

  const last = (level) => level.first + level.full.length - 1;
  const isMonthly = (key) => !/[|#=]/.test(key);

  function parsed(text) {
    if (text === null || text === "") return null;
    if (/^\d{4}$/.test(text)) return { kind: "year", start: Number(text) * 12 - EPOCH, end: Number(text) * 12 - EPOCH + 11 };
    const financial = /^(\d{4})\/(\d\d)$/.exec(text);
    if (financial) { const start = Number(financial[1]) * 12 + 3 - EPOCH; return { kind: "financial", start, end: start + 11 }; }
    const month = Number(text.slice(0, 4)) * 12 + Number(text.slice(5, 7)) - 1 - EPOCH;
    return { kind: "month", start: month, end: month };
  }

  function label(first, way) {
    if (way === "calendar_year") return String(yearOf(first));
    if (way === "financial_year") return `${yearOf(first)}/${String((yearOf(first) + 1) % 100).padStart(2, "0")}`;
    if (way === "quarter") return `${yearOf(first)}-Q${Math.floor(mod(first + EPOCH, 12) / 3) + 1}`;
    return monthText(first + WIDTHS[way] - 1);
  }

  const spanWords = (span) => `${label(span.since, span.way)} to ${label(span.until, span.way)}${span.way === "three_months" ? ", means of three months" : ""}`;

  const dayOf = (q) => Math.min(parsed(q.said.slice(0, 7)).end, record.last);

  function wholeYear(month, offset, whole) {
    const year = Math.floor((month + EPOCH - offset) / 12);
    return mod(month + EPOCH - offset, 12) === 11 || !whole ? year : year - 1;
  }

  const monthIn = (period, month) => (period.kind === "month" ? period.start : period.start + mod(month - 1 - mod(period.start, 12), 12));

  function spansOf(q) {
    const pays = q.pays.map(payOf);
    if (pays[0].level === null) return ofOwn(q);
    const { month } = pays[0];
    const monthly = isMonthly(q.pays[0]);
    const since = parsed(q.since);
    const until = parsed(q.until);
    const start0 = since === null ? dayOf(q) : since.end;
    const lasts = pays.filter((each) => each.level.first <= start0).map((each) => last(each.level));
    const day = lasts.length ? Math.min(dayOf(q), Math.max(...lasts)) : dayOf(q);
    const newest = day - mod(mod(day, 12) - (month - 1), 12);
    if (since === null) {
      const width = monthly ? 3 : 1;
      const end = (until !== null ? monthIn(until, month) : monthly ? day : newest) - (width - 1);
      return [{ way: monthly ? "three_months" : "month", since: end - 12 * (q.years ?? 1), until: end }];
    }
    if (since.kind === "month") {
      const end = until !== null && until.kind === "month" ? until.start : until !== null ? monthIn(until, month) : monthly ? day : newest;
      return [{ way: "month", since: since.start, until: end }];
    }
    const start = monthIn(since, month);
    let end = until !== null ? monthIn(until, month) : newest;
    const financial = since.kind === "financial";
    const open = monthly && until === null;
    if (open) end = day;
    const spans = monthly ? [] : [{ way: "month", since: start, until: end }];
    if (!financial) {
      const lastYear = until !== null && until.kind === "year" ? yearOf(until.start) : wholeYear(end, 0, open);
      spans.push({ way: "calendar_year", since: yearOf(since.start) * 12 - EPOCH, until: lastYear * 12 - EPOCH });
    }
    const first = !monthly || financial ? start - mod(mod(start, 12) - 3, 12) : since.start + 3;
    const final = open ? wholeYear(end, 3, true) * 12 + 3 - EPOCH : end - mod(mod(end, 12) - 3, 12);
    spans.push({ way: "financial_year", since: first, until: final });
    return spans;
  }

  function ofOwn(q) {
    const since = parsed(q.since);
    const until = parsed(q.until) ?? { kind: "month", start: dayOf(q), end: dayOf(q) };
    if (since === null) return [{ way: "month", since: until.start - 12 * (q.years ?? 1), until: until.start }];
    if (since.kind === "month") return [{ way: "month", since: since.start, until: until.start }];
    let [calendar, financial] = [0, 3].map((offset) => wholeYear(until.end, offset, q.until === null) * 12 + offset - EPOCH);
    if (until.kind !== "month") {
      const first = until.start - mod(until.start, 12);
      [calendar, financial] = [first, first + 3];
    }
    const start = since.start - mod(since.start, 12);
    const spans = [{ way: "calendar_year", since: start, until: calendar }, { way: "financial_year", since: start + 3, until: financial }];
    return since.kind === "year" ? spans : spans.slice(1);
  }

  // ---- The standard set: paylib.claims.asking.answer.

  const index = (name) => unpacked(record.indices[name]);
  const title = (name) => record.indices[name].title;

  function rolesOf(q) {
    const day = parsed(q.said.slice(0, 7)).start;
    const standard = day < parsed("2003-12").start ? ["rpix", "rpi"] : ["cpi", "rpi"];
    const names = [...new Set([...(q.by ? [q.by] : []), ...standard, "cpi", "rpi", "cpih"])];
    return names.map((by) => [by, by === q.by ? "stated" : standard.includes(by) ? "standard" : "added"]);
  }

  function resultOf(q, low, high) {
    const unit = q.kind === "pounds" ? "gbp" : "pct";
    const size = Math.abs(q.value);
    const qualifier = q.qualifier === "up_to" ? null : q.qualifier;
    const left = q.decimals === null ? leftOpen(size, unit, qualifier, null, { width: size * 0.05 }) : leftOpen(size, unit, qualifier, q.decimals);
    if (q.value < 0) [low, high] = [-high, -low];
    if (q.qualifier === "up_to") return high <= left.nearHigh ? within(left, high) : "close";
    return within(left, low, high);
  }

  function growths(q, span) {
    return q.pays.flatMap((key) => {
      const pay = payOf(key);
      const grown = pay.level === null ? 1 + pay.growth / 100 : ratio(pay.level, span);
      return grown === null ? [] : [[key, grown, pay]];
    });
  }

  function valuesOf(q, span, rise) {
    return growths(q, span).flatMap(([key, grown, pay]) => {
      if (q.kind === "rise_to_restore") return [[key, (rise / grown - 1) * 100]];
      if (q.kind !== "pounds") return [[key, (grown / rise - 1) * 100]];
      if (pay.level === null) return [[key, pay.after * (rise / grown - 1)]];
      return key.includes("|") ? [[key, mean(pay.level, span.until, WIDTHS[span.way]) * (rise / grown - 1)]] : [];
    });
  }

  function asReadings(q, options, of, values) {
    if (!values.length) return [];
    if (q.kind === "against_inflation") {
      return values.map(([key, value]) => ({ options: { ...options, "whose pay": payOf(key).words }, low: value, high: value, result: rule.besideLevel(value, q.comparison), of }));
    }
    const numbers = values.map(([, value]) => value);
    const [low, high] = [Math.min(...numbers), Math.max(...numbers)];
    return [{ options, low, high, result: resultOf(q, low, high), of }];
  }

  function against(q) {
    const spans = spansOf(q);
    const reached = Math.max(...spans.map((each) => each.until + WIDTHS[each.way] - 1));
    if (q.until === null && dayOf(q) - reached > 18) {
      const end = label(spans[0].until, spans[0].way);
      throw new Error(`The record of this pay ends in ${end}, and the claim was made in ${q.said}: ask about the time until ${end}, or give two salaries.`);
    }
    const readings = [];
    for (const span of spans) {
      const period = spanWords(span);
      if (q.kind === "growth") readings.push(...asReadings(q, { period }, "standard", growths(q, span).map(([key, grown]) => [key, (grown - 1) * 100])));
      else if (q.kind === "larger") readings.push(...larger(q, span, period));
      else {
        for (const [by, of] of rolesOf(q)) {
          const rise = ratio(index(by), span);
          if (rise !== null) readings.push(...asReadings(q, { index: title(by), period }, of, valuesOf(q, span, rise)));
        }
      }
    }
    if (!readings.some((each) => each.of !== "added")) throw new Error(notThere(q, spans));
    if (q.by && !["growth", "larger"].includes(q.kind)) refuseWithoutItsIndex(q, spans, readings);
    return readings;
  }

  function notThere(q, spans) {
    const [wanted] = spans;
    const [from, to] = [label(wanted.since, wanted.way), label(wanted.until, wanted.way)];
    if (wanted.until <= wanted.since) return `${to} does not come after ${from}: ask about other years.`;
    const there = [...q.pays, ...q.than_pays].map(payOf).filter((each) => each.level).map((each) => `${each.words}: ${heldOf(each.level)}`);
    if (!there.length) {
      const indices = rolesOf(q).filter(([, of]) => of !== "added").map(([by]) => `${title(by)}: ${reachOf(by)}`);
      return `Prices do not reach from ${from} to ${to}. They are held for ${indices.join("; ")}. Ask about other years.`;
    }
    const reach = q.kind === "larger" ? `set one pay beside the other from ${from} to ${to}, like with like` : `reach from ${from} to ${to} for this pay`;
    return `The record does not ${reach}. It has ${there.join("; ")}. Ask about other years, or give two salaries.`;
  }

  const reachOf = (by) => `${monthText(index(by).first)} to ${monthText(last(index(by)))}`;

  function heldOf(level) {
    const runs = [];
    level.full.forEach((rate, place) => {
      if (rate === null) return;
      if (runs.length && runs.at(-1)[1] === place - 1) runs.at(-1)[1] = place;
      else runs.push([place, place]);
    });
    return runs.map(([one, other]) => [...new Set([one, other])].map((place) => monthText(level.first + place)).join(" to ")).join(", ");
  }

  function refuseWithoutItsIndex(q, spans, readings) {
    if (readings.some((each) => each.of === "stated")) return;
    const [{ since, until, way }] = spans;
    throw new Error(`${title(q.by)} does not reach from ${label(since, way)} to ${label(until, way)}: it runs from ${reachOf(q.by)}. Ask about other years, or by another index.`);
  }

  function larger(q, span, period) {
    const readings = [];
    for (const mine of q.pays) {
      for (const other of q.than_pays) {
        if (mine.split(" ").at(-1) !== other.split(" ").at(-1)) continue;
        const [first, second] = [mine, other].map((key) => { const { level } = payOf(key); return level ? ratio(level, span) : null; });
        if (first === null || second === null) continue;
        const ahead = (first / second - 1) * 100;
        readings.push({ options: { "whose pay": payOf(mine).words, period }, low: ahead, high: ahead, result: rule.besideLevel(ahead, q.comparison), of: "standard" });
      }
    }
    return readings;
  }

  function ofLevels(q) {
    const dated_ = q.levels.filter((each) => each[1]);
    const given = dated_.length ? dated_ : q.pays.length ? [[q.levels[0][0], q.said.slice(0, 4), ""]] : [];
    const later = dated_.length > 1 && q.levels.every(([gbp]) => Math.round(gbp) % 10 === 0) ? inLaterPrices(q, dated_) : [];
    const [readings, missing] = [[], []];
    for (const [gbp, when] of given) {
      if (!q.pays.length) { // nothing to set it beside but prices
        readings.push(later.length ? asGiven(gbp, when, "correct") : asGiven(gbp, `${when}, as it was said`));
        continue;
      }
      const told = inCash(q, gbp, when);
      if (!told.length) missing.push(asGiven(gbp, `${when}, of which no rate is in the record`));
      readings.push(...told);
    }
    for (const [gbp, when, occupation] of q.levels) {
      if (occupation) {
        const told = ofOccupation(q, gbp, when, occupation);
        if (!told.length) missing.push(asGiven(gbp, `${occupation}, of whom no median is in the record`));
        readings.push(...told);
      } else if (!when && q.levels.length > 1 && (dated_.length || gbp !== q.levels[0][0])) missing.push(asGiven(gbp, "a year that was not said"));
    }
    readings.push(...later);
    if (!readings.length) {
      throw new Error(`The record has no pay of ${q.who ?? "anybody named here"} in ${given.map((each) => each[1]).join(" or ") || q.said.slice(0, 4)}. Give the salary at both dates, or name a group and a point.`);
    }
    return [...readings, ...missing];
  }

  const asGiven = (gbp, period, result = null) => ({ options: { money: "the money of the day, as given", period }, low: gbp, high: gbp, result, of: "standard" });

  function inCash(q, gbp, when) {
    const { start, end } = parsed(when);
    const levels = q.pays.map((key) => payOf(key).level);
    let rates = new Map();
    for (const level of levels) {
      for (let month = Math.max(start, level.first); month <= Math.min(end, last(level)); month += 1) {
        const rate = level.full[month - level.first];
        if (rate !== null && !rates.has(rate)) rates.set(rate, month);
      }
    }
    rates = [...rates];
    const left = leftOpen(gbp, "gbp", q.qualifier);
    const known = rates.map(([rate]) => rate);
    if (levels.length > 1 && Math.min(...known) < gbp && gbp < Math.max(...known) && known.every((rate) => within(left, rate) === "wrong")) {
      return [asGiven(gbp, `${when}, between rates that are read here, ${money(Math.min(...known))} and ${money(Math.max(...known))}, but none of them`)];
    }
    if (Math.round(gbp) % 10 !== 0 && rates.length) {
      const nearest = rates.reduce((best, each) => {
        const [a, b] = [Math.abs(each[0] - gbp), Math.abs(best[0] - gbp)];
        return a < b || (a === b && each[1] < best[1]) ? each : best;
      });
      rates = [nearest];
      const gaps = levels.every((level) => {
        for (let month = start; month <= end; month += 1) if (month < level.first || month > last(level) || level.full[month - level.first] === null) return true;
        return false;
      });
      if (Math.abs(nearest[0] - gbp) > 0.5 && gaps) {
        return [{ options: { money: "the money of the day", period: `${when}, of which not every rate is in the record` }, low: nearest[0], high: nearest[0], result: null, of: "standard" }];
      }
    }
    return rates.map(([rate, month]) => ({ options: { money: "the money of the day", period: `${when}, rate of ${monthText(month)}` }, low: rate, high: rate, result: within(left, rate), of: "standard" }));
  }

  function ofOccupation(q, gbp, when, occupation) {
    const early = mod(parsed(q.said.slice(0, 7)).end, 12) + 1 < 11;
    const year = when || String(yearOf(dayOf(q)) - (early ? 1 : 0));
    const left = leftOpen(gbp, "gbp", q.qualifier);
    return Object.entries(record.medians[occupation]?.[year] ?? {}).map(([pattern, value]) => (
      { options: { "whose pay": `${occupation}, ${pattern}`, period: year }, low: value, high: value, result: within(left, value), of: "standard" }));
  }

  function inLaterPrices(q, given) {
    const [[before, since], [, until]] = [given[0], given.at(-1)];
    const span = { way: "calendar_year", since: parsed(since).start, until: parsed(until).start };
    return rolesOf(q).flatMap(([by, of]) => {
      const rise = ratio(index(by), span);
      if (rise === null) return [];
      const worth = before * rise;
      return [{ options: { money: `prices of ${until}`, index: title(by) }, low: worth, high: worth, result: within(leftOpen(before, "gbp", q.qualifier), worth), of }];
    });
  }

  function ofCost(q) {
    let rises = q.rise_pct ? [[{}, q.rise_pct, "standard"]] : [];
    if (!rises.length) {
      const month = dayOf(q) - 2;
      const year = month - mod(mod(month, 12) - 3, 12);
      const spans = [{ way: "month", since: month - 12, until: month }, { way: "financial_year", since: year - 12, until: year }];
      rises = rolesOf(q).flatMap(([by, of]) => spans.flatMap((span) => {
        const rise = ratio(index(by), span);
        return rise === null ? [] : [[{ index: title(by), period: spanWords(span) }, (rise - 1) * 100, of]];
      }));
    }
    const left = leftOpen(q.value, "gbp", q.qualifier);
    return rises.flatMap(([options, rise, of]) => {
      const over = [["the whole rise", rise]];
      if (q.budgeted_pct !== null) over.push([`over the ${plainNumber(q.budgeted_pct)}% that was budgeted`, rise - q.budgeted_pct]);
      return over.map(([words, share]) => {
        const cost = (q.paybill_gbp * share) / 100;
        return { options: { ...options, money: words }, low: cost, high: cost, result: within(left, cost), of };
      });
    });
  }

  // ---- The verdict: paylib.claims.rule, of readings that are all independent.

  const decidingOf = rule.decidingSet;

  // Where a part of what was said could not be checked, the rest does not make it correct.
  function verdictOf(readings) {
    const { verdict } = rule.decide(readings, []);
    const unknown = readings.filter((each) => each.result === null);
    return unknown.length && verdict === "correct" ? rule.decide(unknown, []).verdict : verdict;
  }

  const ORDER = ["index", "whose pay", "period", "money"];

  function grouped(readings, name) {
    const groups = new Map();
    for (const each of readings) {
      if (!(name in each.options)) continue;
      const option = each.options[name];
      groups.set(option, [...(groups.get(option) ?? []), each]);
    }
    return groups;
  }

  function separates(readings, name) {
    const groups = grouped(readings, name);
    if (groups.size < 2) return 0;
    return [...groups.values()].reduce((total, group) => {
      const holds = group.filter((each) => each.result !== "wrong").length;
      return total + Math.max(holds, group.length - holds);
    }, 0);
  }

  function moves(readings, name) {
    const means = [...grouped(readings, name).values()].map((group) => group.reduce((total, each) => total + (each.low + each.high) / 2, 0) / group.length);
    return means.length > 1 ? Math.max(...means) - Math.min(...means) : 0;
  }

  const first = (names, score) => names.reduce((best, each) => (score(each) > score(best) ? each : best));

  const SAID = ["real_change", "cash", "rise_to_restore"];

  function choiceOf(answer) {
    if (answer.question.mixed) return "cash set beside real terms, or other years";
    if (answer.verdict === "depends on the reading") return first(ORDER, (each) => separates(answer.deciding, each));
    if (answer.verdict !== "wrong") return "";
    if (answer.other) return record.sums[answer.other];
    const most = first(ORDER, (each) => moves(answer.deciding, each));
    return moves(answer.deciding, most) ? most : "";
  }

  // ---- Whose number: paylib.claims.whose, for kinds of pay by name.

  function whose(q, published, about) {
    const [start, end] = about.map(parsed);
    if (start.start >= end.start) return null;
    const asked = { ends: [start, end], real: q.kind === "real_change" };
    if (Array.isArray(published)) asked.limits = published;
    else { const half = 0.5 * 10 ** -q.decimals; asked.limits = [published - half, published + half]; }
    const firstMonth = start.start - 24;
    const tally = { tried: 0, exact: [], nearest: null, moved: [0, 0], bins: [new Array(800).fill(0), new Array(800).fill(0)] };
    const levels = record.measures.filter((name) => {
      if (name === "rpi_long" && firstMonth >= parsed("1987-01").start) return false;
      const level = index(name);
      return level.first <= start.end && last(level) >= end.start;
    });
    const names = [...new Set(q.pays)];
    for (const key of names) {
      const pay = payOf(key);
      const concept = {
        ...pay, step: pay.step === undefined ? null : unpacked(record.series[pay.step]), points: (pay.points ?? []).map((each) => unpacked(record.series[each])),
        derived: pay.derived === undefined ? null : unpacked(record.series[pay.derived]),
      };
      withoutIndex(concept, asked, tally);
      for (const name of levels) byIndex(concept, name, index(name), asked, tally);
    }
    if (!tally.tried) return null;
    tally.exact.sort((a, b) => { for (let at = 0; at < a.rank.length; at += 1) if (a.rank[at] !== b.rank[at]) return a.rank[at] - b.rank[at]; return a.place - b.place; });
    return tally;
  }

  const CONVENTIONS = ["month", "financial_year", "calendar_year", "three_months", "twelve_months", "quarter"];

  function conventionsOf(asked) {
    const usual = { year: ["calendar_year", "financial_year"], financial: ["financial_year", "calendar_year"], month: ["month"] }[asked.ends[0].kind];
    return [...new Set([...usual, ...CONVENTIONS])];
  }

  function windows(end, convention) {
    const range = (from, to, step) => { const all = []; for (let at = from; at <= to; at += step) all.push(at); return all; };
    const width = WIDTHS[convention];
    if (convention === "calendar_year") return range(end.start - mod(end.start, 12) - 12, end.end - mod(end.end, 12), 12);
    if (convention === "financial_year") return range(end.start - mod(end.start - 3, 12), end.end - mod(end.end - 3, 12), 12);
    if (convention === "quarter") return range(end.start - mod(end.start, 3), end.end - mod(end.end, 3), 3);
    return range(end.start - (width - 1), end.end - (width - 1), 1);
  }

  function counted(convention, since, until) {
    if (until <= since) return false;
    const every = { twelve_months: 12, three_months: 3 }[convention];
    if (every === undefined) return true;
    const firsts = every === 3 ? [0] : [0, 3];
    return !firsts.some((offset) => mod(since, every) === offset && mod(until, every) === offset);
  }

  function sums_(level) {
    if (level.total) return level;
    const total = [0];
    const count = [0];
    for (const value of level.full) {
      total.push(total.at(-1) + (value ?? 0));
      count.push(count.at(-1) + (value === null ? 0 : 1));
    }
    Object.assign(level, { total, count });
    return level;
  }

  // The mean over each window, from running totals; NaN where a month is missing.
  function means(level, starts, width) {
    const { total, count, full } = sums_(level);
    return starts.map((at) => {
      const place = at - level.first;
      if (place < 0 || place + width > full.length || count[place + width] - count[place] !== width) return NaN;
      return (total[place + width] - total[place]) / width;
    });
  }

  const table = (starts, stops, value) => starts.map((_, row) => stops.map((__, column) => value(row, column)));

  function add(tally, asked, block) {
    const [low, high] = asked.limits;
    const slip = record.slips.includes(block.sum);
    block.values.forEach((row, i) => row.forEach((value, j) => {
      if (!Number.isFinite(value)) return;
      const outside = Math.max(low - value, value - high, 0);
      tally.tried += 1;
      [-3, 3].forEach((by, at) => { if (value >= low + by - 1e-9 && value <= high + by + 1e-9) tally.moved[at] += 1; });
      const bin = Math.trunc(Math.min(Math.max((value + 100) / 0.5, 0), 799));
      tally.bins[slip ? 1 : 0][bin] += 1;
      const [since, until] = [block.starts[i], block.stops[j]];
      if (outside <= 1e-9) {
        tally.exact.push({ ...named(block, since, until, value), place: tally.exact.length, rank: ranked(asked, block, since, until, slip), slip });
      } else if (!tally.nearest || outside < tally.nearest.outside) tally.nearest = { ...named(block, since, until, value), outside };
    }));
  }

  const named = (block, since, until, value) => ({
    sum: block.sum, index: block.index, convention: block.convention, since: label(since, block.convention), until: label(until, block.convention), value, pay: block.concept.words,
  });

  function statusOf(block, since, until) {
    const { concept } = block;
    if (block.sum === "prices") return "";
    const width = WIDTHS[block.convention];
    const end = until - (block.sum === "a_year_short" ? 12 : 0);
    if ((concept.implied ?? []).some((month) => since < month && month < end + width)) return "implied";
    if (concept.derived) {
      const isDerived = (from) => { for (let month = from; month < from + width; month += 1) if (concept.derived.full[month - concept.derived.first] === 1) return true; return false; };
      return isDerived(since) || isDerived(end) ? "derived" : "";
    }
    return "";
  }

  function ranked(asked, block, since, until, slip) {
    const width = WIDTHS[block.convention];
    const beyond = (end, at) => Math.ceil(Math.max(end.start - (at + width - 1), at - end.end, 0) / 12);
    const place = (list, name) => list.indexOf(name);
    const before = (since < asked.ends[0].start ? 1 : 0) + (until < asked.ends[1].start ? 1 : 0);
    return [
      slip ? 1 : 0, place(record.sumNames, block.sum), statusOf(block, since, until) ? 1 : 0, 0,
      beyond(asked.ends[0], since) + beyond(asked.ends[1], until), block.convention === "financial_year" ? before : 0,
      mod(since, 12) !== mod(until, 12) ? 1 : 0, place(conventionsOf(asked), block.convention),
      place(["none", ...record.measures], block.index), since, until,
    ];
  }

  function withoutIndex(concept, asked, tally) {
    const cash = asked.real ? "cash_as_real" : "cash";
    if (concept.level === null) {
      const [convention] = conventionsOf(asked);
      const [starts, stops] = asked.ends.map((end) => windows(end, convention).slice(-1));
      const grown = 1 + concept.growth / 100;
      const values = { [cash]: concept.growth };
      if (grown < 1) Object.assign(values, { undo: (1 / grown - 1) * 100, change_as_undo: -concept.growth });
      for (const [sum, value] of Object.entries(values)) add(tally, asked, { concept, index: "none", convention, sum, starts, stops, values: [[value]] });
      return;
    }
    for (const convention of CONVENTIONS) {
      const width = WIDTHS[convention];
      const [starts, stops] = asked.ends.map((end) => windows(end, convention));
      const after = means(concept.level, stops, width);
      const block = (sum, ratios, from = starts) => add(tally, asked, {
        concept, index: "none", convention, sum, starts: from, stops,
        values: table(starts, stops, (i, j) => (counted(convention, starts[i], stops[j]) ? (ratios(i, j) - 1) * 100 : NaN)),
      });
      const before = means(concept.level, starts, width);
      block(cash, (i, j) => after[j] / before[i]);
      for (let more = 1; more < 5; more += 1) {
        const from = starts.map((at) => at - 12 * more);
        const earlier = means(concept.level, from, width);
        block("several_years", (i, j) => after[j] / earlier[i], from);
      }
      if (concept.step) {
        const stepped = means(concept.step, stops, width);
        block("award_plus_step", (i, j) => stepped[j] / before[i]);
      }
      if (concept.points.length) {
        const pairs = concept.points.map((level) => [means(level, starts, width), means(level, stops, width)]);
        block("top_as_general", (i, j) => pairs.reduce((most, [from, to]) => {
          const rise = to[j] / from[i];
          return Number.isNaN(rise) ? most : Number.isNaN(most) ? rise : Math.max(most, rise);
        }, NaN));
      }
    }
  }

  function byIndex(concept, name, level, asked, tally) {
    for (const convention of level.conventions) {
      const width = WIDTHS[convention];
      const [starts, stops] = asked.ends.map((end) => windows(end, convention));
      const [before, after] = [means(level, starts, width), means(level, stops, width)];
      const rise = table(starts, stops, (i, j) => (counted(convention, starts[i], stops[j]) ? after[j] / before[i] : NaN));
      if (!rise.some((row) => row.some(Number.isFinite))) continue;
      const lateBefore = means(level, starts.map((at) => at - 1), 1);
      const lateAfter = means(level, stops.map((at) => at - 1), 1);
      const late = convention === "month" ? table(starts, stops, (i, j) => (counted(convention, starts[i], stops[j]) ? lateAfter[j] / lateBefore[i] : NaN)) : null;
      const own = concept.level;
      const [paidBefore, paidAfter] = own ? [means(own, starts, width), means(own, stops, width)] : [];
      const grown = table(starts, stops, (i, j) => (own ? paidAfter[j] / paidBefore[i] : 1 + concept.growth / 100));
      const yearBefore = own ? means(own, stops.map((at) => at - 12), width) : null;
      const sums = {
        real_change: (i, j) => (grown[i][j] / rise[i][j] - 1) * 100,
        rise_to_restore: (i, j) => (rise[i][j] / grown[i][j] - 1) * 100,
        prices: (i, j) => (rise[i][j] - 1) * 100,
        per_year: (i, j) => {
          const months = stops[j] - starts[i];
          return months >= 24 ? ((grown[i][j] / rise[i][j]) ** (1 / (months / 12)) - 1) * 100 : NaN;
        },
        subtracted: (i, j) => (grown[i][j] - rise[i][j]) * 100,
        restore_as_loss: (i, j) => -((rise[i][j] / grown[i][j] - 1) * 100),
        loss_as_rise: (i, j) => -((grown[i][j] / rise[i][j] - 1) * 100),
      };
      if (late) sums.published_month = (i, j) => (grown[i][j] / late[i][j] - 1) * 100;
      if (own) sums.a_year_short = (i, j) => ((yearBefore[j] / paidBefore[i]) / rise[i][j] - 1) * 100;
      for (const [sum, value] of Object.entries(sums)) add(tally, asked, { concept, index: name, convention, sum, starts, stops, values: table(starts, stops, value) });
    }
  }

  function search(q) {
    if (!["real_change", "growth", "rise_to_restore"].includes(q.kind)) return null;
    const spans = spansOf(q);
    let about = [q.since, q.until];
    if (q.since === null || q.until === null) {
      const ends = [label(spans[0].since, spans[0].way), label(spans[0].until, spans[0].way)];
      const kind = q.since === null ? null : { year: "calendar_year", financial: "financial_year" }[parsed(q.since).kind];
      const like = spans.find((each) => each.way === kind);
      about = [q.since ?? ends[0], q.since !== null && q.until !== null ? q.until : like ? label(like.until, like.way) : ends[1]];
    }
    const published = q.decimals === null ? [q.value * 0.95, q.value * 1.05].sort((a, b) => a - b) : q.value;
    const tally = whose(q, published, about);
    if (tally) {
      tally.figure = Array.isArray(published) ? `${percent(published[0], 0)} to ${percent(published[1], 0)}` : percent(q.value, Math.max(0, q.decimals));
      tally.limits = Array.isArray(published) ? published : [published - 0.5 * 10 ** -q.decimals, published + 0.5 * 10 ** -q.decimals];
    }
    return tally;
  }

  // ---- The answer.

  // A cost: in billions, or in millions where there are too few of them for a decimal.
  const inBillions = (gbp) => (rule.vanishes(gbp / 1e9, "pct", 1) ? (rule.vanishes(gbp / 1e6, "gbp_million", 0) ? rule.show(gbp, "gbp", 0) : rule.show(gbp / 1e6, "gbp_million", 0)) : rule.show(gbp / 1e9, "gbp_billion", 1));

  function range(readings, kind) {
    const low = Math.min(...readings.map((each) => each.low));
    const high = Math.max(...readings.map((each) => each.high));
    const word = kind === "cost" ? inBillions : kind === "pounds" ? (value) => rule.printed(value, "gbp", 0) : (value) => rule.printed(value, "pct");
    return word(low) === word(high) ? word(low) : `${word(low)} to ${word(high)}`;
  }

  const joined = (words) => (words.length === 1 ? words[0] : `${words.slice(0, -1).join(", ")} and ${words.at(-1)}`);

  // The salaries that the record does not have, by when they were paid.
  const notChecked = (answer) => answer.readings.filter((each) => each.result === null).map((each) => each.options.period).join("; ");

  function firstSentence(answer) {
    const verdict = answer.verdict[0].toUpperCase() + answer.verdict.slice(1);
    const q = answer.question;
    if (q.mixed) return `${verdict}: two things that are not alike are set side by side.`;
    if (q.kind === "level") {
      const known = answer.deciding.filter((each) => each.result !== null);
      const unchecked = notChecked(answer);
      if (!known.length) return `${verdict}: not checked is the pay of ${unchecked}.`;
      const part = unchecked && `, ${answer.verdict === "unconfirmed" ? "for" : "though"} not all of it was checked (${unchecked})`;
      const told = known.map(({ low, options }) => (options.period
        ? `${money(low)} (${Object.entries(options).filter(([name]) => name === "whose pay" || name === "period").map(([, each]) => each).join(", ")})`
        : `${money(low)} in the ${options.money} by ${options.index}`));
      return `${verdict}${part}: ${told.join("; ")}.`;
    }
    const groups = new Map();
    for (const each of answer.deciding) groups.set(each.options.index ?? "", [...(groups.get(each.options.index ?? "") ?? []), each]);
    const by = [...groups].map(([name, group]) => range(group, q.kind) + (name ? ` by ${name}` : "")).join(", ");
    const times = [...new Set(answer.deciding.map((each) => each.options.period).filter(Boolean))];
    return `${verdict}: ${record.nouns[q.kind].replace("{who}", q.who ?? "somebody with these salaries")} ${by}${times.length ? ` (${times.join(" or ")})` : ""}.`;
  }

  function secondSentence(answer) {
    const q = answer.question;
    if (answer.verdict === "depends on the reading") {
      const results = new Map();
      for (const each of answer.deciding) {
        if (answer.choice in each.options && each.result !== null) {
          const option = each.options[answer.choice];
          results.set(option, (results.get(option) ?? new Set()).add(each.result !== "wrong"));
        }
      }
      const told = [["true by", true, false], ["partly by", true, true], ["not by", false, true]].flatMap(([words, yes, no]) => {
        const options = [...results].filter(([, set]) => set.has(true) === yes && set.has(false) === no).map(([option]) => option);
        return options.length ? [`${words} ${joined(options)}`] : [];
      });
      return `It turns on ${record.choices[answer.choice]}: ${told.join(", ")}.`;
    }
    if (q.mixed) return "Compare both in cash or both in real terms, since the same year.";
    if (answer.verdict === "wrong" && answer.other) return `The figure ${record.slips.includes(answer.other) ? "comes of a slip" : "is another one"}: ${record.sums[answer.other]}.`;
    if (answer.found) return `${shown(answer.found.exact.length, 0)} of ${shown(answer.found.tried, 0)} readings give ${answer.found.figure}.`;
    if (answer.verdict === "unconfirmed" && answer.readings.some((each) => each.result)) return "What was checked is correct.";
    return answer.choice ? `What moves it most is ${record.choices[answer.choice]}.` : "";
  }

  function answer(sentence, said, fields = {}) {
    const question = read(sentence, said || monthText(record.last), fields);
    const asked = asks(question);
    const base = { question, asks: asked, readings: [], deciding: [], verdict: null, choice: "", found: null, other: "", text: asked.join(" ") };
    if (asked.length) return base;
    let readings = [];
    if (!question.mixed) readings = question.kind === "level" ? ofLevels(question) : question.kind === "cost" ? ofCost(question) : against(question);
    const made = { ...base, readings, deciding: decidingOf(readings), verdict: question.mixed ? "wrong" : verdictOf(readings) };
    made.found = question.mixed ? null : search(question);
    const [top] = made.found?.exact ?? [];
    made.other = top && !SAID.includes(top.sum) ? top.sum : "";
    made.choice = choiceOf(made);
    made.text = `${firstSentence(made)} ${secondSentence(made)}`.trim();
    return made;
  }

  function sides(made) {
    const told = made.readings.filter((each) => each.of !== "added");
    const all = told.length ? told : made.readings;
    if (all.length < 2 || made.question.kind === "level") return null;
    const worst = all.reduce((best, each) => (each.low < best.low ? each : best));
    const best = all.reduce((most, each) => (each.high > most.high ? each : most));
    return ["rise_to_restore", "pounds"].includes(made.question.kind) ? [best, worst] : [worst, best];
  }

  // The same as Answer.record of paylib.
  function plainly(made) {
    return {
      fields: fieldsOf(made.question), asks: made.asks, verdict: made.verdict, choice: made.choice,
      readings: made.readings.map((each) => [...Object.values(each.options), each.low, each.high, each.result, each.of]),
      tried: made.found?.tried ?? 0, matches: made.found?.exact.length ?? 0,
      first: (made.found?.exact ?? []).slice(0, 3).map((each) => [each.sum, each.index, each.convention, each.since, each.until, each.value]),
      text: made.text,
    };
  }

  return {
    load: (terms) => { record = terms; rule.load(terms); }, answer, plainly, fieldsOf, sides, range, paysOf, shown, percent, money,
    words: (row) => `${record.sums[row.sum]}${row.index === "none" ? "" : `, by ${title(row.index)}`}, ${row.since} to ${row.until} (${record.conventions[row.convention]}), ${row.pay}`,
    record: () => record,
  };
})();
