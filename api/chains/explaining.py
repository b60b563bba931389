"""A chain in plain words: whole sentences of the catalogue, so that each language keeps its own grammar."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from decimal import Decimal

from api.wording.calling import called
from api.wording.messages import plural, text
from api.wording.words import Words
from graph.model import Alignment, Chain, Evidence, Hop

DOCUMENTS = frozenset(("eli:Work", "eli:LegalResource", "eurio:FundingScheme"))


def explained(chain: Chain, lang: str) -> str:
    """Returns what a chain says, who says it and how sure it is, as sentences in a language."""
    return " ".join(sentences(chain, lang))


def sentences(chain: Chain, lang: str) -> tuple[str, ...]:
    """Returns the sentences that explain a chain: what it amounts to, each hop, how sure the whole is."""
    return explained_by(chain, lang, (hop_sentences(hop, lang) for hop in chain.hops))


def explained_by(chain: Chain, lang: str, hops: Iterable[tuple[str, ...]]) -> tuple[str, ...]:
    """Returns the same sentences, where those of each hop are known already."""
    return tuple(_Telling(lang).told(chain, hops))


def hop_sentences(hop: Hop, lang: str) -> tuple[str, ...]:
    """Returns the sentences that explain one hop."""
    return tuple(_Telling(lang).hop(hop))


class _Telling:
    """Tells chains in one language."""

    def __init__(self, lang: str) -> None:
        self._lang = lang
        self._words = Words(lang)

    def told(self, chain: Chain, hops: Iterable[tuple[str, ...]]) -> Iterator[str]:
        yield self._whole(chain)
        for sentences in hops:
            yield from sentences
        if len(chain.hops) > 1:
            yield self._say(
                "weakest",
                confidence=self._percent(chain.confidence),
                source=called(chain.weakest.source),
                target=called(chain.weakest.target),
            )

    def _whole(self, chain: Chain) -> str:
        key = "chains.explain.serves" if chain.serves else "chains.explain.hinders"
        ends = {"source": called(chain.hops[0].source), "target": called(chain.hops[-1].target)}
        return plural(key, len(chain.hops), self._lang, **ends)

    def hop(self, hop: Hop) -> Iterator[str]:
        ends = {"source": called(hop.source), "target": called(hop.target)}
        if hop.alignment is None:
            yield self._say("document" if hop.target.kind in DOCUMENTS else "part", **ends)
            return
        sign = "against" if hop.alignment.hinders else "for"
        author = called(hop.alignment.author)
        grader = hop.alignment.graded_by
        yield self._say(f"{sign}.{0 if grader else hop.alignment.strength}", author=author, **ends)
        if grader:
            yield self._say(f"graded.{hop.alignment.strength}", author=author, grader=called(grader))
        yield self._standing(hop.alignment)
        yield from (self._ground(each) for each in hop.alignment.evidence if each.source.iri)

    def _standing(self, alignment: Alignment) -> str:
        """Returns where a statement stands, how sure its author is, and when its source said so."""
        who = "machine" if alignment.by_machine and alignment.status == "proposed" else alignment.status
        confidence = self._percent(alignment.confidence)
        if alignment.said is None:
            return self._say(f"undated.{who}", confidence=confidence)
        return self._say(f"said.{who}", confidence=confidence, day=self._words.day(alignment.said))

    def _ground(self, evidence: Evidence) -> str:
        if evidence.quote is None:
            return self._say("evidence", document=called(evidence.source))
        return self._say("quote", document=called(evidence.source), quote=evidence.quote.text)

    def _percent(self, share: Decimal) -> str:
        return self._words.percent(share)

    def _say(self, key: str, **values: str) -> str:
        return text(f"chains.explain.{key}", self._lang, **values)
