"""The peers: rdflib in memory and pyoxigraph alone, each at its best for the same work."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from statistics import mean
from time import perf_counter, process_time

import pyoxigraph as ox
from rdflib import Dataset, Graph, Literal, URIRef
from rdflib.plugins.sparql import prepareQuery
from rdflib.plugins.sparql.sparql import Query
from rdflib.query import ResultRow
from rdflib.term import Node

from bench.ours import GOALS, PROJECTS
from bench.process import Figures, answer, cpu_seconds, seconds
from graph.terms import expand

QUESTIONS = Path(__file__).parent / "questions"
_PATHS = (
    "dct:spatial/skos:prefLabel",
    "eurio:hasInvolvedParty/eurio:isRoleOf/skos:prefLabel",
    "eurio:isFundedBy/eurio:hasFundingSchemeProgramme/skos:prefLabel",
    "eurio:isFundedBy/eurio:hasFundingAmount/eurio:value",
    "eurio:isFundedBy/eurio:hasFundingAmount/eurio:currency",
)
_SIMPLE = ("skos:prefLabel", "dct:identifier", "eurio:startDate", "eurio:endDate")
_TERMS = {name: URIRef(expand(name).value) for path in (*_SIMPLE, *_PATHS) for name in path.split("/")}
CHOSEN = slice(0, None, 6)  # 3 of the 17 goals, 4 of the 20 projects: rdflib takes its time


def pyoxigraph_load(file: str, directory: str) -> Figures:
    """Loads a file by pyoxigraph's own bulk load into a new store on disk."""
    shutil.rmtree(directory, ignore_errors=True)
    start = perf_counter()
    ox.Store(directory).bulk_load(path=file, format=ox.RdfFormat.N_QUADS)
    return {"seconds": perf_counter() - start, "work": process_time()}


def rdflib_load(file: str) -> Figures:
    """Parses a file into an rdflib Dataset in memory."""
    dataset = Dataset()
    return {"seconds": seconds(dataset.parse, file, format="nquads")}


def rdflib_read(directory: str) -> Figures:
    """Returns the seconds of the same page and the same chains over all triples of a store of ours.

    The triples stand in rdflib's fastest store; queries are parsed beforehand and begin with what binds most.
    """
    g = _copied(directory)
    page, total = ([asked(name, "goal", goal) for goal in GOALS[CHOSEN]] for name in ("page", "total"))
    hops = [asked("hops", "project", project) for project in PROJECTS[CHOSEN]]
    bare = mean(cpu_seconds(_page, g, query) for query in page)
    return {
        "page without total": bare,
        "page": bare + mean(cpu_seconds(_total, g, query) for query in total),
        "chains": mean(cpu_seconds(chains_of, g, query) for query in hops),
    }


def asked(name: str, variable: str, value: str) -> Query:
    """Returns a query of bench/questions with a value in place of a variable, parsed."""
    text = (QUESTIONS / f"{name}.rq").read_text(encoding="utf-8")
    return prepareQuery(text.replace(f"?{variable} ", f"<{value}> "))


def chains_of(g: Graph, hops: Query) -> list[list[ResultRow]]:
    """Returns every simple path from the project to a goal, over the hops that one query finds."""
    rows = [row for row in g.query(hops) if isinstance(row, ResultRow)]
    onward: dict[Node, list[ResultRow]] = {}
    for row in rows:
        onward.setdefault(row["source"], []).append(row)
    starts = {row["source"] for row in rows} - {row["target"] for row in rows}
    return [path for start in starts for path in _paths(onward, [], start)]


def _paths(
    onward: dict[Node, list[ResultRow]], path: list[ResultRow], node: Node
) -> Iterator[list[ResultRow]]:
    if str(node) in GOALS:
        yield path
    seen = {row["source"] for row in path}
    for row in onward.get(node, ()):
        if row["target"] not in seen:
            yield from _paths(onward, [*path, row], row["target"])


def _page(g: Graph, query: Query) -> list[list[Node | None]]:
    return [list(_facts(g, row["project"])) for row in g.query(query) if isinstance(row, ResultRow)]


def _total(g: Graph, query: Query) -> list[object]:
    return list(g.query(query))


def _facts(g: Graph, project: Node) -> Iterator[Node | None]:
    """Yields what a page says of a project, straight from rdflib's indexes."""
    for name in _SIMPLE:
        yield g.value(project, _TERMS[name])
    for path in _PATHS:
        node: Node | None = project
        for name in path.split("/"):
            node = g.value(node, _TERMS[name])
        yield node


def _copied(directory: str) -> Graph:
    g, known = Graph("SimpleMemory"), dict[str, Node]()
    for quad in ox.Store.read_only(f"{directory}/db"):
        s, p, o = (_known(known, term) for term in (quad.subject, quad.predicate, quad.object))
        g.add((s, p, o))
    return g


def _known(known: dict[str, Node], term: object) -> Node:
    key = str(term)
    if key not in known:
        known[key] = _node(term)
    return known[key]


def _node(term: object) -> Node:
    if isinstance(term, ox.Literal):
        return Literal(
            term.value, lang=term.language, datatype=None if term.language else term.datatype.value
        )
    return URIRef(getattr(term, "value", ""))


if __name__ == "__main__":
    answer({f.__name__: f for f in (pyoxigraph_load, rdflib_load, rdflib_read)})
