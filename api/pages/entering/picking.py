"""Things picked by search in a form: what was typed stays what it means, and what is open is asked."""

from __future__ import annotations

from dataclasses import dataclass

from api.pages.asked import Asked
from api.pages.reader import Link
from api.pages.stating import Pick, pick
from api.pages.views.homes import is_written, written
from api.sessions import Form

NEW = "new"


@dataclass(frozen=True, slots=True)
class Meant:
    """Is what a field means: a thing that the graph knows, the name of a new one, or still open."""

    pick: Pick
    is_new: bool = False

    @property
    def is_open(self) -> bool:
        """Says whether something was typed that means nothing yet."""
        return bool(self.pick.typed) and self.pick.link is None and not self.is_new


def meant(asking: Asked, form: Form, name: str, kind: str | None, *, may_be_new: bool = False) -> Meant:
    """Returns what a field means: what was chosen, what it showed before, or the one thing called so."""
    typed, chosen = form.value(name), form.value(f"{name}.pick")
    if chosen == NEW and may_be_new and typed:
        return Meant(Pick(typed), is_new=True)
    kept = form.value(f"{name}.iri")
    for iri in (chosen, kept if not chosen else ""):
        known = pick(asking, iri, kind) if iri else Pick("")
        if known.link and (chosen or is_written(known.link, typed)):
            return Meant(known)
    return Meant(called(pick(asking, typed, kind)))


def called(found: Pick) -> Pick:
    """Returns the only thing of those found that has the text as its name or code, else what was found."""
    text = found.typed.casefold()
    same = [link for link in found.offered if text in _names(link)]
    return Pick(same[0].iri, same[0]) if len(same) == 1 else found


def _names(link: Link) -> set[str]:
    return {each.casefold() for each in (link.label.text, link.code or "", written(link))}
