"""Words of the field in plain words, and words of ours that no brief uses."""

from __future__ import annotations

import re

GLOSSARY = {
    "CPI": "Consumer prices index: the official measure of prices since December 2003.",
    "CPIH": "CPI with the costs of owning a home. First published in 2013.",
    "RPI": "Retail prices index: the older measure, long used in pay talks. It has not been an accredited official statistic since 2013.",
    "RPIX": "RPI without mortgage interest: the official measure until December 2003.",
    "real terms": "After prices: what pay buys, beside what it bought before.",
    "consolidated": "Part of the salary from then on; a payment that is not consolidated is paid once.",
    "progression": "Yearly steps up the scale. Staff at the top of their scale get none.",
    "paybill": "All that an employer spends on pay.",
    "top of the scale": "The highest salary of a grade.",
    "turnout": "The share of members balloted who voted.",
    "imposed": "Paid without the union’s agreement.",
}
"""A word, and what it means."""

PLAIN = {
    "held": "found",
    "specification": "way of counting",
    "deflator": "index",
    "multiverse": "every way of counting",
    "proxy": "a figure that stands in for it",
    "nominal": "in pounds of the day",
    "vintage": "when it was published",
    "choice 1": "the reading in words",
    "uprated": "raised in line with prices",
    "headcount": "people",
    "FTE": "full-time posts",
    "coefficient": "how sure the figure is",
    "ex ante": "as was expected",
    "inter alia": "among other things",
    "as at": "on",
    "per annum": "a year",
    "quantum": "how much",
    "remit": "what they may settle",
}
"""Words that campaigners do not use, and what a brief says instead."""


def explained(text: str) -> list[tuple[str, str]]:
    """The words of the field that a text uses, with what they mean, in the order of the glossary.

    Examples
    --------
    >>> [word for word, _ in explained("By RPI, a fall in real terms.")]
    ['RPI', 'real terms']
    """
    return [
        (word, means)
        for word, means in GLOSSARY.items()
        if re.search(rf"\b{re.escape(word)}\b", text, 0 if word.isupper() else re.IGNORECASE)
    ]
