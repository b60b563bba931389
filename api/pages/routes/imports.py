"""The pages of imports: a list is sent, looked at, read in, followed, and taken back."""

from __future__ import annotations

import json
import re
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query, Response
from fastapi.responses import JSONResponse, RedirectResponse

from api.access import Role
from api.formats.attachments import XLSX, attachment, notes_name
from api.imports.jobs import Job, Wanted
from api.pages.asked import Asked, Asking
from api.pages.frame import Crumb, crumb, here
from api.pages.importing import Importing, commit_of
from api.pages.outlets import Question, downloads
from api.pages.reader import Label
from api.pages.views.import_reading import reading_sent, reading_view
from api.pages.views.import_report import done_view, failed_view, report_view
from api.pages.views.imports import (
    ImportsView,
    UndoView,
    history_of,
    mappings,
    past_of,
    progress_of,
)
from api.sessions import Form, SentFile, posted, posted_file
from api.settings import Settings
from api.wording.messages import text, worded
from graph.commits import undone as taken_back
from graph.errors import Conflict, PolicygraphError, SubmissionRefused
from graph.importers.losing import left_by_undoing

router = APIRouter(prefix="/{lang:language}/import")
MOST_READ = 1 << 23  # bytes of the journal: a thousand rows

GO_ON = 303


def _most(settings: Settings) -> int:
    return settings.import_max_bytes


Sent = Annotated[SentFile, Depends(posted_file(Role.CONTRIBUTOR, _most))]
Posted = Annotated[Form, Depends(posted(Role.CONTRIBUTOR))]


@router.get("")
def imports(asking: Asking, mapping: str = "", undone: Annotated[int | None, Query(ge=1)] = None) -> Response:
    """Shows the form for whoever may import, and the history for everybody."""
    notice = asking.words("import.undone", number=asking.words.number(undone)) if undone else None
    return asking.page(
        "imports.html",
        asking.words("import.title"),
        _view(asking, mapping, notice),
        section="import",
        crumbs=(crumb(asking.reader, "nav.import", "import"),),
        formats=downloads("imports", {}, asking.lang),
        questions=(Question("newest-commits", {}),),
    )


@router.post("")
def sent(asking: Asking, sent: Sent) -> Response:
    """Begins to look at a list: by the mapping that was chosen, or for one that fits."""
    importing = Importing(asking.services, sent.form.speaker, asking.lang)
    mapping, wanted = sent.form.value("mapping"), Wanted(sent.form.value("list_name") or None)
    if mapping:
        return _to(asking, importing.begin(mapping, sent.file, preview=True, wanted=wanted))
    return _to(asking, importing.propose(sent.file, wanted))


@router.get("/template/{name}")
def template_of(asking: Asking, name: str) -> Response:
    """Gives a spreadsheet to fill in, in the language of the page."""
    from graph.importers.templates import template

    content = template(name, asking.lang, text("cli.template.remark", asking.lang))
    return attachment(content, f"{name}.xlsx", XLSX)


@router.get("/codes/{mapping}/{column}")
def codes(asking: Asking, mapping: str, column: str) -> Response:
    """Shows what a column of a list may name, for whoever mends one."""
    from api.pages.views.import_codes import codes_view

    view = codes_view(asking.reader, asking.services.store, mapping, column)
    title = asking.words("import.codes-title", heading=view.heading)
    whole = {"limit": str(asking.services.settings.page_size_max)}
    return asking.page(
        "import-codes.html",
        title,
        view,
        section="import",
        crumbs=_way(asking, title),
        formats=downloads(f"imports/codes/{mapping}/{column}", whole, asking.lang),
    )


@router.get("/undo/{sequence}")
def ask_undo(asking: Asking, sequence: int) -> Response:
    """Asks before an import is taken back."""
    speaker = asking.needs(Role.CONTRIBUTOR)
    commit = commit_of(asking.services, sequence, speaker)
    if sequence in taken_back(asking.services.writer.history()):
        return _undone(asking, sequence)
    title = asking.words("import.undo-title", number=asking.words.number(sequence))
    return asking.page(
        "import-undo.html",
        title,
        UndoView(past_of(asking.reader, commit, None), _left(asking, sequence)),
        section="import",
        crumbs=_way(asking, title),
    )


def _left(asking: Asked, sequence: int) -> tuple[str, ...]:
    """Returns what taking an import back leaves without an end; a page does not wait for a long one."""
    store = asking.services.store
    if store.weight(sequence) > MOST_READ:
        return (asking.words("import.undo-unread"),)
    return tuple(worded(each, asking.lang) for each in left_by_undoing(sequence, store))


@router.post("/undo/{sequence}")
def undo(asking: Asking, sequence: int, form: Posted) -> Response:
    """Takes an import back."""
    Importing(asking.services, form.speaker, asking.lang).undo(sequence)
    return _undone(asking, sequence)


@router.get("/{job}")
def one(asking: Asking, job: str) -> Response:
    """Shows how far a job is, or what came of it."""
    found = Importing(asking.services, asking.needs(Role.CONTRIBUTOR), asking.lang).job(job)
    return _shown(asking, found)


@router.get("/{job}/progress")
def progress(asking: Asking, job: str) -> Response:
    """Tells a script how far a job is."""
    found = Importing(asking.services, asking.needs(Role.CONTRIBUTOR), asking.lang).job(job)
    view = progress_of(asking.reader, found, "")
    told = {"running": found.state == "running", "told": view.told, "share": view.share}
    return JSONResponse(told, headers={"Cache-Control": "no-store"})


