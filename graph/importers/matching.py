"""Names matched to what the graph holds: areas by name and level, programmes and objectives by label."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from difflib import get_close_matches
from functools import cached_property

from graph.importers.tabular_cells import CellError, Value, nearly
from graph.importers.tabular_mapping import Match
from graph.store.base import Store
from graph.terms import BlankNode, Literal, NamedNode, Term, expand, slug

UNKNOWN = ("cell-unknown", "cell-unknown-far")
# The same where the mapping is a file of somebody's own, so that no page lists what may stand there.
UNKNOWN_OF_FILE = {"cell-unknown": "cell-unknown-of-file", "cell-unknown-far": "cell-unknown-far-of-file"}
_TYPE = "rdf:type"
_NEAR = 0.75
_SIGNS = re.compile(r"((?<=\d)[\W_]+(?=\d))|[^\w%]+|_+")


class Matcher:
    """Finds what a name stands for among the things that a Match describes, reading the store once."""

    def __init__(self, store: Store, match: Match) -> None:
        self._store = store
        self._match = match

    def without_forms(self) -> Matcher:
        """Returns what finds the same things by their names alone, not by what else people make of these."""
        return Matcher(self._store, replace(self._match, forms=())) if self._match.forms else self

    def find(self, text: str) -> Value:
        """Returns the thing of a name or an IRI; what is unknown or ambiguous raises CellError."""
        wanted = self._match.names.get(text, text)
        found = self._named(wanted)
        if len(found) == 1:
            return self.value(text, *found)
        if found:
            raise CellError("cell-ambiguous", text, candidates=", ".join(sorted(map(self.iri_of, found))))
        if near := self._near(wanted):
            raise CellError("cell-unknown", text, near=", ".join(near), **nearly(_plain(wanted), self._names))
        raise CellError("cell-unknown-far", text)

    def sole(self, text: str) -> Value | None:
        """Returns the thing of that name, None where the name is of none or of several."""
        found = self._named(self._match.names.get(text, text))
        return self.value(text, *found) if len(found) == 1 else None

    def known(self) -> tuple[tuple[str, NamedNode], ...]:
        """Returns each name that a cell may have of one thing alone, with that thing."""
        texts = dict.fromkeys((*(name for name, _ in self._labels), *self._match.names))
        found = ((text, self.sole(text)) for text in texts)
        return tuple(
            (text, value.term) for text, value in found if value and isinstance(value.term, NamedNode)
        )

    @cached_property
    def things(self) -> frozenset[NamedNode]:
        """Returns the things that a cell may name, of which some have no name alone: there is their IRI."""
        return frozenset(self._by_iri.values())

    def iri_of(self, thing: NamedNode) -> str:
        """Returns the IRI of a thing as a cell may have it: from `id/` on where it is one of our own.

        >>> from graph.store import open_store
        >>> store = open_store("memory:", base="http://127.0.0.1:8000/")
        >>> Matcher(store, Match("pg:Objective")).iri_of(expand(f"{store.base}id/objective/x/1"))
        'id/objective/x/1'
        """
        own = thing.value.removeprefix(self._store.base)
        return own if own.startswith("id/") else thing.value

    def value(self, text: str, thing: NamedNode) -> Value:
        """Returns what a cell with a text is, which names a thing."""
        *_, source, key = thing.value.rstrip("/").split("/")
        return Value(text, thing, f"{source}-{key}" if self._match.with_source else key)

    def _named(self, name: str) -> frozenset[NamedNode]:
        if found := self._index.get(folded(name)):
            return found
        whole = f"{self._store.base}{name}" if name.startswith("id/") else name
        return frozenset((self._by_iri[whole],)) if whole in self._by_iri else frozenset()

    def _near(self, text: str) -> list[str]:
        """Returns the known names most like a text; of codes the most alike are others, not what is meant."""
        if not any(map(str.isalpha, text)):
            return []
        return [self._names[name] for name in get_close_matches(_plain(text), self._names, 3, _NEAR)]

    @cached_property
    def _labels(self) -> tuple[tuple[str, NamedNode], ...]:
        properties = [expand(name) for name in self._match.by]
        return tuple(
            (quad.object.value, thing)
            for thing in self._things()
            for name in properties
            for quad in self._store.quads(thing, name)
            if isinstance(quad.object, Literal)
        )

    @cached_property
    def _index(self) -> Mapping[str, frozenset[NamedNode]]:
        index: dict[str, set[NamedNode]] = {}
        for name, thing in self._labels:
            for form in ("{}", *self._match.forms):
                index.setdefault(folded(form.replace("{}", name)), set()).add(thing)
        return {name: frozenset(things) for name, things in index.items()}

    @cached_property
    def _by_iri(self) -> Mapping[str, NamedNode]:
        return {thing.value: thing for _, thing in self._labels}

    @cached_property
    def _names(self) -> Mapping[str, str]:
        return {_plain(name): name for name, _ in self._labels}

    def _things(self) -> Iterator[NamedNode]:
        wanted = [(path.split("/"), self._meant(value)) for path, value in self._match.where]
        found = {quad.subject for quad in self._store.quads(None, expand(_TYPE), expand(self._match.type))}
        for thing in found:
            if isinstance(thing, NamedNode) and all(
                value in self._reached(thing, path) for path, value in wanted
            ):
                yield thing

    def _meant(self, text: str) -> str:
        """Returns what a condition asks for: an IRI (full, prefixed, or from the base) or a value."""
        if text.startswith("id/"):
            return self._store.base + text
        return expand(text).value if ":" in text else text

    def _reached(self, thing: NamedNode, path: list[str]) -> set[str]:
        reached: set[Term] = {thing}
        for step in path:
            nodes = [node for node in reached if isinstance(node, NamedNode | BlankNode)]
            reached = {quad.object for node in nodes for quad in self._store.quads(node, expand(step))}
        return {node.value for node in reached if isinstance(node, NamedNode | Literal)}


def found_by(matchers: Sequence[Matcher], text: str) -> Value:
    """Returns what the first matcher that knows a name finds; if none does, raises what tells most."""
    problems = []
    for matcher in matchers:
        try:
            return called_alike(matchers, matcher.find(text))
        except CellError as problem:
            if problem.key not in UNKNOWN:
                raise
            problems.append(problem)
    telling = (each for name in ("suggested", "near") for each in problems if name in dict(each.values))
    raise next(telling, problems[-1])


def called_alike(matchers: Iterable[Matcher], found: Value) -> Value:
    """Returns a value whose key is that of its thing, whichever of its names the cell has.

    Else a list that comes back with names for codes would take back what it said, and say it anew.
    """
    thing = found.term
    if not isinstance(thing, NamedNode):
        return found
    return next(each for each in matchers if thing in each.things).value(found.text, thing)


def folded(name: str) -> str:
    """Returns a name without case, spaces and hyphens, so that "UpplandsVäsby" is "Upplands Väsby".

    What stands between two digits is kept: target 1.1 is not goal 11, nor are goals 1, 1.

    >>> folded("RSO 1.1"), folded("2021 – 2027"), folded("1, 3"), folded("Väster-Botten")
    ('rso1.1', '2021-2027', '1,3', 'västerbotten')
    """
    return _SIGNS.sub(_kept, name.casefold())


def _kept(signs: re.Match[str]) -> str:
    if signs[1] is None:
        return ""
    sign = signs[1].strip()
    return sign if sign in (".", ",") else "-"


def _plain(name: str) -> str:
    """Returns a name in ASCII letters, so that "Orebro" is near "Örebro"."""
    return slug(name).replace("-", "")
