"""The work of an import, done in the thread of its job."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import Any

from api.imports.jobs import Job
from api.imports.telling import finding_told, preview_told
from api.imports.uploading import Upload
from api.messages import worded
from api.services import Services
from graph.importers.sheets import Limits
from graph.importers.tabular import ListFile, ListImport, import_list, open_content
from graph.importers.tabular_mapping import load_mapping
from graph.importers.watching import Watch


def limits_of(services: Services) -> Limits:
    """Returns how much of a list is read, by the settings."""
    return Limits(bytes=services.settings.import_max_bytes, rows=services.settings.import_max_rows)


def work(services: Services, job: Job, upload: Upload, lang: str, watch: Watch) -> dict[str, Any]:
    """Returns the report of a preview or of an import."""
    watch("reading", 0, 0)
    mapping = load_mapping(job.mapping)
    opened = open_content(Path(upload.name), upload.content, mapping, limits_of(services))
    if job.preview:
        return _previewed(services, job, upload, opened, lang)
    done = import_list(opened, services.writer, agent=job.owner, watch=watch)
    return import_told(done)


def _previewed(services: Services, job: Job, upload: Upload, opened: ListFile, lang: str) -> dict[str, Any]:
    from graph.importers.annotating import annotated
    from graph.importers.preview import preview_list

    portfolio = services.portfolio.current()
    preview = preview_list(
        opened, services.writer, agent=job.owner, portfolio=portfolio, lang=lang, watch=job.watch
    )

    def given_back(language: str) -> bytes:
        refusals, warnings = preview.refusals, preview.warnings
        return annotated(
            upload.name,
            upload.content,
            opened.mapping,
            refusals,
            warnings,
            lambda finding: worded(finding, language),
        )

    job.annotated = given_back
    return preview_told(preview)


def import_told(done: ListImport) -> dict[str, Any]:
    """Returns what became of a list."""
    commit = asdict(done.commit) | {"at": done.commit.at.isoformat()} if done.commit else None
    if commit:
        commit.pop("warnings", None)
    return {
        "file": done.file,
        "sha256": done.sha256,
        "mapping": done.mapping,
        "graph": done.graph,
        "rows": done.rows,
        "imported": done.rows,
        "refused": 0,
        "warned": done.warned,
        "gone": done.gone,
        "missing_columns": done.missing,
        "changed": done.commit is not None,
        "commit": commit,
        "findings": [finding_told(finding, "warning") for finding in done.warnings],
    }
