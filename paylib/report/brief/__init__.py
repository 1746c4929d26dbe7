"""The brief of a dispute: the answer first, then pictures, then how we know. One page, made of the dispute's file."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

import numpy as np
import pandas as pd
from markupsafe import Markup

from paylib import charts, claims, datapackage, prices
from paylib.disputes import Dispute, Source
from paylib.errors import PaylibError
from paylib.figures import periods
from paylib.figures.finding import Finding, as_json
from paylib.figures.rounding import show
from paylib.findings import Prose, joined, say, worded
from paylib.report import cards, downloads, own_pay, page, sections
from paylib.report.brief import erosion, glossary, pictures, telling
from paylib.report.since import own_choices
from paylib.report.site import LANGUAGE, Site
from paylib.tables import unstyled

MARK = 16
"""How large the mark of a verdict is, in pixels."""


def render(
    dispute: Dispute,
    slug: str,
    own: dict[str, Source] | None = None,
    site: Site | None = None,
    preview: str = "",
) -> str:
    """The brief of a dispute as one HTML page.

    Parameters
    ----------
    dispute : Dispute
        From `paylib.dispute`.
    slug : str
        The page's name; its evidence is ``<slug>-evidence.html``.
    own : dict of str to Source, optional
        Sources that dispute files describe themselves.
    site : Site, optional
        The pages around it.
    preview : str, optional
        A picture's file, for previews.

    Returns
    -------
    str
    """
    judged = claims.judged(dispute)
    shown = {
        "dispute": dispute,
        "answer": answer(dispute, judged),
        "verdicts": _if_it_can(pictures.verdicts, dispute, judged),
        "readings": _if_it_can(pictures.readings, dispute, judged),
        "timeline": _if_it_can(pictures.timeline, dispute),
        "leading": [_claim(dispute, each) for each in telling.leading(judged)],
        "claims": [_in_a_line(dispute, each) for each in judged],
        "for_you": _if_it_can(for_you, dispute) or [],
        "cases": _if_it_can(cases, dispute, judged) or [],
        "unknown": telling.unknown_things(_leading_first(judged)),
        "history": dispute.pay_history and sections.own_history(dispute),
    }
    found = _findings(shown)
    around = site or Site()
    reviews = [review(dispute, each, f"{slug}.html", around) for each in telling.leading(judged)]
    return _page(
        dispute, slug, shown | {"reviews": reviews, "preview": preview}, found, own or dispute.sources, around
    )


def _if_it_can(part: Callable, *given: object) -> object:
    """A part of the page; nothing, where the file's figures are such that it cannot be worked out."""
    try:
        return part(*given)
    except PaylibError:
        return None


def _page(
    dispute: Dispute, slug: str, shown: dict, found: list[Finding], own: dict[str, Source], site: Site
) -> str:
    sources = pd.concat([datapackage.sources(), page.own_sources(own)])
    since = _if_it_can(erosion.erosion, dispute)
    drawn = shown | ({"erosion": since.picture} if since else {})
    names = {name for each in found for name in each.sources} | set(_cited(drawn))
    cited = sources.loc[sorted(names)]
    environment = page.environment()
    environment.filters["sourced"] = sourced
    template = environment.get_template("brief.html.j2")
    text = template.render(
        **shown,
        erosion=since,
        sentence=since and since.told(since.pay[0], since.index, since.first)[1],
        choices=since and own_choices(since),
        lost=since and erosion.lost_table(since),
        own=own_pay.field("own"),
        title=f"{dispute.question.rstrip()} {dispute.title}",
        description=" ".join(each.text for each in shown["answer"]),
        site=site,
        file=f"{slug}.html",
        slug=slug,
        evidence=f"{slug}-evidence.html",
        download=_claims_as_csv(dispute, slug),
        figures=page.figures(as_json(found), list(cited.index)),
        sources=[page.source(name, row) for name, row in cited.iterrows()],
        publishers=list(dict.fromkeys(cited["publisher"])),
        attribution=page.attribution(cited),
        glossary=glossary.explained(_words(shown)),
        due=_due(),
        reach=_reach(),
        **page.style("style.css", "brief.css"),
        **page.script(*own_pay.SCRIPTS, "brief.js"),
    )
    return unstyled(text).strip() + "\n"


MOST_NAMED = 2
"""Publishers named under a picture; the page lists all."""


def sourced(picture: charts.Picture) -> str:
    """Who published the figures of a picture, in a few words.

    Parameters
    ----------
    picture : Picture

    Returns
    -------
    str
    """
    (record,) = picture.table.record().values()
    everyone = record["publishers"]
    named = [each.split(" (")[0] for each in everyone[:MOST_NAMED]]
    more = " and others, listed below" if len(everyone) > MOST_NAMED else ""
    return f"Source: {'; '.join(dict.fromkeys(named))}{more}." if named else ""


