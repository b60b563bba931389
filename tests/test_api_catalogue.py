"""The catalogue: what it tells of the dataset is what the graph, the dumps and the settings say."""

from __future__ import annotations

import gzip
import hashlib
from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path

import pyoxigraph as ox
import pyshacl
import pytest
from rdflib import DCTERMS, FOAF, RDF, SKOS, XSD, Graph, Literal, Namespace, URIRef
from rdflib.namespace import VOID

from api.settings import Settings
from api_serving import Client, client_of, shipped_client
from graph.store import Changes, Store, open_store
from graph.terms import DEFAULT_BASE, Quad, iri
from ontology import PREFIXES
from shapes import SHAPE_FILES

DCAT = Namespace(PREFIXES["dcat"])
DCATAP = Namespace("http://data.europa.eu/r5r/")
SPDX = Namespace("http://spdx.org/rdf/terms#")
VCARD = Namespace("http://www.w3.org/2006/vcard/ns#")
CATALOGUE = URIRef(f"{DEFAULT_BASE}catalog")
DATASET = URIRef(f"{CATALOGUE}#dataset")
SIGNED = {
    "publisher": "Region Exempel",
    "publisher_url": "https://region.example/",
    "contact": "data@region.example",
    "licence": "https://creativecommons.org/publicdomain/zero/1.0/",
}
MANDATORY = {
    DCAT.Catalog: (DCTERMS.title, DCTERMS.description, DCTERMS.publisher),
    DCAT.Dataset: (DCTERMS.title, DCTERMS.description),
    DCAT.Distribution: (DCAT.accessURL,),
    DCAT.DataService: (DCTERMS.title, DCAT.endpointURL),
}
"""What DCAT-AP 3.0 makes mandatory, by class."""
RECOMMENDED = {
    DCAT.Catalog: (
        DCAT.themeTaxonomy,
        DCTERMS.language,
        DCTERMS.issued,
        DCTERMS.modified,
        DCTERMS.spatial,
        FOAF.homepage,
    ),
    DCAT.Dataset: (
        DCAT.contactPoint,
        DCAT.distribution,
        DCAT.keyword,
        DCAT.theme,
        DCTERMS.publisher,
        DCTERMS.spatial,
        DCTERMS.temporal,
        DCTERMS.accessRights,
    ),
    DCAT.Distribution: (DCTERMS.description, DCTERMS["format"], DCTERMS.license),
    DCAT.DataService: (
        DCAT.contactPoint,
        DCAT.endpointDescription,
        DCAT.keyword,
        DCAT.theme,
        DCAT.servesDataset,
        DCTERMS.publisher,
    ),
}
"""What it recommends and a server can know, by class."""
RANGES = {
    DCAT.compressFormat: DCTERMS.MediaType,
    DCAT.contactPoint: VCARD.Kind,
    DCAT.landingPage: FOAF.Document,
    DCAT.mediaType: DCTERMS.MediaType,
    DCAT.theme: SKOS.Concept,
    DCAT.themeTaxonomy: SKOS.ConceptScheme,
    DCTERMS.accessRights: DCTERMS.RightsStatement,
    DCTERMS.accrualPeriodicity: DCTERMS.Frequency,
    DCTERMS.conformsTo: DCTERMS.Standard,
    DCTERMS["format"]: DCTERMS.MediaTypeOrExtent,
    DCTERMS.language: DCTERMS.LinguisticSystem,
    DCTERMS.license: DCTERMS.LicenseDocument,
    DCTERMS.publisher: FOAF.Agent,
    DCTERMS.rights: DCTERMS.RightsStatement,
    DCTERMS.spatial: DCTERMS.Location,
    DCTERMS.temporal: DCTERMS.PeriodOfTime,
    DCATAP.availability: SKOS.Concept,
    FOAF.homepage: FOAF.Document,
    SPDX.checksum: SPDX.Checksum,
}
"""What class its shapes of ranges want at the end of each property."""


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Client]:
    with shipped_client(tmp_path_factory.mktemp("catalogue") / "store", **SIGNED) as found:
        yield found


@pytest.fixture(scope="module")
def told(client: Client) -> Graph:
    return catalogue_of(client)


def catalogue_of(client: Client) -> Graph:
    answer = client.get("/catalog", "text/turtle")
    assert answer.status_code == 200, answer.text
    return Graph().parse(data=answer.text, format="turtle")


def store_of(client: Client) -> Store:
    found: Store = client.app.state.services.store
    return found


def parts(told: Graph, partition: URIRef, of: URIRef, number: URIRef) -> dict[str, int]:
    nodes = list(told.objects(DATASET, partition))
    return {str(told.value(node, of)): int(str(told.value(node, number))) for node in nodes}


