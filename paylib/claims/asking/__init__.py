"""Any claim on pay, in a plain sentence, checked."""

from __future__ import annotations

from paylib.claims.asking import pays
from paylib.claims.asking.answer import Answer, Reading, answered
from paylib.claims.asking.question import Question, read
from paylib.errors import FigureError

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
    return answered(read(sentence, said or str(pays.last()), **fields))
