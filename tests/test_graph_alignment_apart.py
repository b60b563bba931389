"""What is for other areas than those of a start is told apart, and comes last among what a chain lacks."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from graph.alignment.apart import Apart
from graph.alignment.chains import Chains
from graph.alignment.filters import ANY
from graph.alignment.whynot import why_not
from graph.repository import Repository
from graph.terms import expand
from graph_facts import BASE
from lists_of_ours import shipped_store

VASTMANLAND = f"{BASE}id/project/tillvaxtverket-2014/20201043"  # in Västmanland and its municipalities
SDG = "http://metadata.un.org/sdg/"


@pytest.fixture(scope="module")
def repository() -> Iterator[Repository]:
    store = shipped_store()
    yield Repository(store)
    store.close()


def objective(name: str) -> str:
    return f"{BASE}id/objective/{name}"


@pytest.mark.parametrize(
    ("node", "is_apart"),
    [
        (objective("vastmanland/target-area-3"), False),
        (objective("varmland/target-area-1"), True),
        (objective("midtjylland/track-4"), True),
        (objective("eu-2014/to3"), False),
        (f"{SDG}8", False),
        (VASTMANLAND, False),
    ],
)
def test_what_is_for_other_areas_is_apart_from_a_project(
    repository: Repository, node: str, is_apart: bool
) -> None:
    assert Apart(repository, VASTMANLAND).holds(node) is is_apart


def test_what_is_for_a_country_is_for_its_counties_and_the_other_way_round(repository: Repository) -> None:
    national = objective("se/strategi-2021-2030-1")
    assert not Apart(repository, VASTMANLAND).holds(national)
    assert not Apart(repository, national).holds(objective("varmland/target-area-1"))
    assert Apart(repository, national).holds(objective("midtjylland/track-4"))


def test_from_what_names_no_area_nothing_is_apart(repository: Repository) -> None:
    assert not Apart(repository, objective("eu-2014/to3")).holds(objective("midtjylland/track-4"))


@pytest.mark.parametrize("goal", [3, 13])
def test_candidates_for_other_areas_come_behind_the_others(repository: Repository, goal: int) -> None:
    chains, kind = Chains(repository), expand("pg:Project")
    projects = (quad.subject.value for quad in repository.reading.store.quads(None, expand("rdf:type"), kind))
    told: list[list[bool]] = []
    for project in sorted(projects):
        found = why_not(repository, chains, project, f"{SDG}{goal}", filters=ANY, limit=20, lang="sv")
        apart = Apart(repository, project).holds
        told.append(
            [
                apart(each.source.iri) or apart(each.target.iri)
                for each in found.candidates
                if each.because != "statement"
            ]
        )
    assert all(each == sorted(each) for each in told)
    assert any(True in each and False in each for each in told)
