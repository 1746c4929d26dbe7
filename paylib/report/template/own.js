"use strict";
// A reader's own pay by month, from a table as a spreadsheet saves it: the rules of paylib.figures.saved, term for term.
const own = (() => {
    const LARGEST = 1000000;
    const MOST_FAULTS = 20;
    const MONTHS = ["january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november", "december"];
    const ALSO = { date: ["month", "from", "effective_month", "paid_from"], annual_gbp: ["annual_pay", "pay", "salary", "annual_salary", "annual", "gbp", "pay_gbp", "salary_gbp", "annual_pay_gbp"] };

    // The text of a file: UTF-8 or UTF-16 with its mark, else Windows text.
    function decoded(bytes) {
        const [first, second] = new Uint8Array(bytes);
        if (first === 0xff && second === 0xfe) return new TextDecoder("utf-16le").decode(bytes);
        if (first === 0xfe && second === 0xff) return new TextDecoder("utf-16be").decode(bytes);
        try {
            return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
        } catch {
            return new TextDecoder("windows-1252").decode(bytes);
        }
    }

    // The cells of each row: between commas, semicolons or tabs, whichever the first row has most of, or that it names: sep=; alone.
    function cellsOf(whole) {
        const named = /^sep=([,;\t|])(\r\n|\r|\n)/.exec(whole);
        const text = named ? whole.slice(named[0].length - named[2].length) : whole;
        const top = text.split(/\r\n|[\n\r]/).find((line) => line.trim()) ?? "";
        const mark = named?.[1] ?? [",", ";", "\t"].reduce((best, each) => (top.split(each).length > top.split(best).length ? each : best));
        const rows = [];
        let row = [];
        let cell = "";
        let quoted = false;
        let begun = false;
        const end = () => { row.push(cell); cell = ""; begun = false; };
        const close = () => { if (begun || row.length) end(); rows.push(row); row = []; };
        for (let place = 0; place < text.length; place += 1) {
            const letter = text[place];
            if (quoted) {
                if (letter !== '"') cell += letter;
                else if (text[place + 1] === '"') { cell += '"'; place += 1; } else quoted = false;
            } else if (letter === '"' && !begun) { quoted = true; begun = true; } else if (letter === mark) { end(); row.open = true; } else if (letter === "\n" || letter === "\r") {
                if (letter === "\r" && text[place + 1] === "\n") place += 1;
                if (row.open) begun = true;
                close();
            } else { cell += letter; begun = true; }
        }
        if (row.open) begun = true;
        if (begun || row.length) close();
        return rows;
    }

    // A month as a number, or a fault in words.
    function month(text) {
        const written = text.trim().toLowerCase();
        let year = 0;
        let number = 0;
        let day = 1;
        let found = /^((?:19|20)\d\d)-(\d\d)(?:-(\d\d)(?:[ t]\d\d?:\d\d(?::\d\d(?:\.\d+)?)?z?)?)?$/.exec(written);
        if (found) [year, number, day] = [Number(found[1]), Number(found[2]), Number(found[3] ?? 1)];
        else if ((found = /^(\d{1,2})[/.-](\d{1,2})[/.-]((?:19|20)\d\d)(?:[ t]\d\d?:\d\d(?::\d\d(?:\.\d+)?)?z?)?$/.exec(written))) [year, number, day] = [Number(found[3]), Number(found[2]), Number(found[1])];
        else if ((found = /^(?:(\d{1,2})[ -])?([a-z]{3,9})[ -]((?:19|20)?\d\d)$/.exec(written))) {
            const names = MONTHS.filter((each) => each.startsWith(found[2]));
            [year, day] = [Number(found[3]), Number(found[1] ?? 1)];
            number = names.length === 1 ? MONTHS.indexOf(names[0]) + 1 : 0;
            if (year <= 99) year += year > 60 ? 1900 : 2000;
        }
        if (number < 1 || number > 12 || day < 1 || day > new Date(Date.UTC(year, number, 0)).getUTCDate()) return { fault: `'${text}' is not a month: write 2010-04, 01/04/2010 (day first) or April 2010` };
        return { value: year * 12 + number - 1 };
    }

    // A sum in pounds, or a fault in words.
    function money(text) {
        let written = text.replace(/[\s\u00a3\u00a0]/g, "");
        if (/^[1-9]\d{0,2}\.\d{3}$/.test(written)) {
            const [thousands, pounds] = [written.replace(".", ""), Number(written).toFixed(2)];
            return { fault: `'${text}' may be \u00a3${written.replace(".", ",")} or \u00a3${pounds}: write ${thousands} or ${pounds}` };
        }
        if (/^\d{1,3}(,\d{3})+(\.\d+)?$/.test(written)) written = written.replaceAll(",", "");
        if (!/^\d+(\.\d+)?$/.test(written) || !(Number(written) > 0)) return { fault: `'${text}' is not a sum of money above nought: write 30000 or \u00a330,000` };
        return { value: Number(written) };
    }

    const headed = (cell) => {
        const name = cell.trim().toLowerCase().replaceAll("\u00a3", "gbp").replace(/[^a-z0-9]+/g, "_").replace(/^_+|_+$/g, "");
        return Object.keys(ALSO).find((each) => name === each || ALSO[each].includes(name)) ?? name;
    };

    // Months and pounds a year in order, or every fault with its row and cell.
    function table(text) {
        if (text.length > LARGEST) return { faults: [`This is larger than ${LARGEST} characters.`] };
        const lines = cellsOf(text.replace(/^\ufeff/, "")).map((cells, place) => [place + 1, cells]).filter(([, cells]) => cells.some((cell) => cell.trim()));
        if (!lines.length) return { faults: ["There is nothing here; it needs the columns date, annual_gbp."] };
        const heads = lines[0][1].map(headed);
        const doubled = Object.keys(ALSO).find((name) => heads.filter((head) => head === name).length > 1);
        if (doubled) return { faults: [`The column ${doubled} stands twice in the first row: which is meant?`] };
        const wide = lines.slice(1).filter(([, cells]) => cells.slice(heads.length).some((cell) => cell.trim()));
        if (wide.length) return { faults: wide.map(([number, cells]) => `row ${number}: ${cells.length} cells, where the first row has ${heads.length}: an amount with a comma is put in quotation marks, or written without.`) };
        const missing = Object.keys(ALSO).filter((name) => !heads.includes(name));
        if (missing.length) return { faults: [`The columns date, annual_gbp are needed, and there is no ${missing.join(" or ")}; the first row is ${lines[0][1].join(", ")}.`] };
        const faults = [];
        const rows = [];
        for (const [number, cells] of lines.slice(1)) {
            const read = Object.entries({ date: month, annual_gbp: money }).map(([name, reader]) => {
                const cell = cells[heads.indexOf(name)] ?? "";
                const made = reader(cell);
                if (made.fault) faults.push(cell.trim() ? `row ${number}, ${name}: ${made.fault}.` : `row ${number}: no ${name}.`);
                return made.value;
            });
            rows.push([...read, number]);
        }
        if (faults.length) return { faults };
        if (!rows.length) return { faults: ["There are no rows below the first."] };
        rows.sort(([one], [other]) => one - other);
        const twice = rows.find(([date], place) => place && rows[place - 1][0] === date);
        if (twice) return { faults: [`rows ${rows.filter(([date]) => date === twice[0]).slice(0, 2).map((each) => each[2]).join(" and ")} are both of the same month.`] };
        return { rows: rows.map(([date, gbp]) => [date, gbp]) };
    }

    // Pay by month: each rate from its month until the next, the last for a year, as far as there are prices; null if that is one month.
    function level(rows, until) {
        const start = rows[0][0];
        const last = Math.min(rows.at(-1)[0] + 11, until);
        const values = [];
        let at = 0;
        for (let each = start; each <= last; each += 1) {
            while (at + 1 < rows.length && rows[at + 1][0] <= each) at += 1;
            values.push(Math.round(rows[at][1] * 1e4) / 1e4);
        }
        return values.length > 1 ? { name: "Your own pay", start, values } : null;
    }

    // What it lost against prices since a month, by each index that has that month: as paylib.report.brief.erosion.lost.
    function lost(pay, prices, first) {
        const found = {};
        for (const against of Object.values(prices)) {
            const last = Math.min(pay.start + pay.values.length, against.start + against.values.length) - 1;
            if (against.start > first || last - first < 1) continue;
            const price = (each) => against.values[each - against.start];
            const kept = (each) => (pay.values[first - pay.start] * price(each)) / price(first);
            const short = [];
            for (let each = first; each <= last; each += 1) short.push((kept(each) - pay.values[each - pay.start]) / 12);
            const sum = (each) => each.reduce((total, one) => total + one, 0);
            found[against.name] = { this_year_gbp: sum(short.slice(-12)), added_up_gbp: sum(short), restore_pct: (kept(last) / pay.values[last - pay.start] - 1) * 100 };
        }
        return found;
    }

    const shown = (value) => (since.vanishes(value, 0) ? "less than \u00a30.50" : `${value < 0 && Math.abs(value) >= 0.5 ? "\u2212" : ""}\u00a3${Math.abs(value).toFixed(0).replace(/\B(?=(\d{3})+(?!\d))/g, ",")}`);

    // What it lost, by index, as a table of the page.
    function lostTable(pay, prices, first, of) {
        const rows = Object.entries(lost(pay, prices, first));
        const table = document.createElement("table");
        table.createCaption().textContent = `What your pay lost against prices since ${since.named(first)}`;
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
        rows.forEach(([name, each]) => line(body, name, [shown(each.this_year_gbp), shown(each.added_up_gbp), since.pct(each.restore_pct)], false));
        const around = Object.assign(document.createElement("div"), { className: "table", tabIndex: 0 });
        around.setAttribute("role", "region");
        around.setAttribute("aria-label", of ? `What your pay lost: ${of}` : "What your pay lost");
        around.append(table);
        return rows.length ? around : "";
    }

    // The field of a page: what is pasted or opened becomes pay by month, or faults; `drawn` gets the pay, or null.
    function field(root, prices, drawn) {
        const form = root.querySelector("form");
        const pasted = root.querySelector("textarea");
        const reach = since.last(prices.cpi);

        function work() {
            const read = table(pasted.value);
            const pay = read.rows && level(read.rows, reach);
            const begins = Math.min(...Object.values(prices).map((each) => each.start));
            const faults = read.faults ?? (!pay || since.last(pay) <= begins || pay.start >= reach
                ? [`Prices on this page go from ${since.named(begins)} to ${since.named(reach)}: give pay of two months within that.`] : []);
            root.querySelector(".faults").replaceChildren(...faults.slice(0, MOST_FAULTS).map((words) => Object.assign(document.createElement("li"), { textContent: words })));
            root.querySelector(".lost").replaceChildren(faults.length ? "" : lostTable(pay, prices, Math.max(pay.start, begins), root.dataset.of));
            if (!faults.length) drawn(pay);
        }

        form.addEventListener("submit", (event) => {
            event.preventDefault();
            work();
        });
        root.querySelector("[type=file]").addEventListener("change", async (event) => {
            const [file] = event.target.files;
            if (!file) return;
            pasted.value = decoded(await file.arrayBuffer());
            work();
        });
        root.hidden = false;
    }

    return { decoded, table, level, lost, field };
})();
