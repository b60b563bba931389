"""What the program says to people, in Swedish, Danish and English, read from `api/locale/<lang>/*.po`."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache, lru_cache
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po

from graph.errors import Cause, Finding

LOCALE = Path(__file__).parent.with_name("locale")
FALLBACK = "en"


class _Values(dict[str, object]):
    """Leaves a placeholder that has no value as it stands, so that a message never fails."""

    def __missing__(self, key: str) -> str:
        return f"{{{key}}}"


@cache
def catalogues(lang: str) -> tuple[Catalog, ...]:
    """Returns the catalogues of a language, one for each .po file; none for a language that has no folder."""
    found = []
    for path in sorted((LOCALE / lang).glob("*.po")):
        with path.open("rb") as file:
            found.append(read_po(file, locale=lang, abort_invalid=True))
    return tuple(found)


@cache
def messages(lang: str) -> Mapping[str, tuple[str, ...]]:
    """Returns the forms of every message of a language by key; a message without plural has one form."""
    return {
        message.id if isinstance(message.id, str) else message.id[0]: _forms(message.string)
        for catalogue in catalogues(lang)
        for message in catalogue
        if message.id
    }


def read_ahead(languages: Iterable[str]) -> None:
    """Reads the messages of languages, so that the first error or page does not wait for them."""
    for lang in languages:
        messages(lang)


def _forms(string: str | tuple[str, ...] | list[str] | None) -> tuple[str, ...]:
    return (string,) if isinstance(string, str) else tuple(string or ())


def text(key: str, lang: str, **values: object) -> str:
    """Returns the message in the language, or in English, or the key itself where neither has it.

    >>> text("error.no-such-key", "sv")
    'error.no-such-key'
    """
    return _fill(_lookup(key, lang)[0], _worded(values, lang)) if values else _alone(key, lang)


@lru_cache(1 << 13)
def _alone(key: str, lang: str) -> str:
    """Returns a message that no values fill, which is most of a page; the same ones are asked for again."""
    return _fill(_lookup(key, lang)[0], {})


def plural(key: str, count: int, lang: str, **values: object) -> str:
    """Returns the form of a message that fits the count, which fills `{count}`; each language has two."""
    forms = _lookup(key, lang)
    return _fill(forms[0] if count == 1 else forms[-1], {"count": count, **_worded(values, lang)})


def _worded(values: Mapping[str, object], lang: str) -> dict[str, object]:
    """Returns the values with each cause in words of the language; a parser's own words never get there."""
    return {
        name: text(f"cause.{value.key}", lang, **dict(value.values)) if isinstance(value, Cause) else value
        for name, value in values.items()
    }


def _lookup(key: str, lang: str) -> tuple[str, ...]:
    for candidate in (lang, FALLBACK):
        forms = messages(candidate).get(key, ())
        if forms and all(forms):
            return forms
    return (key,)


def _fill(template: str, values: Mapping[str, object]) -> str:
    return template.format_map(_Values(values))


def worded(finding: Finding, lang: str) -> str:
    """Returns a finding in words: the shape's own message where it has one, else the catalogue's."""
    own = dict(finding.messages)
    return own.get(lang) or own.get("en") or text(f"error.{finding.key}", lang, **dict(finding.values))
