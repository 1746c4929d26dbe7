"""What a dispute means for one person: offers, prices, strike days and take-home pay for a salary.

`calculator` gives a form that works in a page without a server, and the typical cases as a table
that needs no script. The page's script does the arithmetic again in the reader's browser, with index levels
and divisors, and with offers and deductions as broken lines made here; what it shows is the same as
`Calculator.answers`, to the penny.
"""

from __future__ import annotations

import calendar
import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from decimal import ROUND_HALF_UP, Decimal
from functools import cached_property
from pathlib import Path

import numpy as np
import pandas as pd
from markupsafe import Markup

from paylib import awards, offers, prices, strikes, takehome
from paylib.awards import scales
from paylib.awards.steps import by_point
from paylib.disputes import Dispute, Group, OfferRecord, opened
from paylib.errors import ChoiceError, CoverageError, PeriodError, is_among, unknown
from paylib.figures import periods
from paylib.figures.finding import MIME, Finding
from paylib.figures.inputs import checked
from paylib.figures.rounding import MINUS, printed, show
from paylib.findings import Prose, joined, say, worded, work_out
from paylib.markup import from_template
from paylib.report import own_pay
from paylib.report.calculator.knots import knots
from paylib.report.sections import DEFLATORS, apart, last_year, offer_named, told_apart, with_pension
from paylib.tables import Table, source_line, table

FORM_MIME = "application/vnd.paylib.form+html"
"""Where the form travels, from a notebook, which could not work it, to a page."""

LARGEST = 1e15
"""Figures from here on are not shown: no salary leads to one."""

MOST_CASES = 6
"""How many groups of staff stand in the table of typical cases."""

_LIMITS = {
    "annual": (1000, 1_000_000),
    "hours": (1, None),
    "paid": (1, scales.WEEKS_IN_A_YEAR),
    "pension": (0, 100),
    "days": (0, None),
}

_NOT_GIVEN = "not given for this pay"

_SAID = {"cpi": "CPI", "rpi": "RPI"}
"""The indices of the first sentence, and of the typical cases where prices are counted over several spans."""

Span = tuple[pd.Period, pd.Period]
"""From which month to which prices are counted."""

_CONTRACTS = {
    "annual_contract": "Paid for the year, whichever days are worked",
    "five_day_week": "Paid for a week of five working days",
}


def rounded(value: float | None, places: int) -> str | None:
    """A figure as decimal text, half away from zero: the one rounding of both calculators.

    Parameters
    ----------
    value : float or None
        The figure.
    places : int
        Decimals to keep.

    Returns
    -------
    str or None
        None for a figure that is not there or too large to be one.

    Notes
    -----
    The figure is read to six decimals first, so that the last bits of two ways of working it out
    cannot decide which way a half goes.

    Examples
    --------
    >>> rounded(2.675, 2), rounded(-0.125, 2), rounded(-0.001, 2), rounded(None, 2)
    ('2.68', '-0.13', '0.00', None)
    """
    if value is None or not abs(value) < LARGEST:
        return None
    kept = Decimal(f"{value:.6f}").quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)
    return str(abs(kept) if kept == 0 else kept)


