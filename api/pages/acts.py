"""What whoever is signed in may do with the thing that a page is about: correct, withdraw, add to it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import urlencode

from api.access import Role, Speaker
from api.pages.entering.fields import FORMS
from api.pages.entering.saving import may
from api.pages.reader import Reader
from api.services import Services
from graph.register import is_registered


@dataclass(frozen=True, slots=True)
class Acts:
    """Is the links to forms, each with its text; `note` says why a thing cannot be corrected by itself."""

    links: tuple[tuple[str, str], ...]
    note: str | None = None


def acts_of(services: Services, reader: Reader, speaker: Speaker | None, thing: str | None) -> Acts | None:
    """Returns what somebody may do with a thing, None where it is nothing."""
    if thing is None or speaker is None or speaker.role < Role.CONTRIBUTOR:
        return None
    links = (*_own(services, reader, speaker, thing), *_added(reader, thing))
    note = _note(services, reader, thing)
    return Acts(links, note) if links or note else None


def _own(services: Services, reader: Reader, speaker: Speaker, thing: str) -> Iterator[tuple[str, str]]:
    """Yields how a thing that was entered singly is changed, to whoever may."""
    kind = form_of(reader, thing)
    if kind is None or not is_registered(services.store, thing):
        return
    path = f"/{reader.lang}/enter/{kind}/{'/'.join(thing.split('/')[-2:])}"
    if may(services, speaker, thing, Role.REVIEWER):
        yield reader.words("entry.correct.link"), path
    if may(services, speaker, thing, Role.ADMINISTRATOR):
        yield reader.words("entry.withdraw.link"), f"{path}/withdrawal"


def _added(reader: Reader, thing: str) -> Iterator[tuple[str, str]]:
    """Yields what can be added to a thing."""
    words, start = reader.words, f"/{reader.lang}"
    if reader.is_a(thing, "pg:Project"):
        yield words("entry.add-alignment"), f"{start}/state?{urlencode({'source': thing})}"
    if reader.is_a(thing, "pg:Objective") and thing.startswith(reader.store.base):
        yield words("entry.add-below"), f"{start}/enter/objective?{urlencode({'broader': thing})}"
        yield words("entry.add-measure"), f"{start}/enter/measure?{urlencode({'broader': thing})}"
        yield words("entry.add-alignment"), f"{start}/state?{urlencode({'source': thing})}"
    if reader.is_a(thing, "eli:Work"):
        if reader.node(thing, "eli:work_type"):
            yield words("outline.title"), f"{reader.link(thing).href}/outline"
        yield words("entry.add-objective"), f"{start}/enter/objective?{urlencode({'document': thing})}"
    if reader.is_a(thing, "pg:Indicator"):
        yield words("entry.add-value"), f"{start}/enter/observation?{urlencode({'indicator': thing})}"


def form_of(reader: Reader, thing: str) -> str | None:
    """Returns the name of the form in which a thing is corrected, None for what has no form."""
    if not thing.startswith(f"{reader.store.base}id/"):
        return None
    noun = thing.removeprefix(f"{reader.store.base}id/").partition("/")[0]
    if noun == "objective" and reader.is_a(thing, "pg:Measure"):
        return "measure"
    return next((form.name for form in FORMS.values() if form.noun == noun), None)


def _note(services: Services, reader: Reader, thing: str) -> str | None:
    """Returns why a project, an objective or an observation of a list is not corrected here."""
    if form_of(reader, thing) is None or is_registered(services.store, thing):
        return None
    return reader.words("entry.of-list")
