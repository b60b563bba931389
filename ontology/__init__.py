"""The vocabulary: the closed namespace PG, the prefixes of what is reused, and the ontology file itself."""

from __future__ import annotations

from pathlib import Path

from ontology.namespace import PG
from ontology.prefixes import PREFIXES

__all__ = ["CONTEXT_JSONLD", "PG", "POLICY_TTL", "PREFIXES"]

POLICY_TTL = Path(__file__).with_name("policy.ttl")
CONTEXT_JSONLD = Path(__file__).with_name("context.jsonld")
