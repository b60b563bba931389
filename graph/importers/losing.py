"""What a list would take away: the things of the former one that it lacks, which somebody must agree to."""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator
from dataclasses import dataclass

from graph.commits.kinds import is_kept_by_writer, is_ledger
from graph.errors import Conflict, Finding, Place
from graph.importers.metadata import VARIABLE
from graph.importers.tabular_iris import resolve
from graph.importers.tabular_mapping import ListMapping
from graph.ledger.status import is_in_force
from graph.ledger.words import ALIGNMENT, SOURCE, TARGET
from graph.store.base import Store
from graph.terms import Literal, NamedNode, Quad, Term, expand

_TYPE, _LABEL = expand("rdf:type"), expand("skos:prefLabel")
_CODES = (expand("dct:identifier"), expand("skos:notation"))
_SHOWN = 5


@dataclass(frozen=True, slots=True)
class Loss:
    """Is what of a former list goes: things of the kind that rows are about, of `held` such things in all."""

    gone: frozenset[NamedNode]
    held: int

    def refuse_beyond(self, most: int, file: str, store: Store) -> None:
        """Raises Conflict with how many would go, and the first of them, where these are more than agreed."""
        if len(self.gone) > most:
            first = ", ".join(called(store, thing) for thing in self.first())
            more = "" if len(self.gone) <= _SHOWN else ", …"
            count, names = len(self.gone), first + more
            raise Conflict("list-loses", file=file, count=count, held=self.held, names=names)

    def first(self) -> tuple[NamedNode, ...]:
        """Returns some of what goes, in the order of their IRIs."""
        return tuple(sorted(self.gone, key=lambda thing: thing.value)[:_SHOWN])


def loss_of(mapping: ListMapping, store: Store, staying: Container[Term]) -> Loss:
    """Returns what goes of the graph of a list, but for the things that stay."""
    held = things_held(mapping, store)
    return Loss(frozenset(thing for thing in held if thing not in staying), len(held))


def left_behind(
    loss: Loss, gone: Iterable[Term], mapping: ListMapping, file: str, store: Store
) -> Iterator[Finding]:
    """Yields a warning for what others state of what goes, and for what names it; `gone` is all that goes."""
    yield from _stranded(loss, mapping, file, store)
    yield from _named_by_others(gone, mapping, file, store)


def _stranded(loss: Loss, mapping: ListMapping, file: str, store: Store) -> Iterator[Finding]:
    """Yields a warning where what others state leads to or from what goes: it stays, and an end is gone.

    A list withdraws what it states itself; of others it knows nothing. `store` still holds what goes.
    """
    own, ledger = (resolve(name, store.base) if name else None for name in (mapping.graph, mapping.ledger))
    left: set[NamedNode] = set()
    ends: list[NamedNode] = []
    for thing in sorted(loss.gone, key=lambda each: each.value):
        found = set(_standing_on(thing, ledger, store))
        if found and not any(quad.graph_name != own for quad in store.quads(thing, _TYPE)):
            left |= found
            ends.append(thing)
    if left:
        names = ", ".join(called(store, thing) for thing in ends[:_SHOWN])
        more = "" if len(ends) <= _SHOWN else ", …"
        yield Finding("list-strands", Place(file=file), (("count", str(len(left))), ("names", names + more)))


def _named_by_others(
    gone: Iterable[Term], mapping: ListMapping, file: str, store: Store
) -> Iterator[Finding]:
    """Yields a warning where other lists, or what was entered singly, name something that goes.

    Such is an organisation that the list spells otherwise now. `gone` is all of the list's graph that goes,
    and `store` still holds it.
    """
    own = resolve(mapping.graph, store.base)
    nodes = sorted((each for each in gone if isinstance(each, NamedNode)), key=lambda each: each.value)
    found = {thing: _naming(thing, own, store) for thing in nodes}
    ends = [thing for thing, naming in found.items() if naming]
    if ends:
        names = ", ".join(called(store, thing) for thing in ends[:_SHOWN])
        more = "" if len(ends) <= _SHOWN else ", …"
        count = len(frozenset[Term]().union(*found.values()))
        yield Finding("list-named", Place(file=file), (("count", str(count)), ("names", names + more)))


def _naming(thing: NamedNode, own: NamedNode, store: Store) -> frozenset[Term]:
    """Returns what names a thing in other graphs than the list's, of which none tells what it is."""
    if any(quad.graph_name != own for quad in store.quads(thing, _TYPE)):
        return frozenset()
    others = (quad for quad in store.quads(None, None, thing) if quad.graph_name != own)
    return frozenset(
        quad.subject
        for quad in others
        if not (is_kept_by_writer(store.base, quad.graph_name) or is_ledger(store, quad.graph_name))
    )


def things_in(mapping: ListMapping, store: Store) -> frozenset[Term]:
    """Returns all that the graph of a list says the class of."""
    return stated_things(store.quads(graph=resolve(mapping.graph, store.base), predicate=_TYPE))


def _standing_on(thing: NamedNode, ledger: NamedNode | None, store: Store) -> Iterator[NamedNode]:
    """Yields the statements in force of other ledgers that have a thing as an end."""
    for end in (SOURCE, TARGET):
        for quad in store.quads(None, end, thing):
            node = quad.subject
            if isinstance(node, NamedNode) and quad.graph_name != ledger and is_in_force(store, node):
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


def _texts(store: Store, thing: NamedNode, predicate: NamedNode) -> Iterator[str]:
    found = (quad.object for quad in store.quads(thing, predicate))
    yield from sorted(value.value for value in found if isinstance(value, Literal))


def classes_of(mapping: ListMapping, base: str) -> frozenset[NamedNode]:
    """Returns the classes that the mapping gives whatever a row is about, whichever row it is."""
    own = (each for each in mapping.columns if each.property == "rdf:type" and each.about == mapping.about)
    named = (each.value for each in own if each.value and not VARIABLE.search(each.value))
    return frozenset(resolve(name, base) for name in named)
