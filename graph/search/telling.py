"""What the index tells of a thing: its name for a reader, its code and its kind, of what its entries show."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence

from graph.model import Name, Thing
from graph.repository.facts import CODES, NAMES, best_name, most_telling
from graph.search.entries import Shown
from graph.terms import compact


def together(entries: Sequence[Shown]) -> Shown:
    """Returns what several entries of a thing show; most things have one."""
    if len(entries) == 1:
        return entries[0]
    found: dict[str, list[tuple[str, str | None]]] = defaultdict(list)
    for entry in entries:
        for name, values in entry.items():
            found[name].extend(values)
    return found


def thing_of(iri: str, shown: Shown, lang: str) -> Thing:
    """Returns a thing as `Facts.thing` does, without a term for each value."""
    name = _best(names_of(shown, NAMES[:1]), lang) or _best(names_of(shown, NAMES[1:]), lang)
    return Thing(iri, name or Name(compact(iri)), _code(shown), _kind(shown))


def names_of(shown: Shown, properties: Iterable[str]) -> list[Name]:
    """Returns the texts among the values of some properties."""
    return [
        Name(value, tag)
        for each in properties
        if each in shown
        for value, tag in shown[each]
        if tag is not None
    ]


def _best(names: Sequence[Name], lang: str) -> Name | None:
    return names[0] if len(names) == 1 else best_name(names, lang)


def _code(shown: Shown) -> str | None:
    for each in CODES:
        if each in shown and (code := shown[each][0][0]):
            return code
    return None


def _kind(shown: Shown) -> str | None:
    return most_telling(tuple([value for value, tag in shown.get("rdf:type", ()) if tag is None]))
