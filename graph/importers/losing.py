"""What a list would take away: the things of the former one that it lacks, which somebody must agree to."""

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
    """Yields a warning for what others state of what goes, and for what names it; `gone` is all that goes.

    A list withdraws what it states itself; of others it knows nothing. `store` still holds what goes.
    """
    own = resolve(mapping.graph, store.base)
    ledgers = frozenset((resolve(mapping.ledger, store.base),) if mapping.ledger else ())
    yield from _stranded(_untold(loss.gone, own, store), ledgers, Place(file=file), store)
    yield from _named(_untold(gone, own, store), own, Place(file=file), store)


def left_by_undoing(sequence: int, store: Store) -> Iterator[Finding]:
    """Yields the same warnings of what undoing a commit takes away; none where that is refused anyway."""
    record = store.recorded(sequence)
    if record is None or record.is_bulk:
        return
    added = stated(store.base, record.changes).added
    ledgers = frozenset(quad.graph_name for quad in added if is_ledger(store, quad.graph_name))
    told = [quad for quad in added if quad.predicate == _TYPE and quad.graph_name not in ledgers]
    for own in sorted({quad.graph_name for quad in told if isinstance(quad.graph_name, NamedNode)}, key=str):
        things = {quad.subject for quad in told if quad.graph_name == own}
        gone = [each for each in _untold(things, own, store) if added.issuperset(store.quads(each, _TYPE))]
        yield from _stranded(gone, ledgers, Place(), store)
        yield from _named(gone, own, Place(), store)


def _untold(things: Iterable[Term], own: NamedNode, store: Store) -> list[NamedNode]:
    """Returns the things of which no graph but a list's own tells what they are, in order."""
    nodes = (each for each in things if isinstance(each, NamedNode))
    untold = (node for node in nodes if all(quad.graph_name == own for quad in store.quads(node, _TYPE)))
    return sorted(untold, key=lambda each: each.value)


def _stranded(
    gone: Iterable[NamedNode], ledgers: Container[Term | DefaultGraph], place: Place, store: Store
) -> Iterator[Finding]:
    """Yields a warning where what others state leads to or from what goes: it stays, and an end is gone."""
    found = {thing: frozenset(_standing_on(thing, ledgers, store)) for thing in gone}
    if any(found.values()):
        count, names = _told(found, store)
        yield Finding("list-strands", place, (("count", count), ("names", names)))


def _named(gone: Iterable[NamedNode], own: NamedNode, place: Place, store: Store) -> Iterator[Finding]:
    """Yields a warning where other lists, or what was entered singly, name something that goes.

    Such is an organisation that the list spells otherwise now.
    """
    found = {thing: _naming(thing, own, store) for thing in gone}
    if any(found.values()):
        count, names = _told(found, store)
        yield Finding("list-named", place, (("count", count), ("names", names)))


def _told(found: Mapping[NamedNode, frozenset[Term]], store: Store) -> tuple[str, str]:
    """Returns how much is left of which things, and the first of these."""
    ends = [thing for thing, left in found.items() if left]
    more = "" if len(ends) <= _SHOWN else ", …"
    names = ", ".join(called(store, thing) for thing in ends[:_SHOWN])
    return str(len(frozenset[Term]().union(*found.values()))), names + more


def _naming(thing: NamedNode, own: NamedNode, store: Store) -> frozenset[Term]:
    """Returns what names a thing in other graphs than a list's."""
    others = (quad for quad in store.quads(None, None, thing) if quad.graph_name != own)
    return frozenset(
        quad.subject
        for quad in others
        if not (is_kept_by_writer(store.base, quad.graph_name) or is_ledger(store, quad.graph_name))
    )


def things_in(mapping: ListMapping, store: Store) -> frozenset[Term]:
    """Returns all that the graph of a list says the class of."""
    return stated_things(store.quads(graph=resolve(mapping.graph, store.base), predicate=_TYPE))


def _standing_on(
    thing: NamedNode, ledgers: Container[Term | DefaultGraph], store: Store
) -> Iterator[NamedNode]:
    """Yields the statements in force of other ledgers that have a thing as an end."""
    for end in (SOURCE, TARGET):
        for quad in store.quads(None, end, thing):
            node = quad.subject
            if isinstance(node, NamedNode) and quad.graph_name not in ledgers and is_in_force(store, node):
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
