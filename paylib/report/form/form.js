// The form: drawn from the schema of paylib's records, checked as it is filled in, and saved as TOML and as a page.
(async () => {
  const { element } = brief;
  const get = (id) => document.getElementById(id);

  // What the form needs stands in the page deflated: the record of pay is long.
  async function unpacked(text) {
    const bytes = Uint8Array.from(atob(JSON.parse(text)), (each) => each.charCodeAt(0));
    return new Response(new Blob([bytes]).stream().pipeThrough(new DecompressionStream("deflate-raw"))).json();
  }

  if (!("DecompressionStream" in globalThis)) { get("old").hidden = false; return; }
  const terms = await unpacked(get("terms").textContent);
  claims.load(terms);
  sentences.load(terms);
  valid.load(terms);

  const STEPS = [
    { name: "What happened", about: "The dispute in a few lines.", parts: [] },
    { name: "Who", about: "The sides. Two at least.", parts: ["parties"] },
    { name: "What each side says", about: "One claim at a time, with where it says so, and how to check it.", parts: ["claims"] },
    { name: "Figures", about: "What the claims are checked with. A side’s own figure cannot confirm its claim: say whose each is.", parts: ["figures"] },
    { name: "Offers and dates", about: "If you have them: what was offered, to whom, ballots, strikes, what happened when.", parts: ["offers", "groups", "ballots", "strikes", "timeline"] },
    { name: "Sources", about: "Where it says so: every leaflet, letter, page and table that you use.", parts: ["sources"] },
    { name: "See and save", about: "What stands, and what the form still needs.", parts: [] },
  ];
  const LAST = STEPS.length - 1;
  const ONE = { parties: "party", claims: "claim", figures: "figure", offers: "offer, claim for pay or award", groups: "group of staff", ballots: "ballot", strikes: "strike", timeline: "event", sources: "source" };

  let state = {};
  let step = 0;
  let dirty = false;
  let everything = false;
  const touched = new Set();
  const unfolded = new Set();

  // ---- The state by its places.

  const at = (path) => path.reduce((held, name) => (held === undefined || held === null ? undefined : held[name]), state);
  const empty = (value) => value === undefined || value === "" || (typeof value === "object" && Object.keys(value).length === 0);

  function put(path, value) {
    const [last] = path.slice(-1);
    const held = path.slice(0, -1).reduce((into, name, place) => {
      if (into[name] === undefined) into[name] = typeof path[place + 1] === "number" ? [] : {};
      return into[name];
    }, state);
    if (value === undefined) { if (Array.isArray(held)) held.splice(last, 1); else delete held[last]; } else held[last] = value;
    dirty = true;
  }

  // An emptied field is left out, and so is what stands around nothing.
  function set(path, value) {
    const inList = typeof path.at(-1) === "number";
    put(path, empty(value) && !inList ? undefined : value);
    for (let length = path.length - 1; length > 0; length -= 1) {
      const around = path.slice(0, length);
      const held = at(around);
      if (held === undefined || typeof around.at(-1) === "number" || !empty(held)) break;
      if (valid.PARTS.includes(around[0]) || around[0] === "sources" ? around.length > 1 : true) put(around, undefined);
    }
    touched.add(path.join("."));
    later();
  }

  // ---- What a field is called, and what its words are.

  const humane = (name) => brief.capital(name.replace(/_pct$/, ", %").replaceAll("_", " "));
  const titleOf = (name) => terms.names[name] || humane(String(name));
  const unitWords = (name) => (terms.units[name] ? terms.units[name].words : name);
  const OFTEN = ["pct", "gbp_year", "gbp", "gbp_hour", "people", "days", "comparison", "text"];
  const often = (name, values) => (name === "unit" ? [...OFTEN.filter((each) => values.includes(each)), ...values.filter((each) => !OFTEN.includes(each))] : values);
  const optionWords = (name, value) => (name === "unit" ? unitWords(value) : String(value).replaceAll("_", " "));
  const idOf = (path) => `f-${path.join("-")}`;

  function framed(path, name, schema, control, required) {
    const box = element("div", "", { class: "field" });
    const key = idOf(path);
    const label = element("label", titleOf(name) + (required ? "" : " (if any)"), { for: key });
    control.id = key;
    const described = [];
    box.append(label);
    if (schema.description) {
      const hint = element("p", brief.capital(schema.description), { class: "hint", id: `h-${key}` });
      box.append(hint);
      described.push(hint.id);
    }
    box.append(control, faultFor(path, key));
    control.setAttribute("aria-describedby", [...described, `e-${key}`].join(" "));
    return box;
  }

  const faultFor = (path, key) => element("p", "", { class: "fault", id: `e-${key}`, "data-fault": path.join(".") });

  // ---- Reading what is typed.

  function number(text) {
    const plain = text.trim().replace(/\u2212/g, "-");
    const digits = plain.replace(/^(-?)£/, "$1").replace(/,(?=\d{3}(\D|$))/g, "").replace(/\s*%$/, "").replace(/(\d) (?=\d{3}\b)/g, "$1");
    if (!/^-?\d+(\.\d+)?$/.test(digits)) return null;
    const value = Number(digits);
    return /%$/.test(plain) && value && Math.abs(value) < 0.1 ? `${digits}%` : value;
  }

  function typed(text, schema) {
    if (!text.trim()) return undefined;
    const types = valid.choices(schema).map((each) => each.type);
    if (types.includes("array")) {
      const ends = text.split(/ to | ?\u2013 ?/).map(number);
      if (ends.length === 2 && ends.every((each) => typeof each === "number")) return ends;
    }
    if (types.includes("number") || types.includes("integer")) return number(text) ?? text.trim();
    return text;
  }

  const shownIn = (value) => (value === undefined ? "" : Array.isArray(value) ? value.join(" to ") : String(value));

  // ---- Fields.

  const LONG = ["summary", "text", "question", "note", "needs"];

  function textField(schema, path, name, required) {
    const long = LONG.includes(name);
    const control = element(long ? "textarea" : "input", "", { spellcheck: long ? "true" : "false" });
    control.value = shownIn(at(path));
    const types = valid.choices(schema).map((each) => each.type);
    if (types.length === 1 && ["number", "integer"].includes(types[0])) control.setAttribute("inputmode", "decimal");
    const [one] = valid.choices(schema);
    if (one.format && one.examples) control.placeholder = [].concat(one.examples[0]).join(" to ");
    control.addEventListener("input", () => set(path, typed(control.value, schema)));
    return framed(path, name, schema, control, required);
  }

  function tick(schema, path, name) {
    const control = element("input", "", { type: "checkbox", id: idOf(path) });
    control.checked = at(path) === true;
    control.addEventListener("change", () => { set(path, control.checked ? true : undefined); });
    const box = element("div", "", { class: "field tick" });
    const label = element("label", "", { for: control.id });
    label.append(control, ` ${titleOf(name)}`);
    if (schema.description) label.append(element("span", `: ${schema.description}`, { class: "hint" }));
    box.append(label, faultFor(path, control.id));
    control.setAttribute("aria-describedby", `e-${control.id}`);
    return box;
  }

  function select(options, value, first = "Choose") {
    const control = element("select");
    control.append(element("option", first, { value: "" }), ...options.map(([key, words]) => element("option", words, { value: key })));
    if (value !== undefined && !options.some(([key]) => key === value)) control.append(element("option", String(value), { value: String(value) }));
    control.value = value ?? "";
    return control;
  }

  // What draws the form anew waits while somebody types or steps through a list that is not open, until a pause or Tab.
  function whenChosen(control, act) {
    let [pressed, waiting] = [-Infinity, 0];
    const now = () => { clearTimeout(waiting); waiting = 0; act(); };
    control.addEventListener("keydown", (event) => {
      pressed = performance.now();
      if (waiting && event.key === "Tab") now();
    });
    control.addEventListener("change", () => {
      clearTimeout(waiting);
      if (performance.now() - pressed < 100) waiting = setTimeout(now, 700); else now();
    });
  }

  function choice(schema, path, name, required) {
    const [one] = valid.choices(schema);
    const control = select(often(name, one.enum).map((each) => [each, optionWords(name, each)]), at(path), required ? "Choose" : one.default ? optionWords(name, one.default) : "None");
    control.addEventListener("change", () => { set(path, control.value || undefined); });
    return framed(path, name, schema, control, required);
  }

  // What is called by a short name: figures, sources and the like, chosen among those there are.
  function named(refers) {
    if (refers === "sources") return [...Object.entries(state.sources ?? {}).map(([key, each]) => [key, [each.publisher, each.title].filter(Boolean).join(": ") || key])];
    if (refers === "parties") return (state.parties ?? []).filter((each) => each.name).map((each) => [each.name, each.name]);
    if (refers === "bargaining") return Object.entries(terms.bargaining);
    if (refers === "indices") return Object.entries(terms.indices).map(([key, each]) => [key, each.title]);
    if (refers === "tables") return Object.entries(terms.tableTitles);
    if (refers === "schemes") return terms.schemes.map((each) => [each, each]);
    return (state[refers] ?? []).filter((each) => each.id).map((each) => [each.id, each.label ?? each.id]);
  }

  const NEW = "\u0000new";
  const OTHER = "\u0000other";

  function refer(refers, path, name, schema, required) {
    const control = select(named(refers), at(path));
    if (["figures", "sources"].includes(refers)) control.append(element("option", `A new ${ONE[refers]}`, { value: NEW }));
    if (refers === "sources") control.append(element("option", "One of paylib’s own", { value: OTHER }));
    whenChosen(control, () => {
      if (control.value === OTHER) { ofPaylib(control, path); return; }
      if (refers === "tables") { ofTable(path, control.value); return; }
      if (control.value === NEW) begun(refers, path); else set(path, control.value || undefined);
    });
    return framed(path, name, schema, control, required);
  }

  // A figure of a table has its row and column instead of a value of its own.
  function ofTable(path, table) {
    const figure = path.slice(0, -1);
    for (const name of ["where", "column", ...(table ? ["value", "unit", "source", "date"] : [])]) delete at(figure)[name];
    set(path, table || undefined);
    if (Object.hasOwn(terms.held, table)) put([...figure, "column"], terms.held[table].column);
    draw(idOf(path));
  }

  const rowWords = (name, value) => (name === "bargaining_group" && terms.bargaining[value]) || String(value).replaceAll("_", " ");

  // Which row of a table that is in the page: choose until one is left.
  function rowChooser(schema, path, name) {
    const table = terms.held[at([...path.slice(0, -1), "table"])];
    const frame = element("fieldset", "", { class: "several", id: idOf(path), tabindex: "-1" });
    frame.append(element("legend", titleOf(name)), element("p", brief.capital(schema.description), { class: "hint" }));
    const where = at(path) ?? {};
    const columns = Object.keys(table.columns).filter((each) => !table.units[each] && !["usage_warnings", "source", "value", "text"].includes(each));
    for (const each of columns) {
      const { [each]: _, ...others } = where;
      const full = theRecord.column(table, each);
      const values = [...new Set(theRecord.rowsOf(table, others).map((row) => full[row]).filter((value) => value !== null))];
      if (values.length < 2 && !(each in where)) continue;
      const control = select(values.map((value) => [String(value), rowWords(each, value)]).sort(), where[each] === undefined ? undefined : String(where[each]), "Any");
      whenChosen(control, () => {
        const value = values.find((one) => String(one) === control.value);
        set([...path, each], value);
        draw(idOf([...path, each]));
      });
      frame.append(framed([...path, each], each, {}, control, true));
    }
    const count = theRecord.rowsOf(table, where).length;
    const found = count === 1 ? theRecord.pick(at(path.slice(0, -1))) : null;
    const shown = found && typeof found.value === "number" ? `: ${rule.show(found.value, found.unit, rule.publishedDecimals(found.value, found.unit))}` : "";
    frame.append(element("p", count === 1 ? `One row${shown}.` : `${rule.shown(count, 0)} rows: choose until one is left.`, { role: "status" }), faultFor(path, idOf(path)));
    return frame;
  }

  // A new record, named here, to be filled in beside it.
  function begun(refers, path) {
    const id = created(refers);
    unfolded.add(`beside ${id}`);
    set(path, id);
    draw(idOf(path));
    const first = get(refers === "sources" ? idOf(["sources", id, "publisher"]) : idOf(["figures", state.figures.length - 1, "label"]));
    if (first) { first.focus({ preventScroll: true }); first.scrollIntoView({ block: "nearest" }); }
  }

  function ofPaylib(control, path) {
    let list = get("paylib-sources");
    if (!list) {
      list = element("datalist", "", { id: "paylib-sources" });
      list.append(...Object.entries(terms.sources).map(([name, [place, title]]) => element("option", `${terms.publishers[place]}: ${title}`, { value: name })));
      document.body.append(list);
    }
    const typed_ = element("input", "", { list: "paylib-sources", id: control.id, "aria-describedby": control.getAttribute("aria-describedby"), placeholder: "Type a publisher or title" });
    typed_.addEventListener("input", () => set(path, typed_.value || undefined));
    control.replaceWith(typed_);
    typed_.focus();
  }

  // A new record of the file, with a short name of its own.
  function created(part) {
    const stem = { figures: "figure", sources: "source", claims: "claim", offers: "offer", groups: "group", ballots: "ballot" }[part];
    const taken = part === "sources" ? Object.keys(state.sources ?? {}) : (state[part] ?? []).map((each) => each.id);
    let count = taken.length + 1;
    while (taken.includes(`${stem}-${count}`) || (part === "sources" && Object.hasOwn(terms.sources, `${stem}-${count}`))) count += 1;
    const id = `${stem}-${count}`;
    if (part === "sources") put(["sources", id], {});
    else {
      const record = part === "claims" ? { id, quantity: id } : { id };
      if (part === "offers") record.parts = [{}];
      put([part, (state[part] ?? []).length], record);
    }
    return id;
  }

  function small(words, act, label = words) {
    const button = element("button", words, { type: "button", class: "small" });
    if (label !== words) button.setAttribute("aria-label", label);
    button.addEventListener("click", act);
    return button;
  }

  // ---- What holds several: lists, pairs, words by name, records.

  function several(schema, path, name, required) {
    const [one] = valid.choices(schema);
    const frame = element("fieldset", "", { class: "several", id: idOf(path), tabindex: "-1" });
    frame.append(element("legend", titleOf(name) + (required ? "" : " (if any)")));
    if (schema.description) frame.append(element("p", brief.capital(schema.description), { class: "hint" }));
    const items = at(path);
    (Array.isArray(items) ? items : []).forEach((_, place) => {
      const row = element("div", "", { class: "row" });
      row.append(item(one.items, schema.refers, [...path, place], name));
      row.append(small("Take out", () => { put([...path, place], undefined); set(path, at(path)); draw(idOf(path)); }, `Take out ${titleOf(name).toLowerCase()} ${place + 1}`));
      frame.append(row);
    });
    frame.append(faultFor(path, idOf(path)), small("Add", () => {
      const place = Array.isArray(at(path)) ? at(path).length : 0;
      put([...path, place], one.items.prefixItems ? ["", ""] : one.items.discriminator ? {} : "");
      draw(idOf([...path, place, ...(one.items.prefixItems ? [0] : [])]));
    }, `Add to ${titleOf(name).toLowerCase()}`));
    return frame;
  }

  const ENDS = { gap: ["The lower", "The higher"], growth: ["Before", "After"], real_change: ["Before", "After"], rise_to_restore: ["Before", "After"], share: ["The part", "The whole"], larger: ["This one", "Beside"] };

  function item(schema, refers, path, name) {
    const made = valid.resolved(schema);
    if (made.prefixItems) {
      const pair = element("div", "", { class: "pair" });
      const kind = at(["claims", path[1], "check", "kind"]);
      const ends = path[3] === "pairs" && ENDS[kind] ? ENDS[kind] : ["First", "Second"];
      made.prefixItems.forEach((each, end) => {
        const mine = Array.isArray(refers) ? refers[end] : refers;
        pair.append(mine ? refer(mine, [...path, end], ends[end], {}, true) : textField(each, [...path, end], ends[end], true));
      });
      return pair;
    }
    if (refers) return refer(refers, path, `${titleOf(name)} ${path.at(-1) + 1}`, {}, true);
    if (made.discriminator) return kinds(made, path, "kind of part");
    return textField(made, path, `${titleOf(name)} ${path.at(-1) + 1}`, true);
  }

  function map(schema, path, name, required) {
    const frame = element("fieldset", "", { class: "several", id: idOf(path), tabindex: "-1" });
    frame.append(element("legend", titleOf(name) + (required ? "" : " (if any)")));
    if (schema.description) frame.append(element("p", brief.capital(schema.description), { class: "hint" }));
    const [one] = valid.choices(schema).filter((each) => each.type === "object");
    const inner = one.patternProperties ? Object.values(one.patternProperties)[0] : one.additionalProperties;
    Object.keys(at(path) ?? {}).forEach((key, place) => {
      const row = element("div", "", { class: "row pair" });
      const control = element("input");
      control.value = key;
      control.addEventListener("change", () => {
        const held = Object.entries(at(path)).map(([each, value]) => [each === key ? control.value : each, value]);
        set(path, Object.fromEntries(held));
        draw(idOf([...path, control.value]));
      });
      row.append(framed([...path, `key${place}`], "Name", {}, control, true), textField(inner, [...path, key], "Value", true), small("Take out", () => { set([...path, key], undefined); draw(idOf(path)); }, `Take out ${key}`));
      frame.append(row);
    });
    frame.append(faultFor(path, idOf(path)), small("Add", () => {
      const held = at(path);
      put(path, { ...(typeof held === "object" ? held : {}), [`name-${Object.keys(held ?? {}).length + 1}`]: "" });
      draw(idOf(path));
    }, `Add to ${titleOf(name).toLowerCase()}`));
    return frame;
  }

  // One figure for everybody, or one for each pay point.
  function byPoint(schema, path, name, required) {
    const box = element("div");
    const apart = typeof at(path) === "object";
    if (apart) box.append(map(schema, path, name, required), small("One figure for all", () => { set(path, undefined); draw(idOf(path)); }));
    else box.append(textField(schema, path, name, required), small("By pay point", () => { put(path, { "point-1": "" }); draw(idOf(path)); }));
    return box;
  }

  // What is of one kind of several, with only that kind's own fields.
  function kinds(schema, path, name) {
    const frame = element("fieldset", "", { class: "kind", id: idOf(path), tabindex: "-1" });
    frame.append(element("legend", titleOf(name)));
    const { mapping } = schema.discriminator;
    const options = Object.keys(mapping).map((each) => [each, each.replaceAll("_", " ") + (claims.judges(each) ? "" : path.includes("check") ? " (by paylib report)" : "")]);
    const kind = at([...path, "kind"]);
    const control = select(options, kind, path.includes("check") ? "Not to be checked" : "Choose");
    whenChosen(control, () => {
      const fresh = valid.kindOf(schema, control.value);
      const claim = path[0] === "claims" && path.length === 3 ? at(path.slice(0, 2)) : null;
      if (claim && claim.unit === undefined && claim.value === undefined && fresh?.properties.says) put([...path.slice(0, 2), "unit"], "comparison");
      const kept = fresh ? Object.entries(at(path) ?? {}).filter(([key]) => key !== "kind" && Object.hasOwn(fresh.properties, key)) : [];
      set(path, control.value ? { kind: control.value, ...started(fresh), ...Object.fromEntries(kept) } : typeof path.at(-1) === "number" ? {} : undefined);
      draw(idOf([...path, "kind"]));
    });
    frame.append(framed([...path, "kind"], "Kind", {}, control, true));
    const record = kind ? valid.kindOf(schema, kind) : null;
    if (!record) return frame;
    frame.append(element("p", record.description));
    if (record.example) {
      const example = element("details");
      example.append(element("summary", "An example"), element("pre", record.example));
      frame.append(example);
    }
    frame.append(...fields(record, path, Object.keys(record.properties).filter((each) => (record.required ?? []).includes(each) || each === "says" || each === "offer")));
    frame.append(rest(record, path, Object.keys(record.properties).filter((each) => record.properties[each].const === undefined && !(record.required ?? []).includes(each) && each !== "says" && each !== "offer")));
    return frame;
  }

  // The lists that a kind cannot do without begin with one place to fill.
  function started(record) {
    const made = {};
    for (const name of record.required ?? []) {
      const [one] = valid.choices(record.properties[name]);
      if (one.type === "array") made[name] = Array.from({ length: one.minItems ?? 1 }, () => (valid.resolved(one.items).prefixItems ? ["", ""] : ""));
    }
    return made;
  }

  function field(schema, path, name, required) {
    const all = valid.choices(schema);
    const [one] = all;
    if (one.discriminator) return kinds(one, path, name);
    if (all.some((each) => each.type === "object" && !each.properties) && all.length > 1) return byPoint(schema, path, name, required);
    if (one.type === "boolean") return tick(schema, path, name);
    if (all.length === 1 && one.type === "array") return several(schema, path, name, required);
    if (one.type === "object" && one.properties) {
      const frame = element("fieldset", "", { class: "kind", id: idOf(path), tabindex: "-1" });
      frame.append(element("legend", titleOf(name)), ...(schema.description ? [element("p", brief.capital(schema.description), { class: "hint" })] : []), ...fields(one, path, Object.keys(one.properties)));
      return frame;
    }
    if (name === "where" && Object.hasOwn(terms.held, at([...path.slice(0, -1), "table"]) ?? "")) return rowChooser(schema, path, name);
    if (one.type === "object") return map(schema, path, name, required);
    if (schema.refers) return refer(schema.refers, path, name, schema, required);
    if (one.enum) return choice(schema, path, name, required);
    return textField(schema, path, name, required);
  }

  function fields(record, path, names) {
    return names.filter((name) => record.properties[name].const === undefined).map((name) => field({ ...valid.resolved(record.properties[name]), ...record.properties[name] }, [...path, name], name, (record.required ?? []).includes(name)));
  }

  // What is asked for only where it is wanted.
  function others(record, path, names) {
    return [...fields(record, path, names), ...(path.length ? [] : [historyBox()])];
  }

  function rest(record, path, names) {
    const folded = element("details", "", { class: "rest" });
    if (!names.length) { folded.hidden = true; return folded; }
    const key = `rest ${path.join(".")}`;
    folded.open = unfolded.has(key);
    folded.addEventListener("toggle", () => {
      unfolded[folded.open ? "add" : "delete"](key);
      if (folded.open && !folded.dataset.drawn) { folded.dataset.drawn = "yes"; folded.append(...others(record, path, names)); show(); }
    });
    folded.append(element("summary", "Everything else"));
    if (folded.open) { folded.dataset.drawn = "yes"; folded.append(...others(record, path, names)); }
    return folded;
  }

  // ---- Records.

  const RECORDS = { parties: "PartyRecord", claims: "Claim", figures: "Figure", offers: "OfferRecord", groups: "Group", strikes: "Strike", timeline: "Event", sources: "Source" };

  function recordOf(part) {
    const schema = part === "sources" ? Object.values(terms.schema.properties.sources.patternProperties)[0] : terms.schema.properties[part].items;
    return valid.resolved(schema);
  }

  function namesApart(part, record, value = {}) {
    const ofTable = part === "figures" && value.table !== undefined;
    const first = ofTable ? ["label", "table", "where", "column", "side"] : terms.main[RECORDS[part]] ?? (record.required ?? []);
    const names = Object.keys(record.properties);
    return [first.filter((each) => names.includes(each)), names.filter((each) => !first.includes(each))];
  }

  const titled = (part, record, place) => `${brief.capital(ONE[part])} ${typeof place === "number" ? place + 1 : ""}${record.summary || record.label || record.name || record.title || record.text ? `: ${record.summary || record.label || record.name || record.title || record.text}` : ""}`;

  function recordBox(part, path) {
    const schema = recordOf(part);
    const key = path.join(".");
    const box = element("details", "", { class: "record", id: idOf(path) });
    const heading = element("summary", titled(part, at(path) ?? {}, path.at(-1)), { "data-title": key, id: `t-${idOf(path)}` });
    box.append(heading);
    const fill = () => {
      box.dataset.drawn = "yes";
      const [first, others] = namesApart(part, schema, at(path));
      box.append(...fields(schema, path, first), rest(schema, path, others), ...sourcesOf(at(path)?.source));
      if (part === "claims") box.append(...figuresOf(at(path)));
      if (part === "groups") box.append(element("p", "", { "data-paid": path[1], role: "status" }));
      box.append(small(`Take out this ${ONE[part]}`, () => { put(path, undefined); draw("step-heading"); }));
    };
    box.open = unfolded.has(key);
    if (box.open) fill();
    box.addEventListener("toggle", () => {
      unfolded[box.open ? "add" : "delete"](key);
      if (box.open && !box.dataset.drawn) { fill(); refresh(); }
    });
    const frame = element("div", "", { class: "record-frame" });
    frame.append(box);
    if (part === "claims") frame.append(element("div", "", { class: "preview", "data-claim": path[1] }));
    return frame;
  }

  // The figures that a claim's check names can be filled in beside it.
  function figuresOf(claim) {
    const names = JSON.stringify(claim?.check ?? {});
    return (state.figures ?? []).flatMap((figure, place) => {
      if (!figure.id || !names.includes(JSON.stringify(figure.id))) return [];
      const folded = element("details", "", { class: "figure" });
      const key = `beside ${figure.id}`;
      folded.open = unfolded.has(key) || !figure.label;
      folded.addEventListener("toggle", () => { unfolded[folded.open ? "add" : "delete"](key); });
      if (get(idOf(["figures", place])) || drawnFigures.has(place)) return [];
      drawnFigures.add(place);
      folded.append(element("summary", titled("figures", figure, place), { "data-title": `figures.${place}` }));
      const [first, others] = namesApart("figures", recordOf("figures"), figure);
      folded.append(...fields(recordOf("figures"), ["figures", place], first), rest(recordOf("figures"), ["figures", place], others), ...sourcesOf(figure.source));
      return [folded];
    });
  }

  let drawnFigures = new Set();
  let drawnSources = new Set();

  // A source that was just named can be described where it is named.
  function sourcesOf(name) {
    if (!name || !state.sources || !Object.hasOwn(state.sources, name) || drawnSources.has(name) || state.sources[name].title) return [];
    drawnSources.add(name);
    const frame = element("fieldset", "", { class: "kind" });
    const [first] = namesApart("sources", recordOf("sources"));
    frame.append(element("legend", "Where it says so"), ...fields(recordOf("sources"), ["sources", name], first));
    return [frame];
  }

  function partBox(part) {
    const box = element("div");
    const keys = part === "sources" ? Object.keys(state.sources ?? {}) : (state[part] ?? []).map((_, place) => place);
    if (STEPS[step].parts.length > 1) box.append(element("h3", titleOf(part), { class: "part" }));
    if (keys.length < 3) for (const key of keys) unfolded.add(`${part}.${key}`);
    box.append(...keys.map((key) => recordBox(part, [part, key])));
    box.append(small(`Add a ${ONE[part]}`.replace("a offer", "an offer").replace("a event", "an event"), () => {
      const key = part === "sources" ? created(part) : (state[part] ?? []).length;
      if (["claims", "figures", "offers", "groups", "ballots"].includes(part)) created(part);
      else if (part !== "sources") put([part, key], {});
      unfolded.add(`${part}.${key}`);
      draw(`t-${idOf([part, key])}`);
    }));
    return box;
  }

  function historyBox() {
    const box = element("div", "", { class: "field" });
    const control = element("textarea", "", { id: "history", "aria-describedby": "h-history" });
    control.value = valid.pasted();
    control.addEventListener("input", () => { valid.paste(control.value); touched.add("pay_history"); later(); });
    box.append(element("label", "Pay by month (if any)", { for: "history" }), element("p", "Paste two columns, a month and the pay a year: 2010-09, 21588. They are saved as the file named in “Pay history”.", { class: "hint", id: "h-history" }), control);
    return box;
  }

  // ---- A step.

  function draw(focus = "") {
    drawnFigures = new Set();
    drawnSources = new Set();
    const made = [element("h2", `${step + 1}. ${STEPS[step].name}`, { id: "step-heading", tabindex: "-1" }), element("p", STEPS[step].about)];
    if (step === 0) {
      const plain = Object.keys(terms.schema.properties).filter((each) => !valid.PARTS.includes(each) && each !== "sources");
      const first = terms.main.Dispute;
      made.push(...fields(terms.schema, [], first), rest(terms.schema, [], plain.filter((each) => !first.includes(each))));
    }
    if (step === LAST) made.push(...ending());
    made.push(...STEPS[step].parts.map(partBox));
    get("step").replaceChildren(...made);
    get("back").disabled = step === 0;
    get("next").hidden = step === LAST;
    refresh();
    const place = focus && get(focus);
    if (place) { place.focus({ preventScroll: true }); place.scrollIntoView({ block: "nearest" }); }
  }

  function go(to) {
    step = to;
    if (step === LAST) everything = true;
    draw("step-heading");
    get("step-heading").scrollIntoView({ block: "start" });
  }

  // ---- What is wrong, and what stands.

  let faults = [];
  let waiting = 0;
  function later() { clearTimeout(waiting); waiting = setTimeout(refresh, 120); }

  const stepOf = (path) => {
    const found = STEPS.findIndex((each) => each.parts.includes(path[0]));
    return found < 0 ? 0 : found;
  };

  function refresh() {
    faults = valid.faults(state);
    show();
    for (const box of document.querySelectorAll("[data-claim]")) {
      const claim = state.claims?.[Number(box.dataset.claim)];
      const mine = faults.some((each) => each.at[0] === "claims" && each.at[1] === Number(box.dataset.claim));
      box.replaceChildren(element("p", !claim ? "" : mine || !ready(claim) ? "The verdict shows here as soon as the claim and its figures are filled in." : sentences.sentence(state, claim, claims.judge(state, claim)), { role: "status" }));
    }
    for (const each of document.querySelectorAll("[data-paid]")) each.textContent = paidWords(state.groups?.[Number(each.dataset.paid)]);
    for (const each of document.querySelectorAll("[data-title]")) {
      const path = each.dataset.title.split(".").map((name) => (/^\d+$/.test(name) ? Number(name) : name));
      each.textContent = titled(path[0], at(path) ?? {}, path[1]);
    }
    steps();
    if (step === LAST) tell();
  }

  // What a group of staff is paid, where that is the record's to say.
  function paidWords(group) {
    if (!group || !claims.ofRecord(state, group)) return "";
    try {
      const pay = claims.paid(state, group);
      return `By paylib’s record: ${rule.money(pay.annual_gbp)} a year (${brief.sourceWords(state, pay.source)}).`;
    } catch { return ""; }
  }

  const ready = (claim) => {
    const named_ = JSON.stringify(claim.check ?? {});
    return !faults.some((each) => (each.at[0] === "figures" && named_.includes(JSON.stringify(state.figures[each.at[1]]?.id ?? "\u0000"))) || ["offers", "groups", "strikes", "award_due", "start"].includes(each.at[0]));
  };

  function show() {
    const told = new Map(faults.map((each) => [each.at.join("."), each.why]));
    for (const box of document.querySelectorAll("[data-fault]")) {
      const why = told.get(box.dataset.fault) ?? "";
      const seen = everything || touched.has(box.dataset.fault);
      box.textContent = seen ? why : "";
      const control = get(box.id.slice(2));
      if (control?.matches("input, select, textarea")) {
        if (seen && why) control.setAttribute("aria-invalid", "true");
        else control.removeAttribute("aria-invalid");
      }
    }
  }

  function steps() {
    get("steps").replaceChildren(...STEPS.map((each, place) => {
      const line = element("li");
      const open = faults.filter((fault) => stepOf(fault.at) === place).length;
      const button = element("button", `${place + 1}. ${each.name}`, { type: "button" });
      if (place === step) button.setAttribute("aria-current", "step");
      if (open && place !== LAST && everything) button.append(element("span", ` (${open} to mend)`));
      button.addEventListener("click", () => go(place));
      line.append(button);
      return line;
    }));
  }

  function ending() {
    const buttons = element("div", "", { class: "save" });
    const act = (words, id, what) => { const button = element("button", words, { type: "button", id }); button.addEventListener("click", what); return button; };
    buttons.append(act("Save the file (TOML)", "save-toml", saveToml), act("Save the page (HTML)", "save-html", savePage), act("Save unfinished", "save-draft", saveDraft));
    return [
      element("div", "", { id: "wrong", "aria-live": "polite" }), buttons,
      element("p", "The file is what paylib report, paylib check and this form take; the page is a short brief of what is shown below. “Save unfinished” keeps what is not whole yet, for this form to open again."),
      element("h2", "A pay claim"), element("p", "From the same facts: what is claimed, what is offered, and the pay of the groups of staff, as the file that paylib claim makes a Word document, a page and a workbook of."),
      claimButton(), element("p", "", { id: "claim-told", role: "status" }),
      element("h2", "How it looks"), element("div", "", { id: "look" }),
    ];
  }

  function claimButton() {
    const box = element("div", "", { class: "save" });
    const button = element("button", "Save the pay claim (TOML)", { type: "button", id: "save-claim" });
    button.addEventListener("click", saveClaim);
    box.append(button);
    return box;
  }

  function tell() {
    const list = element("ul", "", { class: "to-mend" });
    for (const each of faults.slice(0, 40)) {
      const line = element("li");
      line.append(small(placeWords(each.at), () => { open(each.at); }), ` ${each.why}`);
      list.append(line);
    }
    get("wrong").replaceChildren(element("p", faults.length ? `${faults.length} ${faults.length === 1 ? "thing" : "things"} to mend before it can be saved:` : "All is there: it can be saved."), ...(faults.length ? [list] : []));
    for (const id of ["save-toml", "save-html", "save-claim"]) get(id).disabled = faults.length > 0;
    get("look").replaceChildren(element("h2", state.title ?? "", { class: "title" }), element("p", state.question ?? ""), ...(faults.length ? [element("p", "Shown once all is mended.")] : brief.body(state, 3)));
  }

  const placeWords = (path) => path.map((name) => (typeof name === "number" ? name + 1 : titleOf(name))).join(", ") || "The dispute";

  // Go to a field, unfolding what hides it.
  function open(path) {
    for (let length = 0; length <= path.length; length += 1) for (const key of [path.slice(0, length).join("."), `rest ${path.slice(0, length).join(".")}`]) unfolded.add(key);
    go(stepOf(path));
    for (let length = path.length; length > 0; length -= 1) {
      const found = get(idOf(path.slice(0, length)));
      if (found) { found.focus(); found.scrollIntoView({ block: "center" }); return; }
    }
  }

  // ---- Saved and opened.

  function ordered(schema, value) {
    const all = valid.choices(schema);
    const one = all.find((each) => each.discriminator || each.properties || each.patternProperties) ?? all[0];
    if (Array.isArray(value)) return value.map((each) => (one.items ? ordered(one.items, each) : each));
    if (value === null || typeof value !== "object") return value;
    const record = one.discriminator ? valid.kindOf(one, value.kind) : one.properties ? one : null;
    if (!record) return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, ordered(one.patternProperties ? Object.values(one.patternProperties)[0] : {}, each)]));
    const names = Object.keys(record.properties).sort((a, b) => (b === "kind") - (a === "kind"));
    return Object.fromEntries(names.filter((name) => Object.hasOwn(value, name)).map((name) => [name, ordered(record.properties[name], value[name])]));
  }

  const written = (given = state) => toml.write(ordered(terms.schema, given), valid.PARTS);
  const nameOf = () => (state.title ?? "").toLowerCase().normalize("NFKD").replace(/[^a-z0-9]+/g, "_").replace(/^_+|_+$/g, "").slice(0, 60) || "dispute";

  function save(content, name, type) {
    const url = URL.createObjectURL(new Blob([content], { type }));
    const link = element("a", "", { href: url, download: name });
    document.body.append(link);
    link.click();
    link.remove();
    setTimeout(() => URL.revokeObjectURL(url), 10000);
    dirty = false;
  }

  function saveToml() {
    const made = written();
    if (new TextEncoder().encode(made).length > 1e6) { get("wrong").replaceChildren(element("p", "The file would be larger than a million bytes, and paylib takes no larger one: shorten its texts.")); return; }
    save(made, `${nameOf()}.toml`, "text/plain");
    if (state.pay_history) save(`date,annual_gbp\r\n${valid.history().map((row) => row.join(",")).join("\r\n")}\r\n`, state.pay_history, "text/csv");
  }

  // ---- A pay claim of the same facts, as paylib claim takes it: what was claimed, what was offered, and of whose pay.

  function payClaim() {
    const fail = (why) => { throw new Error(why); };
    const proposal = (status) => (state.offers ?? []).find((each) => each.status === status);
    const party = (mine) => (state.parties ?? []).find((each) => (each.role === "union") === mine && ["union", "employers", "government"].includes(each.role));
    const asked = proposal("claim") ?? fail("Under “Offers and dates” describe what is claimed, with “claim” as what it is.");
    const paid = (state.groups ?? []).map((each) => ({ ...each, ...claims.paid(state, each) })).filter((each) => each.annual_gbp !== undefined);
    const alone = (each) => each.point !== undefined && paid.filter((other) => other.point === each.point).length === 1;
    if (!paid.length) fail("Under “Offers and dates” give at least one group of staff with its pay.");
    const points = paid.map((each) => ({ point: (alone(each) ? each.point : each.id).slice(0, 40), label: each.label.slice(0, 120), annual_gbp: each.annual_gbp, source: each.source, ...(each.staff === undefined ? {} : { fte: each.staff, staff_source: each.source }) }));
    const names = points.map((each) => each.point);
    if (new Set(names).size < names.length) fail("Two groups of staff are at one pay point: a pay claim has each point once.");
    const heads = (offer) => {
      for (const part of offer.parts) {
        if (part.kind === "remove_points") fail("Points taken off are not worked out in a claim from this form: take that part out, or write it into the file.");
        if (part.kind === "linked" && claims.linkedPct(part) === null) fail(`The rate of ${part.by} in ${part.month} is not in this page, so a rise linked to it cannot be worked out.`);
        for (const each of [part.pct, part.gbp]) if (each !== null && typeof each === "object") for (const name of Object.keys(each)) if (!names.includes(name)) fail(`A part names the point “${name}”, and no group of staff is at it.`);
      }
      const twice = offer.parts.find((part, place) => offer.parts.slice(0, place).some((other) => alike(part, other)));
      if (twice) fail(`“${offer.label}” has two parts of one kind from ${twice.date}: keep one.`);
      return { label: offer.label.slice(0, 120), source: offer.source, ...(offer.made ? { made: offer.made } : {}), heads: offer.parts };
    };
    const offered = proposal("offer");
    const [union, employers] = [party(true) ?? fail("Name a union under “Who”."), party(false) ?? fail("Name the employers or the government under “Who”.")];
    const told = (state.claims ?? []).filter((each) => each.check && !each.check.offer && each.check.kind !== "recount" && claims.judge(state, each).verdict && [union.role, employers.role].includes(each.party));
    return {
      title: state.title, date: state.award_due ?? asked.parts[0].date, ...(state.bargaining_group ? { group: state.bargaining_group } : {}), nation: state.nation,
      union, employers, claim: heads(asked), ...(offered ? { offer: heads(offered) } : {}), points, figures: state.figures ?? [],
      claims: told.map(({ who, ...each }) => each), sources: state.sources ?? {},
    };
  }

  const RISES = { percent: "rise", greater_of: "rise", linked: "rise", flat: "flat", hours: "hours" };
  const sortOf = (part) => (part.kind === "floor" ? `floor ${Boolean(part.hourly)}` : RISES[part.kind]);
  const alike = (one, other) => sortOf(one) !== undefined && sortOf(one) === sortOf(other) && one.date === other.date;

  const writtenClaim = () => toml.write(payClaim(), ["points", "figures", "claims"], ["union", "employers", "claim", "offer", "check"]);

  function saveClaim() {
    try { save(writtenClaim(), `${nameOf()}_claim.toml`, "text/plain"); get("claim-told").textContent = "Saved. paylib claim FILE --to FOLDER makes the documents of it."; } catch (error) { get("claim-told").textContent = `Not yet: ${error.message}`; }
  }

  function savePage() { save(brief.page(state), `${nameOf()}.html`, "text/html"); }
  function saveDraft() { save(JSON.stringify({ dispute: state, history: valid.pasted() }), `${nameOf()}.draft.json`, "application/json"); }

  function take(given, history = "") {
    state = valid.normal(given);
    valid.paste(history);
    touched.clear();
    unfolded.clear();
    everything = false;
    dirty = false;
    go(0);
  }

  async function openFile(file) {
    const say = (text) => { get("opened").textContent = text; };
    try {
      if (file.size > 2e6) throw new Error("it is larger than any dispute.");
      const text = await file.text();
      const draft = file.name.toLowerCase().endsWith(".json") ? JSON.parse(text) : null;
      const given = draft ? draft.dispute : toml.read(text);
      if (given === null || typeof given !== "object" || Array.isArray(given)) throw new Error("there is no dispute in it.");
      take(given, typeof draft?.history === "string" ? draft.history : "");
      say(`Opened ${file.name}.`);
    } catch (error) { say(`${file.name} cannot be opened. ${error.message}`); }
  }

  get("file").addEventListener("change", () => { if (get("file").files[0]) openFile(get("file").files[0]); get("file").value = ""; });
  get("example").addEventListener("click", () => { take(structuredClone(terms.example)); get("opened").textContent = "The example is loaded: change what you like."; });
  get("fresh").addEventListener("click", () => { take(fresh()); get("opened").textContent = "An empty form."; });
  get("back").addEventListener("click", () => go(step - 1));
  get("next").addEventListener("click", () => go(step + 1));
  get("form").addEventListener("submit", (event) => event.preventDefault());
  addEventListener("beforeunload", (event) => { if (dirty) event.preventDefault(); });

  const fresh = () => ({ parties: [{ role: "union" }, { role: "employers" }] });
  state = fresh();
  get("app").hidden = false;
  draw();

  // What tests ask.
  globalThis.studio = { written, writtenClaim, faults: valid.faults, judge: claims.judge, take, state: () => state, terms };
})();
