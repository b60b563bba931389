"""Which module has which command: importing the others too is two fifths of what a short command imports."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from importlib import import_module

import typer

MODULES: Mapping[str, tuple[str, ...]] = {
    "serving": ("serve",),
    "changing": ("load", "undo", "history"),
    "updating": ("update",),
    "auditing": ("audit",),
    "exporting": ("export",),
    "importing": ("import", "template"),
    "listing_codes": ("codes",),
    "asking": ("questions", "ask"),
    "gathering": ("portfolio",),
    "searching": ("search", "duplicates"),
    "tracing": ("trace",),
    "explaining_why": ("why-not",),
    "supposing": ("what-if",),
    "querying": ("query",),
    "checking": ("validate", "doctor"),
    "keeping": ("backup", "verify", "restore"),
    "access": ("token", "tokens", "rotate"),
    "recording": ("state", "review", "withdraw", "supersede"),
    "entering": ("enter",),
    "ledger": ("ledger",),
    "proposals": ("propose",),
    "deciding": ("decide",),
}
_HELP = frozenset({"--help", "-h"})
NAMES = tuple(name for names in MODULES.values() for name in names)


def add_commands(app: typer.Typer, words: Sequence[str] = ()) -> None:
    """Adds the commands that are among the words, with others of their modules; all, if none is.

    Who asks for help before naming a command is told of all.
    """
    before = next((words[:at] for at, word in enumerate(words) if word in NAMES), words)
    named = [module for module, names in MODULES.items() if not set(names).isdisjoint(words)]
    for module in MODULES if _HELP.intersection(before) else named or MODULES:
        import_module(f"api.commands.{module}").add_commands(app)
