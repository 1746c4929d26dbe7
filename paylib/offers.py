"""What an offer does to pay, and what its stated sums imply."""

from __future__ import annotations

from paylib.figures import Values, checked


def implied_pay(
    rise_gbp: Values, award_pct: Values, rounding_gbp: float = 0.01
) -> tuple[Values, Values, Values]:
    """The pay that a rise stated both in money and in per cent implies.

    Parameters
    ----------
    rise_gbp : float, array or Series
        The rise in money, an hour or a year; above zero.
    award_pct : float, array or Series
        The same rise in per cent; above zero.
    rounding_gbp : float
        To what the money is rounded: a penny, unless said.

    Returns
    -------
    tuple of three
        The least pay that fits, the pay if the sum were exact, and the most that fits; each in
        the unit of ``rise_gbp``.

    Raises
    ------
    FigureError
        If a figure is missing or not above zero.

    Notes
    -----
    pay = rise / per cent x 100, for the stated rise and for half its rounding less and more.

    Examples
    --------
    An extra 30p an hour at 3 per cent:

    >>> [round(pay, 2) for pay in implied_pay(0.30, 3)]
    [9.83, 10.0, 10.17]
    """
    rise, award = checked(rise_gbp, "rise_gbp", above=0), checked(award_pct, "award_pct", above=0)
    half = checked(rounding_gbp, "rounding_gbp", at_least=0) / 2
    return (rise - half) / award * 100, rise / award * 100, (rise + half) / award * 100
