"""The threat model: what its tables name as met and tested exists."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

ROW = re.compile(r"^\|(.+)\|$", re.MULTILINE)
PATH = re.compile(r"`((?:api|graph|tests|deploy|docs|shapes|data)/[\w./-]+|[\w-]+\.(?:toml|lock))`")


@pytest.fixture(scope="module")
def page(root: Path) -> str:
    return (root / "docs/threat-model.md").read_text(encoding="utf-8")


def rows(page: str, heading: str) -> list[list[str]]:
    """Returns the rows of the table below a heading."""
    section = page.split(f"## {heading}")[1].split("\n## ")[0]
    lines = [[cell.strip() for cell in found.split("|")] for found in ROW.findall(section)]
    return lines[2:]


def test_what_is_promised_is_met_and_tested_somewhere(page: str, root: Path) -> None:
    promised = rows(page, "What is promised")
    assert len(promised) >= 15
    for threat, _, met, tested in promised:
        assert [(root / path).is_file() for path in PATH.findall(met)] == [True], threat
        assert [(root / path).is_file() for path in PATH.findall(tested)] == [True], threat
        assert re.search(r"tests/(?:\w+/)?test_", tested), threat


def test_each_requirement_of_the_standard_is_met_and_tested_somewhere(page: str, root: Path) -> None:
    required = rows(page, "OWASP ASVS 5.0: what applies")
    assert len(required) >= 20
    for numbers, _, met, tested in required:
        assert re.fullmatch(r"\d+\.\d+\.\d+(?:(?:, | - )\d+\.\d+\.\d+)*", numbers), numbers
        assert [(root / path).is_file() for path in PATH.findall(met)] == [True], numbers
        assert [(root / path).is_file() for path in PATH.findall(tested)] == [True], numbers


def test_each_proof_stands_where_the_page_says(page: str, root: Path) -> None:
    proofs = rows(page, "Where the proofs stand")
    assert len(proofs) >= 13
    for promise, _, _, tested in proofs:
        assert [(root / path).is_file() for path in PATH.findall(tested)] == [True], promise


def test_the_parts_that_are_asked_for_are_there(page: str) -> None:
    headings = re.findall(r"^## (.+)$", page, re.MULTILINE)
    for heading in ("Assets", "Actors", "Trust boundaries", "What is promised", "The operator's duty"):
        assert heading in headings
