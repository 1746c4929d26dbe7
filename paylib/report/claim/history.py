"""What has happened to pay, and what is happening to prices."""

from __future__ import annotations

from functools import cache

import pandas as pd

from paylib import awards, charts, datapackage, prices
from paylib.awards.groups import awards_of, described
from paylib.charts import Chart
from paylib.errors import PaylibError
from paylib.figures import periods
from paylib.figures.finding import Finding
from paylib.findings import Prose, figure_of, joined, say, worded
from paylib.report.claim.claim_file import ClaimFile
from paylib.report.claim.paper import BY, Block, Paper, Section, as_given, point_table, section_of
from paylib.tables import Table, table, titles

AWARDED = ("settled", "imposed", "freeze")
"""Awards that changed pay, or left it as it was."""


def pay(paper: Paper) -> Section:
    """Award by award beside prices, and by point what was lost and the rise that restores it.

    Parameters
    ----------
    paper : Paper

    Returns
    -------
    Section

    Examples
    --------
    >>> from paylib.report.claim.claim_file import load
    >>> print(pay(Paper(load("njc_2026"))).blocks[0])
    From April 2010 to March 2026 full-time pay at Point 23 rose by 39.7% and prices by 58.1% by CPI and ...
    """
    file = paper.file
    blocks: list[Block | None] = [
        told(paper),
        _by_year(paper),
        drawn(paper),
        _lost(paper),
        _not_followed(paper),
    ]
    missing = (
        f"No unbroken record of pay for {described(file.group)['title'] if file.group else file.staff} was found, so what has "
        "happened to it is not shown."
    )
    return section_of("pay", "What has happened to pay", blocks, missing)


@cache
def then(file: ClaimFile, point: str, month: str | None = None) -> Finding | None:
    """What a point was paid in the month from which pay is followed, or another; None where that is not known.

    Parameters
    ----------
    file : ClaimFile
    point : str
    month : month, optional

    Returns
    -------
    Finding or None

    Notes
    -----
    As the file gives it; else, where points are numbered, by the awards that they got; else by the scale then in force.
    """
    if file.since is None:
        return None
    given = next((each for each in file.points if each.point == point), None)
    if given and given.was_gbp is not None:
        if month is not None:
            return None
        return Finding(f"pay then of {point}", given.was_gbp, "gbp_year", "as published", (given.was_source,))
    if file.group is None:
        return None
    try:
        if point.isdigit():
            return _followed(file, point, month)
        return dict(file.on_scale(month or file.since)).get(point)
    except PaylibError:
        return None


def _followed(file: ClaimFile, point: str, month: str | None) -> Finding | None:
    """Pay of a numbered point by the awards that it got, over a renumbering of the spine too."""
    path = _paths(file).get(point)
    asked = periods.parse(month or file.since)
    if path is None or asked not in path.index:
        return None
    return figure_of(path, path[asked], "gbp_year", f"pay at point {point} by the awards from {file.since}")


@cache
def _paths(file: ClaimFile) -> dict[str, pd.Series]:
    """Pay by month of the numbered points that can be followed, by point."""
    return _together(file, tuple(each for each in file.shown if each.isdigit()))


def _together(file: ClaimFile, points: tuple[str, ...]) -> dict[str, pd.Series]:
    """Points followed at once; where one of them cannot be, each half by itself."""
    if not points:
        return {}
    try:
        frame = awards.path(file.group, *_span(file), point=[int(each) for each in points], spine=file.spine)
    except PaylibError:
        half = len(points) // 2
        return _together(file, points[:half]) | _together(file, points[half:]) if half else {}
    pay = frame["annual_gbp"]
    found = {each: pay.xs(int(each), level=0) for each in points}
    for each in found.values():
        each.attrs = frame.attrs
    return found


@cache
def known(file: ClaimFile) -> tuple[str, ...]:
    """The points shown whose pay can be followed."""
    return tuple(each for each in file.shown if then(file, each) is not None)


def middle(file: ClaimFile) -> str | None:
    """The point that stands for the scale: the nearest to the middle of those that can be followed."""
    centre = (len(file.shown) - 1) / 2
    return min(known(file), key=lambda point: abs(file.shown.index(point) - centre), default=None)


def _span(file: ClaimFile) -> tuple[str, str]:
    return file.since, file.scale_month


