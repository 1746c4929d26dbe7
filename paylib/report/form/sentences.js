// A verdict in a sentence: what paylib.claims.sentences does, with its wordings, which stand in the page.
const sentences = (() => {
  let terms = null;
  let words = null;
  const { holds, proxy } = rule;
  const { filled } = claims;
  const capital = (text) => text.charAt(0).toUpperCase() + text.slice(1);
  const listed = (all) => [all.slice(0, -1).join(", "), all.at(-1)].filter(Boolean).join(" and ");

  // ---- Readings set against each other.

  const apart = (one, other) => Object.keys(one.options).filter((axis) => one.options[axis] !== other.options[axis]);
  const optionsOf = (choices, axis) => [...new Set(choices.filter((each) => axis in each.options).map((each) => each.options[axis]))];

  // A true and a false reading that differ in as little as can be, and in what they differ.
  function contrast(choices) {
    const some = (wanted) => choices.filter((each) => holds(each) === wanted).slice(0, words.mostCompared);
    const pairs = some(true).flatMap((one) => some(false).map((other) => [one, other]));
    const far = (pair) => apart(...pair).length || 99;
    const [yes, no] = pairs.reduce((best, pair) => (far(pair) < far(best) ? pair : best));
    const differ = apart(yes, no);
    return [yes, no, differ.length ? differ : Object.keys(yes.options)];
  }

  // The choices that a claim turns on, the one that matters most first.
  function decidingAxes(choices) {
    const told = choices.filter((each) => holds(each) !== null);
    const share = (group) => group.filter(holds).length / group.length;
    const weights = [];
    for (const axis of new Set(told.flatMap((each) => Object.keys(each.options)))) {
      const groups = optionsOf(told, axis).map((option) => told.filter((each) => each.options[axis] === option));
      if (groups.length > 1 && groups.every((group) => [0, 1].includes(share(group)))) return [axis];
      const weight = groups.reduce((all, group) => all + group.length * (share(group) - share(told)) ** 2, 0);
      weights.push([axis, Number(weight.toFixed(words.places))]);
    }
    return weights.filter(([, weight]) => weight).sort((one, other) => other[1] - one[1]).map(([axis]) => axis);
  }

  function chosen(choice, axes) {
    const all = Object.keys(choice.options);
    return all.length === axes.length && all.every((each) => axes.includes(each)) ? choice.label : axes.map((axis) => choice.options[axis]).join(", ");
  }

  const by = (choice, axes = null) => filled(words.by, { label: axes ? chosen(choice, axes) : choice.label, found: choice.words });

  // ---- The wordings.

  const longest = (text) => Math.max(...text.split(/(?<=[.?!])\s/).map((each) => each.split(/\s+/).filter(Boolean).length));

  // The first wording whose sentences are all short, or else the last.
  function fitted(wordings, parts) {
    const said = wordings.map((each) => filled(each, parts));
    return said.find((each) => longest(each) <= words.mostWords) ?? said.at(-1);
  }

  const ofValue = (claim) => claim.value !== undefined && Boolean(claim.check) && terms.kinds[claim.check.kind].ofValue;
  const isUpTo = (claim) => ["up_to", "at_most"].includes(claims.figureOf(claim).qualifier);
  const most = (choices) => choices.reduce((best, each) => (Math.abs(each.value) > Math.abs(best.value) ? each : best));

  // How a verdict was reached, as the wordings have it.
  function how(claim, { verdict, result, evidence, deciding }, named) {
    const whose = deciding.some((one) => one.used.some((each) => !each.side)) ? "none" : evidence;
    const inWords = ofValue(claim) ? "figure" : "words";
    if (verdict === "correct") {
      if (deciding.every(proxy)) return "stands in";
      return named.withinMargin ? "survey" : result === "close" ? "close" : inWords;
    }
    if (verdict === "wrong") return inWords;
    if (verdict === "disputed") return whose;
    if (named.result === null) return named.withinMargin ? "survey" : "average";
    return holds(named) ? whose : "stands in";
  }

  function reached(dispute, claim, outcome) {
    const { verdict, deciding } = outcome;
    const named = ofValue(claim) && isUpTo(claim) && verdict === "correct" ? most(deciding) : deciding.find((each) => each.result === "correct") ?? deciding[0];
    let wordings = words.words[verdict][how(claim, outcome, named)];
    for (const [place, there] of Object.entries(words.more)) wordings = wordings.map((each) => each.replace(place, deciding.length > 1 ? there : ""));
    const parts = { stated: claims.asStated(claim), who: who(dispute, claim), found: named.words, label: named.label, more: rule.show(deciding.length - 1, "count") };
    return [fitted(wordings, parts), ...otherwise(outcome, named), ...farShort(outcome)];
  }

  // Where the claim's own reading decides and a standard one says otherwise: the nearest of those.
  function otherwise(outcome, named) {
    const others = outcome.others.filter((each) => each.of === "standard" && holds(each) !== holds(named));
    if (named.of !== "stated" || named.result === null || !others.length) return [];
    const [yes, no, axes] = contrast([named, ...others]);
    return [filled(words.otherwise[holds(named) ? "not so" : "so"], { by: by(holds(named) ? no : yes, axes) })];
  }

  function farShort({ verdict, deciding }) {
    return verdict === "correct" && deciding.every((each) => each.farShort) ? [filled(words.farShort, { by: by(most(deciding)) })] : [];
  }

  function errors({ deciding }) {
    const wording = words.errors[deciding.some((each) => each.turns) ? "turns" : "stays"];
    return [...new Set(deciding.map((each) => each.error).filter(Boolean))].map((month) => filled(wording, { month }));
  }

  function cannot(claim, lacking) {
    return filled(words.cannot[claim.unit === "text" ? "words" : lacking.length ? "lacking" : "no figure"], { lacking: lacking.join("; ") });
  }

  // By which reading it is true and by which not, then what that turns on.
  function depends(claim, { deciding }) {
    const [yes, no, axes] = contrast(deciding);
    const same = Object.keys(yes.options).filter((axis) => !axes.includes(axis) && optionsOf(deciding, axis).length > 1).map((axis) => yes.options[axis]).join(", ");
    const only = (axis) => axes.length === 1 && axes[0] === axis;
    let wordings = words.depends[same && "set against" in yes.options && only("figure") ? "each against" : same ? "of some" : "plain"];
    for (const [place, there] of [["correct", words.depends[ofValue(claim) ? "figure" : "words"]], ["by", only("set against") ? "against" : "by"]]) {
      wordings = wordings.map((each) => each.replaceAll(`{${place}}`, there).replaceAll(`{${capital(place)}}`, capital(there)));
    }
    const turning = decidingAxes(deciding);
    const turnsOn = (turning.length ? turning : axes).map((each) => words.axes[each] ?? each);
    const parts = { true: by(yes, axes), false: by(no, axes), axes: listed(turnsOn.length ? turnsOn : ["which is taken"]), stated: claims.asStated(claim), same };
    const first = fitted(wordings, parts);
    return [startsWithHedge(claim, wordings) ? capital(first) : first, filled(words.depends.turns, parts)];
  }

  // A claimed figure at the start of a sentence, with a word of ours before it.
  function startsWithHedge(claim, wordings) {
    const { value, text, to, qualifier } = claims.statedOf(claim);
    return wordings[0].startsWith("{stated}") && value !== null && text === null && to === null && Boolean(qualifier);
  }

  // The names of those who make a claim: as it says, or all parties of its side.
  function who(dispute, claim) {
    const names = claim.who?.length ? claim.who : (dispute.parties ?? []).filter((each) => each.role === claim.party).map((each) => each.name);
    return listed(names.map(claims.unstopped)) || claim.party;
  }

  // A verdict as paylib says it; of what is not judged here, why.
  function sentence(dispute, claim, outcome) {
    if (outcome.later) return `Not shown here: ${outcome.later}.`;
    if (outcome.error) return `Not yet: ${outcome.error}`;
    if (outcome.verdict === "cannot be checked") return cannot(claim, outcome.lacking);
    const told = outcome.verdict === "depends on the reading" ? depends(claim, outcome) : reached(dispute, claim, outcome);
    return [...told, ...errors(outcome)].join(" ");
  }

  return { load: (given) => { terms = given; words = given.sentences; }, sentence, who };
})();
