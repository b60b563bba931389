"""Answers as pictures: bars of numbers, a map where regions are named, a net where things are linked.

What each shows stands in the table below it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from api.formats.heads import column_head
from api.pages.reader import Reader, as_decimal, plain
from api.pages.views.answers import NUMBERS
from api.pages.views.matrix import shade
from api.pages.views.net import Net, net
from api.pages.views.region_map import Shade, legend_of, outlines
from graph.store import Row
from graph.terms import Literal, NamedNode, Term, compact
from ontology import PREFIXES

MOST_BARS, MOST_EDGES, MOST_TEXTS = 60, 60, 3
_ENDS = (("subject", "object"), ("source", "target"), ("from", "to"))


@dataclass(frozen=True, slots=True)
class ChartBar:
    """Is one bar: its label, its length as per cent of the longest, and its number in words."""

    label: str
    lang: str | None
    share: float
    shown: str


@dataclass(frozen=True, slots=True)
class Chart:
    """Is bars below each other; `measure` is what they count, in words."""

    measure: str
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
    legend: tuple[Shade, ...]


@dataclass(frozen=True, slots=True)
class Pictures:
    """Is the pictures that an answer can be, and the one that is shown; `cut` says what it leaves out."""

    kinds: tuple[str, ...]
    shows: str
    chart: Chart | None = None
    map: RegionMap | None = None
    net: Net | None = None
    cut: str | None = None


def pictures_of(
    reader: Reader, rows: Sequence[Row], columns: Sequence[str], shows: str, *, is_whole: bool = True
) -> Pictures:
    """Returns what an answer can be shown as, and draws what is asked for; else it is the table alone.

    Bars are of whole answers alone, for what is left out might be the longest.
    """
    counted, place, edges = (
        _counted(rows, columns) if is_whole else None,
        _place(rows, columns),
        _edges(rows, columns),
    )
    offered = {"chart": counted, "map": place, "net": edges}
    kinds = ("table", *(kind for kind, each in offered.items() if each))
    if shows == "chart" and counted:
        return Pictures(kinds, shows, chart=_chart(reader, rows, counted))
    if shows == "map" and place:
        return Pictures(kinds, shows, map=_map(reader, rows, columns, place))
    if shows == "net" and edges:
        return Pictures(kinds, shows, net=_net(reader, edges), cut=_cut(reader, len(edges)))
    return Pictures(kinds, "table")


def _numbers(rows: Sequence[Row], column: str) -> list[Decimal] | None:
    """Returns the numbers of a column, None where a value of it is none or is missing."""
    found = [number_in(row.get(column)) for row in rows]
    return [each for each in found if each is not None] if found and None not in found else None


def number_in(term: Term | None) -> Decimal | None:
    """Returns the finite number that a term is, None for anything else."""
    if not isinstance(term, Literal) or compact(term.datatype.value).removeprefix("xsd:") not in NUMBERS:
        return None
    number = as_decimal(term.value)
    return number if number is not None and number.is_finite() else None


@dataclass(frozen=True, slots=True)
class _Counted:
    """Is the column of numbers that bars show, with its numbers, and the columns of texts that name them."""

    column: str
    numbers: Sequence[Decimal]
    texts: Sequence[str]


def _counted(rows: Sequence[Row], columns: Sequence[str]) -> _Counted | None:
    """Returns the first column of numbers beside a few of texts, None where there is no such thing.

    Nor is there for numbers below nothing, for very many rows, or for amounts in several currencies.
    """
    counted = {column: numbers for column in columns if (numbers := _numbers(rows, column))}
    texts = [column for column in columns if column not in counted]
    if not counted or not 1 <= len(texts) <= MOST_TEXTS or len(rows) > MOST_BARS:
        return None
    column, numbers = next(iter(counted.items()))
    is_mixed = column == "granted" and len({plain(row.get("currency")) for row in rows}) > 1
    return None if min(numbers) < 0 or is_mixed else _Counted(column, numbers, texts)


def _chart(reader: Reader, rows: Sequence[Row], counted: _Counted) -> Chart:
    texts = [[row.get(text) for text in counted.texts] for row in rows]
    bars = tuple(_bars(reader, texts, counted.numbers))
    return Chart(column_head(counted.column, reader.lang), bars)


def _bars(
    reader: Reader, texts: Sequence[Sequence[Term | None]], numbers: Sequence[Decimal]
) -> Iterator[ChartBar]:
    most = max(numbers)
    for terms, number in zip(texts, numbers, strict=True):
        share = round(float(100 * number / most), 2) if most else 0.0
        yield ChartBar(*_joined(reader, terms), share, reader.words.number(number))


def _joined(reader: Reader, terms: Sequence[Term | None]) -> tuple[str, str | None]:
    """Returns the names of a row in one, with their language where it is that of all of them."""
    names = [named for term in terms if (named := _named(reader, term))[0]]
    languages = {lang for _, lang in names}
    return " · ".join(name for name, _ in names), languages.pop() if len(languages) == 1 else None


def _named(reader: Reader, term: Term | None) -> tuple[str, str | None]:
    if isinstance(term, NamedNode):
        link = reader.link(term.value)
        return (f"{link.code} {link.label.text}" if link.code else link.label.text), link.label.lang
    if isinstance(term, Literal):
        return term.value, term.language if term.language != reader.lang else None
    return plain(term), None


def _place(rows: Sequence[Row], columns: Sequence[str]) -> str | None:
    """Returns the first column that names regions alone, None where none does."""
    return next((column for column in columns if _are_regions(rows, column)), None)


def _map(reader: Reader, rows: Sequence[Row], columns: Sequence[str], places: str) -> RegionMap:
    """Returns a map of the one number of each region, else of how many rows name each."""
    codes = [plain(row.get(places)).removeprefix(PREFIXES["nuts"]) for row in rows]
    counted = [numbers for column in columns if (numbers := _numbers(rows, column))]
    if len(counted) == 1 and len(set(codes)) == len(codes) and min(counted[0]) >= 0:
        amounts = dict(zip(codes, counted[0], strict=True))
    else:
        amounts = {code: Decimal(codes.count(code)) for code in codes}
    shapes, drawn = tuple(_shapes(reader, amounts)), outlines()
    return RegionMap(drawn["width"], drawn["height"], shapes, _legend(reader, amounts))


def _legend(reader: Reader, amounts: Mapping[str, Decimal]) -> tuple[Shade, ...]:
    most = max(amounts.values())
    return legend_of((shade(each, most), each, reader.words.number(each)) for each in amounts.values())


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


def _edges(rows: Sequence[Row], columns: Sequence[str]) -> Mapping[tuple[str, str], str | None]:
    """Returns what each row links, a triple or a pair, with the property of a triple."""
    ends = next((pair for pair in _ENDS if set(pair) <= set(columns)), None)
    edges: dict[tuple[str, str], str | None] = {}
    for row in rows if ends else ():
        source, target = (row.get(end) for end in ends or ())
        if isinstance(source, NamedNode) and isinstance(target, NamedNode) and source != target:
            said = row.get("predicate")
            edges.setdefault(
                (source.value, target.value), said.value if isinstance(said, NamedNode) else None
            )
    return edges


def _net(reader: Reader, edges: Mapping[tuple[str, str], str | None]) -> Net:
    first = dict(list(edges.items())[:MOST_EDGES])
    drawn = {ends: reader.label(said).text if said else "→" for ends, said in first.items()}
    names = {end: _named(reader, NamedNode(end)) for pair in drawn for end in pair}
    return net(drawn, names)


def _cut(reader: Reader, count: int) -> str | None:
    """Returns in words how many links are drawn, None where all are."""
    if count <= MOST_EDGES:
        return None
    number = reader.words.number
    return reader.words("answers.net-cut", shown=number(MOST_EDGES), count=number(count))