def test_counts_are_those_of_the_store(client: Client, told: Graph) -> None:
    quads = list(store_of(client).quads())
    graphs = Counter(quad.graph_name.value for quad in quads)  # type: ignore[union-attr]
    assert int(str(told.value(DATASET, VOID.triples))) == len(quads)
    properties = parts(told, VOID.propertyPartition, VOID.property, VOID.triples)
    assert properties == Counter(quad.predicate.value for quad in quads)
    typed = {(q.subject, q.object) for q in quads if q.predicate.value == str(RDF.type)}
    classes = parts(told, VOID.classPartition, VOID["class"], VOID.entities)
    assert classes == Counter(kind.value for _, kind in typed)  # type: ignore[union-attr]
    assert int(str(told.value(DATASET, VOID.classes))) == len(classes) > 40
    subsets = {str(part): told.value(part, VOID.triples) for part in told.objects(DATASET, VOID.subset)}
    assert len(subsets) > 20
    assert {name: int(str(number)) for name, number in subsets.items()} == {n: graphs[n] for n in subsets}


def test_each_graph_tells_what_it_was_made_from(client: Client, told: Graph) -> None:
    stated = {
        (quad.subject.value, quad.object.value)  # type: ignore[union-attr]
        for quad in store_of(client).quads(None, iri(PREFIXES["prov"] + "hadPrimarySource"))
    }
    subsets = set(told.objects(DATASET, VOID.subset))
    found = {(str(g), str(source)) for g in subsets for source in told.objects(g, DCTERMS.source)}
    assert found == {(g, source) for g, source in stated if URIRef(g) in subsets}
    assert len(found) > 10


def test_a_commit_is_counted_by_the_very_next_answer(tmp_path: Path) -> None:
    store = open_store(str(tmp_path / "store"), base=DEFAULT_BASE)
    thing, kind = iri("http://metadata.un.org/sdg/1"), iri(PREFIXES["sdgo"] + "Goal")
    with client_of(store) as client:
        for number in range(1, 4):
            graph = iri(f"{DEFAULT_BASE}graph/source/{number}")
            quad = Quad(thing, iri(str(RDF.type)), kind, graph)
            store.apply(Changes(added=frozenset({quad})), number)
            told = catalogue_of(client)
            assert told.value(DATASET, DCAT.version) == Literal(str(number))
            assert int(str(told.value(DATASET, VOID.triples))) == number
    store.close()


@pytest.mark.parametrize("wanted", [MANDATORY, RECOMMENDED], ids=["mandatory", "recommended"])
def test_it_has_what_dcat_ap_asks_for(client: Client, wanted: Mapping[URIRef, tuple[URIRef, ...]]) -> None:
    """Of the revisions too whose dumps are kept."""
    assert client.get("/api/v1/dumps/1").status_code == 200
    told = catalogue_of(client)
    assert len(set(told.subjects(RDF.type, DCAT.Dataset))) == 2
    for kind, properties in wanted.items():
        things = list(told.subjects(RDF.type, kind))
        assert things, kind
        for each in things:
            assert all(list(told.objects(each, name)) for name in properties), (kind, each)
    assert {text.language for text in told.objects(DATASET, DCTERMS.description)} == {"sv", "da", "en"}  # type: ignore[attr-defined]


def test_all_that_it_leads_to_is_of_the_class_that_dcat_ap_wants(client: Client) -> None:
    assert client.get("/api/v1/dumps/1").status_code == 200
    told = catalogue_of(client)
    for name, kind in RANGES.items():
        values = set(told.objects(None, name))
        assert values, name
        assert [value for value in values if (value, RDF.type, kind) not in told] == [], name


def test_it_says_which_countries_the_documents_are_of_and_when_it_changes(client: Client) -> None:
    assert client.get("/api/v1/dumps/1").status_code == 200
    told = catalogue_of(client)
    nuts = "http://data.europa.eu/nuts/code/"
    assert set(told.objects(DATASET, DCTERMS.spatial)) == {URIRef(f"{nuts}DK"), URIRef(f"{nuts}SE")}
    (version,) = told.objects(DATASET, DCAT.hasVersion)
    often = {each: str(told.value(each, DCTERMS.accrualPeriodicity)) for each in (DATASET, version)}
    assert [often[each].rpartition("/")[2] for each in (DATASET, version)] == ["UPDATE_CONT", "NEVER"]
    words = {(str(word), word.language) for word in told.objects(DATASET, DCAT.keyword)}  # type: ignore[attr-defined]
    assert {("Agenda 2030", "sv"), ("verdensmål", "da"), ("EU funds", "en")} <= words


