"""The projects that ship: facts only, with the addresses an import makes; each link has author and reason."""

from __future__ import annotations

from pathlib import Path

import pytest

from data import shipped_files
from graph.importers.tabular_mapping import load_mapping
from graph.importers.tabular_read import read_bytes, read_list
from graph.importers.tabular_rows import RowChecker
from graph.store import Store, open_store
from graph.terms import Literal, NamedNode, Quad, expand, iri
from graph.validation import validate_submission
from list_importing import list_quads

FILES = [path for path in shipped_files(examples=True) if path.parent.name == "projects"]
LISTS = {
    "tillvaxtverket-2014": "projects-se-erdf-2014-2020/sweden_erdf_2014_2020.json",
    "erhvervsstyrelsen-2014": "projects-dk-erdf-esf/denmark_erdf_esf_2014_2020.csv",
}
TYPE, ALIGNMENT, PROJECT = expand("rdf:type"), expand("pg:Alignment"), expand("pg:Project")


def filled(files: list[Path]) -> Store:
    store = open_store("memory:")
    store.bulk_load(files, 1)
    return store


@pytest.fixture(scope="module")
def projects() -> Store:
    return filled(FILES)


@pytest.fixture(scope="module")
def shipped() -> Store:
    return filled(list(shipped_files(examples=True)))


def things(store: Store, kind: NamedNode) -> set[NamedNode]:
    found = {quad.subject for quad in store.quads(None, TYPE, kind)}
    return {thing for thing in found if isinstance(thing, NamedNode)}


def touching(projects: Store, shipped: Store, area: str) -> set[NamedNode]:
    def lies_within(place: Quad) -> bool:
        return isinstance(place.object, NamedNode) and any(
            shipped.quads(place.object, expand("geo:sfWithin"), expand(area))
        )

    return {
        project
        for project in things(projects, PROJECT)
        if any(lies_within(place) for place in projects.quads(project, expand("dct:spatial")))
    }


def test_forty_projects_ship(projects: Store) -> None:
    assert len(things(projects, PROJECT)) == 40


@pytest.mark.parametrize("area", ["nuts:SE125", "nuts:SE331", "nuts:SE311", "nuts:DK"])
def test_each_region_has_ten_projects_or_more(projects: Store, shipped: Store, area: str) -> None:
    assert len(touching(projects, shipped, area)) >= 10


def test_every_danish_region_has_one(projects: Store, shipped: Store) -> None:
    assert all(touching(projects, shipped, f"nuts:DK0{number}") for number in range(1, 6))


def test_only_facts_ship_and_no_descriptions(projects: Store) -> None:
    described = {quad.subject for quad in projects.quads(None, expand("dct:description"))}

    assert described & things(projects, PROJECT) == set()


def test_every_project_has_title_dates_area_programme_amount_and_organisation(projects: Store) -> None:
    needed = ("skos:prefLabel", "eurio:startDate", "eurio:endDate", "dct:spatial", "dct:source")
    for project in things(projects, PROJECT):
        [grant] = [quad.object for quad in projects.quads(project, expand("eurio:isFundedBy"))]
        assert all(any(projects.quads(project, expand(name))) for name in needed)
        assert isinstance(grant, NamedNode)
        assert any(projects.quads(grant, expand("eurio:hasFundingSchemeProgramme")))
        assert any(projects.quads(grant, expand("eurio:hasFundingAmount")))
        assert any(projects.quads(project, expand("eurio:hasInvolvedParty")))


def test_every_iri_that_is_used_is_defined(projects: Store, shipped: Store) -> None:
    defined = {quad.subject for quad in shipped.quads(None, TYPE)}
    own = (projects.base, "http://data.europa.eu/nuts/", "http://metadata.un.org/sdg/")
    used = {
        quad.object
        for quad in projects.quads()
        if isinstance(quad.object, NamedNode) and quad.object.value.startswith(own)
    }

    assert sorted(str(node) for node in used - defined) == []


def test_every_project_is_linked_to_an_objective_of_its_region_or_a_target(projects: Store) -> None:
    linked = {quad.object for quad in projects.quads(None, expand("owl:annotatedSource"))}

    assert things(projects, PROJECT) <= linked


def test_every_link_has_author_reason_evidence_and_a_confidence_below_one_where_it_is_ours(
    projects: Store,
) -> None:
    editors = iri(f"{projects.base}id/agent/policygraph/editors")
    for alignment in things(projects, ALIGNMENT):
        [author] = [quad.object for quad in projects.quads(alignment, expand("dct:creator"))]
        [confidence] = [quad.object for quad in projects.quads(alignment, expand("sssom:confidence"))]
        [reason] = [quad.object for quad in projects.quads(alignment, expand("rdfs:comment"))]
        assert isinstance(confidence, Literal)
        assert isinstance(reason, Literal)
        assert author != editors or float(confidence.value) < 1
        assert len(reason.value.split()) > 4
        assert any(projects.quads(alignment, expand("pg:evidence")))


def test_what_ships_follows_the_shapes(projects: Store) -> None:
    store = filled([path for path in shipped_files(examples=True) if path not in FILES])
    report = validate_submission(store, tuple(projects.quads()))

    assert [(found.focus, found.path) for found in (*report.violations, *report.warnings)] == []


@pytest.mark.lists
@pytest.mark.parametrize("name", sorted(LISTS))
def test_an_import_of_the_list_states_the_very_same(
    projects: Store, shipped: Store, lists_dir: Path, name: str
) -> None:
    mapping, path = load_mapping(name), lists_dir / LISTS[name]
    checked = RowChecker(mapping, shipped, path.name).check(read_list(path, read_bytes(path), mapping))
    imported = {triple(quad) for quad in list_quads(mapping, checked.rows, shipped.base)}
    ours = {
        triple(quad)
        for quad in projects.quads()
        if f"/{name}/" in str(quad.subject) and quad.predicate != expand("dct:created")
    }

    assert len(ours) > 500
    assert sorted(map(str, ours - imported)) == []


def triple(quad: Quad) -> tuple[object, object, object]:
    return quad.subject, quad.predicate, quad.object