@router.get("/{job}/annotated")
def annotated(asking: Asking, job: str) -> Response:
    """Gives a previewed list back as XLSX, with notes and suggested values on its cells."""
    found = Importing(asking.services, asking.needs(Role.CONTRIBUTOR), asking.lang).job(job)
    if found.annotated is None:
        raise Conflict("import-without-notes", file=found.file)
    return attachment(found.annotated(asking.lang), notes_name(found.file), XLSX)


@router.post("/{job}")
def act(asking: Asking, job: str, form: Posted) -> Response:
    """Does with a job what its button says: `commit`, `stop`, or `read` by a mapping or a reading."""
    importing = Importing(asking.services, form.speaker, asking.lang)
    found = importing.job(job)
    match form.value("do"):
        case "commit":
            return _commit(asking, importing, found, form)
        case "stop":
            found.stopping.set()
            found.wait(1)
            return _to(asking, found)
        case _:
            return _read(asking, importing, found, form)


def _undone(asking: Asked, sequence: int) -> Response:
    """Leads to the history, which says that the import is taken back, now or before."""
    return RedirectResponse(f"/{asking.lang}/import?undone={sequence}#history", GO_ON)


def _commit(asking: Asked, importing: Importing, job: Job, form: Form) -> Response:
    """Begins to read a list in; one that takes things away comes back until that is agreed to."""
    accept_loss, told = _agreed(form.value("accept_loss") or ""), job.report() or {}
    if "counts" not in told:  # no preview, or none that is done: nobody has seen yet what would go
        return _to(asking, job)
    if told["counts"]["gone"] > accept_loss:
        view = report_view(asking.reader, told, f"/{asking.lang}/import/{job.id}", is_unagreed=True)
        return _page(asking, "import-report.html", job, view, status=Conflict.status)
    return _to(asking, importing.commit(job, accept_loss))


def _agreed(text: str) -> int:
    """Returns how many things may go; what is no number of things agrees to none."""
    return int(text) if re.fullmatch(r"[0-9]{1,9}", text) else 0


def _read(asking: Asked, importing: Importing, job: Job, form: Form) -> Response:
    """Begins a preview by what was chosen; a reading that cannot be used comes back with what is wrong."""
    if name := form.value("mapping"):
        named = "" if form.value("unnamed") else form.value("list_name") or None
        return _to(asking, importing.again(job, name=name, list_name=named))
    told = job.report() or {}
    reading = reading_sent(told.get("columns", ()), dict(form.fields))
    try:
        return _to(asking, importing.again(job, reading=json.dumps(reading)))
    except SubmissionRefused as error:
        problems = tuple(worded(each, asking.lang) for each in error.findings)
        view = reading_view(asking.reader, told, reading, problems)
        return _page(asking, "import-reading.html", job, view, status=error.status)


def _view(asking: Asked, mapping: str, notice: str | None) -> ImportsView:
    from graph.importers.templates import template_names

    speaker, words = asking.speaker, asking.words
    is_all = speaker is not None and speaker.role >= Role.ADMINISTRATOR
    may_undo = None if is_all else (speaker.agent,) if speaker else ()
    return ImportsView(
        may_import=speaker is not None and speaker.role >= Role.CONTRIBUTOR,
        mappings=mappings(asking.lang),
        chosen=mapping,
        templates=tuple(_template(asking, name) for name in template_names()),
        most=words(
            "import.most", number=words.number(asking.services.settings.import_max_bytes // 1_000_000)
        ),
        history=history_of(asking.reader, asking.services.writer.history(), may_undo),
        notice=notice,
    )


def _template(asking: Asked, name: str) -> tuple[str, str]:
    """Returns where a spreadsheet to fill in is, and what it is called."""
    key = f"import.template.{name}"
    title = asking.words(key) if asking.words.has(key) else name
    return f"/{asking.lang}/import/template/{name}", title


def _shown(asking: Asked, job: Job) -> Response:
    path = f"/{asking.lang}/import/{job.id}"
    if job.state in ("running", "cancelled"):
        return _page(asking, "import-progress.html", job, progress_of(asking.reader, job, path))
    try:
        told = job.report() or {}
    except PolicygraphError as error:
        return _failed(asking, job, error)
    if not job.mapping:
        return _page(asking, "import-reading.html", job, reading_view(asking.reader, told))
    if job.preview:
        return _page(asking, "import-report.html", job, report_view(asking.reader, told, path))
    return _page(asking, "import-done.html", job, done_view(asking.reader, told))


def _failed(asking: Asked, job: Job, error: PolicygraphError) -> Response:
    why = text(f"error.{error.key}", asking.lang, **error.values)
    findings = error.findings if isinstance(error, SubmissionRefused) else ()
    view = failed_view(asking.reader, job.file, why, findings)
    return _page(asking, "import-failed.html", job, view, status=error.status)


def _page(asking: Asked, template: str, job: Job, view: Any, status: int = 200) -> Response:
    """Returns a page of a job, which is called by its file."""
    return asking.page(
        template, job.file, view, section="import", crumbs=_way(asking, job.file), status=status
    )


def _way(asking: Asked, title: str) -> tuple[Crumb, ...]:
    return crumb(asking.reader, "nav.import", "import"), here(Label(title))


def _to(asking: Asked, job: Job) -> Response:
    return RedirectResponse(f"/{asking.lang}/import/{job.id}", GO_ON)
