"use strict";
// A page that is mailed and kept says by itself when newer figures are out.
const due = document.getElementById("due");
if (due && Date.now() > Date.parse(`${due.dateTime}T23:59:59Z`)) document.getElementById("old").hidden = false;

// Pay against prices since a month of the reader's choice: the sums of paylib.report.brief.erosion, term for term.
const live = document.getElementById("erosion");
if (live) {
    const terms = JSON.parse(document.getElementById("terms").textContent);
    const [group, index, first] = ["group", "index", "first"].map((name) => live.querySelector(`[name=${name}]`));
    const months = ["January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"];
    const named = (month) => `${months[month % 12]} ${Math.floor(month / 12)}`;
    const last = (level) => level.start + level.values.length - 1;
    const at = (level, month) => level.values[month - level.start];
    const pct = (value) => {
        const shown = Math.abs(value).toFixed(1).replace(/\B(?=(\d{3})+\.)/g, ",");
        return `${value < 0 && Number(shown.replace(",", "")) ? "\u2212" : ""}${shown}%`;
    };
    const signed = (ratio) => {
        const shown = pct((ratio - 1) * 100);
        return shown.startsWith("\u2212") || shown === "0.0%" ? shown : `+${shown}`;
    };
    const option = (value, words) => Object.assign(document.createElement("option"), { value, textContent: words });
    const escaped = (words) => words.replaceAll("&", "&amp;").replaceAll("<", "&lt;");

    function offer(chosen) {
        const pay = terms.pay[group.value];
        const prices = terms.prices[index.value];
        const from = Math.max(pay.start, prices.start);
        const until = Math.min(last(pay), last(prices)) - 1;
        const options = [];
        for (let month = from; month <= until; month += 1) options.push(option(month, named(month)));
        first.replaceChildren(...options);
        first.value = Math.min(Math.max(chosen, from), until);
    }

    function drawn(real, since, until) {
        const { left, right, top, height, width, letter, rows } = terms.box;
        const low = Math.min(100, ...real);
        const high = Math.max(100, ...real);
        const span = high - low || 1;
        const across = (right - left) / Math.max(1, real.length - 1);
        const y = (value) => top + ((high - value) / span) * height;
        const places = {
            path: `M${real.map((value, place) => `${(left + place * across).toFixed(1)} ${y(value).toFixed(1)}`).join("L")}`,
            level: y(100).toFixed(1), end: y(real.at(-1)).toFixed(1), shown: pct(real.at(-1) - 100), since: named(since), until: named(until), right: right.toFixed(1),
        };
        terms.chosen.forEach((each, k) => {
            const month = each.first - since;
            const inside = month >= 0 && month < real.length;
            const words = inside ? each.words : `${month < 0 ? "\u2190" : "\u2192"} ${each.words}`;
            const high = inside ? y(real[month]) : rows[k] - 4.5;
            const start = inside ? Math.max(left, Math.min(left + month * across - 5, width - [...words].length * letter)) : left + 16;
            places[`x${k}`] = (inside ? left + month * across : left + 5).toFixed(1);
            places[`y${k}`] = high.toFixed(1);
            places[`foot${k}`] = (inside ? rows[k] - 13 : high).toFixed(1);
            places[`start${k}`] = start.toFixed(1);
            places[`look${k}`] = each.index === index.value ? "full" : "open";
            places[`words${k}`] = words;
        });
        const svg = terms.svg.replace(/@(\w+)@/g, (_, name) => escaped(places[name]));
        return `data:image/svg+xml,${encodeURIComponent(svg)}`;
    }

    function told(since, until) {
        const within = (words, fits) => {
            const there = terms.chosen.filter(fits);
            return there.length ? ` ${words}: ${there.map((each) => each.words).join("; ")}.` : "";
        };
        return within("Marked", ({ first }) => since <= first && first <= until)
            + within("Before this chart", ({ first }) => first < since) + within("After it", ({ first }) => first > until);
    }

    function show() {
        const pay = terms.pay[group.value];
        const prices = terms.prices[index.value];
        const since = Number(first.value);
        const until = Math.min(last(pay), last(prices));
        const rise = at(pay, until) / at(pay, since);
        const dearer = at(prices, until) / at(prices, since);
        const change = (rise / dearer - 1) * 100;
        const size = pct(Math.abs(change));
        const moved = size === "0.0%" ? "level" : `a ${change < 0 ? "fall" : "rise"} of ${size}`;
        const headline = `${pay.name}: ${moved} after prices since ${named(since)}, by ${prices.name}`;
        const sentence = `From ${named(since)} to ${named(until)}: pay ${signed(rise)}, prices ${signed(dearer)} by ${prices.name}, after prices ${signed(1 + change / 100)}.`;
        const scale = (at(prices, since) / at(pay, since)) * 100;
        const real = [];
        for (let month = since; month <= until; month += 1) real.push((at(pay, month) / at(prices, month)) * scale);
        const base = `Pay after prices, ${named(since)} = 100`;
        live.querySelector("h3").textContent = headline;
        live.querySelector("output").textContent = sentence;
        live.querySelector(".base").textContent = base;
        Object.assign(live.querySelector("img"), { alt: `${headline}. ${sentence}${told(since, until)}`, src: drawn(real, since, until) });
        const marked = (month) => terms.chosen.filter((each) => each.first === month).map((each) => each.row).join("; ");
        const rows = real.map((_, place) => place).filter((place) => place % 12 === 0 || place === real.length - 1 || marked(since + place));
        live.querySelector(".table").setAttribute("aria-label", headline);
        live.querySelector("caption").textContent = headline;
        live.querySelector("thead th:last-child").textContent = base;
        live.querySelector("tbody").replaceChildren(...rows.map((place) => {
            const row = document.createElement("tr");
            const head = Object.assign(document.createElement("th"), { scope: "row", textContent: named(since + place) + (marked(since + place) && ` (${marked(since + place)})`) });
            const cell = Object.assign(document.createElement("td"), { className: "number", textContent: real[place].toFixed(1) });
            row.append(head, cell);
            return row;
        }));
    }

    group.replaceChildren(...terms.pay.map((level, place) => option(place, level.name)));
    index.replaceChildren(...Object.entries(terms.prices).map(([name, level]) => option(name, level.name)));
    index.value = terms.index;
    offer(terms.first);
    live.querySelector("form").hidden = false;
    for (const each of [group, index]) each.addEventListener("change", () => { offer(Number(first.value)); show(); });
    first.addEventListener("change", show);
    const mine = document.getElementById("own");
    const shown = (value) => `${value < 0 && Math.abs(value) >= 0.5 ? "\u2212" : ""}\u00a3${Math.abs(value).toFixed(0).replace(/\B(?=(\d{3})+(?!\d))/g, ",")}`;

    function lostTable(pay) {
        const rows = Object.entries(own.lost(pay, terms.prices, pay.start));
        const table = document.createElement("table");
        table.createCaption().textContent = `What your pay lost against prices since ${named(pay.start)}`;
        const line = (section, name, cells, head) => {
            const row = section.insertRow();
            [name, ...cells].forEach((words, place) => {
                const cell = document.createElement(head || !place ? "th" : "td");
                if (head || !place) cell.scope = head ? "col" : "row";
                if (place) cell.className = "number";
                cell.textContent = words;
                row.append(cell);
            });
        };
        line(table.createTHead(), "Index", ["Lost in the last twelve months", "Lost since then, added up", "Rise that would restore it"], true);
        const body = table.createTBody();
        rows.forEach(([name, each]) => line(body, name, [shown(each.this_year_gbp), shown(each.added_up_gbp), pct(each.restore_pct)], false));
        const around = Object.assign(document.createElement("div"), { className: "table", tabIndex: 0 });
        around.setAttribute("role", "region");
        around.setAttribute("aria-label", "What your pay lost");
        around.append(table);
        return rows.length ? around : "";
    }

    function draw(text) {
        const read = own.table(text);
        const pay = read.rows && own.level(read.rows, last(terms.prices.cpi));
        const begins = Math.min(...Object.values(terms.prices).map((level) => level.start));
        const faults = read.faults ?? (!pay || last(pay) <= begins || pay.start >= last(terms.prices.cpi)
            ? [`Prices on this page go from ${named(begins)} to ${named(last(terms.prices.cpi))}: give pay of two months within that.`] : []);
        document.getElementById("own-faults").replaceChildren(...faults.slice(0, own.MOST_FAULTS).map((words) => Object.assign(document.createElement("li"), { textContent: words })));
        document.getElementById("own-lost").replaceChildren(faults.length ? "" : lostTable(pay));
        if (faults.length) return;
        terms.pay = [...terms.pay.filter((level) => level.name !== pay.name), pay];
        group.replaceChildren(...terms.pay.map((level, place) => option(place, level.name)));
        group.value = String(terms.pay.length - 1);
        offer(pay.start);
        show();
    }

    mine.hidden = false;
    mine.querySelector("form").hidden = false;
    if (location.hash === "#own") {
        for (let each = mine; each; each = each.parentElement.closest("details")) each.open = true;
        mine.scrollIntoView();
    }
    mine.querySelector("form").addEventListener("submit", (event) => {
        event.preventDefault();
        draw(mine.querySelector("textarea").value);
    });
    mine.querySelector("[type=file]").addEventListener("change", async (event) => {
        const [file] = event.target.files;
        if (!file) return;
        mine.querySelector("textarea").value = own.decoded(await file.arrayBuffer());
        draw(mine.querySelector("textarea").value);
    });

    for (const button of live.querySelectorAll("form:not(#own form) button")) {
        button.addEventListener("click", () => {
            group.value = "0";
            index.value = button.dataset.index || index.value;
            offer(Number(button.dataset.first));
            show();
        });
    }
}
