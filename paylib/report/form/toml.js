// TOML, as disputes are kept in: read whole, and written so that it always loads.
const toml = (() => {
  // ---- Written.

  // Not only what TOML asks for: no quotation mark, and nothing that turns text round, stands in a text as it is.
  const clean = (text) => text.replace(/\r\n?/g, "\n").replace(/[^\P{C}\n\t]/gu, "");
  const code = (letter) => `\\u${letter.charCodeAt(0).toString(16).padStart(4, "0")}`;
  const text = (given, harmless) => {
    const escaped = clean(given).replaceAll("\\", "\\\\").replaceAll("\n", "\\n").replaceAll("\t", "\\t").replaceAll('"', code);
    return `"${harmless ? escaped.replace(/[[\]{}]/g, code) : escaped}"`;
  };
  const key = (name) => (/^[A-Za-z0-9_-]+$/.test(name) ? name : text(name, true));
  const isTable = (value) => value !== null && typeof value === "object" && !Array.isArray(value);

  function inline(value, harmless) {
    if (Array.isArray(value)) return `[${value.map((each) => inline(each, harmless)).join(", ")}]`;
    if (isTable(value)) return `{ ${Object.entries(value).map(([name, each]) => `${key(name)} = ${inline(each, harmless)}`).join(", ")} }`;
    if (typeof value === "string") return text(value, harmless);
    return String(value);
  }

  const listed = (value) => Array.isArray(value) && value.length > 0 && value.every(isTable);

  // A table's own lines: within it, tables that are long by a name of their own.
  function lines(record, path, own, harmless) {
    const made = [];
    const below = [];
    for (const [name, value] of Object.entries(record)) {
      if (isTable(value) && own.includes(name)) below.push("", `[${[...path, name].map(key).join(".")}]`, ...lines(value, [...path, name], [], harmless));
      else if (listed(value)) made.push(`${key(name)} = [`, ...value.map((each) => `  ${inline(each, harmless)},`), "]");
      else made.push(`${key(name)} = ${inline(value, harmless)}`);
    }
    return [...made, ...below];
  }

  function whole(record, parts, own, harmless) {
    const tables = own.filter((name) => isTable(record[name]));
    const plain = Object.entries(record).filter(([name]) => !parts.includes(name) && name !== "sources");
    const made = lines(Object.fromEntries(plain), [], tables, harmless);
    for (const name of parts) {
      for (const each of record[name] ?? []) made.push("", `[[${name}]]`, ...lines(each, [name], own, harmless));
    }
    for (const [name, each] of Object.entries(record.sources ?? {})) made.push("", `[sources.${key(name)}]`, ...lines(each, ["sources", name], [], harmless));
    return `${made.join("\n")}\n`;
  }

  // How deep brackets nest, those in texts too, as paylib counts it.
  function depth(made) {
    let [deepest, now] = [0, 0];
    for (const [each] of made.matchAll(/[[\]{}]/g)) {
      now = Math.max(0, now + ("[{".includes(each) ? 1 : -1));
      deepest = Math.max(deepest, now);
    }
    return deepest;
  }

  function write(record, parts, own = ["check"]) {
    const made = whole(record, parts, own, false);
    return depth(made) > 12 ? whole(record, parts, own, true) : made;
  }

  // ---- Read.

  const ESCAPES = { b: "\b", t: "\t", n: "\n", f: "\f", r: "\r", e: "\x1b", '"': '"', "\\": "\\" };

  function read(source) {
    const given = source.replace(/^\ufeff/, "").replace(/\r\n?/g, "\n");
    const found = {};
    let at = 0;
    const line = () => given.slice(0, at).split("\n").length;
    const fail = (why) => { throw new Error(`Line ${line()}: ${why}`); };
    const blanks = () => { while (given[at] === " " || given[at] === "\t") at += 1; };
    const comment = () => { blanks(); if (given[at] === "#") while (at < given.length && given[at] !== "\n") at += 1; };
    const gaps = () => { for (comment(); given[at] === "\n"; comment()) at += 1; };
    const put = (table, name, value) => Object.defineProperty(table, name, { value, enumerable: true, writable: true, configurable: true });

    function escape() {
      const letter = given[at += 1];
      const digits = { u: 4, U: 8 }[letter];
      if (digits) {
        const hex = given.slice(at + 1, at + 1 + digits);
        if (!/^[0-9a-fA-F]+$/.test(hex) || hex.length < digits || parseInt(hex, 16) > 0x10ffff) fail("a backslash in a text is a sign of its own; write two.");
        at += digits + 1;
        return String.fromCodePoint(parseInt(hex, 16));
      }
      if (!(letter in ESCAPES)) fail("a backslash in a text is a sign of its own; write two.");
      at += 1;
      return ESCAPES[letter];
    }

    function string() {
      const mark = given[at];
      const long = given.startsWith(mark.repeat(3), at);
      const end = long ? mark.repeat(3) : mark;
      at += end.length;
      if (long && given[at] === "\n") at += 1;
      let made = "";
      while (!given.startsWith(end, at)) {
        if (at >= given.length || (!long && given[at] === "\n")) fail("a text has no closing quotation mark.");
        if (mark === '"' && given[at] === "\\") {
          const fold = long && /^\\[ \t]*\n\s*/.exec(given.slice(at, at + 2000));
          if (fold) at += fold[0].length;
          else made += escape();
        } else { made += given[at]; at += 1; }
      }
      at += end.length;
      while (long && given[at] === mark) { made += mark; at += 1; }
      return made;
    }

    function name() {
      const names = [];
      do {
        if (names.length) at += 1;
        blanks();
        if (given[at] === '"' || given[at] === "'") names.push(string());
        else {
          const bare = /^[A-Za-z0-9_-]+/.exec(given.slice(at, at + 200));
          if (!bare) fail("a line is: key = value, with a text in quotation marks.");
          names.push(bare[0]);
          at += bare[0].length;
        }
        blanks();
      } while (given[at] === ".");
      return names;
    }

    function array() {
      const made = [];
      at += 1;
      for (gaps(); given[at] !== "]"; gaps()) {
        made.push(value());
        gaps();
        if (given[at] === ",") at += 1;
        else if (given[at] !== "]") fail("a list has no closing bracket, or lacks a comma.");
      }
      at += 1;
      return made;
    }

    function table() {
      const made = {};
      at += 1;
      for (gaps(); given[at] !== "}"; gaps()) {
        pair(made);
        gaps();
        if (given[at] === ",") at += 1;
        else if (given[at] !== "}") fail("a brace is not closed, or a comma is missing.");
      }
      at += 1;
      return made;
    }

    function value() {
      blanks();
      const first = given[at];
      if (first === '"' || first === "'") return string();
      if (first === "[") return array();
      if (first === "{") return table();
      const [word] = /^[^,\]}#\n]*/.exec(given.slice(at, at + 200));
      const plain = word.trim();
      at += word.length;
      if (plain === "true" || plain === "false") return plain === "true";
      if (/^\d{4}-\d\d(-\d\d)?$/.test(plain)) return plain;
      const digits = plain.replace(/(\d)_(?=\d)/g, "$1");
      if (/^[+-]?(0|[1-9]\d*)(\.\d+)?([eE][+-]?\d+)?$/.test(digits)) return Number(digits);
      return fail(plain ? `“${plain.slice(0, 40)}” cannot be read; a text stands in quotation marks, a number without signs.` : "there is no value.");
    }

    function within(start, names) {
      return names.reduce((held, each) => {
        if (!Object.hasOwn(held, each)) put(held, each, {});
        const next = Array.isArray(held[each]) ? held[each].at(-1) : held[each];
        if (!isTable(next)) fail(`${each} stands twice.`);
        return next;
      }, start);
    }

    function pair(into) {
      const names = name();
      if (given[at] !== "=") fail("a line is: key = value, with a text in quotation marks.");
      at += 1;
      const held = within(into, names.slice(0, -1));
      if (Object.hasOwn(held, names.at(-1))) fail(`${names.at(-1)} stands twice.`);
      put(held, names.at(-1), value());
    }

    let into = found;
    for (gaps(); at < given.length; gaps()) {
      if (given[at] === "[") {
        const many = given[at + 1] === "[";
        at += many ? 2 : 1;
        const names = name();
        if (!given.startsWith(many ? "]]" : "]", at)) fail("the brackets do not match.");
        at += many ? 2 : 1;
        const held = within(found, names.slice(0, -1));
        const last = names.at(-1);
        if (many) {
          if (!Object.hasOwn(held, last)) put(held, last, []);
          if (!Array.isArray(held[last])) fail(`${last} stands once as one, and here as one of several.`);
          held[last].push(into = {});
        } else into = within(held, [last]);
      } else pair(into);
      comment();
      if (at < given.length && given[at] !== "\n") fail("more stands on this line than a key and its value.");
    }
    return found;
  }

  return { read, write, clean };
})();
