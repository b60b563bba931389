"""Answers as pictures: bars of numbers, a map where regions are named, a net where things are linked.

What each shows stands in the table below it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from textwrap import wrap

from api.pages.reader import Reader, as_decimal, plain
from api.pages.views.answers import NUMBERS
from api.pages.views.matrix import shade
from api.pages.views.net import Net, net
from api.pages.views.region_map import outlines
from graph.store import Row
from graph.terms import Literal, NamedNode, Term, compact
from ontology import PREFIXES

MOST_BARS, MOST_EDGES = 60, 60
_WIDTH, _LABEL, _LINE, _GAP = 720, 270, 18, 8
_CHARACTERS = 34
_ENDS = (("subject", "object"), ("source", "target"), ("from", "to"))


@dataclass(frozen=True, slots=True)
class ChartBar:
    """Is one bar: its label in lines, each with its height, and its number in words."""

    lines: tuple[tuple[int, str], ...]
    lang: str | None
    y: int
    width: float
    shown: str


@dataclass(frozen=True, slots=True)
class Chart:
    """Is bars below each other, in pixels."""

    width: int
    height: int
    left: int
    bars: tuple[ChartBar, ...]


@dataclass(frozen=True, slots=True)
class RegionShape:
    """Is a region with its shade, and what it has in words."""

    path: str
    shade: int
    title: str


@dataclass(frozen=True, slots=True)
class RegionMap:
    """Is all regions, in pixels; those that the answer does not name have no shade."""

    width: int
    height: int
    regions: tuple[RegionShape, ...]


@dataclass(frozen=True, slots=True)
class Pictures:
    """Is the pictures that an answer can be, and the one that is shown; `cut` says what it leaves out."""

    kinds: tuple[str, ...]
    shows: str
    chart: Chart | None = None
    map: RegionMap | None = None
    net: Net | None = None
    cut: str | None = None


def pictures_of(reader: Reader, rows: Sequence[Row], columns: Sequence[str], shows: str) -> Pictures:
    """Returns what an answer can be shown as; what it cannot be is shown as the table alone."""
    ways: dict[str, Callable[[], Pictures | None]] = {
        "chart": lambda: _chart(reader, rows, columns),
        "map": lambda: _map(reader, rows, columns),
        "net": lambda: _net(reader, rows, columns),
    }
    drawn = {kind: picture for kind, draw in ways.items() if (picture := draw())}
    kinds = ("table", *drawn)
    shown = drawn.get(shows)
    if shown is None:
        return Pictures(kinds, "table")
    return replace(shown, kinds=kinds)


def _numbers(rows: Sequence[Row], column: str) -> list[Decimal] | None:
    """Returns the numbers of a column, None where a value of it is none or is missing."""
    found = [_number(row.get(column)) for row in rows]
    return [each for each in found if each is not None] if found and None not in found else None


def _number(term: Term | None) -> Decimal | None:
    if not isinstance(term, Literal) or compact(term.datatype.value).removeprefix("xsd:") not in NUMBERS:
        return None
    number = as_decimal(term.value)
    return number if number is not None and number.is_finite() else None


def _chart(reader: Reader, rows: Sequence[Row], columns: Sequence[str]) -> Pictures | None:
    """Returns bars for an answer with one column of texts and one of numbers, none of them below nothing."""
    counted = {column: numbers for column in columns if (numbers := _numbers(rows, column))}
    texts = [column for column in columns if column not in counted]
    if len(columns) != 2 or len(counted) != 1 or len(texts) != 1 or len(rows) > MOST_BARS:
        return None
    [numbers] = counted.values()
    if min(numbers) < 0:
        return None
    return Pictures((), "chart", chart=_bars(reader, [row.get(texts[0]) for row in rows], numbers))


def _bars(reader: Reader, texts: Sequence[Term | None], numbers: Sequence[Decimal]) -> Chart:
    most, y, bars = max(numbers), _GAP, []
    for term, number in zip(texts, numbers, strict=True):
        name, lang = _named(reader, term)
        lines = wrap(name, _CHARACTERS) or [name]
        placed = tuple((y + _LINE * (place + 1) - 5, line) for place, line in enumerate(lines))
        width = float(number / most) * (_WIDTH - _LABEL - 110) if most else 0.0
        bars.append(ChartBar(placed, lang, y, round(width, 1), reader.words.number(number)))
        y += _LINE * len(lines) + _GAP
    return Chart(_WIDTH, y, _LABEL, tuple(bars))


def _named(reader: Reader, term: Term | None) -> tuple[str, str | None]:
    if isinstance(term, NamedNode):
        link = reader.link(term.value)
        return (f"{link.code} {link.label.text}" if link.code else link.label.text), link.label.lang
    if isinstance(term, Literal):
        return term.value, term.language if term.language != reader.lang else None
    return plain(term), None


def _map(reader: Reader, rows: Sequence[Row], columns: Sequence[str]) -> Pictures | None:
    """Returns a map for an answer that names regions: of its one number, else of how many rows name each."""
    places = next((column for column in columns if _are_regions(rows, column)), None)
    if places is None:
        return None
    codes = [plain(row.get(places)).removeprefix(PREFIXES["nuts"]) for row in rows]
    counted = [numbers for column in columns if (numbers := _numbers(rows, column))]
    if len(counted) == 1 and len(set(codes)) == len(codes) and min(counted[0]) >= 0:
        amounts = dict(zip(codes, counted[0], strict=True))
    else:
        amounts = {code: Decimal(codes.count(code)) for code in codes}
    shapes, drawn = tuple(_shapes(reader, amounts)), outlines()
    return Pictures((), "map", map=RegionMap(drawn["width"], drawn["height"], shapes))


def _are_regions(rows: Sequence[Row], column: str) -> bool:
    paths, nuts = outlines()["paths"], PREFIXES["nuts"]
    terms = [row.get(column) for row in rows]
    return bool(terms) and all(
        isinstance(term, NamedNode) and term.value.startswith(nuts) and term.value.removeprefix(nuts) in paths
        for term in terms
    )


def _shapes(reader: Reader, amounts: Mapping[str, Decimal]) -> Iterator[RegionShape]:
    most = max(amounts.values())
    for code, path in outlines()["paths"].items():
        name = reader.link(PREFIXES["nuts"] + code).label.text
        amount = amounts.get(code)
        title = name if amount is None else f"{name}: {reader.words.number(amount)}"
        yield RegionShape(path, shade(amount, most) if amount is not None else 0, title)


def _net(reader: Reader, rows: Sequence[Row], columns: Sequence[str]) -> Pictures | None:
    """Returns a net for an answer that links things, a triple or a pair in each row."""
    ends = next((pair for pair in _ENDS if set(pair) <= set(columns)), None)
    if ends is None:
        return None
    edges: dict[tuple[str, str], str] = {}
    for row in rows:
        source, target = (row.get(end) for end in ends)
        if isinstance(source, NamedNode) and isinstance(target, NamedNode) and source != target:
            said = row.get("predicate")
            name = reader.label(said.value).text if isinstance(said, NamedNode) else "→"
            edges.setdefault((source.value, target.value), name)
    if not edges:
        return None
    drawn = dict(list(edges.items())[:MOST_EDGES])
    names = {end: _named(reader, NamedNode(end)) for pair in drawn for end in pair}
    return Pictures((), "net", net=net(drawn, names), cut=_cut(reader, len(edges)))


def _cut(reader: Reader, count: int) -> str | None:
    """Returns in words how many links are drawn, None where all are."""
    if count <= MOST_EDGES:
        return None
    number = reader.words.number
    return reader.words("answers.net-cut", shown=number(MOST_EDGES), count=number(count))
