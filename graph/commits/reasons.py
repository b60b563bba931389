"""Why the program itself made a commit, in the words that the graph keeps: written and read by one table.

The graph keeps them in English, as `rdfs:comment` of the commit; whoever shows them says them in the reader's
language. A commit that somebody gives a reason for keeps that one.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import NamedTuple

_WORDS: Mapping[str, str] = {
    "decisions": "Decisions on {count} alignments",
    "import": "Import of {file} by the mapping {mapping}",
    "import-list": "Import of {file} by the mapping {mapping} into the list {list}",
    "judgement": "Judgement of two organisations",
    "objective": "Entry of an objective",
    "observation": "Entry of an observation",
    "project": "Entry of a project",
    "restore": "Restored from a backup as after commit {sequence}, without the later ones up to {last}",
    "review": "Review of an alignment",
    "shipped": "What ships with Policygraph",
    "statement": "Statement of an alignment",
    "supersession": "Supersession of an alignment",
    "undo": "Undo of commit {sequence}",
    "withdrawal": "Withdrawal",
}
_VALUES = {"count": r"\d+", "sequence": r"\d+", "last": r"\d+", "mapping": r"\S+"}
_ANYTHING = ".+"
_FIELD = re.compile(r"\\{(\w+)\\}")


class Reason(NamedTuple):
    """Is a reason of the program's own: what was done, and what stands in its words."""

    key: str
    values: Mapping[str, str]


def reason_of(key: str, **values: object) -> str:
    """Returns the words for a reason.

    >>> reason_of("undo", sequence=12)
    'Undo of commit 12'
    """
    return _WORDS[key].format(**values)


def reason_in(words: str) -> Reason | None:
    """Returns which reason of the program's own these words are, None for those that somebody gave.

    >>> reason_in("Import of a b.csv by the mapping projects")
    Reason(key='import', values={'file': 'a b.csv', 'mapping': 'projects'})
    """
    found = ((key, values_in(words, key)) for key in _WORDS)
    return next((Reason(key, values) for key, values in found if values is not None), None)


def values_in(words: str, key: str) -> Mapping[str, str] | None:
    """Returns what stands in the words of this reason, None for those of any other.

    >>> values_in("Undo of commit 12", "undo"), values_in("Withdrawal", "undo")
    ({'sequence': '12'}, None)
    """
    match = _PATTERNS[key].fullmatch(words)
    return match.groupdict() if match else None


def _pattern(words: str) -> re.Pattern[str]:
    return re.compile(
        _FIELD.sub(lambda field: f"(?P<{field[1]}>{_VALUES.get(field[1], _ANYTHING)})", re.escape(words))
    )


_PATTERNS = {key: _pattern(words) for key, words in _WORDS.items()}
