"""`policygraph import`: real lists in; what is wrong is refused with its place and leaves nothing behind."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pytest

from command_line import CommandLine, fill
from graph.importers.tabular_mapping import mapping_names
from lists_of_ours import filled_in, row, write_rows

LIST = "projects-se-erdf-2014-2020/sweden_erdf_2014_2020.json"
SPATIAL = "<http://purl.org/dc/terms/spatial>"
DANISH = "projects-dk-erdf-esf/denmark_erdf_esf_2014_2020.csv"
SWEDISH = ("--mapping", "tillvaxtverket-2014")


@pytest.fixture(scope="session")
def shipped_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return fill(tmp_path_factory.mktemp("shipped") / "store")


@pytest.fixture
def run(shipped_folder: Path, tmp_path: Path) -> CommandLine:
    return CommandLine(Path(shutil.copytree(shipped_folder, tmp_path / "store")))


@pytest.fixture(scope="module")
def imported(
    shipped_folder: Path, lists_dir: Path, tmp_path_factory: pytest.TempPathFactory
) -> tuple[CommandLine, dict[str, Any]]:
    folder = shutil.copytree(shipped_folder, tmp_path_factory.mktemp("imported") / "store")
    run = CommandLine(Path(folder))
    return run, run("import", lists_dir / LIST, *SWEDISH, "--json").answer


def counted(run: CommandLine, where: str) -> int:
    done = run("query", f"SELECT (COUNT(DISTINCT ?p) AS ?n) WHERE {{ {where} }}", "--json")
    return int(done.answer["results"]["bindings"][0]["n"]["value"])


IN_LIST = """
    ?p a <https://w3id.org/policygraph#Project> ;
        <http://purl.org/dc/terms/source> <http://127.0.0.1:8000/id/document/tillvaxtverket-2014/list> ."""


@pytest.mark.lists
def test_the_real_list_is_imported_whole(imported: tuple[CommandLine, dict[str, Any]]) -> None:
    _, report = imported

    assert {name: report[name] for name in ("rows", "imported", "warned", "refused")} == {
        "rows": 374,
        "imported": 374,
        "warned": 0,
        "refused": 0,
    }
    assert report["commit"]["mapping"] == "tillvaxtverket-2014"
    assert report["commit"]["sha256"] == report["sha256"]


@pytest.mark.lists
@pytest.mark.parametrize(("area", "projects"), [("SE125", 43), ("SE331", 72), ("SE311", 53)])
def test_projects_are_counted_by_county(
    imported: tuple[CommandLine, dict[str, Any]], area: str, projects: int
) -> None:
    run, _ = imported

    assert counted(run, f"{IN_LIST} ?p {SPATIAL} <http://data.europa.eu/nuts/code/{area}>") == projects


@pytest.mark.lists
def test_the_amount_in_euros_is_not_stored(imported: tuple[CommandLine, dict[str, Any]]) -> None:
    run, _ = imported

    assert counted(run, "?p <http://data.europa.eu/s66#currency> 'EUR'") == 0
    assert counted(run, "?p <http://data.europa.eu/s66#currency> 'SEK'") == 374


@pytest.mark.lists
def test_the_same_list_a_second_time_changes_nothing(
    imported: tuple[CommandLine, dict[str, Any]], lists_dir: Path
) -> None:
    run, _ = imported
    before = run.quads()
    again = run("import", lists_dir / LIST, *SWEDISH)

    assert again.code == 0
    assert "nothing changed" in again.out
    assert run.quads() == before


@pytest.mark.lists
def test_goal_9_in_vasterbotten_is_answered(imported: tuple[CommandLine, dict[str, Any]]) -> None:
    run, _ = imported
    done = run("ask", "projects-serving-goal", "goal=sdg:9", "territory=nuts:SE331", "--json")
    names = {item["project"]["name"] for item in done.answer["items"]}
    codes = {item["project"]["code"] for item in done.answer["items"]}

    assert {"BREDBAND TILL FLER etapp 2", "Digitala Västerbotten", "Innovation +"} <= names
    assert {"20200919", "20200552"} <= codes, "projects that only the list holds"
    assert len(codes) == len(done.answer["items"]) <= 72


@pytest.mark.lists
def test_no_project_that_ships_is_there_twice(imported: tuple[CommandLine, dict[str, Any]]) -> None:
    run, _ = imported
    twice = """SELECT ?p WHERE { ?p a <https://w3id.org/policygraph#Project> ;
        <http://data.europa.eu/s66#hasInvolvedParty> ?a, ?b ; <http://purl.org/dc/terms/identifier> ?i .
        FILTER(?a != ?b) }"""
    recorded = """SELECT ?a WHERE { ?a a <https://w3id.org/policygraph#Alignment> ;
        <http://purl.org/dc/terms/created> ?x, ?y . FILTER(?x != ?y) }"""

    assert run("query", twice, "--json").answer["results"]["bindings"] == []
    assert run("query", recorded, "--json").answer["results"]["bindings"] == []


