"use strict";
// Pay against prices since a month: the sums, words and marks of paylib.report.brief.erosion, term for term. Months are counted.
const since = (() => {
    const MONTHS = ["January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"];
    const named = (month) => `${MONTHS[month % 12]} ${Math.floor(month / 12)}`;
    const last = (level) => level.start + level.values.length - 1;
    const at = (level, month) => level.values[month - level.start];
    // As paylib.figures.rounding has them: what is not nought never prints as nought, a billionth is left over from arithmetic.
    const vanishes = (value, places) => Math.abs(value) >= 1e-9 && !Number(Math.abs(value).toFixed(places));
    const show = (value, places = 1) => {
        const shown = Math.abs(value).toFixed(places).replace(/\B(?=(\d{3})+\.)/g, ",");
        return `${value < 0 && /[1-9]/.test(shown) ? "\u2212" : ""}${shown}%`;
    };
    const pct = (value) => (vanishes(value, 1) ? "less than 0.05%" : show(value));
    const pictured = (value, places = 1) => (vanishes(value, places) ? pictured(value, places + 1) : show(value, places));
    const signed = (ratio) => {
        const shown = pct((ratio - 1) * 100);
        return /^[1-9]|^0\.[1-9]/.test(shown) ? `+${shown}` : shown;
    };
    const escaped = (words) => words.replaceAll("&", "&amp;").replaceAll("<", "&lt;");

    // Headline and sentence, what is 100, and real pay by month.
    function told(pay, prices, first) {
        const until = Math.min(last(pay), last(prices));
        const rise = at(pay, until) / at(pay, first);
        const dearer = at(prices, until) / at(prices, first);
        const change = (rise / dearer - 1) * 100;
        const size = pct(Math.abs(change));
        const moved = size === "0.0%" ? "level" : `a ${change < 0 ? "fall" : "rise"} of ${size}`;
        const scale = (at(prices, first) / at(pay, first)) * 100;
        const real = [];
        for (let month = first; month <= until; month += 1) real.push((at(pay, month) / at(prices, month)) * scale);
        return {
            headline: `${pay.name}: ${moved} after prices since ${named(first)}, by ${prices.name}`,
            sentence: `From ${named(first)} to ${named(until)}: pay ${signed(rise)}, prices ${signed(dearer)} by ${prices.name}, after prices ${signed(1 + change / 100)}.`,
            base: `Pay after prices, ${named(first)} = 100`,
            real,
            until,
        };
    }

    // The picture, with each choice that is marked on it: full, if it is by the index shown.
    function drawn({ svg, box: { left, right, top, height, width, letter, rows } }, { real, until }, first, index = "", chosen = []) {
        const low = Math.min(100, ...real);
        const high = Math.max(100, ...real);
        const span = high - low || 1;
        const across = (right - left) / Math.max(1, real.length - 1);
        const y = (value) => top + ((high - value) / span) * height;
        const places = {
            path: `M${real.map((value, place) => `${(left + place * across).toFixed(1)} ${y(value).toFixed(1)}`).join("L")}`,
            level: y(100).toFixed(1), end: y(real.at(-1)).toFixed(1), shown: pictured(real.at(-1) - 100), since: named(first), until: named(until), right: right.toFixed(1),
        };
        chosen.forEach((each, k) => {
            const month = each.first - first;
            const inside = month >= 0 && month < real.length;
            const words = inside ? each.words : `${month < 0 ? "\u2190" : "\u2192"} ${each.words}`;
            const high = inside ? y(real[month]) : rows[k] - 4.5;
            const start = inside ? Math.max(left, Math.min(left + month * across - 5, width - [...words].length * letter)) : left + 16;
            places[`x${k}`] = (inside ? left + month * across : left + 5).toFixed(1);
            places[`y${k}`] = high.toFixed(1);
            places[`foot${k}`] = (inside ? rows[k] - 13 : high).toFixed(1);
            places[`start${k}`] = start.toFixed(1);
            places[`look${k}`] = each.index === index ? "full" : "open";
            places[`words${k}`] = words;
        });
        return `data:image/svg+xml,${encodeURIComponent(svg.replace(/@(\w+)@/g, (_, name) => escaped(places[name])))}`;
    }

    return { named, last, vanishes, pct, pictured, told, drawn };
})();
