// Offers side by side: by point and in all, against prices, what they cost, for one person, and what a strike would take to
// repay. The same numbers as paylib.offers, paylib.prices, paylib.takehome and paylib.strikes; nothing here touches the page.
const comparing = (() => {
  let record = null;
  let forecasts = []; // {by, name, first, values}: levels of the months to come
  const load = (made) => { record = made; offer.load(made.rates); forecasts = made.forecasts.map(path); };

  const sum = (values, weights) => values.reduce((total, each, place) => total + each * (weights ? weights[place] : 1), 0);
  const zip = (one, other, work) => one.map((each, place) => work(each, other[place]));

  // ---- Prices: published levels by month, and levels after the last one if a forecast comes true.

  const levelIn = (series, count) => series.values[count - series.first] ?? null;
  const lastOf = (by) => record.indices[by].first + record.indices[by].values.length - 1;

  // The levels that an index takes if a forecast comes true, as paylib.models.outlook.forecaster_path: the 12-month rate goes
  // straight from the last published month to the forecast of each year, set at its July, and stays level after the last.
  function path({ by, name, years }) {
    const last = lastOf(by);
    const levels = [];
    const level = (count) => levels[count - last - 1] ?? levelIn(record.indices[by], count);
    const turns = [[last, 100 * (level(last) / level(last - 12) - 1)], ...years.map(([year, rate]) => [year * 12 + 6, rate]).filter(([count]) => count > last)];
    for (let count = last + 1; count <= years.at(-1)[0] * 12 + 11; count += 1) {
      const next = turns.findIndex(([place]) => place >= count);
      const [[from, low], [to, high]] = next < 0 ? [turns.at(-1), turns.at(-1)] : [turns[next - 1], turns[next]];
      const rate = to === from ? low : low + ((high - low) * (count - from)) / (to - from);
      levels.push(level(count - 12) * (1 + rate / 100));
    }
    return { by, name, first: last + 1, values: levels };
  }

  // By how much prices rise from a month to another, as ratios: one that is published, or one for each forecast held.
  function prices(by, since, until) {
    const start = levelIn(record.indices[by], since);
    if (start === null || until < since) return [];
    const end = levelIn(record.indices[by], until);
    if (end !== null) return [{ ratio: end / start, forecast: null }];
    return forecasts.filter((each) => each.by === by && levelIn(each, until) !== null)
      .map((each) => ({ ratio: levelIn(each, until) / start, forecast: each.name }));
  }

  // ---- What each gets.

  // As paylib.offers.spread.
  function spread(made, staff) {
    const rises = made.rise_pct;
    const order = rises.map((_, place) => place).sort((one, other) => rises[one] - rises[other]);
    const all = sum(staff);
    let reached = 0;
    const run = order.map((place) => (reached += staff[place]) / all);
    const middle = [0.5 - 1e-12, 0.5 + 1e-12].map((share) => rises[order[run.findIndex((each) => each >= share)]]);
    const with_staff = rises.filter((_, place) => staff[place] > 0);
    return {
      average_rise_pct: (sum(made.after_gbp_year, staff) / sum(made.before_gbp_year, staff) - 1) * 100,
      mean_rise_pct: sum(rises, staff) / all,
      median_rise_pct: (middle[0] + middle[1]) / 2,
      lowest_rise_pct: Math.min(...with_staff),
      highest_rise_pct: Math.max(...with_staff),
    };
  }

  // As paylib.offers.cost: over the twelve months, or over a full year with every stage in force.
  function cost(made, given, full) {
    const { staff } = given;
    const before = made.before_gbp_year;
    const after = full ? made.after_gbp_year : made.average_gbp_year;
    const once = full ? before.map(() => 0) : made.non_consolidated_gbp;
    const line = given.insurance ? record.taxes[given.tax_year]?.employer[Number(given.contracted_out)] : undefined;
    const insured = (pays) => (line === undefined ? 0 : sum(pays.map((pay) => calculator.read(record.lines[line], pay)[0]), staff));
    const heads = {
      pay: [sum(before, staff), sum(after, staff)],
      non_consolidated: [0, sum(once, staff)],
      employer_ni: [insured(before), insured(zip(after, once, (pay, extra) => pay + extra))],
      employer_pension: [(sum(before, staff) * given.pension_pct) / 100, (sum(after, staff) * given.pension_pct) / 100],
    };
    heads.total = [0, 1].map((place) => sum(Object.values(heads).map((each) => each[place])));
    return Object.fromEntries(Object.entries(heads).map(([name, [was, is]]) => [name, {
      before_gbp: was, after_gbp: is, cost_gbp: is - was, cost_pct: ((is - was) / (was > 0 ? was : heads.total[0])) * 100,
    }]));
  }

  // ---- The months at which pay is looked at: when a stage starts, the last month with prices by every index, the ends of the pay years.

  function dates(given) {
    const starts = given.offers.flatMap((each) => each.parts.filter((part) => offer.PARTS[part.kind].raises).map((part) => offer.ordinal(part.date)));
    const first = offer.ordinal(given.year_start);
    const last = Math.max(first, ...starts);
    const ends = Array.from({ length: Math.floor((last - first) / 12) + 1 }, (_, year) => first + 12 * year + 11);
    const published = Math.min(...Object.keys(record.indices).map(lastOf));
    const all = [...starts, ...ends, ...(published > first && published < ends.at(-1) ? [published] : [])];
    return [...new Set(all)].sort((one, other) => one - other);
  }

  // The change of pay in real terms from `since`, by month, index and forecast: of all staff together, and by point.
  function real(made, given, when) {
    const since = offer.ordinal(given.since);
    return Object.fromEntries(Object.keys(record.indices).map((by) => [by, prices(by, since, when).map(({ ratio, forecast }) => {
      const pay = offer.paid(made.states, when);
      return {
        forecast,
        prices_pct: (ratio - 1) * 100,
        all_pct: (sum(pay, given.staff) / sum(made.before_gbp_year, given.staff) / ratio - 1) * 100,
        point_pct: zip(pay, made.before_gbp_year, (is, was) => (is / was / ratio - 1) * 100),
      };
    })]));
  }

  // ---- Beneath the scale, and within it.

  // The adult minimum wage in force, pounds an hour; null outside of what is held.
  function minimum(count) {
    const rates = record.minimum;
    const place = rates.findLastIndex(([month]) => month <= count);
    return place < 0 || count > rates.at(-1)[0] + 11 ? null : rates[place][1];
  }

  // Points paid less an hour than the minimum, as paylib.awards.floors.overtaken has it; null where that cannot be said.
  function overtaken(pay, hours, count) {
    const least = minimum(count);
    if (least === null || hours.some(Number.isNaN)) return null;
    return pay.map((_, place) => place).filter((place) => Math.round(offer.hourly(pay[place], hours[place]) * 100) / 100 < least);
  }

  // What each point is below the next one up, pounds a year; null for the last.
  const gaps = (pay) => pay.map((each, place) => (place + 1 < pay.length ? pay[place + 1] - each : null));

  // What a member contributes, per cent of pay, by the tiers of a tax year; null where the pay is above those held.
  function memberPct(sets, annual, whole) {
    let sum = 0;
    for (const [share, byWhole, sliced, tiers] of sets) {
      const pay = byWhole ? whole : annual;
      const top = tiers.at(-1)[1];
      if (top !== null && pay >= top + 1) return null;
      if (sliced) {
        sum += share * tiers.reduce((paid, [, to, pct], at) => paid + (Math.max(0, Math.min(annual, to ?? Infinity) - (at ? tiers[at - 1][1] : 0)) * pct) / annual, 0);
      } else sum += share * tiers.filter(([from]) => from <= pay).at(-1)[2];
    }
    return sum;
  }

  // ---- One person: part time or in term time, after tax, with the employer's pension contribution, and on strike.

  function net(annual, reader) {
    const taxes = record.taxes[reader.tax_year];
    if (!taxes) return null;
    const tax = { after_pension: record.lines[taxes.income[reader.nation]], before_pension: taxes.insurance.map((line) => record.lines[line]) };
    return calculator.net({ tax }, { pension: reader.pension_pct, contracted_out: Number(reader.contracted_out) }, annual);
  }

  function person(made, given, reader) {
    const { place } = reader;
    const full = [made.before_gbp_year[place], made.after_gbp_year[place]];
    const share = (reader.hours_week === null ? 1 : reader.hours_week / given.hours) * (reader.paid_weeks / offer.WEEKS);
    const [before, after] = full.map((pay) => pay * share);
    const [was, is] = [before, after].map((pay) => net(pay, reader));
    const rise = after - before;
    return {
      before_gbp: before, after_gbp: after, rise_gbp: rise, once_gbp: made.non_consolidated_gbp[place] * share,
      net_before_gbp: was, net_after_gbp: is,
      net_rise_gbp: was === null ? null : is - was,
      kept_pct: was === null || Math.abs(rise) < 0.005 ? null : ((is - was) / rise) * 100,
      with_pension_before_gbp: before * (1 + given.pension_pct / 100),
      with_pension_after_gbp: after * (1 + given.pension_pct / 100),
    };
  }

  // Days of strike that a year of a gain repays, and the months in which it repays the days given.
  function strike(annual, gain, days) {
    return record.divisors.map(({ name, days: divisor }) => {
      const day = annual / divisor;
      const lost = day * days;
      return { name, day_gbp: day, days_a_year: gain / day, lost_gbp: lost, months: lost === 0 ? 0 : gain > 0 ? lost / (gain / 12) : null };
    });
  }

  // ---- All of it.

  function answers(given) {
    const scale = { points: given.points, annual: given.annual, hours: given.hours };
    const when = dates(given);
    const offers = given.offers.map((each) => {
      let made;
      try {
        made = offer.apply(each.parts, scale, given.year_start);
      } catch (error) {
        throw new Error(`${each.name}: ${error.message}`);
      }
      return {
        ...made,
        name: each.name,
        claim: each.claim,
        words: offer.words(each.parts),
        spread: spread(made, given.staff),
        cost: cost(made, given, false),
        cost_full: cost(made, given, true),
        once_gbp: sum(made.non_consolidated_gbp, given.staff) / sum(given.staff),
        rise_gbp: sum(made.rise_gbp_year, given.staff) / sum(given.staff),
        real: Object.fromEntries(when.map((count) => [offer.month(count), real(made, given, count)])),
        below: Object.fromEntries(when.map((count) => {
          const { state } = made.states.findLast((step) => step.start <= count) ?? made.states[0];
          return [offer.month(count), overtaken(state.pay, state.hours, count)];
        })),
        gaps: gaps(made.after_gbp_year),
        person: given.reader && person(made, given, given.reader),
      };
    });
    const claim = offers.find((each) => each.claim) ?? null;
    for (const each of offers) {
      each.from_claim = claim && {
        gbp: zip(each.after_gbp_year, claim.after_gbp_year, (pay, asked) => pay - asked),
        pct: zip(each.after_gbp_year, claim.after_gbp_year, (pay, asked) => (pay / asked - 1) * 100),
        cost_gbp: each.cost_full.total.cost_gbp - claim.cost_full.total.cost_gbp,
      };
    }
    return { dates: when.map(offer.month), offers, claim, gaps_before: gaps(given.annual), staff: sum(given.staff) };
  }

  return { answers, cost, gaps, load, memberPct, minimum, net, prices, spread, strike, record: () => record };
})();
