"""Findings quoted from tables, worked out, and put into sentences."""

from paylib.figures.finding import MIME, Finding, as_json, plain
from paylib.findings.ledger import Ledger, either
from paylib.findings.prose import KEY_MIME, KeyFigures, Prose, data_element, key_figures, say
from paylib.findings.quoting import quote, work_out

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
    "key_figures",
    "plain",
    "quote",
    "say",
    "work_out",
]