@dataclass(frozen=True)
class Calculator:
    """What a dispute means for one person; made by `calculator`."""

    dispute: Dispute
    first: pd.Period
    """The earliest month that prices may be counted from."""
    since: pd.Period
    """The month that they are counted from unless another is chosen."""
    until: pd.Period
    """The month that they are counted to."""
    tax_year: str | None
    """Whose rules take-home pay follows; None where they are not held."""
    contracted_out: bool
    """Whether anybody was contracted out of the state second pension then."""

    def answers(
        self,
        annual_gbp: float,
        *,
        since: object,
        hours_week: float,
        full_time_hours: float | None = None,
        paid_weeks: float = scales.WEEKS_IN_A_YEAR,
        point: str | None = None,
        strike_days: float = 1.0,
        pension_pct: float = 0.0,
        contracted_out: bool = False,
    ) -> dict:
        """Everything that the form shows, worked out for one salary.

        Parameters
        ----------
        annual_gbp : float
            Full-time pay a year before the award.
        since : month
            From which prices are counted: when this pay was last raised.
        hours_week, full_time_hours : float
            Hours worked, and the full-time week; pay is their ratio of full-time pay. Where the week is not
            given, 37 hours are taken, and no worth by the hour is shown.
        paid_weeks : float
            Weeks of the year that are paid, holidays included: fewer than 52.143 in term time only.
        point : str, optional
            The pay point, for offers that differ by point; without it they have no figure here.
        strike_days : float
            Days on strike.
        pension_pct : float
            Pension contribution, per cent of pay.
        contracted_out : bool
            As in `paylib.takehome.breakdown`.

        Returns
        -------
        dict
            Text figures, rounded once by `rounded` (pounds to the penny, per cent to one decimal): ``answer``
            (what comes first, in a sentence), ``pay``, ``net``, ``prices`` (by span of months, such as
            ``"2002-09/2003-09"``, then by deflator that covers both), ``offers`` (in the
            order of the file; None where one says nothing about this pay) and ``lost`` (by contract).

        Raises
        ------
        PeriodError, FigureError
            If a month or a figure cannot be used.

        Notes
        -----
        A part-timer gets their share of everything in an offer, sums paid once included: of hours and of
        weeks, as `paylib.scales.actual_pay` has it. An offer's
        average is over twelve months from when the award was due, or from its first rise where that
        comes in a later year. Take-home pay before and after is under the rules of one tax year.

        Prices are counted for each offer to the month of its own last stage. An offer of a later year than the award
        that was due is set against prices from as many months later, unless pay was raised since it was due.

        With the employer's pension contribution, pay before and after is at the rates of the tax year in which the
        offer's last stage is paid; a part-timer gets their share of the contribution to full-time pay.

        Examples
        --------
        >>> from paylib import disputes
        >>> made = calculator(disputes.load("youth_work_2004")).answers(14643, since="2003-03", hours_week=37)
        >>> made["offers"][0]["rise"], made["prices"]["2003-03/2003-09"]["rpi"]["kept"], made["lost"]["five_day_week"]
        ('439.29', '14854.63', '56.32')
        >>> print(made["answer"])  # doctest: +ELLIPSIS
        At £14,643 the settlement of November 2004 was worth £483.22 a year, 2.2% more than prices by CPI and ...
        """
        month = periods.months(since)[0]
        if not self.first <= month <= self.until:
            raise PeriodError(f"Choose a month from {self.first} to {self.until}, not {month}.")
        week = full_time_hours or scales.HOURS_A_WEEK
        share = checked(hours_week, "hours_week", above=0, at_most=week) / week
        weeks = checked(
            checked(paid_weeks, "paid_weeks", above=0), "paid_weeks", at_most=scales.WEEKS_IN_A_YEAR
        )
        share *= weeks / scales.WEEKS_IN_A_YEAR
        pay = checked(annual_gbp, "annual_gbp", above=0) * share
        rules = {
            "nation": _nation(self.dispute),
            "contracted_out": contracted_out,
            "pension_pct": pension_pct,
        }
        got = {
            "pay": rounded(pay, 2),
            "net": rounded(None if self.tax_year is None else takehome.net(pay, self.tax_year, **rules), 2),
            "prices": {
                _named(span): {by: self._kept_up(pay, span, by) for by in _covered(span)}
                for span in self.spans(month)
            },
            "offers": [
                self._worth(
                    record,
                    self.dispute.worked(record.offer().at(point), annual_gbp, week),
                    full_time_hours is not None,
                    share,
                    month,
                    rules,
                )
                for record in self.dispute.offers
            ],
            "lost": {
                contract: rounded(strikes.pay_lost(annual_gbp, strike_days, contract=contract, fte=share), 2)
                for contract in strikes.divisors().index
            },
        }
        return {"answer": self._answer(got).text} | got

    def spans(self, since: pd.Period) -> list[Span]:
        """Over which months prices are counted, where pay was last raised in a month: each offer's own, once."""
        counted = [self._span(record, since) for record in self.dispute.offers]
        own = [span for span in counted if span is not None]
        return list(dict.fromkeys(own)) or [(since, self.until)]

    def _span(self, record: OfferRecord, since: pd.Period) -> Span | None:
        """The span of an offer; None where pay was raised no earlier than it ends."""
        later, until = self._reaches[record.id]
        start = since + later if since < self._due else since
        return (start, until) if start < until else None

    @cached_property
    def _reaches(self) -> dict[str, tuple[int, pd.Period]]:
        """Of each offer, how many months after the award was due its own year starts, and the month of its last stage."""
        return {record.id: self._reach(record) for record in self.dispute.offers}

    def _reach(self, record: OfferRecord) -> tuple[int, pd.Period]:
        offer = record.offer()
        year = offers.pay_year(offer, str(self._due))
        return max((year - self._due).n, 0), max(offer.starts[-1], year)

    @cached_property
    def _due(self) -> pd.Period:
        """The month in which the award was due."""
        return _months(self.dispute)[0]

    def _kept_up(self, pay: float, span: Span, by: str) -> dict:
        since, until = span
        kept = prices.uprate(pay, since, to=until, by=by)
        return {
            "inflation_pct": rounded(prices.uprate(100, since, to=until, by=by) - 100, 1),
            "kept": rounded(kept, 2),
            "rise": rounded(kept - pay, 2),
        }

    def _worth(
        self,
        record: OfferRecord,
        worked: pd.DataFrame | None,
        by_hour: bool,
        share: float,
        since: pd.Period,
        rules: dict,
    ) -> dict | None:
        made = None if worked is None else worked.iloc[0]
        if made is None or not 0 < made["after_gbp_year"] < LARGEST:
            return None
        before, after = made["before_gbp_year"] * share, made["after_gbp_year"] * share
        net_rise = kept = None
        if self.tax_year is not None:
            net_rise = np.diff(takehome.net([before, after], self.tax_year, **rules)).item()
            if float(rounded(after - before, 2)):
                kept = net_rise / (after - before) * 100  # as paylib.takehome.kept_pct
        span = self._span(record, since)
        covered = [] if span is None else _covered(span)
        real = {by: prices.real_change(before, after, *span, by=by) for by in covered}
        return {
            "pay": rounded(after, 2),
            "rise": rounded(made["rise_gbp_year"] * share, 2),
            "rise_pct": rounded(made["rise_pct"], 1),
            "rise_hour": rounded(made["after_gbp_hour"] - made["before_gbp_hour"], 2) if by_hour else None,
            "rise_hour_pct": rounded(made["rise_hour_pct"], 1) if by_hour else None,
            "average_pct": rounded(made["average_rise_pct"], 1),
            "once": rounded(made["non_consolidated_gbp"] * share, 2),
            "net_rise": rounded(net_rise, 2),
            "kept_pct": rounded(kept, 1),
            "counted": None if span is None else _named(span),
            "real_pct": {by: rounded(each, 1) for by, each in real.items()},
            "real_pct_finely": {by: rounded(each, 6) for by, each in real.items()},
            "restore_pct": {
                by: rounded(prices.rise_to_restore(before, after, *span, by=by), 1) for by in covered
            },
            "pension": self._with_pension(record, made, share),
        }

    def _with_pension(self, record: OfferRecord, made: pd.Series, share: float) -> dict | None:
        """Pay before and after an offer with the employer's contribution; None where no rate of its year is held."""
        whole = self._whole(last_year(record), np.array([made["before_gbp_year"], made["after_gbp_year"]]))
        if whole is None:
            return None
        before, after = whole * share
        return {"before": rounded(before, 2), "pay": rounded(after, 2), "rise": rounded(after - before, 2)}

    def _whole(self, tax_year: str, annual_gbp: np.ndarray) -> np.ndarray | None:
        return with_pension(self.dispute, tax_year, annual_gbp)

    # ---- The first sentence.

    @property
    def _first(self) -> list[int]:
        """The offers by place, in the order in which the first sentence is about one: never what was only asked for."""
        status = [record.status for record in self.dispute.offers]
        settled = [at for at, each in enumerate(status) if each == "settled"]
        return [*settled, *(at for at, each in enumerate(status) if each in ("offer", "imposed"))]

    def _answer(self, got: dict, group: Group | None = None) -> Prose:
        """What the settlement, or else the first award or offer with a figure for this pay, was worth."""

        def figure(what: str, text: str, unit: str = "gbp_year", sources: tuple[str, ...] = ()) -> Finding:
            name = f"{self.dispute.slug}{'' if group is None else f' {group.id}'}, {what}"
            told = () if group is None else group.usage_warnings
            own = () if group is None else (group.source,)
            decimals = 1 if unit == "pct" else 0 if text.endswith(".00") else 2
            cited = tuple(dict.fromkeys((*own, *sources)))
            return Finding(name, float(text), unit, what, cited, told, decimals=decimals)

        pay = figure("pay before", got["pay"])
        first = next((at for at in self._first if got["offers"][at] is not None), None)
        if first is None:
            (span, kept), *_ = got["prices"].items()
            said = [
                say(
                    "{rise} more a year by {index}",
                    rise=figure(f"kept up with {title}", kept[by]["rise"], sources=_sources(by)),
                    index=title,
                )
                for by, title in _SAID.items()
                if by in kept
            ]
            words = "At {pay} keeping up with prices took {said} ({span})." if said else "{pay} a year."
            return say(words, pay=pay, said=joined(" and ", said), span=_in_words(span))
        made, record = got["offers"][first], self.dispute.offers[first]
        source = (record.source,)
        worth = [say("{rise} a year", rise=figure("rise a year", made["rise"], sources=source))]
        if made["rise_hour_pct"] not in (None, made["rise_pct"]):
            hour = figure("rise an hour", made["rise_hour"], "gbp_hour", source)
            worth.append(say("{hour} an hour", hour=hour))
        if float(made["once"]):
            worth.append(say("{once} once", once=figure("paid once", made["once"], "gbp", source)))
        shown, finely = made["real_pct"], made["real_pct_finely"]
        real = {by: shown[by] if float(shown[by]) else finely[by] for by in _SAID if by in shown}
        said = [
            _beside(
                figure(f"{record.id} after prices by {_SAID[by]}", text, "pct", (*source, *_sources(by))),
                _SAID[by],
                not at,
            )
            for at, (by, text) in enumerate(real.items())
        ]
        until = made["counted"] and periods.parse(made["counted"].split("/")[1])
        words = (
            "At {pay} {offer} was worth {worth}, {said} ({span})."
            if said
            else "At {pay} {offer} was worth {worth}. Prices of {until} are not published yet."
            if until and _is_to_come(until)
            else "At {pay} {offer} was worth {worth}."
        )
        return say(
            words,
            pay=pay,
            offer=offer_named(record),
            worth=joined(" and ", worth),
            said=joined(" and ", said),
            span=_in_words(made["counted"]) if said else "",
            until=periods.words(until) if until else "",
        )

    @property
    def groups(self) -> list[Group]:
        """The groups of staff with a salary from before the offers."""
        return [
            group for group in self.dispute.groups if group.annual_gbp is not None and group.paid_from is None
        ]

    @cached_property
    def terms(self) -> dict:
        """All that the script needs: index levels, offers and deductions as knots, divisors, groups, limits."""
        contracts, places = strikes.divisors(), self._places
        return {
            "first": str(self.first),
            "until": str(self.until),
            "due": str(self._due),
            "answers_first": self._first,
            "deflators": [_levels(by) for by in DEFLATORS],
            "offers": [
                {
                    "label": f"{told_apart(self.dispute.offers)[record.id]} ({record.status})",
                    "name": offer_named(record).text,
                    "status": record.status,
                    "lacks": record.offer().lacks,
                    "paid_from": record.offer().paid_from,
                    "later": self._reaches[record.id][0],
                    "until": str(self._reaches[record.id][1]),
                    "pension_year": last_year(record),
                    "lines": [self._line(record.offer().at(point), week) for point, week in places],
                }
                for record in self.dispute.offers
            ],
            "groups": [{"annual_gbp": group.annual_gbp} for group in self.groups],
            "hours_week": [week or scales.HOURS_A_WEEK for _, week in places],
            "paid_all_year": scales.WEEKS_IN_A_YEAR,
            "hours_year": [week and week * scales.WEEKS_IN_A_YEAR for _, week in places],
            "contracts": [
                {"name": name, "label": _contract(name), "days": int(days)}
                for name, days in contracts["days"].items()
            ],
            "tax": self._tax_terms(),
            "pension": self._pension_terms(),
            "limits": _limits(int(contracts["days"].min())),
            "drawing": own_pay.blank(),
            "prices_source": source_line({name for by in DEFLATORS for name in _sources(by)}),
        }

    @property
    def _places(self) -> list[tuple[str | None, float | None]]:
        """For whom the form works: each group's point and full-time week, then a salary of one's own."""
        groups = self.groups
        return [*((group.place, group.week) for group in groups), (None, groups[0].week if groups else None)]

    def _line(self, offer: offers.Offer | None, week: float | None) -> list | None:
        """What an offer adds to any full-time salary: in the end, on average over the pay year, once, and an hour."""

        def added(annual: np.ndarray) -> np.ndarray | None:
            made = self.dispute.worked(offer, annual, week or scales.HOURS_A_WEEK)
            if made is None:
                return None
            average = made["average_gbp_year"] - made["before_gbp_year"]
            hour = made["after_gbp_hour"] - made["before_gbp_hour"]
            return np.column_stack([made["rise_gbp_year"], average, made["non_consolidated_gbp"], hour])

        if (offer, week) not in self._lines:
            least, most = _LIMITS["annual"]
            if added(np.array([least])) is None:
                least = _least(added, least, most)
            self._lines[offer, week] = None if least is None else knots(added, least, most).tolist()
        return self._lines[offer, week]

    @cached_property
    def _lines(self) -> dict:
        """The lines made so far: many groups have the same."""
        return {}

    def _tax_terms(self) -> dict | None:
        """The deductions from any pay, by whether a pension contribution is taken off before them."""
        if self.tax_year is None:
            return None

        kinds = [False, True] if self.contracted_out else [False]
        rules = {"tax_year": self.tax_year, "nation": _nation(self.dispute)}
        return {
            "tax_year": self.tax_year,
            "after_pension": deducted("income_tax_gbp", **rules),
            "before_pension": [
                deducted("national_insurance_gbp", **rules, contracted_out=kind) for kind in kinds
            ],
        }

    def _pension_terms(self) -> dict | None:
        """Pay with the employer's pension contribution, by the tax year whose rates are meant."""
        if self.dispute.pension_scheme is None:
            return None
        found = {}
        for year in dict.fromkeys(last_year(record) for record in self.dispute.offers):
            held = self._whole(year, np.array([1.0])) is not None
            most = _LIMITS["annual"][1]
            found[year] = (
                knots(lambda pay, year=year: self._whole(year, pay), 1, most).tolist() if held else None
            )
        return found

    @cached_property
    def _cases(self) -> list[tuple[Group, dict]]:
        """The typical cases, full time, and what is worked out for each."""
        return [
            (
                group,
                self.answers(
                    group.annual_gbp,
                    since=self.since,
                    hours_week=group.hours_week,
                    full_time_hours=group.week,
                    point=group.place,
                    contracted_out=self.contracted_out,
                ),
            )
            for group in self.groups[:MOST_CASES]
        ]

    @cached_property
    def first_sentences(self) -> tuple[Prose, ...]:
        """What comes first: for each typical case what the settlement, or else the first offer, was worth."""
        return tuple(
            say(
                "{who}. {answer}",
                who=worded(group.label),
                answer=self._answer(got, group),
            )
            for group, got in self._cases
        )

    @cached_property
    def table(self) -> Table | Prose:
        """The typical cases: one column a group of staff, full time."""
        groups = self.groups[:MOST_CASES]
        if not groups:
            return say("The file has no salary from before all offers, so no typical case is worked out.")
        names = told_apart(groups)
        cases = {names[group.id]: self._case(group, got) for group, got in self._cases}
        frame = pd.DataFrame({f"{label}_gbp": case for label, case in cases.items()})
        frame.index.name = "what"
        cited = self.dispute.cited(record.source for record in (*self.dispute.offers, *groups))
        sources = {*cited["sources"], *(name for each in self.findings for name in each.sources)}
        own = self.dispute.sources
        return replace(
            table(
                frame,
                "Typical cases, full time",
                labels={"what": "A year, before tax unless said", **{f"{name}_gbp": name for name in cases}},
                sources=sorted(name for name in sources if name not in own),
                publishers=cited["publishers"],
            ),
            findings=self.findings,
        )

    def _case(self, group: Group, got: dict) -> pd.Series:
        rows = {"Pay before": _money(got["pay"])}
        if self.dispute.pension_scheme is not None:
            whole = self._whole(self._pay_year, np.array([group.annual_gbp]))
            rows[
                "Another reading: pay before with the employer's pension contribution, which nobody receives as pay"
            ] = _NO_RATES if whole is None else _money(rounded(whole.item(), 2))
        for span, kept_up in got["prices"].items():
            for by in self._shown(got):
                if (kept := kept_up.get(by)) is not None:
                    rows[
                        f"Pay that would have kept up with {_title(by)}, {_in_words(span)} "
                        f"({_percent(kept['inflation_pct'])})"
                    ] = _money(kept["kept"])
        if got["net"] is not None:
            rows[f"Take-home pay before, {self.tax_year}{self._terms_of_work}"] = _money(got["net"])
        names = told_apart(self.dispute.offers)
        for record, made in zip(self.dispute.offers, got["offers"], strict=True):
            name = names[record.id]
            rows[f"Rise: {name} ({record.status}), paid from {record.offer().paid_from}"] = _said(
                made, record.offer().lacks
            )
            if self.dispute.pension_scheme is not None:
                rows[
                    f"Another reading: {name} ({record.status}), pay in the end with the employer's pension "
                    f"contribution of {last_year(record)}"
                ] = _said_with_pension(made)
        for contract, days in strikes.divisors()["days"].items():
            rows[f"Lost for a day on strike, 1/{days} of a year's pay"] = _money(got["lost"][contract])
        return pd.Series(rows)

    def _shown(self, got: dict) -> tuple[str, ...]:
        """The indices of the typical cases: fewer where prices are counted over several spans."""
        return DEFLATORS if len(got["prices"]) == 1 else tuple(_SAID)

    @property
    def _pay_year(self) -> str:
        """The tax year in which the award was due."""
        return periods.label(_months(self.dispute)[0].asfreq(periods.FINANCIAL))

    @property
    def _terms_of_work(self) -> str:
        return ", contracted out, before a pension contribution" if self.contracted_out else ""

    @cached_property
    def findings(self) -> tuple[Finding, ...]:
        """The figures for the first typical case, with method and sources."""
        if not self.groups:
            return ()
        (group, got), slug = self._cases[0], self.dispute.slug
        found = [
            work_out(
                f"{slug} prices rose, {_title(by)}, {_in_words(_named(span))}",
                prices.uprate(100, span[0], to=span[1], by=by) - 100,
                "pct",
                f"index level of {periods.words(span[1])} / index level of {periods.words(span[0])} - 1",
                by=by,
                over=span,
            )
            for span in self.spans(self.since)
            for by in self._shown(got)
            if by in _covered(span)
        ]
        divisors = strikes.divisors()
        found += [
            Finding(
                f"{slug} lost for a day on strike, {contract.replace('_', ' ')}",
                strikes.pay_lost(group.annual_gbp, 1, contract=contract),
                "gbp",
                f"full-time pay of the group {group.label} / {days}",
                (group.source, divisors.loc[contract, "source"]),
                (*group.usage_warnings, *divisors.attrs["usage_warnings"]),
                decimals=2,
            )
            for contract, days in divisors["days"].items()
        ]
        if self.tax_year is not None:
            rules = {"nation": _nation(self.dispute), "contracted_out": self.contracted_out}
            made = takehome.breakdown(group.annual_gbp, self.tax_year, **rules)
            found.append(
                Finding(
                    f"{slug} take-home pay before",
                    made["net_gbp"].item(),
                    "gbp_year",
                    f"full-time pay of the group {group.label} less income tax and National Insurance of "
                    f"{self.tax_year}{self._terms_of_work}",
                    (group.source, *made.attrs["sources"]),
                    (*group.usage_warnings, *made.attrs["usage_warnings"]),
                    decimals=2,
                )
            )
        pay = Finding("pay", group.annual_gbp, "gbp_year", group.label, (group.source,), group.usage_warnings)
        whole = with_pension(self.dispute, self._pay_year, pay)
        if whole is not None:
            found.append(replace(whole, name=f"{slug} pay before with the employer's pension contribution"))
        return tuple(found)

    @property
    def text(self) -> str:
        """What comes first, and the typical cases, in plain text."""
        return "\n\n".join(each.text for each in (*self.first_sentences, self.table))

    @property
    def html(self) -> Markup:
        """The form, which the page's script brings to life, and the typical cases."""
        groups, title, stem = self.groups, self.dispute.title, f"calculator-{self.dispute.slug}"
        return from_template(
            (Path(__file__).parent / "calculator.html.j2").read_text(encoding="utf-8"),
            stem=stem,
            title=title,
            groups=groups,
            hours=f"{groups[0].hours_week if groups else scales.HOURS_A_WEEK:g}",
            weeks=f"{scales.WEEKS_IN_A_YEAR:g}",
            tax_year=self.tax_year,
            contracted_out=self.contracted_out,
            sentences=[each.html for each in self.first_sentences],
            until=periods.words(
                max([self.until] if not self._reaches else (each for _, each in self._reaches.values()))
            ),
            later=any(self._reaches[record.id][0] for record in self.dispute.offers),
            several=len({self._reaches[record.id][1] for record in self.dispute.offers}) > 1,
            since=self.since,
            months=list(calendar.month_name)[1:],
            tables=_results(self),
            cases=_named_region(str(self.table.html), title)
            if isinstance(self.table, Table)
            else Markup("<p>{}</p>").format(self.table.html),
            own=own_pay.field(f"{stem}-own", title),
            terms=Markup(_embedded(self.terms)),
        )

    def _repr_mimebundle_(self, include=None, exclude=None) -> dict:
        shown = self.table._repr_mimebundle_()
        first = [each._repr_mimebundle_() for each in self.first_sentences]
        return shown | {
            "text/plain": self.text,
            "text/html": Markup("\n").join(
                [
                    *(Markup(each["text/html"]) for each in first),
                    _named_region(shown["text/html"], self.dispute.title),
                ]
            ),
            MIME: [finding for each in (*first, shown) for finding in each[MIME]],
            FORM_MIME: self.html,
        }


