"""The vocabulary: the closed namespace PG, the prefixes of what is reused, and the ontology file itself."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from ontology.prefixes import PREFIXES

if TYPE_CHECKING:
    from ontology.namespace import PG

__all__ = ["CONTEXT_JSONLD", "PG", "POLICY_TTL", "PREFIXES"]

POLICY_TTL = Path(__file__).with_name("policy.ttl")
CONTEXT_JSONLD = Path(__file__).with_name("context.jsonld")


def __getattr__(name: str) -> object:
    """Returns PG, which needs rdflib, only once somebody asks for it: workers start without it."""
    if name == "PG":
        from ontology.namespace import PG

        return PG
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
