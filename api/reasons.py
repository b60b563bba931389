"""Why a commit was made, in the reader's language: the graph keeps it in English, as the program wrote it."""

from __future__ import annotations

import re

from api.messages import text

_KNOWN = (
    (
        re.compile(r"Import of (?P<file>.+) by the mapping (?P<mapping>\S+) into the list (?P<list>.+)"),
        "reason.import-list",
    ),
    (re.compile(r"Import of (?P<file>.+) by the mapping (?P<mapping>\S+)"), "reason.import"),
    (re.compile(r"Undo of commit (?P<sequence>\d+)"), "reason.undo"),
    (re.compile(r"What ships with Policygraph"), "reason.shipped"),
    (re.compile(r"Statement of an alignment"), "reason.statement"),
    (re.compile(r"Review of an alignment"), "reason.review"),
    (re.compile(r"Withdrawal"), "reason.withdrawal"),
    (re.compile(r"Entry of a project"), "reason.project"),
    (re.compile(r"Entry of an objective"), "reason.objective"),
    (re.compile(r"Entry of an observation"), "reason.observation"),
    (re.compile(r"Judgement of two organisations"), "reason.judgement"),
    (re.compile(r"Supersession of an alignment"), "reason.supersession"),
    (re.compile(r"Decisions on (?P<count>\d+) alignments"), "reason.decisions"),
)


def worded_reason(reason: str, lang: str) -> str:
    """Returns a reason of the program's own in a language, any other as it stands.

    >>> worded_reason("Review of an alignment", "sv"), worded_reason("Som vi kom överens om", "sv")
    ('Ett samband har granskats', 'Som vi kom överens om')
    """
    for pattern, key in _KNOWN:
        found = pattern.fullmatch(reason)
        if found:
            return text(f"cli.{key}", lang, **found.groupdict())
    return reason
