"""Areas of other countries than that of the language come last, whichever country that is."""

from __future__ import annotations

import pytest

from api.pages.reader import Label, Link
from api.pages.views.abroad import is_abroad


@pytest.mark.parametrize(
    ("code", "lang", "expected"),
    [
        ("SE331", "sv", False),
        ("DK01", "sv", True),
        ("NO08", "sv", True),
        ("DK01", "da", False),
        ("SE331", "da", True),
        ("DE", "da", True),
        ("SE331", "en", False),
        ("DK01", "en", False),
        ("1480", "da", False),
        (None, "sv", False),
    ],
)
def test_a_code_names_the_country(code: str | None, lang: str, expected: bool) -> None:
    assert is_abroad(Link("urn:place", Label("Place"), "/place", code), lang) is expected
