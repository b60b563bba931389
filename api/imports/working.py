"""The work of an import, done in the thread of its job."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from api.imports.jobs import Job
from api.imports.reading import proposal_told, reading_sent
from api.imports.telling import commit_told, finding_told, preview_told
from api.imports.uploading import Upload
from api.services import Services
from api.wording.messages import worded
from graph.errors import InputError, UnknownName
from graph.importers.proposing import mapping_of
from graph.importers.recognising import recognise
from graph.importers.sheets import Limits
from graph.importers.tabular import ListFile, ListImport, import_list, open_content
from graph.importers.tabular_mapping import ListMapping, load_mapping, mapping_names
from graph.importers.watching import Watch
from graph.recording.agents import Agent


def limits_of(services: Services) -> Limits:
    """Returns how much of a list is read, by the settings."""
    return Limits(bytes=services.settings.import_max_bytes, rows=services.settings.import_max_rows)


def mapping_asked(name: str | None, upload: Upload) -> ListMapping:
    """Returns the mapping that ships under a name, or the one that is sent along as a reading.

    Both, neither, or one that is none raise InputError or SubmissionRefused.
    """
    if name is None and upload.reading is None:
        raise InputError("import-unread")
    if name is not None and upload.reading is not None:
        raise InputError("import-read-twice")
    if upload.reading is not None:
        return mapping_of(reading_sent(upload.reading))
    if name not in mapping_names():
        raise UnknownName("mapping-unknown", name=name, known=", ".join(mapping_names()))
    return load_mapping(name)


def proposed(services: Services, upload: Upload, lang: str, watch: Watch) -> dict[str, Any]:
    """Returns how a list may be read: a mapping that fits, or what its columns seem to be."""
    watch("reading", 0, 0)
    limits, read = limits_of(services), services.files.pool.read_file
    proposal = recognise(Path(upload.name), upload.content, services.store, limits, read)
    return proposal_told(proposal, lang)


def work(
    services: Services, job: Job, mapping: ListMapping, upload: Upload, lang: str, watch: Watch
) -> dict[str, Any]:
    """Returns the report of a preview or of an import."""
    watch("reading", 0, 0)
    limits, read = limits_of(services), services.files.pool.read_file
    name = job.wanted.list_name
    opened = open_content(Path(upload.name), upload.content, mapping, limits, read, name)
    if job.preview:
        return _previewed(services, job, upload, opened, lang)
    known = _known(job)
    may_lose = job.wanted.accept_loss
    done = import_list(opened, services.writer, agent=job.owner, known=known, may_lose=may_lose, watch=watch)
    return import_told(done)


def _known(job: Job) -> Agent:
    """Returns what the graph is told of who began an import."""
    return Agent(job.speaker.agent, job.speaker.name, job.speaker.is_machine)


def _previewed(services: Services, job: Job, upload: Upload, opened: ListFile, lang: str) -> dict[str, Any]:
    from graph.importers.annotating import annotated
    from graph.importers.preview import preview_list

    portfolio = services.portfolio.current()
    preview = preview_list(
        opened,
        services.writer,
        agent=job.owner,
        known=_known(job),
        portfolio=portfolio,
        repository=services.repository,
        lang=lang,
        watch=job.watch,
    )

    def given_back(language: str) -> bytes:
        refusals, warnings = preview.refusals, (*preview.warnings, *preview.doubts)
        return annotated(
            upload.name,
            upload.content,
            opened.mapping,
            refusals,
            warnings,
            lambda finding: worded(finding, language),
            services.files.pool.read_file,
        )

    job.annotated = given_back
    return preview_told(preview)


def import_told(done: ListImport) -> dict[str, Any]:
    """Returns what became of a list."""
    return {
        "file": done.file,
        "sha256": done.sha256,
        "mapping": done.mapping,
        "list_name": done.list_name,
        "graph": done.graph,
        "rows": done.rows,
        "imported": done.rows,
        "refused": 0,
        "warned": done.warned,
        "gone": done.gone,
        "missing_columns": done.missing,
        "changed": done.commit is not None,
        "commit": commit_told(done.commit),
        "findings": [finding_told(finding, "warning") for finding in done.warnings],
    }
