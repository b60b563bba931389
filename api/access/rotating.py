"""A new token in the place of an old one, which goes on being good for some days."""

from __future__ import annotations

import os
from contextlib import suppress
from datetime import date, timedelta
from pathlib import Path

from api.access.tokens import Holder, Tokens, hash_of, make_token, today
from graph.causes import os_cause
from graph.errors import FileProblem, NotFound


def rotated(path: Path, name: str, grace: int, days: int | None) -> str:
    """Returns a new token for the holder of a name, whose old ones end after `grace` days.

    The file of tokens is replaced whole. Raises NotFound where nobody of that name holds a good token.
    """
    holders = [each for each in Tokens(path).holders() if each.name == name and each.holds_on(today())]
    if not holders:
        raise NotFound("holder-unknown", name=name, file=path)
    made = make_token()
    until = today() + timedelta(days=days) if days else None
    told = {"sha256": hash_of(made), "made": today(), "until": until}
    new = Holder.model_validate(holders[-1].model_dump() | told)
    last = today() + timedelta(days=grace - 1)
    ending = {each.sha256: _ended(each, last) for each in holders}
    lines = path.read_text(encoding="utf-8").splitlines()
    kept = [_line(line, ending) for line in lines]
    _replace(path, "\n".join([*kept, _written(new)]) + "\n")
    return made


def _ended(holder: Holder, last: date) -> str:
    until = min(last, holder.until or last)
    return _written(holder.model_copy(update={"until": until}))


def _line(line: str, ending: dict[str, str]) -> str:
    """Returns a line as it is, or the one of a token that ends."""
    return next((new for digest, new in ending.items() if digest in line and not line.startswith("#")), line)


def _written(holder: Holder) -> str:
    return holder.model_dump_json(exclude_none=True)


def _replace(path: Path, text: str) -> None:
    """Puts a text in the place of a file, whole or not at all; owner and mode stay as they are."""
    made = path.with_name(f"{path.name}.new")
    try:
        old = path.stat()
        made.unlink(missing_ok=True)
        with os.fdopen(
            os.open(made, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8"
        ) as file:
            new = os.fstat(file.fileno())
            if (new.st_uid, new.st_gid) != (old.st_uid, old.st_gid):
                os.fchown(file.fileno(), old.st_uid, old.st_gid)
            os.fchmod(file.fileno(), old.st_mode & 0o7777)
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        made.replace(path)
    except OSError as error:
        with suppress(OSError):
            made.unlink(missing_ok=True)
        raise FileProblem("file-unwritable", file=path, why=os_cause(error)) from error
