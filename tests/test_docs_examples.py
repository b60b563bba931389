"""What the documents show is read: Turtle and SPARQL parse, links lead somewhere, make targets exist."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from pyoxigraph import RdfFormat, parse
from rdflib.plugins.sparql import prepareQuery

from ontology import PREFIXES

ROOT = Path(__file__).parent.parent
DOCUMENTS = sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md"), *ROOT.glob("data/*.md")])
FENCE = re.compile(r"^```(\w+)\n(.*?)^```", re.MULTILINE | re.DOTALL)
LINK = re.compile(r"\]\((?!https?:|mailto:|#)([^)#\s]+)")


def blocks(language: str) -> list[tuple[str, str]]:
    """Returns the fenced blocks of a language in all documents, each with where it stands."""
    return [
        (f"{document.relative_to(ROOT)}:{match.start()}", match[2])
        for document in DOCUMENTS
        for match in FENCE.finditer(document.read_text("utf-8"))
        if match[1] == language
    ]


def named(pairs: list[tuple[str, str]]) -> list[object]:
    return [pytest.param(text, id=name) for name, text in pairs]


def test_documents_hold_examples() -> None:
    assert len(blocks("turtle")) >= 5
    assert blocks("sparql")


@pytest.mark.parametrize("text", named(blocks("turtle")))
def test_turtle_examples_parse(text: str) -> None:
    head = "".join(f"@prefix {prefix}: <{namespace}> .\n" for prefix, namespace in PREFIXES.items())
    assert list(parse(head + text, RdfFormat.TURTLE, base_iri="http://127.0.0.1:8000/"))


@pytest.mark.parametrize("text", named(blocks("sparql")))
def test_sparql_examples_parse(text: str) -> None:
    prepareQuery(text, initNs=dict(PREFIXES))


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: str(path.relative_to(ROOT)))
def test_links_lead_somewhere(document: Path) -> None:
    targets = LINK.findall(document.read_text("utf-8"))
    broken = [target for target in targets if not (document.parent / target).exists()]
    assert not broken


def test_make_targets_named_in_documents_exist() -> None:
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE))
    named_targets = {
        name for document in DOCUMENTS for name in re.findall(r"`make ([a-z-]+)", document.read_text("utf-8"))
    }
    assert named_targets <= targets


def test_decisions_are_numbered_without_gaps() -> None:
    numbers = [int(path.name[:4]) for path in sorted((ROOT / "docs" / "decisions").glob("*.md"))]
    assert numbers == list(range(1, len(numbers) + 1))