def real(paper: Paper, point: str) -> dict[str, Finding]:
    """Of one point: pay then and now; by each index the real change, the loss in pounds a year and the rise to restore.

    Parameters
    ----------
    paper : Paper
    point : str

    Returns
    -------
    dict of str to Finding

    Notes
    -----
    The loss is what pay would be had it kept up with prices, less what it is. The rise that restores is the loss over
    today's pay: it is not the fall with its sign turned.
    """
    first, last = _span(paper.file)
    now = paper.point(point)
    before = paper.keep(f"pay in {first}, {point}", then(paper.file, point))
    found = {"before": before, "now": now}
    for by in BY:
        change = prices.real_change(before, now, first, last, by=by)
        kept_up = prices.uprate(before, first, to=last, by=by)
        needed = prices.rise_to_restore(before, now, first, last, by=by)
        found[f"real_{by}"] = paper.keep(f"real change by {by.upper()}, {point}", change)
        found[f"lost_{by}"] = paper.keep(f"behind {by.upper()} by, {point}", kept_up - now)
        found[f"restore_{by}"] = paper.keep(f"rise to restore by {by.upper()}, {point}", needed)
    return found


def told(paper: Paper) -> Prose | None:
    """What has happened to pay, in a few sentences; None where it cannot be followed.

    Parameters
    ----------
    paper : Paper

    Returns
    -------
    Prose or None
    """
    point = middle(paper.file)
    if point is None:
        return None
    first, last = _span(paper.file)
    found = real(paper, point)
    grown = paper.keep(f"growth of pay, {point}", found["now"].change_from(found["before"]))
    hundred = Finding("a hundred pounds", 100.0, "gbp", "£100")
    grew = {
        by: paper.keep(
            f"growth of prices by {by.upper()}",
            prices.uprate(hundred, first, to=last, by=by).change_from(hundred),
        )
        for by in BY
    }
    words = say(
        "From {first} to {last} full-time pay at {point} rose by {grown} and prices by {cpi} by CPI and {rpi} by RPI. "
        "In real terms that is a {real_cpi:change} by CPI and a {real_rpi:change} by RPI.",
        first=paper.keep("followed from", periods.parse(first)),
        last=paper.keep("followed to", periods.parse(last)),
        point=worded(paper.file.named(point)),
        grown=grown,
        cpi=grew["cpi"],
        rpi=grew["rpi"],
        real_cpi=found["real_cpi"],
        real_rpi=found["real_rpi"],
    )
    return joined(" ", [words, *(_undone(by, found[f"restore_{by}"]) for by in BY)])


def _undone(by: str, needed: Finding) -> Prose:
    if needed.sign <= 0:
        return say("By {index} nothing was lost.", index=by.upper())
    return say("By {index}, a rise of {needed} would restore it.", index=by.upper(), needed=needed)


def _awarded(file: ClaimFile) -> pd.DataFrame:
    """The group's general awards in the time that is followed, with the months in which they were in force."""
    rows = awards_of(file.group)
    rows = rows[rows["status"].isin(AWARDED) & (rows["scope"] == "general") & rows["effective_month"].notna()]
    months = pd.PeriodIndex(rows["effective_month"].astype(str), freq="M")
    first, last = map(periods.parse, _span(file))
    return rows[(months > first) & (months <= last)]


def _by_year(paper: Paper) -> Table | None:
    """Each award, the rates of inflation of its month, and pay and prices compounded since the start."""
    file, point = paper.file, middle(paper.file)
    if point is None or file.group is None:
        return None
    rows = {
        periods.words(periods.parse(str(row.effective_month))): _year(paper, row, point)
        for row in _awarded(file).itertuples()
    }
    if not rows:
        return None
    frame = pd.DataFrame.from_dict(rows, orient="index").rename_axis("Award of")
    caption = say(
        "Awards, prices in the year to each, and both compounded since {first}; pay is that of {point}",
        first=paper.keep("followed from", periods.parse(file.since)),
        point=worded(file.named(point)),
    )
    return table(frame, caption, labels={column: column for column in frame})


def _year(paper: Paper, row: object, point: str) -> dict[str, object]:
    month = periods.parse(str(row.effective_month))
    found: dict[str, object] = {"Award": _award_said(paper, row, month)}
    for by in BY:
        found[f"{by.upper()}, year to then"] = rate_in(paper, by, month)
    before = then(paper.file, point)
    paid = then(paper.file, point, str(month))
    grown = paid.change_from(before) if paid else None
    found["Pay since"] = paper.keep(f"growth of pay to {month}", grown) if grown else None
    for by in BY:
        hundred = Finding("a hundred pounds", 100.0, "gbp", "£100")
        grew = prices.uprate(hundred, paper.file.since, to=month, by=by).change_from(hundred)
        found[f"{by.upper()} since"] = paper.keep(f"growth of prices to {month} by {by.upper()}", grew)
    return found


