"""Imports lists into a store for tests, and writes such lists."""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from typing import Any

from graph.commits import Writer
from graph.importers.tabular import ListImport, import_list, open_list
from graph.importers.tabular_making import Making
from graph.importers.tabular_mapping import ListMapping, load_mapping
from graph.importers.tabular_quads import one_label_each, resource_quads
from graph.importers.tabular_row import Row
from graph.store import Store
from graph.terms import Quad, compact, expand
from graph.validation import validate_submission

AGENT = "id/agent/policygraph/command-line"


@dataclass(frozen=True)
class Importer:
    """Imports lists into one store; the shapes are asked where `is_checked`, which takes long."""

    store: Store

    def __call__(self, path: Path, mapping: str, *, is_checked: bool = True) -> ListImport:
        writer = Writer(self.store, validate_submission if is_checked else None)
        opened, agent = open_list(path, load_mapping(mapping)), self.store.base + AGENT
        return import_list(opened, writer, agent=agent, may_lose=10**6)

    def objects(self, predicate: str, graph: str) -> Counter[str]:
        named = expand(self.store.base + graph)
        found = self.store.quads(None, expand(predicate), graph=named)
        return Counter(compact(quad.object.value) for quad in found)

    def subjects(self, kind: str, graph: str) -> set[str]:
        named = expand(self.store.base + graph)
        found = self.store.quads(None, expand("rdf:type"), expand(kind), named)
        return {quad.subject.value for quad in found}


def list_quads(mapping: ListMapping, rows: Iterable[Row], base: str) -> frozenset[Quad]:
    """Returns what a list states by its mapping, before it is parted for the store."""
    making = Making(mapping, base)
    of_rows = (quad for row in rows for quad in making.quads(row))
    return frozenset(one_label_each(chain(resource_quads(mapping, base), of_rows)))


def saved(folder: Path, name: str, rows: Iterable[Sequence[Any]], delimiter: str = ",") -> Path:
    text = io.StringIO()
    csv.writer(text, delimiter=delimiter).writerows(rows)
    path = folder / name
    path.write_text(text.getvalue(), encoding="utf-8")
    return path
