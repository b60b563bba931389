"""One side of a comparison: the objectives of a document and the global goals that they lead to."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from graph.ledger.words import BROADER, DCT_SOURCE, IN_SCHEME, LABEL, OBJECTIVE, REACHES, TYPE
from graph.model import Name
from graph.repository.lists import natural
from graph.store.overlay import Readable
from graph.terms import Literal, NamedNode, Quad, Term, compact, expand, iri

DEFINITION, NOTATION = expand("skos:definition"), expand("skos:notation")
PRIORITISED = expand("pg:isPrioritised")
_GOALS = frozenset((expand("sdgo:Goal"), expand("sdgo:Target")))
# What is stated of one thing, by property.
Stated = dict[NamedNode, set[Term]]
_GENERAL = ("pg:Objective", "skos:Concept")


@dataclass(frozen=True, slots=True)
class Part:
    """Is an objective as its document states it; `broader` are objectives of the same document."""

    iri: str
    names: tuple[Name, ...]
    texts: tuple[Name, ...]
    code: str | None
    kind: str | None
    broader: frozenset[str]
    is_prioritised: bool


@dataclass(frozen=True, slots=True)
class Side:
    """Is a document with its objectives, and what leads to each global goal or target that it reaches.

    What leads there is the document itself or the highest of its objectives that do: what stands below
    them leads there too.
    """

    document: str
    parts: Mapping[str, Part]
    reached: Mapping[str, tuple[str, ...]]


def side_of(readable: Readable, document: str) -> Side:
    """Returns a document as a store, or a store as it once was, holds it."""
    members = objectives_of(readable, document)
    stated = {member: _stated(readable, member) for member in (document, *sorted(members))}
    parts = {member: _part(member, stated[member], members) for member in sorted(members)}
    return Side(document, parts, _reached(readable, document, parts, stated))


def objectives_of(readable: Readable, document: str) -> frozenset[str]:
    """Returns the objectives that the schemes of a document hold."""
    held = (quad.subject for scheme in schemes_of(readable, document) for quad in _held(readable, scheme))
    return frozenset(node.value for node in held if isinstance(node, NamedNode) and _is_one(readable, node))


def schemes_of(readable: Readable, document: str) -> frozenset[str]:
    """Returns the concept schemes that are from a document."""
    return frozenset(_iris(quad.subject for quad in readable.quads(None, DCT_SOURCE, iri(document))))


def _held(readable: Readable, scheme: str) -> Iterator[Quad]:
    return readable.quads(None, IN_SCHEME, iri(scheme))


def _is_one(readable: Readable, node: NamedNode) -> bool:
    return any(True for _ in readable.quads(node, TYPE, OBJECTIVE))


def _stated(readable: Readable, subject: str) -> Stated:
    stated: Stated = defaultdict(set)
    for quad in readable.quads(iri(subject)):
        stated[quad.predicate].add(quad.object)
    return stated


def _part(member: str, stated: Stated, members: frozenset[str]) -> Part:
    codes = sorted(_texts(stated[NOTATION]))
    kinds = sorted(map(compact, _iris(stated[TYPE])), key=lambda kind: (kind in _GENERAL, kind))
    return Part(
        iri=member,
        names=_names(stated[LABEL]),
        texts=_names(stated[DEFINITION]),
        code=codes[0] if codes else None,
        kind=kinds[0] if kinds else None,
        broader=members.intersection(_iris(stated[BROADER])),
        is_prioritised="true" in _texts(stated[PRIORITISED]),
    )


def _reached(
    readable: Readable, document: str, parts: Mapping[str, Part], stated: Mapping[str, Stated]
) -> dict[str, tuple[str, ...]]:
    """Returns what leads to each goal and target, from what the derived graphs say of the document."""
    leading: dict[str, set[str]] = defaultdict(set)
    for member in (document, *parts):
        for end in _iris(stated[member][REACHES]):
            if end not in parts:
                leading[end].add(member)
    goals = leading.keys() & _goals(readable) if leading else ()
    return {goal: _highest(document, parts, leading[goal]) for goal in sorted(goals, key=natural)}


def _goals(readable: Readable) -> set[str]:
    """Returns the global goals and their targets, which are fewer than what is asked about one by one."""
    return {
        each for kind in _GOALS for each in _iris(quad.subject for quad in readable.quads(None, TYPE, kind))
    }


def _highest(document: str, parts: Mapping[str, Part], leading: set[str]) -> tuple[str, ...]:
    """Returns the document where it leads there as a whole, else the objectives below no other that does."""
    if document in leading:
        return (document,)
    return tuple(sorted((each for each in leading if not parts[each].broader & leading), key=natural))


def _iris(terms: Iterable[Term]) -> Iterator[str]:
    return (term.value for term in terms if isinstance(term, NamedNode))


def _texts(terms: Iterable[Term]) -> set[str]:
    return {term.value for term in terms if isinstance(term, Literal)}


def _names(terms: Iterable[Term]) -> tuple[Name, ...]:
    named = (Name(term.value, term.language or "") for term in terms if isinstance(term, Literal))
    return tuple(sorted(named, key=lambda name: (name.lang, name.text)))
