"""Why a commit was made, in the reader's language."""

from __future__ import annotations

from api.wording.messages import text
from graph.commits import reason_in


def worded_reason(reason: str, lang: str) -> str:
    """Returns a reason of the program's own in a language, any other as it stands.

    >>> worded_reason("Review of an alignment", "sv"), worded_reason("Som vi kom överens om", "sv")
    ('Ett samband har granskats', 'Som vi kom överens om')
    """
    own = reason_in(reason)
    return text(f"cli.reason.{own.key}", lang, **own.values) if own else reason
