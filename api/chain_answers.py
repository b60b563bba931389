"""Chains as answers tell them: each with its explanation."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from api.explaining import explained
from graph.model import Chain


@dataclass(frozen=True, slots=True)
class ToldChain(Chain):
    """Is a chain with its explanation in a language."""

    explanation: str


def told_chains(chains: Iterable[Chain], lang: str) -> tuple[ToldChain, ...]:
    """Returns chains with their explanations."""
    return tuple(told_chain(chain, lang) for chain in chains)


def told_chain(chain: Chain, lang: str) -> ToldChain:
    """Returns a chain with its explanation."""
    told = explained(chain, lang)
    return ToldChain(chain.hops, chain.confidence, chain.weakest, chain.serves, told)
