"""A statement on real pay under every defensible choice: where it holds, and what that turns on.

Whether an offer is "below inflation" depends on the deflator, the months compared, the concept of
pay and the period convention. `specifications` works out all the combinations, `shares` says in
how many the statement holds, `variance_shares` which choice matters most, and `mark_parties` which
combinations a party chose itself. `real_pay` is for pay over any two dates.

Specifications are not a sample and have no probabilities: that a statement holds in 60 per cent of
them does not make it 60 per cent likely, and the median specification is one more choice, not the
truth. What to report is which choices a statement needs. The method is that of specification
curves and multiverse analyses: Simonsohn, Simmons and Nelson, "Specification curve analysis",
Nature Human Behaviour 4 (2020); Steegen and others, "Increasing transparency through a multiverse
analysis", Perspectives on Psychological Science 11 (2016).
"""

from __future__ import annotations

import operator
from collections.abc import Callable, Hashable, Iterable, Mapping
from contextlib import suppress
from functools import cache, lru_cache
from types import MappingProxyType

import numpy as np
import pandas as pd

from paylib import datapackage, prices
from paylib.errors import ChoiceError, CoverageError, FigureError, PeriodError, is_among, unknown
from paylib.figures import periods
from paylib.figures.calls import takes_findings
from paylib.figures.finding import Finding
from paylib.figures.inputs import a_frame, a_mapping, checked, is_many, several, single
from paylib.figures.several import Several

CHOICES = ("pay_concept", "span", "convention", "deflator")
"""The columns of a frame of specifications that say what was chosen."""

CONVENTIONS = {
    "month": "month on month",
    "twelve_months": "mean of the 12 months to each",
    "calendar_year": "calendar-year mean",
    "financial_year": "financial-year mean",
}
"""The period conventions and what they compare."""

STATEMENTS = {"below": operator.lt, "at_most": operator.le, "above": operator.gt, "at_least": operator.ge}
"""What may be stated of a real change of pay, against a figure."""

_FREQUENCY = {
    "month": periods.MONTH,
    "twelve_months": periods.MONTH,
    "calendar_year": periods.YEAR,
    "financial_year": periods.FINANCIAL,
}

_NOT_WHOLE_YEARS = "Means of years compare only over whole years, and this span is some months more or less."

_SAME = 1e-9  # real changes (per cent) closer than this are equal: the rest is the arithmetic of floats


