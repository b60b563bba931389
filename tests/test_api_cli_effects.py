"""policygraph what-if, run as people run it, on what ships."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from command_line import CommandLine, fill


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> CommandLine:
    return CommandLine(fill(tmp_path_factory.mktemp("what-if") / "store"))


def test_what_falls_is_told_in_the_language_of_the_user_and_nothing_is_written(shared: CommandLine) -> None:
    before = shared.quads()
    ran = shared("what-if", "--remove", "20200639", POLICYGRAPH_LANG="sv")
    assert ran.code == 0, ran.err
    assert "Projekt" in ran.out.splitlines()[0]
    assert "bidrar till något mål" in ran.err
    assert "→" in ran.out
    assert shared.quads() == before


def test_a_delay_an_addition_and_a_region_are_taken_together(shared: CommandLine, tmp_path: Path) -> None:
    file = tmp_path / "new.json"
    new = {"title": "A dyke", "serves": [{"objective": "sdg:14.1"}], "territories": ["nuts:SE125"]}
    file.write_text(json.dumps([new]), encoding="utf-8")
    options = ("--delay", "20200639=2028-01-01", "--add", file, "--region", "nuts:SE125", "--json")
    ran = shared("what-if", *options)
    assert ran.code == 0, ran.err
    changes = {item["iri"].rpartition("/")[2]: item["change"] for item in ran.answer["items"]}
    assert changes["14.1"] == "covered"
    assert ran.answer["basis"]["region"] == "http://data.europa.eu/nuts/code/SE125"


def test_a_programme_goes_with_its_projects(shared: CommandLine) -> None:
    ran = shared("what-if", "--programme", "id/programme/eu/se-erdf-2014-2020-norra-mellansverige", "--json")
    assert ran.code == 0, ran.err
    assert ran.answer["removed"] > 1
    assert ran.answer["after"]["projects"] == ran.answer["before"]["projects"] - ran.answer["removed"]


@pytest.mark.parametrize(
    ("options", "code", "words"),
    [
        (("--remove", "id/project/x/none"), 2, "holds no project"),
        (("--remove", "99999999"), 3, "99999999"),
        (("--delay", "20200639"), 2, "20200639=2028-01-01"),
        (("--delay", "20200639=2001-01-01"), 2, "no delay"),
        (("--orders", "9"), 2, "1 to 3"),
        (("--add", "/nowhere/new.json"), 2, "no file"),
        ((), 0, "Nothing would change"),
    ],
)
def test_what_cannot_be_supposed_is_one_line(
    shared: CommandLine, options: tuple[str, ...], code: int, words: str
) -> None:
    ran = shared("what-if", *options)
    assert (ran.code, words in ran.err) == (code, True), ran.err


def test_a_file_that_describes_no_project_names_its_fields(shared: CommandLine, tmp_path: Path) -> None:
    file = tmp_path / "new.json"
    file.write_text('{"title": "A dyke", "serve": []}', encoding="utf-8")
    ran = shared("what-if", "--add", file)
    assert (ran.code, "serves" in ran.err, "serve" in ran.err) == (5, True, True)
