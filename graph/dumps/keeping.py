"""Keeps dumps: the newest few, and those of earlier revisions that were asked for last, each made once."""

from __future__ import annotations

import shutil
import tempfile
import weakref
from asyncio import Event, get_running_loop, timeout, to_thread
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import AbstractContextManager, ExitStack, suppress
from pathlib import Path
from threading import Lock

from graph.causes import os_cause
from graph.dumps.files import Dump, made_folder, numbers, read, written
from graph.dumps.sources import Source, copy_of, leads_back, oldest_of
from graph.errors import NotFound, QueryGivenUp
from graph.store.given_up import refuse_given_up
from graph.store.space import unwritten

KEPT = 3


class Dumps:
    """Makes and keeps dumps beside the store, in `dumps`, each made once.

    The copy is made while no commit is, which takes milliseconds; it is written by another process, one at a
    time, and one more for earlier revisions, whoever waits for it. Of a store in memory, whose dumps lie in a
    temporary directory, there are none of those.
    """

    def __init__(self, source: Source, writing: AbstractContextManager[object], kept: int = KEPT) -> None:
        self._source = source
        self._writing = writing
        self._kept = kept
        self._lock = Lock()
        self._folder: Path | None = None
        self._newest, self._earlier = _Lane("dumps"), _Lane("dumps-earlier")

    def listed(self) -> tuple[Dump, ...]:
        """Returns the dumps that were made when their revision was the newest, the newest first."""
        return tuple(dump for dump in self._all() if not dump.is_led_back)

    def _all(self) -> list[Dump]:
        found = (read(path) for path in self._directory().glob("policygraph-*.json"))
        return sorted(filter(None, found), key=lambda dump: -dump.sequence)

    def is_earlier(self, sequence: int) -> bool:
        """Says whether a revision can be had, but has to be led back to, or was."""
        known = self._read(sequence)
        if known is not None:
            return known.is_led_back
        return leads_back(self._source, sequence)

    async def of(self, sequence: int, patience: float) -> Dump:
        """Returns the dump of a revision, which is made where it is not there yet.

        Raises NotFound for one that the journal does not lead back to or that is not there yet, Gone for one
        that a restore gave up, QueryGivenUp while one is still being made after `patience` seconds, StoreFull
        where it would leave too little room. Who waits holds no thread.
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
        self._newest.close()
        self._earlier.close()

    def _directory(self) -> Path:
        with self._lock:
            if self._folder is None:
                self._folder = made_folder(self._source.place)
                if self._source.place == "memory:":
                    weakref.finalize(self, shutil.rmtree, self._folder, ignore_errors=True)
            return self._folder

    def _read(self, sequence: int) -> Dump | None:
        if sequence > self._source.sequence:
            return None  # a number may be too long for the name of a file
        return read(self._directory() / f"policygraph-{sequence}.json")

    def _found(self, sequence: int) -> Dump | Future[Dump]:
        """Returns the dump of a revision, or one that is being made: perhaps of another one before it."""
        dump = self._read(sequence)
        if dump is not None:
            return dump
        if sequence == self._source.sequence:
            return self._newest.going(lambda: self._made(None))
        refuse_given_up(self._source, sequence)
        if not self.is_earlier(sequence):
            known, oldest = numbers(self.listed()), oldest_of(self._source)
            raise NotFound("dump-unknown", sequence=sequence, known=known, oldest=oldest)
        return self._earlier.going(lambda: self._made(sequence))

    def _made(self, wanted: int | None) -> Dump:
        """Returns the dump of a revision, by default of the newest, which may have been made meanwhile.

        Where it would leave too little room nothing is begun, as with a write: whoever asks again, once there
        is room, has it made.
        """
        folder = self._directory()
        self._source.check_dump(folder, max((each.bytes for each in self._all()), default=None))
        try:
            copy = Path(tempfile.mkdtemp(prefix="copy-", dir=folder))
            try:
                made = self._written(copy, wanted)
            finally:
                shutil.rmtree(copy, ignore_errors=True)
            self._forget()
        except OSError as error:  # of the system, or of the engine, which tells no number
            raise unwritten("dump-failed", os_cause(error), path=str(folder)) from error
        return made

    def _written(self, copy: Path, wanted: int | None) -> Dump:
        with ExitStack() as held:
            with self._writing:
                sequence = self._source.sequence if wanted is None else wanted
                known = self._read(sequence)
                if known is not None:
                    return known
                journal = [held.enter_context(each) for each in copy_of(self._source, copy, sequence)]
            for each in journal:
                each.copy_to(copy)
        return written(copy, sequence, self._directory(), is_led_back=wanted is not None)

    def _forget(self) -> None:
        """Removes all but the newest revisions, and but those that were led back to last."""
        led_back = [dump for dump in self._all() if dump.is_led_back]
        oldest_made = sorted(led_back, key=lambda dump: (dump.made, dump.sequence))[: -self._kept]
        for dump in (*self.listed()[self._kept :], *oldest_made):
            for name in (f"policygraph-{dump.sequence}.json", dump.file):
                (self._directory() / name).unlink(missing_ok=True)


class _Lane:
    """Makes one dump at a time."""

    def __init__(self, name: str) -> None:
        self._thread = ThreadPoolExecutor(1, thread_name_prefix=name)
        self._lock = Lock()
        self._going: Future[Dump] | None = None

    def going(self, make: Callable[[], Dump]) -> Future[Dump]:
        """Returns the dump that is being made; where none is, begins with this one."""
        with self._lock:
            if self._going is None or self._going.done():
                self._going = self._thread.submit(make)
            return self._going

    def close(self) -> None:
        """Waits for none any more."""
        self._thread.shutdown(wait=False, cancel_futures=True)


async def _ended(going: Future[Dump]) -> None:
    """Waits until a dump is made, or raises what kept it from it; who stops waiting does not stop it."""
    loop, ended = get_running_loop(), Event()

    def tell(_: Future[Dump]) -> None:
        with suppress(RuntimeError):  # the loop may be closed by then
            loop.call_soon_threadsafe(ended.set)

    going.add_done_callback(tell)
    await ended.wait()
    going.result()