def specifications(
    pay: Mapping[str, float] | pd.DataFrame,
    spans: Mapping[str, tuple],
    *,
    by: Iterable[str] | str,
    statement: str,
    against_pct: float = 0.0,
    tolerance_pct: float = 0.0,
    conventions: Iterable[str] = ("month",),
    leave_out: bool = False,
) -> pd.DataFrame:
    """The real change of pay, and whether a statement on it holds, for all combinations of choices.

    Parameters
    ----------
    pay : mapping or pandas.DataFrame
        Concepts of pay: name to rise in per cent, such as ``{"scale maximum": 2.6}``. Or a frame
        indexed by name, with ``rise_pct`` and, if wanted, ``usage_warnings`` and ``source``.
        Each rise is set against each span, so it must be the rise of pay over such a span.
    spans : mapping
        Name to (since, until): two periods of one kind, such as
        ``{"12 months to September 2003": ("2002-09", "2003-09")}``.
    by : iterable of str
        The deflators, from `paylib.prices.deflators`. There is no default.
    statement : {"below", "at_most", "above", "at_least"}
        What is stated of the real change: that it is below (and so on) ``against_pct``.
    against_pct : float
        0, the default, is inflation.
    tolerance_pct : float
        Half the last digit of the stated figure: a real change so near to ``against_pct`` is
        counted for the statement, whoever makes it and whichever way it points.
    conventions : iterable of str
        How the index is read at the ends of a span of months: ``"month"``, ``"twelve_months"``
        (mean of the 12 months that end with it), ``"calendar_year"`` or ``"financial_year"``
        (mean of the year that it falls in; for spans of whole years only). A span given in years
        has its own convention.
    leave_out : bool
        Whether combinations that cannot be worked out are left out and listed in
        ``attrs["left_out"]``, instead of an error.

    Returns
    -------
    pandas.DataFrame
        One row a specification. Choices: ``pay_concept``, ``span``, ``convention``, ``deflator``
        (categories). Then ``since`` and ``until`` (the periods compared, as
        `paylib.periods.parse` reads them), ``pay_rise_pct``, ``price_rise_pct``, ``real_pct``,
        ``holds`` and ``usage_warnings`` (codes, with a space between them; empty if there is
        none): of the deflators, such as hindsight or a lost accreditation, and of the concepts
        of pay. ``attrs`` carry ``statement``, ``against_pct``, ``tolerance_pct``, ``sources``,
        ``usage_warnings`` and ``left_out`` (a tuple of records with a ``reason``).

    Raises
    ------
    ChoiceError
        If a deflator, convention or statement is unknown or named twice, or nothing is given.
    PeriodError
        If a span cannot be read, mixes kinds or does not end after it starts.
    CoverageError
        If a deflator does not cover a span, or a span of months that are no whole years is to be
        read by means of years; with ``leave_out``, only if no combination is left.
    FigureError
        If a rise is missing, or is a fall of 100 per cent or more.

    Notes
    -----
    real = (1 + rise of pay) / (1 + rise of the index) - 1: a ratio, never a difference. The rise
    of the index is that of `paylib.prices.level` between the two periods.

    Where a concept of pay belongs to some spans only (an average over the year to year means, a
    level at the end to months), call twice and put the frames together with `pandas.concat`.

    Examples
    --------
    Was the youth work offer of 3 per cent below inflation?

    >>> ends = ["2003-09", "2003-10", "2004-02", "2004-08"]
    >>> spans = {f"12 months to {end}": (f"{int(end[:4]) - 1}{end[4:]}", end) for end in ends}
    >>> youth = specifications(
    ...     {"offer": 3.0}, spans, by=["cpi", "cpih", "rpi", "rpix"], statement="below"
    ... )
    >>> int(youth["holds"].sum()), len(youth)
    (1, 16)
    >>> youth.loc[youth["holds"], ["span", "deflator", "real_pct", "usage_warnings"]].round(2)
                        span deflator  real_pct      usage_warnings
    14  12 months to 2004-08      rpi     -0.19  rpi_not_accredited

    And the civil service offer of 2003, of which each side quoted a reading of its own?

    >>> from paylib import datapackage
    >>> items = ["offer_dwp_union_reading", "offer_dwp_package_low",
    ...          "offer_dwp_package_high", "average_offer_dwp"]
    >>> readings = datapackage.load("civil_service_dispute").set_index("item").loc[items]
    >>> spans = {end: (f"{int(end[:4]) - 1}{end[4:]}", end) for end in ["2003-07", "2003-11", "2004-01"]}
    >>> offer = specifications(
    ...     readings.rename(columns={"value": "rise_pct"}), spans, by=["cpi", "rpi"], statement="below"
    ... )
    >>> offer[offer["holds"]].groupby("pay_concept", observed=True)["deflator"].agg(list)
    pay_concept
    offer_dwp_union_reading    [rpi, rpi]
    Name: deflator, dtype: object
    """
    against_pct, tolerance_pct = (
        single(each, name) for each, name in ((against_pct, "against_pct"), (tolerance_pct, "tolerance_pct"))
    )
    concepts = _concepts(pay)
    measures = _named("deflator", by, _monthly(datapackage.package()))
    holds = _statement(statement, against_pct, tolerance_pct)
    readings = _readings(_read_spans(spans), _named("period convention", conventions, CONVENTIONS))
    possible = _possible(readings, measures)
    left_out = _left_out(readings, measures, possible)
    if left_out and not (leave_out and possible.any()):
        raise _impossible(left_out, possible.size, measures, leave_out)
    frame = _crossed(concepts, readings, measures, _price_ratios(readings, measures, possible))
    frame.insert(frame.columns.get_loc("usage_warnings"), "holds", holds(frame["real_pct"].to_numpy()))
    codes = {code for text in frame["usage_warnings"].cat.categories for code in text.split()}
    frame.attrs = {
        "statement": statement,
        "against_pct": float(against_pct),
        "tolerance_pct": float(tolerance_pct),
        "sources": _sources(concepts, readings, measures, possible),
        "usage_warnings": tuple(sorted(codes)),
        "left_out": left_out,
    }
    return frame


def price_ratios(spans: Iterable[tuple], by: Iterable[str]) -> Mapping[tuple[tuple, str], float]:
    """How many times what it was at the start of a span each index is at its end.

    Parameters
    ----------
    spans : iterable of tuple
        Pairs of periods of one kind: (since, until).
    by : iterable of str
        The deflators, from `paylib.prices.deflators`.

    Returns
    -------
    mapping of (span, deflator) to float
        Without those that are not held.

    Raises
    ------
    ChoiceError, PeriodError
        As in `specifications`.

    Examples
    --------
    >>> held = price_ratios([("2002-09", "2003-09"), ("2025-09", "2030-09")], ["cpi"])
    >>> {span: round(ratio, 4) for (span, _), ratio in held.items()}
    {('2002-09', '2003-09'): 1.0143}
    """
    return _ratios(datapackage.package(), tuple(map(_ends, several(spans))), tuple(map(str, several(by))))


def _ends(span: object) -> tuple:
    """The two ends of a span, as they are given."""
    if not isinstance(span, tuple | list) or not all(isinstance(end, Hashable) for end in span):
        raise PeriodError(f"The span {span!r} is no two periods: (since, until).")
    return tuple(span)


@lru_cache(maxsize=256)
def _ratios(package: datapackage.DataPackage, spans: tuple, by: tuple[str, ...]) -> Mapping:
    """The same for every claim of a time, so worked out once."""
    if not spans:
        return MappingProxyType({})
    for name in by:
        if name not in _monthly(package) and name in prices.deflators().index:
            raise ChoiceError(
                f"{unknown('deflator by month', name, _monthly(package))} The {prices.title(name)} is not published by the "
                f"month: take it out here, and the others are used; `paylib real` works by it between quarters or years."
            )
    measures = _named("deflator by month", by, _monthly(package))
    _read_spans({str(place): span for place, span in enumerate(spans)})  # an error, where one is none
    held = {measure: prices.index(measure).index for measure in measures}
    found = {}
    for span in spans:
        ends = pd.PeriodIndex([periods.parse(each) for each in span])
        first, last = ends[0].asfreq(periods.MONTH, how="start"), ends[1].asfreq(periods.MONTH, how="end")
        for measure, months in held.items():
            if months[0] <= first and last <= months[-1]:
                with suppress(CoverageError):  # a month that its publisher left blank
                    since, until = prices.level(measure, ends)
                    found[span, measure] = float(until / since)
    return MappingProxyType(found)


