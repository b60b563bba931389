"""What portals of open data show and sort by: what DCAT-AP 3 recommends of a dataset, where it is known here.

Portals draw on the EU's authority tables. What kind of thing a value is stands beside it (`KINDS`): whoever
holds a catalogue against the shapes of DCAT-AP may not have those tables at hand.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from rdflib import DCTERMS, FOAF, RDF, SKOS, XSD, Graph, Literal, URIRef
from rdflib.namespace import Namespace
from rdflib.term import Node

from api.description.blank import blank
from api.description.distributions import DCAT
from api.description.words import AUTHORITY, said
from api.settings import MAILTO

DCATAP = Namespace("http://data.europa.eu/r5r/")
VCARD = Namespace("http://www.w3.org/2006/vcard/ns#")
KINDS = MappingProxyType(
    {
        DCTERMS.accessRights: DCTERMS.RightsStatement,
        DCTERMS.accrualPeriodicity: DCTERMS.Frequency,
        DCTERMS.conformsTo: DCTERMS.Standard,
        DCTERMS["format"]: DCTERMS.MediaTypeOrExtent,
        DCTERMS.language: DCTERMS.LinguisticSystem,
        DCTERMS.license: DCTERMS.LicenseDocument,
        DCTERMS.spatial: DCTERMS.Location,
        DCTERMS.temporal: DCTERMS.PeriodOfTime,
        DCATAP.availability: SKOS.Concept,
        DCAT.compressFormat: DCTERMS.MediaType,
        DCAT.landingPage: FOAF.Document,
        DCAT.mediaType: DCTERMS.MediaType,
        DCAT.theme: SKOS.Concept,
        DCAT.themeTaxonomy: SKOS.ConceptScheme,
        FOAF.homepage: FOAF.Document,
    }
)
"""The class of what each property leads to, by DCAT-AP 3."""

_THEMES = {"GOVE": "Government and public sector", "REGI": "Regions and cities"}
_TAXONOMY = AUTHORITY["data-theme"]
_PUBLIC = AUTHORITY["access-right/PUBLIC"]
_FOR_A_WHILE = AUTHORITY["planned-availability/TEMPORARY"]
_GOES_ON, _STAYS = AUTHORITY["frequency/UPDATE_CONT"], AUTHORITY["frequency/NEVER"]


@dataclass(frozen=True, slots=True)
class Covered:
    """Is where and when what the dataset tells of is: IRIs of countries, and the first and the last day.

    A day that the graph does not tell is None.
    """

    countries: Sequence[str]
    start: str | None
    end: str | None


def add_for_portals(g: Graph, dataset: URIRef) -> None:
    """Says of the dataset, and of its kept revisions, who may read them and how long.

    Of a revision only the newest few are kept; for how long all else is there is for whoever runs the server.
    """
    kept = list(g.objects(dataset, DCAT.hasVersion))
    for each in (dataset, *kept):
        g.add((each, DCTERMS.accessRights, _PUBLIC))
        g.add((each, DCTERMS.accrualPeriodicity, _STAYS if each in kept else _GOES_ON))
    for file in (file for each in kept for file in list(g.objects(each, DCAT.distribution))):
        g.add((file, DCATAP.availability, _FOR_A_WHILE))


def add_cover(g: Graph, thing: Node, covered: Covered) -> None:
    """Says of the catalogue or a dataset which countries and which time it is of."""
    for country in covered.countries:
        g.add((thing, DCTERMS.spatial, URIRef(country)))
    days = {DCAT.startDate: covered.start, DCAT.endDate: covered.end}
    period = blank("period")
    for name, day in days.items():
        if day is not None:
            g.add((thing, DCTERMS.temporal, period))
            g.add((period, name, Literal(day, datatype=XSD.date)))


def add_subjects(g: Graph, catalogue: URIRef, languages: Sequence[str]) -> None:
    """Says of all datasets and services what they are about, and where the themes are from."""
    for kind in (DCAT.Dataset, DCAT.DataService):
        for each in list(g.subjects(RDF.type, kind)):
            for word in _keywords(languages):
                g.add((each, DCAT.keyword, word))
            for theme in _THEMES:
                g.add((each, DCAT.theme, AUTHORITY[f"data-theme/{theme}"]))
    g.add((catalogue, DCAT.themeTaxonomy, _TAXONOMY))
    g.add((_TAXONOMY, DCTERMS.title, Literal("Data theme", lang="en")))
    for theme, name in _THEMES.items():
        g.add((AUTHORITY[f"data-theme/{theme}"], SKOS.prefLabel, Literal(name, lang="en")))
        g.add((AUTHORITY[f"data-theme/{theme}"], SKOS.inScheme, _TAXONOMY))


def _keywords(languages: Sequence[str]) -> Iterator[Literal]:
    for text in said("keywords", languages):
        for word in text.split(", "):
            yield Literal(word, lang=text.language)


def add_contact(g: Graph, contact: str, name: str) -> None:
    """Says of all datasets and services where one asks about them: an IRI of `mailto:` or of a page."""
    point = blank("contact")
    g.add((point, RDF.type, VCARD.Organization))
    g.add((point, RDF.type, VCARD.Kind))
    g.add((point, VCARD.fn, Literal(name or contact.removeprefix(MAILTO))))
    g.add((point, VCARD.hasEmail if contact.startswith(MAILTO) else VCARD.hasURL, URIRef(contact)))
    for kind in (DCAT.Dataset, DCAT.DataService):
        for each in list(g.subjects(RDF.type, kind)):
            g.add((each, DCAT.contactPoint, point))


def add_kinds(g: Graph) -> None:
    """Says of what the properties of `KINDS` lead to what it is."""
    for name, kind in KINDS.items():
        for value in set(g.objects(None, name)):
            g.add((value, RDF.type, kind))
