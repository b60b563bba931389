"""Organisations that a list brings and that may be there already under another name."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from graph.errors import Finding, Place
from graph.repository.reading import Reading
from graph.search.duplicates import CODES, NAMES, REASONS, TOLD, keys_of
from graph.search.sharing import names_of, numbers_of, sharing
from graph.store.overlay import Readable
from graph.terms import Literal, NamedNode, Quad, expand

_TYPE, _ORGANISATION = expand("rdf:type"), expand("org:FormalOrganization")
_LABELS, _NUMBERS = tuple(map(expand, NAMES)), tuple(map(expand, CODES))
READ = frozenset(each.value for each in (_TYPE, *_LABELS, *_NUMBERS))
_KEYS = {
    "identifier": "organisation-identifier",
    "name": "organisation-name",
    "form": "organisation-form",
    "spelling": "organisation-spelling",
}
Texts = Mapping[NamedNode, list[str]]
Index = Mapping[tuple[str, object], set[NamedNode]]


@dataclass(frozen=True, slots=True)
class LikelyOne:
    """Is an organisation that a list brings, another that it may be, and why: a reason of `Duplicate`."""

    organisation: NamedNode
    name: str
    other: NamedNode
    other_name: str
    reason: str

    def finding(self) -> Finding:
        """Returns it as a warning, placed at the name of the organisation; nothing is merged."""
        place = Place(column=_LABELS[0].value, value=self.organisation.value)
        told = (("value", self.name), ("other", self.other_name), ("iri", self.other.value))
        is_spelt_alike = self.reason == "name" and self.name == self.other_name
        return Finding("organisation-same" if is_spelt_alike else _KEYS[self.reason], place, told)


def likely_ones(stated: Iterable[Quad], reading: Reading) -> tuple[LikelyOne, ...]:
    """Returns the organisations among the quads that the graph does not hold yet and that may be another.

    Each stands once, with the surest of its others. What somebody has told of a pair is not proposed.
    """
    names, numbers = _brought(stated, reading.store)
    if not names:
        return ()
    index: dict[tuple[str, object], set[NamedNode]] = defaultdict(set)
    for node in names:
        for key in keys_of(names[node], numbers.get(node, ())):
            index[key].add(node)
    found: dict[NamedNode, LikelyOne] = {}
    for pair in (*_in_graph(index, names, reading), *_in_list(index, names)):
        held = found.get(pair.organisation)
        if held is None or _rank(pair) < _rank(held):
            found[pair.organisation] = pair
    return tuple(sorted(found.values(), key=lambda each: each.organisation.value))


def _rank(pair: LikelyOne) -> tuple[int, str]:
    return REASONS.index(pair.reason), pair.other.value


def _brought(stated: Iterable[Quad], store: Readable) -> tuple[Texts, Texts]:
    """Returns the names and numbers of the organisations that are new."""
    quads = [quad for quad in stated if quad.predicate.value in READ]
    typed = {quad.subject for quad in quads if quad.object == _ORGANISATION}
    new = {node for node in typed if isinstance(node, NamedNode) and not any(store.quads(node, _TYPE))}
    names: dict[NamedNode, list[str]] = defaultdict(list)
    numbers: dict[NamedNode, list[str]] = defaultdict(list)
    for quad in quads:
        if isinstance(quad.subject, NamedNode) and quad.subject in new and isinstance(quad.object, Literal):
            into = names if quad.predicate in _LABELS else numbers if quad.predicate in _NUMBERS else None
            if into is not None:
                into[quad.subject].append(quad.object.value)
    return _each_once(names), _each_once(numbers)


def _each_once(texts: Texts) -> Texts:
    """Returns texts as they come, but not again what another row says too."""
    return {node: list(dict.fromkeys(own)) for node, own in texts.items()}


def _in_graph(index: Index, names: Texts, reading: Reading) -> Iterator[LikelyOne]:
    """Yields the pairs with organisations of the graph; only those are looked at that seem to share a key."""
    held, store = sharing(reading), reading.store
    for node in {node for key in index for node in held.of(key)} - names.keys():
        own = names_of(store, node)
        for key in keys_of(own, numbers_of(store, node)):
            for brought in index.get(key, ()):
                if not _is_told(store, brought, node):
                    yield LikelyOne(brought, names[brought][0], node, own[0] if own else node.value, key[0])


def _in_list(index: Index, names: Texts) -> Iterator[LikelyOne]:
    """Yields the pairs within the list, told of the later one by its IRI."""
    for key, nodes in index.items():
        if len(nodes) == 1:
            continue
        first, *others = sorted(nodes, key=lambda node: node.value)
        for other in others:
            yield LikelyOne(other, names[other][0], first, names[first][0], key[0])


def _is_told(store: Readable, one: NamedNode, other: NamedNode) -> bool:
    told = map(expand, TOLD)
    return any(any(store.quads(one, each, other)) or any(store.quads(other, each, one)) for each in told)
