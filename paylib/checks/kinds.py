"""The kinds of check there are, by the name that a dispute file uses, and their help."""

from __future__ import annotations

import textwrap
from typing import Annotated, Union, get_args

from pydantic import Field

from paylib.checks.against_inflation import AgainstInflation
from paylib.checks.agrees import Agrees
from paylib.checks.average_against_readings import AverageAgainstReadings
from paylib.checks.ballot import Ballot
from paylib.checks.chain_real_change import ChainRealChange
from paylib.checks.check import Check
from paylib.checks.consultation import Consultation
from paylib.checks.cost import Cost
from paylib.checks.date import Date
from paylib.checks.extreme import Extreme
from paylib.checks.gap import Gap
from paylib.checks.growth import Growth
from paylib.checks.hourly_value import HourlyValue
from paylib.checks.index_named import IndexNamed
from paylib.checks.larger import Larger
from paylib.checks.months_between import MonthsBetween
from paylib.checks.passed_on import PassedOn
from paylib.checks.pounds_lost import PoundsLost
from paylib.checks.real_change import RealChange
from paylib.checks.recount import Recount
from paylib.checks.rise_to_restore import RiseToRestore
from paylib.checks.share import Share
from paylib.checks.shortage import Shortage
from paylib.checks.sum_against_percent import SumAgainstPercent
from paylib.checks.unchecked import Unchecked

AnyCheck = Annotated[
    Union[  # noqa: UP007 (a union of many, in the order of their names)
        AgainstInflation,
        Agrees,
        AverageAgainstReadings,
        Ballot,
        ChainRealChange,
        Consultation,
        Cost,
        Date,
        Extreme,
        Gap,
        Growth,
        HourlyValue,
        IndexNamed,
        Larger,
        MonthsBetween,
        PassedOn,
        PoundsLost,
        RealChange,
        Recount,
        RiseToRestore,
        Share,
        Shortage,
        SumAgainstPercent,
        Unchecked,
    ],
    Field(discriminator="kind"),
]
"""A check of any kind, told apart by ``kind``."""

KINDS: dict[str, type[Check]] = {
    kind.model_fields["kind"].default: kind for kind in get_args(get_args(AnyCheck)[0])
}
"""The kinds of check by name."""


def keys(kind: str) -> dict[str, str]:
    """The keys that a kind of check takes, with what each holds; those it cannot do without come first.

    Examples
    --------
    >>> keys("gap")["pairs"]
    'of the lower and the higher figure'
    """
    fields = {name: field for name, field in KINDS[kind].model_fields.items() if name != "kind"}
    order = sorted(fields, key=lambda name: (not fields[name].is_required(), name in ("needs", "note")))
    return {name: fields[name].description for name in order}


def about_of(kind: str) -> str:
    """What a kind of check does, in a line.

    Examples
    --------
    >>> about_of("growth")
    'Growth in per cent from the first of each pair to the second; a fall of 20% is -20, or 20 with says = "below".'
    """
    return KINDS[kind].__doc__.splitlines()[0]


def help_of(kind: str) -> str:
    """What a kind of check does, its keys and an example, in plain text.

    Parameters
    ----------
    kind : str
        One of `KINDS`.

    Returns
    -------
    str

    Examples
    --------
    >>> print(help_of("unchecked"))
    unchecked: A claim that needs figures which were not found.
      needs   what figures would settle it
      note    what a reader should know beside the verdict (optional)
      Example:
        # youth_work_2004, youth-backdating: "more than £1,000 lost without backdating"
        kind = "unchecked"
        needs = "the old and the new scale, and the month in which each council would have moved its staff"
    """
    model, described = KINDS[kind], keys(kind)
    width = max(map(len, described)) + 2
    lines = [
        f"{name:<{width}} {about}" + ("" if model.model_fields[name].is_required() else " (optional)")
        for name, about in described.items()
    ]
    example = textwrap.indent(textwrap.dedent(model.EXAMPLE).strip(), "  ")
    body = "\n".join([*lines, "Example:", example])
    return f"{kind}: {about_of(kind)}\n{textwrap.indent(body, '  ')}"
