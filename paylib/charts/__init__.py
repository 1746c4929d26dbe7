"""Charts for notebooks and pages: one object holds a chart's data, title, source, alt text and table."""

from paylib.charts.bar import bars
from paylib.charts.chart import COLOURS, INK, RULE, SIZES, Chart
from paylib.charts.estimates import coefficients, fan
from paylib.charts.heat import DIVERGING, MOST_CELLS, MOST_SPECIFICATIONS, heat_map, ink_on
from paylib.charts.line import lines
from paylib.charts.readings import readings
from paylib.charts.specifications import specification_curve

__all__ = [
    "COLOURS",
    "DIVERGING",
    "INK",
    "MOST_CELLS",
    "MOST_SPECIFICATIONS",
    "RULE",
    "SIZES",
    "Chart",
    "bars",
    "coefficients",
    "fan",
    "heat_map",
    "ink_on",
    "lines",
    "readings",
    "specification_curve",
]
