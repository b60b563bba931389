"""What the forms call their fields, and what stands in them, in words."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation
from typing import Any

from babel import Locale

from api.pages.entering.fields import FormKind
from api.pages.reader import Reader
from api.pages.views.homes import written
from graph.terms import expand


def language_name(code: str, lang: str) -> str:
    """Returns what a language is called in another, as it begins a line.

    >>> language_name("nb", "sv"), language_name("sv", "en")
    ('Norskt bokmål', 'Swedish')
    """
    name = Locale.parse(lang).languages.get(code) or code
    return name[:1].upper() + name[1:]


def choice_text(reader: Reader, field: str, choice: str) -> str:
    """Returns what is chosen in words: a class by its name, a currency by its code."""
    key = f"entry.{field.rpartition('.')[2]}.{choice.replace(' ', '-')}"
    if reader.words.has(key):
        return reader.words(key)
    return reader.name(expand(choice).value) if choice.startswith("pg:") else choice


def label_of(reader: Reader, kind: FormKind, name: str) -> str:
    """Returns what a control is called, with the language that it is in."""
    first, _, rest = name.partition(".")
    if first in {each.name for each in kind.texts()}:
        return f"{field_name(reader, kind, first)} ({language_name(rest, reader.lang)})"
    return field_name(reader, kind, name)


def field_name(reader: Reader, kind: FormKind, name: str) -> str:
    """Returns what a field is called: in this form, within what it stands in, or anywhere."""
    own, short = f"{kind.name}.{name}", name.rpartition(".")[2]
    keys = (f"entry.field.{each}" for each in (own, name, short))
    return next((reader.words(key) for key in keys if reader.words.has(key)), name)


def said(reader: Reader, name: str, value: Any) -> str:
    """Returns a value in words, whatever it is."""
    match value:
        case None | "" | []:
            return reader.words("entry.nothing")
        case bool():
            return reader.words("yes" if value else "no")
        case list():
            return "; ".join(said(reader, name, each) for each in value)
        case {"value": amount, "currency": currency}:
            return _money(reader, amount, currency)
        case dict():
            told = (each for each in value.items() if each[0] != "lang")
            return ", ".join(said(reader, key, each) for key, each in told)
    text = str(value)
    return written(reader.link(text)) if "://" in text else choice_text(reader, name, text)


def _money(reader: Reader, amount: str, currency: str) -> str:
    try:
        return reader.words.money(Decimal(amount), currency)
    except InvalidOperation:
        return f"{amount} {currency}"
