"""Where in a list stands what the shapes find wrong: the row, the heading and the name of what is meant."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path

from graph.errors import Finding, Place
from graph.importers.tabular_making import Making
from graph.importers.tabular_mapping import Column, ListMapping
from graph.importers.tabular_row import Row
from graph.terms import Literal, NamedNode, Quad, compact, expand

_LABEL = expand("skos:prefLabel")


@dataclass(slots=True)
class _Found:
    """Is, by the IRI of a thing, the first row that speaks of it, the headings, and its name."""

    rows: dict[str, Row] = field(default_factory=dict)
    headings: dict[tuple[str, str], str] = field(default_factory=dict)
    names: dict[str, str] = field(default_factory=dict)

    def take(self, row: Row, subject: str, quad: Quad, heading: str) -> None:
        """Notes where a statement about a thing was made."""
        predicate = quad.predicate.value
        self.rows.setdefault(subject, row)
        self.headings.setdefault((subject, predicate), heading)
        if quad.predicate == _LABEL and isinstance(quad.object, Literal):
            self.names.setdefault(subject, quad.object.value)


class Places:
    """Knows from which row and column each statement of a list was made; most lists are never asked."""

    def __init__(self, path: Path, mapping: ListMapping, rows: Iterable[Row], base: str) -> None:
        self._path = str(path)
        self._mapping, self._list, self._base = mapping, rows, base

    @cached_property
    def _found(self) -> _Found:
        found = _Found()
        making = Making(self._mapping, self._base)
        titles = {column.name: column.titles[0] for column in self._mapping.titled()}
        for row in self._list:
            for column, quad in making.of(row):
                if isinstance(quad.subject, NamedNode):
                    found.take(row, quad.subject.value, quad, _heading(column, titles))
        return found

    @cached_property
    def _stating(self) -> dict[str, str]:
        """Returns the first heading below which each predicate would be stated: of a value that lacks."""
        stating = [column for column in self._mapping.titled() if column.property and not column.suppressed]
        return {expand(column.property or "").value: column.titles[0] for column in reversed(stating)}

    def placed(self, finding: Finding) -> Finding:
        """Returns a finding of the shapes with its place in the file, and names in place of IRIs."""
        focus, path = finding.place.value or "", finding.place.column or ""
        row = self._found.rows.get(focus)
        place = Place(
            file=self._path,
            sheet=row.sheet if row else None,
            row=row.number if row else None,
            column=self._found.headings.get((focus, path)) or self._stating.get(path, path) or None,
            value=str(dict(finding.values).get("value", "")) or self._found.names.get(focus, focus),
        )
        return replace(finding, place=place, messages=tuple(self._named(finding, focus)))

    def _named(self, finding: Finding, focus: str) -> Iterable[tuple[str, str]]:
        name = self._found.names.get(focus)
        for lang, text in finding.messages:
            yield lang, text.replace(compact(focus), f"«{name}»") if name else text


def _heading(column: Column, titles: dict[str, str]) -> str:
    """Returns the heading that a column has in the file; a virtual one, those of what it is made from."""
    made_from = (column.name, *column.variables()) if not column.virtual else column.variables()
    return next((titles[name] for name in made_from if name in titles), "")