@pytest.mark.lists
def test_technical_assistance_has_no_statement(imported: tuple[CommandLine, dict[str, Any]]) -> None:
    run, _ = imported
    stated = (
        IN_LIST
        + """
        FILTER NOT EXISTS { ?a <http://www.w3.org/2002/07/owl#annotatedSource> ?p }"""
    )

    assert counted(run, stated) == 17


@pytest.mark.lists
def test_the_danish_list_is_imported_by_a_mapping_alone_and_again_without_change(
    run: CommandLine, lists_dir: Path
) -> None:
    done = run("import", lists_dir / DANISH, "--mapping", "erhvervsstyrelsen-2014", "--json")

    again = run("import", lists_dir / DANISH, "--mapping", "erhvervsstyrelsen-2014", "--json")

    assert (done.code, done.answer["rows"], done.answer["warned"]) == (0, 107, 12), "twelve have no area"
    assert (again.code, again.answer["rows"], again.answer["changed"]) == (0, 107, False)
    assert counted(run, "?p <http://data.europa.eu/s66#hasTotalCost> ?amount") == 107


def test_a_row_that_a_later_list_no_longer_has_is_withdrawn(run: CommandLine, tmp_path: Path) -> None:
    run("import", write_rows(tmp_path, row(), row(ärende_id="20999002")), *SWEDISH)
    run("import", write_rows(tmp_path, row()), *SWEDISH, "--accept-loss", 1)
    kept = run("ask", "project-statements", "project=id/project/tillvaxtverket-2014/20999001", "--json")
    gone = counted(run, "?p <https://w3id.org/policygraph#withdraws> ?alignment")

    assert len(kept.answer["items"]) == 1
    assert gone == 1


def test_what_a_shorter_list_and_a_lost_column_take_away_is_said(run: CommandLine, tmp_path: Path) -> None:
    rows = [row(ärende_id=str(20999001 + number)) for number in range(4)]
    short = {name: value for name, value in rows[0].items() if name != "kommuner"}
    first = run("import", write_rows(tmp_path, *rows), *SWEDISH, "--json").answer
    path, before = write_rows(tmp_path, short), run.quads()
    refused = run("import", path, *SWEDISH, "--accept-loss", 2, POLICYGRAPH_LANG="sv")
    told = run("import", path, *SWEDISH, "--json")
    looked = run("import", path, *SWEDISH, "--preview", POLICYGRAPH_LANG="sv")
    assert (refused.code, told.code, refused.out) == (4, 4, "")
    assert "saknar 3 av de 4 som listan har i grafen; de skulle försvinna: 20999002 Ett" in refused.err
    assert (told.answer["changed"], told.answer["count"], told.answer["held"]) == (False, 3, 4)
    assert looked.out.splitlines()[0] == "Försvinner: 3. Inläsningen måste säga --accept-loss 3."
    assert run.quads() == before
    done = run("import", path, *SWEDISH, "--accept-loss", 3, POLICYGRAPH_LANG="sv")
    again = run("import", write_rows(tmp_path, short), *SWEDISH, "--json").answer

    assert first["missing_columns"] == []
    assert "Varning: 3 poster finns inte längre i listan" in done.err
    assert "policygraph undo 3 tar tillbaka dem" in done.err
    assert "Varning: filen saknar kolumnen kommuner helt" in done.err
    assert (again["gone"], again["missing_columns"]) == (0, ["kommuner"])


