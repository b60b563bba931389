"""Whose a store is: what another user's commands write into it, its server may not be able to open."""

from __future__ import annotations

import os
import sys
from pathlib import Path

from api.commands.output import note
from api.commands.words import say


def told_owner(store: str) -> str | None:
    """Returns what to say of a store that another user owns; None for one's own, or one that is not there.

    Only root may write there and meet this; whoever else may not is told so when it is opened.
    """
    if store == "memory:" or sys.platform == "win32":
        return None
    try:
        owner = Path(store).expanduser().stat().st_uid
    except OSError:
        return None
    if owner == os.geteuid():
        return None
    return say("store.of-another", store=store, owner=_name(owner), user=_name(os.geteuid()))


def warn_of_owner(store: str) -> None:
    """Says beside the answer that another user owns the store, where one does."""
    if told := told_owner(store):
        note(told)


def _name(user: int) -> str:
    import pwd

    try:
        return pwd.getpwuid(user).pw_name
    except KeyError:
        return str(user)
