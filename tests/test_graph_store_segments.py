"""The journal in several files: read as one, checked as one, and forgotten only where a backup covers it."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from contextlib import nullcontext
from pathlib import Path
from threading import Event

import pytest

from command_line import CommandLine
from faults_writing import commit, content, made, writer_of
from graph.errors import BackupProblem, StoreProblem
from graph.store import open_store
from graph.store.backups import back_up, forget_covered, restore
from graph.store.oxigraph import OxigraphStore
from graph.store.segment import Segment

COMMITS = 20


@pytest.fixture(autouse=True)
def _short_files(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("graph.store.journal.SEGMENT_BYTES", 4000)


@pytest.fixture
def world(tmp_path: Path) -> tuple[Path, dict[int, set[str]]]:
    return tmp_path / "store", made(tmp_path / "store", COMMITS)


def full(path: Path) -> list[Path]:
    return sorted(path.glob("journal.*"))


def opening(path: Path) -> str:
    with pytest.raises(StoreProblem) as caught:
        open_store(str(path), create=False)
    return caught.value.key


def test_several_files_are_read_as_one(world: tuple[Path, dict[int, set[str]]]) -> None:
    path, states = world
    assert len(full(path)) >= 2
    store = open_store(str(path))
    assert [store.about(number)["reason"] for number in range(1, COMMITS + 1)] == [  # type: ignore[index]
        f"n{number}" for number in range(1, COMMITS + 1)
    ]
    assert (store.sequence, content(store)) == (COMMITS, states[COMMITS])
    commit(writer_of(store), COMMITS + 1)
    writer_of(store).undo(COMMITS + 1, "http://example.org/a", "undo")
    assert store.sequence == COMMITS + 2


def test_it_is_read_while_it_is_written_and_its_files_get_other_names(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("graph.store.journal.SEGMENT_BYTES", 1)
    made(tmp_path / "store", 2)
    store = open_store(str(tmp_path / "store"))
    assert isinstance(store, OxigraphStore)
    ended = Event()

    def read() -> int:
        """Asks as the list of commits, the metrics and the dumps do."""
        looked = 0
        while not ended.is_set():
            told = [store.about(number) for number in range(1, store.sequence + 1)]
            assert None not in told
            assert store.oldest == 0
            looked += len(told)
        return looked

    with ThreadPoolExecutor(3) as pool:
        readers = [pool.submit(read) for _ in range(3)]
        for number in range(3, 60):
            commit(writer_of(store), number)
        ended.set()
        assert all(reader.result() > 0 for reader in readers)
    assert len(full(tmp_path / "store")) == 58
    store.close()
    again = open_store(str(tmp_path / "store"), create=False)
    assert again.sequence == 59
    again.close()


def test_how_far_it_leads_back_is_not_asked_of_each_record_again(
    world: tuple[Path, dict[int, set[str]]], monkeypatch: pytest.MonkeyPatch
) -> None:
    store = open_store(str(world[0]))
    assert isinstance(store, OxigraphStore)
    assert store.oldest == 0
    commit(writer_of(store), COMMITS + 1)
    told, looked = Segment._told, []
    monkeypatch.setattr(Segment, "_told", lambda self, number: looked.append(number) or told(self, number))
    assert (store.oldest, store.oldest, looked) == (0, 0, [COMMITS + 1])
    store.close()


@pytest.mark.parametrize("to", [0, 1, 5, 11, 19, 20])
def test_a_backup_of_several_files_restores_any_commit(
    world: tuple[Path, dict[int, set[str]]], tmp_path: Path, to: int
) -> None:
    path, states = world
    store = open_store(str(path))
    back_up(store, tmp_path / "backup", nullcontext())
    restore(tmp_path / "backup", tmp_path / "new", to)
    again = open_store(str(tmp_path / "new"))
    assert (again.sequence, content(again)) == (COMMITS, states[to])
    commit(writer_of(again), to + 1)


def test_a_gap_is_damage(world: tuple[Path, dict[int, set[str]]]) -> None:
    full(world[0])[1].unlink()
    assert opening(world[0]) == "store-journal-damaged"


@pytest.mark.parametrize("place", [0.1, 0.5, 0.99])
def test_a_flipped_bit_in_a_full_file_is_damage(
    world: tuple[Path, dict[int, set[str]]], place: float
) -> None:
    file = full(world[0])[0]
    data = bytearray(file.read_bytes())
    data[int(len(data) * place)] ^= 1
    file.write_bytes(data)
    assert opening(world[0]) == "store-journal-damaged"


def test_a_full_file_that_was_cut_is_damage(world: tuple[Path, dict[int, set[str]]]) -> None:
    file = full(world[0])[0]
    file.write_bytes(file.read_bytes()[:-3])
    assert opening(world[0]) == "store-journal-damaged"


def test_a_crash_between_two_files_loses_nothing(world: tuple[Path, dict[int, set[str]]]) -> None:
    path, states = world
    store = open_store(str(path))
    base = store.base
    store.close()
    first = Segment(full(path)[-1], base, writable=False).last + 1
    (path / "journal").rename(path / f"journal.{first:010d}")  # and the next file is not begun
    again = open_store(str(path))
    assert (again.sequence, content(again)) == (COMMITS, states[COMMITS])
    commit(writer_of(again), COMMITS + 1)
    again.close()
    assert open_store(str(path)).sequence == COMMITS + 1


def test_only_what_a_verified_backup_covers_is_forgotten(
    world: tuple[Path, dict[int, set[str]]], tmp_path: Path
) -> None:
    path, states = world
    store = open_store(str(path))
    back_up(store, tmp_path / "backup", nullcontext())
    commit(writer_of(store), COMMITS + 1)
    before = len(full(path))
    gone, oldest = forget_covered(store, tmp_path / "backup")
    assert 0 < gone <= before
    assert 0 < oldest < COMMITS + 1
    assert store.about(oldest - 1) is None
    assert store.about(oldest) is not None
    later = content(store)
    store.close()
    again = open_store(str(path))
    assert content(again) == later
    assert back_up(again, tmp_path / "second", nullcontext()).oldest == oldest
    restore(tmp_path / "second", tmp_path / "new", oldest)
    assert content(open_store(str(tmp_path / "new"))) == states[oldest]
    restore(tmp_path / "backup", tmp_path / "old", 1)
    assert content(open_store(str(tmp_path / "old"))) == states[1]


def test_a_damaged_or_foreign_backup_lets_nothing_go(
    world: tuple[Path, dict[int, set[str]]], tmp_path: Path
) -> None:
    path, _ = world
    store = open_store(str(path))
    back_up(store, tmp_path / "backup", nullcontext())
    made(tmp_path / "other", COMMITS + 3)
    other = open_store(str(tmp_path / "other"))
    back_up(other, tmp_path / "foreign", nullcontext())
    (tmp_path / "backup" / "journal").write_bytes(b"")
    before = full(path)
    for backup in ("backup", "foreign"):
        with pytest.raises(BackupProblem):
            forget_covered(store, tmp_path / backup)
    assert full(path) == before


def test_the_command_line_says_what_went(world: tuple[Path, dict[int, set[str]]], tmp_path: Path) -> None:
    told = CommandLine(world[0])("backup", tmp_path / "backup", "--forget")
    assert (told.code, told.out.count("\n")) == (0, 1)
    assert "oldest commit" in told.err
    assert open_store(str(world[0])).sequence == COMMITS
