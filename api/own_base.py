"""The base of the server that tells an example, in place of the one that the examples were written with."""

from __future__ import annotations

from typing import Any

from graph.terms import DEFAULT_BASE


def at_base(told: Any, base: str) -> Any:
    """Returns what is told with the addresses of another base, in every text of it.

    >>> at_base({"iri": ["http://127.0.0.1:8000/id/commit/1"], "total": 1}, "https://graph.example/")
    {'iri': ['https://graph.example/id/commit/1'], 'total': 1}
    """
    if isinstance(told, dict):
        return {name: at_base(part, base) for name, part in told.items()}
    if isinstance(told, list):
        return [at_base(part, base) for part in told]
    return told.replace(DEFAULT_BASE, base) if isinstance(told, str) else told