def answer(dispute: Dispute, judged: Sequence[claims.Judged]) -> list[Prose]:
    """The answer in two sentences: the first leading claim of each side.

    Where no index decides them, what an offer was worth after prices comes first, if that can be worked out.

    Parameters
    ----------
    dispute : Dispute
        From `paylib.dispute`.
    judged : sequence of Judged
        Its claims.

    Returns
    -------
    list of Prose

    Examples
    --------
    >>> from paylib import disputes
    >>> civil = disputes.load("civil_service_2004")
    >>> print(answer(civil, claims.judged(civil))[1])
    That the offer was worth 5% on average rests on Work and Pensions’ own word alone.
    """
    front = telling.leading(judged)[:2]
    told = [telling.answer(dispute, each) for each in front]
    by_index = any(telling.by_index(each) or _by_one_index(each) for each in front)
    worth = None if by_index else _worth(dispute)
    if worth is not None:
        told = [worth, *told[:1]]
    return told or [say("The file has no claim to check yet.")]


def _by_one_index(each: claims.Judged) -> bool:
    return any("index" in choice.options for choice in each.outcome.deciding)


def _worth(dispute: Dispute) -> Prose | None:
    """What the first offer was worth after prices, by two indices."""
    first = next(iter(_offered(dispute)), None)
    if first is None:
        return None
    real = {by: _real(dispute, first, by) for by in pictures.BY}
    if None in real.values():
        return None
    once = _once(first, f"{first['offer']}, paid once", _sources_of_offer(dispute, first))
    beside = ", beside {once} paid once" if once.value else ""
    return say(
        f"After prices, {{offer}} was a {{cpi:change}} by CPI and a {{rpi:change}} by RPI{beside}.",
        offer=first["named"],
        once=once,
        **real,
    )


def _offered(dispute: Dispute) -> list[dict]:
    """Offers that can be worked out, without what was only asked for."""
    return [row for row in sections.offers_worked(dispute, by=pictures.BY) if row["status"] != "claim"]


def _real(dispute: Dispute, row: dict, by: str) -> Finding | None:
    value = row[f"real_{by}_pct"]
    if value is None:
        return None
    method = f"(1 + rise) / (1 + growth of {by.upper()}) − 1, {row['prices_counted']}"
    return Finding(
        f"{row['offer']}, real, {by}", float(value), "pct", method, _sources_of_offer(dispute, row, by)
    )


def _sources_of_offer(dispute: Dispute, row: dict, *by: str) -> tuple[str, ...]:
    records = {record.source for record in dispute.offers if record.label == row["offer"]}
    records |= {group.source for group in dispute.groups if group.label == row["group"]}
    return tuple(sorted(records | {source for each in by for source in prices.index(each).attrs["sources"]}))


def for_you(dispute: Dispute) -> list[Prose]:
    """What the dispute means for one person: an offer in pounds a year, beside what prices took.

    Parameters
    ----------
    dispute : Dispute
        From `paylib.dispute`.

    Returns
    -------
    list of Prose
        Of what was settled, else of the first offer that can be worked out; else the step between two salaries of the
        file; nothing where there are none.

    Examples
    --------
    >>> from paylib import disputes
    >>> print(for_you(disputes.load("civil_service_2004"))[0].text[:35])
    Civil servant at the top of the low
    """
    worked = _offered(dispute)
    settled = [row for row in worked if row["status"] == "settled"]
    if worked:
        return [_in_pounds(dispute, (settled or worked)[0])]
    paid = [group for group in dispute.groups if group.annual_gbp]
    if len(paid) < 2:
        return []
    first, second = (
        Finding(
            f"pay, {group.id}",
            group.annual_gbp,
            "gbp_year",
            group.label,
            (group.source,),
            group.usage_warnings,
        )
        for group in paid[:2]
    )
    step = (second - first).named(f"from {paid[0].id} to {paid[1].id}")
    labels = {"first": worded(paid[0].label), "second": worded(paid[1].label)}
    words = "{first}: {low} a year. {second}: {high}. "
    words += "That is {step:abs} a year less." if step.value < 0 else "The step is {step} a year."
    return [say(words, low=first, high=second, step=step, **labels)]


