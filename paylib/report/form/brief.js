// What the form shows of a dispute, and the page that it saves: made of text nodes only, so that hostile text stays text.
const brief = (() => {
  const element = (name, text = "", attributes = {}) => {
    const made = Object.assign(document.createElement(name), { textContent: text });
    for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
    return made;
  };

  const capital = (text) => text.charAt(0).toUpperCase() + text.slice(1);

  // ---- A dispute for a reader.

  function sourceWords(dispute, name) {
    const { publisher, title, released } = claims.sourceOf(dispute, name);
    return [publisher, title, released].filter(Boolean).join(", ");
  }

  function claimCard(dispute, claim, heading) {
    const outcome = claims.judge(dispute, claim);
    const box = element("article", "", { class: "answer", "data-verdict": (outcome.verdict ?? "").replaceAll(" ", "-") });
    const evidence = { independent: "by somebody else’s figures", "other side": "by the other side’s figures", "own word": "by its own side’s figures only" }[outcome.evidence];
    box.append(element(heading, claim.summary ?? ""));
    box.append(element("p", `${capital(sentences.who(dispute, claim))}. ${sourceWords(dispute, claim.source ?? "")}`, { class: "said-by" }));
    if (outcome.verdict) box.append(element("p", capital(outcome.verdict) + (evidence ? `, ${evidence}` : ""), { class: "word" }));
    box.append(element("p", sentences.sentence(dispute, claim, outcome)));
    if (claim.check?.note) box.append(element("p", /[?!]$/.test(claim.check.note) ? claim.check.note : `${claim.check.note.replace(/\.+$/, "")}.`));
    return box;
  }

  const COUNTED = { "depends on the reading": "depending on the reading", "cannot be checked": "that cannot be checked" };

  // How many claims came to what, the commonest first.
  function counted(dispute, all) {
    const counts = new Map();
    for (const claim of all) {
      const { verdict, later } = claims.judge(dispute, claim);
      const word = verdict ?? (later ? "for paylib report to work out" : "not judged");
      counts.set(word, (counts.get(word) ?? 0) + 1);
    }
    const told = [...counts].sort((one, other) => other[1] - one[1]).map(([word, count]) => `${count} ${COUNTED[word] ?? word}`);
    return `${all.length} claim${all.length === 1 ? "" : "s"}: ${told.join(", ")}.`;
  }

  const MOST_OPEN = 6;

  // The claims that lead stay open where there are many.
  function cards(dispute, all, heading) {
    const made = all.map((each) => claimCard(dispute, each, heading));
    const open = all.length > MOST_OPEN ? all.filter((each) => each.leads).length || MOST_OPEN : all.length;
    if (open === all.length) return made;
    return [...made.slice(0, open), folded(`The other ${all.length - open} claims`, ...made.slice(open))];
  }

  function folded(words, ...content) {
    const made = element("details", "", { class: "more" });
    made.append(element("summary", words), ...content);
    return made;
  }

  const MOST_ROWS = 12;
  const foldedIfLong = (words, count, content) => (count > MOST_ROWS ? folded(`${words}: ${count}`, content) : content);

  function rows(caption, heads, body) {
    const frame = element("div", "", { class: "table", tabindex: "0", role: "region", "aria-label": caption });
    const table = element("table");
    table.append(element("caption", caption));
    const head = table.createTHead().insertRow();
    head.append(...heads.map((each) => element("th", each, { scope: "col" })));
    const cells = table.createTBody();
    for (const row of body) cells.insertRow().append(...row.map((each) => element("td", each)));
    frame.append(table);
    return frame;
  }

  function figureRow(dispute, figure) {
    let shown = "in paylib’s tables";
    try { shown = claims.shownFigure(claims.evidenceOf(dispute, figure)); } catch { /* not in this page */ }
    return [figure.label ?? "", shown, sourceWords(dispute, figure.source ?? (theRecord.pick(figure)?.source ?? ""))];
  }

  function used(dispute) {
    const named = new Set();
    for (const part of ["claims", "figures", "offers", "groups", "ballots", "strikes", "timeline"]) for (const each of dispute[part] ?? []) if (each.source) named.add(each.source);
    for (const each of dispute.figures ?? []) if (each.table !== undefined && theRecord.pick(each)) named.add(theRecord.pick(each).source);
    return [...named].sort();
  }

  function body(dispute, top = 2) {
    const [section, item] = [`h${top}`, `h${top + 1}`];
    const made = [];
    const all = [...(dispute.claims ?? [])].sort((one, other) => Number(Boolean(other.leads)) - Number(Boolean(one.leads)));
    if (all.length) made.push(element(section, "What each side says"), ...(all.length > 1 ? [element("p", counted(dispute, all))] : []), ...cards(dispute, all, item));
    if (dispute.figures?.length) {
      const table = rows("Figures, and where they are from", ["What", "Figure", "Source"], dispute.figures.map((each) => figureRow(dispute, each)));
      made.push(element(section, "The figures"), foldedIfLong("Figures", dispute.figures.length, table));
    }
    if (dispute.timeline?.length) {
      const list = element("ul");
      const events = [...dispute.timeline].sort((one, other) => (`${one.date}~` < `${other.date}~` ? -1 : 1));
      list.append(...events.map((each) => element("li", `${each.date}: ${each.text}`)));
      made.push(element(section, "What happened when"), list);
    }
    const sources = element("ol", "", { class: "sources" });
    for (const name of used(dispute)) {
      const line = element("li", sourceWords(dispute, name));
      const { url } = claims.sourceOf(dispute, name);
      if (/^https?:\/\/[^\s<>"']+$/.test(url ?? "")) line.append(" ", element("a", "Original", { href: url }));
      sources.append(line);
    }
    made.push(element(section, "Sources"), foldedIfLong("Sources", sources.children.length, sources));
    made.push(element(section, "How it is judged, and what is not here"));
    made.push(element("p", "A claim is judged by the way of counting that its maker stated, else by the standard set: the consumer index of the day and the RPI, over the year to when the rise was due and to when it was offered. Correct or wrong needs somebody else’s figure or the other side’s agreement."));
    made.push(element("p", "The command paylib report makes more of the same file: every way of counting, charts, what the offers do to pay, ballots against the law, days of strike, and the kinds of check that are not judged here."));
    return made;
  }

  function page(dispute) {
    const made = document.implementation.createHTMLDocument(dispute.title ?? "A dispute");
    made.documentElement.lang = "en-GB";
    const style = document.querySelector("head style").textContent;
    const policy = document.querySelector("meta[http-equiv]").content.replace(/script-src '[^']*'/, "script-src 'none'");
    made.head.prepend(element("meta", "", { charset: "utf-8" }));
    made.head.append(element("meta", "", { name: "viewport", content: "width=device-width, initial-scale=1" }), element("meta", "", { "http-equiv": "Content-Security-Policy", content: policy }), element("style", style));
    const main = element("main", "", { id: "main" });
    main.append(element("h1", dispute.title ?? ""), element("p", dispute.question ?? "", { class: "lead" }), ...body(dispute));
    made.body.append(main);
    return `<!doctype html>\n${made.documentElement.outerHTML}\n`;
  }

  return { element, capital, sourceWords, body, page };
})();
