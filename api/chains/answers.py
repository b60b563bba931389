"""Chains as answers tell them, with an explanation; what is told of a hop is made once for many."""

from __future__ import annotations

from collections.abc import Hashable, Iterable
from dataclasses import dataclass
from functools import partial

from api.chains.explaining import explained_by, hop_sentences
from api.chains.schemas import ChainModel, HopModel
from graph.model import Chain, Hop
from graph.repository.reading import Reading


@dataclass(frozen=True, slots=True)
class _Told:
    """Is a hop as JSON shows it and as sentences say it."""

    model: HopModel
    sentences: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ChainTeller:
    """Tells chains in one language.

    Most hops lie between policy levels and stand in the chains of many projects: they are told once after a
    commit.
    """

    reading: Reading
    lang: str

    def models(self, chains: Iterable[Chain]) -> list[ChainModel]:
        """Returns chains as JSON shows them."""
        return [self._model(chain) for chain in chains]

    def _model(self, chain: Chain) -> ChainModel:
        told = [self._told(hop) for hop in chain.hops]
        sentences = explained_by(chain, self.lang, [each.sentences for each in told])
        return ChainModel(
            hops=[each.model for each in told],
            confidence=chain.confidence,
            weakest=self._told(chain.weakest).model,
            serves=chain.serves,
            explanation=" ".join(sentences),
        )

    def _told(self, hop: Hop) -> _Told:
        return self.reading.noted(("told hop", self.lang, *_key(hop)), partial(_tell, hop, self.lang))


def _key(hop: Hop) -> tuple[Hashable, ...]:
    """Returns what tells hops apart between two commits: a status may be that of another day."""
    statement = hop.alignment
    return (hop.source.iri, hop.target.iri, statement and (statement.iri, statement.status))


def _tell(hop: Hop, lang: str) -> _Told:
    return _Told(HopModel.model_validate(hop), hop_sentences(hop, lang))
