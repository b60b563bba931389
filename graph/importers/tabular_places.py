"""Where in a list stands what the shapes find wrong: the row, the heading and the name of what is meant."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

from graph.errors import Finding, Place
from graph.importers.tabular_mapping import Column, ListMapping
from graph.importers.tabular_quads import column_quads
from graph.importers.tabular_row import Row
from graph.terms import Literal, NamedNode, compact, expand

_LABEL = expand("skos:prefLabel")


class Places:
    """Knows from which row and column each statement of a list was made."""

    def __init__(self, path: Path, mapping: ListMapping, rows: Iterable[Row], base: str) -> None:
        self._path = str(path)
        self._rows: dict[str, Row] = {}
        self._headings: dict[tuple[str, str], str] = {}
        self._names: dict[str, str] = {}
        titles = {column.name: column.titles[0] for column in mapping.titled()}
        for row in rows:
            for column, quad in column_quads(mapping, row, base):
                if not isinstance(quad.subject, NamedNode):
                    continue
                subject = quad.subject.value
                self._rows.setdefault(subject, row)
                self._headings.setdefault((subject, quad.predicate.value), _heading(column, titles))
                if quad.predicate == _LABEL and isinstance(quad.object, Literal):
                    self._names.setdefault(subject, quad.object.value)

    def placed(self, finding: Finding) -> Finding:
        """Returns a finding of the shapes with its place in the file, and names in place of IRIs."""
        focus, path = finding.place.value or "", finding.place.column or ""
        row = self._rows.get(focus)
        place = Place(
            file=self._path,
            sheet=row.sheet if row else None,
            row=row.number if row else None,
            column=self._headings.get((focus, path)) or finding.place.column,
            value=str(dict(finding.values).get("value", "")) or self._names.get(focus, focus),
        )
        return replace(finding, place=place, messages=tuple(self._named(finding, focus)))

    def _named(self, finding: Finding, focus: str) -> Iterable[tuple[str, str]]:
        name = self._names.get(focus)
        for lang, text in finding.messages:
            yield lang, text.replace(compact(focus), f"«{name}»") if name else text


def _heading(column: Column, titles: dict[str, str]) -> str:
    """Returns the heading that a column has in the file; a virtual one, those of what it is made from."""
    made_from = (column.name, *column.variables()) if not column.virtual else column.variables()
    return next((titles[name] for name in made_from if name in titles), "")
