"""A store led back to an earlier commit: what named a later one is told that it is gone.

Each test is of one life of a real store: made by a server, backed up, restored by the command line, served.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import nullcontext
from dataclasses import dataclass
from pathlib import Path

import pytest

from api_serving import Client, client_of
from command_line import CommandLine
from graph.store import Changes, open_store
from graph.store.backups import back_up
from holders import bearer, token_file
from small_graph import small_store
from test_api_ledger import ALIGNMENTS, STATEMENT, post, problem

BASE = "http://127.0.0.1:8000/"
TARGETS = ("sdg:6", "sdg:9.5", "id/objective/x/b")
KEPT, LAST = 2, 4
AGAIN = LAST + 1


@dataclass(frozen=True)
class Life:
    """Is a folder with a store, its backup and what was restored of it, and the dump of the commit kept."""

    folder: Path
    dumped: bytes

    def opened(self, name: str) -> Client:
        store = open_store(str(self.folder / name), base=BASE, create=False)
        return client_of(store, tokens=str(self.folder / "tokens.jsonl"))


def made(client: Client, *targets: str) -> None:
    for target in targets:
        assert post(client, ALIGNMENTS, STATEMENT | {"target": target}).status_code == 201


def dump(client: Client, sequence: int) -> bytes:
    answer = client.get(f"/api/v1/dumps/{sequence}.nq.gz", headers=bearer("Reader"))
    assert answer.status_code == 200, answer.text
    return bytes(answer.content)


@pytest.fixture(scope="module")
def life(tmp_path_factory: pytest.TempPathFactory) -> Life:
    folder = tmp_path_factory.mktemp("lives")
    tokens = token_file(folder)
    store = open_store(str(folder / "store"), base=BASE)
    store.bulk_add(small_store().quads())
    store.apply(Changes(), 1)
    with client_of(store, tokens=str(tokens)) as client:
        made(client, TARGETS[0])
        dumped = dump(client, KEPT)
        made(client, *TARGETS[1:])
        back_up(store, folder / "backup", nullcontext())
    store.close()
    run = CommandLine(folder / "restored")
    told = run("restore", folder / "backup", "--to", KEPT)
    assert told.code == 0
    assert f"The commits after {KEPT} are gone, and the numbers up to {LAST} are not given again" in told.out
    assert f"Commit {AGAIN} says so" in told.out
    return Life(folder, dumped)


@pytest.fixture(scope="module")
def client(life: Life) -> Iterator[Client]:
    with life.opened("restored") as opened:
        yield opened


@pytest.mark.parametrize("sequence", [KEPT + 1, LAST])
@pytest.mark.parametrize(
    "address",
    [
        "/api/v1/commits/{}",
        "/id/commit/{}",
        "/api/v1/dumps/{}",
        "/api/v1/dumps/{}.nq.gz",
        "/api/v1/documents/comparison?first=id/document/x/rus&revision={}",
    ],
)
def test_what_named_a_commit_is_told_that_it_is_gone(client: Client, address: str, sequence: int) -> None:
    answer = client.get(address.format(sequence), headers=bearer("Reader"))
    assert problem(answer) == (410, "commit-given-up")
    assert f"as it was after commit {KEPT}" in answer.json()["detail"]


def test_a_page_of_it_says_so_too(client: Client) -> None:
    answer = client.get(f"/sv/resource?iri={BASE}id/commit/{LAST}", "text/html")
    assert answer.status_code == 410
    assert "<h1>Finns inte längre</h1>" in answer.text
    assert "finns inte längre: lagret återställdes" in answer.text


def test_it_cannot_be_taken_back(life: Life) -> None:
    copy = CommandLine(life.folder / "undone")
    assert copy("restore", life.folder / "backup", "--to", KEPT).code == 0
    refused = copy("undo", LAST)
    assert (refused.code, "is gone" in refused.err) == (3, True)


def test_history_and_feed_tell_of_the_restore_and_not_of_what_is_gone(client: Client) -> None:
    told = client.get("/api/v1/commits").json()["items"]
    assert [each["sequence"] for each in told] == [AGAIN, KEPT, 1]
    assert told[0]["agent"] == f"{BASE}id/agent/policygraph/command-line"
    feed = client.get("/sv/changes.atom").text
    assert f"<id>{BASE}id/commit/{AGAIN}</id>" in feed
    assert f"id/commit/{LAST}<" not in feed
    assert f"Återställt ur en säkerhetskopia som efter ändring {KEPT}" in feed
    heard = client.get("/api/v1/audit", headers=bearer("Administrator")).json()["items"]
    assert [each["sequence"] for each in heard] == [AGAIN, KEPT, 1]
    assert heard[0]["client"].startswith("local:")
    assert f"id/commit/{AGAIN}" in client.get("/sv/changes?since=2020-01-01", "text/html").text


def test_an_earlier_revision_is_the_same_and_later_ones_go_on(life: Life) -> None:
    assert CommandLine(life.folder / "on")("restore", life.folder / "backup", "--to", KEPT).code == 0
    with life.opened("on") as client:
        before = {each["iri"] for each in client.get(ALIGNMENTS + "?limit=100").json()["items"]}
        assert dump(client, KEPT) == life.dumped
        made(client, TARGETS[1])
        assert client.get("/ready").json()["commit"] == AGAIN + 1
        assert client.get(f"/api/v1/commits/{LAST}").status_code == 410
        after = {each["iri"] for each in client.get(ALIGNMENTS + "?limit=100").json()["items"]}
        assert len(after - before) == 1


def test_a_store_that_went_on_after_its_backup_does_not_give_its_numbers_again(life: Life) -> None:
    run = CommandLine(life.folder / "beyond")
    told = run("restore", life.folder / "backup", "--beyond", 9, "--json").answer
    assert (told["sequence"], told["last"]) == (LAST, 10)
    store = open_store(str(life.folder / "beyond"), create=False)
    back_up(store, life.folder / "second", nullcontext())
    store.close()
    refused = CommandLine(life.folder / "never")("restore", life.folder / "second", "--to", 7)
    assert (refused.code, "is gone" in refused.err, (life.folder / "never").exists()) == (3, True, False)
    assert CommandLine(life.folder / "back")("restore", life.folder / "second", "--to", KEPT).code == 0
    store = open_store(str(life.folder / "back"), create=False)
    assert (store.sequence, store.about(7)["restored"]) == (11, KEPT)  # type: ignore[index]
    store.close()


def test_a_backup_restored_as_it_is_advises_of_later_commits(life: Life) -> None:
    run = CommandLine(life.folder / "plain")
    told = run("restore", life.folder / "backup")
    assert (told.code, "--beyond" in told.err, len(told.out.splitlines())) == (0, True, 1)
    store = open_store(str(life.folder / "plain"), create=False)
    assert store.sequence == LAST
    store.close()
    far = CommandLine(life.folder / "far")("restore", life.folder / "backup", "--beyond", 10**7)
    assert (far.code, (life.folder / "far").exists()) == (2, False)
