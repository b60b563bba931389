"""Workers as copies of a template: children of the server like any other, and there even if it dies."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from graph.importers.isolated import JOBS
from graph.isolation import Limits, QueryPool, available, file_trade, starting, template
from graph.isolation.starting import Copy, Pipes, Starter
from graph.isolation.trades import Trade
from graph.validation.isolated import _TRADE
from isolation_pools import COUNT, CSV, SIZE, counted, eventually, pool_on

TEMPLATED = pytest.mark.skipif(not template.available(), reason="this platform makes no copies")


@pytest.fixture
def pool(tmp_path: Path) -> Iterator[QueryPool]:
    with pool_on(tmp_path) as (pool, _):
        assert counted(pool) == SIZE
        assert eventually(lambda: ready(pool) == pool.limits.workers)
        yield pool


def ready(pool: QueryPool) -> int:
    return sum(process.is_ready for process, _ in tuple(pool._crew._idle._ordinary))


def workers(pool: QueryPool) -> list[int]:
    return [process.number for process, _ in tuple(pool._crew._idle._ordinary)]


def parent(process: int) -> int:
    return int(Path(f"/proc/{process}/stat").read_text(encoding="ascii").rpartition(")")[2].split()[1])


@TEMPLATED
def test_copies_are_children_of_the_server_and_share_the_template(pool: QueryPool) -> None:
    made = pool._crew._starter._template
    assert made is not None
    assert len([*Path(f"/proc/{made.pid}/task").iterdir()]) == 1
    for worker in workers(pool):
        assert parent(worker) == os.getpid()
        assert worker != made.pid
        assert b"graph.isolation.template" in Path(f"/proc/{worker}/cmdline").read_bytes()


@TEMPLATED
def test_a_copy_has_no_handle_of_the_template(pool: QueryPool) -> None:
    for worker in workers(pool):
        named = [str(handle.readlink()) for handle in Path(f"/proc/{worker}/fd").iterdir()]
        assert not [name for name in named if name.startswith("socket:")]


@TEMPLATED
@pytest.mark.skipif(not available(), reason="this platform confines no workers")
def test_copies_are_confined_as_single_workers_are(pool: QueryPool) -> None:
    for worker in workers(pool):
        status = Path(f"/proc/{worker}/status").read_text(encoding="utf-8").splitlines()
        assert {"NoNewPrivs:\t1", "Seccomp:\t2"} <= {*status}
        limits = Path(f"/proc/{worker}/limits").read_text(encoding="utf-8").splitlines()
        [space] = [line.split()[3:5] for line in limits if line.startswith("Max address space")]
        assert space == [str(pool.limits.memory)] * 2


@TEMPLATED
@pytest.mark.parametrize("trade", [file_trade(JOBS), _TRADE], ids=["file", "shapes"])
def test_a_template_has_one_thread_so_that_no_copy_finds_a_lock_held(trade: Trade) -> None:
    starter, pipes = Starter(Limits(), trade), Pipes()
    copy = starter.start(pipes, None)
    made = starter._template
    assert made is not None
    assert len([*Path(f"/proc/{made.pid}/task").iterdir()]) == 1
    pipes.close()
    assert copy.wait() == 0
    starter.close()


@TEMPLATED
def test_a_template_that_dies_is_replaced(pool: QueryPool) -> None:
    first = pool._crew._starter._template
    assert first is not None
    first.kill()
    first.wait()
    idle = [process for process, _ in tuple(pool._crew._idle._ordinary)]
    for process in idle:
        process.kill()
    assert eventually(lambda: all(process.has_ended for process in idle))
    assert counted(pool) == SIZE
    second = pool._crew._starter._template
    assert second is not None
    assert second.pid != first.pid


@TEMPLATED
def test_a_template_ends_with_its_crew(tmp_path: Path) -> None:
    with pool_on(tmp_path) as (pool, _):
        counted(pool)
        made = pool._crew._starter._template
        assert made is not None
        assert made.poll() is None
    assert made.poll() in {0, -signal.SIGKILL}  # it may see the socket closed before it is killed


def test_where_no_copies_are_made_workers_start_one_by_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(template, "available", lambda: False)
    with pool_on(tmp_path) as (pool, _):
        assert b"".join(pool.answer(COUNT, CSV)) == f"n\r\n{SIZE}\r\n".encode()
        assert pool._crew._starter._template is None


@pytest.mark.skipif(sys.platform == "win32", reason="no processes are copied there")
def test_a_copy_tells_how_it_ended() -> None:
    process = os.fork()
    if process == 0:
        os._exit(7)
    copy = Copy(process)
    assert eventually(lambda: copy.poll() is not None)
    copy.send_signal(signal.SIGTERM)
    assert [copy.poll(), copy.wait()] == [7, 7]


@TEMPLATED
def test_where_the_kernel_makes_no_copy_the_template_ends(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(template, "_CLONE_PARENT", -1)  # flags that no kernel takes together
    with pytest.raises(OSError, match="no copy"):
        template._copied()


@TEMPLATED
def test_a_template_that_ends_at_once_leaves_single_workers(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def program(module: str) -> tuple[str, ...]:
        return (
            sys.executable,
            "-I",
            *(("-c", "") if module == "template" else ("-m", f"graph.isolation.{module}")),
        )

    monkeypatch.setattr(starting, "_program", program)
    with pool_on(tmp_path) as (pool, _):
        assert counted(pool) == SIZE
        assert pool._crew._starter._template is None
