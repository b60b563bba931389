"""What people had judged of the former versions of a statement that they have not reviewed yet."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator

from graph.ledger.status import events_on
from graph.ledger.voices import voices_of
from graph.ledger.words import BY, SUPERSEDES
from graph.model import FormerReview
from graph.store.overlay import Readable
from graph.terms import NamedNode


def reviewed_before(store: Readable, alignment: NamedNode) -> FormerReview | None:
    """Returns the nearest former version that people reviewed, with how they judged it; None without one."""
    waiting, seen = deque([alignment]), {alignment}
    while waiting:
        for former in _former(store, waiting.popleft()):
            if former not in seen:
                voices = voices_of(store, former)
                if voices:
                    agreements = [voice.agreement for voice in voices]
                    supporters, opponents = (sum(sign * each > 0 for each in agreements) for sign in (1, -1))
                    return FormerReview(former.value, supporters, opponents)
                seen.add(former)
                waiting.append(former)
    return None


def _former(store: Readable, alignment: NamedNode) -> Iterator[NamedNode]:
    """Yields the statements in whose place one came, by supersessions that hold."""
    for event in store.quads(None, BY, alignment):
        for told in store.quads(event.subject, SUPERSEDES) if isinstance(event.subject, NamedNode) else ():
            is_held = event.subject in set(events_on(store, told.object, SUPERSEDES))
            if is_held and isinstance(told.object, NamedNode):
                yield told.object
