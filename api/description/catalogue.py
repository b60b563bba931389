"""The catalogue of what is here: one dataset and two services, by DCAT 3, with its contents by VoID.

What stands where is what DCAT-AP 3 asks of a catalogue, and what readers of VoID look for.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from rdflib import DCTERMS, FOAF, ORG, RDF, RDFS, XSD, Graph, Literal, URIRef
from rdflib.namespace import VOID, Namespace

from api.description.blank import blank
from api.description.distributions import DCAT, SPDX, add_distributions
from api.description.portals import (
    Covered,
    add_contact,
    add_cover,
    add_for_portals,
    add_kinds,
    add_subjects,
)
from api.description.words import authorities, said
from api.formats.negotiation import RDF_FORMATS
from graph.dumps import Dump
from graph.repository.extent import Extent
from ontology import PREFIXES

PROTOCOL = URIRef("http://www.w3.org/TR/sparql11-protocol/")
_FORMATS = Namespace("http://www.w3.org/ns/formats/")
_FEATURES = {"ttl": "Turtle", "jsonld": "JSON-LD", "nt": "N-Triples", "rdf": "RDF_XML"}


@dataclass(frozen=True, slots=True)
class Described:
    """Is what the catalogue tells: `issued` and `modified` are the times of the first and the last commit.

    `sources` is what each graph was made from, by the graph's IRI; `covered` is where and when what it tells
    of is; `counted` is None where nobody counted.
    """

    base: str
    languages: Sequence[str]
    publisher: str
    publisher_url: str
    contact: str
    licence: str
    sequence: int
    issued: str | None
    modified: str | None
    dumps: Sequence[Dump]
    sources: Mapping[str, Sequence[str]]
    covered: Covered
    counted: Extent | None

    @property
    def catalogue(self) -> URIRef:
        """Returns the IRI of the catalogue, at which it is read."""
        return URIRef(f"{self.base}catalog")

    def part(self, name: str) -> URIRef:
        """Returns the IRI of something that the catalogue describes."""
        return URIRef(f"{self.catalogue}#{name}")

    @property
    def dataset(self) -> URIRef:
        """Returns the IRI of the dataset: all that the graph holds, whatever the revision."""
        return self.part("dataset")


def describe_catalogue(told: Described) -> Graph:
    """Returns the catalogue as a graph."""
    g = Graph()
    g.bind("spdx", SPDX)
    g.add((told.catalogue, RDF.type, DCAT.Catalog))
    g.add((told.catalogue, DCAT.dataset, told.dataset))
    g.add((told.catalogue, FOAF.homepage, URIRef(told.base)))
    for each in (told.catalogue, told.dataset):
        _entitle(g, each, "dataset" if each == told.dataset else "catalogue", told)
        _sign(g, each, told)
        _date(g, each, told)
    _add_dataset(g, told)
    add_distributions(g, told.dataset, told.base, told.dumps, told.languages)
    add_for_portals(g, told.dataset)
    for thing in (told.catalogue, told.dataset, *g.objects(told.dataset, DCAT.hasVersion)):
        add_cover(g, thing, told.covered)
    _add_terms(g, told)
    _add_services(g, told)
    add_subjects(g, told.catalogue, told.languages)
    _add_graphs(g, told)
    if told.counted is not None:
        _add_counts(g, told.dataset, told.counted)
    if told.contact:
        add_contact(g, told.contact, told.publisher)
    add_kinds(g)
    return g


def _entitle(g: Graph, thing: URIRef, name: str, told: Described) -> None:
    for title in said(f"{name}-title", told.languages):
        g.add((thing, DCTERMS.title, title))
    for text in said(f"{name}-text", told.languages):
        g.add((thing, DCTERMS.description, text))


def _sign(g: Graph, thing: URIRef, told: Described) -> None:
    """Says who publishes something, where the settings say it."""
    if told.publisher:
        publisher = URIRef(told.publisher_url) if told.publisher_url else told.part("publisher")
        g.add((thing, DCTERMS.publisher, publisher))
        for kind in (FOAF.Agent, ORG.FormalOrganization):
            g.add((publisher, RDF.type, kind))
        g.add((publisher, FOAF.name, Literal(told.publisher)))


def _date(g: Graph, thing: URIRef, told: Described) -> None:
    for name, at in ((DCTERMS.issued, told.issued), (DCTERMS.modified, told.modified)):
        if at is not None:
            g.add((thing, name, Literal(at, datatype=XSD.dateTime)))
    for language in authorities(told.languages):
        g.add((thing, DCTERMS.language, language))


def _add_dataset(g: Graph, told: Described) -> None:
    dataset = told.dataset
    for kind in (DCAT.Dataset, VOID.Dataset):
        g.add((dataset, RDF.type, kind))
    g.add((dataset, DCTERMS.identifier, Literal(str(dataset))))
    g.add((dataset, DCAT.version, Literal(str(told.sequence))))
    g.add((dataset, DCAT.landingPage, URIRef(f"{told.base}{told.languages[0]}/data")))
    g.add((dataset, VOID.sparqlEndpoint, URIRef(f"{told.base}sparql")))
    g.add((dataset, VOID.uriSpace, Literal(f"{told.base}id/")))
    g.add((dataset, VOID.vocabulary, URIRef(PREFIXES["pg"].removesuffix("#"))))
    for offered in RDF_FORMATS:
        g.add((dataset, VOID.feature, _FORMATS[_FEATURES[offered.suffix]]))


def _add_terms(g: Graph, told: Described) -> None:
    """Says under which terms the data may be used: by a licence, and in words what it does not reach."""
    rights = blank("rights")
    g.add((rights, RDF.type, DCTERMS.RightsStatement))
    for text in said("rights", told.languages):
        g.add((rights, RDFS.label, text))
    for dataset in (told.dataset, *g.objects(told.dataset, DCAT.hasVersion)):
        g.add((dataset, DCTERMS.rights, rights))
        for subject in (dataset, *g.objects(dataset, DCAT.distribution)) if told.licence else ():
            g.add((subject, DCTERMS.license, URIRef(told.licence)))


def _add_services(g: Graph, told: Described) -> None:
    for name, address, description in (
        ("sparql", "sparql", "sparql"),
        ("rest", "api/v1/", "api/v1/openapi.json"),
    ):
        service = told.part(name)
        g.add((told.catalogue, DCAT.service, service))
        g.add((service, RDF.type, DCAT.DataService))
        g.add((service, DCAT.endpointURL, URIRef(told.base + address)))
        g.add((service, DCAT.endpointDescription, URIRef(told.base + description)))
        g.add((service, DCAT.servesDataset, told.dataset))
        _entitle(g, service, name, told)
        _sign(g, service, told)
    g.add((told.part("sparql"), DCTERMS.conformsTo, PROTOCOL))


def _add_graphs(g: Graph, told: Described) -> None:
    """Adds the named graphs that come from somewhere, each a part of the dataset with its source."""
    for name, sources in told.sources.items():
        part = URIRef(name)
        g.add((told.dataset, VOID.subset, part))
        g.add((part, RDF.type, VOID.Dataset))
        for source in sources:
            g.add((part, DCTERMS.source, URIRef(source)))
        if told.counted is not None and name in told.counted.graphs:
            g.add((part, VOID.triples, Literal(told.counted.graphs[name])))


def _add_counts(g: Graph, dataset: URIRef, counted: Extent) -> None:
    g.add((dataset, VOID.triples, Literal(counted.triples)))
    for total, of in ((VOID.classes, counted.classes), (VOID.properties, counted.properties)):
        g.add((dataset, total, Literal(len(of))))
    _add_parts(g, dataset, counted.classes, (VOID.classPartition, VOID["class"], VOID.entities))
    _add_parts(g, dataset, counted.properties, (VOID.propertyPartition, VOID.property, VOID.triples))


def _add_parts(
    g: Graph, dataset: URIRef, counts: Mapping[str, int], terms: tuple[URIRef, URIRef, URIRef]
) -> None:
    partition, of, number = terms
    for name, count in counts.items():
        part = blank(partition, name)
        g.add((dataset, partition, part))
        g.add((part, of, URIRef(name)))
        g.add((part, number, Literal(count)))