def calculator(
    dispute: str | Path | Dispute, *, only: Iterable[str] | str | None = None
) -> Calculator | Prose:
    """What a dispute means for one person: a form, and the typical cases.

    Parameters
    ----------
    dispute : str, pathlib.Path or Dispute
        From `paylib.dispute`, or as it takes it; with `on_awards`, awards take the place of offers.
    only : str or iterable of str, optional
        Ids of the offers to count with, where a file holds those to several groups of staff; all unless said.

    Returns
    -------
    Calculator or Prose
        Shown in a notebook as the typical cases; in a page also as a form. A sentence that says so
        where no price index covers the dispute.

    Raises
    ------
    ChoiceError
        If there is no such offer.

    Notes
    -----
    Prices are counted to the month in which the last stage of each offer is paid (where there is no
    offer and no date when an award was due, to the dispute's end), and from twelve months before
    the award was due, unless the reader chooses another month; for an offer of a later year, from as many months
    later. Take-home pay follows the tax year in which the award was due.

    Examples
    --------
    >>> from paylib import disputes
    >>> made = calculator(disputes.load("youth_work_2004"))
    >>> str(made.since), str(made.until), made.tax_year
    ('2002-09', '2004-03', '2003/04')
    """
    dispute = opened(dispute)
    return _made(
        dispute if only is None else _with_offers(dispute, [only] if isinstance(only, str) else list(only))
    )


