"""Which objective of one side answers to which of the other, and what was changed between the two."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import product

from graph.comparison.sides import Part, Side
from graph.model import Name
from graph.repository.lists import natural
from graph.search.words import name_key, stems, words_of
from graph.store.overlay import Readable
from graph.terms import NamedNode, expand, iri

# By how many of the words of both names must be common for two objectives to be told side by side.
ALIKE = Decimal("0.5")
_TELLING = 4
_PLACES = Decimal("0.01")
_SAME = tuple(map(expand, ("dct:replaces", "dct:isReplacedBy", "skos:exactMatch", "skos:closeMatch")))
_NEAR = tuple(map(expand, ("skos:relatedMatch", "skos:broadMatch", "skos:narrowMatch")))


@dataclass(frozen=True, slots=True)
class Pair:
    """Is an objective of one side and what answers to it on the other, None where nothing does.

    `because` is `identity` (the same objective), `statement` (the graph says that the two belong together),
    `name` or `words` (common words, `share` of them all). `related` says that they are only near each other.
    `changes` name what differs: `name`, `text`, `code`, `kind`, `place`, `priority`.
    """

    first: Part | None
    second: Part | None
    because: str | None = None
    related: bool = False
    share: Decimal | None = None
    changes: tuple[str, ...] = field(default=())

    @property
    def change(self) -> str:
        """Returns which side alone has it, `first` or `second`, else related, reworded, changed or kept."""
        if self.first is None or self.second is None:
            return "first" if self.second is None else "second"
        if self.related:
            return "related"
        if not self.changes:
            return "kept"
        return "reworded" if {"name", "text"} & set(self.changes) else "changed"


@dataclass(frozen=True, slots=True)
class _Bond:
    """Is a reason to pair two objectives; the least `rank` is the best."""

    rank: tuple[int, Decimal]
    first: str
    second: str
    because: str
    related: bool = False
    share: Decimal | None = None


def pairs_of(readable: Readable, first: Side, second: Side) -> tuple[Pair, ...]:
    """Returns every objective of both sides once, in pairs or alone, in the order of their codes."""
    taken: dict[str, _Bond] = {}
    met: set[str] = set()
    bonds = (*_identities(first, second), *_stated(readable, first, second), *_worded(first, second))
    for bond in sorted(bonds, key=lambda each: (each.rank, natural(each.first), natural(each.second))):
        if bond.first not in taken and bond.second not in met:
            taken[bond.first] = bond
            met.add(bond.second)
    found = [
        *_paired(first, second, taken),
        *(Pair(None, part) for iri, part in second.parts.items() if iri not in met),
    ]
    return tuple(sorted(found, key=_order))


def _identities(first: Side, second: Side) -> Iterator[_Bond]:
    for same in first.parts.keys() & second.parts.keys():
        yield _Bond((0, Decimal(0)), same, same, "identity")


def _stated(readable: Readable, first: Side, second: Side) -> Iterator[_Bond]:
    """Yields what the graph says of an objective of each side, whichever of the two it says it of.

    What both sides have is paired with itself whatever is said of it.
    """
    for one, other in ((first, second), (second, first)):
        own = (part for part in one.parts if part not in other.parts)
        for subject, predicate in product(own, (*_SAME, *_NEAR)):
            for quad in readable.quads(iri(subject), predicate):
                if isinstance(quad.object, NamedNode) and quad.object.value in other.parts:
                    ends = (subject, quad.object.value) if one is first else (quad.object.value, subject)
                    is_near = predicate in _NEAR
                    yield _Bond((3 if is_near else 1, Decimal(0)), *ends, "statement", related=is_near)


@dataclass(frozen=True, slots=True)
class _Spoken:
    """Is what an objective is called: the keys of its names, and the stems of their words by language."""

    iri: str
    keys: frozenset[tuple[str, str]]
    words: Mapping[str, frozenset[str]]


def _worded(first: Side, second: Side) -> Iterator[_Bond]:
    """Yields the pairs whose names are the same in some language, or share enough of their words.

    What both sides have is paired with itself whatever it is called.
    """
    for one, other in product(_spoken(first, second), _spoken(second, first)):
        if one.keys & other.keys:
            yield _Bond((2, Decimal(0)), one.iri, other.iri, "name")
        elif (share := _share(one.words, other.words)) >= ALIKE:
            yield _Bond((4, -share), one.iri, other.iri, "words", share=share)


def _spoken(side: Side, other: Side) -> list[_Spoken]:
    own = (part for iri, part in side.parts.items() if iri not in other.parts)
    return [_Spoken(part.iri, _keys(part.names), _words(part.names)) for part in own]


def _keys(names: Iterable[Name]) -> frozenset[tuple[str, str]]:
    return frozenset((name.lang, name_key(name.text)) for name in names)


def _words(names: Iterable[Name]) -> Mapping[str, frozenset[str]]:
    """Returns for each language the stems of the longer words of a name."""
    return {
        name.lang: frozenset(
            stems(word, name.lang)[0] for word in words_of(name.text) if len(word) >= _TELLING
        )
        for name in names
    }


def _share(one: Mapping[str, frozenset[str]], other: Mapping[str, frozenset[str]]) -> Decimal:
    """Returns the largest share of common words among all, in a language that both are named in."""
    shares = [
        Decimal(len(common)) / len(one[lang] | other[lang])
        for lang in one.keys() & other.keys()
        if (common := one[lang] & other[lang])
    ]
    return max(shares, default=Decimal(0)).quantize(_PLACES)


def _paired(first: Side, second: Side, taken: Mapping[str, _Bond]) -> Iterator[Pair]:
    answers = {bond.first: bond.second for bond in taken.values()}
    for one in first.parts.values():
        bond = taken.get(one.iri)
        if bond is None:
            yield Pair(one, None)
        else:
            other = second.parts[bond.second]
            changes = tuple(_changes(one, other, answers))
            yield Pair(one, other, bond.because, bond.related, bond.share, changes)


def _changes(one: Part, other: Part, answers: Mapping[str, str]) -> Iterator[str]:
    """Yields what differs; names and texts count in the languages that both sides have."""
    placed = {answers.get(each, each) for each in one.broader}
    differing = {
        "name": _differ(one.names, other.names),
        "text": _differ(one.texts, other.texts),
        "code": one.code != other.code,
        "kind": one.kind != other.kind,
        "place": placed != other.broader,
        "priority": one.is_prioritised != other.is_prioritised,
    }
    return (name for name, differs in differing.items() if differs)


def _differ(ours: Iterable[Name], theirs: Iterable[Name]) -> bool:
    one, other = ({name.lang: name.text for name in names} for names in (ours, theirs))
    return any(one[lang] != other[lang] for lang in one.keys() & other.keys())


def _order(pair: Pair) -> tuple[object, ...]:
    """Returns the place of a pair: by code, those without one last, the first side's before the second's."""
    part = pair.first or pair.second
    assert part is not None
    return (part.code is None, natural(part.code or ""), pair.first is None, natural(part.iri))
