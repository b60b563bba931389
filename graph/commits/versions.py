"""How the versions of an alignment that a list makes are called, and which there are.

A version is called as the first one, with a comma and its number behind (RFC 3986, 3.3): no value makes a
comma in the names that a mapping gives. Once it was a full stop, which codes make: `p1-9.2` is the second
version of what is said of goal 9, or what is said of target 9.2. So versions are told by what came in the
place of which.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator

from graph.ledger.status import events_on
from graph.ledger.words import ALIGNMENT, BY, SUPERSEDES, TYPE
from graph.store.base import Store
from graph.terms import NamedNode, Term, iri

_VERSION = re.compile(r"(.+)[.,]([1-9][0-9]*)")


def first_name(store: Store, node: NamedNode) -> NamedNode:
    """Returns what the first version of a list's alignment is called: as the list calls it.

    Where that is the name of a version of another one, it has a number too.
    """
    return iri(f"{node.value},1") if _is_version(store, node) else node


def versions_of(store: Store, first: NamedNode, node: NamedNode) -> list[NamedNode]:
    """Returns the versions of an alignment in their order; `node` is what the list calls it."""
    found = [first] if any(store.quads(first, TYPE, ALIGNMENT)) else []
    for version in found:
        following = (each for each in _following(store, version) if _first_of(each) == node.value)
        found += [each for each in following if each not in found]
    return sorted(found, key=lambda version: _number(version, node))


def free_name(
    store: Store, node: NamedNode, versions: Collection[NamedNode], made: Collection[Term]
) -> NamedNode:
    """Returns the name of the next version: one that nothing has, nor gets by the same list."""
    number = max(_number(version, node) for version in versions) + 1
    while (name := iri(f"{node.value},{number}")) in made or any(store.quads(name)):
        number += 1
    return name


def mistaken(store: Store, node: NamedNode) -> Iterator[NamedNode]:
    """Yields the supersessions of a first version by a version of another alignment.

    They were made by lists of which one alignment was called as a version of another.
    """
    stem = _first_of(node)
    for event in events_on(store, node, SUPERSEDES) if stem else ():
        if isinstance(event, NamedNode) and any(_first_of(new) == stem for new in _named(store, event, BY)):
            yield event


def _is_version(store: Store, node: NamedNode) -> bool:
    """Says whether the alignment of a name came in the place of one of which it has the name and a number."""
    first = _first_of(node)
    return first is not None and any(
        first in (old.value, _first_of(old))
        for event in store.quads(None, BY, node)
        for old in _named(store, event.subject, SUPERSEDES)
    )


def _following(store: Store, version: NamedNode) -> Iterator[NamedNode]:
    """Yields what came in the place of a version, be it withdrawn by now or not."""
    for event in store.quads(None, SUPERSEDES, version):
        yield from _named(store, event.subject, BY)


def _named(store: Store, subject: Term, predicate: NamedNode) -> Iterator[NamedNode]:
    found = store.quads(subject, predicate) if isinstance(subject, NamedNode) else ()
    yield from (quad.object for quad in found if isinstance(quad.object, NamedNode))


def _first_of(node: NamedNode) -> str | None:
    """Returns what the first version would be called, if this is the name of another one."""
    match = _VERSION.fullmatch(node.value)
    return match[1] if match else None


def _number(version: NamedNode, node: NamedNode) -> int:
    return 1 if version == node else int(version.value[len(node.value) + 1 :])
