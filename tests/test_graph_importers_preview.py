"""A preview says what an import would do, cell by cell and project by project, and writes nothing."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from data import shipped_files
from graph.alignment.chains import Chains
from graph.alignment.portfolio import Portfolio
from graph.commits import Writer
from graph.importers.annotating import suggestion_of
from graph.importers.preview import Preview, preview_list
from graph.importers.tabular import import_list, open_list
from graph.importers.tabular_mapping import load_mapping
from graph.loading import load_shipped
from graph.repository import Repository
from graph.store import Store, open_store
from graph.terms import expand
from graph.validation import validate_submission
from lists_of_ours import row, write_rows
from workbooks import xlsx

SWEDISH = load_mapping("tillvaxtverket-2014")
HEAD = ["Projektnummer", "Projektnamn", "Startdatum", "Slutdatum", "Områden"]
RIGHT = {"kommuner": "Sala", "län": "Västmanland"}


@pytest.fixture
def store() -> Store:
    filled = open_store("memory:")
    load_shipped(filled, shipped_files(examples=False))
    return filled


def previewed(store: Store, path: Path, lang: str = "sv", mapping: str = "tillvaxtverket-2014") -> Preview:
    writer = Writer(store, validate_submission)
    agent, portfolio = store.base + "id/agent/policygraph/command-line", Portfolio(store)
    opened = open_list(path, load_mapping(mapping))
    return preview_list(opened, writer, agent=agent, portfolio=portfolio, lang=lang)


def imported(store: Store, path: Path) -> None:
    agent = store.base + "id/agent/policygraph/command-line"
    import_list(open_list(path, SWEDISH), Writer(store, validate_submission), agent=agent)


def test_what_ships_is_not_new_to_the_graph_though_new_to_the_list(store: Store, tmp_path: Path) -> None:
    found = previewed(store, write_rows(tmp_path, row(ärende_id="20201043", **RIGHT), *rows(1)))
    assert states(found) == {"20201043": "changed", "20999001": "new"}


def states(preview: Preview) -> dict[str, str]:
    return {thing.iri.rpartition("/")[2]: thing.state for thing in preview.things}


def rows(count: int, **changed: Any) -> list[dict[str, Any]]:
    return [row(ärende_id=str(20999001 + number), **RIGHT, **changed) for number in range(count)]


def test_a_preview_writes_nothing(store: Store, tmp_path: Path) -> None:
    before, size = store.sequence, store.size()
    found = previewed(store, write_rows(tmp_path, *rows(2)))

    assert (found.rows, found.refusals, found.warnings, found.refused) == (2, (), (), 0)
    assert found.added > 0
    assert (store.sequence, store.size()) == (before, size)


def test_what_is_new_changed_unchanged_and_gone_is_told(store: Store, tmp_path: Path) -> None:
    imported(store, write_rows(tmp_path, *rows(3)))
    first, second, _ = rows(3)
    fourth = row(ärende_id="20999009", **RIGHT)
    found = previewed(store, write_rows(tmp_path, first, second | {"projektnamn": "Nytt namn"}, fourth))

    assert states(found) == {"20999001": "unchanged", "20999002": "changed", "20999009": "new"}
    assert [(thing.code, thing.name.text) for thing in found.gone] == [("20999003", "Ett exempel")]
    assert (found.count("new"), found.count("changed"), found.count("unchanged")) == (1, 1, 1)


def test_a_project_whose_objective_alone_differs_is_changed(store: Store, tmp_path: Path) -> None:
    imported(store, write_rows(tmp_path, *rows(1)))
    other = rows(1, tematiskt_mål="Att öka tillgången till, användningen av och kvaliteten på IKT")
    found = previewed(store, write_rows(tmp_path, *other))

    assert states(found) == {"20999001": "changed"}
    direct = {effect.objective.code: effect.after - effect.before for effect in found.effects}
    assert (direct["TO1"], direct["TO2"]) == (-1, 1)


def test_the_same_list_would_change_nothing(store: Store, tmp_path: Path) -> None:
    path = write_rows(tmp_path, *rows(2))
    imported(store, path)
    found = previewed(store, path)

    assert (found.added, found.removed, found.effects, found.gone) == (0, 0, (), ())
    assert set(states(found).values()) == {"unchanged"}


def test_each_project_has_the_chains_that_it_would_have(store: Store, tmp_path: Path) -> None:
    path = write_rows(tmp_path, *rows(1))
    [thing] = previewed(store, path).things
    best = thing.ways[0]

    assert [each.code for each in best.through] == ["TO1", "9.5", "9"]
    imported(store, path)
    real = Chains(Repository(store)).up(thing.iri, limit=3)
    assert [hop.target.code for hop in real[0].hops] == ["TO1", "9.5", "9"]
    assert real[0].confidence == best.confidence


def test_the_effect_on_the_portfolio_is_what_the_import_then_has(store: Store, tmp_path: Path) -> None:
    path = write_rows(tmp_path, *rows(3))
    told = {effect.objective.iri: (effect.before, effect.after) for effect in previewed(store, path).effects}
    before = Portfolio(store)
    imported(store, path)
    after = Portfolio(store)
    really = {
        iri: (before.targets().rows[iri].projects, figure.projects)
        for iri, figure in after.targets().rows.items()
        if figure.projects != before.targets().rows[iri].projects
    }

    assert {iri: told[iri] for iri in really} == really
    assert really, "the list reaches targets"


def test_projects_that_serve_the_same_in_the_same_area_are_named(store: Store, tmp_path: Path) -> None:
    imported(store, write_rows(tmp_path, *rows(1), name="first.json"))
    spreadsheet = [
        ["Projektnummer", "Projektnamn", "Organisation", "Områden", "Mål"],
        ["P1", "Eget projekt", "Kommunen", "Västmanlands län", "TO1"],
    ]
    path = tmp_path / "projekt.xlsx"
    path.write_bytes(xlsx({"A": spreadsheet}))
    direct = [effect for effect in previewed(store, path, mapping="projects").effects if effect.direct]

    [effect] = direct
    assert effect.objective.code == "TO1"
    assert effect.after == effect.before + 1
    assert 1 <= len(effect.overlaps) <= 3
    assert all(
        any(
            quad.object == expand("nuts:SE125")
            for quad in store.quads(expand(each.iri), expand("dct:spatial"))
        )
        for each in effect.overlaps
    )


def test_what_reaches_a_goal_through_others_is_named_where_a_list_names_the_goal(
    store: Store, tmp_path: Path
) -> None:
    """The projects of Västerbotten that serve goal 13 say so of a thematic objective, none of the goal."""
    spreadsheet = [
        ["Projektnummer", "Projektnamn", "Organisation", "Områden", "Mål"],
        ["P1", "Eget projekt", "Kommunen", "Västerbottens län", "13"],
    ]
    path = tmp_path / "projekt.xlsx"
    path.write_bytes(xlsx({"A": spreadsheet}))
    [effect] = [each for each in previewed(store, path, mapping="projects").effects if each.direct]
    there = set(Portfolio(store).reaching_in("sdg:13", "nuts:SE331"))
    assert there
    assert {each.iri for each in effect.overlaps} <= there
    assert len(effect.overlaps) == min(len(there), 3)
    assert effect.overlapping == len(there)


@pytest.mark.parametrize(
    ("changed", "rule", "column"),
    [
        ({"projekt_sluttid": "2031-01-01"}, "doubt-date", "projekt_sluttid"),
        ({"projekt_starttid": "2009-01-01"}, "doubt-date", "projekt_starttid"),
        ({"län": "Skåne"}, "doubt-area", "län"),
        ({"beviljat_belopp_sek": 1250000000}, "doubt-amount", "beviljat_belopp_sek"),
        ({"beviljat_belopp_sek": 1250}, "doubt-amount", "beviljat_belopp_sek"),
    ],
)
def test_what_is_unlikely_is_doubted_and_not_refused(
    store: Store, tmp_path: Path, changed: dict[str, Any], rule: str, column: str
) -> None:
    odd = row(ärende_id="20999099", **(RIGHT | changed))
    found = previewed(store, write_rows(tmp_path, *rows(11), odd))

    assert found.refusals == ()
    assert [(f.key, f.place.row, f.place.column) for f in found.doubts] == [(rule, 12, column)]


def test_rows_at_fault_are_told_with_the_others_looked_at(store: Store, tmp_path: Path) -> None:
    imported(store, write_rows(tmp_path, *rows(2)))
    first, second = rows(2)
    late = {"projekt_sluttid": "2015-01-01"}
    found = previewed(
        store,
        write_rows(
            tmp_path, first | {"kommuner": "Saala"}, second, row(ärende_id="20999005", **RIGHT, **late)
        ),
    )

    assert [(f.key, f.place.row, f.place.column) for f in found.refusals] == [
        ("cell-unknown", 1, "kommuner"),
        ("shape-violated", 3, "projekt_starttid"),
    ]
    assert states(found) == {"20999001": "refused", "20999002": "unchanged", "20999005": "refused"}
    assert found.gone == (), "a row at fault is not gone"
    assert (found.refused, suggestion_of(found.refusals[0])) == (2, "Sala")


def test_every_fault_of_a_row_is_told_at_once(store: Store, tmp_path: Path) -> None:
    path = tmp_path / "projekt.xlsx"
    bad = ["1", "Ett", "2022-01-01", "2021-01-01", "Atlantis", "Region Vasterbotten"]
    path.write_bytes(xlsx({"A": [[*HEAD, "Organisation"], bad]}))
    found = previewed(store, path, mapping="projects")

    assert [(f.key, f.place.row, f.place.column) for f in found.refusals] == [
        ("cell-unknown-far", 2, "Områden"),
        ("rule-order", 2, "Slutdatum"),
    ]
    assert [(f.key, f.place.sheet, f.place.row, f.place.column) for f in found.doubts] == [
        ("organisation-name", "A", 2, "Organisation")
    ], "an organisation of a row at fault has its place too"


def test_what_can_be_read_of_a_row_at_fault_is_looked_at(store: Store, tmp_path: Path) -> None:
    """Whoever mends the area is not told afterwards of the amount and the year."""
    path = tmp_path / "projekt.xlsx"
    head = [
        "Projektnummer",
        "Projektnamn",
        "Startdatum",
        "Områden",
        "Organisation",
        "Beviljat belopp",
        "Valuta",
    ]
    path.write_bytes(xlsx({"A": [head, ["1", "Ett", "1922-01-01", "Atlantis", "X AB", "-5", "SEK"]]}))
    found = previewed(store, path, mapping="projects")

    assert [(f.key, f.place.row, f.place.column) for f in found.refusals] == [
        ("cell-unknown-far", 2, "Områden"),
        ("shape-violated", 2, "Beviljat belopp"),
    ]
    assert [(f.key, f.place.row, f.place.column) for f in found.doubts] == [("doubt-year", 2, "Startdatum")]


OBJECTIVES = [
    "Dokument",
    "Niveau",
    "Dokumenttype",
    "Kode",
    "Overordnet kode",
    "Slags",
    "Navn på dansk",
    "Prioriteret",
]


def test_what_rests_on_a_row_at_fault_is_not_at_fault(store: Store, tmp_path: Path) -> None:
    """One misspelt cell of a target area refuses that row, not each of its sub-goals."""
    path, of = tmp_path / "strategi.xlsx", ["Fyn 2031", "regional", "regional udviklingsstrategi"]
    rows = [["1", "", "målområde", "Klima", "måske"], ["1.1", "1", "delmål", "Mindre CO2", ""]]
    path.write_bytes(xlsx({"A": [OBJECTIVES, *([*of, *each] for each in rows)]}))
    wrong = previewed(store, path, mapping="strategy")
    rows[0][-1], rows[1][1] = "ja", "7"
    path.write_bytes(xlsx({"A": [OBJECTIVES, *([*of, *each] for each in rows)]}))
    missing = previewed(store, path, mapping="strategy")

    assert [(f.key, f.place.row, f.place.column) for f in wrong.refusals] == [
        ("cell-not-offered", 2, "Prioriteret")
    ]
    assert [(f.key, f.place.row, f.place.column) for f in missing.refusals] == [
        ("shape-violated", 3, "Overordnet kode")
    ], "what is wrong stands under the heading that the file has"


@pytest.mark.parametrize(("day", "column"), [("1822-01-01", "Startdatum"), ("2923-01-01", "Slutdatum")])
def test_a_year_of_no_programme_is_doubted_where_hardly_any_project_runs(
    store: Store, tmp_path: Path, day: str, column: str
) -> None:
    path = tmp_path / "projekt.xlsx"
    days = {"Startdatum": "2022-01-01", "Slutdatum": "2023-01-01", column: day}
    right = ["1", "Ett", days["Startdatum"], days["Slutdatum"], "Umeå", "X AB"]
    path.write_bytes(xlsx({"A": [[*HEAD, "Organisation"], right]}))
    found = previewed(store, path, mapping="projects")

    assert [(f.key, f.place.row, f.place.column) for f in (*found.refusals, *found.doubts)] == [
        ("doubt-year", 2, column)
    ]


def test_a_row_has_a_warning_in_the_preview_where_the_import_says_so_too(
    store: Store, tmp_path: Path
) -> None:
    path = tmp_path / "projekt.xlsx"
    path.write_bytes(
        xlsx(
            {
                "A": [
                    [*HEAD, "Organisation"],
                    ["1", "Utan område", "2022-01-01", "2023-01-01", "", "X AB"],
                    ["2", "Ett namn", "2022-01-01", "2023-01-01", "Umeå", "X AB"],
                    ["2", "Ett annat", "2022-01-01", "2023-01-01", "Umeå", "Y AB"],
                    ["3", "Fel sekel", "1822-01-01", "2023-01-01", "Umeå", "X AB"],
                ]
            }
        )
    )
    looked = previewed(store, path, mapping="projects")
    agent, opened = "http://127.0.0.1:8000/id/agent/a", open_list(path, load_mapping("projects"))
    writer = Writer(store, validate_submission)
    done = import_list(opened, writer, agent=agent)

    told = {(f.key, f.place.row, f.place.column) for f in looked.warnings}
    assert told == {
        ("shape-violated", 2, "Områden"),
        ("rows-disagree", 4, "Projektnamn"),
    }
    assert {(f.key, f.place.row, f.place.column) for f in done.warnings} == told
    assert (looked.warned, looked.doubted) == (2, 1)
    assert done.warned == looked.warned == writer.history()[-1].warned
