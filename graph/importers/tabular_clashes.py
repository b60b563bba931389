"""Two values where one may hold: which row, or which other graph, says the other one."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import replace

from graph.commits.kinds import is_kept_by_writer
from graph.errors import Finding
from graph.importers.metadata import KEY
from graph.importers.tabular_agreement import key_words
from graph.importers.tabular_iris import resolve
from graph.importers.tabular_making import Making
from graph.importers.tabular_mapping import ListMapping
from graph.importers.tabular_row import Row
from graph.store.base import Store
from graph.terms import Literal, NamedNode, Term, compact, iri

Said = Mapping[tuple[str, str], list[tuple[Row, Term]]]


def with_both(
    findings: Iterable[Finding], mapping: ListMapping, rows: Iterable[Row], store: Store
) -> Iterator[Finding]:
    """Yields findings of the shapes, each placed at its node and property, with who says the other value.

    Where there are two values the shapes name none of them as the wrong one. A list is right by itself where
    another graph says otherwise, and whoever mends it has to know that graph, or the other row. What several
    shapes find in the same two values is told once.
    """
    told = tuple(findings)
    wanted = {_about(each) for each in told if not dict(each.values).get("value")}
    said = _said(mapping, rows, store.base, wanted) if wanted else {}
    known = set[Finding | None]()
    for finding in told:
        values = said.get(_about(finding), [])
        both = _of_rows(finding, mapping, values) or _elsewhere(finding, mapping, values, store)
        what = both and replace(both, values=both.values[:-1])  # without the shape
        if both is None or what not in known:
            known.add(what)
            yield both or finding


def _about(finding: Finding) -> tuple[str, str]:
    return finding.place.value or "", finding.place.column or ""


def _said(mapping: ListMapping, rows: Iterable[Row], base: str, wanted: Collection[tuple[str, str]]) -> Said:
    """Returns what rows say of things and properties that are wanted, each with its row."""
    found: defaultdict[tuple[str, str], list[tuple[Row, Term]]] = defaultdict(list)
    making = Making(mapping, base)
    for row in rows:
        for _, quad in making.of(row):
            if isinstance(quad.subject, NamedNode):
                about = quad.subject.value, quad.predicate.value
                if about in wanted:
                    found[about].append((row, quad.object))
    return found


def _of_rows(finding: Finding, mapping: ListMapping, said: list[tuple[Row, Term]]) -> Finding | None:
    """Returns the finding where a later row is about the same thing as the first and says otherwise."""
    for row, value in said[1:]:
        first, own = said[0]
        if _differ(own, value) and row is not first and row.values[KEY][0].key == first.values[KEY][0].key:
            names = mapping.subject or mapping.key
            keys = key_words(first, names), key_words(row, names)
            rule = "rows-say-two" if keys[0] == keys[1] else "rows-say-two-alike"
            told = {"value": _text(own), "other": _text(value), "row": str(row.number)}
            return _told(finding, rule, told | {"own": keys[0], "alike": keys[1]})
    return None


def _elsewhere(
    finding: Finding, mapping: ListMapping, said: list[tuple[Row, Term]], store: Store
) -> Finding | None:
    """Returns the finding where another graph says otherwise than the list."""
    if not said:
        return None
    base, own, (focus, path) = store.base, resolve(mapping.graph, store.base), _about(finding)
    for quad in sorted(store.quads(iri(focus), iri(path)), key=str):
        graph = quad.graph_name
        if graph != own and isinstance(graph, NamedNode) and not is_kept_by_writer(base, graph):
            for _, value in said:
                if _differ(value, quad.object):
                    told = {"value": _text(value), "other": _text(quad.object)}
                    name = graph.value.removeprefix(base)
                    return _told(finding, "said-elsewhere", told | {"graph": name})
    return None


def _told(finding: Finding, key: str, values: Mapping[str, str]) -> Finding:
    shape = dict(finding.values).get("shape", "")
    return replace(finding, key=key, values=(*values.items(), ("shape", shape)), messages=())


def _differ(one: Term, other: Term) -> bool:
    """Says whether two values are in each other's way: texts in two languages are not."""
    if isinstance(one, Literal) and isinstance(other, Literal) and one.language != other.language:
        return False
    return one != other


def _text(value: Term) -> str:
    return compact(value.value) if isinstance(value, NamedNode) else str(getattr(value, "value", value))
