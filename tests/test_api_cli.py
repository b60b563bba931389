"""The commands beside import, run as people run them, on a store on disk."""

from __future__ import annotations

import json
import shutil
import socket
from pathlib import Path

import pytest

from api.commands.output import write_table
from command_line import CommandLine, fill
from graph.store import open_store

GOALS = "SELECT ?goal WHERE { ?goal a <http://metadata.un.org/sdg/ontology#Goal> }"
MIXED = b'[{"@id": "id/x/a", "http://a.example/p": "a"},\n {"@id": "id/x/b ad", "http://a.example/p": "b"}]'


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> CommandLine:
    """Returns the command line on a store that no test changes."""
    return CommandLine(fill(tmp_path_factory.mktemp("cli") / "store"))


@pytest.fixture
def run(shared: CommandLine, tmp_path: Path) -> CommandLine:
    return CommandLine(Path(shutil.copytree(shared.store, tmp_path / "store")))


def test_the_version_and_the_help_are_shown(shared: CommandLine) -> None:
    assert shared("--version").out.startswith("policygraph 0.")
    assert "import" in shared().out
    assert "Läs in en lista med projekt" in shared("import", "--help", POLICYGRAPH_LANG="sv").out
    assert shared("--help", "undo").out == shared("--help").out == shared().out


@pytest.mark.parametrize(
    ("environment", "words"),
    [
        ({"POLICYGRAPH_LANG": "da"}, "Kommandoen nope findes ikke"),
        (
            {"POLICYGRAPH_LANG": "", "LC_ALL": "", "LC_MESSAGES": "", "LANG": "sv_SE.UTF-8"},
            "Kommandot nope finns",
        ),
        (
            {"POLICYGRAPH_LANG": "fi", "LC_ALL": "", "LC_MESSAGES": "", "LANG": "C"},
            "There is no command nope",
        ),
    ],
)
def test_messages_are_in_the_language_of_the_user(
    shared: CommandLine, environment: dict[str, str], words: str
) -> None:
    done = shared("nope", **environment)

    assert done.code == 2
    assert words in done.err
    assert done.err.count("\n") == 1


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (["--lang", "xx", "doctor"], 2, "xx"),
        (["--stor", "x"], 2, "--stor"),
        (["import"], 2, "needs FILE"),
        (["portfolio"], 2, "needs QUESTION"),
        (["import", "x.json"], 2, "There is no file x.json"),
        (["history", "--limit", "many"], 2, "--limit"),
        (["query", "SELECT"], 2, "cannot be read at line 1"),
        (["query", "no.rq"], 2, "There is no file no.rq"),
        (["query", GOALS, "--format", "pdf"], 2, "json, xml, csv"),
        (["query", GOALS, "--format", "ttl"], 2, "text/turtle"),
        (["query", "DELETE WHERE { ?s ?p ?o }"], 2, ""),
        (["query", "ASK { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }"], 2, ""),
        (["ask", "nope"], 2, "projects-serving-goal"),
        (["ask", "projects-serving-goal", "gaol=sdg:9"], 2, "gaol"),
        (["ask", "projects-serving-goal", "goal"], 2, "NAME=VALUE"),
        (["ask", "projects-serving-goal", "goal=a b"], 2, "goal"),
        (["ask", "projects-serving-goal"], 2, "goal"),
        (["ask", "goal-counts", "--limit", "0"], 2, "0"),
        (["trace", "no-such-code"], 3, "no-such-code"),
        (["trace", "20200942", "--only", "projects"], 2, "--down"),
        (["trace", "id/project/nobody/1"], 3, "id/project/nobody/1"),
        (["export", "--graph", "graph/list/nope"], 3, "graph/list/nope"),
        (["export", "--format", "pdf"], 2, "trig"),
        (
            ["export", "--output", "/nowhere/at/all.ttl", "--graph", "graph/source/areas"],
            2,
            "/nowhere/at/all.ttl",
        ),
        (["load", "no.ttl"], 2, "There is no file no.ttl"),
        (["load", "no.ttl", "--reader", "xls"], 2, "un-sdg"),
        (["validate", "no.ttl"], 2, "There is no file no.ttl"),
        (["undo", "99"], 3, "99"),
        (["undo", "1"], 4, ""),
    ],
)
def test_what_fails_is_one_line_and_an_exit_code(
    shared: CommandLine, arguments: list[str], code: int, words: str
) -> None:
    done = shared(*arguments)

    assert done.code == code
    assert done.err.startswith("policygraph: ")
    assert not done.err.startswith("policygraph: error.")
    assert words in done.err
    assert done.err.count("\n") == 1
    assert done.out == ""


