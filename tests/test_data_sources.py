"""SOURCES.md: every file that ships is named there, under its folder."""

from __future__ import annotations

from pathlib import Path

import pytest

from data import shipped_files


@pytest.mark.parametrize("path", shipped_files(examples=True), ids=lambda path: path.name)
def test_every_shipped_file_has_its_source(path: Path, root: Path) -> None:
    sections = (root / "data" / "SOURCES.md").read_text(encoding="utf-8").split("\n## ")
    [section] = [text for text in sections if text.startswith(f"{path.parent.name}/")]
    assert path.name in section


@pytest.mark.parametrize("path", shipped_files(examples=True), ids=lambda path: path.name)
def test_a_file_holds_relative_addresses_and_no_contact_data(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert "127.0.0.1" not in text
    assert "mailto:" not in text
    assert "tel:" not in text