@lru_cache(maxsize=4)
def _monthly(package: datapackage.DataPackage) -> tuple[str, ...]:
    """The deflators that are held by month."""
    catalogue = package.load("deflators")
    return tuple(catalogue.loc[catalogue["period_type"] == "month", "deflator"].unique())


def _concepts(pay: Mapping[str, float] | pd.DataFrame) -> pd.DataFrame:
    """Concepts of pay by name: ``rise_pct``, ``usage_warnings`` and ``source`` (empty where none)."""
    if isinstance(pay, pd.DataFrame):
        given = a_frame(pay, "pay", "rise_pct")
        a_mapping(dict.fromkeys(given.index), "pay", "{'offer': 3.0}")
    else:
        if isinstance(pay, pd.Series) and pay.index.has_duplicates:
            twice = pay.index[pay.index.duplicated()][0]
            raise ChoiceError(f"The pay concept {twice!r} is named twice; give each a name of its own.")
        given = pd.Series(a_mapping(pay, "pay", "{'offer': 3.0}"), dtype=object).to_frame("rise_pct")
    if given.empty:
        raise ChoiceError("No concept of pay was given: name one and its rise, such as {'offer': 3.0}.")
    if given.index.has_duplicates:
        twice = given.index[given.index.duplicated()][0]
        raise ChoiceError(f"The pay concept {twice!r} is named twice; give each a name of its own.")
    concepts = pd.DataFrame(
        {"rise_pct": checked(given["rise_pct"].to_numpy(), "rise_pct", above=-100)}, index=given.index
    )
    for column in ("usage_warnings", "source"):
        concepts[column] = given[column].fillna("") if column in given else ""
    return concepts


def _named(what: str, given: Iterable[str] | str, choices: Iterable[str]) -> list[str]:
    """Names that are among the choices, each once."""
    names, choices = several(given), list(choices)
    for position, name in enumerate(names):
        if not is_among(name, choices):
            raise ChoiceError(unknown(what, name, choices))
        if name in names[:position]:
            raise ChoiceError(f"The {what} {name!r} is named twice; each choice counts once.")
    if not names:
        raise ChoiceError(f"No {what} was given. Choose from: {', '.join(choices)}.")
    return names


def _statement(
    statement: str, against_pct: float, tolerance_pct: float
) -> Callable[[np.ndarray], np.ndarray]:
    """What tells of real changes whether a statement on them holds."""
    if not is_among(statement, STATEMENTS):
        raise ChoiceError(unknown("statement", statement, STATEMENTS))
    against = checked(against_pct, "against_pct")
    tolerance = checked(tolerance_pct, "tolerance_pct", at_least=0)
    limit = against + (tolerance if statement in ("below", "at_most") else -tolerance)

    def holds(real_pct: np.ndarray) -> np.ndarray:
        beyond = real_pct - limit
        return STATEMENTS[statement](np.where(np.abs(beyond) < _SAME, 0.0, beyond), 0.0)

    return holds


def _read_spans(spans: Mapping[str, tuple]) -> pd.DataFrame:
    """One row a span: ``span``, ``frequency``, and the first months of ``since`` and ``until``.

    Months are counted as `pandas.Period` does, in ordinals.
    """
    spans = a_mapping(spans, "spans", "{'12 months to 2003-09': ('2002-09', '2003-09')}")
    if not spans:
        raise ChoiceError(
            "No span was given: name one, such as {'12 months to 2003-09': ('2002-09', '2003-09')}."
        )
    for name, ends in spans.items():
        if not isinstance(ends, tuple | list) or len(ends) != 2 or any(map(is_many, ends)):
            raise PeriodError(f"The span {name!r} is {ends!r}; two periods are needed: (since, until).")
    names = list(spans)
    ends = [end for pair in spans.values() for end in pair]
    codes, distinct = pd.factorize(_objects(ends), use_na_sentinel=False)
    periods.refuse_doubtful(list(distinct))
    parsed = [_parsed(place, end, codes, names) for place, end in enumerate(distinct)]
    codes = codes.reshape(-1, 2)
    frequency = _objects([period.freqstr for period in parsed])[codes]
    first = np.array([period.asfreq(periods.MONTH, how="start").ordinal for period in parsed])[codes]
    wrong = np.flatnonzero((frequency[:, 0] != frequency[:, 1]) | (first[:, 0] >= first[:, 1]))
    if len(wrong):
        raise _no_span(names[wrong[0]], *(parsed[code] for code in codes[wrong[0]]))
    return pd.DataFrame(
        {"span": names, "frequency": frequency[:, 0], "since": first[:, 0], "until": first[:, 1]}
    )


def _objects(values: list) -> np.ndarray:
    array = np.empty(len(values), dtype=object)
    array[:] = values
    return array


