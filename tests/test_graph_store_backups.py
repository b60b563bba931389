"""Backups: whole or refused, and each restores the store exactly as it was after any commit it reaches."""

from __future__ import annotations

import json
import shutil
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext
from functools import partial
from pathlib import Path

import pytest

from faults_writing import commit, content, made, writer_of
from graph.drafts import Drafts
from graph.errors import BackupProblem, NotFound, PolicygraphError, StoreFull
from graph.store import Changes, journal, open_store, segment
from graph.store.backups import back_up, forget_covered, listed, restore, verify
from graph.store.space import Floor
from graph_facts import in_graph, node

COMMITS = 6


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[int, set[str]]]:
    """Returns a folder with a store and its backup, and what the store held after each commit."""
    folder = tmp_path_factory.mktemp("backups")
    states = made(folder / "store", COMMITS)
    store = open_store(str(folder / "store"))
    back_up(store, folder / "backup", nullcontext())
    store.close()
    return folder, states


def key_of(action: Callable[[], object]) -> str:
    with pytest.raises(PolicygraphError) as caught:
        action()
    return caught.value.key


def test_a_backup_says_what_it_restores(world: tuple[Path, dict[int, set[str]]]) -> None:
    found = verify(world[0] / "backup")
    assert (found.sequence, found.oldest, found.quads) == (COMMITS, 0, len(world[1][COMMITS]))
    assert "journal" in found.sums
    assert any(name.startswith("db/") for name in found.sums)


@pytest.mark.parametrize("to", range(COMMITS + 1))
def test_any_commit_is_restored_exactly(
    world: tuple[Path, dict[int, set[str]]], tmp_path: Path, to: int
) -> None:
    folder, states = world
    assert restore(folder / "backup", tmp_path / "store", to) == to
    store = open_store(str(tmp_path / "store"), create=False)
    assert (store.sequence, content(store)) == (COMMITS, states[to])
    commit(writer_of(store), to + 1)
    assert store.sequence == COMMITS + 1
    store.close()
    assert open_store(str(tmp_path / "store")).sequence == COMMITS + 1


def test_the_last_commit_is_restored_by_default(
    world: tuple[Path, dict[int, set[str]]], tmp_path: Path
) -> None:
    assert restore(world[0] / "backup", tmp_path / "store") == COMMITS


