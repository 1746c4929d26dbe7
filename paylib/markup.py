"""HTML from templates: what is put in is escaped, unless it is markup already."""

from __future__ import annotations

from functools import cache

from markupsafe import Markup


def from_template(template: str, /, **values: object) -> Markup:
    """A template of Jinja with its names filled in.

    Parameters
    ----------
    template : str
        HTML with ``{{ names }}`` and what else Jinja knows. It is compiled once.
    **values
        What the names stand for.

    Returns
    -------
    markupsafe.Markup
        Markup may be put into another template as it is.

    Raises
    ------
    jinja2.UndefinedError
        If a name of the template is not given.

    Examples
    --------
    >>> from_template("<p>{{ words }}</p>", words="less < more")
    Markup('<p>less &lt; more</p>')
    """
    return Markup(_compiled(template).render(values))


@cache
def _compiled(template: str):
    return _environment().from_string(template)


@cache
def _environment():
    from jinja2 import Environment, StrictUndefined  # a quarter of a second, when the first element is made

    return Environment(autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
