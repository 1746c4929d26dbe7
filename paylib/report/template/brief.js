"use strict";
// A page that is mailed and kept says by itself when newer figures are out.
const due = document.getElementById("due");
if (due && Date.now() > Date.parse(`${due.dateTime}T23:59:59Z`)) document.getElementById("old").hidden = false;

// Pay against prices since a month of the reader's choice: the sums of paylib.report.brief.erosion, term for term.
const live = document.getElementById("erosion");
if (live) {
    const terms = JSON.parse(document.getElementById("terms").textContent);
    const [group, index, first] = ["group", "index", "first"].map((name) => live.querySelector(`[name=${name}]`));
    const { named, last } = since;
    const option = (value, words) => Object.assign(document.createElement("option"), { value, textContent: words });

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

    // Which choices of either side stand on the chart, before it and after it.
    function marks(from, until) {
        const within = (words, fits) => {
            const there = terms.chosen.filter(fits);
            return there.length ? ` ${words}: ${there.map((each) => each.words).join("; ")}.` : "";
        };
        return within("Marked", ({ first }) => from <= first && first <= until)
            + within("Before this chart", ({ first }) => first < from) + within("After it", ({ first }) => first > until);
    }

    function show() {
        const from = Number(first.value);
        const told = since.told(terms.pay[group.value], terms.prices[index.value], from);
        const { headline, sentence, base, real, until } = told;
        live.querySelector("h3").textContent = headline;
        live.querySelector("output").textContent = sentence;
        live.querySelector(".base").textContent = base;
        Object.assign(live.querySelector("img"), { alt: `${headline}. ${sentence}${marks(from, until)}`, src: since.drawn(terms, told, from, index.value, terms.chosen) });
        const marked = (month) => terms.chosen.filter((each) => each.first === month).map((each) => each.row).join("; ");
        const rows = real.map((_, place) => place).filter((place) => place % 12 === 0 || place === real.length - 1 || marked(from + place));
        live.querySelector(".table").setAttribute("aria-label", headline);
        live.querySelector("caption").textContent = headline;
        live.querySelector("thead th:last-child").textContent = base;
        live.querySelector("tbody").replaceChildren(...rows.map((place) => {
            const row = document.createElement("tr");
            const head = Object.assign(document.createElement("th"), { scope: "row", textContent: named(from + place) + (marked(from + place) && ` (${marked(from + place)})`) });
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
    own.field(mine, terms.prices, (pay) => {
        terms.pay = [...terms.pay.filter((level) => level.name !== pay.name), pay];
        group.replaceChildren(...terms.pay.map((level, place) => option(place, level.name)));
        group.value = String(terms.pay.length - 1);
        offer(pay.start);
        show();
    });
    if (location.hash === "#own") {
        for (let each = mine; each; each = each.parentElement.closest("details")) each.open = true;
        mine.scrollIntoView();
    }

    for (const button of live.querySelectorAll("form:not(#own form) button")) {
        button.addEventListener("click", () => {
            group.value = "0";
            index.value = button.dataset.index || index.value;
            offer(Number(button.dataset.first));
            show();
        });
    }
}
