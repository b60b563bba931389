"""Alignments read quad by quad, each with the status of its events: what queries say is held against it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from decimal import Decimal

from graph.errors import NotFound
from graph.ledger.former import reviewed_before
from graph.ledger.status import grader_of, standing_of
from graph.ledger.words import (
    AFTER,
    ALIGNMENT,
    BEFORE,
    COMMENT,
    CONFIDENCE,
    CREATED,
    CREATOR,
    EVIDENCE,
    EXACT,
    HAS_SELECTOR,
    HAS_SOURCE,
    HAS_TARGET,
    HINDERS,
    JUSTIFICATION,
    LABEL,
    PROPERTY,
    SAID_AT,
    SOURCE,
    STRENGTH,
    TARGET,
    TYPE,
)
from graph.model import Alignment, Evidence, Name, Quote, Thing
from graph.store.overlay import Readable
from graph.terms import Literal, NamedNode, Term, compact, iri


class Ledger:
    """Reads alignments; names are given in `lang` where the graph has them, else in any language."""

    def __init__(self, store: Readable, lang: str = "en") -> None:
        self._store = store
        self._lang = lang

    def alignment(self, name: str) -> Alignment:
        """Returns one alignment with its status; raises NotFound if the graph holds none of that IRI."""
        node = iri(name)
        if not any(self._store.quads(node, TYPE, ALIGNMENT)):
            raise NotFound("alignment-unknown", iri=name)
        return self._read(node)

    def alignments(self, source: str | None = None, target: str | None = None) -> tuple[Alignment, ...]:
        """Returns the alignments from a source, to a target, or both, in the order of their IRIs."""
        return tuple(self._read(node) for node in sorted(self._found(source, target), key=str))

    def _found(self, source: str | None, target: str | None) -> set[NamedNode]:
        wanted = [(SOURCE, source), (TARGET, target)]
        found = [self._subjects(predicate, iri(value)) for predicate, value in wanted if value]
        return set.intersection(*found) if found else self._subjects(TYPE, ALIGNMENT)

    def _subjects(self, predicate: NamedNode, object_: Term) -> set[NamedNode]:
        subjects = {quad.subject for quad in self._store.quads(None, predicate, object_)}
        nodes = {node for node in subjects if isinstance(node, NamedNode)}
        return {node for node in nodes if any(self._store.quads(node, TYPE, ALIGNMENT))}

    def _read(self, node: NamedNode) -> Alignment:
        said, recorded = self._value(node, SAID_AT), self._value(node, CREATED)
        standing = standing_of(self._store, node)
        return Alignment(
            iri=node.value,
            source=self._value(node, SOURCE) or "",
            target=self._value(node, TARGET) or "",
            hinders=self._value(node, PROPERTY) == HINDERS.value,
            strength=int(self._value(node, STRENGTH) or 0),
            confidence=Decimal(self._value(node, CONFIDENCE) or 0),
            status=standing.status,
            author=self._thing(self._first(node, CREATOR)),
            by_machine=standing.by_machine,
            justification=compact(self._value(node, JUSTIFICATION) or ""),
            reasoning=self._name(node, COMMENT),
            evidence=tuple(self._evidence(node)),
            said=date.fromisoformat(said) if said else None,
            recorded=datetime.fromisoformat(recorded) if recorded else None,
            score=standing.score,
            supporters=standing.supporters,
            opponents=standing.opponents,
            graded_by=self._thing(grader) if (grader := grader_of(self._store, node)) else None,
            reviewed_before=None if standing.voices else reviewed_before(self._store, node),
        )

    def _evidence(self, node: NamedNode) -> Iterator[Evidence]:
        for annotation in self._nodes(node, EVIDENCE):
            for place in self._nodes(annotation, HAS_TARGET):
                quotes = [self._quote(selector) for selector in self._nodes(place, HAS_SELECTOR)]
                quote = next((each for each in quotes if each), None)
                yield Evidence(self._thing(self._first(place, HAS_SOURCE)), quote)

    def _quote(self, selector: NamedNode) -> Quote | None:
        exact = self._name(selector, EXACT)
        around = (self._value(selector, predicate) or "" for predicate in (BEFORE, AFTER))
        return Quote(exact.text, exact.lang, *around) if exact else None

    def _nodes(self, node: NamedNode, predicate: NamedNode) -> list[NamedNode]:
        found = {quad.object for quad in self._store.quads(node, predicate)}
        return sorted((each for each in found if isinstance(each, NamedNode)), key=str)

    def _first(self, node: NamedNode, predicate: NamedNode) -> NamedNode | None:
        return next(iter(self._nodes(node, predicate)), None)

    def _value(self, node: NamedNode, predicate: NamedNode) -> str | None:
        values = (quad.object for quad in self._store.quads(node, predicate))
        return min((each.value for each in values if isinstance(each, NamedNode | Literal)), default=None)

    def _thing(self, node: NamedNode | None) -> Thing:
        if node is None:
            return Thing("", Name(""))
        return Thing(node.value, self._name(node, LABEL) or Name(compact(node.value)))

    def _name(self, node: NamedNode, predicate: NamedNode) -> Name | None:
        texts = [quad.object for quad in self._store.quads(node, predicate)]
        names = [Name(text.value, text.language or "") for text in texts if isinstance(text, Literal)]
        return min(names, key=lambda name: (name.lang != self._lang, name.lang, name.text), default=None)
