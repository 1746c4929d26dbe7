// paylib's record, as far as it is in the page: figures of its tables, and what a pay point is paid at a date, found as
// paylib.awards.scales finds it.
const theRecord = (() => {
  let terms = null;
  const own = (held, name) => (held && typeof name === "string" && Object.hasOwn(held, name) ? held[name] : null);
  const fail = (why) => { throw new Error(why); };

  // ---- Tables, by their columns.

  function column(table, name) {
    const coded = own(table.columns, name);
    if (!coded) return null;
    if (!coded.full) {
      coded.full = [];
      if (coded.codes) coded.full = coded.codes.map((place) => coded.values[place]);
      else for (let at = 0; at < coded.runs.length; at += 2) for (let n = 0; n < coded.runs[at + 1]; n += 1) coded.full.push(coded.values[coded.runs[at]]);
    }
    return coded.full;
  }

  // A cell as Python writes it.
  function written(table, name, value) {
    if (typeof value === "boolean") return value ? "True" : "False";
    return typeof value === "number" && !table.columns[name].whole ? rule.repr(value) : String(value);
  }

  function rowsOf(table, where = {}) {
    const asked = Object.entries(where).map(([name, value]) => [name, column(table, name) ?? [], String(value)]);
    const rows = [];
    for (let row = 0; row < table.rows; row += 1) if (asked.every(([name, full, value]) => full[row] !== null && full[row] !== undefined && written(table, name, full[row]) === value)) rows.push(row);
    return rows;
  }

  const keyOf = (figure) => JSON.stringify([figure.table, figure.column ?? "value", Object.entries(figure.where ?? {}).map(([name, each]) => [name, String(each)]).sort()]);

  // Whether the table is in the page with the columns that a figure needs.
  function inPage(figure) {
    const table = own(terms.held, figure.table);
    return table !== null && [figure.column ?? "value", ...Object.keys(figure.where ?? {})].every((name) => own(table.columns, name));
  }

  // The figure of a row: {value: null} where its cell is empty, null where it is not in the page or not just one row fits.
  function pick(figure) {
    if (!inPage(figure)) return own(terms.picked, keyOf(figure));
    const table = terms.held[figure.table];
    const [row, ...more] = rowsOf(table, figure.where);
    if (row === undefined || more.length) return null;
    const cell = (name) => (column(table, name) ?? [])[row] ?? null;
    const name = figure.column ?? "value";
    let [value, unit] = [cell(name), own(table.units, name) ?? cell("unit") ?? "text"];
    if (value === null && cell("text") !== null) [value, unit] = [cell("text"), ["date", "month"].includes(cell("unit")) ? cell("unit") : "text"];
    const found = { value, unit, source: cell("source"), warnings: [...table.warnings, ...(cell("usage_warnings") ?? "").split(" ").filter(Boolean)] };
    return { ...found, whole: Boolean(table.columns[name].whole), cv: variation(figure) };
  }

  // The coefficient of variation that the table of a survey has beside its statistic.
  function variation(figure) {
    const { statistic } = figure.where;
    if (typeof statistic !== "string" || statistic.endsWith("_cv")) return null;
    return pick({ ...figure, where: { ...figure.where, statistic: `${statistic}_cv` } })?.value ?? null;
  }

  // ---- Groups, and whether their pay changed: paylib.awards.groups.

  const partsOf = (nations) => own(terms.nations, nations) ?? nations.replaceAll(" and ", ", ").split(", ");
  const covers = (wide, narrow) => partsOf(narrow).every((each) => partsOf(wide).includes(each));
  const cells = (table, row) => (key) => column(table, key)[row] ?? "";

  function described(name) {
    const at = String(name).indexOf(", ");
    const [key, nation] = at < 0 ? [String(name), ""] : [String(name).slice(0, at), String(name).slice(at + 2)];
    const table = terms.held.bargaining_groups;
    const row = column(table, "bargaining_group").findIndex((each, place) => each === key || (column(table, "aliases")[place] ?? "").split(" ").includes(key));
    if (!key || row < 0) fail(`There is no group of paylib “${name}”.`);
    const cell = cells(table, row);
    const group = { name: cell("bargaining_group"), title: cell("title"), nation: cell("nation"), pointsOf: cell("points_of") || cell("bargaining_group"), employer: cell("employer"), numbered: cell("numbered_points") === true };
    if (!nation || nation === group.nation) return group;
    const names = [...new Set([group.name, group.pointsOf])];
    const nationsIn = (held) => names.flatMap((each) => rowsOf(held, { bargaining_group: each }).map((place) => column(held, "nation")[place]));
    const nations = [...nationsIn(terms.held.pay_awards), ...nationsIn(terms.held.pay_points)];
    if (!nations.some((each) => covers(each, nation))) fail(`paylib has nothing on ${group.title} in ${nation}.`);
    return { ...group, nation, title: `${group.title}, ${nation}` };
  }

  // Whether a general award changed the pay of a group after one month, up to another; null where that is not known.
  function changedBetween(name, before, after, nation) {
    let group = described(name);
    if (!covers(nation, group.nation)) group = described(nation ? `${group.name}, ${nation}` : group.name);
    const month = (text) => claims.period(text).first;
    const spans = rowsOf(terms.coverage, { bargaining_group: group.name, period_type: "month" }).map((row) => cells(terms.coverage, row));
    const held = spans.some((cell) => covers(cell("nation") || described(group.name).nation, group.nation) && month(cell("from_period")) <= before && after <= month(cell("to_period")));
    if (!held) return null;
    const awards = terms.held.pay_awards;
    return rowsOf(awards, { bargaining_group: group.name, scope: "general" }).map((row) => cells(awards, row)).some((cell) => {
      const counts = covers(cell("nation"), group.nation) && terms.changedPay.includes(cell("status")) && cell("effective_month") && (cell("award_pct") || cell("flat_gbp"));
      return counts && before < month(cell("effective_month")) && month(cell("effective_month")) <= after;
    });
  }

  // ---- The pay of a point at a date: paylib.awards.scales.

  const KEYS = ["nation", "area", "employer", "contract", "grade", "point"];
  const OTHER_KEYS = { band: "grade", pay_range: "grade", spine: "contract", pay_area: "area" };
  const IN_FORCE = ["in_force", "imposed"];
  const cellOf = (row, key) => column(terms.held.pay_points, key)[row] ?? "";
  const named = (values) => [...new Set(values)].map((each) => each || "none").join(", ");

  function rowsOfGroup(name, group, where) {
    const { employer: asked = "", ...others } = where;
    let rows = rowsOf(terms.held.pay_points, { bargaining_group: group.pointsOf }).filter((row) => cellOf(row, "annual_gbp") !== "");
    if (!rows.length) fail(`paylib has no pay points of ${group.title}.`);
    const employers = rows.map((row) => cellOf(row, "employer"));
    rows = rows.filter((row) => cellOf(row, "employer") === String(group.employer || asked));
    if (!rows.length) fail(`Say which employer: one of ${named(employers)}.`);
    for (const [key, value] of Object.entries({ ...(String(name).includes(", ") ? { nation: group.nation } : {}), ...others })) {
      const mine = own(OTHER_KEYS, key) ?? key;
      const wanted = key === "band" ? `band ${value}` : String(value);
      if (!KEYS.includes(mine) || key === "point") fail(`Pay points have no ${key}: choose from ${KEYS.join(", ")}.`);
      const there = rows.map((row) => cellOf(row, mine));
      rows = rows.filter((row) => (mine === "nation" ? covers(cellOf(row, "nation"), wanted) : cellOf(row, mine) === wanted));
      if (!rows.length) fail(`${group.title} has no ${mine} “${wanted}”: choose from ${named(there)}.`);
    }
    const numbered = group.numbered && !rows.some((row) => cellOf(row, "employer"));
    return numbered ? rows.filter((row) => /^\d+$/.test(cellOf(row, "point"))) : rows;
  }

  // The scales in force at a date: of each the last, if its pay is known not to have changed since.
  function standing(name, rows, asked) {
    const scales = new Map();
    for (const row of rows) {
      const scale = JSON.stringify(["nation", "employer", "contract"].map((key) => cellOf(row, key)));
      scales.set(scale, [...(scales.get(scale) ?? []), row]);
    }
    return [...scales].flatMap(([scale, mine]) => {
      const dates = mine.map((row) => claims.period(cellOf(row, "period"))).filter((each) => each.kind === asked.kind && each.first <= asked.first);
      const last = Math.max(...dates.map((each) => each.first));
      const stands = last === asked.first || (asked.kind === "month" && dates.length && changedBetween(name, last, asked.first, JSON.parse(scale)[0]) === false);
      return stands ? mine.filter((row) => { const each = claims.period(cellOf(row, "period")); return each.kind === asked.kind && each.first === last; }) : [];
    });
  }

  // The published rate where there are two of one point.
  function chosenOf(rows) {
    const found = new Map();
    const second = (row) => cellOf(row, "basis") !== "published";
    for (const row of rows.filter((each) => ["published", "derived"].includes(cellOf(each, "basis")))) {
      const key = JSON.stringify(KEYS.map((each) => cellOf(row, each)));
      if (!found.has(key) || (second(found.get(key)) && !second(row))) found.set(key, row);
    }
    return [...found.values()];
  }

  function rowAt(name, point, when, where = {}) {
    const asked = claims.period(/^\d{4}-\d\d-\d\d$/.test(when) ? when.slice(0, 7) : when) ?? fail(`“${when}” is not a month or a year.`);
    const group = described(name);
    const rows = rowsOfGroup(name, group, where);
    const paid = rows.filter((row) => IN_FORCE.includes(cellOf(row, "status")));
    let chosen = chosenOf(standing(name, paid, asked));
    const mine = chosen.filter((row) => covers(cellOf(row, "nation"), group.nation));
    if (where.nation === undefined && mine.length) chosen = mine;
    const found = chosen.filter((row) => cellOf(row, "point") === String(point));
    if (found.length === 1) return found[0];
    if (found.length) {
      const differ = KEYS.slice(0, -1).filter((key) => new Set(found.map((row) => cellOf(row, key))).size > 1);
      fail(`${group.title} has ${found.length} points called ${point} in ${when}. Say which: ${differ.map((key) => `${key} (${named(found.map((row) => cellOf(row, key)))})`).join(" and ")}.`);
    }
    const dates = [...new Set(paid.filter((row) => cellOf(row, "point") === String(point)).map((row) => cellOf(row, "period")))].sort();
    return fail(`paylib has no pay of ${group.title}, point ${point}, for ${when}.${dates.length ? ` It has it from ${dates.join(", ")}, and not where pay has changed since or may have.` : ""}`);
  }

  // Which row of the table pay_points has the pay of a point at a date, as a figure's table and row.
  function place(name, point, when, where) {
    const row = rowAt(name, point, when, where);
    const told = ["bargaining_group", ...KEYS, "period", "status", "basis"].map((key) => [key, cellOf(row, key)]).filter(([, value]) => value);
    return { table: "pay_points", column: "annual_gbp", where: Object.fromEntries(told) };
  }

  function pay(name, point, when, where) {
    const row = rowAt(name, point, when, where);
    return { annual_gbp: cellOf(row, "annual_gbp"), source: cellOf(row, "source") };
  }

  // Group, point and contract of the row of pay points that a figure is; null where not just one row fits.
  function pointOf(figure) {
    const [row, ...more] = figure.table === "pay_points" ? rowsOf(terms.held.pay_points, figure.where) : [];
    return row === undefined || more.length ? null : { group: cellOf(row, "bargaining_group"), point: cellOf(row, "point"), contract: cellOf(row, "contract") };
  }

  // What is wrong with pay before and after that has one number on both sides of a renumbering.
  function ofTwoPoints(figures) {
    const points = figures.map(pointOf).filter(Boolean);
    const [older, newer] = ["old", "new"].map((contract) => points.find((each) => each.contract === contract));
    if (!older || !newer || older.group !== newer.group || older.point !== newer.point) return [];
    const moves = terms.held.point_renumbering;
    return rowsOf(moves, { bargaining_group: older.group, old_point: older.point }).map((row) => cells(moves, row)).map((cell) =>
      claims.filled(terms.renumbered, { ...older, month: cell("effective_month"), new: cell("new_point") }));
  }

  return { load: (given) => { terms = given; }, ofTwoPoints, column, rowsOf, inPage, pick, described, place, pay };
})();
