"""Charts by the Analysis Function's guidance: a headline that says the finding, direct labels.

A `Chart` holds its data, title, subtitle, source, alt text and table, and makes all of them
from the same numbers. It is drawn twice, wide and narrow, so that its words can be read on a
phone. https://analysisfunction.civilservice.gov.uk/policy-store/data-visualisation-charts/
"""

from __future__ import annotations

import base64
import io
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from importlib.resources import files

import pandas as pd
from markupsafe import Markup
from matplotlib import rc_context, rc_params_from_file
from matplotlib.axes import Axes
from matplotlib.backends.backend_svg import FigureCanvasSVG
from matplotlib.figure import Figure

from paylib.charts.svg import lighter
from paylib.figures.finding import MIME, as_json
from paylib.findings import Prose
from paylib.markup import from_template
from paylib.tables import Table, unit_of

# The Analysis Function's categorical palette, darkest first; words are never in colour.
COLOURS = ("#12436D", "#801650", "#28A197", "#F46A25")


INK, RULE = "#222222", "#767676"


SIZES = {"wide": (7.6, 4.3), "narrow": (4.4, 4.3)}


_SCREEN_FONTS = "'Helvetica Neue', Helvetica, Arial, 'Liberation Sans', sans-serif"


_SETTINGS = {
    "font.family": "DejaVu Sans",  # it comes with matplotlib, so every machine lays out alike
    "font.size": 11,
    "svg.fonttype": "none",
    "svg.hashsalt": "paylib",
    "text.parse_math": False,  # a dollar sign is a dollar sign
    "axes.grid": True,
    "figure.facecolor": "white",
}

_STYLE = {
    **rc_params_from_file(files("afcharts") / "afcharts.mplstyle", use_default_template=False),
    **_SETTINGS,
}


_FIGURE = """\
<figure class="chart">
<figcaption><p class="headline">{{ title }}</p>
<p class="subtitle">{{ subtitle }}</p></figcaption>
<picture>{% if narrow != wide %}<source media="(max-width: 40rem)" srcset="{{ narrow }}">{% endif %}<img alt="{{ alt }}" src="{{ wide }}"></picture>
<details><summary>The figures in this chart</summary>
{{ table }}
</details>
<p class="source">{{ source }}</p>
</figure>"""


@dataclass(frozen=True)
class Chart:
    """A chart with all that a reader needs to trust it; made by `lines`, `bars`, `specification_curve`,
    `heat_map`, `coefficients`, `fan` or `readings`."""

    title: str | Prose
    subtitle: str | Prose
    alt: str | Prose
    table: Table
    draw: Callable[[Axes, bool], None]
    height: float = 1.0
    narrow_height: float | None = None
    """Of the narrow picture, where its words need more room than the wide one's."""

    def svg(self, size: str = "wide") -> str:
        """The picture, without its words: the same bytes every time.

        Parameters
        ----------
        size : {"wide", "narrow"}

        Returns
        -------
        str
        """
        with rc_context(_STYLE):
            figure, buffer = self._drawn(size), io.StringIO()
            bare = dict.fromkeys(("Date", "Creator", "Format", "Type"))
            FigureCanvasSVG(figure).print_svg(buffer, metadata=bare)  # savefig draws it twice
        picture = lighter(re.sub(r"^.*?(?=<svg)", "", buffer.getvalue(), flags=re.DOTALL))
        return picture.replace("<svg ", f'<svg font-family="{_SCREEN_FONTS}" ', 1)

    def _drawn(self, size: str) -> Figure:
        width, height = SIZES[size]
        times = (self.narrow_height or self.height) if size == "narrow" else self.height
        figure = Figure(figsize=(width, height * times), layout="constrained")
        self.draw(figure.add_subplot(), size == "narrow")
        return figure

    @property
    def figure(self) -> Figure:
        """The picture as matplotlib's, to change or to save as one likes."""
        with rc_context(_STYLE):
            return self._drawn("wide")

    @property
    def frame(self) -> pd.DataFrame:
        """The figures that it is drawn from, not rounded."""
        figures = self.table.raw.infer_objects()
        return figures.set_axis(figures.index.infer_objects())

    @property
    def source(self) -> str:
        """Who published the figures, in one line."""
        return self.table.source

    @property
    def text(self) -> str:
        """Everything that the chart says, in plain text: what the notebook tests compare."""
        return f"{self.title}\n{self.subtitle}\n[Chart: {self.alt}]\n{self.table.text}"

    @property
    def html(self) -> Markup:
        """The chart as a figure: headline, picture with alt text, source, and its figures."""
        return from_template(
            _FIGURE,
            title=self.title.html if isinstance(self.title, Prose) else self.title,
            subtitle=str(self.subtitle),
            alt=str(self.alt),
            narrow=self.uri("narrow"),
            wide=self.uri("wide"),
            table=self.table.html,
            source=self.source,
        )

    def uri(self, size: str = "wide") -> str:
        """The picture as an address that holds it."""
        return "data:image/svg+xml;base64," + base64.b64encode(self.svg(size).encode()).decode()

    def _repr_mimebundle_(self, include=None, exclude=None) -> dict:
        said = [
            words
            for words in (self.title, self.subtitle, self.alt, self.table.caption)
            if isinstance(words, Prose)
        ]
        findings = dict.fromkeys(finding for words in said for finding in words.findings)
        return {
            "text/plain": self.text,
            "text/html": self.html,
            MIME: as_json(findings),
            **self.table.record(str(self.subtitle)),
        }


def sources_of(frame: pd.DataFrame, sources: Iterable[str] | None) -> tuple[str, ...]:
    return tuple(frame.attrs.get("sources", ()) if sources is None else sources)


def units_of(frame: pd.DataFrame) -> dict[str, str]:
    known = frame.attrs.get("units", {})
    return {column: known.get(column) or unit_of(column) or "index" for column in frame}


def name_row(axes: Axes, place: float, lines: list[str]) -> None:
    """A row's name at its left, each line on its own so that any font is flush with the bars."""
    for number, line in enumerate(lines):
        axes.annotate(
            line,
            (0, place),
            xycoords=axes.get_yaxis_transform(),
            xytext=(-7, 14 * ((len(lines) - 1) / 2 - number)),
            textcoords="offset points",
            ha="right",
            va="center",
            color=INK,
        )
