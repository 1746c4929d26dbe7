"""Tests and notebooks give the same results on any day: no word that newer figures are likely."""

import os

os.environ.setdefault("PAYLIB_STALE", "quiet")
