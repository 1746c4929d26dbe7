"""Findings quoted from tables, worked out, and put into sentences."""

from paylib.figures.finding import MIME, Finding, as_json, plain
from paylib.findings.ledger import Ledger, either
from paylib.findings.prose import KEY_MIME, KeyFigures, Prose, data_element, joined, key_figures, say, worded
from paylib.findings.quoting import figure_of, quote, work_out

__all__ = [
    "KEY_MIME",
    "MIME",
    "Finding",
    "KeyFigures",
    "Ledger",
    "Prose",
    "as_json",
    "data_element",
    "either",
    "figure_of",
    "joined",
    "key_figures",
    "plain",
    "quote",
    "say",
    "worded",
    "work_out",
]
