"""Where the headings of a table stand, and its rows below them by the mapping's own headings."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import islice

from graph.errors import FileProblem, Place
from graph.importers.sheets import Cell, Line, Table
from graph.importers.sheets.reading import fold
from graph.importers.tabular_mapping import Column, ListMapping

_SEARCHED = 40
_SHORT, _HELD = 80, 10_000  # signs, and texts of a column: longer ones seldom come twice


@dataclass(frozen=True, slots=True)
class Head:
    """Is the line of headings of a table: each by the index of its column, as the mapping spells it."""

    line: int
    columns: Mapping[int, str]


def find_head(table: Table, mapping: ListMapping) -> Head | None:
    """Returns the line among the first that has most of the mapping's headings; None if all are blank.

    Titles and notes above a list are so passed over. Where no line has a heading of the mapping, the first
    line that is not blank is taken to be the headings.
    """
    known = {fold(title): title for column in mapping.titled() for title in column.titles}
    candidates = [line for line in islice(table.lines, _SEARCHED) if not line.is_blank]
    if not candidates:
        return None
    best = max(candidates, key=lambda line: sum(fold(cell) in known for cell in set(line.cells)))
    named = ((index, _tidy(cell)) for index, cell in enumerate(best.cells))
    return Head(best.number, {index: known.get(fold(text), text) for index, text in named if text})


def missing(head: Head, mapping: ListMapping) -> list[str]:
    """Returns the headings without which the mapping cannot read a table, and which it lacks."""
    found = set(head.columns.values())
    named = in_words_of(mapping, found).titled()
    lacking = [column for column in named if not set(column.titles) & found]
    return [column.titles[0] for column in lacking if mapping.needs(column)]


def in_words_of(mapping: ListMapping, headings: Collection[str]) -> ListMapping:
    """Returns a mapping that calls each column first as a file does that has these headings.

    One that the file lacks is called as in the language of most of its headings. So what is wrong is told,
    and noted on a cell, by the heading that the reader sees. Texts that are spoken are in that language.
    """
    spoken = Counter(lang for column in mapping.columns for lang in _spoken(column, headings))
    lang = max(spoken, key=lambda each: spoken[each], default="")
    columns = tuple(_called(column, headings, lang) for column in mapping.columns)
    return mapping if columns == mapping.columns else replace(mapping, columns=columns)


def _spoken(column: Column, headings: Collection[str]) -> Iterator[str]:
    """Yields the languages in which a file may have the heading of a column."""
    return (lang for lang, title in column.headings.items() if title in headings)


def _called(column: Column, headings: Collection[str], lang: str) -> Column:
    own = next((title for title in column.titles if title in headings), column.headings.get(lang))
    column = in_language(column, lang) if lang else column
    if own is None or column.titles[:1] == (own,):
        return column
    return replace(column, titles=(own, *(title for title in column.titles if title != own)))


def in_language(column: Column, lang: str) -> Column:
    """Returns a column with its texts, and what stands for them where a cell has none, in a language."""
    if not column.spoken or column.lang == lang:
        return column
    return replace(column, lang=lang, default=column.defaults.get(lang, column.default))


def check_once(file: str, table: Table, head: Head) -> None:
    """Raises FileProblem if two columns have the same heading."""
    headings = list(head.columns.values())
    twice = sorted({title for title in headings if headings.count(title) > 1})
    if twice:
        place = Place(file=file, sheet=table.sheet, row=head.line)
        raise FileProblem("column-twice", place, file=file, names=", ".join(twice))


def body(file: str, table: Table, head: Head) -> Iterator[tuple[Line, dict[str, Cell]]]:
    """Yields the lines below the headings that hold anything, with their cells by heading.

    A line of a text that has fewer cells than there are headings, or more, raises FileProblem.
    """
    width = max(head.columns) + 1
    held: dict[str, dict[str, str]] = {title: {} for title in head.columns.values()}
    for line in table.lines:
        if line.number <= head.line or line.is_blank:
            continue
        if table.sheet is None and not _fits(line, width):
            place = Place(file=file, row=line.number)
            counted = {"found": len(line.cells), "expected": width}
            raise FileProblem("csv-ragged", place, file=file, line=line.number, **counted)
        yield line, {title: _once(_at(line, index), held[title]) for index, title in head.columns.items()}


def _fits(line: Line, width: int) -> bool:
    return len(line.cells) >= width and not any(line.cells[width:])


def _at(line: Line, index: int) -> Cell:
    return line.cells[index] if index < len(line.cells) else None


def _once(cell: Cell, held: dict[str, str]) -> Cell:
    """Returns a cell; a short text that many lines of a column have is held in memory once for them."""
    if not isinstance(cell, str) or len(cell) > _SHORT:
        return cell
    return held.setdefault(cell, cell) if len(held) < _HELD else held.get(cell, cell)


def _tidy(cell: Cell) -> str:
    return "" if cell is None else " ".join(str(cell).split())
