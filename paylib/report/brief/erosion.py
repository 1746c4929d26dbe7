"""Pay against prices since a month of the reader's choice: the same in Python and, in the page, by script.

Both work from the same terms: levels of pay and of prices by month, in the page as JSON. Without script the
chart of the first choice stands.
"""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd
from markupsafe import Markup

from paylib import charts
from paylib.charts.picture import LETTER, WIDTH
from paylib.disputes import Dispute
from paylib.figures import periods
from paylib.figures.rounding import pictured, printed
from paylib.report import own_pay
from paylib.report.brief import pictures
from paylib.report.chosen import LOOKS, Chosen, number
from paylib.report.since import OWN, Level, Since, since
from paylib.tables import table


@dataclass(frozen=True)
class Erosion(Since):
    """What a reader may choose from, and what is shown first: drawn and told."""

    silent: str = ""
    """Which side's claims say nothing of the kind."""

    @property
    def note(self) -> str:
        """What to beware of, in a sentence or two."""
        implied = any("implied" in level.usage_warnings for level in self.pay)
        told = [
            "Dots: where a claim begins to count; filled, if by the index shown." if self.chosen else "",
            self.silent,
            "Neither awards nor average earnings follow one person up the scale.",
            "Some awards are worked out from others, not published." if implied else "",
        ]
        return " ".join(filter(None, told))

    @property
    def terms(self) -> dict:
        """All that the script needs, as JSON takes it."""
        told = {
            "pay": [_as_json(level) for level in self.pay],
            "prices": {name: _as_json(level) for name, level in self.prices.items()},
            "index": self.index,
            "first": number(self.first),
            "chosen": [
                {
                    "index": each.index,
                    "first": each.number,
                    "words": each.words,
                    "row": each.row,
                }
                for each in self.chosen
            ],
        }
        return told | own_pay.blank([each.look for each in self.chosen])

    def told(self, pay: Level, index: str, first: pd.Period) -> tuple[str, str]:
        """Headline and sentence of a choice.

        Parameters
        ----------
        pay : Level
            One of ``pay``.
        index : str
            One of ``prices``.
        first : pandas.Period
            The month that everything is set against.

        Returns
        -------
        tuple of str
        """
        against = self.prices[index]
        last = min(pay.last, against.last)
        rise = pay.at(last) / pay.at(first)
        dearer = against.at(last) / against.at(first)
        real = (rise / dearer - 1) * 100
        shown = printed(abs(real), "pct")
        change = "level" if shown == "0.0%" else f"a {'fall' if real < 0 else 'rise'} of {shown}"
        since, until = periods.words(first), periods.words(last)
        return (
            f"{pay.name}: {change} after prices since {since}, by {against.name}",
            f"From {since} to {until}: pay {_signed(rise)}, prices {_signed(dearer)} by {against.name}, "
            f"after prices {_signed(1 + real / 100)}.",
        )

    def alt(self, pay: Level, index: str, first: pd.Period) -> str:
        """The chart of a choice in words: what is told, and which choices of either side are marked on it."""
        last = min(pay.last, self.prices[index].last)
        places = {
            "Marked": [each for each in self.chosen if first <= each.first <= last],
            "Before this chart": [each for each in self.chosen if each.first < first],
            "After it": [each for each in self.chosen if each.first > last],
        }
        marked = [
            f"{words}: {'; '.join(each.words for each in there)}." for words, there in places.items() if there
        ]
        headline, sentence = self.told(pay, index, first)
        return " ".join([f"{headline}.", sentence, *marked])

    def rows(self, real: pd.Series) -> dict[pd.Period, str]:
        """The months of the table and what they are called: every twelfth, the last, and those that are marked."""
        marked = [each for each in self.chosen if each.first in real.index]
        months = sorted({*real.index[::12], real.index[-1], *(each.first for each in marked)})
        beside = {month: "; ".join(each.row for each in marked if each.first == month) for month in months}
        return {
            month: periods.words(month) + (f" ({beside[month]})" if beside[month] else "") for month in months
        }

    def svg(self, pay: Level, index: str, first: pd.Period) -> str:
        """The picture of a choice."""
        return own_pay.drawn(self._places(pay, index, first), [each.look for each in self.chosen])

    def _places(self, pay: Level, index: str, first: pd.Period) -> dict[str, str]:
        """Where the marks of the chart of a choice are, by their names."""
        real = self.real(pay, index, first)
        low, high = min(real.min(), 100.0), max(real.max(), 100.0)
        across = (own_pay.RIGHT - own_pay.LEFT) / max(1, len(real) - 1)
        xs = [own_pay.LEFT + place * across for place in range(len(real))]
        ys = [own_pay.TOP + (high - value) / ((high - low) or 1.0) * own_pay.HEIGHT for value in real]
        at = {
            "path": "M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in zip(xs, ys, strict=True)),
            "level": f"{own_pay.TOP + (high - 100) / ((high - low) or 1.0) * own_pay.HEIGHT:.1f}",
            "end": f"{ys[-1]:.1f}",
            "shown": pictured(real.iloc[-1] - 100, "pct"),
            "since": periods.words(real.index[0]),
            "until": periods.words(real.index[-1]),
            "right": f"{own_pay.RIGHT:.1f}",
        }
        for place, each in enumerate(self.chosen):
            month, row = (each.first - first).n, own_pay.row(place)
            inside = 0 <= month < len(real)
            words = each.words if inside else f"{'←' if month < 0 else '→'} {each.words}"
            x, y = (xs[month], ys[month]) if inside else (own_pay.LEFT + 5, row - 4.5)
            start = (
                max(own_pay.LEFT, min(x - 5, WIDTH - len(words) * LETTER)) if inside else own_pay.LEFT + 16
            )
            at |= {
                f"x{place}": f"{x:.1f}",
                f"y{place}": f"{y:.1f}",
                f"foot{place}": f"{row - 13 if inside else y:.1f}",
                f"start{place}": f"{start:.1f}",
                f"look{place}": "full" if each.index == index else "open",
                f"words{place}": words,
            }
        return at

    @property
    def picture(self) -> charts.Picture:
        """The chart of what is shown first."""
        shown = self.pay[0], self.index, self.first
        real = self.real(*shown)
        headline, _ = self.told(*shown)
        rows = self.rows(real)
        listed = pd.DataFrame(
            {"real": [real[month] for month in rows]}, index=pd.Index(rows.values(), name="Month")
        )
        subtitle = f"Pay after prices, {periods.words(self.first)} = 100"
        numbers = table(
            listed,
            headline,
            labels={"real": subtitle},
            units={"real": "index"},
            decimals={"real": 1},
            sources=sorted({*self.pay[0].sources, *self.prices[self.index].sources}),
        )
        return charts.Picture(headline, subtitle, self.alt(*shown), numbers, drawn=self.svg(*shown))


