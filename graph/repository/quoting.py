"""Quotes with the words around them: as they are told, or as the quoted thing's own text has them."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace

from graph.model import Quote
from graph.repository.facts import NAMES, facts_of
from graph.repository.reading import Reading, text_of

AROUND = 80
"""At most so many characters are shown before a quote, and after it."""
_TEXTS = ("dct:description", "skos:definition", *NAMES)


def in_own_text(reading: Reading, thing: str, quote: Quote) -> Quote:
    """Returns words of a thing's own text with those around them; a quote that has its context keeps it."""
    if quote.prefix or quote.suffix:
        return quote
    facts = facts_of(reading, (thing,))
    return in_context(quote, [text_of(term) for name in _TEXTS for term in facts.terms(thing, name)])


def in_context(quote: Quote, texts: Iterable[str]) -> Quote:
    """Returns a quote with what stands around it in the first text that has it as whole words.

    >>> in_context(Quote("vatten", "sv"), ["Havsvatten och vatten i sjöar."])
    Quote(text='vatten', lang='sv', prefix='Havsvatten och ', suffix=' i sjöar.')
    """
    sought = re.compile(rf"(?<!\w){re.escape(quote.text)}(?!\w)", re.IGNORECASE)
    found = next(filter(None, map(sought.search, texts)), None)
    if found is None:
        return quote
    before, after = found.string[: found.start()], found.string[found.end() :]
    return replace(quote, prefix=_end_of(before), suffix=_start_of(after))


def _start_of(text: str) -> str:
    """Returns the beginning of a text, cut between words."""
    if len(text) <= AROUND:
        return text
    whole = re.match(r"(.*)\s", text[: AROUND + 1], re.DOTALL)
    return f"{whole[1] if whole else text[:AROUND]} …"


def _end_of(text: str) -> str:
    """Returns the end of a text, cut between words."""
    return _start_of(text[::-1])[::-1]
