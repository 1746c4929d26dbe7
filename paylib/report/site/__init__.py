"""The pages as one site: where a masthead leads, what comes before and after a page, and what machines read of it.

All is relative, so that the folder works offline and from any place. Only what needs an absolute address
(canonical links, pictures for previews, the sitemap) waits for the site's own address.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

from markupsafe import Markup

from paylib.markup import from_template

NAME, LANGUAGE = "paylib", "en-GB"
TAGLINE = "Pay disputes, checked"

MASTHEAD = (
    ("Disputes", "index.html#disputes"),
    ("Check a claim", "check-a-claim.html"),
    ("Compare offers", "compare-offers.html"),
    ("Write a dispute", "your-dispute.html"),
    ("Prices and pay", "inflation_and_pay.html"),
    ("Check your pay", "index.html#pay"),
    ("Methods", "methods.html"),
    ("Data", "data.html"),
    ("Docs", "docs/index.html"),
)
"""Where every page leads, in words; a place shows once its page stands."""


TOOLS = {"check-a-claim": "checker", "compare-offers": "comparer", "your-dispute": "form"}
"""Pages that are no notebook's, by slug, and the room below `paylib.report` that makes each."""


class Stop(NamedTuple):
    """A page on the way through the site."""

    file: str
    title: str


@dataclass(frozen=True)
class Site:
    """The pages that stand around a page.

    Parameters
    ----------
    stops : tuple of Stop
        The pages in the order in which they are read.
    files : frozenset of str
        All that a masthead may lead to.
    url : str
        The address of the folder, where the site has one.
    """

    stops: tuple[Stop, ...] = ()
    files: frozenset[str] = frozenset({"index.html", "methods.html"})
    url: str = ""

    @property
    def places(self) -> list[tuple[str, str]]:
        """Where a masthead leads: words and address."""
        return [(words, to) for words, to in MASTHEAD if to.partition("#")[0] in self.files]

    def around(self, file: str) -> tuple[Stop | None, Stop | None]:
        """The pages before and after one.

        Examples
        --------
        >>> site = Site((Stop("a.html", "A"), Stop("b.html", "B")))
        >>> site.around("b.html")
        (Stop(file='a.html', title='A'), None)
        """
        before = next((first for first, second in pairwise(self.stops) if second.file == file), None)
        after = next((second for first, second in pairwise(self.stops) if first.file == file), None)
        return before, after

    def key(self, file: str) -> str:
        """All that a page shows of the site, as text that changes with it."""
        return json.dumps([self.places, self.around(file), self.url])

    def absolute(self, file: str) -> str:
        """The address of a file, where the site has one."""
        return f"{self.url.rstrip('/')}/{file}" if self.url else ""

    def masthead(self, file: str) -> Markup:
        """The head of a page: its name, and where it leads."""
        up = "../" * file.count("/")
        return from_template(_MASTHEAD, name=NAME, tagline=TAGLINE, places=self.places, file=file, up=up)

    def turn(self, file: str, of: str | None = None) -> Markup:
        """Links to the pages before and after one; nothing where it stands alone.

        Parameters
        ----------
        file : str
            The page's own.
        of : str, optional
            The page in whose place it stands: the brief, for evidence.
        """
        before, after = self.around(of or file)
        return from_template(_TURN, before=before, after=after) if before or after else Markup("")

    def head(
        self,
        file: str,
        title: str,
        description: str,
        things: Iterable[Mapping[str, object]] = (),
        picture: str = "",
    ) -> Markup:
        """What other programs read of a page: for previews, and as JSON-LD.

        Parameters
        ----------
        file, title, description : str
            The page's own.
        things : iterable of mapping
            What the page holds, in the words of schema.org.
        picture : str, optional
            A file for previews; named where the site has an address.
        """
        return from_template(
            _HEAD,
            title=title,
            description=description,
            name=NAME,
            language=LANGUAGE.replace("-", "_"),
            url=self.absolute(file),
            picture=self.absolute(picture) if picture else "",
            things=[linked_data(each) for each in things],
        )

    def sitemap(self, files: Iterable[str]) -> str:
        """The list of pages that search engines read; only a site with an address has one."""
        return str(from_template(_SITEMAP, addresses=[self.absolute(file) for file in files]))


def linked_data(thing: Mapping[str, object]) -> Markup:
    """A thing as JSON-LD that may stand in a page.

    Examples
    --------
    >>> linked_data({"@type": "Dataset", "name": "a < b"})
    Markup('{"@context": "https://schema.org", "@type": "Dataset", "name": "a \\\\u003c b"}')
    """
    text = json.dumps({"@context": "https://schema.org", **thing}, ensure_ascii=False)
    for letter in "<>&":
        text = text.replace(letter, f"\\u{ord(letter):04x}")
    return Markup(text)


_MASTHEAD = """\
<header class="masthead"><a class="home" href="{{ up }}index.html"{% if file == "index.html" %} aria-current="page"{% endif %}>{{ name }}</a> <span>{{ tagline }}</span>
<details class="menu"><summary>Menu</summary><nav aria-label="Site"><ul>
{% for words, to in places %}
<li><a href="{{ up }}{{ to }}"{% if to == file %} aria-current="page"{% endif %}>{{ words }}</a></li>
{% endfor %}
</ul></nav></details></header>"""

_TURN = """\
<nav class="turn" aria-label="Before and after"><ul>
{% if before %}
<li>Before: <a rel="prev" href="{{ before.file }}">{{ before.title }}</a></li>
{% endif %}
{% if after %}
<li>Next: <a rel="next" href="{{ after.file }}">{{ after.title }}</a></li>
{% endif %}
</ul></nav>"""

_HEAD = """\
<meta property="og:site_name" content="{{ name }}">
<meta property="og:type" content="article">
<meta property="og:locale" content="{{ language }}">
<meta property="og:title" content="{{ title }}">
<meta property="og:description" content="{{ description }}">
{% if url %}
<link rel="canonical" href="{{ url }}">
<meta property="og:url" content="{{ url }}">
{% endif %}
{% if picture %}
<meta property="og:image" content="{{ picture }}">
<meta name="twitter:card" content="summary_large_image">
{% endif %}
{% for each in things %}
<script type="application/ld+json">{{ each }}</script>
{% endfor %}"""

_SITEMAP = """\
<?xml version="1.0" encoding="UTF-8"?>
<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">
{% for address in addresses %}
<url><loc>{{ address }}</loc></url>
{% endfor %}
</urlset>
"""
