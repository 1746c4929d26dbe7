"""Disputes on the same yardsticks: pay rise, inflation and work for each worker."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd

from paylib import awards, offers, prices, workload
from paylib.disputes import Dispute, Group, OfferRecord, opened
from paylib.errors import ChoiceError, FigureError, is_among, unknown
from paylib.figures import periods
from paylib.figures.calls import indices
from paylib.figures.finding import Finding
from paylib.figures.provenance import merged
from paylib.figures.several import Several
from paylib.findings import Prose, say


@dataclass(frozen=True)
class Yardsticks:
    """What one dispute comes to: made by `yardsticks`, and found in a ledger by these names.

    ``lowest`` and ``highest`` are the rises of pay; ``inflation`` is the rise of prices over the twelve months to
    ``due``, and ``real_lowest`` and ``real_highest`` the rises over it, by index; ``work`` is the growth of work for
    each worker over a year, ``work_from`` to ``work_to``. These three are missing where no series reaches the dispute.
    """

    slug: str
    due: Finding
    rises: Mapping[str, Finding]
    real: Mapping[str, Several]
    inflation: Several
    worked: tuple[Finding, Finding, Finding] | None

    @property
    def names(self) -> tuple[str, ...]:
        """The names of the findings that there are."""
        always = ("due", "lowest", "highest", "inflation", "real_lowest", "real_highest")
        return (*always, *(("work", "work_from", "work_to") if self.worked else ()))

    @property
    def lowest(self) -> Finding:
        """The lowest of the rises."""
        return min(self.rises.values(), key=float)

    @property
    def highest(self) -> Finding:
        """The highest of the rises."""
        return max(self.rises.values(), key=float)

    @property
    def real_lowest(self) -> Several:
        """The lowest rise, in real terms."""
        return self.real[min(self.rises, key=self._size)]

    @property
    def real_highest(self) -> Several:
        """The highest rise, in real terms."""
        return self.real[max(self.rises, key=self._size)]

    def against(self, by: Iterable[str] | str, later: int = 0) -> Yardsticks:
        """The same rises against other indices, or over the year to so many months later.

        Examples
        --------
        >>> youth = yardsticks("youth_work_2004", by=["cpi"], offers=["october-2003"])
        >>> str(youth.against(["rpi"], later=11).real_lowest.rpi)
        '−0.2%'
        """
        return _against(self.slug, self.due.value + _months(later), self.rises, by, self.worked)

    @property
    def frame(self) -> pd.DataFrame:
        """One row a rise: ``rise``, and by each index what it is in real terms, per cent."""
        columns = {"rise": {label: float(rise) for label, rise in self.rises.items()}}
        columns |= {
            name: {label: float(real[name]) for label, real in self.real.items()}
            for name in self.inflation.names
        }
        frame = pd.DataFrame(columns)
        found = [*self.rises.values(), *(each for real in self.real.values() for each in real)]
        frame.attrs = {
            "units": dict.fromkeys(frame, "pct"),
            "sources": merged(each.sources for each in found),
            "usage_warnings": merged(each.usage_warnings for each in found),
        }
        return frame

    def _size(self, label: str) -> float:
        return float(self.rises[label])

    @property
    def work(self) -> Finding:
        """How much work for each worker grew."""
        return self.worked[0]

    @property
    def work_from(self) -> Finding:
        """When that year began."""
        return self.worked[1]

    @property
    def work_to(self) -> Finding:
        """When it ended."""
        return self.worked[2]


def yardsticks(
    dispute: str | Path | Dispute,
    *,
    by: Iterable[str] | str,
    offers: Iterable[str] | str | None = None,
    later: int = 0,
) -> Yardsticks:
    """A dispute's pay rise, the inflation of that time, and the work of its workers, from its file.

    Parameters
    ----------
    dispute : str or Dispute
        As `paylib.dispute` takes it.
    by : str or iterable of str
        Deflators, from `paylib.prices.deflators`; there is no default.
    offers : str or iterable of str, optional
        The ids of the offers to compare; all but claims, unless said. Of a file without offers, the award of its
        bargaining group that was in force when the dispute began, at the pay points of its groups.
    later : int
        Prices are counted over the twelve months to so many months after the award was due.

    Returns
    -------
    Yardsticks

    Raises
    ------
    ChoiceError
        If there is no such offer, offers are of more than one pay year, or the file has neither an offer nor a
        group with a pay point.
    CoverageError
        If a deflator does not cover the months.

    Notes
    -----
    A rise is what the offer makes of the salaries in the file, in the end. Work for each worker is the series that the
    file names (``workload``), over the last year that had begun when the dispute did.

    Examples
    --------
    >>> civil = yardsticks("civil_service_2004", by=["rpi"], offers=["dwp-2003-tops", "dwp-2003-average"])
    >>> str(civil.lowest), str(civil.highest), str(civil.inflation.rpi), str(civil.work)
    ('2.6%', '5.0%', '3.1%', '−8.4%')
    """
    dispute = opened(dispute)
    due, rises = _rises(dispute, offers)
    return _against(dispute.slug, due + _months(later), rises, by, _worked(dispute))


def _against(
    slug: str,
    until: pd.Period,
    rises: Mapping[str, Finding],
    by: Iterable[str] | str,
    worked: tuple[Finding, Finding, Finding] | None,
) -> Yardsticks:
    """Rises against the prices of the twelve months to one."""
    name, by = f"{slug}_{until}".replace("-", "_"), indices(by)
    real = {
        label: prices.real_change(100, 100 + rise, until - 12, until, by=by).named(
            f"{rise.name}_real_{until}"
        )
        for label, rise in rises.items()
    }
    return Yardsticks(
        slug,
        Finding(f"{name}_due", until, "month", "the month to which prices are counted"),
        rises,
        real,
        prices.growth(until - 12, until, by=by).named(f"{name}_inflation"),
        worked,
    )


def _months(later: object) -> int:
    """So many months, which may be fewer than none."""
    if isinstance(later, bool) or not isinstance(later, int | np.integer):
        raise FigureError(f"later= is a whole number of months, such as 11, and {later!r} is none.")
    return int(later)


def _rises(dispute: Dispute, names: Iterable[str] | str | None) -> tuple[pd.Period, dict[str, Finding]]:
    """When a rise was due, and each rise in words."""
    held = {record.id: record for record in dispute.offers}
    names = [names] if isinstance(names, str) else names
    for name in names or ():
        if not is_among(name, held):
            raise ChoiceError(unknown("offer", name, held))
    chosen = [held[name] for name in names] if names else [r for r in held.values() if r.status != "claim"]
    if not chosen:
        return _awarded(dispute)
    rises = {label: rise for record in chosen for label, rise in _offered(dispute, record)}
    if not rises:
        raise ChoiceError(
            f"The file {dispute.slug} has no salary from before the offers, so none has a rise."
        )
    years = {record.id: offers.pay_year(record.offer(), dispute.award_due) for record in chosen}
    first = years[chosen[0].id]
    if beyond := [r.id for r in chosen if years[r.id] != first or r.offer().starts[-1] >= first + 12]:
        raise ChoiceError(
            f"Prices are compared over one year, and these offers go beyond that of {periods.words(first)}: "
            f"{', '.join(beyond)}. Name those of one pay year."
        )
    return first, rises


def _offered(dispute: Dispute, record: OfferRecord) -> Iterator[tuple[str, Finding]]:
    """What an offer adds to each salary of the file that was paid before it; once, where it adds the same to all."""
    found = list(_by_group(dispute, record))
    if len({str(rise) for _, rise in found}) == 1:
        yield record.label, found[0][1]
    else:
        yield from ((f"{record.label}: {group.label}", rise) for group, rise in found)


def _by_group(dispute: Dispute, record: OfferRecord) -> Iterator[tuple[Group, Finding]]:
    for group in dispute.groups:
        offer = record.offer().at(group.place)
        before = offer is not None and (
            group.paid_from is None or offer.starts[0] > periods.parse(group.paid_from)
        )
        made = (
            dispute.worked(offer, group.annual_gbp, group.hours_week) if group.annual_gbp and before else None
        )
        if made is not None:
            name = f"{dispute.slug}_{record.id}_{group.id}".replace("-", "_")
            rise = float(made["rise_pct"].iloc[0])
            yield group, Finding(name, rise, "pct", f"{record.label}: {group.label}", (record.source,))


def _awarded(dispute: Dispute) -> tuple[pd.Period, dict[str, Finding]]:
    """The award in force when a dispute began, at the pay points of its groups."""
    points = [group for group in dispute.groups if group.point is not None]
    if dispute.bargaining_group is None or not points:
        raise ChoiceError(
            f"The file {dispute.slug} has no offer, and no group with a pay point whose award could stand."
        )
    began = periods.parse(dispute.start[:7])
    months = awards.history(dispute.bargaining_group)["effective_month"].dropna()
    due = months[months <= began].max()
    start = Finding("before", due - 1, "month", "the month before the award")
    at = pd.Series({group.label: int(group.point) for group in points})
    added = awards.chain(dispute.bargaining_group, start, due, point=at)
    known = added.attrs
    rises = {
        group.label: Finding(
            f"{dispute.slug}_award_{group.id}".replace("-", "_"),
            float(added[group.label]),
            "pct",
            f"the award of {periods.words(due)} at point {group.point}",
            known["sources"],
            known["usage_warnings"],
        )
        for group in points
    }
    return due, rises


def _worked(dispute: Dispute) -> tuple[Finding, Finding, Finding] | None:
    """How work for each worker grew over the last year that had begun when the dispute did."""
    if dispute.workload is None:
        return None
    series = workload.per_worker(dispute.workload)
    began = periods.parse(dispute.start[:7])
    year = 12 if series.index.freqstr == periods.MONTH else 1
    spans = [
        (first, first + year)
        for first in series.index
        if first.asfreq(periods.MONTH, how="start") <= began
        and first + year in series.index
        and series.loc[first, "segment"] == series.loc[first + year, "segment"]
    ]
    if not spans:
        return None
    first, last = spans[-1]
    name, known = f"{dispute.slug}_work", series.attrs
    words = f"growth of {dispute.workload.replace('_', ' ')}, {periods.label(first)} to {periods.label(last)}. {known['method']}"
    unit = "month" if year == 12 else "year"
    return (
        Finding(
            name,
            workload.growth(series, first, last),
            "pct",
            words,
            known["sources"],
            known["usage_warnings"],
        ),
        Finding(f"{name}_from", first, unit, "the year over which work is compared begins"),
        Finding(f"{name}_to", last, unit, "the year over which work is compared ends"),
    )


def side_by_side(compared: Mapping[str, Yardsticks]) -> pd.DataFrame:
    """Several disputes as a table: a row a yardstick, a column a dispute.

    Parameters
    ----------
    compared : mapping of str to Yardsticks
        By what each dispute is called.

    Returns
    -------
    pandas.DataFrame
        Of words with their findings, for `paylib.tables.table`.

    Examples
    --------
    >>> youth = yardsticks("youth_work_2004", by=["cpi"], offers=["october-2003"])
    >>> side_by_side({"Youth work": youth}).map(str)["Youth work"].tolist()
    ['3.0%', 'September 2003', '1.4%', '+1.5%', 'not found']
    """
    return pd.DataFrame({name: _column(each) for name, each in compared.items()}).rename_axis("yardstick")


def _column(each: Yardsticks) -> dict[str, Prose | str]:
    cells = {
        "Pay rise": _range(each.lowest, each.highest, ""),
        "Prices counted over the year to": say("{due}", due=each.due),
    }
    cells |= {
        f"Inflation, {prices.titles([name])}": say("{rise}", rise=each.inflation[name])
        for name in each.inflation.names
    }
    cells |= {
        f"Pay rise in real terms, {prices.titles([name])}": _range(
            each.real_lowest[name], each.real_highest[name], ":signed"
        )
        for name in each.inflation.names
    }
    worked = each.worked and say(
        "{work:signed}, {since} to {until}", work=each.work, since=each.work_from, until=each.work_to
    )
    return cells | {"Work for each worker": worked or "not found"}


def _range(low: Finding, high: Finding, how: str) -> Prose:
    if str(low) == str(high):
        return say(f"{{low{how}}}", low=low)
    return say(f"{{low{how}}} to {{high{how}}}", low=low, high=high)


def marks(compared: Mapping[str, Yardsticks]) -> pd.DataFrame:
    """The same figures as marks of a chart, for `paylib.charts.dots`.

    Parameters
    ----------
    compared : mapping of str to Yardsticks

    Returns
    -------
    pandas.DataFrame
        Indexed by dispute: ``kind`` (pay rise, an index, work for each worker) and ``value``, per cent. ``attrs``
        carry ``sources``.

    Examples
    --------
    >>> youth = yardsticks("youth_work_2004", by=["rpi"], offers=["october-2003"])
    >>> marks({"Youth work": youth}).round(1).values.tolist()
    [['Pay rise', 3.0], ['RPI', 2.8]]
    """
    rows = [(name, kind, found) for name, each in compared.items() for kind, found in _marked(each)]
    frame = pd.DataFrame(
        {"kind": [kind for _, kind, _ in rows], "value": [float(found) for *_, found in rows]},
        index=pd.Index([name for name, *_ in rows], name="dispute"),
    )
    frame.attrs["sources"] = tuple(sorted({source for *_, found in rows for source in found.sources}))
    return frame


def _marked(each: Yardsticks) -> Iterator[tuple[str, Finding]]:
    yield from (("Pay rise", rise) for rise in sorted(each.rises.values(), key=float))
    for name in each.inflation.names:
        yield prices.titles([name]), each.inflation[name]
    if each.worked:
        yield "Work for each worker", each.work