@pytest.mark.parametrize(
    ("content", "words", "code"),
    [
        (None, "There is no file", 2),
        (b'[{"a": 1},\n{"b": ]', "not valid JSON at line 2, column 7", 2),
        (
            '[{"län": "Småland"}]'.encode("latin-1"),
            "is not utf-8: byte 0xE4 on line 1. It is probably Windows-1252",
            2,
        ),
        (
            '[{"län": "Småland"}]'.encode("utf-16"),
            "is not utf-8: byte 0xFF on line 1. It is probably UTF-16. Save it again as utf-8",
            2,
        ),
        (b"", "is empty", 2),
        (b"ab\x00\x01 and so on", "is no list but a binary file", 2),
        (b"PK\x03\x04rest", "is damaged", 2),
        ("id;län;namn\n1;2;3".encode(), "is named .json but is something else", 2),
        (b'{"a": 1}', "should be a JSON array", 2),
        (b'[{"a": 1}]', "lacks columns", 2),
        (json.dumps([row(), row()]).encode(), "Row 1 has the same value already", 5),
        (
            json.dumps([row(ärende_id="")]).encode(),
            "The cell is empty, and it is by it that rows are told apart",
            5,
        ),
        (json.dumps([row(län="Atlantis")]).encode(), "Atlantis is not known", 5),
        (json.dumps([row(område="Sydpolen")]).encode(), "Sydpolen is not known", 5),
        (json.dumps([row(tematiskt_mål="Lycka")]).encode(), "Lycka is not known", 5),
        (json.dumps([row(projekt_starttid="2016-02-30")]).encode(), "2016-02-30 is not a date", 5),
        (json.dumps([row(projekt_sluttid="2015-01-01")]).encode(), "2016-01-01", 5),
        (json.dumps([row(beviljat_belopp_sek=-5)]).encode(), "-5", 5),
    ],
)
def test_bad_input_is_refused_with_its_place_and_leaves_nothing(
    run: CommandLine, tmp_path: Path, content: bytes | None, words: str, code: int
) -> None:
    path, before = tmp_path / "list.json", run.quads()
    if content is not None:
        path.write_bytes(content)
    done = run("import", path, *SWEDISH)

    assert done.code == code
    assert done.err.startswith("policygraph: ")
    assert words in done.err
    assert done.out == ""
    assert run.quads() == before


def test_one_bad_row_refuses_the_whole_list_and_json_says_where(run: CommandLine, tmp_path: Path) -> None:
    path = write_rows(tmp_path, row(), row(ärende_id="20999002", kommuner="Saala"))
    before = run.quads()
    done = run("import", path, *SWEDISH, "--json")
    [finding] = done.answer["findings"]

    assert (done.code, done.answer["rows"], done.answer["refused"]) == (5, 2, 1)
    assert (finding["row"], finding["column"], finding["value"]) == (2, "kommuner", "Saala")
    assert "Sala" in finding["message"]
    assert run.quads() == before


def test_what_the_shapes_find_has_its_row(run: CommandLine, tmp_path: Path) -> None:
    bad = row(ärende_id="20999002", projekt_sluttid="2015-01-01")
    done = run("import", write_rows(tmp_path, row(), bad), *SWEDISH, "--json")

    [finding] = done.answer["findings"]
    assert (finding["row"], finding["column"]) == (2, "projekt_starttid")
    assert finding["message"] == "The project «Ett exempel» starts on 2016-01-01, after its end."


def test_a_preview_tells_all_and_writes_nothing(run: CommandLine, tmp_path: Path) -> None:
    path = write_rows(tmp_path, row(), row(ärende_id="20999002", kommuner="Saala"))
    before, mended = run.quads(), tmp_path / "mended.xlsx"
    shown = run("import", path, *SWEDISH, "--preview", POLICYGRAPH_LANG="sv")
    told = run("import", path, *SWEDISH, "--annotated", mended, "--json")
    finding = told.answer["findings"][0]

    assert (shown.code, told.code) == (5, 5)
    assert "2 rader: 1 avvisade, 0 med varning, 1 tveksamma. Inget lästes in." in shown.out
    assert "1 av 2 rader i" in shown.err
    assert (finding["severity"], finding["row"], finding["column"]) == ("refusal", 2, "kommuner")
    assert (finding["suggestion"], sorted(finding["messages"])) == ("Sala", ["da", "en", "sv"])
    assert finding["messages"]["da"] != finding["messages"]["sv"]
    assert told.answer["counts"] == {"new": 1, "changed": 0, "unchanged": 0, "refused": 1, "gone": 0}
    assert {effect["objective"]["code"] for effect in told.answer["effects"] if effect["direct"]} == {"TO1"}
    assert run.quads() == before
    assert run("import", mended, *SWEDISH, "--json").answer["rows"] == 2


def test_files_that_cannot_be_read_or_written_are_told_of_in_swedish(
    run: CommandLine, tmp_path: Path
) -> None:
    path, nowhere = write_rows(tmp_path, row()), tmp_path / "nowhere" / "out.xlsx"
    binary = tmp_path / "binary.csv"
    binary.write_bytes(b"id\x00\x01;text that is binary")
    for told in (
        run("import", path, *SWEDISH, "--annotated", nowhere, POLICYGRAPH_LANG="sv"),
        run("template", "projects", "--output", nowhere, POLICYGRAPH_LANG="sv"),
    ):
        assert (told.code, "No such file" in told.err, "kontrollera sökvägen" in told.err) == (2, False, True)
    assert "utan en binärfil." in run("import", binary, *SWEDISH, POLICYGRAPH_LANG="sv").err


