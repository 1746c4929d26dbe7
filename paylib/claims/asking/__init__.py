"""Any claim on pay, in a plain sentence, checked."""

from __future__ import annotations

import re

from paylib.claims.asking import pays
from paylib.claims.asking.answer import Answer, Reading, answered
from paylib.claims.asking.question import Question, read
from paylib.errors import ChoiceError, FigureError
from paylib.figures import periods

__all__ = ["Answer", "Question", "Reading", "answered", "ask", "read"]


def ask(
    sentence: str, said: str | None = None, *, own: tuple[float, float] | None = None, **fields: object
) -> Answer:
    """A claim on pay in a plain sentence, checked.

    Parameters
    ----------
    sentence : str
        Such as "Nurses' pay has fallen by 20% since 2010".
    said : str, optional
        The month in which it was said, which fixes the last award that can be meant; now, unless said.
    own : tuple of two floats, optional
        Two salaries instead of the pay of the record, before and after.
    **fields
        What was not read as it was meant: fields of `paylib.claims.asking.Question`.

    Returns
    -------
    Answer

    Raises
    ------
    ChoiceError
        If a field is unknown.
    CoverageError
        If the record does not reach as far.
    FigureError
        If a salary, a pay bill or the rise budgeted cannot be one.
    PeriodError
        If it is not said when it was said.

    Examples
    --------
    >>> told = ask("Experienced teachers have lost 23% in real terms since 2010", said="2023-01")
    >>> told.verdict, told.choice
    ('depends on the reading', 'index')
    """
    if own is not None:
        if len(own) != 2:
            raise FigureError(
                f"Two salaries are needed, before and after, such as 21588,28000; {len(own)} given."
            )
        fields |= {"pays": (pays.own(*own),)}
    for what, given in (("sentence", sentence), ("said", said)):
        if not isinstance(given, str | None) or (what, given) == ("sentence", None):
            raise ChoiceError(f"The {what} is a text, and {given!r} is none.")
    return answered(read(sentence, _when_said(said) if said else str(pays.last()), **fields))


def _when_said(said: str) -> str:
    """A day as it is, and any other period as the record writes it: December 2022 is 2022-12."""
    period = periods.parse(said)
    return said if re.match(r"\d{4}-\d\d-", said) else periods.label(period)
