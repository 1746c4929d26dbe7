"""What goes with a claim: a leaflet, a letter, a briefing, charts for slides, and cards to share; the same figures, plain words."""

from __future__ import annotations

import io
from collections.abc import Iterator

from paylib.charts import Chart
from paylib.figures import periods
from paylib.findings import Prose, say, worded
from paylib.report import cards
from paylib.report.claim import beside, heads, history, money, replies, web, word
from paylib.report.claim.document import Document
from paylib.report.claim.paper import (
    BY,
    EMPLOYERS,
    REVIEW_BODY,
    Block,
    Listed,
    Paper,
    Section,
    heads_said,
    point_table,
)
from paylib.tables import Table

MOST_REPLIES = 3
"""Points of the other side that a leaflet answers."""


def files(made: Document, stem: str) -> dict[str, bytes]:
    """Everything that goes with a paper, by name.

    Parameters
    ----------
    made : Document
    stem : str
        What names begin with.

    Returns
    -------
    dict of str to bytes
        ``-leaflet``, ``-letter`` and ``-briefing`` as .docx and .html, ``charts/`` as .svg, .png and .txt (the alt text),
        ``cards/`` likewise.

    Examples
    --------
    >>> from paylib.report.claim.claim_file import load
    >>> from paylib.report.claim.document import document
    >>> names = sorted(files(document(load("dwp_2026")), "dwp"))
    >>> names[-2:]
    ['dwp-letter.docx', 'dwp-letter.html']
    """
    found: dict[str, bytes] = {}
    for name, short in shorts(made.paper).items():
        found[f"{stem}-{name}.docx"] = word.write(short)
        found[f"{stem}-{name}.html"] = web.write(short).encode()
    for name, chart in _charts(made):
        found |= {f"charts/{stem}-{name}.{kind}": content for kind, content in _drawn(chart).items()}
    for card in shared(made, stem):
        found |= {f"cards/{card.name}{kind}": content for kind, content in cards.files(card).items()}
    return found


def shorts(paper: Paper) -> dict[str, Document]:
    """The leaflet, the letter and the members' briefing.

    Parameters
    ----------
    paper : Paper

    Returns
    -------
    dict of str to Document

    Examples
    --------
    >>> from paylib.report.claim.claim_file import load
    >>> made = shorts(Paper(load("dwp_2026"), "employers"))
    >>> {name: len(each.sections) for name, each in made.items()}
    {'leaflet': 4, 'letter': 1, 'briefing': 7}
    """
    leaflet = [_asked(paper), _lost(paper), _by_point(paper), _lowest(paper), _answers(paper, MOST_REPLIES)]
    briefing = [
        _asked(paper),
        _lost(paper),
        _by_point(paper),
        _lowest(paper),
        *_whole(paper),
        _answers(paper),
    ]
    return {
        "leaflet": _short(paper, "In short", leaflet),
        "letter": _short(paper, "A letter", [_letter(paper)]),
        "briefing": _short(paper, "Briefing for members", briefing),
    }


def _short(paper: Paper, title: str, sections: list[Section | None]) -> Document:
    return Document(
        paper,
        tuple(each for each in sections if each is not None and each.blocks),
        f"{title}. {paper.file.title}",
    )


def _section(key: str, title: str, blocks: list[Block | None]) -> Section | None:
    found = tuple(each for each in blocks if each is not None)
    return Section(key, title, found) if found else None


def _asked(paper: Paper) -> Section:
    """What is ours, with the other side's beside it."""
    titles = {EMPLOYERS: "What is offered", REVIEW_BODY: "What is asked, and what is offered"}
    blocks: list[Block | None] = [
        Listed(tuple(heads_said(paper, paper.ours))),
        heads.comes_to(paper, paper.ours),
    ]
    if paper.theirs is not None:
        other = "; ".join(f"{{{name}}}" for name in _lines(paper))
        blocks.append(
            say(f"The {{word}} of the other side: {other}.", word=paper.theirs.word, **_lines(paper))
        )
    return Section(
        "asked", titles.get(paper.side, "What is asked"), tuple(each for each in blocks if each is not None)
    )


def _lines(paper: Paper) -> dict[str, Prose]:
    letters = "abcdefghijklmnopqrstuvwxyz"
    return dict(zip(letters, heads_said(paper, paper.theirs), strict=False))


def _lost(paper: Paper) -> Section | None:
    return _section("lost", "What has happened to pay", [history.told(paper), history.drawn(paper)])


def _by_point(paper: Paper) -> Section | None:
    """A year's rise at each point shown, under what each side says."""
    stances = [each for each in paper.stances if each.made is not None]
    if not stances:
        return None
    rows = {
        point: {
            f"More a year, {each.word}": each.figure(
                paper, "rise_gbp_year", point, "rise in pounds", "gbp_year"
            )
            for each in stances
        }
        for point in paper.file.shown
    }
    return _section(
        "by_point", "What it is worth", [point_table(paper, rows, "Full-time pay: more a year, before tax")]
    )


def _lowest(paper: Paper) -> Section | None:
    return _section("lowest", "The lowest rate", [beside.legal(paper)])


