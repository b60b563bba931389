"""Mappings of lists: CSVW metadata in `mappings/<name>.json`, read and checked.

What is used of CSVW: `dialect` (encoding, delimiter, quoteChar), `tableSchema` with `primaryKey`, `aboutUrl`
and `columns` (name, titles, datatype with base and format, separator, null, default, required, lang,
aboutUrl, propertyUrl, valueUrl, virtual, suppressOutput). What CSVW has no word for begins with `pg:`;
docs/mappings.md lists both.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

from graph.causes import json_cause, os_cause
from graph.errors import Cause, FileProblem, Place, UnknownName
from graph.importers.metadata import VARIABLE, faults_of
from graph.importers.sheets import Dialect
from graph.importers.tabular_titles import all_titles, examples, headings, in_languages, several

FOLDER = Path(__file__).parent / "mappings"


@dataclass(frozen=True, slots=True)
class Datatype:
    """Is the datatype of a column: its XML Schema base, and the format of its cells (UAX 35 for dates)."""

    base: str = "string"
    format: str | None = None
    group: str = ""
    point: str = "."


@dataclass(frozen=True, slots=True)
class Match:
    """Is how the cells of a column name things of the graph: those of `type` that have all of `where`.

    `by` are the properties that may hold the name; `names` says which of them a cell of the list stands for,
    and `forms` how people may write any of them too, with the name in the place of `{}`.
    `missing` is what an unknown name does to its row: "refuse" it, or "warn" and leave the cell out. Where
    things of several sources may be named, `with_source` has the source of each in what stands for it.
    """

    type: str
    where: tuple[tuple[str, str], ...] = ()
    by: tuple[str, ...] = ("skos:prefLabel", "skos:altLabel")
    names: Mapping[str, str] = field(default_factory=dict)
    forms: tuple[str, ...] = ()
    missing: str = "refuse"
    with_source: bool = False


@dataclass(frozen=True, slots=True)
class Section:
    """Is how a list is parted: a line with one of `texts` in the column `of` alone heads those below."""

    of: str
    texts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Rule:
    """Is what must hold between columns of a row.

    "order": the first is not after the last; "any": one of them has a value; "requires": all have one,
    unless a column has one of the values in `unless`. `otherwise` is "refuse" or "warn"; a warning about the
    order leaves the last column out. A rule holds only for a file that has columns of its, or `always`.
    """

    kind: str
    columns: tuple[str, ...]
    unless: tuple[tuple[str, tuple[str, ...]], ...] = ()
    otherwise: str = "refuse"
    always: bool = False


@dataclass(frozen=True, slots=True)
class Column:
    """Is a column of the list, or a virtual one that every row gets."""

    name: str
    titles: tuple[str, ...] = ()
    virtual: bool = False
    datatype: Datatype = Datatype()
    separator: str | None = None
    null: tuple[str, ...] = ("",)
    default: str | None = None
    required: bool = False
    suppressed: bool = False
    lang: str | None = None
    spoken: bool = False
    defaults: Mapping[str, str] = field(default_factory=dict)
    about: str = ""
    property: str | None = None
    value: str | None = None
    text: str | None = None
    graph: str = ""
    matches: tuple[Match, ...] = ()
    names: Mapping[str, str] = field(default_factory=dict)
    currency: str | None = None
    currency_of: str | None = None
    when: tuple[str, ...] = ()
    lang_of: str | None = None
    disagreement: str | None = None
    invalid: str = "refuse"
    single: bool = False
    rest: bool = False
    section: Section | None = None
    headings: Mapping[str, str] = field(default_factory=dict)
    description: str = ""
    examples: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def examples_in(self, lang: str) -> tuple[str, ...]:
        """Returns what stands in the rows of a template in a language."""
        return self.examples.get(lang, self.examples.get("", ()))

    def variables(self) -> tuple[str, ...]:
        """Returns the names of the columns whose values make this column's statements, each once."""
        return _variables(self.about, self.value or self.text, self.name, self.when, self.lang_of)


@lru_cache(maxsize=4096)
def _variables(
    about: str, made: str | None, name: str, when: tuple[str, ...], lang_of: str | None
) -> tuple[str, ...]:
    own = VARIABLE.findall(made) if made else [name]
    named = [*VARIABLE.findall(about), *own, *when]
    return tuple(dict.fromkeys([*named, lang_of] if lang_of else named))


