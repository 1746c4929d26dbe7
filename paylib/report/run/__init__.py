"""Notebooks run and made into pages."""
