"""Strategies, municipal measures and series by spreadsheet: each template, filled in, beside its example."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from data import shipped_files
from graph.alignment.portfolio import Portfolio
from graph.commits import Writer
from graph.errors import FileProblem, SubmissionRefused
from graph.importers.annotating import annotated
from graph.importers.preview import Preview, preview_list
from graph.importers.sheets import read_tables
from graph.importers.sheets.writing import Page, workbook
from graph.importers.tabular import ListImport, import_list, open_list
from graph.importers.tabular_examples import columns_to_fill_in, example_rows, without_examples
from graph.importers.tabular_mapping import load_mapping
from graph.importers.tabular_raw import RawList, RawRow
from graph.importers.templates import template, template_names
from graph.loading import load_shipped
from graph.repository import Repository
from graph.store import Store, open_store
from graph.terms import compact, expand
from graph.validation import validate_submission
from lists_of_ours import filled_in
from workbooks import xlsx

AGENT = "id/agent/policygraph/command-line"
NAMES = ("strategy", "measures", "series")


@pytest.fixture(scope="module")
def store() -> Store:
    filled = open_store("memory:")
    load_shipped(filled, shipped_files(examples=False))
    return filled


def imported(store: Store, path: Path, mapping: str) -> ListImport:
    opened = open_list(path, load_mapping(mapping))
    return import_list(opened, Writer(store, validate_submission), agent=store.base + AGENT, may_lose=9)


def previewed(store: Store, path: Path, mapping: str) -> Preview:
    writer, portfolio = Writer(store, validate_submission), Portfolio(store)
    return preview_list(
        open_list(path, load_mapping(mapping)), writer, agent=store.base + AGENT, portfolio=portfolio
    )


def saved(folder: Path, rows: Sequence[Mapping[str, Any]], name: str = "lista.xlsx") -> Path:
    """Returns a workbook of these rows under the headings that any of them has."""
    headings = list(dict.fromkeys(heading for row in rows for heading in row))
    path = folder / name
    path.write_bytes(xlsx({"A": [headings, *([row.get(each, "") for each in headings] for row in rows)]}))
    return path


def objects(store: Store, subject: str, predicate: str) -> list[str]:
    found = store.quads(expand(store.base + subject), expand(predicate))
    return sorted(compact(getattr(quad.object, "value", "")).removeprefix(store.base) for quad in found)


def test_each_kind_of_list_of_ours_has_a_template() -> None:
    assert set(template_names()) == {*NAMES, "projects"}


@pytest.mark.parametrize("name", NAMES)
def test_a_template_is_imported_as_it_comes_in_each_language_and_comes_back(
    store: Store, tmp_path: Path, name: str
) -> None:
    before = store.sequence
    quads = {str(quad) for quad in store.quads()}
    changed = []
    for lang in ("sv", "da", "en"):
        path = tmp_path / f"{lang}.xlsx"
        path.write_bytes(filled_in(name, lang))
        looked = previewed(store, path, name)
        done = imported(store, path, name)
        back = tmp_path / "back.xlsx"
        back.write_bytes(annotated(path.name, path.read_bytes(), load_mapping(name), (), (), str))
        changed += [done.commit is not None, imported(store, back, name).commit is not None]
        assert (done.warnings, done.missing, looked.refusals, looked.effects) == ((), (), (), ())
        assert done.commit is None or done.commit.warnings == ()
    for sequence in range(before + 3, before, -1):
        Writer(store, validate_submission).undo(sequence, store.base + AGENT, "test")
    apart = ("graph/commits", "graph/ledger/")
    left = {str(quad) for quad in store.quads()} - quads

    assert changed == [True, False, True, False, True, False], "its texts are in the language of its headings"
    assert store.sequence == before + 6
    assert [quad for quad in left if not any(each in quad for each in apart)] == []


@pytest.mark.parametrize("name", [*NAMES, "projects"])
def test_the_words_of_an_example_are_in_its_language(name: str) -> None:
    """Else whoever writes over it leaves words of another language behind."""
    examples = {
        lang: {text for row in example_rows(columns_to_fill_in(load_mapping(name)), lang) for text in row}
        for lang in ("sv", "da", "en")
    }
    beginnings = {"sv": "Exempel", "da": "Eksempel", "en": "Example"}
    for lang, texts in examples.items():
        others = [word for other, word in beginnings.items() if other != lang]
        assert not any(text.startswith(other) for text in texts for other in others)
        assert name == "projects" or any(text.startswith(beginnings[lang]) for text in texts)


STRATEGY = {
    "Dokument": "Vår strategi",
    "Nivå": "regional",
    "Dokumenttyp": "program",
    "Kod": "1",
    "Slag": "målområde",
    "Namn på svenska": "A",
}


def strategy(**changed: Any) -> dict[str, Any]:
    words = {"under": "Överordnad kod", "goal": "Bidrar till", "name": "Namn på svenska"}
    return STRATEGY | {words.get(key, key.capitalize()): value for key, value in changed.items()}


def test_a_strategy_becomes_a_tree_with_texts_and_who_it_binds(store: Store, tmp_path: Path) -> None:
    first = STRATEGY | {
        "Dokumenttyp": "Regional utvecklingsstrategi",
        "Beslutad av": "Region Sörmland",
        "Områden": "Södermanlands län",
        "Gäller från": "2024-01-01",
        "Gäller till": "2030-12-31",
        "Styr": "Region Västmanland",
        "Vägleder": "Kommuner; Länsstyrelsen",
        "Namn på danska": "A på dansk",
        "Text på engelska": "What it is about.",
        "Prioriterat": "Nej",
        "Bidrar till": "11.2",
    }
    second = strategy(
        kod="1.1", under="1", slag="Delmål", name="B", dokumenttyp="regional development strategy"
    )
    done = imported(store, saved(tmp_path, [first, second]), "strategy")
    top, below = "id/objective/strategy-var-strategi/1", "id/objective/strategy-var-strategi/1.1"
    document = "id/document/strategy/var-strategi"
    forces = {
        (objects(store, f"id/force/strategy/var-strategi-{key}", "pg:force")[0], key)
        for key in ("region-vastmanland", "kommuner", "lansstyrelsen")
    }

    assert (done.rows, done.warnings) == (2, ())
    assert objects(store, top, "skos:prefLabel") == ["A", "A på dansk"]
    assert objects(store, top, "skos:definition") == ["What it is about."]
    assert objects(store, top, "pg:isPrioritised") == ["false"]
    assert objects(store, below, "skos:broader") == [top]
    assert objects(store, below, "rdf:type") == ["pg:Objective", "pg:SubGoal", "skos:Concept"]
    assert objects(store, below, "pg:level") == objects(store, document, "pg:level") == ["pg:RegionalLevel"]
    assert objects(store, document, "eli:relevant_for") == ["nuts:SE122"]
    assert objects(store, document, "eli:work_type") == ["pg:RegionalDevelopmentStrategy"]
    assert forces == {
        ("pg:Governing", "region-vastmanland"),
        ("pg:Guiding", "kommuner"),
        ("pg:Guiding", "lansstyrelsen"),
    }
    assert expand("sdg:11").value in {
        getattr(quad.object, "value", "")
        for quad in store.quads(expand(store.base + below), expand("pg:reaches"))
    }


def test_two_strategies_stand_side_by_side_and_each_replaces_itself(store: Store, tmp_path: Path) -> None:
    other = strategy(dokument="En annan strategi", goal="9.c")
    first = imported(
        store,
        saved(tmp_path, [strategy(dokument="Den ena"), strategy(dokument="Den ena", kod="2")]),
        "strategy",
    )
    second = imported(store, saved(tmp_path, [other], "annan.xlsx"), "strategy")
    shorter = imported(store, saved(tmp_path, [strategy(dokument="Den ena")], "kortare.xlsx"), "strategy")

    assert len({first.graph, second.graph, shorter.graph}) == 2
    assert objects(store, "id/objective/strategy-den-ena/2", "skos:prefLabel") == []
    assert objects(store, "id/objective/strategy-en-annan-strategi/1", "skos:prefLabel") == ["A"]


MEASURE = {"Plan": "Vår plan", "Kommun": "Sala", "Åtgärdsnummer": "1", "Åtgärd": "Bredband"}
VALUE = {
    "Uppföljning": "Vår",
    "Indikator": "Bredband",
    "Område": "Sala",
    "Roll": "utfall",
    "År": "2024",
    "Värde": "71,5",
}


def test_a_measure_serves_what_the_municipality_says(store: Store, tmp_path: Path) -> None:
    path = saved(
        tmp_path, [MEASURE | {"Målområde": "Digitalt", "Ansvarig": "Sala kommun", "Bidrar till": "9.c"}]
    )
    done = imported(store, path, "measures")
    measure = "id/objective/measures-var-plan/1"

    assert done.rows == 1
    assert objects(store, measure, "skos:broader") == ["id/objective/measures-var-plan/digitalt"]
    assert objects(store, measure, "pg:implementer") == ["id/organisation/measures/sala-kommun"]
    reached = store.quads(expand(store.base + measure), expand("pg:reaches"))
    assert expand("sdg:9").value in {getattr(quad.object, "value", "") for quad in reached}


def test_a_series_has_each_value_in_its_role_and_a_later_forecast_beside_the_first(
    store: Store, tmp_path: Path
) -> None:
    rows = [
        VALUE
        | {"Roll": "Nollmätning", "År": "2014", "Värde": "40", "Mäter målet": "Ett tillgängligt Västmanland"},
        VALUE | {"Roll": "halvtid", "År": "2017", "Värde": "55,5", "Enhet": "%"},
        VALUE | {"Roll": "prognos", "År": "2030", "Värde": "90", "Sagt den": "2014-01-01"},
        VALUE | {"Roll": "prognos", "År": "2030", "Värde": "95", "Sagt den": "2017-01-01"},
        VALUE | {"Roll": "mål", "År": "2030", "Värde": "100"},
        VALUE | {"Roll": "utfall", "År": "", "Värde": ""},
    ]
    done = imported(store, saved(tmp_path, rows), "series")
    page = Repository(store).observations(indicator=f"{store.base}id/indicator/series-var/bredband")
    told = sorted((each.role, each.period or "", str(each.value)) for each in page.items)

    assert done.rows == 6
    assert told == [
        ("actual", "", "None"),
        ("baseline", "2014", "40"),
        ("forecast", "2030", "90"),
        ("forecast", "2030", "95"),
        ("midterm", "2017", "55.5"),
        ("target", "2030", "100"),
    ]
    assert objects(store, "id/objective/vastmanland/target-area-2", "pg:measuredBy") == [
        "id/indicator/series-var/bredband"
    ]


@pytest.mark.parametrize(
    ("name", "rows", "rule", "column", "number"),
    [
        ("strategy", [strategy(), strategy(kod="2", under="7")], "shape-violated", "Överordnad kod", 3),
        ("strategy", [strategy(under="2"), strategy(kod="2", under="1")], "shape-violated", None, 2),
        ("strategy", [strategy(), strategy()], "key-twice", "Kod", 3),
        ("strategy", [strategy(kod="1/a"), strategy(kod="1-a")], "key-alike", "Kod", 3),
        ("strategy", [strategy(kod="1/a"), strategy(kod="1/A")], "key-twice", "Kod", 3),
        ("strategy", [strategy(slag="måhlområde")], "cell-not-offered", "Slag", 2),
        ("strategy", [strategy(nivå="lokal")], "cell-not-offered", "Nivå", 2),
        ("strategy", [strategy(name="")], "rule-any", "Namn på svenska", 2),
        ("strategy", [strategy(), strategy(kod="2", dokument="Annan")], "column-mixed", "Dokument", 3),
        ("strategy", [strategy(vägleder="Kommunerna på månen")], "cell-unknown", "Vägleder", 2),
        ("strategy", [strategy(goal="99.1")], "cell-unknown", "Bidrar till", 2),
        ("strategy", [strategy(prioriterat="kanske")], "cell-not-offered", "Prioriterat", 2),
        ("measures", [MEASURE | {"Kommun": "Atlantis"}], "cell-unknown", "Kommun", 2),
        (
            "measures",
            [MEASURE | {"Startdatum": "2025-01-01", "Slutdatum": "2024-01-01"}],
            "rule-order",
            "Slutdatum",
            2,
        ),
        ("measures", [MEASURE | {"Startdatum": "2023-02-30"}], "cell-date", "Startdatum", 2),
        ("series", [VALUE | {"Roll": "gissning"}], "cell-not-offered", "Roll", 2),
        ("series", [VALUE | {"Värde": "1.234"}], "cell-number-two", "Värde", 2),
        ("series", [VALUE | {"År": "24"}], "cell-form", "År", 2),
        ("series", [VALUE, VALUE], "key-twice", "Indikator + Område + Roll + År + Sagt den", 3),
    ],
)
def test_what_is_wrong_is_told_with_its_cell_and_nothing_is_written(
    store: Store,
    tmp_path: Path,
    name: str,
    rows: list[dict[str, Any]],
    rule: str,
    column: str | None,
    number: int,
) -> None:
    path, before = saved(tmp_path, rows), store.sequence
    with pytest.raises(SubmissionRefused) as caught:
        imported(store, path, name)
    first = caught.value.findings[0]

    assert (first.key.removesuffix("-far"), first.place.row) == (rule, number)
    assert column in (None, first.place.column)
    assert store.sequence == before


def test_a_list_that_no_row_names_is_refused(store: Store, tmp_path: Path) -> None:
    with pytest.raises(FileProblem) as caught:
        imported(store, saved(tmp_path, [strategy(dokument="")]), "strategy")

    assert (caught.value.key, caught.value.place and caught.value.place.column) == (
        "list-unnamed",
        "Dokument",
    )


def test_a_word_that_is_nearly_right_is_suggested(store: Store, tmp_path: Path) -> None:
    found = previewed(store, saved(tmp_path, [strategy(slag="målområd")]), "strategy")

    assert dict(found.refusals[0].values)["suggested"] == "målområde"


def test_the_columns_to_fill_in_are_each_there_once() -> None:
    for name in NAMES:
        [table] = read_tables("a.xlsx", template(name, "sv"))
        headings = table.lines[0].cells
        assert len(set(headings)) == len(headings)


@pytest.mark.parametrize("name", NAMES)
def test_the_example_of_a_template_is_no_part_of_a_list(store: Store, tmp_path: Path, name: str) -> None:
    [table] = read_tables("a.xlsx", template(name, "en", "The grey rows are an example."))
    [mine] = read_tables("a.xlsx", filled_in(name, "en"))
    head, *rows = (line.cells for line in table.lines)
    path, own = tmp_path / "lista.xlsx", [line.cells for line in mine.lines[1:]]
    path.write_bytes(workbook([Page(name, [head, *own, *rows])]))
    done, before = imported(store, path, name), store.sequence
    path.write_bytes(workbook([Page(name, [head, *rows])]))

    [note] = done.warnings
    numbers = ", ".join(str(2 + len(own) + place) for place in range(len(rows)))
    assert (note.key, dict(note.values), note.place.row) == ("rows-example", {"rows": numbers}, None)
    assert (done.rows, done.warned) == (len(own), 0)
    with pytest.raises(FileProblem, match="list-only-example"):
        imported(store, path, name)
    assert store.sequence == before


def test_an_example_is_known_by_all_its_cells_whatever_a_program_made_of_them() -> None:
    mapping = load_mapping("projects")
    columns = columns_to_fill_in(mapping)
    cells = {
        each.titles[0]: text for each, text in zip(columns, next(example_rows(columns, "sv")), strict=True)
    }
    kept = RawRow(2, cells | {"Beviljat belopp": Decimal("3929286")})
    shown = RawRow(3, cells | {"Beviljat belopp": Decimal("3929285.0"), "Beskrivning": None, "Egen": "x"})
    left = without_examples("a.xlsx", mapping, RawList(tuple(cells), (kept, shown)))

    assert left.rows == (kept,)
    assert dict(left.warnings[0].values) == {"rows": "3"}


@pytest.mark.parametrize("lang", ["sv", "da", "en"])
def test_the_example_of_projects_is_one_of_its_language_and_fits_what_ships(
    store: Store, tmp_path: Path, lang: str
) -> None:
    path = tmp_path / "list.xlsx"
    path.write_bytes(filled_in("projects", lang))
    looked = previewed(store, path, "projects")
    [named] = {thing.name for thing in looked.things}

    assert (looked.refusals, looked.warnings, looked.missing) == ((), (), ())
    assert [found.key for found in looked.doubts if found.place.column not in ("Organisation",)] == []
    assert {effect.objective.code for effect in looked.effects if effect.direct} == EXAMPLES[lang]
    assert named.endswith(" igen")


EXAMPLES = {"sv": {"TO2", "9.c"}, "da": {"6.4", "9.5"}, "en": {"6.4", "12.5"}}


def test_an_example_of_one_language_is_known_below_headings_of_another(tmp_path: Path) -> None:
    mapping, path = load_mapping("projects"), tmp_path / "list.xlsx"
    [swedish], [danish] = (read_tables("a.xlsx", template("projects", lang)) for lang in ("sv", "da"))
    rows = [[*line.cells] for line in swedish.lines[1:]]
    path.write_bytes(workbook([Page("A", [[*danish.lines[0].cells], *rows])]))

    with pytest.raises(FileProblem, match="list-only-example"):
        open_list(path, mapping)