@dataclass(frozen=True, slots=True)
class ListMapping:
    """Is a mapping of one kind of list to the graph; IRIs without a scheme count from the store's base.

    `list_name` says what a list is called that was given no name: as its "file", or nothing ("given"); None
    is for a kind of which there is one list. `called` is the name of the list that it was filled in for.
    """

    name: str
    titles: Mapping[str, str]
    format: str
    dialect: Dialect
    columns: tuple[Column, ...]
    key: tuple[str, ...]
    graph: str
    ledger: str | None
    author: str
    resources: tuple[Mapping[str, Any], ...]
    subject: tuple[str, ...] = ()
    rules: tuple[Rule, ...] = ()
    file_name: str | None = None
    about: str = ""
    source: Path | None = None
    list_key: str | None = None
    list_name: str | None = None
    called: str = ""
    said: tuple[tuple[str, str], ...] = ()

    def title(self, lang: str) -> str:
        """Returns what this kind of list is called in a language; one that somebody named has one name."""
        return self.titles.get(lang) or next(iter(self.titles.values()))

    def titled(self) -> tuple[Column, ...]:
        """Returns the columns that the file itself must have."""
        return tuple(column for column in self.columns if not column.virtual)

    def needs(self, column: Column) -> bool:
        """Says whether no list can be read without a column."""
        return column.required or (column.name in self.key and column.default is None)

    def used(self) -> tuple[Column, ...]:
        """Returns those of them that the statements are made from."""
        stating = (column for column in self.columns if column.property and not column.suppressed)
        named = {*self.key, *self.subject, *(name for column in stating for name in column.variables())}
        return tuple(column for column in self.titled() if column.name in named)


def mapping_names() -> tuple[str, ...]:
    """Returns the names of the mappings that ship, in order."""
    return tuple(sorted(path.stem for path in FOLDER.glob("*.json")))


@cache
def load_mapping(name: str) -> ListMapping:
    """Returns the mapping of that name, or in a file whose name ends with `.json`.

    An unknown name raises UnknownName with the known ones, a file that is none FileProblem.
    """
    if name.endswith(".json"):
        return read_mapping(Path(name))
    if name not in mapping_names():
        raise UnknownName("mapping-unknown", name=name, known=", ".join(mapping_names()))
    return read_mapping(FOLDER / f"{name}.json")


def for_file(mapping: ListMapping, path: Path) -> ListMapping:
    """Returns the mapping with what the name of a file says filled in; a name that says too little raises.

    A mapping with `pg:fileName` is a pattern whose groups stand as `{file:group}` in the rest of it.
    """
    if mapping.file_name is None:
        return mapping
    found = re.fullmatch(mapping.file_name, path.name)
    if found is None:
        values = {"pattern": mapping.file_name, "mapping": mapping.name}
        raise FileProblem("file-name", Place(file=str(path)), file=path.name, **values)
    groups = found.groupdict().items()
    return read_again(mapping, *((f"file:{name}", text) for name, text in groups if text is not None))


def for_list(mapping: ListMapping, key: str) -> ListMapping:
    """Returns the mapping with the key of the list filled in, where it says `{list}`."""
    return read_again(mapping, ("list", key)) if mapping.list_key else mapping


def read_again(mapping: ListMapping, *said: tuple[str, str]) -> ListMapping:
    """Returns the mapping with more filled in: what stands in place of `{name}`, for each name."""
    path = mapping.source or FOLDER / f"{mapping.name}.json"
    return read_mapping(path, (*mapping.said, *said))


def read_mapping(path: Path, said: Iterable[tuple[str, str]] = ()) -> ListMapping:
    """Returns the mapping in a CSVW metadata file; one that cannot be used raises FileProblem.

    `said` are what stands in place of `{name}`: the groups of the file's name, the key of the list.
    """
    said, text = tuple(said), _text_of(path)
    for name, value in said:
        text = text.replace(f"{{{name}}}", json.dumps(value, ensure_ascii=False)[1:-1])
    metadata = _parsed(path, text)
    if path.parent != FOLDER and not said:  # those that ship are looked at by a test
        _check(path, metadata)
    return replace(parse_mapping(path.stem, metadata), source=path, said=said)