def test_failures_write_nothing(shared: CommandLine) -> None:
    store = open_store(str(shared.store), create=False)
    sequence = store.sequence
    store.close()

    assert sequence == 1


def test_a_setting_that_cannot_be_is_named(shared: CommandLine) -> None:
    done = shared("doctor", POLICYGRAPH_PORT="many")

    assert (done.code, "port" in done.err, "many" in done.err) == (2, True, True)


def test_a_query_is_answered_in_each_format(shared: CommandLine, tmp_path: Path) -> None:
    file = tmp_path / "goals.rq"
    file.write_text(GOALS, encoding="utf-8")
    rows = shared("query", GOALS, "--json").answer["results"]["bindings"]

    assert len(rows) == 17
    assert shared("query", file).out.split()[0] == "goal"
    assert shared("query", "-", given=GOALS).out.count("sdg:") == 17
    assert len(shared("query", GOALS, "--format", "csv").out.splitlines()) == 18
    assert shared("query", "ASK { ?s ?p ?o }").out.split() == ["Answer", "yes"]
    turtle = shared("query", "CONSTRUCT WHERE { ?s a <https://w3id.org/policygraph#Fund> }").out
    assert "<https://w3id.org/policygraph#Fund>" in turtle


def test_questions_are_listed_and_asked(shared: CommandLine) -> None:
    listed = {question["name"]: question for question in shared("questions", "--json").answer}
    answer = shared("ask", "goal-counts", "--json").answer

    assert len(listed) >= 25
    assert listed["projects-serving-goal"]["parameters"][0]["name"] == "goal"
    assert "projects-serving-goal" in shared("questions").out
    assert len(answer["items"]) == 17


def test_the_columns_of_an_answer_are_named_as_on_the_pages(shared: CommandLine) -> None:
    asked = ("ask", "projects-serving-goal", "goal=sdg:9")

    assert shared(*asked, POLICYGRAPH_LANG="sv").out.split()[0] == "Projekt"
    assert next(iter(shared(*asked, "--json").answer["items"][0])) == "project"
    steps = shared(
        "ask", "steps-between", "start=id/project/tillvaxtverket-2014/20200942", POLICYGRAPH_LANG="sv"
    )
    assert steps.out.split()[:3] == ["Från", "Steg", "Till"]


def test_an_answer_goes_on_where_it_was_cut(shared: CommandLine) -> None:
    asked = ("ask", "projects-serving-goal", "goal=sdg:9", "territory=nuts:SE331")
    everything = shared(*asked, "--json").answer["items"]
    first = shared(*asked, "--limit", 3, "--json").answer
    second = shared(*asked, "--limit", 1000, "--offset", first["next"], "--json").answer

    assert [*first["items"], *second["items"]] == everything
    assert "--offset 3" in shared(*asked, "--limit", 3).err


def test_a_parameter_may_have_several_values(shared: CommandLine) -> None:
    areas = [
        ["territory=nuts:SE331"],
        ["territory=nuts:SE125"],
        ["territory=nuts:SE331", "territory=nuts:SE125"],
    ]
    counts = [
        len(
            {
                item["project"]["iri"]
                for item in shared("ask", "projects-in-territory", *each, "--json").answer["items"]
            }
        )
        for each in areas
    ]

    assert counts[2] > max(counts[:2]) > 0