def test_a_long_commit_is_led_back_as_it_is_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Read whole, a list of many rows would be larger than the memory."""
    monkeypatch.setattr(segment, "_LONG", 1)
    store = open_store(str(tmp_path / "store"))
    graph = node("graph/list/x")
    store.apply(Changes(added=in_graph(graph, "<id/a> <p/p> 1 .")), 1)
    before = content(store)
    store.apply(Changes(added=in_graph(graph, " ".join(f"<id/c{n}> <p/p> {n} ." for n in range(50)))), 2)
    back_up(store, tmp_path / "backup", nullcontext())
    store.close()
    monkeypatch.setattr(journal.FileJournal, "read", lambda *_: pytest.fail("it was read whole"))
    assert restore(tmp_path / "backup", tmp_path / "new", 1) == 1
    again = open_store(str(tmp_path / "new"), create=False)
    assert (again.sequence, content(again)) == (2, before)
    again.close()


def test_a_commit_that_it_does_not_reach_is_refused(
    world: tuple[Path, dict[int, set[str]]], tmp_path: Path
) -> None:
    for to in (-1, COMMITS + 1):
        with pytest.raises(NotFound, match="backup-commit-unknown"):
            restore(world[0] / "backup", tmp_path / "store", to)
    assert not (tmp_path / "store").exists()


def test_a_bulk_load_is_the_oldest_point(tmp_path: Path) -> None:
    file = tmp_path / "a.nq"
    file.write_text("<http://a/a> <http://a/b> <http://a/c> <http://a/g> .\n")
    store = open_store(str(tmp_path / "store"))
    store.bulk_load([file], 1)
    commit(writer_of(store), 1)
    made_ = back_up(store, tmp_path / "backup", nullcontext())
    store.close()
    assert (made_.oldest, made_.sequence) == (1, 2)
    assert key_of(lambda: restore(tmp_path / "backup", tmp_path / "new", 0)) == "backup-commit-unknown"
    restore(tmp_path / "backup", tmp_path / "new", 1)
    back = open_store(str(tmp_path / "new"))
    assert content(back) == {"<http://a/a> <http://a/b> <http://a/c> <http://a/g>"}


def test_nothing_is_written_over(world: tuple[Path, dict[int, set[str]]], tmp_path: Path) -> None:
    folder, _ = world
    store = open_store(str(folder / "store"))
    assert key_of(lambda: back_up(store, folder / "backup", nullcontext())) == "backup-exists"
    store.close()
    (tmp_path / "x").write_text("")
    for target in (tmp_path, tmp_path / "x"):
        assert key_of(partial(restore, folder / "backup", target)) == "restore-not-empty"


def test_store_and_backup_lie_apart(world: tuple[Path, dict[int, set[str]]]) -> None:
    folder, _ = world
    store = open_store(str(folder / "store"))
    assert key_of(lambda: back_up(store, folder / "store" / "b", nullcontext())) == "backup-inside"
    store.close()
    assert key_of(lambda: restore(folder / "backup", folder / "backup" / "s")) == "restore-inside"
    assert not (folder / "store" / "b").exists()
    assert verify(folder / "backup").sequence == COMMITS


@pytest.mark.skipif(sys.platform == "win32", reason="rights are told otherwise there")
def test_the_journal_is_for_its_owner_alone(world: tuple[Path, dict[int, set[str]]], tmp_path: Path) -> None:
    restore(world[0] / "backup", tmp_path / "store")
    modes = [path.stat().st_mode & 0o777 for path in (world[0] / "backup", tmp_path / "store" / "journal")]
    assert modes == [0o700, 0o600]


@pytest.mark.parametrize("told", [{"sums": 5}, {"sequence": "6"}, {"base": None}], ids=str)
def test_a_manifest_of_other_kinds_is_none(
    world: tuple[Path, dict[int, set[str]]], tmp_path: Path, told: dict[str, object]
) -> None:
    copy = shutil.copytree(world[0] / "backup", tmp_path / "copy")
    manifest = json.loads((copy / "backup.json").read_text())
    (copy / "backup.json").write_text(json.dumps(manifest | told))
    assert key_of(lambda: verify(copy)) == "backup-none"


def test_a_backup_shares_no_file_with_its_store(world: tuple[Path, dict[int, set[str]]]) -> None:
    files = (path for path in (world[0] / "backup").rglob("*") if path.is_file())
    assert all(path.stat().st_nlink == 1 for path in files)


def test_a_draft_that_is_published_meanwhile_is_in_the_backup(tmp_path: Path) -> None:
    made(tmp_path / "store", 1)
    store = open_store(str(tmp_path / "store"))
    drafts = Drafts(store.place, least_free=0)
    draft = drafts.make("https://a.example/bo", "Bo", "Ett", {})

    @contextmanager
    def then_published() -> Iterator[None]:
        yield
        drafts.remove(draft.key)

    back_up(store, tmp_path / "backup", then_published())
    store.close()
    assert [path.stem for path in (tmp_path / "backup/drafts").iterdir()] == [draft.key]
    assert f"drafts/{draft.key}.json" in verify(tmp_path / "backup").sums


def test_files_of_the_journal_that_become_full_meanwhile_are_copied_as_they_were(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The file that grows then has another name, and another file its own."""
    monkeypatch.setattr(journal, "SEGMENT_BYTES", 1)
    states = made(tmp_path / "store", 3)
    store = open_store(str(tmp_path / "store"))

    @contextmanager
    def held() -> Iterator[None]:
        yield
        commit(writer_of(store), 4)
        commit(writer_of(store), 5)

    assert back_up(store, tmp_path / "backup", held()).sequence == 3
    store.close()
    assert verify(tmp_path / "backup").sequence == 3
    restore(tmp_path / "backup", tmp_path / "restored", 2)
    again = open_store(str(tmp_path / "restored"), create=False)
    assert content(again) == states[2]
    again.close()


def test_what_a_backup_covers_and_the_journal_forgot_is_told_to_be_gone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(journal, "SEGMENT_BYTES", 1)
    made(tmp_path / "store", 5)
    store = open_store(str(tmp_path / "store"))
    back_up(store, tmp_path / "backup", nullcontext())
    assert forget_covered(store, tmp_path / "backup") == (4, 5)
    undo = writer_of(store).undo
    assert key_of(lambda: undo(3, "http://a/agent", "wrong")) == "undo-forgotten"
    assert key_of(lambda: undo(6, "http://a/agent", "wrong")) == "commit-unknown"
    store.close()


def test_a_store_in_memory_has_none(tmp_path: Path) -> None:
    store = open_store("memory:")
    assert key_of(lambda: back_up(store, tmp_path / "backup", nullcontext())) == "backup-memory"
    assert not (tmp_path / "backup").exists()