def _text_of(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except OSError as error:
        values = {"file": str(path), "why": os_cause(error)}
        raise FileProblem("file-unreadable", Place(file=str(path)), **values) from error
    except UnicodeDecodeError as error:
        why = Cause("text-encoding", words=str(error))
        raise FileProblem("file-unreadable", Place(file=str(path)), file=str(path), why=why) from error


def _parsed(path: Path, text: str) -> Any:
    try:
        return json.loads(text)
    except json.JSONDecodeError as error:
        place = Place(file=str(path), row=error.lineno, column=str(error.colno))
        at = {"line": error.lineno, "column": error.colno}
        why = json_cause(error.msg)
        raise FileProblem("json-broken", place, file=str(path), **at, why=why) from error


def _check(path: Path, metadata: object) -> None:
    for fault in faults_of(metadata):
        raise FileProblem(
            "mapping-broken", Place(file=str(path)), name=path.stem, at=fault.at or "-", why=fault.why
        )


def parse_mapping(name: str, metadata: Mapping[str, Any]) -> ListMapping:
    """Returns the mapping that CSVW metadata without faults describe."""
    schema, graph = metadata["tableSchema"], metadata["pg:graph"]
    return ListMapping(
        name=name,
        titles=in_languages(metadata["dc:title"]),
        format=metadata.get("pg:format", "csv"),
        dialect=_dialect(metadata.get("dialect", {})),
        columns=tuple(_column(column, schema.get("aboutUrl", ""), graph) for column in schema["columns"]),
        key=several(schema["primaryKey"]),
        graph=graph,
        ledger=metadata.get("pg:ledger"),
        author=metadata["pg:author"],
        resources=tuple(metadata.get("pg:resources", ())),
        subject=several(schema.get("pg:subjectKey", ())),
        rules=tuple(_rule(rule) for rule in schema.get("pg:rules", ())),
        file_name=metadata.get("pg:fileName"),
        about=schema["aboutUrl"],
        list_key=schema.get("pg:listKey"),
        list_name=metadata.get("pg:listName"),
    )


def _rule(rule: Mapping[str, Any]) -> Rule:
    unless = rule.get("unless", {})
    return Rule(
        kind=rule["rule"],
        columns=several(rule["columns"]),
        unless=tuple((name, several(values)) for name, values in unless.items()),
        otherwise=rule.get("otherwise", "refuse"),
        always=rule.get("always", False),
    )


def _dialect(dialect: Mapping[str, str]) -> Dialect:
    return Dialect(
        dialect.get("encoding", "utf-8"), dialect.get("delimiter", ","), dialect.get("quoteChar", '"')
    )


def _column(column: Mapping[str, Any], about: str, graph: str) -> Column:
    return Column(
        name=column["name"],
        titles=all_titles(column.get("titles", ())),
        virtual=column.get("virtual", False),
        datatype=_datatype(column.get("datatype", "string")),
        separator=column.get("separator"),
        null=several(column.get("null", "")),
        default=column.get("default"),
        required=column.get("required", False),
        suppressed=column.get("suppressOutput", False),
        lang=column.get("lang"),
        spoken=column.get("pg:spoken", False),
        defaults=column.get("pg:defaults", {}),
        about=column.get("aboutUrl", about),
        property=column.get("propertyUrl"),
        value=column.get("valueUrl"),
        text=column.get("pg:text"),
        graph=column.get("pg:graph", graph),
        matches=_matches(column.get("pg:match", ())),
        names=column.get("pg:names", {}),
        currency=column.get("pg:currency"),
        currency_of=column.get("pg:currencyOf"),
        when=several(column.get("pg:when", ())),
        lang_of=column.get("pg:langOf"),
        disagreement=column.get("pg:disagreement"),
        invalid=column.get("pg:invalid", "refuse"),
        single=column.get("pg:single", False),
        rest=column.get("pg:rest", False),
        section=_section(column.get("pg:section")),
        headings=headings(column.get("titles", ())),
        description=column.get("dc:description", ""),
        examples=examples(column.get("pg:example", ())),
    )


def _section(declared: Mapping[str, Any] | None) -> Section | None:
    return Section(declared["of"], several(declared["texts"])) if declared else None


def _datatype(datatype: str | Mapping[str, Any]) -> Datatype:
    if isinstance(datatype, str):
        return Datatype(datatype)
    form = datatype.get("format")
    if isinstance(form, Mapping):
        return Datatype(
            datatype["base"], form.get("pattern"), form.get("groupChar", ""), form.get("decimalChar", ".")
        )
    return Datatype(datatype.get("base", "string"), form)


def _matches(declared: Mapping[str, Any] | Iterable[Mapping[str, Any]]) -> tuple[Match, ...]:
    """Returns the ways to match, to be tried in their order."""
    return tuple(_match(match) for match in ([declared] if isinstance(declared, Mapping) else declared))


def _match(match: Mapping[str, Any]) -> Match:
    return Match(
        type=match["type"],
        where=tuple(match.get("where", {}).items()),
        by=several(match.get("by", ("skos:prefLabel", "skos:altLabel"))),
        names=match.get("names", {}),
        forms=tuple(match.get("forms", ())),
        missing=match.get("missing", "refuse"),
        with_source=match.get("withSource", False),
    )
