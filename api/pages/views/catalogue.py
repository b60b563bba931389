"""The page of the data: what can be fetched, the graphs with their sources, and what is lacking."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from urllib.parse import urlencode

from api.pages.reader import Label, Link, Reader, plain
from api.pages.views.facts import Fact, Value
from api.settings import MAILTO, Settings
from graph.questions import load_questions
from graph.terms import compact

KINDS = ("pg:SourceGraph", "pg:ListGraph", "pg:LedgerGraph", "pg:InferenceGraph")
LACKING = ("unlinked", "undated", "placeless", "unfunded", "undescribed")
ASKED = (
    "prioritised-without-project",
    "objectives-without-money",
    "objectives-without-indicator",
    "strategies-without-baseline",
    "disagreements",
    "contested-alignments",
    "unreviewed-alignments",
    "inferred-dates",
)
LISTS = ("projects", "objectives", "documents", "organisations", "territories", "alignments")


@dataclass(frozen=True, slots=True)
class Fetched:
    """Is something that can be fetched: what it is, and its addresses by format."""

    name: str
    formats: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class GraphLine:
    """Is a named graph: what it holds, what it was made from, and where its statements are."""

    graph: Link
    sources: tuple[Link, ...]
    href: str


@dataclass(frozen=True, slots=True)
class GraphGroup:
    """Is the graphs of one kind, with what that kind means."""

    id: str
    name: str
    text: str
    graphs: tuple[GraphLine, ...]


@dataclass(frozen=True, slots=True)
class Lack:
    """Is something that projects lack: how many do, of how many."""

    name: str
    number: str
    share: str


@dataclass(frozen=True, slots=True)
class CatalogueView:
    """Is the page."""

    fetched: tuple[Fetched, ...]
    groups: tuple[GraphGroup, ...]
    lacking: tuple[Lack, ...]
    projects: str
    questions: tuple[tuple[str, str], ...]
    citation: str
    signed: tuple[Fact, ...]


def catalogue_view(reader: Reader, citation: str, settings: Settings) -> CatalogueView:
    """Returns the page; who publishes the data, and under which licence, are settings."""
    counted = reader.repository.reading.tallied("page-quality")
    return CatalogueView(
        fetched=tuple(_fetched(reader)),
        groups=tuple(_groups(reader)),
        lacking=tuple(_lacking(reader, counted)),
        projects=reader.words.count("count.projects", counted.get("projects", 0)),
        questions=tuple(_questions(reader)),
        citation=citation,
        signed=tuple(_signed(reader, settings)),
    )


def _signed(reader: Reader, settings: Settings) -> Iterator[Fact]:
    """Yields who publishes the data, and their licence, where the settings say so."""
    publisher, licence = settings.publisher, settings.licence
    if publisher:
        who = Value(Label(publisher), settings.publisher_url or None)
        yield Fact(reader.words("data.publisher"), (who,))
    if contact := settings.contact:
        label = Label(contact.removeprefix(MAILTO))
        yield Fact(reader.words("data.contact"), (Value(label, contact),))
    if licence:
        yield Fact(reader.words("data.licence"), (Value(Label(licence), licence),))


def _whole(reader: Reader, query: str) -> Iterator[Fetched]:
    """Yields what holds all of the graph in one file."""
    exports = "/api/v1/exports"
    yield Fetched(
        reader.words("data.list.dump"),
        (("N-Quads", "/api/v1/dumps/latest.nq.gz"), ("SHA-256", "/api/v1/dumps/latest.nq.gz.sha256")),
    )
    yield Fetched(reader.words("data.list.workbook"), (("XLSX", f"{exports}/workbook.xlsx?{query}"),))
    yield Fetched(reader.words("data.list.network"), (("GraphML", f"{exports}/network.graphml?{query}"),))


def _fetched(reader: Reader) -> Iterator[Fetched]:
    query = urlencode({"lang": reader.lang})
    for name in LISTS:
        whole = tuple(
            (f, f"/api/v1/exports/{name}.{s}?{query}") for f, s in (("CSV", "csv"), ("XLSX", "xlsx"))
        )
        forms = (("JSON", "json"), ("JSON-LD", "jsonld"), ("Turtle", "ttl"))
        paged = tuple((f, f"/api/v1/{name}.{s}?{query}") for f, s in forms)
        yield Fetched(reader.words(f"data.list.{name}"), (*whole, *paged))
    yield from _whole(reader, query)
    yield Fetched(
        reader.words("data.list.sssom"),
        (("TSV", "/api/v1/alignments.sssom.tsv"), ("Turtle", "/api/v1/alignments.sssom.ttl")),
    )
    yield Fetched(
        reader.words("data.list.vocabulary"),
        (("Turtle", "/ontology.ttl"), ("JSON-LD", "/ontology.jsonld")),
    )


def _groups(reader: Reader) -> Iterator[GraphGroup]:
    found: dict[str, dict[str, set[str]]] = {kind: {} for kind in KINDS}
    for row in reader.ask("page-graphs", {}):
        sources = found[compact(plain(row["kind"]))].setdefault(plain(row["graph"]), set())
        source = plain(row.get("source"))
        sources |= {source} if source and not _is_gone(reader, source) else set()
    for kind, graphs in found.items():
        if graphs:
            name = kind.removeprefix("pg:")
            words = reader.words
            yield GraphGroup(
                name.lower(),
                words(f"data.kind.{name}"),
                words(f"data.kind-text.{name}"),
                tuple(_lines(reader, graphs)),
            )


def _is_gone(reader: Reader, source: str) -> bool:
    """Tells whether a document of ours was taken back: a graph still names it, nothing is known of it."""
    return source.startswith(reader.store.base) and not reader.known(source)


def _lines(reader: Reader, graphs: Mapping[str, Iterable[str]]) -> Iterator[GraphLine]:
    for graph, sources in sorted(graphs.items()):
        own = graph.startswith(reader.store.base)
        path = graph.removeprefix(reader.store.base)
        href = f"/{path}.ttl" if own else f"/graph.ttl?{urlencode({'graph': graph})}"
        yield GraphLine(reader.link(graph), tuple(map(reader.link, sorted(sources))), href)


def _lacking(reader: Reader, counted: Mapping[str, int]) -> Iterator[Lack]:
    projects = counted.get("projects", 0)
    for name in LACKING:
        number = counted.get(name, 0)
        share = Decimal(number) / projects if projects else Decimal(0)
        yield Lack(
            reader.words(f"data.lack.{name}"), reader.words.number(number), reader.words.percent(share)
        )


def _questions(reader: Reader) -> Iterator[tuple[str, str]]:
    known = load_questions()
    for name in ASKED:
        yield f"/{reader.lang}/questions/{name}", known[name].title[reader.lang]