def test_a_chain_is_shown_with_its_proof(shared: CommandLine) -> None:
    tree = shared("trace", "20200942", "--goal", "sdg:9").out
    chains = shared("trace", "20200942", "--goal", "sdg:9", "--json").answer["chains"]

    assert "BREDBAND TILL FLER etapp 2" in tree
    assert "TO2" in tree
    assert "Policygraph editors, proposed" in tree
    assert all(chain["hops"][-1]["target"]["iri"] == "http://metadata.un.org/sdg/9" for chain in chains)
    assert all(hop["alignment"] is None or hop["alignment"]["evidence"] for c in chains for hop in c["hops"])


def test_a_graph_is_exported_and_loaded_again(run: CommandLine, tmp_path: Path) -> None:
    file = tmp_path / "areas.trig"
    written = run("export", "--graph", "graph/source/areas", "--output", file)
    before = run.quads()
    loaded = run("load", file)

    assert (written.code, loaded.code) == (0, 0), loaded.err
    assert "nothing changed" in loaded.out
    assert run.quads() == before


def test_a_file_is_loaded_into_the_graph_named_and_undone(run: CommandLine, tmp_path: Path) -> None:
    file = tmp_path / "one.ttl"
    file.write_text(
        "@prefix skos: <http://www.w3.org/2004/02/skos/core#> . @prefix org: <http://www.w3.org/ns/org#> ."
        '<id/organisation/x/1> a org:FormalOrganization ; skos:prefLabel "Ett"@sv .',
        encoding="utf-8",
    )
    loaded = run("load", file, "--graph", "graph/source/one", "--json")
    shown = run("export", "--graph", "graph/source/one", "--format", "nt").out
    undone = run("undo", loaded.answer["commit"]["sequence"])
    listed = run("history", "--json").answer

    assert (loaded.code, loaded.answer["changed"], undone.code) == (0, True, 0)
    assert "id/organisation/x/1" in shown
    assert [commit["sequence"] for commit in listed] == [3, 2, 1]


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("broken.ttl", b"<a> <b> .", 2),
        ("latin.ttl", '<http://a.example/> <http://b.example/> "\xe5" .'.encode("latin-1"), 2),
        ("invalid.nt", b"<http://a b> <http://a.example/> <http://a.example/> .", 2),
        ("mixed.jsonld", MIXED, 2),
        ("x.xls", b"", 2),
        ("wrong.ttl", b"<id/project/x/1> a <https://w3id.org/policygraph#Project> .", 5),
    ],
)
def test_a_bad_rdf_file_leaves_nothing_behind(
    run: CommandLine, tmp_path: Path, name: str, content: bytes, code: int
) -> None:
    file, before = tmp_path / name, run.quads()
    file.write_bytes(content)
    done = run("load", file)

    assert done.code == code, done.err
    assert done.err.startswith("policygraph: ")
    assert run.quads() == before


def test_an_invalid_iri_in_json_ld_is_told_with_place_and_remedy(run: CommandLine, tmp_path: Path) -> None:
    file = tmp_path / "mixed.jsonld"
    file.write_bytes(MIXED)
    loaded, checked = run("load", file), run("validate", file)

    assert (loaded.code, checked.code) == (2, 2)
    for said in (loaded.err, checked.err):
        assert "mixed.jsonld is malformed at line 2, column 10" in said
        assert "write %20 instead" in said


def test_a_file_is_validated_without_being_stored(run: CommandLine, tmp_path: Path) -> None:
    file, before = tmp_path / "wrong.ttl", run.quads()
    file.write_text("<id/project/x/1> a <https://w3id.org/policygraph#Project> .", encoding="utf-8")
    done, told = run("validate", file), run("validate", file, "--json")

    assert (done.code, told.code) == (5, 5)
    assert "id/project/x/1" in done.err
    assert told.answer["conforms"] is False
    assert run.quads() == before


def test_what_ships_conforms(shared: CommandLine) -> None:
    done = shared("validate", "--json")

    assert (done.code, done.answer["conforms"], done.answer["violations"]) == (0, True, [])


