"""Faults while writing: a full disk, backups under writes, racing writers, and the disk before the answer."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from api_serving import client_of
from faults_writing import AGENT, COUNTER, GRAPH, VALUE, commit, content, fact, made, writer_of
from graph.commits import Writer
from graph.errors import Stale, StoreFull
from graph.store import Changes, Store, open_store
from graph.store.backups import back_up, restore
from graph.store.space import Floor
from graph.terms import Literal
from holders import token_file
from small_graph import small_store
from test_api_ledger import ALIGNMENTS, STATEMENT, post, problem, sequence

MEBIBYTE = 1 << 20
WRITTEN = 20  # commits beside each backup


def test_below_the_floor_writes_are_refused_reads_go_on_and_writes_resume(tmp_path: Path) -> None:
    free = 1000 * MEBIBYTE
    store = open_store(str(tmp_path / "store"))
    store.keep_free(Floor(tmp_path, 100 * MEBIBYTE, free=lambda _: free))  # type: ignore[attr-defined]
    writer = writer_of(store)
    commit(writer, 1)
    before = content(store)
    free = 99 * MEBIBYTE
    for _ in range(3):
        with pytest.raises(StoreFull, match="store-full") as caught:
            commit(writer, 2)
        assert (caught.value.status, caught.value.values["least"]) == (507, 100)
        assert (content(store), store.sequence) == (before, 1)
    free = 101 * MEBIBYTE
    commit(writer, 2)
    assert store.sequence == 2


def test_a_full_disk_is_507_over_http_until_there_is_room(tmp_path: Path) -> None:
    store = open_store(str(tmp_path / "store"), base="http://127.0.0.1:8000/")
    store.bulk_add(small_store().quads())
    store.apply(Changes(), 1)
    free = 0
    store.keep_free(Floor(tmp_path, 1, free=lambda _: free))  # type: ignore[attr-defined]
    with client_of(store, tokens=str(token_file(tmp_path))) as client:
        key = {"idempotency-key": "one"}
        assert problem(post(client, ALIGNMENTS, STATEMENT, **key)) == (507, "store-full")
        assert client.get("/api/v1/projects").status_code == 200
        free = 10 * MEBIBYTE
        assert post(client, ALIGNMENTS, STATEMENT, **key).status_code == 201
        assert sequence(client) == 2


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """Returns a disk of its own of 160 MiB, where this user may mount one; else the test is left out."""
    place = tmp_path / "disk"
    place.mkdir()
    command = ["mount", "-t", "tmpfs", "-o", "size=160m", "tmpfs", str(place)]
    if os.geteuid() or shutil.which("mount") is None or subprocess.run(command, check=False).returncode:
        yield tmp_path / "no-disk"
        return
    yield place
    subprocess.run(["umount", "-l", str(place)], check=True)


def fill(writer: Writer) -> None:
    """Writes until the disk is full, 100 kB at a time."""
    while True:
        last = writer.store.sequence
        large = frozenset(fact(f"large-{last}-{number}", "x" * 1000) for number in range(100))
        writer.commit(Changes(added=large), agent=AGENT, reason="large")


@pytest.mark.soak
def test_a_disk_that_fills_and_is_freed_loses_nothing(small_disk: Path, full_length: bool) -> None:
    if not small_disk.exists():
        return  # the same with an injected measure of free space is tested above
    store = open_store(str(small_disk / "store"), least_free=16 * MEBIBYTE)
    writer, number = writer_of(store), 0
    for _ in range(5 if full_length else 1):
        ballast = small_disk / "ballast"
        with ballast.open("wb") as file:
            file.write(bytes(shutil.disk_usage(small_disk).free - 20 * MEBIBYTE))
        with pytest.raises(StoreFull):
            fill(writer)
        before, last = content(store), store.sequence
        assert shutil.disk_usage(small_disk).free >= 12 * MEBIBYTE
        ballast.unlink()
        added = frozenset([fact("after", str(number := number + 1))])
        writer.commit(Changes(added=added), agent=AGENT, reason="after")
        assert store.sequence == last + 1
        assert before < content(store)
    kept = content(store)
    store.close()
    assert content(open_store(str(small_disk / "store"))) == kept


@pytest.mark.soak
def test_a_backup_under_writes_restores_an_exact_commit(tmp_path: Path, full_length: bool) -> None:
    store = open_store(str(tmp_path / "store"))
    writer, room = writer_of(store), threading.Semaphore(0)
    rounds = 60 if full_length else 3
    states: dict[int, int] = {}

    def write() -> None:
        for number in range(1, rounds * WRITTEN + 1):
            room.acquire()
            with writer.lock:
                commit(writer, number)
                states[store.sequence] = fingerprint(store)

    thread = threading.Thread(target=write)
    thread.start()
    try:
        for number in range(rounds):
            room.release(WRITTEN)  # what each round writes is bounded, or the store would grow without end
            backup = back_up(store, tmp_path / f"backup-{number}", writer.lock)
            for to in {backup.sequence, max(1, backup.sequence // 2)} if backup.sequence else set():
                restored = tmp_path / f"store-{number}-{to}"
                assert restore(tmp_path / f"backup-{number}", restored, to) == to
                again = open_store(str(restored), create=False)
                assert (again.sequence, fingerprint(again)) == (backup.sequence, states[to])
                again.close()
                shutil.rmtree(restored)
            shutil.rmtree(tmp_path / f"backup-{number}")
    finally:
        room.release(rounds * WRITTEN)
        thread.join()
    assert store.sequence == rounds * WRITTEN


def fingerprint(store: Store) -> int:
    """Returns what two stores share that hold the same, without keeping what they hold."""
    return hash(frozenset(content(store)))


class Counter:
    """Counts in a store: whoever writes says what it has read, and is told where that is stale."""

    def __init__(self, writer: Writer) -> None:
        self._writer = writer
        self.stale = 0

    def value(self) -> int:
        found = self._writer.store.quads(COUNTER, VALUE, graph=GRAPH)
        return max((int(quad.object.value) for quad in found if isinstance(quad.object, Literal)), default=0)

    def write_on(self, read: int) -> None:
        with self._writer.lock:
            if self.value() != read:
                raise Stale("version-stale", iri=COUNTER.value)
            removed = frozenset([fact("counter", str(read))]) if read else frozenset()
            changes = Changes(removed, frozenset([fact("counter", str(read + 1))]))
            self._writer.commit(changes, agent=AGENT, reason="count")

    def count(self) -> None:
        done = 0
        while done < 300:
            try:
                self.write_on(self.value())
                done += 1
            except Stale:
                self.stale += 1


def test_racing_writers_lose_no_increment_and_the_stale_are_told(tmp_path: Path) -> None:
    store = open_store(str(tmp_path / "store"))
    counters = [Counter(writer_of(store))] * 4
    threads = [threading.Thread(target=counter.count) for counter in counters]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (counters[0].value(), store.sequence) == (1200, 1200)
    assert counters[0].stale > 0


def test_racing_reviews_of_one_state_are_412_but_one(tmp_path: Path) -> None:
    with client_of(small_store(), tokens=str(token_file(tmp_path))) as client:
        made_ = post(client, ALIGNMENTS, STATEMENT)
        path = made_.json()["iri"].replace("http://127.0.0.1:8000/id/alignment", ALIGNMENTS)
        body = {"agreement": "1", "reason": {"text": "Ja.", "lang": "sv"}}
        answers: list[Any] = []

        def review(who: str) -> None:
            tag = {"if-match": made_.headers["etag"]}
            answers.append(post(client, f"{path}/reviews", body, who, **tag).status_code)

        threads = [threading.Thread(target=review, args=(who,)) for who in ("Reviewer", "Administrator") * 3]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert sorted(answers) == [201, 412, 412, 412, 412, 412]
        assert post(client, f"{path}/reviews", body).status_code == 428


COMMITTING = """
import sys
sys.path.insert(0, sys.argv[2])
from faults_writing import commit, writer_of
from graph.store import open_store
store = open_store(sys.argv[1])
writer = writer_of(store)
for number in range(1, 6):
    commit(writer, number)
    sys.stdout.write(f"acknowledged {number}\\n")
    sys.stdout.flush()
