"""Who records: an agent whom the graph knows, or is told of in the same commit, and that agent's ledger."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from graph.ledger.voices import is_machine
from graph.ledger.words import LABEL, LEDGER_GRAPH, SOFTWARE_AGENT, TYPE
from graph.store.overlay import Readable
from graph.terms import Literal, NamedNode, Quad, Term, expand, graph_iri, iri, slug

_AGENT, _PERSON = expand("prov:Agent"), expand("prov:Person")
_ORGANISATION = expand("prov:Organization")
_COMMAND_LINE = {"sv": "Kommandoraden", "da": "Kommandolinjen", "en": "Command line"}


@dataclass(frozen=True, slots=True)
class Agent:
    """Is who records something: the IRI, and the name and kind that the graph is told where it lacks them."""

    iri: str
    name: str
    is_machine: bool = False
    is_organisation: bool = False

    def speaks_as_machine(self, store: Readable) -> bool:
        """Says whether it is a machine, by its own word or by that of the graph."""
        return self.is_machine or is_machine(store, iri(self.iri))


def key_of(base: str, agent: str) -> str:
    """Returns what stands for an agent in IRIs of ours.

    >>> key_of("http://x/", "http://x/id/agent/local/anna"), key_of("http://x/", "https://orcid.org/0000-1")
    ('local-anna', 'orcid.org-0000-1')
    """
    own = agent.removeprefix(f"{base}id/agent/")
    return slug(own.partition("://")[2] or own)


def ledger_of(base: str, agent: str) -> NamedNode:
    """Returns the ledger graph of an agent."""
    return graph_iri(base, "ledger", f"by-{key_of(base, agent)}")


def introduction(store: Readable, agent: Agent, graph: NamedNode) -> Iterator[Quad]:
    """Yields what the graph must be told of an agent and a ledger that it does not know yet."""
    node = iri(agent.iri)
    if not any(store.quads(graph, TYPE, LEDGER_GRAPH)):
        yield Quad(graph, TYPE, LEDGER_GRAPH, graph)
    facts: list[tuple[NamedNode, Term]] = []
    if not any(store.quads(node, TYPE)):
        facts += [(TYPE, _AGENT), (TYPE, _kind(agent))]
    elif agent.is_machine and not is_machine(store, node):
        facts.append((TYPE, SOFTWARE_AGENT))
    if agent.name and not any(store.quads(node, LABEL)):
        # The name of a person is of no language, and every name has one: that of what is undetermined.
        facts.append((LABEL, Literal(agent.name, language="und")))
    yield from (Quad(node, predicate, value, graph) for predicate, value in facts)


def command_line(ledger: NamedNode, node: NamedNode) -> frozenset[Quad]:
    """Returns what a ledger is told of the command line: its events must have an author that is known."""
    names = (Literal(name, language=lang) for lang, name in _COMMAND_LINE.items())
    called = (Quad(node, LABEL, name, ledger) for name in names)
    return frozenset((Quad(node, TYPE, _AGENT, ledger), *called))


def _kind(agent: Agent) -> NamedNode:
    if agent.is_machine:
        return SOFTWARE_AGENT
    return _ORGANISATION if agent.is_organisation else _PERSON
