"use strict";
// The parts of an offer and what they do to a pay scale: the arithmetic of paylib.offers, for every page that needs it.
// A part has the keys that it has in a dispute's file: {kind: "percent", pct: 3, date: "2026-04"}.
const offer = (() => {
  const WEEKS = 52.143;
  let rates = {}; // published 12-month rates by index: {cpi: {first: ordinal, values: […]}}
  const load = (published) => { rates = published; };

  // ---- Months are "2026-04", and numbers where they are counted.

  const MONTHS = ["January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"];
  const ordinal = (month) => Number(month.slice(0, 4)) * 12 + Number(month.slice(5)) - 1;
  const month = (count) => `${Math.floor(count / 12)}-${String((count % 12) + 1).padStart(2, "0")}`;
  const monthWords = (text) => `${MONTHS[Number(text.slice(5)) - 1]} ${text.slice(0, 4)}`;

  // ---- Figures as they are said: with as many decimals as they were given with.

  function grouped(value, decimals) {
    const [whole, rest] = Math.abs(value).toFixed(decimals).split(".");
    return `${value < 0 ? "\u2212" : ""}${whole.replace(/\B(?=(\d{3})+(?!\d))/g, ",")}${rest ? `.${rest}` : ""}`;
  }
  const decimals = (value, least) => (Number.isInteger(value) ? 0 : Math.max(least, (String(value).split(".")[1] ?? "").length));
  const pct = (value) => `${grouped(value, decimals(value, 1))}%`;
  const gbp = (value) => grouped(value, decimals(value, 2)).replace(/\d/, "\u00a3$&");

  // ---- A state: pay and hours at every point, once some parts are in force.

  const byPoint = (figure) => typeof figure === "object" && figure !== null;
  const at = (state, figure) => {
    if (!byPoint(figure)) return state.points.map(() => figure);
    known(state, Object.keys(figure));
    return state.points.map((point) => (Object.hasOwn(figure, point) ? figure[point] : NaN));
  };
  function known(state, named) {
    const unknown = named.find((point) => !state.points.includes(point));
    if (unknown !== undefined) throw new Error(`Point “${unknown}” is not on the scale.`);
  }
  const said = (figure, show) => (byPoint(figure) ? Object.entries(figure).map(([point, each]) => `${show(each)} at ${point}`).join(", ") : show(figure));

  function linked(part) {
    const series = rates[part.by];
    const published = series?.values[ordinal(part.month) - series.first];
    if (published === undefined || published === null) throw new Error(`No published ${String(part.by).toUpperCase()} rate is held for ${monthWords(part.month)}.`);
    return Math.min(Math.max(published + (part.plus_pct ?? 0), part.at_least ?? -Infinity), part.at_most ?? Infinity);
  }

  function removed(state, part) {
    known(state, part.points);
    const off = state.points.map((point) => part.points.includes(point));
    if (off.every(Boolean)) throw new Error("Every point of the scale would be removed.");
    const lowest = Math.min(...state.pay.filter((_, place) => !off[place]));
    if (state.pay.some((pay, place) => off[place] && pay > lowest)) throw new Error("Only points at the bottom can be removed: one named is paid more than one that stays.");
    return { ...state, pay: state.pay.map((pay, place) => (off[place] ? lowest : pay)) };
  }

  // Each kind: its name for a reader, whether it raises an annual rate, what it does, and how it is said.
  const PARTS = {
    percent: {
      title: "Per cent", raises: true,
      applied(state, part) {
        const base = part.over_old_scale ? state.base : state.pay;
        const rise = at(state, part.pct);
        return { ...state, pay: state.pay.map((pay, place) => (Number.isNaN(rise[place]) ? pay : base[place] * (1 + rise[place] / 100))) };
      },
      what: (part) => said(part.pct, pct) + (part.over_old_scale ? " over the old scale" : ""),
    },
    flat: {
      title: "Pounds a year", raises: true,
      applied(state, part) {
        const rise = at(state, part.gbp);
        return { ...state, pay: state.pay.map((pay, place) => pay + (Number.isNaN(rise[place]) ? 0 : rise[place])) };
      },
      what: (part) => `${said(part.gbp, gbp)} more a year`,
    },
    greater_of: {
      title: "Per cent or pounds, whichever is more", raises: true,
      applied: (state, part) => ({ ...state, pay: state.pay.map((pay) => pay + Math.max((pay * part.pct) / 100, part.gbp)) }),
      what: (part) => `${pct(part.pct)} or ${gbp(part.gbp)} a year, whichever is more,`,
    },
    floor: {
      title: "Nobody below", raises: true,
      applied(state, part) {
        if (part.hourly && state.hours.some(Number.isNaN)) throw new Error("A lowest rate by the hour needs the full-time week: give its hours.");
        return { ...state, pay: state.pay.map((pay, place) => Math.max(pay, part.hourly ? part.gbp * state.hours[place] * WEEKS : part.gbp)) };
      },
      what: (part) => `nobody below ${gbp(part.gbp)} ${part.hourly ? "an hour" : "a year"}`,
    },
    remove_points: {
      title: "Lowest points removed", raises: true,
      applied: removed,
      what: (part) => `points ${listed(part.points)} removed`,
    },
    lump_sum: {
      title: "Paid once, not consolidated", raises: false,
      applied: (state, part) => ({ ...state, once: state.once.map((once, place) => once + (part.gbp ?? 0) + (state.pay[place] * (part.pct ?? 0)) / 100) }),
      what(part) {
        const sums = part.pct ? [`${pct(part.pct)} of pay`] : [];
        return `${[...(part.gbp || !sums.length ? [gbp(part.gbp ?? 0)] : []), ...sums].join(" and ")} once`;
      },
    },
    hours: {
      title: "A shorter week for the same pay", raises: false,
      applied: (state, part) => ({ ...state, hours: state.hours.map(() => part.hours_week) }),
      what: (part) => `a week of ${part.hours_week} hours`,
    },
    linked: {
      title: "Linked to an index", raises: true,
      applied: (state, part) => { const rise = linked(part); return { ...state, pay: state.pay.map((pay) => pay * (1 + rise / 100)) }; },
      what(part) {
        const limits = [["plus", part.plus_pct || undefined], ["at least", part.at_least], ["at most", part.at_most]];
        return `${part.by.toUpperCase()} of ${monthWords(part.month)}${limits.filter(([, limit]) => limit !== undefined && limit !== null).map(([name, limit]) => `, ${name} ${pct(limit)}`).join("")},`;
      },
    },
  };

  const listed = (points) => (points.length <= 12 ? points : [...points.slice(0, 5), "…", ...points.slice(-5)]).join(", ");
  const partWords = (part) => `${PARTS[part.kind].what(part)} ${part.kind === "lump_sum" ? "in" : "from"} ${monthWords(part.date)}`;
  const words = (parts) => parts.map(partWords).join("; ");

  // ---- A scale is {points, annual, hours}: hours of the full-time week, or null where they are not known.

  function states(parts, scale) {
    if (!parts.length) throw new Error("An offer needs at least one part.");
    let state = {
      points: scale.points, base: scale.annual, pay: scale.annual,
      hours: scale.annual.map(() => scale.hours ?? NaN), once: scale.annual.map(() => 0),
    };
    const made = [{ start: ordinal(parts[0].date) - 1, state }];
    for (const part of parts) {
      const start = ordinal(part.date);
      if (start < made.at(-1).start) throw new Error("The stages are out of order: list them by date.");
      state = PARTS[part.kind].applied(state, part);
      if (made.at(-1).start === start) made.pop();
      made.push({ start, state });
    }
    if (state.pay.some((pay) => !(pay > 0 && pay < 1e15))) throw new Error("Pay would not be above nought, or would be beyond all measure.");
    return made;
  }

  // Annual pay in force in a month, by point.
  const paid = (made, count) => (made.findLast((each) => each.start <= count) ?? made[0]).state.pay;

  const hourly = (pay, hours) => pay / WEEKS / hours;

  // What paylib.offers.apply gives, column by column; `yearStart` is the first of the twelve months of the average.
  function apply(parts, scale, yearStart = parts[0].date) {
    const made = states(parts, scale);
    const [before, after] = [made[0].state, made.at(-1).state];
    const first = ordinal(yearStart);
    const year = Array.from({ length: 12 }, (_, each) => paid(made, first + each));
    const average = scale.points.map((_, place) => year.reduce((sum, pay) => sum + pay[place], 0) / 12);
    const each = (work) => scale.points.map((_, place) => work(place));
    const hours = [before, after].map((state) => each((place) => hourly(state.pay[place], state.hours[place])));
    return {
      states: made,
      before_gbp_year: before.pay,
      after_gbp_year: after.pay,
      rise_gbp_year: each((place) => after.pay[place] - before.pay[place]),
      rise_pct: each((place) => (after.pay[place] / before.pay[place] - 1) * 100),
      before_gbp_hour: hours[0],
      after_gbp_hour: hours[1],
      rise_hour_pct: each((place) => (hours[1][place] / hours[0][place] - 1) * 100),
      average_gbp_year: average,
      average_rise_pct: each((place) => (average[place] / before.pay[place] - 1) * 100),
      non_consolidated_gbp: after.once,
    };
  }

  return { PARTS, WEEKS, apply, grouped, hourly, linked, listed, load, month, monthWords, ordinal, paid, partWords, states, words };
})();