def test_what_cannot_be_written_leaves_nothing(
    world: tuple[Path, dict[int, set[str]]], tmp_path: Path
) -> None:
    (tmp_path / "file").write_text("")
    store = open_store(str(world[0] / "store"))
    assert key_of(lambda: back_up(store, tmp_path / "file" / "b", nullcontext())) == "backup-failed"
    store.close()


def test_a_backup_that_would_fill_the_disk_is_refused_before_it_begins(
    world: tuple[Path, dict[int, set[str]]], tmp_path: Path
) -> None:
    store = open_store(str(world[0] / "store"))
    store.keep_free(Floor(world[0], 50 << 20, free=lambda _: 50 << 20))  # type: ignore[attr-defined]
    with pytest.raises(StoreFull, match="backup-full") as caught:
        back_up(store, tmp_path / "new" / "b", nullcontext())
    store.close()
    assert (caught.value.status, caught.value.values["free"]) == (507, 49)
    assert list(tmp_path.iterdir()) == []


def test_a_disk_that_fills_meanwhile_is_told_as_full(
    world: tuple[Path, dict[int, set[str]]], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_: Path) -> None:
        raise OSError("IO error: No space left on device: While appending to file")

    store = open_store(str(world[0] / "store"))
    monkeypatch.setattr(store, "checkpoint", full)
    with pytest.raises(StoreFull, match="backup-failed"):
        back_up(store, tmp_path / "b", nullcontext())
    store.close()
    assert list(tmp_path.iterdir()) == []


def test_what_is_interrupted_leaves_nothing(
    world: tuple[Path, dict[int, set[str]]], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupt(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    store = open_store(str(world[0] / "store"))
    monkeypatch.setattr("graph.store.backups._sum", interrupt)
    with pytest.raises(KeyboardInterrupt):
        back_up(store, tmp_path / "b", nullcontext())
    assert list(tmp_path.iterdir()) == []
    monkeypatch.undo()
    back_up(store, tmp_path / "b", nullcontext())
    store.close()
    monkeypatch.setattr("graph.store.backups.shutil.copyfile", interrupt)
    with pytest.raises(KeyboardInterrupt):
        restore(tmp_path / "b", tmp_path / "restored")
    assert [path.name for path in tmp_path.iterdir()] == ["b"]
    monkeypatch.undo()
    assert restore(tmp_path / "b", tmp_path / "restored") == COMMITS


def test_of_two_backups_of_one_name_the_second_leaves_the_first_alone(
    world: tuple[Path, dict[int, set[str]]], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = open_store(str(world[0] / "store"))

    def other_begins(directory: Path) -> None:
        monkeypatch.undo()
        back_up(store, directory, nullcontext())

    monkeypatch.setattr(store, "check_room", other_begins)
    assert key_of(lambda: back_up(store, tmp_path / "b", nullcontext())) == "backup-exists"
    store.close()
    assert verify(tmp_path / "b").sequence == COMMITS


def flipped(path: Path) -> None:
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 1
    path.write_bytes(data)


def cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-1])


@pytest.mark.parametrize("harm", [flipped, cut, Path.unlink])
def test_any_harm_to_any_file_is_found(
    world: tuple[Path, dict[int, set[str]]], tmp_path: Path, harm: Callable[[Path], None]
) -> None:
    source = world[0] / "backup"
    names = [path.relative_to(source) for path in source.rglob("*") if path.is_file() and path.stat().st_size]
    assert len(names) >= 6
    for number, name in enumerate(names):
        copy = tmp_path / str(number)
        shutil.copytree(source, copy)
        harm(copy / name)
        with pytest.raises(BackupProblem):
            verify(copy)
        with pytest.raises(BackupProblem):
            restore(copy, tmp_path / "store")
    assert not (tmp_path / "store").exists()


def test_a_file_that_does_not_belong_is_found(
    world: tuple[Path, dict[int, set[str]]], tmp_path: Path
) -> None:
    shutil.copytree(world[0] / "backup", tmp_path / "copy")
    (tmp_path / "copy" / "db" / "extra").write_text("x")
    assert key_of(lambda: verify(tmp_path / "copy")) == "backup-file-differs"


def test_a_manifest_of_another_commit_is_found(
    world: tuple[Path, dict[int, set[str]]], tmp_path: Path
) -> None:
    shutil.copytree(world[0] / "backup", tmp_path / "copy")
    path = tmp_path / "copy" / "backup.json"
    path.write_text(json.dumps(json.loads(path.read_text()) | {"sequence": 2}))
    assert key_of(lambda: verify(tmp_path / "copy")) == "backup-disagrees"


def test_backups_are_listed_the_newest_first(world: tuple[Path, dict[int, set[str]]]) -> None:
    assert [name for name, _ in listed(world[0])] == ["backup"]
