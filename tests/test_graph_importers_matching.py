"""Names of areas as people write them lead to the area meant, and never to another one."""

from __future__ import annotations

from functools import cache

import pytest

from graph.importers.matching import Matcher, folded, found_by
from graph.importers.tabular_cells import CellError
from graph.importers.tabular_mapping import load_mapping
from graph.terms import expand
from lists_of_ours import shipped_store

AREAS = {
    "Lunds kommun": "SE224/1281",
    "Malmö stad": "SE224/1280",
    "Malmö kommun": "SE224/1280",
    "GÖTEBORGS STAD": "SE232/1480",
    "Falu kommun": "SE312/2080",
    "Malung-Sälens kommun": "SE312/2023",
    "Uppsala kommun": "SE121/0380",
    "Aarhus Kommune": "DK04/0751",
    "Københavns Kommune": "DK01/0101",
    "Region Dalarna": "SE312",
    "Region Uppsala": "SE121",
    "Region Örebro län": "SE124",
    "Region Jämtland Härjedalen": "SE322",
    "Västra Götalandsregionen": "SE232",
    "Region Hovedstaden": "DK01",
    "Norra Mellansverige": "SE31",
    "Sydjylland": "DK032",
    "hela Sverige": "SE",
    "Hele Danmark": "DK",
    "SE": "SE",
}


shipped = cache(shipped_store)


@cache
def matchers(name: str, column: str) -> tuple[Matcher, ...]:
    [wanted] = (each for each in load_mapping(name).columns if each.name == column)
    return tuple(Matcher(shipped(), match) for match in wanted.matches)


@pytest.mark.parametrize("text", AREAS)
def test_an_area_is_found_by_the_names_that_people_give_it(text: str) -> None:
    wanted = AREAS[text]
    for mapping, column in (("projects", "areas"), ("series", "area"), ("strategy", "areas")):
        found = found_by(matchers(mapping, column), text).term
        assert code_of(str(found)) == wanted.rpartition("/")[2], mapping


def test_what_shares_its_name_is_named_by_its_iri() -> None:
    own, name = "id/objective/varmland/goal-19", "Större andel förnybar energi"
    with pytest.raises(CellError) as caught:
        found_by(matchers("projects", "goal"), name)
    candidates = dict(caught.value.values)["candidates"].split(", ")
    assert (caught.value.key, len(candidates), own in candidates) == ("cell-ambiguous", 2, True)
    for each in candidates:
        found = found_by(matchers("projects", "goal"), each)
        assert found.lexical in (each, f"{shipped().base}{each}")
        assert found_by(matchers("projects", "goal"), found.lexical).term == found.term


@pytest.mark.parametrize(
    "names",
    [
        ("9.2", "Inkluderande och hållbar industrialisering", "http://metadata.un.org/sdg/9.2"),
        ("TO2", "Access to and use of ICT", "id/objective/eu-2014/to2"),
        ("Ett tillgängligt Västmanland", "id/objective/vastmanland/target-area-2"),
    ],
)
def test_the_key_is_that_of_the_thing_however_it_is_named(names: tuple[str, ...]) -> None:
    assert len({found_by(matchers("projects", "goal"), name).key for name in names}) == 1


@pytest.mark.parametrize(
    "text",
    [
        "id/objective/varmland/goal-999",
        "id/",
        "http://127.0.0.1:8000/id/project/projects/1",
        "http://",
        "nuts:SE12",
    ],
)
def test_an_iri_of_nothing_that_is_meant_is_unknown(text: str) -> None:
    with pytest.raises(CellError) as caught:
        found_by(matchers("projects", "goal"), text)
    assert caught.value.key in ("cell-unknown", "cell-unknown-far")


def code_of(text: str) -> str:
    """Returns the last part of an IRI."""
    return text.strip("<>").rpartition("/")[2]


def test_no_form_of_a_name_takes_the_name_of_another_area() -> None:
    for matcher in matchers("projects", "areas"):
        plain = {folded(name): thing for name, thing in matcher._labels}
        for name, things in matcher._index.items():
            assert name not in plain or plain[name] in things
            assert len(things) == 1 or name in plain  # two areas of one name, which the data has
    kommuner = matchers("projects", "areas")[2]
    for name, thing in kommuner._labels:
        for form in (f"{name} kommun", f"{name}s kommun", f"{name}s stad"):
            assert kommuner.find(form).term == thing


@pytest.mark.parametrize("text", ["Lunds region", "kommun", "Region", "Region Malmö", "Kommun Lund"])
def test_what_is_no_area_is_not_found(text: str) -> None:
    with pytest.raises(CellError) as told:
        found_by(matchers("projects", "areas"), text)
    assert told.value.key in ("cell-unknown", "cell-unknown-far")


def test_forms_are_found_but_not_listed_among_the_names() -> None:
    kommuner = matchers("measures", "municipality")[0]
    names = {name for name, _ in kommuner.known()}
    assert "Lund" in names
    assert "Falu kommun" in names
    assert "Lunds kommun" not in names
    assert kommuner.find("Lunds kommun").text == "Lunds kommun"
    assert kommuner.find("Lunds kommun").term == dict(kommuner.known())["Lund"]
    assert expand("nuts:SE") not in dict(kommuner.known()).values()
