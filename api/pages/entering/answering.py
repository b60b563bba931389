"""What a form is answered with: the way on, or the form again with all that was typed."""

from __future__ import annotations

from dataclasses import dataclass, replace
from secrets import token_hex
from string import hexdigits

from fastapi import Response
from fastapi.responses import RedirectResponse

from api.access import Role
from api.pages.asked import Asked
from api.pages.entering.fields import FormKind
from api.pages.entering.filling import Filled, filled_of
from api.pages.entering.merging import merged
from api.pages.entering.saving import entry_in, held, may, read_kept, save
from api.pages.frame import Crumb, crumb, here, thing_crumb
from api.pages.reader import Label, Reader
from api.pages.views.entering import Told, entry_view, kept_text
from api.sessions import Form
from api.wording.messages import text
from graph.commits import newest_changes
from graph.errors import Finding, PolicygraphError, Stale, SubmissionRefused
from graph.register import Kept

SAVE = "save"
_KEY = 10  # bytes
_NOTHING = Told()


@dataclass(frozen=True, slots=True)
class State:
    """Is what a form is about: the thing that it corrects, in which version, and what stood there then.

    These are empty for a new thing, which has a `key`: sent twice it is one thing, with or without a number.
    """

    name: str | None = None
    version: str = ""
    was: str = ""
    key: str = ""


def sent(asking: Asked, kind: FormKind, form: Form, name: str | None) -> Response:
    """Saves what was sent and leads on; where it cannot be saved, the form comes back and says why."""
    filled, state = filled_of(asking, kind, form), _state(form, name)
    if form.value("do", SAVE) != SAVE:
        return form_page(asking, kind, filled, state)
    if filled.is_open:
        return form_page(asking, kind, filled, state, Told(_faults(asking, kind, filled)), 422)
    try:
        kept = save(asking.services, form.speaker, kind, filled.content, name, state.version, state.key)
    except Stale:
        return _stale(asking, kind, filled, state)
    except PolicygraphError as error:
        return form_page(asking, kind, filled, state, _refused(asking, error), error.status)
    return RedirectResponse(_after(asking, kind, kept), 303)


def new_state() -> State:
    """Returns the state of a form of a new thing."""
    return State(key=token_hex(_KEY))


def _state(form: Form, name: str | None) -> State:
    key = form.value("key")
    is_key = len(key) == 2 * _KEY and set(key) <= set(hexdigits)
    return State(name, form.value("version"), form.value("was"), key if is_key else "")


def form_page(
    asking: Asked,
    kind: FormKind,
    filled: Filled,
    state: State,
    told: Told = _NOTHING,
    status: int = 200,
) -> Response:
    """Returns the page of a form."""
    path = path_of(asking.lang, kind, state.name)
    view = entry_view(asking.reader, kind, filled, told, thing=state.name, path=path)
    view = replace(
        view,
        version=state.version,
        was=state.was,
        key=state.key,
        withdrawal=_withdrawal(asking, path, state.name),
    )
    way = way_of(asking.reader, state.name, view.title)
    return asking.page("enter.html", view.title, view, crumbs=way, status=status)


def path_of(lang: str, kind: FormKind, name: str | None) -> str:
    """Returns the address of a form: of a new thing, or of one that there is."""
    start = f"/{lang}/enter/{kind.name}"
    return f"{start}/{'/'.join(name.split('/')[-2:])}" if name else start


def way_of(reader: Reader, name: str | None, title: str) -> tuple[Crumb, ...]:
    """Returns the way to a form."""
    first = thing_crumb(reader.link(name)) if name else crumb(reader, "nav.import", "import")
    return (first, here(Label(title)))


def _after(asking: Asked, kind: FormKind, kept: Kept) -> str:
    """Returns where one goes on to: the thing, or its form where something could be added."""
    if not kept.warnings:
        return asking.reader.link(kept.iri).href
    return f"{path_of(asking.lang, kind, kept.iri)}?saved=true"


def _faults(asking: Asked, kind: FormKind, filled: Filled) -> tuple[Finding, ...]:
    """Returns what is wrong with the fields beside those that are still open."""
    try:
        entry_in(kind, filled.content, asking.base)
    except SubmissionRefused as error:
        return error.findings
    return ()


def _refused(asking: Asked, error: PolicygraphError) -> Told:
    """Returns why something was not taken."""
    if isinstance(error, SubmissionRefused):
        return Told(error.findings)
    if error.key == "entry-exists":
        existing = asking.reader.link(str(error.values["iri"]))
        return Told(problem=asking.words("entry.exists"), existing=existing)
    return Told(problem=text(f"error.{error.key}", asking.lang, **error.values))


def _stale(asking: Asked, kind: FormKind, filled: Filled, state: State) -> Response:
    """Shows what somebody else changed meanwhile, put together with what was typed; nothing is written."""
    name = state.name or ""
    now, version = held(asking.services, name)
    was = read_kept(kind, state.was, asking.base)
    content, changes = merged(kind, was, now, filled.content)
    told = Told(problem=changed_text(asking, name), changes=changes)
    newer = State(name, version, kept_text(now))
    return form_page(asking, kind, replace(filled, content=content), newer, told, 412)


def changed_text(asking: Asked, name: str) -> str:
    """Returns in words who changed a thing last, and when."""
    commit = next(iter(newest_changes(asking.services.store, 1, name)), None)
    if commit is None or commit.agent is None:
        return asking.words("entry.changed")
    who, at = asking.reader.label(commit.agent).text, asking.words.moment(commit.at)
    return asking.words("entry.changed-by", who=who, at=at)


def _withdrawal(asking: Asked, path: str, name: str | None) -> str | None:
    speaker = asking.speaker
    if name is None or speaker is None or not may(asking.services, speaker, name, Role.ADMINISTRATOR):
        return None
    return f"{path}/withdrawal"
