"""The list given back: the same rows with what is wrong noted on the cells, and suggested values in place."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from graph.errors import Finding
from graph.importers.reading import Held, Objects, ReadFile, read_file
from graph.importers.sheets import Cell, Table
from graph.importers.sheets.reading import fold
from graph.importers.sheets.table import Line
from graph.importers.tabular_cells import CellText
from graph.importers.tabular_headings import Head, find_head
from graph.importers.tabular_mapping import ListMapping

Worded = Callable[[Finding], str]
_JOINED = "; "


def suggestion_of(finding: Finding) -> str | None:
    """Returns the value that would mend a cell, where one can be told."""
    values = dict(finding.values)
    found = values.get("taken" if finding.key == "rows-disagree" else "suggested")
    return found if isinstance(found, str) else None


def annotated(
    name: str,
    content: bytes,
    mapping: ListMapping,
    refusals: Iterable[Finding],
    warnings: Iterable[Finding],
    worded: Worded,
    read: ReadFile = read_file,
) -> bytes:
    """Returns an XLSX file of a list's rows, whatever kind of file it was, with notes on its cells.

    A refused cell is red, a doubtful one yellow, and one whose value was replaced by the suggestion green;
    the note says what stood there. A finding without a cell stands on the headings. Texts are written as
    texts: none runs as a formula when the file is opened. Uploaded again, the file is read as any list.
    """
    from graph.importers.sheets.writing import Page, workbook

    wanted = [fold(title) for column in mapping.titled() for title in column.titles]
    held = read(name, content, mapping.dialect, wanted)
    shift = 0 if held.objects is None else 1
    pages = [_Marked(table, head, mapping, shift) for table, head in _tables(held, mapping)]
    for mark, findings in (("doubtful", warnings), ("wrong", refusals)):
        for finding in findings:
            for page in pages:
                page.take(finding, mark, worded(finding))
    return workbook(
        [Page(page.name, page.rows, page.head.line - 1, page.texts(), page.marks) for page in pages]
    )


@dataclass
class _Marked:
    """Is a sheet with notes and marks by row and column, which count from 0.

    `shift` is by how much its rows stand lower than in the file: objects of an array have no headings.
    """

    table: Table
    head: Head
    mapping: ListMapping
    shift: int = 0
    rows: list[list[Cell]] = field(init=False)
    notes: dict[tuple[int, int], list[str]] = field(default_factory=dict)
    marks: dict[tuple[int, int], str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.rows = [[] for _ in range(max((line.number for line in self.table.lines), default=0))]
        for line in self.table.lines:
            self.rows[line.number - 1] = list(line.cells)
        self._titles = {title: index for index, title in self.head.columns.items()}

    @property
    def name(self) -> str:
        """Returns the name of the sheet, or of the mapping for a file that has no sheets."""
        return self.table.sheet or self.mapping.name

    def take(self, finding: Finding, mark: str, words: str) -> None:
        """Notes a finding on its cell, if that is on this sheet."""
        place = finding.place
        if place.sheet != self.table.sheet:
            return
        index = self._titles.get((place.column or "").partition(" + ")[0], 0)
        row = place.row - 1 + self.shift if place.row is not None else self.head.line - 1
        if not 0 <= row < len(self.rows):
            return
        self._note(finding, (row, index), mark, words)

    def texts(self) -> Mapping[tuple[int, int], str]:
        """Returns the notes, those on one cell joined."""
        return {place: "\n".join(dict.fromkeys(notes)) for place, notes in self.notes.items()}

    def _note(self, finding: Finding, place: tuple[int, int], mark: str, words: str) -> None:
        self.notes.setdefault(place, []).append(words)
        self.marks[place] = mark
        row, index = place
        suggestion = suggestion_of(finding)
        if suggestion and finding.place.row is not None and index < len(self.rows[row]):
            old = self.rows[row][index]
            new = _replaced(old, finding.place.value or "", suggestion)
            if new != old:
                self.rows[row][index] = new
                self.marks[place] = "mended"


def _replaced(cell: Cell, value: str, suggestion: str) -> Cell:
    """Returns a cell with a value in it replaced: one of several stays among the others."""
    if not isinstance(cell, str):
        return suggestion
    return cell.replace(value, suggestion, 1) if value and value in cell else suggestion


def _tables(held: Held, mapping: ListMapping) -> Iterator[tuple[Table, Head]]:
    if held.objects is not None:
        yield _of_objects(held.objects, mapping)
    for table in held.tables:
        if head := find_head(table, mapping):
            yield table, head


def _of_objects(objects: Objects, mapping: ListMapping) -> tuple[Table, Head]:
    """Returns the objects of an array as rows: object 1 is row 2, below the headings."""
    titles = tuple(dict.fromkeys(title for cells in objects for title in cells))
    separators = {
        title: column.separator or _JOINED for column in mapping.titled() for title in column.titles
    }
    rows = (
        Line(number, tuple(_flat(cells.get(title), separators.get(title, _JOINED)) for title in titles))
        for number, cells in enumerate(objects, start=2)
    )
    table = Table(None, (Line(1, titles), *rows))
    return table, Head(1, dict(enumerate(titles)))


def _flat(cell: CellText, separator: str) -> Cell:
    return separator.join(cell) if isinstance(cell, tuple) else cell
