"""How the dataset can be had: whole in several syntaxes, and as the dumps of revisions that are kept."""

from __future__ import annotations

from collections.abc import Sequence

from rdflib import DCTERMS, RDF, XSD, BNode, Graph, Literal, URIRef
from rdflib.namespace import VOID, Namespace

from api.description.blank import blank
from api.description.words import AUTHORITY, said
from api.formats.negotiation import JSONLD, NQUADS, TRIG, Format
from graph.dumps import SUFFIX, Dump
from ontology import PREFIXES

DCAT = Namespace(PREFIXES["dcat"])  # rdflib's own has no terms of DCAT 3
SPDX = Namespace("http://spdx.org/rdf/terms#")
_MEDIA = "https://www.iana.org/assignments/media-types/"
_GZIP = URIRef(f"{_MEDIA}application/gzip")
_SYNTAXES = {
    TRIG: ("TriG", "RDF_TRIG"),
    NQUADS: ("N-Quads", "RDF_N_QUADS"),
    JSONLD: ("JSON-LD", "JSON_LD"),
}
"""What each syntax is called, by people and in the EU's table of file types."""


def add_distributions(
    g: Graph, dataset: URIRef, base: str, dumps: Sequence[Dump], languages: Sequence[str]
) -> None:
    """Adds the ways to have the newest revision, and the revisions that are kept."""
    now = list(said("file-text", languages))
    for wanted in _SYNTAXES:
        file = URIRef(f"{base}api/v1/exports/dataset.{wanted.suffix}")
        _distribution(g, dataset, file, wanted, now)
    newest = URIRef(f"{base}api/v1/dumps/latest{SUFFIX}")
    _compressed(g, dataset, newest, now)
    g.add((dataset, VOID.dataDump, newest))
    for dump in dumps:
        version = URIRef(f"{base}api/v1/dumps/{dump.sequence}")
        _add_version(g, dataset, version, dump, list(said("kept-text", languages)))


def _add_version(
    g: Graph, dataset: URIRef, version: URIRef, dump: Dump, description: Sequence[Literal]
) -> None:
    """Adds a revision whose dump is kept: a dataset of its own, which stays as it is."""
    g.add((dataset, DCAT.hasVersion, version))
    for kind in (DCAT.Dataset, VOID.Dataset):
        g.add((version, RDF.type, kind))
    for title in g.objects(dataset, DCTERMS.title):
        assert isinstance(title, Literal), "titles are texts"
        g.add((version, DCTERMS.title, Literal(f"{title}, version {dump.sequence}", lang=title.language)))
    for same in (DCTERMS.description, DCTERMS.publisher, DCTERMS.language):
        for told in g.objects(dataset, same):
            g.add((version, same, told))
    g.add((version, DCAT.isVersionOf, dataset))
    g.add((version, DCAT.version, Literal(str(dump.sequence))))
    g.add((version, VOID.triples, Literal(dump.quads)))
    address = URIRef(f"{version}{SUFFIX}")
    g.add((version, VOID.dataDump, address))
    file = _compressed(g, version, address, description)
    g.add((file, DCAT.byteSize, Literal(dump.bytes, datatype=XSD.nonNegativeInteger)))
    g.add((file, DCTERMS.issued, Literal(dump.made, datatype=XSD.dateTime)))
    _add_checksum(g, file, dump.sha256)


def _distribution(
    g: Graph,
    dataset: URIRef,
    address: URIRef,
    wanted: Format,
    description: Sequence[Literal],
    packed: str = "",
) -> BNode:
    made, (name, kind) = blank("distribution", dataset, address), _SYNTAXES[wanted]
    g.add((dataset, DCAT.distribution, made))
    g.add((made, RDF.type, DCAT.Distribution))
    g.add((made, DCTERMS.title, Literal(name + packed)))
    for text in description:
        g.add((made, DCTERMS.description, text))
    g.add((made, DCAT.accessURL, address))
    g.add((made, DCAT.downloadURL, address))
    g.add((made, DCAT.mediaType, URIRef(_MEDIA + wanted.media_type)))
    g.add((made, DCTERMS["format"], AUTHORITY[f"file-type/{kind}"]))
    return made


def _compressed(g: Graph, dataset: URIRef, address: URIRef, description: Sequence[Literal]) -> BNode:
    made = _distribution(g, dataset, address, NQUADS, description, ", gzip")
    g.add((made, DCAT.compressFormat, _GZIP))
    return made


def _add_checksum(g: Graph, file: BNode, sha256: str) -> None:
    checksum = blank("checksum", file)
    g.add((file, SPDX.checksum, checksum))
    g.add((checksum, RDF.type, SPDX.Checksum))
    g.add((checksum, SPDX.algorithm, SPDX.checksumAlgorithm_sha256))
    g.add((checksum, SPDX.checksumValue, Literal(sha256, datatype=XSD.hexBinary)))