def test_it_says_which_time_the_programmes_and_strategies_are_for(client: Client) -> None:
    """The first day that any of them is for, and the last."""
    store, told = store_of(client), catalogue_of(client)
    (period,) = told.objects(DATASET, DCTERMS.temporal)
    periods = {quad.object for quad in store.quads(None, iri(str(DCTERMS.temporal)))}
    for name, first in ((DCAT.startDate, min), (DCAT.endDate, max)):
        days = [quad.object.value for quad in store.quads(None, iri(str(name))) if quad.subject in periods]  # type: ignore[union-attr]
        assert told.value(period, name) == Literal(first(days), datatype=XSD.date)
    assert set(told.objects(CATALOGUE, DCTERMS.temporal)) == {period}


def test_only_of_a_kept_revision_it_is_known_how_long_its_file_is_there(client: Client) -> None:
    assert client.get("/api/v1/dumps/1").status_code == 200
    told = catalogue_of(client)
    (version,) = told.objects(DATASET, DCAT.hasVersion)
    kept = set(told.objects(version, DCAT.distribution))
    assert kept == set(told.subjects(DCATAP.availability)) != set(told.subjects(RDF.type, DCAT.Distribution))


def test_themes_are_of_the_table_that_it_names(told: Graph) -> None:
    (taxonomy,) = told.objects(CATALOGUE, DCAT.themeTaxonomy)
    themes = set(told.objects(None, DCAT.theme))
    assert themes == set(told.subjects(SKOS.inScheme, taxonomy))
    assert told.value(taxonomy, DCTERMS.title) == Literal("Data theme", lang="en")


@pytest.mark.parametrize(
    ("contact", "name", "address"),
    [
        ("data@region.example", VCARD.hasEmail, "mailto:data@region.example"),
        ("mailto:data@region.example", VCARD.hasEmail, "mailto:data@region.example"),
        ("https://region.example/kontakt", VCARD.hasURL, "https://region.example/kontakt"),
    ],
)
def test_one_is_told_where_to_ask(tmp_path: Path, contact: str, name: URIRef, address: str) -> None:
    store = open_store(str(tmp_path / "store"), base=DEFAULT_BASE)
    with client_of(store, contact=contact) as client:
        told = catalogue_of(client)
        page = client.get("/sv/data", "text/html").text
    store.close()
    point = told.value(DATASET, DCAT.contactPoint)
    assert told.value(point, name) == URIRef(address)
    assert told.value(point, VCARD.fn) == Literal(address.removeprefix("mailto:"))
    assert "<dt>Kontakt</dt>" in page
    assert f'<a href="{address}">{address.removeprefix("mailto:")}</a>' in page


def test_without_a_contact_none_is_told(tmp_path: Path) -> None:
    store = open_store(str(tmp_path / "store"), base=DEFAULT_BASE)
    with client_of(store) as client:
        told = catalogue_of(client)
        assert "<dt>Kontakt</dt>" not in client.get("/sv/data", "text/html").text
    store.close()
    assert not list(told.objects(None, DCAT.contactPoint))


def test_it_holds_to_our_own_shapes(told: Graph) -> None:
    shapes = Graph()
    for name in ("catalogues.ttl", "common.ttl"):
        shapes.parse(next(path for path in SHAPE_FILES if path.name == name))
    conforms, _, text = pyshacl.validate(told, shacl_graph=shapes)
    assert conforms, text
    told = Graph() + told
    told.remove((DATASET, DCTERMS.title, None))
    assert not pyshacl.validate(told, shacl_graph=shapes)[0]


def test_terms_and_publisher_are_the_settings(client: Client) -> None:
    assert client.get("/api/v1/dumps/1").status_code == 200
    told = catalogue_of(client)
    publisher = URIRef(SIGNED["publisher_url"])
    assert set(told.objects(None, DCTERMS.publisher)) == {publisher}
    assert told.value(publisher, FOAF.name) == Literal("Region Exempel")
    licensed = set(told.subjects(DCTERMS.license, URIRef(SIGNED["licence"])))
    datasets = set(told.subjects(RDF.type, DCAT.Dataset))
    assert licensed == {*datasets, *told.subjects(RDF.type, DCAT.Distribution)}
    assert set(told.subjects(DCTERMS.rights)) == datasets


def test_without_settings_nobody_publishes_and_the_terms_are_in_words(tmp_path: Path) -> None:
    store = open_store(str(tmp_path / "store"), base=DEFAULT_BASE)
    with client_of(store) as client:
        told = catalogue_of(client)
    store.close()
    assert not list(told.objects(None, DCTERMS.publisher))
    assert not list(told.objects(None, DCTERMS.license))
    rights = told.value(DATASET, DCTERMS.rights)
    assert len(list(told.objects(rights))) == 4
    assert told.value(DATASET, DCTERMS.issued) is None
    assert told.value(DATASET, DCTERMS.temporal) is None
    assert int(str(told.value(DATASET, VOID.triples))) == 0


