"""What a dispute means for one person: offers, prices, strike days and take-home pay for a salary."""

from paylib.report.calculator.answers import (
    DEFLATORS,
    FORM_MIME,
    LARGEST,
    MOST_CASES,
    Calculator,
    calculator,
    on_awards,
    rounded,
)

__all__ = [
    "DEFLATORS",
    "FORM_MIME",
    "LARGEST",
    "MOST_CASES",
    "Calculator",
    "calculator",
    "on_awards",
    "rounded",
]
