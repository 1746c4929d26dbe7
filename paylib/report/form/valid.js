// Whether a dispute holds together, so that what is saved always loads: the schema of paylib's records, and what
// their readers ask beside it (paylib.disputes.records). Every fault has its place and says what to do.
const valid = (() => {
  let terms = null;
  const NEEDED = "This is needed.";
  const PARTS = ["parties", "claims", "figures", "offers", "groups", "ballots", "strikes", "timeline"];
  const isObject = (value) => value !== null && typeof value === "object" && !Array.isArray(value);
  const has = (object, name) => isObject(object) && Object.hasOwn(object, name);
  const list = (value) => (Array.isArray(value) ? value : []);
  const records = (state, part) => list(state[part]).filter(isObject);

  const record = (name) => terms.schema.$defs[name];
  const resolved = (schema) => (schema.$ref ? { ...record(schema.$ref.split("/").pop()), ...schema, $ref: undefined } : schema);
  const choices = (schema) => (resolved(schema).anyOf ?? [schema]).filter((each) => each.type !== "null").map(resolved);
  const kindOf = (schema, kind) => (has(schema.discriminator.mapping, kind) ? record(schema.discriminator.mapping[kind].split("/").pop()) : null);

  // ---- What a text may be.

  function isDay(text) {
    const [, year, month, day] = /^(\d{4})-(\d\d)-(\d\d)$/.exec(text).map(Number);
    const made = new Date(Date.UTC(2000, 0, 1));
    made.setUTCFullYear(year, month - 1, day);
    return year > 0 && made.getUTCMonth() === month - 1 && made.getUTCDate() === day;
  }

  const FORMATS = {
    "partial-date": (text) => (/^\d{4}(-(0[1-9]|1[0-2]))?$/.test(text) || (/^\d{4}-\d\d-\d\d$/.test(text) && isDay(text)) ? "" : "A date is written 2024-09-15, 2024-09 or 2024."),
    month: (text) => (/^[12]\d{3}-(0[1-9]|1[0-2])$/.test(text) ? "" : "A month is written 2024-09."),
    period: (text) => (/^[12]/.test(text) && claims.period(text) ? "" : "Write a month (2024-09), a year (2024) or a financial year (2024/25)."),
  };

  const signed = (value) => (typeof value === "string" && /^\s*-?\d+(\.\d+)?\s*%\s*$/.test(value) ? Number(value.replace("%", "")) : null);
  const tiny = (value) => Math.abs(value) > 0 && Math.abs(value) < 0.1;
  const asked = (value) => `${value} per cent is a small part of one per cent: did you mean ${Math.round(value * 1e4) / 100}? If not, write ${value}%.`;

  function wrongSpan(ends) {
    const [since, until] = ends.map(claims.period);
    if (!since || !until) return "";
    if (since.kind !== until.kind) return "Compare a month with a month, a year with a year.";
    return since.first < until.first ? "" : "The first must come before the second.";
  }

  // ---- The schema.

  function numberAt(schema, value, at, add) {
    let given = value;
    if (schema.format === "percentage") {
      given = signed(value) ?? value;
      if (typeof value === "number" && tiny(value)) { add(at, asked(value)); return; }
    }
    if (typeof given !== "number" || !Number.isFinite(given)) add(at, "A number is needed here.");
    else if (schema.type === "integer" && !Number.isInteger(given)) add(at, "A whole number is needed here.");
    else if (given < (schema.minimum ?? -Infinity) || given <= (schema.exclusiveMinimum ?? -Infinity) || given > (schema.maximum ?? Infinity)) {
      const low = schema.minimum ?? schema.exclusiveMinimum;
      add(at, `This must be ${schema.minimum === undefined && schema.exclusiveMinimum !== undefined ? `above ${low}` : `${low ?? "less"} or more`}${schema.maximum === undefined ? "" : `, and at most ${schema.maximum}`}.`);
    }
  }

  function textAt(schema, value, at, add) {
    if (typeof value !== "string") { add(at, "A text is needed here."); return; }
    const text = toml.clean(value);
    const length = [...text].length;
    if (schema.enum) { if (!schema.enum.includes(value)) add(at, `Choose one of: ${schema.enum.join(", ")}.`); return; }
    if (schema.const !== undefined) { if (value !== schema.const) add(at, `This must be ${schema.const}.`); return; }
    if (!claims.unstopped(text).trim()) add(at, NEEDED);
    else if (schema.maxLength && length > schema.maxLength) add(at, `At most ${schema.maxLength} characters; these are ${length}.`);
    else if (schema.pattern && !new RegExp(schema.pattern).test(text)) add(at, at.at(-1) === "url" ? "An address starts with http:// or https:// and has no spaces." : "Only small letters, digits, - and _ are allowed here.");
    else if (FORMATS[schema.format]?.(text)) add(at, FORMATS[schema.format](text));
  }

  function listAt(schema, value, at, add) {
    if (!Array.isArray(value)) { add(at, "A list is needed here."); return; }
    if (schema.prefixItems) {
      if (value.length !== schema.prefixItems.length) { add(at, "Two are needed here."); return; }
      value.forEach((each, place) => valueAt(schema.prefixItems[place], each, [...at, place], add));
      if (schema.format === "span" && value.every((each) => typeof each === "string") && wrongSpan(value)) add(at, wrongSpan(value));
      return;
    }
    if (value.length < (schema.minItems ?? 0)) add(at, schema.minItems === 1 ? "At least one is needed." : `At least ${schema.minItems} are needed.`);
    if (value.length > (schema.maxItems ?? Infinity)) add(at, `At most ${schema.maxItems}.`);
    value.forEach((each, place) => valueAt(schema.items, each, [...at, place], add));
  }

  function mapAt(schema, value, at, add) {
    const [pattern, inner] = schema.patternProperties ? Object.entries(schema.patternProperties)[0] : [null, schema.additionalProperties];
    for (const [name, each] of Object.entries(value)) {
      if (pattern && !new RegExp(pattern).test(name)) add([...at, name], `“${name}” is not a short name: only small letters, digits, - and _.`);
      else if (!toml.clean(name).trim() || toml.clean(name) !== name) add([...at, name], "This needs a name.");
      valueAt(inner, each, [...at, name], add);
    }
  }

  // A pay point that a file names as group/point/date, and that the record does not have so.
  function elsewhere(name, value, figure) {
    if (name !== "pay" || typeof value !== "string") return `There is no “${name}” here.`;
    if (figure.table !== undefined) return "A figure has pay, or a table and its row, not both.";
    try { placed(figure); } catch (error) { return error.message; }
    return "Write it as group/point/date, such as nhs_afc/entry/2025-04.";
  }

  function recordAt(schema, value, at, add) {
    for (const name of schema.required ?? []) {
      if (!has(value, name)) add([...at, name], schema.properties[name].prefixItems || schema.properties[name].type === "array" ? "At least one is needed." : NEEDED);
    }
    for (const [name, each] of Object.entries(value)) {
      if (!has(schema.properties, name)) add([...at, name], elsewhere(name, each, value));
      else valueAt(schema.properties[name], each, [...at, name], add);
    }
  }

  function oneAt(schema, value, at, add) {
    if (schema.discriminator) {
      if (!isObject(value)) { add(at, "Choose a kind."); return; }
      const kind = typeof value.kind === "string" ? kindOf(schema, value.kind) : null;
      if (kind) recordAt(kind, value, at, add);
      else add([...at, "kind"], "Choose a kind.");
    } else if (schema.type === "object") {
      if (!isObject(value)) add(at, "Fill this in, or leave it out.");
      else if (schema.properties) recordAt(schema, value, at, add);
      else mapAt(schema, value, at, add);
    } else if (schema.type === "array") listAt(schema, value, at, add);
    else if (schema.type === "boolean") { if (typeof value !== "boolean") add(at, "Yes or no is needed here."); }
    else if (schema.type === "number" || schema.type === "integer") numberAt(schema, value, at, add);
    else textAt(schema, value, at, add);
  }

  const fits = (schema, value) => ({
    object: isObject(value), array: Array.isArray(value), boolean: typeof value === "boolean", string: typeof value === "string",
    number: typeof value === "number" || signed(value) !== null, integer: typeof value === "number",
  }[schema.type] ?? true);

  function valueAt(schema, value, at, add) {
    const all = choices(schema);
    if (all.length === 1) { oneAt(all[0], value, at, add); return; }
    const like = all.filter((each) => fits(each, value));
    if (!like.length) { add(at, all.some((each) => each.type === "number") ? "A number is needed here." : "This cannot be read."); return; }
    const tries = like.map((each) => {
      const told = [];
      oneAt(each, value, at, (place, why) => told.push([place, why]));
      return told;
    });
    if (!tries.some((told) => !told.length)) for (const [place, why] of tries[0]) add(place, why);
  }

  // ---- What records ask beside the schema.

  const before = (first, last) => typeof first === "string" && typeof last === "string" && last.slice(0, first.length) < first.slice(0, last.length);
  const WORDY = ["date", "month", "weekday", "comparison", "text"];

  const RULES = {
    claims: (claim, at, add) => {
      if (claim.value === undefined && claim.text === undefined) add([...at, "value"], "A claim needs a figure, or what is said in words.");
      else if (claim.value === undefined && !WORDY.includes(claim.unit)) add([...at, "value"], "A claim in this unit needs a figure. Of a claim in words, choose the unit text or comparison.");
      if (["date", "month"].includes(claim.unit)) {
        const length = claim.unit === "date" ? 10 : 7;
        if (claim.value !== undefined || typeof claim.text !== "string" || claim.text.length !== length || FORMATS["partial-date"](claim.text)) {
          add([...at, "text"], `A claim of a ${claim.unit === "date" ? "day" : "month"} has it in words, as ${claim.unit === "date" ? "2024-09-15" : "2024-09"}, and no figure.`);
        }
      }
      if (claim.value !== undefined && claim.unit) figureOfClaim(claim, at, add);
      if (isObject(claim.reading) && claim.reading.from && claim.reading.to) {
        const wrong = wrongSpan([claim.reading.from, claim.reading.to]);
        if (wrong) add([...at, "reading", "to"], wrong);
      }
    },
    figures: (figure, at, add) => {
      if (WORDY.includes(figure.unit)) add([...at, "unit"], "A figure is in numbers; a date has a field of its own.");
      const ways = ["value", "date", "table"].filter((each) => figure[each] !== undefined);
      if (!ways.length) add([...at, "value"], "Give the figure.");
      else if (ways.length > 1) add([...at, "value"], "Give the figure, or a date, or a table: one of them.");
      if (figure.value !== undefined && figure.unit === undefined) add([...at, "unit"], "Say what it is in.");
      if (figure.table === undefined && figure.source === undefined) add([...at, "source"], "Say where it says so.");
      if (figure.table !== undefined && !Object.keys(figure.where ?? {}).length) add([...at, "where"], "Say which row of the table.");
      if (has(terms.tables, figure.table)) {
        const columns = terms.tables[figure.table];
        for (const name of Object.keys(figure.where ?? {})) if (!columns.includes(name)) add([...at, "where"], `The table has no column “${name}”. Columns: ${columns.join(", ")}.`);
        if (!columns.includes(figure.column ?? "value")) add([...at, "column"], `Columns of this table: ${columns.join(", ")}.`);
      }
      if (figure.margin !== undefined && figure.cv_pct !== undefined) add([...at, "margin"], "Give the margin or the coefficient of variation, not both.");
      if (figure.unit === "pct" && typeof figure.value === "number" && tiny(figure.value)) add([...at, "value"], asked(figure.value));
    },
    offers: (offer, at, add) => {
      const dates = list(offer.parts).map((part) => part?.date);
      if (dates.every((each) => typeof each === "string" && !FORMATS.month(each))) dates.forEach((each, place) => { if (place && each < dates[place - 1]) add([...at, "parts", place, "date"], "List the parts by date: this one comes before the one above."); });
      list(offer.parts).forEach((part, place) => {
        if (part?.kind !== "linked") return;
        const [low, high] = [part.at_least, part.at_most].map((each) => signed(each) ?? each);
        if (typeof low === "number" && typeof high === "number" && low > high) add([...at, "parts", place, "at_least"], "The least is above the most.");
      });
    },
    ballots: (ballot, at, add) => {
      for (const name of ["members", "turnout_pct", "yes_pct", "yes_votes", "no_votes", "spoilt"]) {
        const value = ballot[name];
        if (Array.isArray(value) && value[0] > value[1]) add([...at, name], "A range runs from the lower to the higher.");
        if (name === "members" && (Array.isArray(value) ? value[0] : value) < 1) add([...at, name], "How many could vote is at least 1; leave it out where it is not known.");
      }
      if (before(ballot.opened, ballot.closed)) add([...at, "closed"], "It cannot close before it opens.");
    },
    strikes: (strike, at, add) => { if (before(strike.start, strike.end)) add([...at, "end"], "It cannot end before it starts."); },
  };

  function figureOfClaim(claim, at, add) {
    let found;
    try { found = claims.figureOf(claim); } catch (error) { add([...at, "value"], error.message); return; }
    if (![found.low, found.high].every(Number.isFinite)) { add([...at, "value"], "This is no figure that can be read."); return; }
    if (Array.isArray(claim.value) && claim.value[0] > claim.value[1]) add([...at, "value"], "A range runs from the lower to the higher.");
    if (claim.unit === "pct" && found.decimals === null && tiny(found.low)) add([...at, "value"], asked(found.low));
    const { decimals } = claim;
    if (Number.isInteger(decimals)) {
      const scaled = found.low * 10 ** decimals;
      if (!(Math.abs(scaled - Math.round(scaled)) < 1e-6 && (decimals >= 0 || found.low !== 0))) add([...at, "decimals"], `This does not fit ${found.low}: it says how many digits were stated after the point; below nought, how many noughts at the end were not meant.`);
    }
  }

  // ---- What names something else.

  function namesIn(state) {
    const ids = (part) => new Set(records(state, part).map((each) => each.id).filter((each) => typeof each === "string"));
    return {
      figures: ids("figures"), offers: ids("offers"), ballots: ids("ballots"), parties: new Set(records(state, "parties").map((each) => each.name)),
      sources: new Set([...Object.keys(isObject(state.sources) ? state.sources : {}), ...Object.keys(terms.sources)]),
      schemes: new Set(terms.schemes), tables: new Set(Object.keys(terms.tables)), indices: new Set(Object.keys(terms.indices)),
    };
  }

  const WHAT = { figures: "figure", offers: "offer", ballots: "ballot", parties: "party", sources: "source", schemes: "pension scheme", tables: "table", indices: "price index" };

  function referAt(schema, refers, value, at, names, add) {
    if (typeof refers !== "string") { list(value).forEach((pair, place) => list(pair).forEach((each, end) => { if (refers[end]) referAt(null, refers[end], each, [...at, place, end], names, add); })); return; }
    if (Array.isArray(value)) value.forEach((each, place) => referAt(schema, refers, each, [...at, place], names, add));
    else if (refers === "bargaining") { if (typeof value === "string") try { theRecord.described(value); } catch (error) { add(at, error.message); } }
    else if (typeof value === "string" && !names[refers].has(value)) add(at, value ? `There is no ${WHAT[refers]} “${value}”.` : "Choose one.");
  }

  function referencesAt(schema, value, at, names, add) {
    for (const one of choices(schema)) {
      const mine = one.discriminator ? (isObject(value) && kindOf(one, value.kind)) || {} : one;
      if (isObject(value) && mine.properties) {
        for (const [name, each] of Object.entries(value)) {
          const field = has(mine.properties, name) ? mine.properties[name] : null;
          if (!field) continue;
          if (field.refers) referAt(field, field.refers, each, [...at, name], names, add);
          else referencesAt(field, each, [...at, name], names, add);
        }
      } else if (Array.isArray(value) && mine.items) value.forEach((each, place) => referencesAt(mine.items, each, [...at, place], names, add));
    }
  }

  // Why the record has no pay of a group of staff; nothing where it has, or is not asked.
  function notPaid(state, group) {
    try { claims.paid(state, group); } catch (error) { return error.message; }
    return "";
  }

  function across(state, add, broken) {
    if (before(state.start, state.end)) add(["end"], "It cannot end before it starts.");
    for (const part of ["claims", "figures", "offers", "groups", "ballots"]) {
      const seen = new Set();
      list(state[part]).forEach((each, place) => {
        if (!isObject(each) || each.id === undefined) return;
        if (seen.has(each.id)) add([part, place, "id"], `“${each.id}” stands twice; short names must differ.`);
        seen.add(each.id);
      });
    }
    list(state.groups).forEach((group, place) => {
      if (!isObject(group)) return;
      if (claims.ofRecord(state, group)) {
        const why = notPaid(state, group);
        if (why) add(["groups", place, "point"], why);
      } else if (group.source === undefined) add(["groups", place, "source"], "Say where it says so.");
    });
    list(state.claims).forEach((claim, place) => {
      const check = isObject(claim) ? claim.check : null;
      if (!isObject(check)) return;
      const either = has(terms.kinds, check.kind) ? terms.kinds[check.kind].either : [];
      if (either.length && either.filter((name) => check[name]?.length).length !== 1) add(["claims", place, "check", either[0]], `Give either ${either.join(" or ")}.`);
      const told = (name, wrong) => wrong.forEach((why) => add(["claims", place, "check", name], `${why.charAt(0).toUpperCase()}${why.slice(1)}.`));
      for (const pair of list(check.pairs)) told("pairs", theRecord.ofTwoPoints(records(state, "figures").filter((each) => isObject(each.where) && list(pair).includes(each.id))));
      if (isObject(check.leaves_out) && state.start && !broken.has("start") && !broken.has(`claims.${place}`)) told("leaves_out", claims.withoutEffect(state, claim));
      const dates = list(check.pay).map((each) => list(each)[0]);
      if (check.kind === "pounds_lost" && dates.every((each) => typeof each === "string")) {
        dates.forEach((each, at) => { if (at && wrongSpan([dates[at - 1], each])) add(["claims", place, "check", "pay", at], wrongSpan([dates[at - 1], each])); });
      }
      const ends = [...new Set(list(check.spans).flatMap(list))];
      if (ends.length > 1 && ends.every((each) => typeof each === "string" && claims.doubtful(each))) add(["claims", place, "check", "spans"], "These may be months or financial years. For the years write 2003/04.");
    });
    for (const name of Object.keys(isObject(state.sources) ? state.sources : {})) if (has(terms.sources, name)) add(["sources", name], "paylib has a source of this name; call yours something else.");
    if (state.pay_history !== undefined) historyAt(state, add);
  }

  // The file of pay by month is saved beside the dispute, so its rows are in the page.
  function historyAt(state, add) {
    if (!/^[\w-]+\.csv$/i.test(state.pay_history)) add(["pay_history"], "Give it a plain name that ends in .csv, such as pay.csv.");
    else if (!history(state).length) add(["pay_history"], "Paste the months and the pay below: they are saved as this file.");
    else if (history(state).some((row) => !row)) add(["pay_history"], "Each line is a month and the pay a year, such as 2010-09, 21588.");
    else if (new Set(history(state).map(([month]) => month)).size < history(state).length) add(["pay_history"], "A month stands twice.");
  }

  let pasted = "";
  const history = () => pasted.split("\n").map((line) => line.trim()).filter(Boolean).map((line) => {
    const found = /^([12]\d{3}-(?:0[1-9]|1[0-2]))[,;\t ]+£?((?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?)$/.exec(line);
    const pay = found ? Number(found[2].replaceAll(",", "")) : 0;
    return pay > 0 && pay < 1e7 ? [found[1], pay] : null;
  });

  // All faults of a dispute, each with its place, the first of each place only.
  function faults(state) {
    const found = new Map();
    const add = (at, why) => { const key = at.join("."); if (!found.has(key)) found.set(key, { at, why }); };
    if (!isObject(state)) { add([], "This is no dispute."); return [...found.values()]; }
    recordAt(terms.schema, state, [], add);
    const broken = new Set([...found.values()].filter(({ why }) => why !== NEEDED).map(({ at }) => at.slice(0, 2).join(".")));
    for (const [part, ask] of Object.entries(RULES)) list(state[part]).forEach((each, place) => { if (isObject(each) && !broken.has(`${part}.${place}`)) ask(each, [part, place], add); });
    referencesAt(terms.schema, state, [], namesIn(state), add);
    across(state, add, broken);
    return [...found.values()];
  }

  // A pay point as group/point/date, as the row of its table; nothing where that is not how it is written.
  function placed(figure) {
    const asked = /^([^/]+)\/(.+)\/(\d{4}\/\d\d|\d{4}(?:-\d\d){0,2})$/.exec(figure.pay.trim());
    return asked && theRecord.place(asked[1], asked[2], asked[3], isObject(figure.where) ? figure.where : {});
  }

  function fromTheRecord(figure) {
    if (typeof figure.pay !== "string" || figure.table !== undefined) return;
    let row = null;
    try { row = placed(figure); } catch { /* said as a fault of its field */ }
    if (!row) return;
    delete figure.pay;
    Object.assign(figure, row);
  }

  // Columns by the names that they have now.
  function renamed(figure) {
    const now = has(terms.moved, figure.table) ? terms.moved[figure.table] : {};
    if (has(now, figure.column)) figure.column = now[figure.column];
    if (isObject(figure.where)) figure.where = Object.fromEntries(Object.entries(figure.where).map(([name, value]) => [has(now, name) ? now[name] : name, value]));
  }

  // Words for a comparison that a file may have, and pay points by their short name, as the fields have them.
  function normal(state) {
    records(state, "figures").forEach(fromTheRecord);
    records(state, "figures").forEach(renamed);
    for (const claim of records(state, "claims")) {
      const says = isObject(claim.check) && typeof claim.check.says === "string" ? claim.check.says.toLowerCase().replaceAll("_", " ").trim().split(/\s+/).join(" ") : "";
      if (says && has(terms.comparisons, says) && takesComparison(claim.check)) claim.check.says = terms.comparisons[says];
    }
    return state;
  }

  function takesComparison(check) {
    const schema = choices(record("Claim").properties.check)[0];
    return Boolean(kindOf(schema, check.kind)?.properties.says?.enum?.includes("no_more_than"));
  }

  return {
    load: (given) => { terms = given; }, faults, normal, record, resolved, choices, kindOf, namesIn, PARTS, history,
    paste: (text) => { pasted = text; }, pasted: () => pasted,
  };
})();