def _in_pounds(dispute: Dispute, row: dict) -> Prose:
    group = next(group for group in dispute.groups if group.id == row["group_id"])
    pay = Finding(
        f"pay, {group.id}", group.annual_gbp, "gbp_year", group.label, (group.source,), group.usage_warnings
    )
    name = f"{row['offer']}, {group.id}"
    sources = _sources_of_offer(dispute, row)
    rise = Finding(f"{name}, rise in pounds", float(row["rise_gbp_year"]), "gbp_year", "pay × rise", sources)
    who = worded(group.label)
    once = _once(row, f"{name}, paid once", sources)
    gives = _gives(rise, once, _of_an_hour(row, name, sources))
    told = say(
        "{who}: {pay} a year. From {offer}: {gives}.", who=who, pay=pay, offer=row["named"], gives=gives
    )
    beside = [_beside(dispute, row, pay, rise, by) for by in pictures.BY if row[f"real_{by}_pct"] is not None]
    if beside:
        that = "that" if gives.findings == (rise,) else "pay a year"
        told = say(f"{{told}} After prices, {that} is {{beside}}.", told=told, beside=joined(", ", beside))
    whole = _whole_rise(dispute, row, pay, pay + rise)
    if whole is None or not rise.value:
        return told
    words = "{told} Another reading, with the employer’s pension contribution, which nobody receives as pay: "
    return say(f"{words}{_more('whole', whole)}.", told=told, whole=whole)


def _once(row: dict, name: str, sources: tuple[str, ...]) -> Finding:
    """What an offer pays once."""
    method = "what is paid once and is no part of the pay of later years"
    return Finding(name, float(row["non_consolidated_gbp"]), "gbp", method, sources)


def _of_an_hour(row: dict, name: str, sources: tuple[str, ...]) -> Finding | None:
    """What an hour gains or loses by another full-time week; None where the week stays."""
    if row["rise_hour_pct"] is None or np.isclose(row["rise_hour_pct"], row["rise_pct"]):
        return None
    method = "pay of an hour after the offer − before"
    return Finding(f"{name}, rise an hour", float(row["rise_gbp_hour"]), "gbp_hour", method, sources)


def _gives(rise: Finding, once: Finding, hour: Finding | None) -> Prose:
    """What an offer gives: a rise, a sum that is paid once, another week, or several of these."""
    if hour is None and not once.value:
        return say(_more("rise", rise), rise=rise)
    given = [say("{once} once", once=once)] if once.value else []
    if rise.value:
        given.insert(0, say(f"{_more('rise', rise)} a year", rise=rise))
    else:
        given.append(say("no rise of the pay of a year"))
    if hour is not None:
        given.append(say(_more("hour", hour) + " an hour", hour=hour))
    return joined(", ", given)


def _more(name: str, pounds: Finding) -> str:
    """How much more, or less, in a sentence's form."""
    return f"{{{name}:abs}} less" if pounds.value < 0 else f"{{{name}}} more"


def _whole_rise(dispute: Dispute, row: dict, before: Finding, after: Finding) -> Finding | None:
    """The rise with the employer's pension contribution, at the rates of the tax year in which it is paid in full."""
    year = sections.last_year(next(record for record in dispute.offers if record.id == row["offer_id"]))
    low, high = (sections.with_pension(dispute, year, pay) for pay in (before, after))
    return None if low is None else (high - low).named(f"{row['offer']}, rise with the employer's pension")


def _beside(dispute: Dispute, row: dict, pay: Finding, rise: Finding, by: str) -> Prose:
    """How far a rise is above or below what prices took."""
    after = pay.value + rise.value
    kept = after / (1 + row[f"real_{by}_pct"] / 100) - pay.value
    method = f"rise − pay × growth of {by.upper()}, {row['prices_counted']}"
    sources = _sources_of_offer(dispute, row, by)
    over = Finding(f"{rise.name}, beside {by}", rise.value - kept, "gbp_year", method, sources)
    if over.sign or over.vanishes:
        words = "{over:abs} more by " if over.value > 0 else "{over:abs} less by "
    else:
        words = "level by "
    return say(words + by.upper(), over=over)


def cases(dispute: Dispute, judged: Sequence[claims.Judged]) -> list[dict]:
    """The best case of each side, with its heading."""
    order = _leading_first(judged)
    names = pictures.sides(dispute)
    found = [
        {"side": side, "name": names[side], "points": telling.best_case(dispute, side, order)}
        for side in (telling.UNION, telling.EMPLOYERS)
    ]
    return [each for each in found if each["points"]]


def _leading_first(judged: Sequence[claims.Judged]) -> list[claims.Judged]:
    front = telling.leading(judged)
    return [*front, *(each for each in judged if each not in front)]


def _claim(dispute: Dispute, each: claims.Judged) -> dict:
    return {
        "who": telling.who(dispute, each),
        "claim": telling.stated_as(each),
        "verdict": pictures.VERDICTS[each.verdict],
        "mark": charts.verdict_mark(each.verdict, MARK / 2, MARK / 2),
        "sentence": telling.sentence(dispute, each),
        "side": telling.camp(each.claim.party),
    }