@apart
def _made(dispute: Dispute) -> Calculator | Prose:
    first = min(prices.index(by).index[0] for by in DEFLATORS)
    last = prices.common_months(*DEFLATORS)[-1]
    due, until = _months(dispute)
    if until < first:
        return say(
            "No price index held covers {when}, so no case is worked out here.", when=periods.words(until)
        )
    until = min(until, last)
    tax_year = periods.label(due.asfreq(periods.FINANCIAL))
    return Calculator(
        dispute,
        first,
        min(max(due - 12, first), until),
        until,
        tax_year if _is_held(dispute, tax_year, contracted_out=False) else None,
        _is_held(dispute, tax_year, contracted_out=True),
    )


def deducted(column: str, tax_year: str, **rules: object) -> list:
    """A deduction from any pay a year, as a broken line for a page's script.

    Parameters
    ----------
    column : str
        A column of `paylib.takehome.breakdown`.
    tax_year : str
    **rules
        ``nation`` and ``contracted_out``, as there.

    Returns
    -------
    list
        Knots, as `paylib.report.calculator.knots.knots` finds them.

    Examples
    --------
    National Insurance from the weekly threshold of £89, 11 per cent:

    >>> [(round(pay), round(due)) for pay, due in deducted("national_insurance_gbp", "2003/04")[:2]]
    [(0, 0), (4628, 0)]
    """
    return knots(
        lambda pay: takehome.breakdown(pay, tax_year, **rules)[column], 0, _LIMITS["annual"][1]
    ).tolist()


