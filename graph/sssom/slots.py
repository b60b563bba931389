"""The slots of a mapping set: those of SSSOM 1.1, and those of ours, declared as extensions."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from graph.terms import compact, expand
from ontology import PREFIXES

HERE = "here"
VERSION = "1.1"
LICENSE = "https://w3id.org/sssom/license/unspecified"


@dataclass(frozen=True, slots=True)
class Slot:
    """Is one column: its name, the property that says it in RDF, and the datatype, empty for an IRI."""

    name: str
    property: str
    datatype: str = ""


STANDARD = (
    Slot("record_id", ""),
    Slot("subject_id", "owl:annotatedSource"),
    Slot("subject_label", "sssom:subject_label", "xsd:string"),
    Slot("predicate_id", "owl:annotatedProperty"),
    Slot("object_id", "owl:annotatedTarget"),
    Slot("object_label", "sssom:object_label", "xsd:string"),
    Slot("mapping_justification", "sssom:mapping_justification"),
    Slot("author_id", "pav:authoredBy"),
    Slot("mapping_tool", "sssom:mapping_tool", "xsd:string"),
    Slot("mapping_tool_version", "sssom:mapping_tool_version", "xsd:string"),
    Slot("mapping_date", "dct:created", "xsd:date"),
    Slot("confidence", "sssom:confidence", "xsd:double"),
    Slot("comment", "rdfs:comment", "xsd:string"),
    Slot("reviewer_id", "sssom:reviewer_id"),
    Slot("review_date", "sssom:review_date", "xsd:date"),
    Slot("reviewer_agreement", "sssom:reviewer_agreement", "xsd:double"),
)
EXTENSIONS = (
    Slot("pg_alignment", "prov:specializationOf"),
    Slot("pg_strength", "pg:strength", "xsd:integer"),
    Slot("pg_graded_by", "pg:gradedBy"),
    Slot("pg_status", "schema:creativeWorkStatus", "xsd:string"),
    Slot("pg_said", "pg:saidAt", "xsd:date"),
    Slot("pg_recorded", "dct:dateSubmitted", "xsd:dateTime"),
    Slot("pg_reasoning", "dct:description", "xsd:string"),
    Slot("pg_evidence", "pg:evidence", "xsd:string"),
    Slot("pg_author_name", "foaf:name", "xsd:string"),
    Slot("pg_author_kind", "dct:type", "xsd:string"),
    Slot("pg_grader_name", "schema:editor", "xsd:string"),
    Slot("pg_grader_kind", "schema:category", "xsd:string"),
    Slot("pg_reviewed", "prov:endedAtTime", "xsd:dateTime"),
    Slot("pg_review_reason", "schema:reviewBody", "xsd:string"),
    Slot("pg_reviewer_name", "schema:author", "xsd:string"),
    Slot("pg_reviewer_kind", "schema:additionalType", "xsd:string"),
)
SLOTS = (*STANDARD, *EXTENSIONS)
COLUMNS = tuple(slot.name for slot in SLOTS)
REQUIRED = (
    "subject_id",
    "predicate_id",
    "object_id",
    "mapping_justification",
    "confidence",
    "pg_strength",
    "pg_evidence",
)


def prefixes_of(base: str) -> Mapping[str, str]:
    """Returns the prefixes of a set: ours, and one for the base of the store."""
    return {**PREFIXES, HERE: base}


def curie(text: str, base: str) -> str:
    """Returns the prefixed name of an IRI, or the IRI where no prefix fits.

    >>> curie("http://x/id/project/a/1", "http://x/"), curie("http://metadata.un.org/sdg/9", "http://x/")
    ('here:id/project/a/1', 'sdg:9')
    """
    return f"{HERE}:{text.removeprefix(base)}" if text.startswith(base) else compact(text)


def metadata_of(base: str, sequence: int) -> dict[str, object]:
    """Returns what a mapping set says of itself."""
    used = ("sdg", "pg", "semapv", "prov", "dct", "foaf", "schema", "xsd", "rdfs", "owl", "sssom", "pav")
    return {
        "sssom_version": VERSION,
        "curie_map": {name: PREFIXES[name] for name in used} | {HERE: base},
        "mapping_set_id": set_iri(base),
        "mapping_set_version": str(sequence),
        "mapping_set_title": "Alignments of Policygraph",
        "mapping_set_description": "Who says that what contributes to, or hinders, what. A row is a review.",
        "license": LICENSE,
        "extension_definitions": [
            {
                "slot_name": slot.name,
                "property": expand(slot.property).value,
                "type_hint": expand(slot.datatype or "xsd:anyURI").value,
            }
            for slot in EXTENSIONS
        ],
    }


def set_iri(base: str) -> str:
    """Returns the IRI of the mapping set of a store."""
    return f"{base}api/v1/alignments.sssom"
