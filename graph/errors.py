"""The one tree of errors. Each carries a message key and its values; `api` words them in sv, da and en.

PolicygraphError
├── InputError            what was sent cannot be used             400, exit 2
│   ├── FileProblem       a file is missing, unreadable or broken
│   │   └── FileGivenUp   reading it took too long, or there was no room     503, may be asked again
│   ├── CheckGivenUp      checking took too long, or there was no room           503, may be asked again
│   ├── TermInvalid       an IRI, code, date or number is not one
│   ├── UnknownName       a mapping, question, parameter or code that does not exist
│   └── QueryProblem      a SPARQL text is malformed or asks for what is refused or too much
│       ├── QueryGivenUp  it took too long, or too many were asked       503, may be asked again
│       └── UpdateRefused  it would change the graph                     403
├── NotPermitted          who asks may not do this                403, exit 2
├── NotFound              a resource that the graph does not hold  404, exit 3
│   └── Gone              a resource that was, and is no more      410
├── Conflict              a later change stands in the way         409, exit 4
│   └── Stale             what is to be changed is not as it was   412
├── SubmissionRefused     rows or nodes break rules; has findings  422, exit 5
└── StoreProblem          the store is held, damaged or foreign    503, exit 6
    ├── IndexBehind       the search index is being built          503, may be asked again
    ├── StoreFull         the disk has too little room for writes  507
    └── BackupProblem     a backup cannot be made, or is not whole
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import ClassVar


@dataclass(frozen=True, slots=True)
class Place:
    """Says where in a file something is wrong; what is unknown stays None; rows and columns count from 1.

    `pointer` is where in a JSON document it stands, as a fragment (RFC 6901, 6).
    """

    file: str | None = None
    sheet: str | None = None
    row: int | None = None
    column: str | None = None
    value: str | None = None
    pointer: str | None = None


@dataclass(frozen=True, slots=True)
class Cause:
    """Is why something cannot be read: a message key (`cause.<key>`), its values, and the parser's own words.

    The words are in English and stand beside the message, never in it.

    >>> str(Cause("json-comma", words="Expecting ',' delimiter"))
    "Expecting ',' delimiter"
    """

    key: str
    values: tuple[tuple[str, str], ...] = ()
    words: str = ""

    def __str__(self) -> str:
        return self.words or self.key


class PolicygraphError(Exception):
    """Is the root of all errors that are meant for people.

    `key` names the message in the catalogue (`error.<key>`), `values` fill it, `place` says where.

    >>> error = UnknownName("mapping-unknown", name="x", known="tillvaxtverket-2014")
    >>> error.key, error.status, str(error)
    ('mapping-unknown', 400, 'mapping-unknown: name=x, known=tillvaxtverket-2014')
    """

    status: ClassVar[int] = 500
    exit_code: ClassVar[int] = 1

    def __init__(self, key: str, place: Place | None = None, **values: object) -> None:
        self.key = key
        self.place = place
        self.values = values
        super().__init__(self._plain())

    @property
    def parser(self) -> str | None:
        """Returns what the parser said, in English, None where no parser spoke."""
        causes = (value for value in self.values.values() if isinstance(value, Cause))
        return next((cause.words for cause in causes if cause.words), None)

    def _plain(self) -> str:
        details = ", ".join(f"{name}={value}" for name, value in self.values.items())
        return f"{self.key}: {details}" if details else self.key


class InputError(PolicygraphError):
    """Says that what was sent cannot be used."""

    status = 400
    exit_code = 2


class FileProblem(InputError):
    """Says that a file is missing, unreadable, in the wrong encoding or broken."""


class FileGivenUp(FileProblem):
    """Says that a file was not read for want of time or of a place; `retry_after` is in seconds."""

    status = 503
    retry_after: ClassVar[int] = 10


class CheckGivenUp(InputError):
    """Says that a submission was not checked for want of time or of a place; `retry_after` is in seconds."""

    status = 503
    retry_after: ClassVar[int] = 10


class TermInvalid(InputError):
    """Says that an IRI, a code, a date or a number is not one."""


class UnknownName(InputError):
    """Says that a mapping, a question, a parameter or a code does not exist."""


class QueryProblem(InputError):
    """Says that a SPARQL text is malformed or asks for what is refused or too much."""


class QueryGivenUp(QueryProblem):
    """Says that a query was not answered for want of time or of a place; `retry_after` is in seconds."""

    status = 503
    retry_after: ClassVar[int] = 10


class UpdateRefused(QueryProblem):
    """Says that a SPARQL text would change the graph, which none may do."""

    status = 403

    def __init__(self) -> None:
        super().__init__("update-refused")


class NotPermitted(PolicygraphError):
    """Says that who asks may not do what they ask, whatever their role."""

    status = 403
    exit_code = 2


class NotFound(PolicygraphError):
    """Says that the graph does not hold a resource."""

    status = 404
    exit_code = 3


class Gone(NotFound):
    """Says that the graph held a resource, until somebody withdrew it or the store was restored."""

    status = 410


class Conflict(PolicygraphError):
    """Says that a later change stands in the way."""

    status = 409
    exit_code = 4


class Stale(Conflict):
    """Says that what is to be changed has changed since it was read."""

    status = 412


@dataclass(frozen=True, slots=True)
class Finding:
    """Is one thing that breaks a rule: a message key with values, or a shape's own messages by language."""

    key: str
    place: Place
    values: tuple[tuple[str, str | Cause], ...] = ()
    messages: tuple[tuple[str, str], ...] = ()


def rows_of(findings: Iterable[Finding]) -> int:
    """Returns how many rows findings are of."""
    places = (finding.place for finding in findings)
    return len({(place.sheet, place.row) for place in places if place.row is not None})


class SubmissionRefused(PolicygraphError):
    """Says that rows or nodes break rules; `findings` lists each with its place."""

    status = 422
    exit_code = 5

    def __init__(
        self, key: str, findings: Sequence[Finding], place: Place | None = None, **values: object
    ) -> None:
        self.findings = tuple(findings)
        super().__init__(key, place, **values)


class StoreProblem(PolicygraphError):
    """Says that the store is held by another process, damaged, or made with another base."""

    status = 503
    exit_code = 6


class IndexBehind(StoreProblem):
    """Says that the index of the search is being built; `retry_after` is in seconds."""

    retry_after: ClassVar[int] = 5


class StoreFull(StoreProblem):
    """Says that a write was refused before the disk is full; reads go on, and writes once there is room."""

    status = 507


class BackupProblem(StoreProblem):
    """Says that a backup cannot be made or restored, or is not what it says."""