def _award_said(paper: Paper, row: object, month: pd.Period) -> Prose:
    """An award as a cell: its per cent, its flat sum, or both."""
    parts = {}
    for column, unit in (("award_pct", "pct"), ("flat_gbp", "gbp_year")):
        value = getattr(row, column)
        if pd.notna(value) and not (unit == "gbp_year" and value == 0):
            name = f"award of {month}" + ("" if unit == "pct" else ", flat sum")
            decimals = as_given(value, unit)
            parts[unit] = paper.keep(
                name, float(value), unit, f"{row.status}, {row.covers}", (row.source,), (), decimals
            )
    return say(" and ".join(f"{{{unit}}}" for unit in parts) or "not stated", **parts)


def rate_in(paper: Paper, by: str, month: pd.Period) -> Finding | None:
    """The published 12-month rate of an index in a month, in the paper's ledger; None where it is not out."""
    try:
        frame = prices.rates([month], by=[by])
    except PaylibError:
        return None
    found = figure_of(frame, frame.iloc[0, 0], "pct", f"{by.upper()}, 12-month rate, as published")
    return paper.keep(f"{by.upper()} in the year to {month}", found)


def drawn(paper: Paper) -> Chart | None:
    """Pay of the middle point in the prices of the start, month by month, as an index.

    Parameters
    ----------
    paper : Paper

    Returns
    -------
    Chart or None
    """
    file, point = paper.file, middle(paper.file)
    paid = None if point is None else _monthly(file, point)
    if paid is None:
        return None
    first, last = _span(file)
    base = float(then(file, point))
    columns = {
        f"{by}_index": prices.uprate(paid.to_numpy(), paid.index, to=first, by=by) / base * 100 for by in BY
    }
    frame = pd.DataFrame(columns, index=paid.index)
    ends = {
        by: paper.keep(
            f"pay after prices, {by.upper()}",
            float(frame[f"{by}_index"].iloc[-1]),
            "index",
            f"pay of {point} in the prices of {first} by {by.upper()}, {first} = 100",
            (*then(file, point).sources, *prices.provenance(by, *map(periods.parse, (first, last)))),
        )
        for by in BY
    }
    title = say("After prices, pay stands at {cpi} by CPI and {rpi} by RPI", **ends)
    subtitle = say(
        "Full-time pay at {point} after prices; {first} is {start}",
        point=worded(file.named(point)),
        first=paper.keep("followed from", periods.parse(first)),
        start=paper.keep("index at the start", 100.0, "index", "as chosen", (), (), 0),
    )
    labels = {f"{by}_index": titles()[by] for by in BY}
    sources = dict.fromkeys(name for each in ends.values() for name in each.sources)
    return charts.lines(frame, title, subtitle, labels=labels, sources=list(sources))


def _monthly(file: ClaimFile, point: str) -> pd.Series | None:
    """Pay of a point by month over the time that is followed: it stays until an award changes it."""
    if file.group is None or any(each.was_gbp is not None for each in file.points):
        return None
    if point.isdigit():
        return _paths(file)[point]
    first, last = map(periods.parse, _span(file))
    months = pd.period_range(first, last, freq="M")
    starts = [first, *(periods.parse(str(each)) for each in _awarded(file)["effective_month"])]
    paid = {month: then(file, point, str(month)) for month in starts}
    if None in paid.values():
        return None
    return pd.Series({month: float(each) for month, each in paid.items()}).reindex(months).ffill()


def _lost(paper: Paper) -> Table | None:
    """By point: pay then and now, how far it is behind, and the rise to restore."""
    points = known(paper.file)
    if not points:
        return None
    first, last = _span(paper.file)
    rows = {}
    for point in points:
        found = real(paper, point)
        row: dict[str, object] = {"Then": found["before"], "Now": found["now"]}
        for by in BY:
            row |= {
                f"Real change, {by.upper()}": found[f"real_{by}"],
                f"Behind by, {by.upper()}": found[f"lost_{by}"],
                f"Rise to restore, {by.upper()}": found[f"restore_{by}"],
            }
        rows[point] = row
    caption = say(
        "Full-time pay in {first} and {last}: what was lost a year, and the rise that would restore it. A minus: pay is ahead of prices",
        first=paper.keep("followed from", periods.parse(first)),
        last=paper.keep("followed to", periods.parse(last)),
    )
    return point_table(paper, rows, caption)


def _not_followed(paper: Paper) -> Prose | None:
    """Which points have no unbroken record."""
    left = [paper.file.named(each) for each in paper.file.shown if each not in known(paper.file)]
    if not left or not known(paper.file):
        return None
    return worded(f"For {', '.join(left)} no unbroken record of pay since then was found.")


