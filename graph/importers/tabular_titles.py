"""Texts of CSVW metadata: one text, several, or one for each language."""

from __future__ import annotations

from collections.abc import Iterable, Mapping


def several(value: str | Iterable[str]) -> tuple[str, ...]:
    """Returns one value or several as several."""
    return (value,) if isinstance(value, str) else tuple(value)


def all_titles(declared: str | Iterable[str] | Mapping[str, str]) -> tuple[str, ...]:
    """Returns the titles of a column in all languages, each once."""
    return tuple(dict.fromkeys(declared.values() if isinstance(declared, Mapping) else several(declared)))


def headings(declared: str | Iterable[str] | Mapping[str, str]) -> Mapping[str, str]:
    """Returns the title of a column by language, none where the titles are of none."""
    return declared if isinstance(declared, Mapping) else {}


def examples(
    declared: str | Iterable[str] | Mapping[str, str | Iterable[str]],
) -> Mapping[str, tuple[str, ...]]:
    """Returns the examples of a column by their language, "" where they are the same in each.

    >>> examples(["1", "2"]), examples({"sv": "ja", "en": ["yes"]})
    ({'': ('1', '2')}, {'sv': ('ja',), 'en': ('yes',)})
    """
    if isinstance(declared, Mapping):
        return {lang: several(own) for lang, own in declared.items()}
    return {"": several(declared)}


def in_languages(declared: str | Iterable[Mapping[str, str]]) -> Mapping[str, str]:
    """Returns the texts of a common property by their language, "" where none is said.

    >>> in_languages("Projects"), in_languages([{"@value": "Projekt", "@language": "sv"}])
    ({'': 'Projects'}, {'sv': 'Projekt'})
    """
    if isinstance(declared, str):
        return {"": declared}
    return {each.get("@language", ""): each["@value"] for each in declared}
