"""Why a commit was made, in the reader's language: the graph keeps it in English, as the program wrote it."""

from __future__ import annotations

import re

from api.commands.words import say

_KNOWN = (
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


def worded_reason(reason: str) -> str:
    """Returns a reason of the program's own in the language of the process, any other as it stands."""
    for pattern, key in _KNOWN:
        found = pattern.fullmatch(reason)
        if found:
            return say(key, **found.groupdict())
    return reason
