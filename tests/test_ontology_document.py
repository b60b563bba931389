"""The page of the vocabulary is what its generator makes, and leaves no term out."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from rdflib import RDF, SKOS, Graph, Literal

from ontology import PG, POLICY_TTL, PREFIXES
from ontology.document import document
from ontology.namespace import TERMS

ROOT = Path(__file__).parent.parent
PAGE = ROOT / "docs" / "vocabulary.md"
G = Graph().parse(POLICY_TTL)
TEXT = document(G)


def section(term: str) -> str:
    return TEXT.split(f"### `pg:{term}`\n")[1].split("\n### ")[0].split("\n## ")[0]


def test_the_committed_page_is_what_the_generator_makes() -> None:
    made = f"run `python -m ontology.document > {PAGE.relative_to(ROOT)}`"
    assert PAGE.read_text(encoding="utf-8") == TEXT, made


def test_the_command_writes_the_page() -> None:
    command = [sys.executable, "-m", "ontology.document"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, check=True)
    assert done.stdout.decode() == TEXT


@pytest.mark.parametrize("name", TERMS)
def test_every_term_is_on_the_page(name: str) -> None:
    is_concept = (PG[name], RDF.type, SKOS.Concept) in G
    assert (f"\n| `pg:{name}` | " if is_concept else f"\n### `pg:{name}`\n") in TEXT


@pytest.mark.parametrize("name", TERMS)
def test_the_page_gives_the_english_definition(name: str) -> None:
    texts = [t for t in G.objects(PG[name], SKOS.definition) if isinstance(t, Literal) and t.language == "en"]
    assert [str(text) in TEXT for text in texts] == [True]


def test_a_class_has_labels_superclass_and_example() -> None:
    text = section("TargetArea")
    assert "Målområde (sv) · Målområde (da) · Target area (en)" in text
    assert "- Subclass of: `pg:Objective`" in text
    assert "- Example: `<id/objective/vastmanland/target-area-2> a pg:Objective, pg:TargetArea" in text


def test_a_property_has_domain_and_range_with_every_class_of_a_union() -> None:
    text = section("contributesTo")
    assert "- Domain: `pg:Project`, `pg:Objective`, `eli:Work`\n" in text
    assert "- Range: `pg:Objective`, `eli:Work`\n" in text


def test_a_scheme_lists_its_concepts_in_order() -> None:
    rows = [line.split(" | ")[0] for line in section("Forces").split("\n") if line.startswith("| `")]
    assert rows == ["| `pg:Governing`", "| `pg:Guiding`", "| `pg:Inspiring`"]


def test_every_row_of_a_table_has_the_cells_of_its_head() -> None:
    for table in TEXT.split("\n\n"):
        rows = [line for line in table.split("\n") if line.startswith("| ")]
        assert len({line.replace("\\|", "").count("|") for line in rows}) <= 1


def test_the_reused_vocabularies_are_listed() -> None:
    assert [f"| `{prefix}:` | `{iri}` | " in TEXT for prefix, iri in PREFIXES.items()] == [True] * len(
        PREFIXES
    )


def test_a_bar_in_a_definition_does_not_break_the_table() -> None:
    g = Graph().parse(POLICY_TTL)
    g.set((PG.Yearly, SKOS.notation, Literal("a|b")))
    assert "`a\\|b`" in document(g)
