"""The control of a form at which a finding stands, from its pointer into what was sent."""

from __future__ import annotations

from collections.abc import Iterable

from api.pages.entering.fields import Field, FormKind, Rows
from api.register.contents import Content


def control_of(kind: FormKind, content: Content, pointer: str, lang: str) -> str:
    """Returns the name of the control for a place (RFC 6901), an empty text for the whole.

    A text that is missing altogether is that of the language of the page.
    """
    first, *rest = pointer.removeprefix("#").strip("/").split("/")
    if first in {each.name for each in kind.texts()}:
        return f"{first}.{_language(content.get(first, []), rest, lang)}"
    rows = next((each for each in kind.rows() if each.name == first), None)
    if rows:
        return _in_row(rows, rest)
    return _named(kind.fields(), ".".join((first, *rest))) or ""


def _language(texts: list[Content], rest: list[str], lang: str) -> str:
    number = int(rest[0]) if rest and rest[0].isdecimal() else len(texts)
    return str(texts[number]["lang"]) if number < len(texts) else lang


def _in_row(rows: Rows, rest: list[str]) -> str:
    number, within = (rest[0], ".".join(rest[1:])) if rest else ("0", "")
    # A new organisation is named where an existing one is picked.
    field = "organisation" if within.startswith("name") else _named(rows.fields, within)
    return f"{rows.name}.{number}.{field or rows.fields[0].name}"


def _named(fields: Iterable[Field], place: str) -> str | None:
    """Returns the field at a place, or the first one within it, or the one that it is within."""
    found = (
        each.name
        for each in fields
        if place
        and (each.name == place or each.name.startswith(f"{place}.") or place.startswith(f"{each.name}."))
    )
    return next(found, None)
