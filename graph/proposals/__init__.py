"""Proposals of alignments from the words of a text: lexicons, confidences, and statements of a machine."""

from graph.proposals.asking import Asked, Proposal, Proposals, propose
from graph.proposals.evidence import Word
from graph.proposals.own import asked_of, propose_for
from graph.proposals.stating import Outcome, agent_of, state_proposals

__all__ = [
    "Asked",
    "Outcome",
    "Proposal",
    "Proposals",
    "Word",
    "agent_of",
    "asked_of",
    "propose",
    "propose_for",
    "state_proposals",
]
