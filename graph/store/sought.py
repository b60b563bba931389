"""IRIs looked for in N-Quads by their bytes, so that nothing is parsed: some hundreds cost as few do."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache


@dataclass(frozen=True, slots=True)
class Sought:
    """Is IRIs as they are written, and how they begin, each with a pattern of all that begins so."""

    written: frozenset[bytes]
    beginnings: tuple[tuple[bytes, re.Pattern[bytes]], ...]
    longest: int

    def is_in(self, text: bytes) -> bool:
        """Says whether a text holds any of them."""
        present = (like for beginning, like in self.beginnings if beginning in text)
        return any(not self.written.isdisjoint(like.findall(text)) for like in present)


@lru_cache(16)
def sought(names: tuple[str, ...]) -> Sought:
    """Returns what is looked for.

    >>> sought(("http://x/1", "http://x/2")).is_in(b"<http://x/1> <http://x/p> <http://x/3> .")
    True
    """
    written = frozenset(f"<{name}>".encode() for name in names)
    likes = tuple((each, re.compile(re.escape(each) + rb"[^<>\s]*>")) for each in _beginnings(names))
    return Sought(written, likes, max(map(len, written), default=1))


def _beginnings(names: tuple[str, ...]) -> Iterator[bytes]:
    """Yields what neighbours have in common, and all of a name that has none."""
    by_place: dict[str, list[str]] = defaultdict(list)
    for name in names:
        by_place[name[: max(name.rfind("/"), name.rfind("#")) + 1]].append(name)
    for place, own in by_place.items():
        yield f"<{own[0] if len(own) == 1 else place}".encode()
