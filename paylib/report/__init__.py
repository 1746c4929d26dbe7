"""Executed notebooks as self-contained HTML pages."""
