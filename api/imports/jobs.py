"""Imports that go on after their request: watched, stopped, and asked for their report."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from concurrent.futures import wait as wait_for
from contextvars import copy_context
from dataclasses import dataclass, field
from secrets import token_urlsafe
from threading import Event, Lock
from typing import Any, Literal

from api.access import Role, Speaker
from api.errors import Unavailable
from api.imports.uploading import Upload
from graph.errors import Conflict, NotFound
from graph.importers.watching import Watch

State = Literal["running", "done", "failed", "cancelled"]
Told = dict[str, Any]
AT_ONCE = 2.0  # seconds that an answer waits for its job before it says how far it is
_MOST_KEPT, _MOST_RUNNING = 20, 8


@dataclass(frozen=True, slots=True)
class Wanted:
    """Is how a list is to be read in: what it is called, and how many things of the former one may go.

    Without a name it is called as its mapping says; the empty one is that of the list without a name.
    """

    list_name: str | None = None
    accept_loss: int = 0


PLAIN = Wanted()


@dataclass
class Job:
    """Is one import: who began it, what they want, how far it is, and what came of it."""

    id: str
    speaker: Speaker
    mapping: str
    file: str
    preview: bool
    wanted: Wanted = PLAIN
    stage: str = "waiting"
    done: int = 0
    total: int = 0
    future: Future[Told] | None = None
    annotated: Callable[[str], bytes] | None = None
    upload: Upload | None = None  # the list itself, where pages go on with it
    stopping: Event = field(default_factory=Event)

    @property
    def owner(self) -> str:
        """Returns the IRI of who began it."""
        return self.speaker.agent

    @property
    def state(self) -> State:
        """Returns what has become of it."""
        if self.future is None or not self.future.done():
            return "running"
        error = self.future.exception()
        if error is None:
            return "done"
        return "cancelled" if isinstance(error, Conflict) and error.key == "import-stopped" else "failed"

    def watch(self, stage: str, done: int, total: int) -> None:
        """Takes how far it is; raises Conflict where somebody has stopped it."""
        self.stage, self.done, self.total = stage, done, total
        if self.stopping.is_set():
            raise Conflict("import-stopped", file=self.file)

    def wait(self, seconds: float) -> None:
        """Waits until it is done, but no longer."""
        if self.future is not None:
            wait_for([self.future], seconds)

    def report(self) -> Told | None:
        """Returns its report, None while it runs or where it was stopped; a failure raises its reason."""
        if self.future is None or self.state in ("running", "cancelled"):
            return None
        return self.future.result()


class Jobs:
    """Holds the imports of this process; one is worked on at a time, the last ones are kept."""

    def __init__(self) -> None:
        self._jobs: OrderedDict[str, Job] = OrderedDict()
        self._lock = Lock()
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="import")

    def start(self, job: Job, work: Callable[[Job, Watch], Told]) -> Job:
        """Begins an import; too many at once raise Unavailable."""
        with self._lock:
            running = sum(each.state == "running" for each in self._jobs.values())
            if running >= _MOST_RUNNING:
                raise Unavailable("imports-busy", {"Retry-After": "10"})
            self._jobs[job.id] = job
            # The writer asks which request it writes for (Idempotency-Key): the work has its context.
            job.future = self._thread.submit(copy_context().run, work, job, job.watch)
            for name in [name for name, each in self._jobs.items() if each.state != "running"]:
                if len(self._jobs) > _MOST_KEPT:
                    del self._jobs[name]
        return job

    def job_for(self, speaker: Speaker, id_: str) -> Job:
        """Returns a job of the speaker's, or of anybody for an administrator; raises NotFound."""
        return self.of(id_, None if speaker.role >= Role.ADMINISTRATOR else speaker.agent)

    def of(self, id_: str, owner: str | None) -> Job:
        """Returns a job of an owner, or of anybody where that is None; raises NotFound."""
        job = self._jobs.get(id_)
        if job is None or owner not in (None, job.owner):
            raise NotFound("import-unknown", job=id_)
        return job

    def state_of(self, id_: str) -> State | None:
        """Returns what has become of a job, None where this process does not know it."""
        job = self._jobs.get(id_)
        return job.state if job else None

    @property
    def running(self) -> int:
        """Returns how many imports are not done."""
        with self._lock:
            return sum(each.state == "running" for each in self._jobs.values())

    def close(self) -> None:
        """Stops what runs, before it writes."""
        for job in tuple(self._jobs.values()):
            job.stopping.set()
        self._thread.shutdown(wait=False, cancel_futures=True)


def new_job(speaker: Speaker, mapping: str, file: str, *, preview: bool, wanted: Wanted = PLAIN) -> Job:
    """Returns a job that has not begun, with a name that nobody guesses."""
    return Job(token_urlsafe(12), speaker, mapping, file, preview, wanted)
