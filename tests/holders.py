"""People and machines with tokens, for the tests that write over HTTP."""

from __future__ import annotations

from pathlib import Path

from api.access.roles import TITLES
from api.access.tokens import Holder, hash_of
from graph.terms import slug

BOT = "Roboten"


def token_of(name: str) -> str:
    """Returns the token that a test gives to somebody."""
    return f"token-of-{slug(name)}"


def line_of(name: str, role: str, **more: object) -> str:
    """Returns the line of somebody in the file of tokens."""
    told = {
        "role": role,
        "name": name,
        "agent": f"id/agent/test/{slug(name)}",
        "sha256": hash_of(token_of(name)),
    }
    return Holder.model_validate(told | more).model_dump_json(exclude_none=True)


def token_file(folder: Path) -> Path:
    """Returns a file with a token for each role, held by one of that name, and one of a machine."""
    lines = [line_of(role.capitalize(), role) for role in TITLES]
    path = folder / "tokens.jsonl"
    path.write_text("\n".join(("# of the tests", *lines, line_of(BOT, "administrator", machine=True))) + "\n")
    return path


def bearer(name: str) -> dict[str, str]:
    """Returns the header by which somebody says who they are."""
    return {"authorization": f"Bearer {token_of(name)}"}