def _with_offers(dispute: Dispute, only: list[str]) -> Dispute:
    held = {record.id: record for record in dispute.offers}
    for name in only:
        if not is_among(name, held):
            raise ChoiceError(unknown("offer", name, held))
    return dispute.model_copy(update={"offers": tuple(held[name] for name in only)})


def on_awards(dispute: str | Path | Dispute, since: object, until: object) -> Dispute:
    """A dispute in which nobody offered a rise, with the awards that its staff got in place of offers.

    Parameters
    ----------
    dispute : str, pathlib.Path or Dispute
        Of a bargaining group; its groups of staff at points of the group's record.
    since : month
        The month whose rates its groups of staff are paid.
    until : month
        The month of the last award counted with; the first is the one after ``since``.

    Returns
    -------
    Dispute
        Its groups at the rates of ``since``, each at its point; one settled "offer" for every award,
        with those before it.

    Raises
    ------
    CoverageError
        If no award between the two months is held, or none that is a per cent or a sum for everybody.

    Notes
    -----
    A flat sum is added to whatever full-time pay is given. Awards give one to the points of the spine;
    pay above it rose by a per cent of its own, which is not counted here.

    Examples
    --------
    >>> from paylib import disputes
    >>> care = on_awards(disputes.load("social_care_2025"), "2024-04", "2025-04")
    >>> [(group.point, group.annual_gbp) for group in care.groups], [each.label for each in care.offers]
    ([('19', 31067.0), ('25', 35235.0)], ['The award of April 2025'])
    """
    dispute = opened(dispute)
    first, last = periods.months([since, until])
    group = dispute.bargaining_group
    rows = awards.history(group)
    rows = rows[(rows["effective_month"] > first) & (rows["effective_month"] <= last)]
    if rows.empty or rows["base_month"].notna().any():
        raise CoverageError(
            f"No awards of {group!r} after {first} and until {last} can be counted with. "
            f"`paylib.awards.history({group!r})` lists what is held."
        )
    if not by_point(group):  # refuses, and names the choices, if not everybody got the same
        awards.chain(group, first, last, annual_gbp=[each.annual_gbp for each in dispute.groups])
    parts = tuple(
        offers.Percent(row.award_pct, str(row.effective_month))
        if pd.isna(row.flat_gbp)
        else offers.Flat(row.flat_gbp, str(row.effective_month))
        for row in rows.itertuples()
    )
    months = [periods.words(month) for month in rows["effective_month"]]
    records = tuple(
        OfferRecord(
            id=f"{group}-{row.effective_month}",
            status="settled",
            label=f"The award of {months[0]}"
            if count == 1
            else f"The awards of {', '.join(months[: count - 1])} and {months[count - 1]}",
            source=row.source,
            parts=parts[:count],
        )
        for count, row in enumerate(rows.itertuples(), 1)
    )
    groups = tuple(_at_rate(each, group, first) for each in dispute.groups if each.point is not None)
    return dispute.model_copy(update={"offers": records, "groups": groups})