def _whole(paper: Paper) -> Iterator[Section | None]:
    """What a briefing has beside a leaflet: inflation, cost and funding, without their tables."""
    for key, made in (
        ("inflation", history.inflation(paper)),
        ("cost", money.cost(paper)),
        ("funding", money.funding(paper)),
    ):
        yield _section(key, made.title, [each for each in made.blocks if not isinstance(each, Table)])


def _answers(paper: Paper, most: int | None = None) -> Section | None:
    """What the other side will say, with the answer, as a list."""
    words = (
        ("The employers can say: {reply} The union: {answer}")
        if paper.side == REVIEW_BODY
        else "They will say: {reply} {answer}"
    )
    answered = [pair for pair in replies.pairs(paper) if most is None or str(pair[1]) != replies.NOTHING][
        :most
    ]
    items = tuple(say(words, reply=reply, answer=answer) for reply, answer in answered)
    return _section("answers", "What you will hear, and the answer", [Listed(items)] if items else [])


def _letter(paper: Paper) -> Section:
    """One page to a councillor or a member of parliament."""
    file, spent = paper.file, None
    claim = next((each for each in paper.stances if each.word == "claim" and each.made is not None), None)
    if claim is not None:
        spent = money.least_cost(paper, claim)
    who = {"union": file.union.name, "employers": file.employers.name}.get(paper.side, "")
    blocks: list[Block | None] = [
        worded("[Name and address of the councillor or member of parliament]"),
        worded("Dear [name],"),
        say(
            "I write about the pay of {staff} from {month}, on which {union} and {employers} differ.",
            staff=worded(file.staff),
            month=paper.month,
            union=worded(file.union.name),
            employers=worded(file.employers.name),
        ),
        Listed(tuple(heads_said(paper, paper.ours))),
        history.told(paper),
        _offered(paper),
        say(
            "The claim would cost {spent} a year or more. The paper that comes with this letter says how that was worked out.",
            spent=spent,
        )
        if spent
        else None,
        worded(
            "Every figure here has a public source, listed below. I should be glad to talk them through, and of your help in reaching an agreement."
        ),
        worded(f"Yours sincerely, [your name]{f', for {who}' if who else ''}"),
    ]
    return Section("letter", "", tuple(each for each in blocks if each is not None))


def _offered(paper: Paper) -> Prose | None:
    offer = next((each for each in paper.stances if each.word == "offer" and each.made is not None), None)
    rates = {by: history.rate_in(paper, by, periods.parse(paper.file.date)) for by in BY}
    if offer is None or None in rates.values():
        return None
    least = offer.figure(paper, "rise_pct", offer.made["rise_pct"].idxmin(), "rise", "pct")
    return say(
        "The offer is worth {least} at the least. Prices rose by {cpi} by CPI and {rpi} by RPI in the year to {month}.",
        least=least,
        month=paper.month,
        **rates,
    )


def _charts(made: Document) -> Iterator[tuple[str, Chart]]:
    for section in made.sections:
        for block in section.blocks:
            if isinstance(block, Chart):
                yield section.key, block


def _drawn(chart: Chart) -> dict[str, bytes]:
    """A chart for slides: as drawing, as picture, and its words for those who do not see it."""
    picture = io.BytesIO()
    chart.figure.savefig(picture, format="png", dpi=word.DPI, metadata={"Software": None})
    words = f"{chart.title}\n{chart.subtitle}\n{chart.alt}\n{chart.source}\n"
    return {"svg": chart.svg().encode(), "png": picture.getvalue(), "txt": words.encode()}


def shared(made: Document, stem: str) -> list[cards.KeyCard]:
    """The cards: what was lost, what is asked or offered at the ends, and the lowest rate.

    Parameters
    ----------
    made : Document
    stem : str

    Returns
    -------
    list of KeyCard

    Examples
    --------
    >>> from paylib.report.claim.claim_file import load
    >>> from paylib.report.claim.document import document
    >>> [each.figure for each in shared(document(load("njc_2026"), "employers"), "njc")]
    ['−11.6%', '−24.3%', '3.3%', '£12.85']
    """
    paper, found = made.paper, []
    point = history.middle(paper.file)
    if point is not None:
        real = history.real(paper, point)
        since = periods.words(periods.parse(paper.file.since))
        found += [
            (
                f"real-{by}",
                real[f"real_{by}"],
                f"change of pay at {paper.file.named(point)} since {since} after prices, by {by.upper()}",
            )
            for by in BY
        ]
    if paper.ours.made is not None:
        least, most = heads.ends(paper.ours)
        ends = [paper.ours.figure(paper, "rise_pct", each, "rise", "pct") for each in (least, most)]
        for name, each, where in zip(("least", "most"), ends, (least, most), strict=True):
            if name == "least" or str(each) != str(ends[0]):
                found.append((f"rise-{name}", each, f"the {paper.ours.word}, at {paper.file.named(where)}"))
    found.append(("lowest", beside.hourly_now(paper), f"an hour: the lowest rate of {paper.file.staff}"))
    return [
        cards.KeyCard(
            f"{stem}-{name}", str(each), words, made.title, cards.source_of(each.sources, paper.file.sources)
        )
        for name, each, words in found
    ]
