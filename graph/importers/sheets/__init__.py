"""From bytes to rows of cells, with no knowledge of mappings or of the graph.

`read_tables` is a function of bytes alone: it opens no file, and so may run in a process of its own.
"""

from graph.importers.sheets.kinds import kind_of
from graph.importers.sheets.limits import DEFAULT, Limits
from graph.importers.sheets.reading import read_tables
from graph.importers.sheets.table import Cell, Line, Table, Unread
from graph.importers.sheets.text import Dialect, as_utf8

__all__ = [
    "DEFAULT",
    "Cell",
    "Dialect",
    "Limits",
    "Line",
    "Table",
    "Unread",
    "as_utf8",
    "kind_of",
    "read_tables",
]