def _at_rate(staff: Group, group: str, month: pd.Period) -> Group:
    rate = scales.point_pay(group, staff.point, month, include=["derived"], **staff.where)
    return staff.model_copy(update={"annual_gbp": float(rate), "paid_from": None})


def _months(dispute: Dispute) -> tuple[pd.Period, pd.Period]:
    """The month when the award was due, and the month in which the last stage of any offer is paid."""
    starts = [start for record in dispute.offers for start in record.offer().starts]
    due = [periods.parse(dispute.award_due)] if dispute.award_due else []
    if not starts and not due:
        ends = [dispute.end, *(strike.end or strike.start for strike in dispute.strikes)]
        return (periods.parse(f"{dispute.start}-01"[:7]), max(_first_months([dispute.start, *ends])))
    return (due or [min(starts)])[0], max([*due, *starts])


def _first_months(dates: Iterable[str | None]) -> list[pd.Period]:
    return [periods.parse(f"{date}-01"[:7]) for date in dates if date]


def _nation(dispute: Dispute) -> str:
    """Whose income tax is paid; that of England where a dispute is in several nations."""
    return dispute.nation if dispute.nation in takehome.NATIONS else takehome.NATIONS[0]


def _is_held(dispute: Dispute, tax_year: str, *, contracted_out: bool) -> bool:
    """Whether take-home pay can be worked out."""
    try:
        takehome.net(20_000, tax_year, nation=_nation(dispute), contracted_out=contracted_out)
    except CoverageError:
        return False
    return True


