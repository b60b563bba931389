"""A mapping set written: TSV with its metadata in front (SSSOM/TSV), and RDF (SSSOM/RDF)."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Mapping
from itertools import islice
from typing import IO

import yaml

from graph.model import Thing
from graph.repository import Repository
from graph.sssom.agents import kind_of
from graph.sssom.cells import evidence_cell, names_cell, one_line
from graph.sssom.records import Record, Reviewed
from graph.sssom.slots import COLUMNS, EXTENSIONS, SLOTS, curie, metadata_of, prefixes_of, set_iri
from graph.store import write_rdf
from graph.store.base import Store
from graph.terms import BlankNode, Literal, NamedNode, Triple, expand, iri

Cells = dict[str, str]
CHUNK = 200


def write_set_tsv(store: Store, records: Iterable[Record], output: IO[bytes], lang: str = "en") -> None:
    """Writes records as SSSOM/TSV, a row for each review; labels are in the language."""
    header = yaml.safe_dump(
        metadata_of(store.base, store.sequence), sort_keys=False, allow_unicode=True, width=10_000
    )
    output.write("".join(f"#{line}\n" for line in header.splitlines()).encode())
    output.write(_line(COLUMNS))
    for cells in _Rows(store, lang).of(records):
        output.write(_line(cells.get(column, "") for column in COLUMNS))


def write_set_rdf(store: Store, records: Iterable[Record], media_type: str, lang: str = "en") -> bytes:
    """Returns records as SSSOM/RDF in a syntax that is given by its media type."""
    rows = _Rows(store, lang).of(records)
    triples = (*_set_triples(store), *(each for cells in rows for each in _row_triples(cells, store.base)))
    return write_rdf(triples, media_type)


class _Rows:
    """Turns records into rows, with the names of what they speak of."""

    def __init__(self, store: Store, lang: str) -> None:
        self._store = store
        self._base = store.base
        self._repository = Repository(store)
        self._lang = lang
        self._agents: dict[str, tuple[str, str]] = {}

    def of(self, records: Iterable[Record]) -> Iterator[Cells]:
        """Yields a row for each review of each record, one for a record that has none."""
        waiting = iter(records)
        while chunk := tuple(islice(waiting, CHUNK)):
            ends = {name for record in chunk for name in (record.source, record.target)}
            things = self._repository.things(ends, self._lang)
            for record in chunk:
                stated = self._stated(record, things)
                for review in record.reviews or (None,):
                    yield stated | self._reviewed(review) if review else stated

    def _stated(self, record: Record, things: Mapping[str, Thing]) -> Cells:
        name, kind = self._agent(record.author)
        grader = self._agent(record.graded_by) if record.graded_by else ("", "")
        return {
            "record_id": curie(record.iri, self._base),
            "subject_id": curie(record.source, self._base),
            "subject_label": one_line(things[record.source].name.text),
            "predicate_id": curie(record.predicate, self._base),
            "object_id": curie(record.target, self._base),
            "object_label": one_line(things[record.target].name.text),
            "mapping_justification": curie(record.justification, self._base),
            "author_id": curie(record.author, self._base),
            "mapping_tool": one_line(record.tool.name) if record.tool else "",
            "mapping_tool_version": one_line(record.tool.version) if record.tool else "",
            "mapping_date": record.recorded.date().isoformat(),
            "confidence": format(record.confidence, "f"),
            "comment": one_line(record.reasoning[0].text) if record.reasoning else "",
            "pg_alignment": curie(record.iri, self._base),
            "pg_strength": str(record.strength),
            "pg_graded_by": curie(record.graded_by, self._base) if record.graded_by else "",
            "pg_grader_name": grader[0],
            "pg_grader_kind": grader[1],
            "pg_status": record.status,
            "pg_said": record.said.isoformat() if record.said else "",
            "pg_recorded": record.recorded.isoformat(),
            "pg_reasoning": names_cell(record.reasoning),
            "pg_evidence": evidence_cell(record.evidence),
            "pg_author_name": name,
            "pg_author_kind": kind,
        }

    def _reviewed(self, review: Reviewed) -> Cells:
        name, kind = self._agent(review.reviewer)
        return {
            "record_id": curie(review.iri, self._base),
            "reviewer_id": curie(review.reviewer, self._base),
            "review_date": review.at.date().isoformat(),
            "reviewer_agreement": format(review.agreement, "f"),
            "pg_reviewed": review.at.isoformat(),
            "pg_review_reason": names_cell(review.reasons),
            "pg_reviewer_name": name,
            "pg_reviewer_kind": kind,
        }

    def _agent(self, agent: str) -> tuple[str, str]:
        """Returns name and kind of an agent; there are few of them to many rows."""
        if agent not in self._agents:
            name = self._repository.things([agent], self._lang)[agent].name.text
            self._agents[agent] = one_line(name), kind_of(self._store, agent) or ""
        return self._agents[agent]


def _line(cells: Iterable[str]) -> bytes:
    text = io.StringIO()
    csv.writer(text, delimiter="\t", lineterminator="\n").writerow(list(cells))
    return text.getvalue().encode()


def _set_triples(store: Store) -> Iterator[Triple]:
    node, told = iri(set_iri(store.base)), metadata_of(store.base, store.sequence)
    yield Triple(node, expand("rdf:type"), expand("sssom:MappingSet"))
    yield Triple(node, expand("dct:license"), iri(str(told["license"])))
    for key, name in (
        ("version", "owl:versionInfo"),
        ("title", "dct:title"),
        ("description", "dct:description"),
    ):
        yield Triple(node, expand(name), Literal(str(told[f"mapping_set_{key}"])))
    for slot in EXTENSIONS:
        extension = BlankNode(slot.name)
        yield Triple(node, expand("sssom:extension_definitions"), extension)
        yield Triple(extension, expand("rdf:type"), expand("sssom:ExtensionDefinition"))
        yield Triple(extension, expand("sssom:slot_name"), Literal(slot.name))
        yield Triple(extension, expand("sssom:property"), expand(slot.property))
        yield Triple(extension, expand("sssom:type_hint"), expand(slot.datatype or "xsd:anyURI"))


def _row_triples(cells: Cells, base: str) -> Iterator[Triple]:
    prefixes = prefixes_of(base)
    node = expand(cells["record_id"], prefixes)
    yield Triple(iri(set_iri(base)), expand("sssom:mappings"), node)
    yield Triple(node, expand("rdf:type"), expand("owl:Axiom"))
    for slot in SLOTS[1:]:
        if value := cells.get(slot.name):
            yield Triple(node, expand(slot.property), _term(value, slot.datatype, prefixes))


def _term(value: str, datatype: str, prefixes: Mapping[str, str]) -> NamedNode | Literal:
    return Literal(value, datatype=expand(datatype)) if datatype else expand(value, prefixes)
