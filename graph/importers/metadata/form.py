"""The form of a mapping: each property with what checks its value. docs/mappings.md says what they mean."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from graph.importers.metadata import names
from graph.importers.metadata.checks import (
    Check,
    Fault,
    Known,
    an_object,
    anything,
    below,
    by_name,
    encoding,
    fault,
    flag,
    listed,
    one_of,
    one_or_several,
    pattern,
    sign,
    text,
    texts,
)
from graph.importers.tabular_dates import is_pattern

_TEXTS = ("string", "normalizedString", "token")
_NUMBERS = ("decimal", "integer")
_BASES = (*_TEXTS, *_NUMBERS, "date", "boolean", "gYear")


def faults_of(metadata: object) -> Iterator[Fault]:
    """Yields what is wrong with the metadata of a mapping.

    A property that is misspelt would be passed over, and a column stated in another way, or not at all.
    """
    yield from _MAPPING(metadata, names.known_of(metadata))
    if isinstance(metadata, Mapping) and isinstance(metadata.get("tableSchema"), Mapping):
        yield from _beside_each_other(metadata, metadata["tableSchema"])


def _beside_each_other(metadata: Mapping[str, Any], schema: Mapping[str, Any]) -> Iterator[Fault]:
    """Yields what is wrong between properties that are right each by itself."""
    columns = list(names.column_names(schema))
    for name in sorted({name for name in columns if columns.count(name) > 1}):
        yield from below(f"tableSchema/columns/{name}", [fault("mapping-twice", found=name)])
    if metadata.get("pg:listName") and schema.get("pg:listKey"):
        yield from below("pg:listName", [fault("mapping-names")])
    for name in names.untyped(metadata, schema):
        yield from below(f"tableSchema/columns/{name}/aboutUrl", [fault("mapping-untyped")])


def _title(value: Any, known: Known) -> Iterator[Fault]:
    """Checks a text for people: one, or one for each language."""
    if not isinstance(value, str):
        in_language = an_object({"@value": names.words_of_list, "@language": names.tag}, "@value")
        yield from listed(in_language)(value, known)


def _titles(value: Any, known: Known) -> Iterator[Fault]:
    """Checks the headings of a column: one, several, or one for each language."""
    yield from texts(list(value.values()) if isinstance(value, Mapping) else value, known)


def _in_languages(value: Any, known: Known) -> Iterator[Fault]:
    """Checks texts, or an object that has them for each language."""
    yield from (by_name(names.tag, texts) if isinstance(value, Mapping) else texts)(value, known)


def _columns(value: Any, known: Known) -> Iterator[Fault]:
    if not isinstance(value, list):
        yield fault("value-list")
        return
    for number, each in enumerate(value):
        name = each.get("name") if isinstance(each, Mapping) else None
        yield from below(name if isinstance(name, str) else str(number), _column(each, known))


def _column(value: Any, known: Known) -> Iterator[Fault]:
    is_virtual = isinstance(value, Mapping) and value.get("virtual") is True
    yield from an_object(_COLUMN, "name", *(() if is_virtual else ("titles",)))(value, known)


def _datatype(value: Any, known: Known) -> Iterator[Fault]:
    """Checks a datatype, whose format hangs on its base."""
    if isinstance(value, str):
        yield from one_of(*_BASES)(value, known)
        return
    base = value.get("base", "string") if isinstance(value, Mapping) else "string"
    form = {"format": _FORMATS[base]} if isinstance(base, str) and base in _FORMATS else {}
    yield from an_object({"base": one_of(*_BASES), **form})(value, known)


def _date_pattern(value: Any, _known: Known) -> Iterator[Fault]:
    if not isinstance(value, str) or not is_pattern(value):
        yield fault("mapping-date")


def _resource(value: Any, known: Known) -> Iterator[Fault]:
    """Checks a thing that is stated once for the list: its IRI, its graph, its properties by their terms."""
    yield from by_name(_property, one_or_several(_stated))(value, known)
    if isinstance(value, Mapping):
        yield from an_object({**dict.fromkeys(value, anything), **_OF_RESOURCE}, "@id")(value, known)


def _property(name: Any, known: Known) -> Iterator[Fault]:
    if name not in ("@id", "@type", "pg:graph"):
        yield from names.term(name, known)


def _stated(value: Any, known: Known) -> Iterator[Fault]:
    if isinstance(value, str):
        yield from names.words_of_list(value, known)
    elif isinstance(value, Mapping) and "@id" in value:
        yield from an_object({"@id": names.template_of_list})(value, known)
    else:
        literal = {"@value": names.words_of_list, "@language": names.tag, "@type": names.term}
        yield from an_object(literal, "@value")(value, known)


_OF_RESOURCE: Mapping[str, Check] = {
    "@id": names.template_of_list,
    "@type": one_or_several(names.term),
    "pg:graph": names.template_of_list,
}
_FORMATS: Mapping[str, Check] = {
    **dict.fromkeys(_TEXTS, pattern),
    **dict.fromkeys(_NUMBERS, an_object({"groupChar": sign, "decimalChar": sign})),
    "date": _date_pattern,
}
_REMARKS: Mapping[str, Check] = {"dc:title": _title, "dc:description": anything, "dc:source": anything}
_MATCH: Mapping[str, Check] = {
    "type": names.term,
    "where": by_name(names.path, names.end_of_path),
    "by": one_or_several(names.term),
    "names": by_name(anything, text),
    "forms": texts,
    "missing": one_of("refuse", "warn"),
    "withSource": flag,
}
_COLUMN: Mapping[str, Check] = {
    **_REMARKS,
    "name": text,
    "titles": _titles,
    "virtual": flag,
    "datatype": _datatype,
    "separator": text,
    "null": texts,
    "default": text,
    "required": flag,
    "suppressOutput": flag,
    "lang": names.tag,
    "pg:spoken": flag,
    "pg:defaults": by_name(names.tag, text),
    "aboutUrl": names.template,
    "propertyUrl": names.term,
    "valueUrl": names.template,
    "pg:text": names.words,
    "pg:graph": names.template_of_list,
    "pg:match": one_or_several(an_object(_MATCH, "type")),
    "pg:names": by_name(anything, text),
    "pg:currency": text,
    "pg:currencyOf": names.column,
    "pg:when": one_or_several(names.column),
    "pg:langOf": names.column,
    "pg:disagreement": one_of("first", "least", "greatest"),
    "pg:invalid": one_of("refuse", "warn"),
    "pg:single": flag,
    "pg:rest": flag,
    "pg:section": an_object({"of": names.column, "texts": texts}, "of", "texts"),
    "pg:example": _in_languages,
}
_RULE: Mapping[str, Check] = {
    "rule": one_of("order", "any", "requires"),
    "columns": one_or_several(names.column),
    "unless": names.values_by_column,
    "otherwise": one_of("refuse", "warn"),
    "always": flag,
}
_SCHEMA: Mapping[str, Check] = {
    "primaryKey": one_or_several(names.column),
    "aboutUrl": names.template,
    "columns": _columns,
    "pg:subjectKey": one_or_several(names.column),
    "pg:rules": listed(an_object(_RULE, "rule", "columns")),
    "pg:listKey": names.column,
}
_MAPPING: Check = an_object(
    {
        **_REMARKS,
        **dict.fromkeys(("@context", "@id", "@type", "url", "notes"), anything),
        "dialect": an_object({"encoding": encoding, "delimiter": sign, "quoteChar": sign}),
        "tableSchema": an_object(_SCHEMA, "primaryKey", "aboutUrl", "columns"),
        "pg:format": one_of("csv", "json"),
        "pg:graph": names.template_of_list,
        "pg:ledger": names.template_of_list,
        "pg:author": names.template_of_list,
        "pg:fileName": pattern,
        "pg:listName": one_of("file", "given"),
        "pg:resources": listed(_resource),
    },
    *("dc:title", "pg:graph", "pg:author", "tableSchema"),
)