# ---- What the script is given.


def _least(function: Callable, least: float, most: float) -> float | None:
    """The least number for which a function has values, if it has some at the most."""
    if function(np.array([most])) is None:
        return None
    while (middle := least + (most - least) / 2) not in (least, most):
        least, most = (middle, most) if function(np.array([middle])) is None else (least, middle)
    return most


def _levels(by: str) -> dict:
    """An index to its last month: what a reader was paid since is set against it too."""
    levels = prices.index(by)
    return {"name": by, "title": _title(by), "first": str(levels.index[0]), "levels": levels.tolist()}


def _limits(working_days: int) -> dict:
    words = {
        "annual": {"name": "the salary a year", "unit": "pounds", "example": "25,000"},
        "hours": {"name": "the hours a week", "unit": "hours"},
        "paid": {"name": "the weeks paid a year", "unit": "weeks", "example": "44.1"},
        "pension": {"name": "the contribution", "unit": "per cent", "example": "6.5"},
        "days": {"name": "the number of days", "unit": "days", "example": "2"},
    }
    limits = {name: {"least": least, "most": most, **words[name]} for name, (least, most) in _LIMITS.items()}
    limits["days"]["most"] = working_days
    return limits


def _embedded(terms: dict) -> str:
    """As JSON that cannot end the element it stands in, whatever texts it holds."""
    text = json.dumps(terms, ensure_ascii=True, allow_nan=False, separators=(",", ":"))
    return text.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026")


# ---- What the reader sees.


_SMALLEST = 0.01
"""A per cent that is not nought and would be printed as nought."""

_NO_RATES = "rates not found"


