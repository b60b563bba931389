"""The file of tokens: one JSON object in each line, with the hash of a token and never the token itself."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime
from hashlib import sha256
from hmac import compare_digest
from pathlib import Path
from secrets import token_urlsafe
from threading import Lock
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from api.access.uses import Uses
from api.wording.complaints import cause_of
from graph.causes import os_cause
from graph.errors import Cause, FileProblem, Place

BYTES = 32
PREFIX = "pgt_"
_Mark = tuple[int, int, int]


class Holder(BaseModel):
    """Is one line of the file: who holds a token, as what, until when; `agent` may count from the base."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    role: Literal["reader", "contributor", "reviewer", "administrator"]
    name: str = Field(min_length=1, max_length=100)
    agent: str = Field(min_length=1)
    sha256: str = Field(pattern="^[0-9a-f]{64}$")
    machine: bool = False
    made: date | None = None
    until: date | None = None

    def holds_on(self, day: date) -> bool:
        """Says whether the token is good on a day; its last day counts."""
        return self.until is None or day <= self.until


def make_token() -> str:
    """Returns a new random token of 256 bits; its prefix lets scanners for secrets find it.

    >>> len(make_token()), make_token() == make_token()
    (47, False)
    """
    return PREFIX + token_urlsafe(BYTES)


def hash_of(token: str) -> str:
    """Returns the SHA-256 of a token in hexadecimal: it is random, so a slow hash would add nothing."""
    return sha256(token.encode()).hexdigest()


def today() -> date:
    """Returns the day in UTC."""
    return datetime.now(UTC).date()


class Tokens:
    """Finds who holds a token; the file is read again when it changes, so that a token can end at once."""

    def __init__(self, path: Path, place: str = "memory:") -> None:
        """Reads the tokens of a file; when each was used last is kept beside the store at `place`."""
        self.path = path
        self._holders: tuple[Holder, ...] = ()
        self._mark: _Mark | None = None
        self._lock = Lock()
        self.uses = Uses(place)

    def holders(self) -> tuple[Holder, ...]:
        """Returns the lines of the file, none if there is no file; a broken line raises FileProblem."""
        with self._lock:
            mark = _mark_of(self.path)
            if mark != self._mark or mark is None:
                # What the file said before counts no more, should its new state be broken.
                self._holders, self._mark = (), None
                self._holders = tuple(_read(self.path)) if mark else ()
                self._mark = mark
            return self._holders

    def find(self, token: str) -> Holder | None:
        """Returns the holder of a token that is good today; every line is compared, in constant time."""
        return self.holder_of(hash_of(token))

    def holder_of(self, digest: str) -> Holder | None:
        """Returns the holder of the token with a hash, if that is good today; None where it has ended."""
        found, day = None, today()
        for holder in self.holders():
            if compare_digest(digest, holder.sha256) and holder.holds_on(day):
                found = holder
        if found is not None:
            self.uses.note(digest)
        return found


def _mark_of(path: Path) -> _Mark | None:
    try:
        told = path.stat()
    except FileNotFoundError:
        return None
    except OSError as error:
        raise FileProblem("file-unreadable", file=path, why=os_cause(error)) from error
    return told.st_ino, told.st_mtime_ns, told.st_size


def _read(path: Path) -> Iterator[Holder]:
    try:
        text = path.read_text(encoding="utf-8")
    except OSError as error:
        raise FileProblem("file-unreadable", file=path, why=os_cause(error)) from error
    except UnicodeDecodeError as error:
        raise FileProblem(
            "file-unreadable", file=path, why=Cause("text-encoding", words=str(error))
        ) from error
    for number, line in enumerate(text.splitlines(), start=1):
        if line.strip() and not line.startswith("#"):
            yield _holder(line, Place(file=str(path), row=number))


def _holder(line: str, place: Place) -> Holder:
    try:
        return Holder.model_validate_json(line)
    except ValidationError as error:
        # The value is not told: somebody may have put a token there in place of its hash.
        first = error.errors(include_input=False, include_context=False, include_url=False)[0]
        field = ".".join(map(str, first["loc"])) or "JSON"
        raise FileProblem(
            "tokens-broken", place, file=place.file, row=place.row, field=field, why=cause_of(first)
        ) from None
