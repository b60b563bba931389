"""Exports: whole lists as tables, and all of them as one workbook."""
