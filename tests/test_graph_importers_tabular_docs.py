"""docs/mappings.md names every mapping that ships and every property that mappings use."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from graph.importers.tabular_mapping import FOLDER, load_mapping, mapping_names
from ontology.languages import LANGUAGES

OF_RDF = (
    "skos:",
    "eli:",
    "dct:",
    "prov:",
    "org:",
    "m8g:",
    "rdf:",
    "geo:",
    "dcat:",
    "@",
    "pg:level",
    "pg:fund",
    "pg:measuredBy",
)


def used(node: Any) -> Iterator[str]:
    if isinstance(node, dict):
        for name, value in node.items():
            if name not in ("names", "pg:names"):
                yield name
                yield from used(value)
    elif isinstance(node, list):
        for part in node:
            yield from used(part)


def test_every_mapping_that_ships_is_documented(root: Path) -> None:
    text = (root / "docs/mappings.md").read_text(encoding="utf-8")

    assert [name for name in mapping_names() if f"| `{name}` |" not in text] == []


def test_every_property_of_a_mapping_is_documented(root: Path) -> None:
    text = (root / "docs/mappings.md").read_text(encoding="utf-8")
    metadata = [json.loads((FOLDER / f"{name}.json").read_text(encoding="utf-8")) for name in mapping_names()]
    names = {name for each in metadata for name in used(each) if not name.startswith(OF_RDF)}
    shown = {"pg", "base"}  # the prefix, and the datatype's own name

    assert sorted(name for name in names - shown if name not in text) == []


@pytest.mark.parametrize("name", mapping_names())
def test_every_kind_of_list_is_called_something_in_each_language(name: str) -> None:
    mapping = load_mapping(name)

    assert {*mapping.titles} == {*LANGUAGES}
    assert all(mapping.title(lang) == mapping.titles[lang].strip() != "" for lang in LANGUAGES)
    assert len({*mapping.titles.values()}) > 1, "a name alone is said of no list"
