"""Agenda 2030: 17 goals and 169 targets, named in three languages in words of our own."""

from __future__ import annotations

from pathlib import Path

import pytest
from pyoxigraph import RdfFormat, Store

from shipped import codes, rows, shipped

TARGETS_PER_GOAL = [7, 8, 13, 10, 9, 8, 5, 12, 8, 10, 10, 11, 5, 10, 12, 12, 19]


def test_every_goal_has_its_targets() -> None:
    found = rows(
        shipped("agenda2030"),
        """SELECT ?code (COUNT(?target) AS ?n) WHERE { ?goal a sdgo:Goal ; skos:notation ?code ;
           sdgo:hasTarget ?target } GROUP BY ?code""",
    )
    assert dict(found) == {str(goal): str(n) for goal, n in enumerate(TARGETS_PER_GOAL, start=1)}


def test_broader_and_both_links_of_a_target_agree() -> None:
    pattern = "SELECT ?target ?goal WHERE {{ {} }}"
    broader = rows(shipped("agenda2030"), pattern.format("?target skos:broader ?goal"))
    assert len(broader) == 169
    assert broader == rows(shipped("agenda2030"), pattern.format("?target sdgo:isTargetOf ?goal"))
    assert broader == rows(shipped("agenda2030"), pattern.format("?goal sdgo:hasTarget ?target"))


def test_each_code_is_the_end_of_its_iri() -> None:
    found = rows(shipped("agenda2030"), "SELECT ?o ?code WHERE { ?o a pg:Objective ; skos:notation ?code }")
    assert len(found) == 186
    assert all(iri == f"http://metadata.un.org/sdg/{code}" for iri, code in found)


def test_every_goal_and_target_stands_at_the_global_level_in_the_uns_scheme() -> None:
    found = codes(
        shipped("agenda2030"),
        """SELECT ?o WHERE { ?o a pg:Objective, skos:Concept ; pg:level pg:GlobalLevel ;
           skos:inScheme/dct:source <id/document/agenda2030/agenda> }""",
    )
    assert len(found) == 186


@pytest.mark.parametrize("lang", ["sv", "da", "en"])
def test_every_target_has_one_short_label_of_its_own(lang: str) -> None:
    labels = codes(
        shipped("agenda2030"),
        f"""SELECT ?l WHERE {{ ?t a sdgo:Target ; skos:prefLabel ?l FILTER(LANG(?l) = "{lang}") }}""",
    )
    assert len(labels) == len(set(labels)) == 169
    assert all(len(label) <= 90 and 3 <= len(label.split()) <= 8 for label in labels)


@pytest.mark.parametrize("lang", ["sv", "da", "en"])
def test_every_goal_has_a_short_name_and_a_title(lang: str) -> None:
    found = rows(
        shipped("agenda2030"),
        f"""SELECT ?name ?title WHERE {{ ?g a sdgo:Goal ; skos:prefLabel ?name ; dct:title ?title
            FILTER(LANG(?name) = "{lang}" && LANG(?title) = "{lang}") }}""",
    )
    assert len(found) == 17
    assert all(len(name) < len(title) for name, title in found)


def test_the_target_that_regional_innovation_serves_is_named() -> None:
    names = codes(shipped("agenda2030"), "SELECT ?l WHERE { sdg:9.5 skos:prefLabel ?l }")
    assert names == [
        "Strengthen research and innovation capacity",
        "Styrk forskning og innovationsevne",
        "Stärka forskning och innovationsförmåga",
    ]


def _official(lists_dir: Path) -> Store:
    store = Store()
    store.load(path=lists_dir / "un-sdg-kos" / "sdg-kos-2026.ttl", format=RdfFormat.TURTLE)
    return store


@pytest.mark.lists
def test_the_codes_are_those_of_the_un(lists_dir: Path) -> None:
    query = """SELECT DISTINCT ?o WHERE { VALUES ?kind { sdgo:Goal sdgo:Target } ?o a ?kind }"""
    assert codes(shipped("agenda2030"), query) == codes(_official(lists_dir), query)


@pytest.mark.lists
def test_no_label_is_the_official_text(lists_dir: Path) -> None:
    query = """SELECT ?l WHERE { ?t a sdgo:Target ; skos:prefLabel ?l FILTER(LANG(?l) = "en") }"""
    official = {text.lower() for text in codes(_official(lists_dir), query)}
    ours = {text.lower() for text in codes(shipped("agenda2030"), query)}
    assert not official & ours
