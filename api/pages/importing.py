"""What the pages of imports do: lists are begun, read on, committed and taken back, in somebody's name."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING, Any

from api.access import Role, Speaker
from api.imports.jobs import AT_ONCE, PLAIN, Job, Told, Wanted, new_job
from api.imports.uploading import Upload
from api.services import Services
from graph.commits import reason_of
from graph.errors import Conflict, NotFound
from graph.importers.watching import Watch
from graph.model import Commit
from graph.recording.agents import Agent, introduction, ledger_of

if TYPE_CHECKING:
    from graph.importers.tabular_mapping import ListMapping


@dataclass(frozen=True, slots=True)
class Importing:
    """Begins and finds the jobs of one speaker; `lang` is the language of the names in reports."""

    services: Services
    speaker: Speaker
    lang: str

    def propose(self, upload: Upload, wanted: Wanted = PLAIN) -> Job:
        """Begins to look how a list may be read; what is wanted of it is kept until that is known."""

        def run(_: Job, watch: Watch) -> Told:
            from api.imports.working import proposed

            return proposed(self.services, upload, self.lang, watch)

        job = new_job(self.speaker, "", upload.name, preview=True, wanted=wanted)
        return self._started(job, upload, run)

    def begin(self, name: str | None, upload: Upload, *, preview: bool, wanted: Wanted = PLAIN) -> Job:
        """Begins a preview or an import by the mapping of a name, or by the reading sent with the list.

        A mapping that is none raises UnknownName, a reading that is none SubmissionRefused. The name of a
        list is passed over where its kind has none: it may have been typed before the kind was known.
        """
        from api.imports.working import mapping_asked

        mapping = mapping_asked(name, upload)
        if mapping.list_name is None:
            wanted = replace(wanted, list_name=None)
        job = new_job(self.speaker, mapping.name, upload.name, preview=preview, wanted=wanted)
        return self._started(job, upload, partial(self._work, mapping, upload))

    def again(
        self,
        job: Job,
        *,
        name: str | None = None,
        reading: str | None = None,
        list_name: str | None = None,
    ) -> Job:
        """Begins to look at the list of another job again, by another mapping or reading, or under a name."""
        upload = replace(kept(job), reading=reading)
        wanted = job.wanted if list_name is None else replace(job.wanted, list_name=list_name)
        return self.begin(name, upload, preview=True, wanted=wanted)

    def commit(self, job: Job, accept_loss: int) -> Job:
        """Begins to read in the list of a preview, as it was read there; so many things may go by it."""
        upload, wanted = kept(job), replace(job.wanted, accept_loss=accept_loss)
        name = None if upload.reading else job.mapping
        return self.begin(name, upload, preview=False, wanted=wanted)

    def job(self, name: str) -> Job:
        """Returns a job of the speaker's, or of anybody for an administrator; raises NotFound."""
        return self.services.imports.job_for(self.speaker, name)

    def undo(self, sequence: int) -> Commit:
        """Takes an import back and returns the commit that does so; Conflict where later ones forbid it."""
        commit_of(self.services, sequence, self.speaker)
        writer, who = self.services.writer, self.speaker
        ledger = ledger_of(writer.store.base, who.agent)
        known = introduction(writer.store, Agent(who.agent, who.name, who.is_machine), ledger)
        return writer.undo(sequence, who.agent, reason_of("undo", sequence=sequence), known)

    def _work(self, mapping: ListMapping, upload: Upload, job: Job, watch: Watch) -> dict[str, Any]:
        from api.imports.working import work

        return work(self.services, job, mapping, upload, self.lang, watch)

    def _started(self, job: Job, upload: Upload, run: Any) -> Job:
        job.upload = upload
        self.services.imports.start(job, run)
        job.wait(AT_ONCE)
        return job


def kept(job: Job) -> Upload:
    """Returns the list that a job was begun with; one that is not kept any more raises Conflict."""
    if job.upload is None:
        raise Conflict("import-list-gone", file=job.file)
    return job.upload


def commit_of(services: Services, sequence: int, speaker: Speaker) -> Commit:
    """Returns an import that the speaker may take back: their own, or anybody's for an administrator.

    Any other raises NotFound.
    """
    found = next((each for each in services.writer.history() if each.sequence == sequence), None)
    is_theirs = found is not None and (found.agent == speaker.agent or speaker.role >= Role.ADMINISTRATOR)
    if found is None or not found.mapping or not is_theirs:
        raise NotFound("import-not-yours", sequence=sequence)
    return found
