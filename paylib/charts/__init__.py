"""Charts for notebooks and pages: one object holds a chart's data, title, source, alt text and table."""

from paylib.charts.bar import bars
from paylib.charts.chart import COLOURS, INK, RULE, SIZES, Chart
from paylib.charts.dots import dots
from paylib.charts.estimates import coefficients, fan
from paylib.charts.heat import DIVERGING, MOST_CELLS, MOST_SPECIFICATIONS, heat_map, ink_on
from paylib.charts.line import lines
from paylib.charts.marks import verdict_mark, verdict_marks
from paylib.charts.picture import Picture
from paylib.charts.readings import readings
from paylib.charts.specifications import specification_curve
from paylib.charts.timeline import timeline

__all__ = [
    "COLOURS",
    "DIVERGING",
    "INK",
    "MOST_CELLS",
    "MOST_SPECIFICATIONS",
    "RULE",
    "SIZES",
    "Chart",
    "Picture",
    "bars",
    "coefficients",
    "dots",
    "fan",
    "heat_map",
    "ink_on",
    "lines",
    "readings",
    "specification_curve",
    "timeline",
    "verdict_mark",
    "verdict_marks",
]
