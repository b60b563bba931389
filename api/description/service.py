"""The service description of the SPARQL endpoint (SPARQL 1.1 Service Description)."""

from __future__ import annotations

from collections.abc import Iterable

from rdflib import RDF, BNode, Graph, URIRef
from rdflib.namespace import Namespace

from api.description.blank import blank
from api.formats.negotiation import RDF_FORMATS, SELECT_FORMATS

SD = Namespace("http://www.w3.org/ns/sparql-service-description#")
_RESULT_FORMATS = {
    "application/sparql-results+json": "SPARQL_Results_JSON",
    "application/sparql-results+xml": "SPARQL_Results_XML",
    "text/csv": "SPARQL_Results_CSV",
    "text/tab-separated-values": "SPARQL_Results_TSV",
    "text/turtle": "Turtle",
    "application/ld+json": "JSON-LD",
    "application/n-triples": "N-Triples",
    "application/rdf+xml": "RDF_XML",
}


def describe_service(endpoint: str, graphs: Iterable[str]) -> Graph:
    """Returns the description of the endpoint, with the named graphs that its default dataset holds."""
    g = Graph()
    g.bind("sd", SD)
    service, dataset, default = URIRef(endpoint), blank("dataset"), blank("default graph")
    g.add((service, RDF.type, SD.Service))
    g.add((service, SD.endpoint, service))
    g.add((service, SD.supportedLanguage, SD.SPARQL11Query))
    g.add((service, SD.feature, SD.UnionDefaultGraph))
    for offered in (*SELECT_FORMATS, *RDF_FORMATS):
        name = _RESULT_FORMATS[offered.media_type]
        g.add((service, SD.resultFormat, URIRef(f"http://www.w3.org/ns/formats/{name}")))
    g.add((service, SD.defaultDataset, dataset))
    g.add((dataset, RDF.type, SD.Dataset))
    g.add((dataset, SD.defaultGraph, default))
    g.add((default, RDF.type, SD.Graph))
    for name in graphs:
        _add_named(g, dataset, name)
    return g


def _add_named(g: Graph, dataset: BNode, name: str) -> None:
    named, content = blank("named graph", name), blank("content", name)
    g.add((dataset, SD.namedGraph, named))
    g.add((named, RDF.type, SD.NamedGraph))
    g.add((named, SD.name, URIRef(name)))
    g.add((named, SD.graph, content))
    g.add((content, RDF.type, SD.Graph))