def test_the_doctor_finds_all_well(shared: CommandLine) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    checks = {
        check["check"]: check["state"]
        for check in shared("doctor", "--json", POLICYGRAPH_PORT=str(port)).answer
    }

    around = ["python", "names", "folder", "port", "tokens", "confinement", "space", "addresses", "public"]
    around += ["variables", "issuer", "backups", "limits"]
    assert checks == dict.fromkeys([*around, "store", "base", "shipped", "clock"], "good")


def test_the_doctor_names_what_is_wrong(shared: CommandLine, tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = str(taken.getsockname()[1])
        done = CommandLine(tmp_path / "none")("doctor", "--json", POLICYGRAPH_PORT=port)
    states = {check["check"]: check["state"] for check in done.answer}
    other = shared("--base", "http://other.example/", "doctor", "--json")

    assert (states["port"], states["store"], done.code) == ("warns", "warns", 0)
    assert not (tmp_path / "none").exists()
    assert other.code == 1
    assert "http://other.example/" in json.dumps(other.answer)


def test_a_store_that_another_process_holds_is_said_so(run: CommandLine) -> None:
    held = open_store(str(run.store), create=False)
    done = run("history")
    held.close()

    assert done.code == 6
    assert str(run.store) in done.err


def test_completion_offers_commands_and_mappings(shared: CommandLine) -> None:
    offered = shared(
        _POLICYGRAPH_COMPLETE="complete_bash",
        COMP_WORDS="policygraph import x --mapping till",
        COMP_CWORD="4",
    )

    assert offered.out.split() == ["tillvaxtverket-2014"]


DOWNWARD = """
@prefix dct: <http://purl.org/dc/terms/> . @prefix oa: <http://www.w3.org/ns/oa#> .
@prefix owl: <http://www.w3.org/2002/07/owl#> . @prefix pg: <https://w3id.org/policygraph#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> . @prefix semapv: <https://w3id.org/semapv/vocab/> .
@prefix sssom: <https://w3id.org/sssom/> . @prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
<id/alignment/example/down> a pg:Alignment ; owl:annotatedSource <http://metadata.un.org/sdg/9> ;
    owl:annotatedProperty pg:contributesTo ;
    owl:annotatedTarget <id/objective/vastmanland/target-area-2> ; pg:strength 1 ; sssom:confidence 0.5 ;
    sssom:mapping_justification semapv:ManualMappingCuration ; dct:creator <id/agent/policygraph/editors> ;
    dct:created "2026-11-22T09:00:00Z"^^xsd:dateTime ; rdfs:comment "Prov"@sv ;
    pg:evidence <id/evidence/example/down> .
<id/evidence/example/down> a oa:Annotation ; oa:motivatedBy oa:linking ;
    oa:hasTarget <id/evidence/example/down#t> .
<id/evidence/example/down#t> a oa:SpecificResource ; oa:hasSource <id/document/vastmanland/rus-2030> .
"""


def test_a_load_that_only_warns_says_so(run: CommandLine, tmp_path: Path) -> None:
    """An alignment from a goal down to a region's objective is stored, but not in silence."""
    path = tmp_path / "down.ttl"
    path.write_text(DOWNWARD, encoding="utf-8")
    done = run("load", path, "--graph", "graph/ledger/example", POLICYGRAPH_LANG="sv", COLUMNS="300")
    assert done.code == 0, done.err
    assert "på en lägre nivå" in done.err


def test_any_setting_may_be_given_as_an_option(shared: CommandLine) -> None:
    assert shared("--set", "page_size=7", "doctor").code == 0
    for given, words in (("page_size", "NAME=VALUE"), ("page_size=none", "page_size"), ("nope=1", "nope")):
        done = shared("--set", given, "doctor", POLICYGRAPH_LANG="en")
        assert (done.code, words in done.err) == (2, True), done.err


def test_nothing_of_a_table_is_cut_where_it_is_piped(capsys: pytest.CaptureFixture[str]) -> None:
    write_table(("What", "State", "Message"), [("store", "fails", "long " * 200)])
    told = capsys.readouterr().out.splitlines()[1]
    assert told.split()[:2] == ["store", "fails"]
    assert told.count("long") == 200
