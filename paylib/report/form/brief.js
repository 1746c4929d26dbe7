// What the form shows of a dispute, and the page that it saves: made of text nodes only, so that hostile text stays text.
const brief = (() => {
  const element = (name, text = "", attributes = {}) => {
    const made = Object.assign(document.createElement(name), { textContent: text });
    for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
    return made;
  };

  const capital = (text) => text.charAt(0).toUpperCase() + text.slice(1);

  // ---- A verdict in a sentence: paylib.claims.sentences.

  const AXES = {
    rise: "which rise is taken", index: "the index", months: "the months compared", figure: "which figure is taken", figures: "which figures are compared", "set against": "what it is set against",
  };
  const holds = (choice) => choice.result !== null && choice.result !== "wrong";
  const apart = (one, other) => Object.keys(one.options).filter((axis) => one.options[axis] !== other.options[axis]);

  function contrast(choices) {
    const [yes, no] = [choices.filter(holds), choices.filter((each) => each.result === "wrong")];
    const pairs = yes.flatMap((one) => no.map((other) => [one, other]));
    return pairs.reduce((best, pair) => ((apart(...pair).length || 99) < (apart(...best).length || 99) ? pair : best));
  }

  function how(claim, outcome, named) {
    const whose = outcome.deciding.some((one) => one.used.some((each) => !each.side)) ? "none" : outcome.evidence;
    const proxy = (each) => each.used.some((figure) => figure.proxy);
    const figure = claim.value !== undefined && claim.check.kind !== "larger";
    const claimed = `claimed ${claims.asStated(claim)}, found ${named.words}`;
    const more = outcome.deciding.length > 1 ? `, and ${outcome.deciding.length - 1} more` : "";
    const by = `(${named.label}${more})`;
    if (outcome.verdict === "correct") {
      if (outcome.deciding.every(proxy)) return `as far as a figure that stands in for it tells: ${claimed} ${by}`;
      if (named.withinMargin) return `within the survey’s margin: ${claimed} ${by}`;
      return figure ? `${outcome.result === "close" ? "roughly, " : ""}${claimed} ${by}` : `by ${named.label} (${named.words})${more}`;
    }
    if (outcome.verdict === "wrong") return figure ? `${claimed} ${by}` : `by ${named.label} (${named.words})${more}`;
    const said = { "other side": "by the other side", "own word": outcome.verdict === "disputed" ? "by another figure of the same side" : "but only its own side says so", none: "whose figure that is was not said" }[whose];
    if (outcome.verdict === "disputed") return `${claimed}, ${said} ${by}`;
    if (named.result === null) return named.withinMargin ? `within the survey’s margin it may be either way, ${named.words} ${by}` : `claimed ${claims.asStated(claim)}, by its own side alone`;
    return holds(named) ? `${claimed}, ${said ?? ""} ${by}` : `figures that stand in for it point the other way: ${claimed} ${by}`;
  }

  function sentence(claim, outcome) {
    if (outcome.later) return `Not shown here: ${outcome.later}.`;
    if (outcome.error) return `Not yet: ${outcome.error}`;
    if (outcome.verdict === "cannot be checked") return `Cannot be checked.${outcome.lacking.length ? ` Not found: ${outcome.lacking.join("; ")}.` : ""}`;
    if (outcome.verdict === "depends on the reading") {
      const [yes, no] = contrast(outcome.deciding);
      const axes = apart(yes, no).map((each) => AXES[each] ?? each);
      return `Depends on the reading: true by ${yes.label} (${yes.words}), not by ${no.label} (${no.words}).${axes.length ? ` It turns on ${axes.join(" and ")}.` : ""}`;
    }
    const named = outcome.deciding.find((each) => each.result === "correct") ?? outcome.deciding[0];
    return `${capital(outcome.verdict)}: ${how(claim, outcome, named)}.${otherwise(outcome, named)}${farShort(outcome)}`;
  }

  // Where the claim's own reading decides and a standard one says otherwise: the nearest of those.
  function otherwise(outcome, named) {
    if (named.of !== "stated" || named.result === null) return "";
    const others = outcome.others.filter((each) => each.of === "standard" && holds(each) !== holds(named));
    if (!others.length) return "";
    const [yes, no] = contrast([named, ...others]);
    const other = holds(named) ? no : yes;
    const axes = apart(named, other);
    const by = axes.length === Object.keys(other.options).length ? other.label : axes.map((each) => other.options[each]).join(", ");
    return ` By ${by} (${other.words}) it is ${holds(named) ? "not " : ""}so.`;
  }

  function farShort(outcome) {
    if (outcome.verdict !== "correct" || !outcome.deciding.every((each) => each.farShort)) return "";
    const most = outcome.deciding.reduce((best, each) => (Math.abs(each.value) > Math.abs(best.value) ? each : best));
    return ` The most that was found is far below that: ${most.label} (${most.words}).`;
  }

  // ---- A dispute for a reader.

  function whoSays(dispute, claim) {
    const names = claim.who?.length ? claim.who : (dispute.parties ?? []).filter((each) => each.role === claim.party).map((each) => each.name);
    return names.join(" and ") || claim.party;
  }

  function sourceWords(dispute, name) {
    const { publisher, title, released } = claims.sourceOf(dispute, name);
    return [publisher, title, released].filter(Boolean).join(", ");
  }

  function claimCard(dispute, claim, heading) {
    const outcome = claims.judge(dispute, claim);
    const box = element("article", "", { class: "answer", "data-verdict": (outcome.verdict ?? "").replaceAll(" ", "-") });
    const evidence = { independent: "by somebody else’s figures", "other side": "by the other side’s figures", "own word": "by its own side’s figures only" }[outcome.evidence];
    box.append(element(heading, claim.summary ?? ""));
    box.append(element("p", `${capital(whoSays(dispute, claim))}. ${sourceWords(dispute, claim.source ?? "")}`, { class: "said-by" }));
    if (outcome.verdict) box.append(element("p", capital(outcome.verdict) + (evidence ? `, ${evidence}` : ""), { class: "word" }));
    const told = sentence(claim, outcome);
    const [, after] = told.split(/^(?:[^:.]+): (?=\S)/);
    box.append(element("p", outcome.verdict && after ? capital(after) : told));
    if (claim.check?.note) box.append(element("p", `${claim.check.note.replace(/\.$/, "")}.`));
    return box;
  }

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
    return [figure.label ?? "", shown, sourceWords(dispute, figure.source ?? (claims.pick(figure)?.source ?? ""))];
  }

  function used(dispute) {
    const named = new Set();
    for (const part of ["claims", "figures", "offers", "groups", "ballots", "strikes", "timeline"]) for (const each of dispute[part] ?? []) if (each.source) named.add(each.source);
    for (const each of dispute.figures ?? []) if (each.table !== undefined && claims.pick(each)) named.add(claims.pick(each).source);
    return [...named].sort();
  }

  function body(dispute, top = 2) {
    const [section, item] = [`h${top}`, `h${top + 1}`];
    const made = [];
    const all = [...(dispute.claims ?? [])].sort((one, other) => Number(Boolean(other.leads)) - Number(Boolean(one.leads)));
    if (all.length) made.push(element(section, "What each side says"), ...all.map((each) => claimCard(dispute, each, item)));
    if (dispute.figures?.length) made.push(element(section, "The figures"), rows("Figures, and where they are from", ["What", "Figure", "Source"], dispute.figures.map((each) => figureRow(dispute, each))));
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
    made.push(element(section, "Sources"), sources);
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

  return { element, capital, sentence, body, page, claimCard };
})();