def _covered(span: Span) -> list[str]:
    """The indices that have both months."""
    return [by for by in DEFLATORS if all(month in prices.index(by).index for month in span)]


def _is_to_come(month: pd.Period) -> bool:
    """Whether no index that a sentence names has a month yet."""
    return all(month > prices.index(by).index[-1] for by in _SAID)


def _sources(by: str) -> tuple[str, ...]:
    return tuple(prices.index(by).attrs["sources"])


def _named(span: Span) -> str:
    return f"{span[0]}/{span[1]}"


def _in_words(span: str) -> str:
    """A span as it is said: September 2002 to September 2003, 12 months."""
    since, until = periods.months(span.split("/"))
    count = (until - since).n
    return f"{periods.words(since)} to {periods.words(until)}, {count} month{'' if count == 1 else 's'}"


def _beside(real: Finding, index: str, first: bool) -> Prose:
    """How far pay is from keeping up with prices by an index."""
    if real.vanishes:
        word, than = "{real:abs} above" if float(real) > 0 else "{real:abs} below", " prices"
    elif real.sign:
        word, than = "{real:abs} more" if real.sign > 0 else "{real:abs} less", " than prices"
    else:
        word, than = "level", " with prices"
    return say(word + (than if first else "") + " by {index}", real=real, index=index)


def _said_with_pension(made: dict | None) -> str:
    if made is None:
        return "see the row above"
    whole = made["pension"]
    return _NO_RATES if whole is None else f"{_money(whole['pay'])} ({_money(whole['rise'])} more)"


def _said(made: dict | None, lacks: str) -> str:
    """A rise in a cell: a year of it and what reaches take-home pay; by the hour, where that is more; and once."""
    if made is None:
        return lacks or _NOT_GIVEN
    net = "" if made["net_rise"] is None else f", {_money(made['net_rise'])} after tax"
    said = [f"{_money(made['rise'])} ({_share(made['rise'], made['rise_pct'])}){net}"]
    if made["rise_hour_pct"] not in (None, made["rise_pct"]):
        hour = _share(made["rise_hour"], made["rise_hour_pct"])
        said.append(f"by the hour {_money(made['rise_hour'])} ({hour})")
    if float(made["once"]):
        said.append(f"{_money(made['once'])} once")
    return "; ".join(said)


def _money(figure: str | None) -> str:
    return "none" if figure is None else show(float(figure), "gbp", 2)


def _share(rise: str | None, pct: str | None) -> str:
    """A rise in per cent beside the same in pounds: one that is not nought is not printed as nought."""
    if rise is None or pct is None or float(pct) or not float(rise):
        return _percent(pct)
    return printed(_SMALLEST, "pct")


def _percent(figure: str | None) -> str:
    return "none" if figure is None else f"{figure.replace('-', MINUS)}%"


def _title(by: str) -> str:
    return prices.title(by)


def _contract(name: str) -> str:
    return _CONTRACTS.get(name, name.replace("_", " ").capitalize())


def _results(made: Calculator) -> dict[str, Markup]:
    """Tables without rows, by name, which the script fills."""
    titles = [_title(by) for by in DEFLATORS]
    what = "Offer, award or claim"
    tables = {
        "offers": (
            "What each gives this pay",
            [
                what,
                "Paid from",
                "Rise a year",
                "Rise in the end",
                "Rise an hour, full time",
                "Average over the pay year",
                "Pay in the end",
                "Paid once",
            ],
        ),
        "prices": (
            "Pay that would have kept up with prices, and by how much they rose",
            ["Prices counted", *titles],
        ),
        "restore": (
            "Rise still needed after each for pay to be whole, by prices to its own last stage; below zero, pay is ahead",
            [what, "Prices counted", *titles],
        ),
        "net": (
            f"What reaches take-home pay, under the tax rules of {made.tax_year}",
            [what, "Rise of take-home pay a year", "Share of the rise kept"],
        ),
        "pension": (
            "Another reading: pay with the employer's pension contribution, which nobody receives as pay",
            [what, "Rates of", "Before", "In the end", "Rise a year"],
        ),
        "lost": (
            "Pay lost on strike, before tax",
            ["Contract", "Share of a year's pay a day, one in", "Lost"],
        ),
    }
    left_out = set() if made.dispute.offers else {"offers", "restore", "net", "pension"}
    left_out |= {"net"} if made.tax_year is None else set()
    left_out |= {"pension"} if made.dispute.pension_scheme is None else set()
    tables = {name: told for name, told in tables.items() if name not in left_out}
    return {name: _empty(caption, headers) for name, (caption, headers) in tables.items()}


def _named_region(shown: str, title: str) -> Markup:
    """A table as a region with a name of its own, where a page has those of several disputes."""
    named = Markup('aria-label="{}: ').format(title)
    return Markup(str(shown).replace('aria-label="', str(named), 1))


def _empty(caption: str, headers: list[str]) -> Markup:
    frame = pd.DataFrame(columns=headers[1:], index=pd.Index([], name=headers[0]), dtype=object)
    empty = str(Table(frame, caption, frozenset(headers[1:])).html)
    return Markup(empty.replace('role="region"', 'role="group"', 1))  # so many landmarks would lead nowhere
