"""Dumps of the whole dataset, one for each revision that is asked for, each with its checksums."""

from __future__ import annotations

import base64
import json
import os
import shutil
import subprocess
import sys
import tempfile
import weakref
from asyncio import Event, get_running_loop, timeout, to_thread
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import AbstractContextManager, suppress
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from threading import Lock
from typing import Protocol, runtime_checkable

from graph.causes import engine_cause, os_cause
from graph.errors import NotFound, QueryGivenUp, StoreProblem
from graph.store.segment import sync_directory

SUFFIX = ".nq.gz"
KEPT = 3


@runtime_checkable
class Source(Protocol):
    """Is a store that can be copied."""

    @property
    def sequence(self) -> int:
        """Returns the number of the last commit."""

    @property
    def place(self) -> str:
        """Returns the directory of the store, or `memory:`."""

    def checkpoint(self, directory: Path) -> None:
        """Writes the last commit's database into a new directory."""


def copied(store: object) -> Source:
    """Returns a store that can be copied; any other is a mistake of the program."""
    if not isinstance(store, Source):
        raise TypeError("this store cannot be copied")
    return store


@dataclass(frozen=True, slots=True)
class Dump:
    """Is a dump of one revision: `sha256` is that of the compressed file, `content_sha256` of its N-Quads."""

    sequence: int
    made: str
    quads: int
    bytes: int
    sha256: str
    content_bytes: int
    content_sha256: str

    @property
    def file(self) -> str:
        """Returns the name of the file."""
        return f"policygraph-{self.sequence}{SUFFIX}"

    @property
    def digest(self) -> str:
        """Returns the sum of the file as RFC 9530 writes it."""
        return base64.b64encode(bytes.fromhex(self.sha256)).decode()

    @property
    def line(self) -> str:
        """Returns the line by which `sha256sum --check` verifies the file."""
        return f"{self.sha256}  {self.file}\n"


class Dumps:
    """Makes and keeps dumps beside the store, in `dumps`: the newest few, each made once.

    The copy is made while no commit is, which takes milliseconds; it is written by another process, one at a
    time, whoever waits for it. Dumps of a store in memory lie in a temporary directory.
    """

    def __init__(self, source: Source, writing: AbstractContextManager[object], kept: int = KEPT) -> None:
        self._source = source
        self._writing = writing
        self._kept = kept
        self._lock = Lock()
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="dumps")
        self._folder: Path | None = None
        self._going: Future[Dump] | None = None

    def listed(self) -> tuple[Dump, ...]:
        """Returns the dumps that are there, the newest first."""
        found = (_read(path) for path in self._directory().glob("policygraph-*.json"))
        return tuple(sorted(filter(None, found), key=lambda dump: -dump.sequence))

    async def of(self, sequence: int, patience: float) -> Dump:
        """Returns the dump of a revision; that of the newest is made where it is not there yet.

        Raises NotFound for one that is not kept (any more) or not there yet, QueryGivenUp while one is still
        being made after `patience` seconds. Who waits holds no thread.
        """
        try:
            async with timeout(patience):
                while isinstance(found := await to_thread(self._found, sequence), Future):
                    await _ended(found)
        except TimeoutError as error:
            raise QueryGivenUp("dump-going", sequence=sequence) from error
        return found

    def path(self, dump: Dump) -> Path:
        """Returns where the file of a dump lies."""
        return self._directory() / dump.file

    def close(self) -> None:
        """Waits for no dump any more."""
        self._thread.shutdown(wait=False, cancel_futures=True)

    def _directory(self) -> Path:
        with self._lock:
            if self._folder is None:
                self._folder = _made_folder(self._source.place)
                if self._source.place == "memory:":
                    weakref.finalize(self, shutil.rmtree, self._folder, ignore_errors=True)
            return self._folder

    def _found(self, sequence: int) -> Dump | Future[Dump]:
        """Returns the dump of a revision, or the one that is being made: perhaps still of one before it."""
        newest = self._source.sequence
        known = _read(self._directory() / f"policygraph-{sequence}.json") if sequence <= newest else None
        if known is not None:
            return known
        if sequence != newest:
            raise NotFound("dump-unknown", sequence=sequence, known=_numbers(self.listed()))
        with self._lock:
            if self._going is None or self._going.done():
                self._going = self._thread.submit(self._made)
            return self._going

    def _made(self) -> Dump:
        """Returns the dump of the newest revision, which somebody may have made while this one waited."""
        folder = self._directory()
        copy = Path(tempfile.mkdtemp(prefix="copy-", dir=folder))
        try:
            with self._writing:
                sequence = self._source.sequence
                known = _read(folder / f"policygraph-{sequence}.json")
                if known is not None:
                    return known
                self._source.checkpoint(copy / "db")
            made = _written(copy / "db", sequence, folder)
        finally:
            shutil.rmtree(copy, ignore_errors=True)
        self._forget()
        return made

    def _forget(self) -> None:
        for dump in self.listed()[self._kept :]:
            for name in (f"policygraph-{dump.sequence}.json", dump.file):
                (self._directory() / name).unlink(missing_ok=True)


