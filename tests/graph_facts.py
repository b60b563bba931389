"""Quads in the pattern of the graph, short enough to be read in a test."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from graph.model import ValidationReport
from graph.store import parse_rdf
from graph.terms import DEFAULT_BASE, NamedNode, Quad, graph_iri
from ontology import PREFIXES

BASE = DEFAULT_BASE
ALICE = BASE + "id/agent/test/alice"
LIST = graph_iri(BASE, "list", "projects")
LEDGER = graph_iri(BASE, "ledger", "projects")
PEOPLE = graph_iri(BASE, "ledger", "people")
_HEAD = "\n".join(f"@prefix {prefix}: <{namespace}> ." for prefix, namespace in PREFIXES.items())

POLICY = """
<graph/source/agenda> {
    <id/document/un/agenda> a eli:Work .
    <http://metadata.un.org/sdg> a skos:ConceptScheme ; dct:source <id/document/un/agenda> .
    sdg:9 a pg:Objective ; skos:inScheme <http://metadata.un.org/sdg> .
    sdg:9.5 a pg:Objective ; skos:broader sdg:9 ; skos:inScheme <http://metadata.un.org/sdg> .
    <id/objective/x/area> a pg:Objective ; skos:inScheme <id/scheme/x/rus> .
    <id/scheme/x/rus> a skos:ConceptScheme ; dct:source <id/document/x/rus> .
    <id/document/x/rus> a eli:Work .
}
"""


def trig(text: str) -> frozenset[Quad]:
    """Returns the quads of a TriG text with our prefixes and base; any text that a store may hold."""
    content = f"{_HEAD}\n{text}".encode()
    return frozenset(parse_rdf(content, base=BASE, media_type="application/trig", takes_all=True))


def in_graph(graph: NamedNode, text: str) -> frozenset[Quad]:
    """Returns the quads of a Turtle text in a graph."""
    return trig(f"{graph} {{ {text} }}")


def alignment(
    name: str, source: str, target: str, strength: int = 2, graph: NamedNode = LEDGER
) -> frozenset[Quad]:
    """Returns an alignment that Alice states; source and target are terms in Turtle."""
    return in_graph(
        graph,
        f"""<id/alignment/test/{name}> a pg:Alignment ; owl:annotatedSource {source} ;
        owl:annotatedProperty pg:contributesTo ; owl:annotatedTarget {target} ; pg:strength {strength} ;
        sssom:confidence 0.6 ; dct:creator <{ALICE}> ; dct:created "2026-01-01T09:00:00Z"^^xsd:dateTime .""",
    )


def node(path: str) -> NamedNode:
    """Returns an IRI of the test's own store."""
    return NamedNode(BASE + path)


class Clock:
    """Tells a time that moves on by a second each time it is asked."""

    def __init__(self) -> None:
        self.now = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)

    def __call__(self) -> datetime:
        self.now += timedelta(seconds=1)
        return self.now


CONFORMS = ValidationReport(conforms=True)