def review(dispute: Dispute, each: claims.Judged, file: str, site: Site) -> dict:
    """A claim and its verdict as schema.org's ``ClaimReview``, with the reading by which it is true.

    Parameters
    ----------
    dispute : Dispute
    each : Judged
        One of its claims.
    file : str
        The page that it stands on.
    site : Site
        Its address stands in the review where there is one.

    Returns
    -------
    dict

    Examples
    --------
    >>> from paylib import disputes
    >>> civil = disputes.load("civil_service_2004")
    >>> first = next(each for each in claims.judged(civil) if each.claim.id == "pcs-below-inflation")
    >>> made = review(civil, first, "civil_service_2004.html", Site())
    >>> made["claimReviewed"], made["reviewRating"]["alternateName"]
    ('The offers were below inflation', 'Depends on the reading')
    """
    maker = {"@type": "Organization", "name": telling.who(dispute, each)}
    true = next((choice for choice in each.outcome.deciding if choice.holds), None)
    made = {
        "@type": "ClaimReview",
        "inLanguage": LANGUAGE,
        "author": {"@type": "Organization", "name": "paylib contributors"},
        "claimReviewed": telling.stated_as(each),
        "itemReviewed": {"@type": "Claim", "author": maker},
        "reviewRating": {"@type": "Rating", "alternateName": pictures.VERDICTS[each.verdict]},
        "reviewBody": telling.sentence(dispute, each).text,
    }
    made |= {"reviewAspect": f"True by {true.label}"} if true else {}
    return made | ({"url": site.absolute(file)} if site.url else {})


def cards_of(
    dispute: Dispute, judged: Sequence[claims.Judged], slug: str, own: dict[str, Source], site: Site
) -> list[cards.Card]:
    """The cards of a brief: one a leading claim, and one a picture that can be read on a card, if need be
    without the small dots of all else that was tried."""
    address = site.absolute(f"{slug}.html") or f"{slug}.html"
    of_claims = [
        cards.of_claim(
            slug, dispute.title, _claim(dispute, each) | {"id": each.claim.id}, each.sources, own, address
        )
        for each in telling.leading(judged)
    ]
    since = _if_it_can(erosion.erosion, dispute)
    drawn = {
        "chart": _if_it_can(pictures.readings, dispute, judged),
        "verdicts": _if_it_can(pictures.verdicts, dispute, judged),
        "erosion": since and since.picture,
    }
    drawn = {
        name: cards.of_picture(slug, dispute.title, name, each, address)
        for name, each in drawn.items()
        if each
    }
    if "chart" in drawn and not drawn["chart"].is_read:
        lower = pictures.readings(dispute, judged, tried=False)
        drawn["chart"] = cards.of_picture(slug, dispute.title, "chart", lower, address)
    return [*of_claims, *(each for each in drawn.values() if each.is_read)]


def _in_a_line(dispute: Dispute, each: claims.Judged) -> dict:
    stated = each.as_stated if each.stated is not None else None
    return {
        "who": telling.who(dispute, each),
        "claim": each.claim.summary.rstrip("."),
        "stated": stated,
        "verdict": pictures.VERDICTS[each.verdict],
        "mark": charts.verdict_mark(each.verdict, MARK / 2, MARK / 2),
        "misfit": each.sentence if each.error else None,
    }


def _prose_in(value: object) -> Iterable[Prose]:
    """Every piece of prose in what the page shows."""
    if isinstance(value, Prose):
        yield value
    elif isinstance(value, charts.Picture):
        yield from _prose_in([value.title, value.alt])
    elif isinstance(value, dict):
        yield from _prose_in(list(value.values()))
    elif isinstance(value, list):
        for each in value:
            yield from _prose_in(each)


def _findings(shown: dict) -> list[Finding]:
    """Every figure that the page states, once each."""
    found = {finding.name: finding for prose in _prose_in(shown) for finding in prose.findings}
    return list(found.values())


def _words(shown: dict) -> str:
    told = [prose.text for prose in _prose_in(shown)]
    drawn = [
        words
        for each in shown.values()
        if isinstance(each, charts.Picture)
        for words in (each.subtitle, str(each.alt))
    ]
    return " ".join([*told, *drawn])


def _cited(shown: dict) -> Iterable[str]:
    """The sources of the pictures."""
    return (
        name for each in shown.values() if isinstance(each, charts.Picture) for name in each.table.sources
    )


def _claims_as_csv(dispute: Dispute, slug: str) -> Markup | str:
    record = sections.verdicts(dispute).table.record() if dispute.claims else {}
    if not record:
        return ""
    (table,) = record.values()
    return downloads.link(downloads.as_csv(table), downloads.CSV, f"{slug}-claims.csv", "All claims (CSV)")


def _due() -> dict[str, str]:
    """When newer prices are due: the month after the last release, in words and by its last day."""
    month = prices.next_release()
    return {"words": show(month, "month"), "day": str(month.end_time.date())}


def _reach() -> str:
    """The last month of prices, in words."""
    return periods.words(periods.parse(prices.deflators()["last"].max()))
