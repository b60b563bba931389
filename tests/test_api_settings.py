"""Settings: their defaults, where they come from, and that docs/settings.md lists each as it is."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from pydantic import ValidationError

from api.settings import Settings

ROW = re.compile(r"^\| `(\w+)` \| `POLICYGRAPH_(\w+)` \| `([^`]*)` \| (.+) \|$", re.MULTILINE)


def as_text(default: object) -> str:
    if isinstance(default, tuple):
        return ",".join(default)
    return str(default).lower() if isinstance(default, bool) else str(default)


def documented(root: Path) -> dict[str, tuple[str, str, str]]:
    page = (root / "docs/settings.md").read_text(encoding="utf-8")
    return {name: (variable, default, meaning) for name, variable, default, meaning in ROW.findall(page)}


def test_the_page_lists_every_setting_with_its_default_and_meaning(root: Path) -> None:
    expected = {
        name: (name.upper(), as_text(field.default), field.description)
        for name, field in Settings.model_fields.items()
    }
    assert documented(root) == expected


def test_every_documented_variable_is_read(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for variable, default, _ in documented(root).values():
        monkeypatch.setenv(f"POLICYGRAPH_{variable}", default)
    assert Settings() == Settings.model_construct()


def test_a_variable_sets_what_no_flag_sets(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("POLICYGRAPH_PORT", "9001")
    monkeypatch.setenv("POLICYGRAPH_LANGUAGES", "da, en")
    assert (Settings().port, Settings().languages) == (9001, ("da", "en"))
    assert Settings(port=9002).port == 9002


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("base", "http://127.0.0.1:8000"),
        ("base", "ftp://example.org/"),
        ("base", "http://exa mple/"),
        ("languages", "sv,fi"),
        ("languages", ""),
        ("languages", "sv,sv"),
        ("port", 70000),
        ("page_size", 0),
        ("page_size", 1001),
        ("log_level", "loud"),
        ("query_workers", 0),
        ("query_workers", 1025),
        ("query_seconds", 86_401),
        ("import_seconds", 10**20),
        ("query_memory_bytes", 1 << 63),
        ("import_memory_bytes", 10**20),
    ],
)
def test_a_value_that_cannot_be_used_is_refused(name: str, value: object) -> None:
    with pytest.raises(ValidationError):
        Settings(**{name: value})


def test_a_page_is_at_most_as_long_as_the_longest(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("POLICYGRAPH_PAGE_SIZE", "50")
    with pytest.raises(ValidationError):
        Settings(page_size_max=49)
    assert Settings(page_size_max=50).page_size == 50


def test_an_unknown_setting_is_refused() -> None:
    with pytest.raises(ValidationError):
        Settings(colour="blue")


def test_tests_read_no_tokens_of_the_working_copy() -> None:
    assert not Path(Settings().tokens).exists()