def test_a_name_without_an_address_is_a_publisher_too(tmp_path: Path) -> None:
    store = open_store(str(tmp_path / "store"), base=DEFAULT_BASE)
    with client_of(store, publisher="Region Exempel") as client:
        told = catalogue_of(client)
    store.close()
    assert set(told.objects(None, DCTERMS.publisher)) == {URIRef(f"{CATALOGUE}#publisher")}


def test_a_kept_revision_is_told_with_its_size_and_sum(client: Client) -> None:
    file = client.get("/api/v1/dumps/1.nq.gz")
    told = catalogue_of(client)
    (version,) = told.objects(DATASET, DCAT.hasVersion)
    assert version == URIRef(f"{DEFAULT_BASE}api/v1/dumps/1")
    (distribution,) = told.objects(version, DCAT.distribution)
    address = str(told.value(distribution, DCAT.downloadURL)).removeprefix(DEFAULT_BASE)
    assert client.get(f"/{address}").content == file.content
    assert int(str(told.value(distribution, DCAT.byteSize))) == len(file.content)
    checksum = told.value(distribution, SPDX.checksum)
    assert str(told.value(checksum, SPDX.checksumValue)).lower() == hashlib.sha256(file.content).hexdigest()
    lines = gzip.decompress(file.content).count(b"\n")
    assert int(str(told.value(version, VOID.triples))) == lines


def test_every_address_that_it_names_of_ours_answers(client: Client, told: Graph) -> None:
    named = {str(node) for node in told.objects() if isinstance(node, URIRef)}
    ours = {node.partition("#")[0] for node in named if node.startswith(DEFAULT_BASE)}
    graphs = {node for node in ours if "/graph/" in node or "/id/" in node}
    assert len(ours - graphs) >= 8
    for address in sorted(ours - graphs):
        status = client.get(f"/{address.removeprefix(DEFAULT_BASE)}").status_code
        assert status in (200, 303, 307), address
    some = sorted(graphs)[:5]
    assert [client.get(f"/{each.removeprefix(DEFAULT_BASE)}").status_code for each in some] == [200] * 5


@pytest.mark.parametrize("suffix", ["ttl", "jsonld", "nt", "rdf"])
def test_all_syntaxes_say_the_same(client: Client, suffix: str) -> None:
    answer = client.get(f"/catalog.{suffix}")
    found = ox.parse(answer.content, ox.RdfFormat.from_extension(suffix))
    assert Counter(quad.predicate.value for quad in found) == Counter(
        str(predicate) for predicate in catalogue_of(client).predicates(unique=False)
    )


def test_a_browser_is_led_to_the_page_of_the_data(client: Client) -> None:
    answer = client.get("/catalog", "text/html", headers={"accept-language": "da"})
    assert (answer.status_code, answer.headers["location"]) == (303, "/da/data")


def test_readers_of_void_are_led_to_it(client: Client) -> None:
    answer = client.get("/.well-known/void", "text/turtle")
    assert (answer.status_code, answer.headers["location"]) == (303, f"{DEFAULT_BASE}catalog")


def test_what_it_does_not_take_is_refused(client: Client) -> None:
    assert client.get("/catalog?what=all", "text/turtle").status_code == 400


def test_a_media_type_that_is_not_offered_is_refused(client: Client) -> None:
    assert client.get("/catalog", "image/png").status_code == 406


def test_the_page_of_the_data_says_who_publishes_and_under_which_licence(client: Client) -> None:
    page = client.get("/sv/data", "text/html").text
    assert '<a href="https://region.example/">Region Exempel</a>' in page
    assert f'<a href="{SIGNED["licence"]}">' in page
    assert 'href="/catalog.ttl"' in page


def test_a_graph_that_takes_too_long_to_count_is_told_without_counts(tmp_path: Path) -> None:
    with shipped_client(tmp_path / "store", query_answer_bytes=100) as client:
        told = catalogue_of(client)
    assert told.value(DATASET, VOID.triples) is None
    assert told.value(DATASET, DCAT.version) == Literal("1")
    assert len(list(told.objects(DATASET, VOID.subset))) > 20


def test_addresses_of_publisher_and_licence_are_of_the_web() -> None:
    for name in ("publisher_url", "licence"):
        with pytest.raises(ValueError, match="http"):
            Settings(**{name: "CC0"})
