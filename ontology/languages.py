"""The languages of pages, messages and answers: each is a line here, and a folder in `api/locale`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType


@dataclass(frozen=True, slots=True)
class Language:
    """Is a language, by its tag (BCP 47).

    `name` is its own, `locale` says by whose custom (CLDR) numbers and dates are written, `stemmer` is what
    Snowball calls it, `authority` its code in the EU's table of languages; `country` (ISO 3166) is the one
    whose areas its readers look for first, None where it is nobody's here.
    """

    tag: str
    name: str
    locale: str
    stemmer: str
    authority: str
    country: str | None = None


_SPOKEN = (
    Language("sv", "Svenska", "sv_SE", "swedish", "SWE", "SE"),
    Language("da", "Dansk", "da_DK", "danish", "DAN", "DK"),
    Language("en", "English", "en_GB", "english", "ENG"),
)
BY_TAG: Mapping[str, Language] = MappingProxyType({each.tag: each for each in _SPOKEN})
LANGUAGES = tuple(BY_TAG)
FALLBACKS = ("sv", "en")
"""Are the languages in which things are named to those in whose own they have no name, the best one first."""
