"""The verdict rule as scripts have it: what its words and widths are, from where the rule itself has them."""

from __future__ import annotations

import json
import math
from pathlib import Path

from paylib.checks.growth import LEVEL_PCT
from paylib.figures.hedges import BESIDE_PCT, HEDGES, IN_LINE_PCT, ROUND_PCT, SYNONYMS
from paylib.figures.units import UNITS, WORDS

SCRIPT = Path("rule.js")
"""The one script of the rule, by its place beside the templates."""


def terms() -> dict:
    """Hedges, units and widths.

    Returns
    -------
    dict
        Of plain values; a side that is open is None.

    Examples
    --------
    >>> terms()["hedges"]["more_than"]
    {'below': 0, 'above': None, 'strict': True}
    """
    return {
        "hedges": {
            name: {"below": _finite(each.below), "above": _finite(each.above), "strict": each.strict}
            for name, each in HEDGES.items()
        },
        "synonyms": SYNONYMS,
        "units": {
            name: {
                "words": each.words,
                "decimals": each.decimals,
                "of": each.of,
                "size": each.size,
                "before": each.before,
                "after": each.after,
                "count": each.is_count,
                "wordy": name in WORDS,
            }
            for name, each in UNITS.items()
        },
        "roundPct": ROUND_PCT,
        "besidePct": BESIDE_PCT,
        "levelPct": LEVEL_PCT,
        "inLinePct": IN_LINE_PCT,
    }


def _finite(value: float) -> float | None:
    return value if math.isfinite(value) else None


def as_json(record: object) -> str:
    """A record as JSON that may stand in a script element.

    Examples
    --------
    >>> as_json({"said": "</script>"})
    '{"said":"\\\\u003c/script>"}'
    """
    text = json.dumps(record, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
    return text.replace("<", "\\u003c").replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")
