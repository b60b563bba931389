"""Backups over HTTP and by the command line: made while the server goes on, restored elsewhere."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from api_serving import Client, client_of
from command_line import CommandLine
from faults_writing import content, made
from graph.drafts import Drafts
from graph.saved import Saves, told_of
from graph.store import Changes, open_store
from holders import bearer, token_file
from small_graph import small_store
from test_api_ledger import ALIGNMENTS, STATEMENT, post, problem

BACKUPS = "/api/v1/backups"


@pytest.fixture
def client(tmp_path: Path) -> Iterator[Client]:
    store = open_store(str(tmp_path / "store"), base="http://127.0.0.1:8000/")
    store.bulk_add(small_store().quads())
    store.apply(Changes(), 1)
    tokens, backups = str(token_file(tmp_path)), str(tmp_path / "backups")
    with client_of(store, tokens=tokens, backups=backups) as opened:
        yield opened


def test_an_administrator_makes_a_backup_that_the_command_line_restores(
    client: Client, tmp_path: Path
) -> None:
    before = content(client.app.state.services.store)
    draft = post(client, "/api/v1/drafts", {"project": {"names": []}}).json()["key"]
    question = {"title": "Allt", "query": "SELECT ?s { ?s a <urn:none> }"}
    saved = post(client, "/api/v1/saved", question).json()["key"]
    answer = post(client, BACKUPS, {"name": "first"}, "Administrator")
    assert answer.status_code == 201, answer.text
    told = answer.json()
    assert (told["name"], told["sequence"], told["oldest"], told["quads"]) == ("first", 1, 1, len(before))
    assert (tmp_path / "backups/first/drafts" / f"{draft}.json").is_file()
    assert (tmp_path / "backups/first/saved" / f"{saved}.json").is_file()
    assert post(client, ALIGNMENTS, STATEMENT).status_code == 201
    run = CommandLine(tmp_path / "restored")
    assert "first" in run("verify", tmp_path / "backups/first").out
    assert run("restore", tmp_path / "backups/first").code == 0
    again = open_store(str(tmp_path / "restored"), create=False)
    assert content(again) == before
    assert [each.key for each in Drafts(again.place).all()] == [draft]


def test_only_administrators_make_and_see_backups(client: Client) -> None:
    for who in ("Reader", "Contributor", "Reviewer"):
        assert problem(post(client, BACKUPS, {}, who)) == (403, "role-too-low")
    assert client.get(BACKUPS).status_code == 401


def test_backups_are_listed_and_none_is_written_over(client: Client) -> None:
    made_ = post(client, BACKUPS, {}, "Administrator").json()
    again = post(client, BACKUPS, {"name": made_["name"]}, "Administrator")
    assert problem(again) == (409, "backup-exists")
    assert "/" not in again.json()["detail"]
    assert client.get(BACKUPS, headers=bearer("Administrator")).json()["items"] == [made_]


def without_commits(quads: set[str]) -> set[str]:
    """Returns quads without those that tell of commits: a restore adds one."""
    return {quad for quad in quads if "graph/commits>" not in quad}


@pytest.mark.parametrize("name", ["../x", "", "A", "a/b", "x" * 65])
def test_a_name_is_no_path(client: Client, tmp_path: Path, name: str) -> None:
    assert problem(post(client, BACKUPS, {"name": name}, "Administrator")) == (422, "body-refused")
    assert not (tmp_path / "backups").exists()


def test_the_command_line_backs_up_verifies_and_restores_to_a_commit(tmp_path: Path) -> None:
    states = made(tmp_path / "store", 3)
    question = ("https://a.example/anna", "Anna", "Allt", "SELECT * {}")
    Saves(str(tmp_path / "store")).make(*question, told_of(3, ("s",), [{}]))
    run = CommandLine(tmp_path / "store")
    assert run("backup", tmp_path / "copy", "--json").answer["sequence"] == 3
    told = run("verify", tmp_path / "copy", POLICYGRAPH_LANG="sv")
    assert "är hel" in told.out
    assert "0 till 3" in told.out
    other = CommandLine(tmp_path / "other")
    assert other("restore", tmp_path / "copy", "--to", "2", "--json").answer["sequence"] == 2
    assert without_commits(content(open_store(str(tmp_path / "other")))) == without_commits(states[2])
    [saved] = Saves(str(tmp_path / "other")).all()
    assert saved.looked < 2, "what it told of commit 3 is not so any more"
    refused = run("restore", tmp_path / "copy")
    assert (refused.code, refused.err.count("\n")) == (4, 1)
    assert run("verify", tmp_path / "nothing").code == 6
    assert other("restore", tmp_path / "copy", "--to", "9").code == 3
