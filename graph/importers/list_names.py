"""Lists of one kind told apart by their names: each has a graph of its own, and replaces itself alone."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from graph.errors import Finding, InputError, Place
from graph.importers.losing import things_held
from graph.importers.metadata import CALLED, NAMED
from graph.importers.tabular_iris import resolve
from graph.importers.tabular_mapping import ListMapping, read_again
from graph.model import Commit
from graph.store.base import Store
from graph.terms import NamedNode, slug

_LONGEST = 60
# What browsers, file managers and we ourselves add to the name of a list that comes back.
_COPY = re.compile(r"(?:-notes| \(\d+\)| - (?:kopia|kopi|copy))+$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class NamedList:
    """Is a list of some kind that the graph holds: its name, empty for the one without, and its graph."""

    name: str
    graph: NamedNode


def for_name(mapping: ListMapping, name: str | None, path: Path) -> ListMapping:
    """Returns the mapping of the list of a name: its graph and all its IRIs are that list's own.

    Without a name the mapping says which a list has: that of its file, or none. The empty name is that of the
    list without one. A name that no key can be made of, or that the kind of list does not take, raises
    InputError.
    """
    if mapping.list_name is None:
        if name:
            raise InputError("list-name-unasked", name=name, mapping=mapping.name)
        return mapping
    if name is None:
        name = name_of_file(path) if mapping.list_name == "file" else ""
    name = " ".join(name.split())
    key = key_of(name)
    if name and not (key and name.isprintable()):
        raise InputError("list-name-empty", name=name)
    said = (NAMED, f"_{key}" if key else ""), (CALLED, f": {name}" if name else "")
    return replace(read_again(mapping, *said), called=name)


def name_of_file(path: Path) -> str:
    """Returns the name that a list has by its file; empty where no key can be made of it.

    >>> name_of_file(Path("Våra projekt-notes (1).xlsx"))
    'Våra projekt'
    """
    name = _COPY.sub("", path.stem).strip()
    return name if key_of(name) else ""


def key_of(name: str) -> str:
    """Returns the key of a name, which tells lists apart; long names have a digest of all in theirs.

    >>> key_of("Våra projekt")
    'vara-projekt'
    """
    key = slug(name)
    if len(key) <= _LONGEST:
        return key
    return f"{key[: _LONGEST - 9].rstrip('-.')}-{hashlib.sha256(key.encode()).hexdigest()[:8]}"


def lists_of(mapping: ListMapping, store: Store, history: Iterable[Commit]) -> tuple[NamedList, ...]:
    """Returns the lists of a mapping's kind that the graph holds, in the order of their names."""
    if mapping.list_name is None:
        return ()
    root = _root(mapping, store.base)
    names = {commit.graph: commit.list_name for commit in history if commit.list_name is not None}
    keys = {graph: _key(graph, root) for graph in store.graphs()}
    found = (
        NamedList(names.get(graph.value) or key, graph) for graph, key in keys.items() if key is not None
    )
    return tuple(sorted(found, key=lambda each: each.name.casefold()))


def overlapping(
    file: str, mapping: ListMapping, store: Store, things: Iterable[NamedNode], history: Iterable[Commit]
) -> Iterator[Finding]:
    """Yields a warning for each other list of the kind that holds things of the same keys."""
    own, keys = resolve(mapping.graph, store.base), {_end(thing) for thing in things}
    for other in lists_of(mapping, store, history):
        if other.graph != own and (same := keys & _keys_in(mapping, other, store)):
            key = "list-holds-same" if other.name else "list-holds-same-unnamed"
            told = {"count": str(len(same)), "first": min(same), "list": other.name}
            yield Finding(key, Place(file=file), tuple(told.items()))


def _keys_in(mapping: ListMapping, other: NamedList, store: Store) -> set[str]:
    held = things_held(replace(mapping, graph=other.graph.value), store)
    return {_end(thing) for thing in held}


def _root(mapping: ListMapping, base: str) -> str:
    """Returns the IRI of the graph of the list without a name."""
    suffix = dict(mapping.said).get(NAMED, f"{{{NAMED}}}")
    return base + mapping.graph.removesuffix(suffix)


def _key(graph: NamedNode, root: str) -> str | None:
    """Returns the key of the list that a graph is of, None for one of another kind."""
    if graph.value == root:
        return ""
    return graph.value.removeprefix(f"{root}_") if graph.value.startswith(f"{root}_") else None


def _end(thing: NamedNode) -> str:
    return thing.value.rpartition("/")[2]
