"""What the readers of workbooks say: of their archive, its parts and their XML."""

from __future__ import annotations

from graph.causes.tables import Table, named
from graph.errors import Cause

WORKBOOKS: Table = (
    (r"not a zip file|[Ii]nvalid Zip|central directory|Truncated|end of data", "workbook-cut"),
    (r"^(?P<count>\d+) parts", "workbook-parts"),
    (r"CRC|decompress|Error -\d", "workbook-checksum"),
    (r"XML|token|tag|element", "workbook-xml"),
)


def workbook_cause(words: str) -> Cause:
    """Returns why a workbook cannot be read.

    >>> workbook_cause("File is not a zip file").key
    'workbook-cut'
    """
    return named(WORKBOOKS, words, "workbook-other")
