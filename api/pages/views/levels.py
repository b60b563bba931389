"""The policy levels in the order of a chain, and what kind of thing a resource is, in words."""

from __future__ import annotations

from api.pages.reader import Reader
from graph.terms import compact, expand

LEVELS = (
    "pg:GlobalLevel",
    "pg:EuLevel",
    "pg:NationalLevel",
    "pg:RegionalLevel",
    "pg:MunicipalLevel",
)
_GENERAL = {
    "pg:Objective",
    "skos:Concept",
    "eli:Work",
    "eli:LegalResource",
    "org:FormalOrganization",
    "prov:Agent",
    "dct:Location",
    "owl:NamedIndividual",
}


def level_of(reader: Reader, subject: str) -> str | None:
    """Returns the level of a resource as a prefixed name, None where it has none, as projects have not."""
    level = reader.node(subject, "pg:level")
    return compact(level) if level else None


def level_name(reader: Reader, level: str | None) -> str:
    """Returns a level in words; None is the level of projects."""
    return reader.words(f"level.{level.removeprefix('pg:')}" if level else "level.project")


def kind_of(reader: Reader, subject: str) -> str:
    """Returns the most telling class of a resource in words: sub-goal rather than objective.

    It is read once until the next commit.
    """
    return reader.repository.reading.noted(("kind", reader.lang, subject), lambda: _kind(reader, subject))


def _kind(reader: Reader, subject: str) -> str:
    work_type = reader.node(subject, "eli:work_type")
    if work_type:
        return reader.label(work_type).text
    kinds = [compact(kind) for kind in reader.nodes(subject, "rdf:type")]
    ranked = sorted(kinds, key=lambda kind: (kind in _GENERAL, not kind.startswith(("pg:", "sdgo:")), kind))
    named = (class_name(reader, kind) for kind in ranked)
    return next((name for name in named if name), reader.words("kind.other"))


def class_name(reader: Reader, kind: str) -> str | None:
    """Returns a class in words: the pages' own, else the label that its vocabulary gives."""
    own = reader.words.property(kind)
    if own or not kind.startswith("pg:"):
        return own
    return reader.label(expand(kind).value).text
