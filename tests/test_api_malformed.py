"""What people get wrong is told in their language: why, where and what to write, and no parser's English."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator, Sequence
from functools import cache
from html import unescape
from pathlib import Path

import pytest

from api.wording.messages import messages
from api_serving import Client, client_of, filled_store
from holders import bearer, token_file
from malformed import BODIES, FILES, LISTS, PARAMETERS, QUERIES, SETTINGS, UPDATES, USES
from ontology.languages import LANGUAGES
from small_graph import small_store

TURTLE = "<id/objective/a/1> <http://www.w3.org/2004/02/skos/core#prefLabel> 'Ett'@sv ."
ENGLISH = re.compile(
    r"\b(the|is not|expected|expecting|unexpected|invalid|should|must|allowed|got|requires|input|error at)\b",
    re.IGNORECASE,
)


@cache
def shape(key: str, lang: str) -> re.Pattern[str]:
    """Returns what a message looks like once its places are filled."""
    [template] = messages(lang)[key][:1]
    pieces = re.split(r"\{\w+\}", template.replace("{{", "{").replace("}}", "}"))
    return re.compile(".*".join(map(re.escape, pieces)), re.DOTALL)


def check(told: str, key: str, lang: str) -> None:
    assert shape(key, lang).search(told), (key, told)
    assert lang == "en" or not ENGLISH.search(told), told
    assert not re.search(r"\{\w+\}|(error|cause)\.\w", told), told


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Client]:
    with client_of(filled_store(tmp_path_factory.mktemp("malformed") / "store", TURTLE)) as opened:
        yield opened


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize(("query", "cause"), QUERIES.items())
def test_a_malformed_query_is_told_over_http(client: Client, query: str, cause: str, lang: str) -> None:
    answer = client.get("/sparql", params={"query": query}, headers={"accept-language": lang})
    told = answer.json()
    assert (answer.status_code, told["type"].rsplit("/")[-1]) == (400, "query-malformed")
    check(told["detail"], f"cause.{cause}", lang)
    assert told["place"]["row"] == query.count("\n") + 1
    assert told["parser"].startswith("expected")
    assert told["parser"] not in told["detail"]


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("update", UPDATES)
def test_an_update_is_refused_as_such_over_http(client: Client, update: str, lang: str) -> None:
    answer = client.get("/sparql", params={"query": update}, headers={"accept-language": lang})
    assert (answer.status_code, answer.json()["type"].rsplit("/")[-1]) == (403, "update-refused")
    check(answer.json()["detail"], "error.update-refused", lang)


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize(("parameters", "cause"), PARAMETERS.items())
def test_a_malformed_parameter_is_told_over_http(
    client: Client, parameters: str, cause: str, lang: str
) -> None:
    answer = client.get(f"/api/v1/projects?{parameters}", headers={"accept-language": lang})
    assert answer.status_code == 400
    check(answer.json()["detail"], f"cause.{cause}", lang)
    assert answer.json()["parser"]


@pytest.fixture(scope="module")
def writing(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Client]:
    with client_of(small_store(), tokens=str(token_file(tmp_path_factory.mktemp("bodies")))) as opened:
        yield opened


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize(("body", "cause"), BODIES.items())
def test_a_malformed_body_is_told_over_http(writing: Client, body: str, cause: str, lang: str) -> None:
    headers = {"accept-language": lang, "content-type": "application/json", **bearer("Reviewer")}
    answer = writing.request("POST", "/api/v1/alignments", content=body, headers=headers)
    told = answer.json()
    assert (answer.status_code, told["type"].rsplit("/")[-1]) == (400, "body-not-json")
    check(told["detail"], f"cause.{cause}", lang)
    assert told["place"]["row"] >= 1
    assert told["parser"]


@pytest.mark.parametrize("lang", ["sv", "da"])
def test_the_sparql_page_says_the_same(client: Client, lang: str) -> None:
    for query, cause in QUERIES.items():
        if query:
            page = client.get(f"/{lang}/sparql", params={"query": query, "run": "1"})
            assert page.status_code == 400
            assert shape(f"cause.{cause}", lang).search(unescape(page.text)), query
            assert "expected" not in page.text


@pytest.fixture(scope="module", params=LANGUAGES)
def spoken(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Spoken:
    folder = tmp_path_factory.mktemp("commands")
    filled_store(folder / "store", TURTLE).close()
    return Spoken(request.param, folder)


class Spoken:
    """Runs all commands of a table at once, in one language."""

    def __init__(self, lang: str, folder: Path) -> None:
        self.lang = lang
        self._folder = folder

    def run(self, commands: Sequence[Sequence[str]], **environment: str) -> list[tuple[int, str, str]]:
        given = self._folder / "commands.json"
        given.write_text(json.dumps(commands), encoding="utf-8")
        kept = {name: value for name, value in os.environ.items() if not name.startswith("POLICYGRAPH_")}
        done = subprocess.run(
            [sys.executable, Path(__file__).with_name("run_commands.py"), given],
            env=kept
            | {"POLICYGRAPH_LANG": self.lang, "POLICYGRAPH_STORE": str(self._folder / "store")}
            | environment,
            capture_output=True,
            encoding="utf-8",
            check=True,
        )
        return [(code, out, err) for code, out, err in json.loads(done.stdout)]

    def file(self, name: str, content: str) -> str:
        path = self._folder / name
        path.write_text(content, encoding="utf-8")
        return str(path)


def check_all(spoken: Spoken, commands: Sequence[Sequence[str]], keys: Sequence[str], **more: str) -> None:
    for (code, out, err), key in zip(spoken.run(commands, **more), keys, strict=True):
        assert (code, out) == (2, ""), (key, out, err)
        assert err.count("\n") == 1, err
        check(err, key, spoken.lang)


def test_malformed_queries_are_told_by_the_command_line(spoken: Spoken) -> None:
    asked = {query: cause for query, cause in QUERIES.items() if query}
    check_all(spoken, [["query", query] for query in asked], [f"cause.{cause}" for cause in asked.values()])


def test_updates_are_refused_as_such_by_the_command_line(spoken: Spoken) -> None:
    check_all(spoken, [["query", each] for each in UPDATES], ["error.update-refused"] * len(UPDATES))


def test_malformed_files_are_told_by_the_command_line(spoken: Spoken) -> None:
    files = [spoken.file(name, content) for name, (content, _) in FILES.items()]
    check_all(spoken, [["validate", file] for file in files], [f"cause.{key}" for _, key in FILES.values()])


def test_malformed_lists_are_told_by_the_command_line(spoken: Spoken) -> None:
    files = [spoken.file(name, content) for name, (content, _) in LISTS.items()]
    commands = [["import", file, "--mapping", "tillvaxtverket-2014"] for file in files]
    check_all(spoken, commands, [f"cause.{key}" for _, key in LISTS.values()])


def test_malformed_settings_are_told_by_the_command_line(spoken: Spoken) -> None:
    commands = [["--set", setting, "history"] for setting in SETTINGS]
    check_all(spoken, commands, [f"cause.{key}" for key in SETTINGS.values()])


def test_misused_commands_are_told_by_the_command_line(spoken: Spoken) -> None:
    check_all(spoken, list(USES.values()), [f"error.{key}" for key in USES])


def test_the_parsers_words_are_told_to_whoever_debugs(spoken: Spoken) -> None:
    [(code, _, err)] = spoken.run([["query", "SELECT * {"]], POLICYGRAPH_LOG_LEVEL="debug")
    assert code == 2
    assert len(err.splitlines()) == 2
    assert shape("cli.parser", spoken.lang).search(err.splitlines()[1])
    assert "expected" in err.splitlines()[1]
