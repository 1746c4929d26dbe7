// The form around the checker: the question stands in the address after #, and whatever is typed stays text.
(() => {
  const get = (id) => document.getElementById(id);
  checker.load(JSON.parse(get("terms").textContent));
  const INPUTS = ["sentence", "said", "who", "before", "after", "kind", "value", "since", "until", "by", "paybill"];
  const form = get("ask");
  form.hidden = false;
  let last = null;

  const element = (name, text, attributes = {}) => {
    const made = Object.assign(document.createElement(name), { textContent: text });
    for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
    return made;
  };

  const PERIOD = /^(?:19|20)\d\d(?:\/\d\d|-(?:0[1-9]|1[0-2]))?$/;

  function fieldsNow() {
    const value = (id) => get(id).value.trim();
    const number = (id) => {
      const text = value(id).replace(/[£,%\s]/g, "").replace("\u2212", "-");
      if (!text) return null;
      if (!/^-?\d+(?:\.\d+)?$/.test(text)) throw new Error(`${get(id).labels[0].textContent}: “${value(id)}” is not a number.`);
      return Number(text);
    };
    const period = (id) => {
      if (value(id) && !PERIOD.test(value(id))) throw new Error(`${get(id).labels[0].textContent}: “${value(id)}” is not a time; write 2010, 2010/11 or 2010-04.`);
      return value(id) || null;
    };
    const fields = { since: period("since"), until: period("until"), by: value("by") || null, paybill_gbp: number("paybill") };
    const who = value("who");
    if (who.startsWith("who:")) fields.who = who.slice(4);
    else if (who.startsWith("pay:")) Object.assign(fields, { who: checker.record().pays[who.slice(4)].words, pays: [who.slice(4)] });
    else if (who === "own") {
      const [before, after] = [number("before"), number("after")];
      if (!(before > 0 && after > 0)) throw new Error("Two salaries above nought are needed, before and after.");
      Object.assign(fields, { pays: [`own=${before},${after}`] });
    }
    if (value("kind")) fields.kind = value("kind");
    if (fields.kind === "against_inflation") fields.comparison = "below";
    const figure = number("value");
    if (figure !== null) {
      const digits = value("value").replace(/[£,%\s]/g, "");
      Object.assign(fields, { value: figure, decimals: (digits.split(".")[1] ?? "").length });
    }
    return { sentence: value("sentence"), said: period("said"), fields };
  }

  function address() {
    const parts = new URLSearchParams();
    for (const id of INPUTS) if (get(id).value.trim()) parts.set(id, get(id).value.trim());
    return `#${parts}`;
  }

  function fill() {
    const parts = new URLSearchParams(location.hash.slice(1));
    for (const id of INPUTS) {
      const wanted = (parts.get(id) ?? "").slice(0, 300);
      const options = get(id).options;
      get(id).value = !options || [...options].some((each) => each.value === wanted) ? wanted : "";
    }
    own();
    return parts.has("sentence");
  }

  const own = () => { for (const each of document.querySelectorAll("[data-own]")) each.hidden = get("who").value !== "own"; };

  function say(words, verdict = "") {
    get("told").hidden = false;
    const box = get("answer");
    box.dataset.verdict = verdict.replaceAll(" ", "-");
    box.replaceChildren(...(verdict ? [element("span", verdict[0].toUpperCase() + verdict.slice(1), { class: "word" })] : []), element("span", words));
    get("detail").hidden = !verdict;
  }

  function show() {
    last = null;
    get("read-as").replaceChildren();
    let made;
    try {
      const { sentence, said, fields } = fieldsNow();
      made = checker.answer(sentence, said, fields);
    } catch (error) {
      say(error.message);
      return;
    }
    get("read-as").replaceChildren(...Object.entries(checker.fieldsOf(made.question)).map(([name, each]) => {
      const item = element("li", "");
      item.append(element("strong", `${name}: `), each);
      return item;
    }));
    if (made.asks.length) {
      get("more").open = true;
      say(`${made.text} Say it in other words, or put it right above.`);
      return;
    }
    last = made;
    say(made.text.slice(made.verdict.length + 2).replace(/^./, (letter) => letter.toUpperCase()), made.verdict);
    rows(made);
    chart(made);
    whose(made);
    const sides = checker.sides(made);
    get("sides").textContent = sides
      ? `Who says that pay did badly would choose ${sides.map((each) => `${checker.range([each], made.question.kind)} (${Object.values(each.options).join(", ")})`).join("; who says that it did well, ")}.`
      : "There is one reading only.";
    get("link").href = address();
  }

  const figure = (value, kind) => (["pounds", "cost", "level"].includes(kind) ? checker.money(value) : rule.printed(value, "pct"));

  function rows(made) {
    const names = [...new Set(made.readings.flatMap((each) => Object.keys(each.options)))];
    const heads = [...names.map((each) => each[0].toUpperCase() + each.slice(1)), "Gives", "The claim is", "Decides"];
    const head = element("tr", "");
    head.append(...heads.map((each) => element("th", each, { scope: "col" })));
    document.querySelector("#readings thead").replaceChildren(head);
    document.querySelector("#readings tbody").replaceChildren(...made.readings.map((each) => {
      const row = element("tr", "");
      const [low, high] = [each.low, each.high].map((value) => figure(value, made.question.kind));
      const cells = [...names.map((name) => each.options[name] ?? ""), low === high ? low : `${low} to ${high}`, each.result ?? "not known", each.of === "added" ? "no" : "yes"];
      row.append(...cells.map((text) => element("td", text)));
      return row;
    }));
  }

  function whose(made) {
    const { found } = made;
    if (!found) { get("whose").replaceChildren(element("p", "The search for whose number it is takes a figure in per cent.")); return; }
    const lines = [];
    if (!found.exact.length) {
      lines.push(element("p", `No reading that could be tried gives ${found.figure}: ${checker.shown(found.tried, 0)} were tried. The nearest gives ${checker.percent(found.nearest.value, 2)}: ${checker.words(found.nearest)}.`));
    } else {
      lines.push(element("p", `${checker.shown(found.exact.length, 0)} of ${checker.shown(found.tried, 0)} readings give ${found.figure}.${found.exact.length > 3 ? " The figure alone does not tell which was meant." : ""}`));
      const list = element("ol", "");
      list.append(...found.exact.slice(0, 3).map((row) => element("li", `${checker.words(row)} (${rule.printed(row.value, "pct", 2)}).`)));
      lines.push(list);
      const slip = found.exact.find((row) => row.slip);
      if (slip) lines.push(element("p", `A slip that gives it: ${checker.words(slip)}.`));
      lines.push(element("p", `By chance: it would be given by ${checker.shown(found.moved[0], 0)} if it were 3 points lower, and by ${checker.shown(found.moved[1], 0)} if it were 3 points higher.`));
    }
    get("whose").replaceChildren(...lines);
  }

  // ---- The chart: bars of all readings, the claim as a line.

  const escaped = (text) => text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll('"', "&quot;");

  function bars(found) {
    const all = found.bins[0].map((each, at) => each + found.bins[1][at]);
    const total = all.reduce((sum, each) => sum + each, 0);
    const ends = found.limits.map((each) => Math.round((each + 100) / 0.5));
    let [low, high, run] = [0, all.length - 1, 0];
    for (let at = 0; at < all.length; at += 1) { run += all[at]; if (run >= total * 0.005) { low = at; break; } }
    run = 0;
    for (let at = all.length - 1; at >= 0; at -= 1) { run += all[at]; if (run >= total * 0.005) { high = at; break; } }
    low = Math.max(0, Math.min(low, ...ends));
    high = Math.min(all.length - 1, Math.max(high, ...ends));
    const width = Math.ceil((high - low + 1) / 40);
    const made = [];
    for (let at = low; at <= high; at += width) {
      const sum = (list) => list.slice(at, at + width).reduce((total_, each) => total_ + each, 0);
      made.push({ from: at * 0.5 - 100, right: sum(found.bins[0]), slip: sum(found.bins[1]) });
    }
    return { made, width: width * 0.5 };
  }

  function picture(made, width, height) {
    const { made: list, width: step } = bars(made.found);
    const most = Math.max(1, ...list.map((each) => each.right + each.slip));
    const [left, right, top, bottom] = [20, width - 20, 50, height - 34];
    const first = list[0].from;
    const across = (right - left) / (list.length * step);
    const x = (value) => left + (value - first) * across;
    const y = (count) => bottom - (count / most) * (bottom - top);
    const marks = list.map((each) => {
      const place = (x(each.from) + 0.5).toFixed(1);
      const wide = Math.max(1, step * across - 1).toFixed(1);
      return `<rect x="${place}" y="${y(each.right).toFixed(1)}" width="${wide}" height="${(bottom - y(each.right)).toFixed(1)}" fill="#12436d"/>`
        + `<rect x="${place}" y="${y(each.right + each.slip).toFixed(1)}" width="${wide}" height="${(y(each.right) - y(each.right + each.slip)).toFixed(1)}" fill="url(#slip)" stroke="#12436d" stroke-width=".5"/>`;
    });
    const claim = (made.found.limits[0] + made.found.limits[1]) / 2;
    const at = Math.min(Math.max(x(claim), left), right);
    const anchor = at > width / 2 ? "end" : "start";
    const ticks = [0, 0.5, 1].map((share) => first + share * list.length * step).map((value, place) => `<text x="${x(value).toFixed(1)}" y="${height - 12}" font-size="15" text-anchor="${["start", "middle", "end"][place]}">${checker.percent(value, 0)}</text>`);
    return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" font-family="Helvetica, Arial, sans-serif">`
      + `<defs><pattern id="slip" width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)"><rect width="6" height="6" fill="#fff"/><rect width="2" height="6" fill="#12436d"/></pattern></defs>`
      + `<rect width="${width}" height="${height}" fill="#fff"/>${marks.join("")}<path d="M${left} ${bottom}H${right}" stroke="#55534e"/>`
      + `<path d="M${at.toFixed(1)} ${top - 18}V${bottom}" stroke="#801650" stroke-width="3"/><text x="${(at + (anchor === "end" ? -6 : 6)).toFixed(1)}" y="${top - 6}" font-size="16" text-anchor="${anchor}">said: ${escaped(made.found.figure)}</text>${ticks.join("")}</svg>`;
  }

  function chart(made) {
    const box = get("chart").closest("figure");
    box.hidden = !made.found;
    if (!made.found) return;
    const { found } = made;
    const headline = found.exact.length
      ? `${checker.shown(found.exact.length, 0)} of ${checker.shown(found.tried, 0)} readings give ${found.figure}`
      : `None of ${checker.shown(found.tried, 0)} readings gives ${found.figure}`;
    get("chart-title").textContent = headline;
    const small = matchMedia("(max-width: 34rem)").matches;
    get("chart").src = `data:image/svg+xml,${encodeURIComponent(picture(made, small ? 360 : 700, small ? 260 : 320))}`;
    get("chart").alt = `Bars of ${checker.shown(found.tried, 0)} readings by what they give, with a line at the claim, ${found.figure}. ${headline}.`;
  }

  // ---- To take away.

  function save(content, name) {
    const url = URL.createObjectURL(content);
    element("a", "", { href: url, download: name }).click();
    setTimeout(() => URL.revokeObjectURL(url), 10000);
  }

  const cell = (text) => {
    const safe = /^[=+\-@\t\r]/.test(text) && !/^-?[\d.]+$/.test(text) ? `'${text}` : text;
    return /[",\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
  };

  function csv() {
    const names = [...new Set(last.readings.flatMap((each) => Object.keys(each.options)))];
    const lines = [[...names, "low", "high", "result", "set"], ...last.readings.map((each) => [...names.map((name) => each.options[name] ?? ""), String(each.low), String(each.high), each.result ?? "", each.of])];
    save(new Blob([`\ufeff${[[`Claim: ${last.question.sentence}`], [last.text], ...lines].map((row) => row.map(cell).join(",")).join("\r\n")}\r\n`], { type: "text/csv" }), "claim-readings.csv");
  }

  function lines(context, text, width) {
    const made = [""];
    for (const word of text.split(" ")) {
      if (context.measureText(`${made.at(-1)} ${word}`).width > width && made.at(-1)) made.push(word);
      else made[made.length - 1] = `${made.at(-1)} ${word}`.trim();
    }
    return made;
  }

  function card() {
    const canvas = Object.assign(document.createElement("canvas"), { width: 1200, height: 675 });
    const context = canvas.getContext("2d");
    context.fillStyle = "#fff";
    context.fillRect(0, 0, 1200, 675);
    context.fillStyle = "#12436d";
    context.fillRect(0, 0, 24, 675);
    let top = 90;
    const write = (text, font, height, most, colour = "#1d1d1b") => {
      context.font = font;
      context.fillStyle = colour;
      for (const line of lines(context, text, 1090).slice(0, most)) { context.fillText(line, 64, top); top += height; }
      top += 24;
    };
    write(`“${last.question.sentence}”`, "36px Georgia, serif", 46, 3);
    write(last.verdict[0].toUpperCase() + last.verdict.slice(1), "bold 64px Helvetica, Arial, sans-serif", 70, 1, "#801650");
    write(last.text.slice(last.verdict.length + 2), "30px Helvetica, Arial, sans-serif", 40, 7);
    context.font = "22px Helvetica, Arial, sans-serif";
    context.fillStyle = "#55534e";
    context.fillText("paylib: pay claims checked against official figures", 64, 640);
    canvas.toBlob((made) => save(made, "claim-card.png"));
  }

  form.addEventListener("submit", (event) => {
    event.preventDefault();
    history.replaceState(null, "", address());
    show();
    get("answer-heading").focus({ preventScroll: true });
    get("answer-heading").scrollIntoView({ block: "start" });
  });
  get("who").addEventListener("change", own);
  get("csv").addEventListener("click", csv);
  get("card").addEventListener("click", card);
  addEventListener("hashchange", () => { if (fill()) show(); });
  for (const each of document.querySelectorAll("[data-example]")) {
    const button = element("button", each.textContent, { type: "button" });
    button.addEventListener("click", () => {
      for (const id of INPUTS) get(id).value = "";
      get("sentence").value = each.dataset.example;
      get("said").value = each.dataset.said;
      form.requestSubmit();
    });
    each.replaceWith(button);
  }
  if (fill()) show();
})();