def erosion(dispute: Dispute) -> Erosion | None:
    """Pay against prices for a dispute's group, and for public-sector earnings.

    Parameters
    ----------
    dispute : Dispute
        From `paylib.dispute`.

    Returns
    -------
    Erosion or None
        None where the dispute began before any series does.

    Examples
    --------
    >>> from paylib import disputes
    >>> [level.name for level in erosion(disputes.load("social_care_2025")).pay]
    ['Support officer at the top of grade 6 (point inferred)', 'The top of grade 7, which is claimed', 'Public-sector earnings']
    """
    found = since(dispute)
    return found and Erosion(**vars(found), silent=silent(dispute, found.chosen))


def lost(shown: Erosion) -> pd.DataFrame | None:
    """What a dispute's own history of pay lost against prices since the first month: by index.

    Parameters
    ----------
    shown : Erosion

    Returns
    -------
    pandas.DataFrame or None
        Indexed by index: ``this_year_gbp`` (the last twelve months), ``added_up_gbp`` (all months since the first; both
        in the money of the day) and ``restore_pct``; None where there is no such history.

    Notes
    -----
    A month's loss is a twelfth of pay in the first month, uprated to that month, less a twelfth of what was paid.
    """
    pay = shown.pay[0]
    if pay.name != OWN:
        return None
    rows = {}
    for level in shown.prices.values():
        last = min(pay.last, level.last)
        months = pd.period_range(shown.first, last, freq=periods.MONTH)
        if level.start > shown.first or len(months) < 2:
            continue
        kept = [pay.at(shown.first) * level.at(month) / level.at(shown.first) for month in months]
        short = [(should - pay.at(month)) / 12 for should, month in zip(kept, months, strict=True)]
        rows[level.name] = {
            "this_year_gbp": sum(short[-12:]),
            "added_up_gbp": sum(short),
            "restore_pct": (kept[-1] / pay.at(last) - 1) * 100,
        }
    return pd.DataFrame.from_dict(rows, orient="index") if rows else None


def lost_table(shown: Erosion) -> Markup | None:
    """`lost` as a table for the page."""
    rows = lost(shown)
    if rows is None:
        return None
    return table(
        rows.rename_axis("Index"),
        f"What pay lost against prices since {periods.words(shown.first)}",
        labels={
            "this_year_gbp": "Lost in the last twelve months",
            "added_up_gbp": "Lost since then, added up",
            "restore_pct": "Rise that would restore it",
        },
        units={"this_year_gbp": "gbp_year", "added_up_gbp": "gbp", "restore_pct": "pct"},
    ).html


def silent(dispute: Dispute, found: tuple[Chosen, ...]) -> str:
    """Which side's claims say nothing of the kind, in a sentence; empty where both do.

    Examples
    --------
    >>> from paylib import disputes
    >>> silent(disputes.load("youth_work_2004"), ())
    'No claim of either side says from when pay is set against prices.'
    """
    said = {each.side for each in found}
    names = {side: words for side, words in pictures.sides(dispute).items() if side in LOOKS}
    missing = [words.lower() for side, words in names.items() if side not in said]
    if not missing:
        return ""
    whose = "either side" if len(missing) == len(names) else f"the {missing[0]}"
    return f"No claim of {whose} says from when pay is set against prices."


def _as_json(level: Level) -> dict:
    return {"name": level.name, "start": number(level.start), "values": list(level.values)}


def _signed(ratio: float) -> str:
    shown = printed((ratio - 1) * 100, "pct")
    return f"+{shown}" if shown[0].isdigit() and shown != "0.0%" else shown