async def _ended(going: Future[Dump]) -> None:
    """Waits until a dump is made, or raises what kept it from it; who stops waiting does not stop it."""
    loop, ended = get_running_loop(), Event()

    def tell(_: Future[Dump]) -> None:
        with suppress(RuntimeError):  # the loop may be closed by then
            loop.call_soon_threadsafe(ended.set)

    going.add_done_callback(tell)
    await ended.wait()
    going.result()


def _made_folder(place: str) -> Path:
    if place == "memory:":
        return Path(tempfile.mkdtemp(prefix="policygraph-dumps-"))
    folder = Path(place).resolve() / "dumps"
    try:
        folder.mkdir(exist_ok=True)
        told = {dump.file for dump in map(_read, folder.glob("policygraph-*.json")) if dump is not None}
        untold = (file for file in folder.glob(f"policygraph-*{SUFFIX}") if file.name not in told)
        for left in (*folder.glob("copy-*"), *folder.glob("*.part"), *untold):
            shutil.rmtree(left) if left.is_dir() else left.unlink()
    except OSError as error:
        raise StoreProblem("dump-failed", path=str(folder), why=os_cause(error)) from error
    return folder


def _written(copy: Path, sequence: int, folder: Path) -> Dump:
    """Returns the dump of a copy; the file appears whole, and then what tells of it."""
    part = folder / f"policygraph-{sequence}{SUFFIX}.part"
    command = [sys.executable, "-m", "graph.store.dumping", str(copy), str(part)]
    try:
        done = subprocess.run(command, capture_output=True, check=True, encoding="utf-8")
        told = json.loads(done.stdout)
        dump = Dump(sequence, datetime.now(UTC).isoformat(timespec="seconds"), **told)
        part.replace(folder / dump.file)
        _tell(dump, folder)
    except (OSError, subprocess.CalledProcessError) as error:
        part.unlink(missing_ok=True)
        raise StoreProblem("dump-failed", path=str(folder), why=_cause(error)) from error
    return dump


def _tell(dump: Dump, folder: Path) -> None:
    """Writes what tells of a dump; it appears whole, even if the power fails."""
    about = folder / f"policygraph-{dump.sequence}.json"
    part = about.with_suffix(".json.part")
    with part.open("wb") as file:
        file.write(json.dumps(asdict(dump)).encode())
        file.flush()
        os.fsync(file.fileno())
    part.replace(about)
    sync_directory(folder)


def _cause(error: OSError | subprocess.CalledProcessError) -> object:
    if isinstance(error, OSError):
        return os_cause(error)
    return engine_cause(OSError((error.stderr or "").strip().splitlines()[-1:]))


def _read(path: Path) -> Dump | None:
    """Returns the dump that a file tells of, None where there is none or the file is damaged."""
    try:
        return Dump(**json.loads(path.read_bytes()))
    except (FileNotFoundError, ValueError, TypeError):
        return None


def _numbers(dumps: tuple[Dump, ...]) -> str:
    return ", ".join(str(dump.sequence) for dump in dumps) or "-"