"""


def acknowledged(lines: list[str], journal: str) -> Iterator[bool]:
    """Yields for each acknowledgement whether what was written to the journal was on the disk by then."""
    is_synced, waiting = False, ""
    for line in lines:
        process = line.split()[0]
        if re.search(rf" write\({journal}, ", line):
            is_synced = False
        elif re.search(rf" fdatasync\({journal}\) += 0", line) or (
            process == waiting and re.search(r"fdatasync resumed>.*= 0", line)
        ):
            is_synced = True
        elif re.search(rf" fdatasync\({journal} <unfinished", line):
            waiting = process
        elif ' write(1, "acknowledged' in line:
            yield is_synced


@pytest.mark.strace
def test_each_commit_is_on_the_disk_before_it_is_acknowledged(tmp_path: Path) -> None:
    trace = tmp_path / "trace"
    calls = "trace=openat,write,pwrite64,fdatasync,fsync"
    strace = ("strace", "-f", "-qq", "-s", "200", "-e", calls, "-o", str(trace))
    python = (sys.executable, "-c", COMMITTING, str(tmp_path / "store"), str(Path(__file__).parent.parent))
    subprocess.run([*strace, *python], check=True, capture_output=True)
    lines = trace.read_text(encoding="utf-8", errors="replace").splitlines()
    opened = next(re.search(r"= (\d+)$", line) for line in lines if "/journal" in line and "O_APPEND" in line)
    assert opened is not None
    assert [each for each in acknowledged(lines, opened[1]) if not each] == []
    assert len(list(acknowledged(lines, opened[1]))) == 5


def test_the_states_of_a_store_differ_from_commit_to_commit(tmp_path: Path) -> None:
    states = made(tmp_path / "store", 4)
    assert len({frozenset(state) for state in states.values()}) == 5
