"""What a list, or an undoing, takes away: what must be agreed to, and what others say of it."""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator, Mapping
from dataclasses import dataclass

from graph.commits.kinds import is_kept_by_writer, is_ledger, stated
from graph.errors import Conflict, Finding, Place
from graph.importers.metadata import VARIABLE
from graph.importers.tabular_iris import resolve
from graph.importers.tabular_mapping import ListMapping
from graph.ledger.status import is_in_force
from graph.ledger.words import ALIGNMENT, SOURCE, TARGET
from graph.store.base import Store
from graph.terms import DefaultGraph, Literal, NamedNode, Quad, Term, expand

_TYPE, _LABEL = expand("rdf:type"), expand("skos:prefLabel")
_CODES = (expand("dct:identifier"), expand("skos:notation"))
_SHOWN = 5
Outside = Mapping[NamedNode, list[Quad]]


@dataclass(frozen=True, slots=True)
class Loss:
    """Is what of a former list goes: things of the kind that rows are about, of `held` such things in all."""

    gone: frozenset[NamedNode]
    held: int

    def refuse_beyond(self, most: int, file: str, store: Store) -> None:
        """Raises Conflict with how many would go, and the first of them, where these are more than agreed."""
        if len(self.gone) > most:
            names = first_of(sorted(self.gone, key=lambda thing: thing.value), store)
            raise Conflict("list-loses", file=file, count=len(self.gone), held=self.held, names=names)


def loss_of(mapping: ListMapping, store: Store, staying: Container[Term]) -> Loss:
    """Returns what goes of the graph of a list, but for the things that stay."""
    held = things_held(mapping, store)
    return Loss(frozenset(thing for thing in held if thing not in staying), len(held))


def left_behind(
    loss: Loss, gone: Iterable[Term], mapping: ListMapping, file: str, store: Store
) -> Iterator[Finding]:
    """Yields a warning for what others state of what goes, and for what names it; `gone` is all that goes.

    A list withdraws what it states itself; of others it knows nothing. `store` still holds what goes.
    """
    names = filter(None, (mapping.graph, mapping.ledger))
    ours, place = {resolve(name, store.base) for name in names}, Place(file=file)
    yield from _stranded(_from_outside(loss.gone, ours, store), place, store)
    yield from _named(_from_outside(gone, ours, store), place, store)


def left_by_undoing(sequence: int, store: Store) -> Iterator[Finding]:
    """Yields the same warnings of what undoing a commit takes away; none where that is refused anyway.

    All of the commit is read, which for a long list takes seconds.
    """
    record = store.recorded(sequence)
    if record is None or record.is_bulk:
        return
    added = stated(store.base, record.changes).added
    ours = {quad.graph_name for quad in added}
    freely = {graph for graph in ours if not is_ledger(store, graph)}  # nothing goes out of a ledger
    told = (quad for quad in added if quad.predicate == _TYPE and quad.graph_name in freely)
    outside = _from_outside({quad.subject for quad in told}, ours, store)
    found = {thing: own for thing, own in outside.items() if added.issuperset(store.quads(thing, _TYPE))}
    yield from _stranded(found, Place(), store)
    yield from _named(found, Place(), store)


def _from_outside(things: Iterable[Term], ours: Container[Term | DefaultGraph], store: Store) -> Outside:
    """Returns what other graphs than ours say that leads to things of which ours alone tell what they are.

    Most are named by nobody else: one look-up each.
    """
    nodes = sorted((each for each in things if isinstance(each, NamedNode)), key=lambda each: each.value)
    found = {node: [q for q in store.quads(None, None, node) if q.graph_name not in ours] for node in nodes}
    return {
        node: quads
        for node, quads in found.items()
        if quads and all(quad.graph_name in ours for quad in store.quads(node, _TYPE))
    }


def _stranded(outside: Outside, place: Place, store: Store) -> Iterator[Finding]:
    """Yields a warning where what others state leads to or from what goes: it stays, and an end is gone."""
    found = {thing: frozenset(_standing(quads, store)) for thing, quads in outside.items()}
    if any(found.values()):
        count, names = _told(found, store)
        yield Finding("list-strands", place, (("count", count), ("names", names)))