def inflation(paper: Paper) -> Section:
    """Inflation when pay is due and now, and who forecasts what, and when.

    Parameters
    ----------
    paper : Paper

    Returns
    -------
    Section

    Examples
    --------
    >>> from paylib.report.claim.claim_file import load
    >>> print(inflation(Paper(load("njc_2026"))).blocks[0])
    In April 2026, when this pay is due, prices were 2.8% higher than a year before by CPI and ...
    """
    blocks: list[Block | None] = [_when_due(paper), _latest(paper), _forecasts(paper)]
    return section_of(
        "inflation",
        "Inflation now, and what is forecast",
        blocks,
        "No rate of inflation was found for this time.",
    )


def _when_due(paper: Paper) -> Prose | None:
    rates = {by: rate_in(paper, by, periods.parse(paper.file.date)) for by in BY}
    if None in rates.values():
        return None
    return say(
        "In {month}, when this pay is due, prices were {cpi} higher than a year before by CPI and {rpi} by RPI.",
        month=paper.month,
        **rates,
    )


@cache
def newest(paper: Paper) -> pd.DataFrame:
    """The newest growth of earnings and prices, as released, looked up once for a paper."""
    return prices.latest()


def _latest(paper: Paper) -> Prose:
    parts = []
    for name, row in newest(paper).loc[["CPI", "CPIH", "RPI"]].iterrows():
        rate = paper.keep(
            f"newest {name}", float(row["rate_pct"]), "pct", "12-month rate, as released", (row["source"],)
        )
        month = paper.keep(f"month of the newest {name}", periods.parse(str(row["month"])))
        parts.append(say("{name} {rate} in {month}", name=name, rate=rate, month=month))
    return say("The newest rates: {one}, {two}, {three}.", one=parts[0], two=parts[1], three=parts[2])


CENTRAL = ("central", "average", "about")
"""Statistics of a forecast that stand for it."""

MEASURES = {"cpi": "CPI", "rpi": "RPI", "average_earnings": "average earnings"}

FORECASTERS = {
    "obr": "Office for Budget Responsibility",
    "hm_treasury_survey": "Independent forecasters, average (HM Treasury)",
    "bank_of_england": "Bank of England",
}


def _forecast_rows(paper: Paper) -> pd.DataFrame:
    """The newest forecast of each forecaster for the year in which pay is due and the next."""
    year = periods.parse(paper.file.date).year
    rows = datapackage.load("forecasts")
    rows = rows[
        rows["measure"].isin(MEASURES)
        & rows["statistic"].isin(CENTRAL)
        & (rows["period_type"] == "calendar_year")
    ]
    rows = rows[rows["period"].astype(str).isin([str(year), str(year + 1)])]
    newest = rows.groupby(["measure", "forecaster"])["published_month"].transform("max")
    return rows[rows["published_month"] == newest].sort_values(["measure", "forecaster", "period"])


def _forecast(paper: Paper, row: object) -> Finding:
    name, method = (
        f"{MEASURES[row.measure]} in {row.period}, {_who(row)}",
        f"forecast, {row.statistic}, as published",
    )
    return paper.keep(name, float(row.growth_pct), "pct", method, (row.source,), (), 1)


def of_prices(paper: Paper) -> list[tuple[str, Finding]]:
    """Forecasts of prices for the year after the one in which pay is due: whose, of what, and how much.

    Parameters
    ----------
    paper : Paper

    Returns
    -------
    list of tuple of (str, Finding)
    """
    after = str(periods.parse(paper.file.date).year + 1)
    rows = [
        row for row in _forecast_rows(paper).itertuples() if str(row.period) == after and row.measure in BY
    ]
    return [(f"{row.measure.upper()}, {_who(row)}", _forecast(paper, row)) for row in rows]


def _who(row: object) -> str:
    return FORECASTERS.get(row.forecaster, row.forecaster)


def _forecasts(paper: Paper) -> Table | None:
    found: dict[str, dict[str, object]] = {}
    for row in _forecast_rows(paper).itertuples():
        made = paper.keep(
            f"forecast made, {MEASURES[row.measure]}, {_who(row)}", periods.parse(str(row.published_month))
        )
        found.setdefault(f"{_who(row)}: {MEASURES[row.measure]}", {"Made in": made})[str(row.period)] = (
            _forecast(paper, row)
        )
    if not found:
        return None
    frame = pd.DataFrame.from_dict(found, orient="index").rename_axis("Who forecasts what")
    return table(
        frame, "Forecasts of growth over the year before", labels={column: column for column in frame}
    )
