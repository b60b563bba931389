"""What somebody means who types the name of a thing into a form that asks, rather than writes."""

from __future__ import annotations

from api.pages.asked import Asked
from api.pages.entering.picking import called
from api.pages.stating import pick
from api.pages.views.between import Meant
from api.pages.views.homes import is_written

LONGEST = 2000


def meant_by(asking: Asked, typed: str, iri: str, kind: str | None = None) -> Meant:
    """Returns what a text means: what the list offered under it, or the one thing that is called so.

    `iri` is what the list offered; it counts as long as the text is still the name of that. `kind` is that
    of the things that are searched for, any where it is None.
    """
    typed = typed.strip()[:LONGEST]
    kept = pick(asking, iri, None).link if typed and iri else None
    if kept is not None and is_written(kept, typed):
        return Meant(typed, kept)
    found = called(pick(asking, typed, kind))
    return Meant(typed, found.link, () if found.link else found.offered)
