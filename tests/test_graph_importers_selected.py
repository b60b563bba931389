"""A list takes the place of what was selected from it: the projects that ship stand in no list's way."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from api.wording.messages import worded
from data import shipped_files
from graph.alignment.portfolio import Portfolio
from graph.commits import Writer
from graph.importers.preview import preview_list
from graph.importers.tabular import ListImport, import_list, open_list
from graph.importers.tabular_mapping import load_mapping
from graph.ledger.status import is_in_force
from graph.store import Changes, Store, open_store
from graph.terms import Literal, NamedNode, Quad, Term, expand, graph_iri
from graph.updating import bring, update_of
from graph.validation import validate_submission
from graph_facts import ALICE, BASE, Clock
from lists_of_ours import row, write_rows

SELECTION = graph_iri(BASE, "source", "projects-selected")
LIST = graph_iri(BASE, "list", "tillvaxtverket-2014")
START, END, SPATIAL = expand("eurio:startDate"), expand("eurio:endDate"), expand("dct:spatial")
SELECTED, OTHER = "20201043", "20200662"
THEME = (
    "Att öka konkurrenskraften hos SMF, inom jordbruket (för Ejflu) samt inom fiske och vattenbruk (för EHFF)"
)
AS_SELECTED = row(
    ärende_id=SELECTED,
    projektnamn="CROSSOVER - FREE SPACE",
    stödmottagare="Västerås kommun",
    beviljat_belopp_sek=3796353,
    projekt_starttid="2016-08-01",
    projekt_sluttid="2019-11-30",
    län="Västmanland",
    kommuner="Arboga, Fagersta, Hallstahammar, Kungsör, Köping, Norberg, Sala, Skinnskatteberg, Surahammar, "
    "Västerås",
    tematiskt_mål=THEME,
)
"""Is a project as the list had it when it was selected, but for its description, which no selection has."""


@dataclass(frozen=True)
class Selected:
    """Brings rows of the Swedish list into a store with the projects that ship."""

    writer: Writer
    folder: Path

    @property
    def store(self) -> Store:
        return self.writer.store

    def bring(self, *rows: dict[str, Any], may_lose: int = 0) -> ListImport:
        """Imports the rows, which a preview says the same of."""
        file = open_list(write_rows(self.folder, *rows), load_mapping("tillvaxtverket-2014"))
        told = preview_list(file, self.writer, agent=ALICE, portfolio=Portfolio(self.store))
        done = import_list(file, self.writer, agent=ALICE, may_lose=may_lose)
        assert [*told.warnings] == [*done.warnings]
        return done

    def values(self, project: str, name: NamedNode) -> list[Term]:
        return [quad.object for quad in self.store.quads(node("project", project), name)]

    def in_selection(self) -> frozenset[Quad]:
        return frozenset(self.store.quads(graph=SELECTION))

    def about(self, subjects: frozenset[Term]) -> frozenset[tuple[Term, ...]]:
        """Returns what sources and lists say of things, whoever says it."""
        named = (each for each in subjects if isinstance(each, NamedNode))
        quads = (quad for each in named for quad in self.store.quads(each))
        return frozenset(
            (quad.subject, quad.predicate, quad.object)
            for quad in quads
            if quad.graph_name in (SELECTION, LIST)
        )


def node(kind: str, name: str) -> NamedNode:
    return NamedNode(f"{BASE}id/{kind}/tillvaxtverket-2014/{name}")


SHIPPED = shipped_files(examples=False)
UNSELECTED = tuple(path for path in SHIPPED if path.name != "selected.trig")


def filled(folder: Path, files: tuple[Path, ...] = SHIPPED) -> Selected:
    store = open_store("memory:")
    store.bulk_load(files, 1)
    return Selected(Writer(store, validate_submission, clock=Clock()), folder)


@pytest.fixture
def selected(tmp_path: Path) -> Iterator[Selected]:
    made = filled(tmp_path)
    yield made
    made.store.close()


def test_the_list_holds_where_the_selection_says_otherwise(selected: Selected) -> None:
    before = selected.in_selection()
    done = selected.bring(row(ärende_id=SELECTED))
    assert [str(each.value) for each in selected.values(SELECTED, END) if isinstance(each, Literal)] == [
        "2018-12-31"
    ]
    areas = {
        each.value.rpartition("/")[2]
        for each in selected.values(SELECTED, SPATIAL)
        if isinstance(each, NamedNode)
    }
    assert areas == {"SE125", "SE124", "1981", "0114"}
    assert {quad.graph_name for quad in selected.store.quads(node("amount", SELECTED))} == {LIST}
    [told] = [each for each in done.warnings if each.key == "list-over-selection"]
    assert "1 av de 1 som också finns i urvalet graph/source/projects-selected: 20201043" in worded(
        told, "sv"
    )
    others = {quad for quad in before if not quad.subject.value.endswith(SELECTED)}  # type: ignore[union-attr]
    assert others <= selected.in_selection()
    assert not list(selected.store.quads(node("project", SELECTED), graph=SELECTION))


def test_undoing_the_import_brings_the_selection_back(selected: Selected) -> None:
    before = frozenset(quad for quad in selected.store.quads() if "commits" not in str(quad.graph_name))
    selected.bring(row(ärende_id=SELECTED))
    selected.writer.undo(selected.store.sequence, ALICE, "ångrat")
    assert before <= frozenset(selected.store.quads())
    assert not list(selected.store.quads(graph=LIST))


def test_a_list_that_says_the_same_leaves_the_selection(selected: Selected) -> None:
    before = selected.in_selection()
    assert not [each for each in selected.bring(AS_SELECTED).warnings if each.key.startswith("list")]
    assert selected.in_selection() == before


def test_what_the_list_lacks_later_is_gone_and_nothing_half_is_left(selected: Selected) -> None:
    selected.bring(row(ärende_id=SELECTED), row(ärende_id="20999002"))
    assert selected.bring(row(ärende_id="20999002"), may_lose=1).gone == 1
    for kind in ("project", "role", "grant", "amount"):
        assert not list(selected.store.quads(node(kind, SELECTED)))


def test_what_others_of_the_selection_need_stays_in_it(selected: Selected) -> None:
    document = node("document", "list")
    named = {quad.subject for quad in selected.store.quads(None, expand("dct:source"), document, SELECTION)}
    selected.bring(row(ärende_id=SELECTED))
    assert list(selected.store.quads(document, graph=SELECTION))
    assert {
        quad.subject for quad in selected.store.quads(None, expand("dct:source"), document, SELECTION)
    } == (named - {node("project", SELECTED)})


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("rdfs:seeAlso", NamedNode("https://a.example/p")),
        ("skos:prefLabel", Literal("Crossover", language="en")),
    ],
)
def test_what_somebody_told_of_a_project_that_no_list_says_stays(
    selected: Selected, name: str, value: Term
) -> None:
    told = Quad(node("project", SELECTED), expand(name), value, SELECTION)
    selected.writer.commit(Changes(added=frozenset([told])), agent=ALICE, reason="What I know of it")
    selected.bring(row(ärende_id=SELECTED))
    assert selected.in_selection() & set(selected.store.quads(told.subject)) == {told}


def test_what_a_list_no_longer_says_in_its_own_name_is_withdrawn_and_what_editors_say_stays(
    selected: Selected,
) -> None:
    theirs = node("alignment", f"{SELECTED}-to3")
    ours = NamedNode(f"{BASE}id/alignment/projects-selected/{SELECTED}-sdg-8.3")
    assert is_in_force(selected.store, theirs)
    selected.bring(row(ärende_id=SELECTED))
    assert not is_in_force(selected.store, theirs)
    assert is_in_force(selected.store, node("alignment", f"{SELECTED}-to1"))
    assert is_in_force(selected.store, ours)
    selected.writer.undo(selected.store.sequence, ALICE, "ångrat")
    assert is_in_force(selected.store, theirs)


def test_a_later_day_of_the_same_statement_is_nobodys_correction(selected: Selected) -> None:
    done = selected.bring(AS_SELECTED | {"uppdateringsdatum": "2020-10-14 01:17:38"})
    assert not [each.key for each in done.warnings if each.key.startswith("list")]
    assert not is_in_force(selected.store, node("alignment", f"{SELECTED}-to3"))


CHANGES = st.fixed_dictionaries(
    {},
    optional={
        "beviljat_belopp_sek": st.integers(0, 10**9),
        "projekt_starttid": st.sampled_from(("2015-01-01", "2016-08-01")),
        "projekt_sluttid": st.sampled_from(("", "2019-11-30", "2021-12-31")),
        "projektnamn": st.sampled_from(("CROSSOVER", "CROSSOVER - FREE SPACE")),
        "stödmottagare": st.sampled_from(("Västerås kommun", "Exempelbolaget")),
        "län": st.sampled_from(("Skåne", "Västmanland")),
        "tematiskt_mål": st.sampled_from((THEME, "Tekniskt stöd")),
    },
)
OTHER_ROW = row(ärende_id=OTHER, stödmottagare="Örebro Läns Landsting")


@pytest.fixture(scope="module")
def pair(tmp_path_factory: pytest.TempPathFactory) -> tuple[Selected, Selected]:
    """Returns a store with the projects that ship, and one without."""
    folder = tmp_path_factory.mktemp("list")
    return filled(folder), filled(folder, UNSELECTED)


@settings(max_examples=12)
@given(changes=CHANGES, with_other=st.booleans())
def test_the_graph_says_of_its_projects_what_the_list_says(
    pair: tuple[Selected, Selected], changes: dict[str, Any], with_other: bool
) -> None:
    rows = [AS_SELECTED | changes, *([OTHER_ROW] if with_other else [])]
    before = pair[0].in_selection()
    for each in pair:
        each.bring(*rows)
    things = frozenset(quad.subject for quad in pair[1].store.quads(graph=LIST))
    assert pair[0].about(things) == pair[1].about(things)
    for each in pair:
        each.writer.undo(each.store.sequence, ALICE, "ångrat")
    assert pair[0].in_selection() == before


def test_an_update_of_what_ships_leaves_to_the_list_what_it_holds(selected: Selected) -> None:
    selected.bring(row(ärende_id=SELECTED))
    found = update_of(selected.writer, SHIPPED, ())
    assert SELECTION.value not in found.counts()
    assert SELECTION.value not in found.theirs


def test_an_update_comes_in_though_a_list_says_otherwise_than_it(tmp_path: Path) -> None:
    former = filled(tmp_path, UNSELECTED)
    former.bring(row(ärende_id=SELECTED))
    assert bring(former.writer, update_of(former.writer, SHIPPED, ()), "sum")
    assert {quad.graph_name for quad in former.store.quads(node("amount", SELECTED))} == {LIST}
    assert list(former.store.quads(node("amount", OTHER), graph=SELECTION))