def test_a_spreadsheet_is_not_written_under_the_name_of_something_else(
    run: CommandLine, tmp_path: Path
) -> None:
    path, wrong = write_rows(tmp_path, row()), tmp_path / "out.csv"
    for told in (
        run("import", path, *SWEDISH, "--annotated", wrong, POLICYGRAPH_LANG="sv"),
        run("template", "projects", "--output", wrong, POLICYGRAPH_LANG="sv"),
    ):
        assert (told.code, f"Skriv {wrong.with_suffix('.xlsx')}," in told.err) == (2, True)
    assert not wrong.exists()


def test_a_template_is_written_filled_in_and_imported(run: CommandLine, tmp_path: Path) -> None:
    path = tmp_path / "mall.xlsx"
    made = run("template", "projects", "--output", path, POLICYGRAPH_LANG="sv")
    asis = run("import", path, "--mapping", "projects", POLICYGRAPH_LANG="sv")
    path.write_bytes(filled_in("projects"))
    done = run("import", path, "--mapping", "projects", "--json")
    unknown = run("template", "tillvaxtverket-2014")

    assert (made.code, made.out) == (0, "")
    assert f"Mallen skrevs till {path}" in made.err
    assert (asis.code, "bara mallens exempelrader (rad 2, 3)" in asis.err) == (2, True)
    assert (done.code, done.answer["rows"], done.answer["findings"]) == (0, 2, [])
    assert (unknown.code, unknown.err) == (
        2,
        "policygraph: There is no template called tillvaxtverket-2014."
        " Templates: measures, projects, series, strategy.\n",
    )


def test_a_broken_file_does_not_even_make_a_store(tmp_path: Path) -> None:
    run = CommandLine(tmp_path / "new")
    done = run("import", tmp_path / "no.json", *SWEDISH)

    assert done.code == 2
    assert not (tmp_path / "new").exists()


def test_an_unknown_mapping_lists_the_known(run: CommandLine, tmp_path: Path) -> None:
    done = run("import", write_rows(tmp_path, row()), "--mapping", "nope", POLICYGRAPH_LANG="sv")

    assert done.code == 2
    assert done.err == (
        f"policygraph: Det finns ingen mappning som heter nope. Kända: {', '.join(mapping_names())}.\n"
    )


def test_a_list_without_a_mapping_is_recognised_and_not_imported(run: CommandLine, tmp_path: Path) -> None:
    known, unknown = write_rows(tmp_path, row()), tmp_path / "lista.csv"
    described = tmp_path / "lista.json"
    unknown.write_text("Dnr;Projekttitel;Sökande;Kommuner\n1;Bredband;Sala kommun;Sala\n", encoding="utf-8")
    before = run.quads()
    fits = run("import", known)
    seen = run("import", unknown, "--propose", described, "--json")

    assert "fits the mapping tillvaxtverket-2014" in fits.out
    assert {each["heading"]: each["column"] for each in seen.answer["seen"]} == {
        "Dnr": "id",
        "Projekttitel": "title",
        "Sökande": "organisation",
        "Kommuner": "areas",
    }
    assert run.quads() == before
    assert run("import", unknown, "--mapping", described, "--json").answer["rows"] == 1


def test_two_lists_of_one_kind_are_told_apart_by_name(run: CommandLine, tmp_path: Path) -> None:
    path = tmp_path / "anna.csv"
    path.write_text("Projektnummer;Projektnamn;Organisation\n1;Bro;Sala kommun\n", encoding="utf-8")
    ours = ("import", path, "--mapping", "projects", "--json")
    first, second = run(*ours).answer, run(*ours, "--list", "Bos lista").answer
    unnamed = run(*ours, "--list", "").answer
    looked = run(*ours, "--list", "Bos lista", "--preview").answer

    assert [each["list_name"] for each in (first, second, unnamed)] == ["anna", "Bos lista", ""]
    assert len({each["graph"] for each in (first, second, unnamed)}) == 3
    assert (looked["counts"]["unchanged"], looked["other_lists"]) == (1, ["", "anna"])
    assert "som listan Bos lista" in run("history", POLICYGRAPH_LANG="sv").out
    refused = run("import", write_rows(tmp_path, row()), *SWEDISH, "--list", "Min", POLICYGRAPH_LANG="sv")
    assert (refused.code, "tar inget namn" in refused.err) == (2, True)