def _parsed(place: int, end: object, codes: np.ndarray, names: list) -> pd.Period:
    try:
        return periods.parse(end)
    except PeriodError as error:
        span = names[np.argmax(codes == place) // 2]
        raise PeriodError(f"In the span {span!r}: {error}") from None


def _no_span(name: str, since: pd.Period, until: pd.Period) -> PeriodError:
    try:
        periods.same_kind(since, until)
    except PeriodError as error:
        return PeriodError(f"In the span {name!r}: {error}")
    return PeriodError(
        f"The span {name!r} runs from {periods.label(since)} to {periods.label(until)}: "
        "it must end after it starts."
    )


def _readings(spans: pd.DataFrame, conventions: list[str]) -> pd.DataFrame:
    """One row a span and convention: what is compared, as windows of months."""
    of_months = spans["frequency"] == periods.MONTH
    parts = [
        _read_by(convention, spans[np.where(of_months, convention in conventions, spans["frequency"] == own)])
        for convention, own in _FREQUENCY.items()
    ]
    rows = pd.concat([part for part in parts if len(part)]).sort_index(kind="stable")
    used = set(rows["convention"])
    rows["convention"] = pd.Categorical(rows["convention"], [name for name in CONVENTIONS if name in used])
    rows["span"] = pd.Categorical(rows["span"], spans["span"])
    return rows.astype({"since": "category", "until": "category"}).reset_index(drop=True)


def _read_by(convention: str, spans: pd.DataFrame) -> pd.DataFrame:
    """Spans read by one convention: the periods compared, and the first months of their windows."""
    rows = pd.DataFrame({"span": spans["span"], "convention": convention})
    for end in ("since", "until"):
        months = pd.PeriodIndex.from_ordinals(spans[end].to_numpy(), freq=periods.MONTH)
        compared = months.asfreq(_FREQUENCY[convention])
        codes, distinct = compared.factorize()
        rows[end] = _objects([periods.label(period) for period in distinct])[codes]
        first = compared.asfreq(periods.MONTH, how="start").asi8
        rows[f"{end}_first"] = first - 11 if convention == "twelve_months" else first
    rows["width"] = 1 if convention == "month" else 12
    apart = spans["until"] - spans["since"]
    rows["like_with_like"] = (_FREQUENCY[convention] == periods.MONTH) | (apart % 12 == 0)
    return rows


def _possible(readings: pd.DataFrame, measures: list[str]) -> np.ndarray:
    """Whether there is a rise of prices: a row a reading, a column a deflator."""
    last = readings["until_first"] + readings["width"] - 1
    held = [prices.index(measure).index.asi8 for measure in measures]
    return np.column_stack(
        [
            readings["like_with_like"] & (readings["since_first"] >= months[0]) & (last <= months[-1])
            for months in held
        ]
    )


def _left_out(readings: pd.DataFrame, measures: list[str], possible: np.ndarray) -> tuple[dict, ...]:
    """The combinations that cannot be worked out, and why."""
    uncovered = cache(_why_uncovered)
    rows, places = np.nonzero(~possible)
    records = []
    for row, place in zip(readings.iloc[rows].itertuples(), places, strict=True):
        ends = (uncovered(measures[place], first, row.width) for first in (row.since_first, row.until_first))
        reason = next(filter(None, ends)) if row.like_with_like else _NOT_WHOLE_YEARS
        record = {"span": row.span, "convention": row.convention, "deflator": measures[place]}
        records.append(record | {"reason": reason})
    return tuple(records)


def _why_uncovered(measure: str, first: int, width: int) -> str:
    """Why an index has no level for a window of months; empty if it has."""
    try:
        prices.level(measure, _months(np.array([first]), width))
    except CoverageError as error:
        return str(error)
    return ""


def _impossible(
    left_out: tuple[dict, ...], asked: int, measures: list[str], leave_out: bool
) -> CoverageError:
    first, months = left_out[0], prices.common_months(*measures)
    shared = (
        f"All of {', '.join(measures)} have the months from {months[0]} to {months[-1]}."
        if len(months)
        else ""
    )
    advice = (
        "So no combination is left: change the choices."
        if leave_out
        else "Change the choices, or pass leave_out=True: the rest is worked out, and what was left out is "
        "listed in attrs['left_out']."
    )
    return CoverageError(
        f"{len(left_out)} of {asked} combinations of span, convention and deflator cannot be worked out. "
        f"The first is {first['span']!r} by {first['convention']} and {first['deflator']}: {first['reason']} "
        f"{shared} {advice}"
    )


def _months(first: np.ndarray, width: int) -> pd.PeriodIndex:
    """The months of windows, one window after the other."""
    return pd.PeriodIndex.from_ordinals((first[:, None] + np.arange(width)).ravel(), freq=periods.MONTH)


def _price_ratios(readings: pd.DataFrame, measures: list[str], possible: np.ndarray) -> np.ndarray:
    """Index at the end over index at the start, shaped like `possible`; NaN where there is none."""
    ratios = np.full(possible.shape, np.nan)
    for place, measure in enumerate(measures):
        for width, rows in readings[possible[:, place]].groupby("width"):
            start, end = (
                _mean_level(measure, rows[f"{edge}_first"].to_numpy(), width) for edge in ("since", "until")
            )
            ratios[rows.index, place] = end / start
    return ratios


def _mean_level(measure: str, first: np.ndarray, width: int) -> np.ndarray:
    """The mean of an index over windows of months; each distinct window is read once."""
    distinct, inverse = np.unique(first, return_inverse=True)
    return prices.level(measure, _months(distinct, width)).reshape(-1, width).mean(axis=1)[inverse]


def _crossed(
    concepts: pd.DataFrame, readings: pd.DataFrame, measures: list[str], ratios: np.ndarray
) -> pd.DataFrame:
    """One row a concept of pay, reading and deflator, where there is a rise of prices."""
    concept, kept = np.divmod(np.arange(len(concepts) * ratios.size), ratios.size)
    there = np.isfinite(ratios.ravel())[kept]
    concept, kept = concept[there], kept[there]
    reading, measure = np.divmod(kept, len(measures))
    rise, ratio = concepts["rise_pct"].to_numpy()[concept], ratios.ravel()[kept]
    return pd.DataFrame(
        {
            "pay_concept": pd.Categorical.from_codes(concept, concepts.index),
            **{column: readings[column].array.take(reading) for column in ("span", "convention")},
            "deflator": pd.Categorical.from_codes(measure, measures),
            **{column: readings[column].array.take(reading) for column in ("since", "until")},
            "pay_rise_pct": rise,
            "price_rise_pct": (ratio - 1) * 100,
            "real_pct": ((1 + rise / 100) / ratio - 1) * 100,
            "usage_warnings": _warnings(concepts, readings, measures, concept, reading, measure),
        }
    )


def _warnings(
    concepts: pd.DataFrame,
    readings: pd.DataFrame,
    measures: list[str],
    concept: np.ndarray,
    reading: np.ndarray,
    measure: np.ndarray,
) -> pd.Categorical:
    """The codes of each row's concept of pay and of the months that it reads, together.

    A set of codes is a whole number here, one binary digit a code: rows may be millions.
    """
    names = datapackage.load("usage_warnings")["code"].tolist()
    digit = {name: 1 << place for place, name in enumerate(names)}

    def number(codes: Iterable[str]) -> int:
        return sum(digit[code] for code in set(codes))

    of_pay = np.array([number(text.split()) for text in concepts["usage_warnings"]])
    of_prices = np.column_stack([_month_codes(name, readings, number) for name in measures])
    rows, distinct = pd.factorize(of_pay[concept] | of_prices[reading, measure])
    words = [" ".join(sorted(name for name in names if digit[name] & each)) for each in distinct]
    return pd.Categorical.from_codes(rows, words)


def _month_codes(measure: str, readings: pd.DataFrame, number: Callable[[Iterable[str]], int]) -> np.ndarray:
    """The codes of an index in the months that each reading compares, as a number."""
    attrs = prices.index(measure).attrs
    found = np.full(len(readings), number(attrs["usage_warnings"]))
    for month, codes in attrs["month_warnings"].items():
        place = pd.Period(month, periods.MONTH).ordinal
        since, until = (readings[f"{edge}_first"].to_numpy() for edge in ("since", "until"))
        if prices.BREAK in codes:
            found[(since < place) & (place < until + readings["width"].to_numpy())] |= number([prices.BREAK])
        codes = set(codes) - {prices.BREAK}
        for edge in ("since", "until"):
            apart = place - readings[f"{edge}_first"].to_numpy()
            found[(apart >= 0) & (apart < readings["width"].to_numpy())] |= number(codes)
    return found


def _sources(
    concepts: pd.DataFrame, readings: pd.DataFrame, measures: list[str], possible: np.ndarray
) -> tuple[str, ...]:
    cited = set(concepts["source"]) - {""}
    for place, measure in enumerate(measures):
        windows = readings[possible[:, place]].groupby("width")[["since_first", "until_first"]]
        months = [_months(np.unique(ends), width) for width, ends in windows]
        if months:
            cited.update(prices.provenance(measure, *months[0].union(months[-1])))
    return tuple(sorted(cited))


def mark_parties(frame: pd.DataFrame, parties: Mapping[str, Mapping[str, object]]) -> pd.DataFrame:
    """Mark the specifications that are a party's own choice.

    Parameters
    ----------
    frame : pandas.DataFrame
        From `specifications`.
    parties : mapping
        Party to what it chose: column to option, or to a list of options. What a party left open
        is not named, so more than one row may be its own.

    Returns
    -------
    pandas.DataFrame
        The frame with a column ``party``: who chose the row, with commas between them; empty for
        rows that nobody chose.

    Raises
    ------
    ChoiceError
        If a column or option is not in the frame, or no row is as a party chose.

    Examples
    --------
    The civil service offer of 2003 was 2.6 per cent to the union, 5 per cent to the employer:

    >>> offers = specifications(
    ...     {"union's reading": 2.6, "employer's reading": 5.0},
    ...     {"12 months to the settlement date": ("2002-07", "2003-07")},
    ...     by=["cpi", "rpi"],
    ...     statement="below",
    ... )
    >>> own = {
    ...     "PCS": {"pay_concept": "union's reading", "deflator": "rpi"},
    ...     "DWP": {"pay_concept": "employer's reading"},
    ... }
    >>> mark_parties(offers, own)[["pay_concept", "deflator", "real_pct", "holds", "party"]].round(1)
              pay_concept deflator  real_pct  holds party
    0     union's reading      cpi       1.3  False
    1     union's reading      rpi      -0.5   True   PCS
    2  employer's reading      cpi       3.6  False   DWP
    3  employer's reading      rpi       1.9  False   DWP
    """
    parties = a_mapping(parties, "parties", "{'PCS': {'deflator': 'rpi'}}")
    names = np.full(len(a_frame(frame, "The frame of specifications")), "", dtype=object)
    for party, chosen in parties.items():
        chosen = a_mapping(chosen, party, "{'deflator': 'rpi'}")
        own = np.ones(len(frame), dtype=bool)
        for column, options in chosen.items():
            own &= _chosen(frame, column, options)
        if not own.any():
            raise ChoiceError(f"No specification is as {party} chose: {dict(chosen)}.")
        names[own] = [f"{name}, {party}" if name else party for name in names[own]]
    return frame.assign(party=names)


def _chosen(frame: pd.DataFrame, column: str, options: object) -> np.ndarray:
    if column not in frame:
        raise ChoiceError(unknown("column", column, frame.columns))
    _refuse_no_options(frame, column)
    options, there = options if isinstance(options, list) else [options], list(frame[column].unique())
    for option in options:
        if not is_among(option, there):
            raise ChoiceError(unknown(column.replace("_", " "), option, map(str, there)))
    return frame[column].isin(options).to_numpy()


def shares(
    frame: pd.DataFrame, *, statement: str = "holds", choices: Iterable[str] = CHOICES
) -> pd.DataFrame:
    """In how many specifications a statement holds: overall, and for each option of each choice.

    Parameters
    ----------
    frame : pandas.DataFrame
        From `specifications`, or any part of it.
    statement : str
        A column of true and false: ``"holds"``, or one of your own.
    choices : iterable of str
        The columns that say what was chosen.

    Returns
    -------
    pandas.DataFrame
        Indexed by ``choice`` and ``option``, with ``specifications``, ``holding`` and
        ``share_pct``; the first row, ``("all", "all")``, counts every specification.

    Raises
    ------
    ChoiceError
        If there is no such column.
    FigureError
        If there are no rows, or the statement is not true or false.

    Notes
    -----
    Each specification counts once. The mean of the shares of a choice, weighted by its
    specifications, is the overall share. A share is no probability.

    Examples
    --------
    >>> spans = {f"12 months to {end}": (start, end) for start, end in
    ...          [("2002-09", "2003-09"), ("2003-08", "2004-08")]}
    >>> youth = specifications({"offer": 3.0}, spans, by=["cpi", "rpi"], statement="below")
    >>> shares(youth, choices=["span", "deflator"])
                                  specifications  holding  share_pct
    choice   option
    all      all                               4        1       25.0
    span     12 months to 2003-09              2        0        0.0
             12 months to 2004-08              2        1       50.0
    deflator cpi                               2        0        0.0
             rpi                               2        1       50.0
    """
    choices = _columns(frame, choices)
    for choice in choices:
        _refuse_no_options(frame, choice)
    (statement,) = _columns(frame, [statement])
    if frame[statement].dtype != bool:
        raise FigureError(f"The column {statement!r} must be true or false; it is {frame[statement].dtype}.")
    parts = {"all": frame.groupby(np.full(len(frame), "all"))[statement]}
    parts |= {choice: frame.groupby(choice, observed=True)[statement] for choice in choices}
    counted = {
        choice: pd.DataFrame({"specifications": part.size(), "holding": part.sum()})
        for choice, part in parts.items()
    }
    table = pd.concat(
        [part.set_axis(part.index.astype(object)) for part in counted.values()],
        keys=counted,
        names=["choice", "option"],
    )
    table["share_pct"] = table["holding"] / table["specifications"] * 100
    table.attrs = dict(frame.attrs)
    return table


def ways(frame: pd.DataFrame, **chosen: object) -> Several:
    """In how many ways of asking a statement holds, of how many that were tried, as findings.

    Parameters
    ----------
    frame : pandas.DataFrame
        From `specifications`.
    **chosen
        A choice and its option, or a list of options: ``deflator="rpi"``. Without any, all ways.

    Returns
    -------
    Several
        ``holding`` and ``tried`` (numbers), ``lowest`` and ``highest`` (real changes, per cent).

    Raises
    ------
    ChoiceError
        If there is no such choice or option.

    Examples
    --------
    >>> spans = {f"12 months to {end}": (start, end) for start, end in
    ...          [("2002-09", "2003-09"), ("2003-08", "2004-08")]}
    >>> youth = specifications({"offer": 3.0}, spans, by=["cpi", "rpi"], statement="below")
    >>> by_rpi = ways(youth, deflator="rpi")
    >>> f"{by_rpi.holding} of {by_rpi.tried}"
    '1 of 2'
    """
    _refuse_no_ways(frame)
    rows = np.ones(len(frame), dtype=bool)
    for column, options in chosen.items():
        rows &= _chosen(frame, column, options)
    part = frame[rows]
    said = "".join(f", {name} {value}" for name, value in chosen.items())
    method = (
        f"combinations of choices in which the real change is {frame.attrs['statement'].replace('_', ' ')} "
    )
    method += f"{frame.attrs['against_pct']:g} per cent{said}"
    results = {
        "holding": (int(part["holds"].sum()), "count", method),
        "tried": (len(part), "count", f"combinations of choices{said}"),
        "lowest": (float(part["real_pct"].min()), "pct", f"the lowest real change of the combinations{said}"),
        "highest": (
            float(part["real_pct"].max()),
            "pct",
            f"the highest real change of the combinations{said}",
        ),
    }
    return Several({name: _of_ways(frame, *result) for name, result in results.items()})


def ways_by(frame: pd.DataFrame, choice: str) -> Several:
    """In how many ways the statement holds, for each option of a choice.

    Parameters
    ----------
    frame : pandas.DataFrame
        From `specifications`.
    choice : str
        One of `CHOICES`.

    Returns
    -------
    Several
        By option.

    Examples
    --------
    >>> spans = {"12 months to 2004-08": ("2003-08", "2004-08")}
    >>> ways_by(specifications({"offer": 3.0}, spans, by=["cpi", "rpi"], statement="below"), "deflator")
    cpi: 0
    rpi: 1
    """
    _refuse_no_ways(frame)
    (choice,) = _columns(frame, [choice])
    _refuse_no_options(frame, choice)
    options = frame[choice].unique()
    return Several({str(option): ways(frame, **{choice: option}).holding for option in options})


def mattering(frame: pd.DataFrame) -> Several:
    """Which choice matters, and how much: `variance_shares` as findings, per cent, by choice.

    Examples
    --------
    >>> spans = {f"12 months to {end}": (start, end) for start, end in
    ...          [("2002-09", "2003-09"), ("2003-08", "2004-08")]}
    >>> mattering(specifications({"offer": 3.0}, spans, by=["cpi", "rpi"], statement="below")).deflator
    Finding(name='share of the variance of the real change that the choice of deflator explains', ...)
    """
    shared = variance_shares(frame)["share_pct"]
    said = "share of the variance of the real change that the choice of {} explains"
    return Several(
        {
            name: _of_ways(frame, float(share), "pct", said.format(name.replace("_", " ")))
            for name, share in shared.items()
        }
    )


def _of_ways(frame: pd.DataFrame, value: float, unit: str, method: str) -> Finding:
    return Finding(method, value, unit, method, frame.attrs["sources"], frame.attrs["usage_warnings"])


def _refuse_no_ways(frame: object) -> None:
    """Refuse what does not come from `specifications`: it does not say which statement holds."""
    a_frame(frame, "The frame of specifications", "holds", "real_pct")
    checked(frame["real_pct"], "real_pct")
    if frame["holds"].dtype != bool:
        raise FigureError(f"The column 'holds' must be true or false; it is {frame['holds'].dtype}.")
    if "statement" not in frame.attrs:
        raise FigureError(
            "The frame does not say which statement it tries: give it as specifications makes it."
        )


def _refuse_no_options(frame: pd.DataFrame, choice: str) -> None:
    """Refuse a column of choices in which one is no text."""
    held = frame[choice]
    coded = isinstance(held.dtype, pd.CategoricalDtype)
    for option in [*held.cat.categories, *held[held.isna()]] if coded else held:
        if not isinstance(option, str):
            raise ChoiceError(f"The column {choice!r} names what was chosen, and {option!r} is no name.")


def _columns(frame: pd.DataFrame, names: Iterable[str]) -> list[str]:
    """Columns that the frame has, which has rows."""
    names = several(names)
    a_frame(frame, "The frame of specifications")
    for name in names:
        if not is_among(name, list(frame.columns)):
            raise ChoiceError(unknown("column", name, frame.columns))
    if frame.empty:
        raise FigureError("There is no specification in the frame.")
    return names


def variance_shares(frame: pd.DataFrame, *, choices: Iterable[str] = CHOICES) -> pd.DataFrame:
    """Which choice matters most: the share of each in the variance of the real change.

    Parameters
    ----------
    frame : pandas.DataFrame
        From `specifications`, with each combination of the choices once.
    choices : iterable of str
        The columns that say what was chosen.

    Returns
    -------
    pandas.DataFrame
        Indexed by ``choice``, the largest first and ``interaction`` (what choices do together
        and not each alone) last; ``sum_of_squares`` and ``share_pct``.

    Raises
    ------
    ChoiceError
        If there is no such column.
    FigureError
        If a combination is missing or comes twice, or all real changes are the same.

    Notes
    -----
    Analysis of variance of a complete factorial: the sum of squares of a choice is that of the
    means of its options around the mean of all, each weighted by its specifications; the
    interaction is what is left of the total. The shares describe this set of options and no
    others: put in an odd deflator, and the deflator matters more.

    Examples
    --------
    >>> spans = {f"12 months to {end}": (start, end) for start, end in
    ...          [("2002-09", "2003-09"), ("2003-08", "2004-08")]}
    >>> youth = specifications({"offer": 3.0}, spans, by=["cpi", "rpi"], statement="below")
    >>> variance_shares(youth)["share_pct"].round(1)
    choice
    deflator       96.3
    span            0.8
    pay_concept     0.0
    convention      0.0
    interaction     2.9
    Name: share_pct, dtype: float64
    """
    choices = _columns(frame, choices)
    _columns(frame, ["real_pct"])
    for choice in choices:
        _refuse_no_options(frame, choice)
    real = checked(frame["real_pct"].to_numpy(), "real_pct")
    codes = {choice: pd.factorize(frame[choice])[0] for choice in choices}
    _refuse_unbalanced(frame, codes)
    rest = real - real.mean()
    total = float(rest @ rest)
    if np.ptp(real) < _SAME:
        raise FigureError("All specifications give the same real change, so no choice matters.")
    squares = {}
    for choice, code in codes.items():
        count = np.bincount(code)
        one_option = len(count) == 1  # it explains nothing, to the last digit
        effect = np.zeros(1) if one_option else np.bincount(code, weights=real) / count - real.mean()
        squares[choice] = float(count @ effect**2)
        rest = rest - effect[code]
    table = pd.Series(squares, name="sum_of_squares").sort_values(ascending=False, kind="stable").to_frame()
    table.loc["interaction"] = float(rest @ rest)
    table["share_pct"] = table["sum_of_squares"] / total * 100
    table.attrs = dict(frame.attrs)
    return table.rename_axis("choice")


def _refuse_unbalanced(frame: pd.DataFrame, codes: dict[str, np.ndarray]) -> None:
    options = {choice: int(code.max()) + 1 for choice, code in codes.items()}
    combinations = np.prod(list(options.values()), dtype=float)
    same = len(frame) == combinations and len(
        np.unique(np.ravel_multi_index(list(codes.values()), list(options.values())))
    ) == len(frame)
    if not same:
        crossed = " x ".join(f"{count} {choice}" for choice, count in options.items())
        raise FigureError(
            f"Variance shares need each combination of choices once: {crossed} makes {combinations:,.0f}, and the frame "
            f"has {len(frame):,} rows. Take out the options that lack some (attrs['left_out'] lists what could not be "
            "worked out), or name the choices that cross with choices=: where spans are of different kinds the "
            "convention follows from the span, and is no choice of its own."
        )


@takes_findings("pct", "({pay} at the end / at the start) / (the growth of {by}) − 1")
def real_pay(
    pay: pd.Series, *, by: str, starts: Iterable[object] | None = None, ends: Iterable[object] | None = None
) -> pd.DataFrame:
    """The real change of pay between any two dates: start by end.

    Parameters
    ----------
    pay : pandas.Series
        The level of pay by period, of one kind: pounds, or an index such as 100 + the growth that
        `paylib.awards.path` gives.
    by : str
        The deflator, from `paylib.prices.deflators`. There is no default.
    starts, ends : iterable of periods, optional
        Among the periods of pay; else all but the last, and all but the first.

    Returns
    -------
    pandas.DataFrame
        Per cent; a row a start and a column an end, in the order given. Missing only where the
        end is not after the start. ``attrs`` carry ``by``, ``unit``, ``sources`` and
        ``usage_warnings``.

    Raises
    ------
    ChoiceError
        If there is no such deflator.
    PeriodError
        If a period cannot be read, comes twice or is of another kind, or no end is after a start.
    CoverageError
        If no pay is held for a period, or the deflator does not cover it.
    FigureError
        If a level of pay is missing or not above zero.

    Notes
    -----
    (pay at the end / pay at the start) / (index at the end / index at the start) - 1. No choice of
    dates is the right one: a start before a high point of pay and one after it tell different stories.

    Examples
    --------
    The NJC spine's point 19, April to April:

    >>> from paylib import awards
    >>> path = awards.path("njc", "2021-04", "2024-04", point=19)
    >>> aprils = ["2021-04", "2022-04", "2023-04", "2024-04"]
    >>> real_pay(path["annual_gbp"], by="cpi", starts=aprils[:-1], ends=aprils[1:]).round(1)
    end      2022-04  2023-04  2024-04
    start
    2021-04     -1.5     -3.0     -1.1
    2022-04      NaN     -1.6      0.3
    2023-04      NaN      NaN      2.0
    """
    if not isinstance(pay, pd.Series):
        raise FigureError(f"pay must be a Series indexed by period; it is a {type(pay).__name__}.")
    if pay.empty:
        raise FigureError("pay has no figure: give pay of two periods at least.")
    held = periods.parse_all(pay.index)
    if held.has_duplicates:
        raise PeriodError(f"pay has {periods.label(held[held.duplicated()][0])} twice; choose one figure.")
    level = pd.Series(checked(pay.to_numpy(), "pay", above=0), index=held).sort_index()
    start = _held_in(level, starts, level.index[:-1]).rename("start")
    end = _held_in(level, ends, level.index[1:]).rename("end")
    after = end.asi8[None, :] > start.asi8[:, None]
    if not after.any():
        raise PeriodError(
            f"No end is after a start ({_run(start)} to {_run(end)}), so there is no change of pay to show: give ends after "
            "the starts, or pay of more than one period."
        )
    bought = [level[each].to_numpy() / prices.level(by, each) for each in (start, end)]
    change = (bought[1][None, :] / bought[0][:, None] - 1) * 100
    matrix = pd.DataFrame(np.where(after, change, np.nan), index=start, columns=end)
    used = prices.provenance(by, *start.union(end))
    codes = {*pay.attrs.get("usage_warnings", ()), *prices.warnings(by, *start.union(end))}
    matrix.attrs = {
        "by": by,
        "unit": "pct",
        "sources": tuple(sorted({*pay.attrs.get("sources", ()), *used})),
        "usage_warnings": tuple(sorted(codes)),
    }
    return matrix


def _run(times: pd.PeriodIndex) -> str:
    """The first and the last of some periods."""
    ends = dict.fromkeys(periods.label(each) for each in (times.min(), times.max()) if each is not pd.NaT)
    return "–".join(ends) or "none"


def _held_in(level: pd.Series, asked: Iterable[object] | None, otherwise: pd.PeriodIndex) -> pd.PeriodIndex:
    if asked is None:
        return otherwise
    wanted = periods.parse_all(asked)
    periods.same_kind(level.index, wanted)
    for period in wanted.difference(level.index)[:1]:
        raise CoverageError(
            f"No pay is given for {periods.label(period)}: "
            f"{periods.not_held(period, level.index, 'the Series')}."
        )
    return wanted