def _named(outside: Outside, place: Place, store: Store) -> Iterator[Finding]:
    """Yields a warning where other lists, or what was entered singly, name something that goes.

    Such is an organisation that the list spells otherwise now.
    """
    found = {thing: frozenset(_naming(quads, store)) for thing, quads in outside.items()}
    if any(found.values()):
        count, names = _told(found, store)
        yield Finding("list-named", place, (("count", count), ("names", names)))


def _told(found: Mapping[NamedNode, frozenset[Term]], store: Store) -> tuple[str, str]:
    """Returns how much is left of which things, and the first of these."""
    left = frozenset[Term]().union(*found.values())
    return str(len(left)), first_of((thing for thing, own in found.items() if own), store)


def _naming(quads: Iterable[Quad], store: Store) -> Iterator[Term]:
    for quad in quads:
        if not (is_kept_by_writer(store.base, quad.graph_name) or is_ledger(store, quad.graph_name)):
            yield quad.subject


def things_in(mapping: ListMapping, store: Store) -> frozenset[Term]:
    """Returns all that the graph of a list says the class of."""
    return stated_things(store.quads(graph=resolve(mapping.graph, store.base), predicate=_TYPE))


def _standing(quads: Iterable[Quad], store: Store) -> Iterator[NamedNode]:
    """Yields the statements in force that have a thing as an end."""
    for quad in quads:
        node = quad.subject
        if quad.predicate in (SOURCE, TARGET) and isinstance(node, NamedNode) and is_in_force(store, node):
            yield node


def refuse_taken(mapping: ListMapping, ledger: NamedNode, store: Store) -> None:
    """Raises Conflict where the ledger of a list that is new has statements in force: they are of others.

    The list would withdraw them, since it does not make them.
    """
    if any(store.quads(graph=resolve(mapping.graph, store.base))):
        return
    stated = (quad.subject for quad in store.quads(None, _TYPE, ALIGNMENT, ledger))
    if any(is_in_force(store, node) for node in stated if isinstance(node, NamedNode)):
        raise Conflict("ledger-taken", graph=ledger.value)


def things_held(mapping: ListMapping, store: Store) -> frozenset[NamedNode]:
    """Returns the things in the graph of a list that are of the classes that its rows are about."""
    graph = resolve(mapping.graph, store.base)
    kinds = classes_of(mapping, store.base)
    found = (quad.subject for kind in kinds for quad in store.quads(None, _TYPE, kind, graph))
    return frozenset(thing for thing in found if isinstance(thing, NamedNode))


def stated_things(quads: Iterable[Quad]) -> frozenset[Term]:
    """Returns the things that statements give a class."""
    return frozenset(quad.subject for quad in quads if quad.predicate == _TYPE)


def called(store: Store, thing: NamedNode) -> str:
    """Returns the code and the name of a thing, the end of its IRI where it has neither."""
    codes = (text for code in _CODES for text in _texts(store, thing, code))
    said = (next(codes, ""), next(_texts(store, thing, _LABEL), ""))
    return " ".join(filter(None, said)) or thing.value.rpartition("/")[2]


def first_of(things: Iterable[NamedNode], store: Store, most: int = _SHOWN) -> str:
    """Returns what the first things are called, with a mark where there are more."""
    every = list(things)
    names = ", ".join(called(store, thing) for thing in every[:most])
    return names if len(every) <= most else f"{names}, …"


def _texts(store: Store, thing: NamedNode, predicate: NamedNode) -> Iterator[str]:
    found = (quad.object for quad in store.quads(thing, predicate))
    yield from sorted(value.value for value in found if isinstance(value, Literal))


def classes_of(mapping: ListMapping, base: str) -> frozenset[NamedNode]:
    """Returns the classes that the mapping gives whatever a row is about, whichever row it is."""
    own = (each for each in mapping.columns if each.property == "rdf:type" and each.about == mapping.about)
    named = (each.value for each in own if each.value and not VARIABLE.search(each.value))
    return frozenset(resolve(name, base) for name in named)
