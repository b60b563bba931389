"""What portals of open data show and sort by: what DCAT-AP 3 recommends of a dataset, where it is known here.

Portals draw on the EU's authority tables. What kind of thing a value is stands beside it (`KINDS`): whoever
holds a catalogue against the shapes of DCAT-AP may not have those tables at hand.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from types import MappingProxyType

from rdflib import DCTERMS, FOAF, RDF, SKOS, Graph, Literal, URIRef
from rdflib.namespace import Namespace

from api.description.blank import blank
from api.description.distributions import DCAT
from api.description.words import AUTHORITY, said
from api.settings import MAILTO

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
        DCAT.compressFormat: DCTERMS.MediaType,
        DCAT.landingPage: FOAF.Document,
        DCAT.mediaType: DCTERMS.MediaType,
        FOAF.homepage: FOAF.Document,
    }
)
"""The class of what each property leads to, by DCAT-AP 3."""

_THEMES = {"GOVE": "Government and public sector", "REGI": "Regions and cities"}
_PUBLIC = AUTHORITY["access-right/PUBLIC"]
_GOES_ON, _STAYS = AUTHORITY["frequency/UPDATE_CONT"], AUTHORITY["frequency/NEVER"]


def add_for_portals(g: Graph, dataset: URIRef, countries: Sequence[str], languages: Sequence[str]) -> None:
    """Says of the dataset, and of its kept revisions, what they are about and who may read them."""
    kept = list(g.objects(dataset, DCAT.hasVersion))
    for each in (dataset, *kept):
        for word in _keywords(languages):
            g.add((each, DCAT.keyword, word))
        for theme in _THEMES:
            g.add((each, DCAT.theme, AUTHORITY[f"data-theme/{theme}"]))
        for country in countries:
            g.add((each, DCTERMS.spatial, URIRef(country)))
        g.add((each, DCTERMS.accessRights, _PUBLIC))
        g.add((each, DCTERMS.accrualPeriodicity, _STAYS if each in kept else _GOES_ON))
    for theme, name in _THEMES.items():
        g.add((AUTHORITY[f"data-theme/{theme}"], RDF.type, SKOS.Concept))
        g.add((AUTHORITY[f"data-theme/{theme}"], SKOS.prefLabel, Literal(name, lang="en")))


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
