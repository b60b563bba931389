"""Tells the language of a text: by its small words, or else by which lexicon finds most in it."""

from __future__ import annotations

from graph.proposals.evidence import read
from graph.proposals.lexicon import function_words, languages, lexicon
from graph.search.words import words_of

_ENOUGH = 4
_LETTERS = {"sv": "äö", "da": "æø", "nb": "æø"}


def language_of(title: str, text: str) -> str:
    """Returns the language that a text is most likely in, or nothing where no word tells.

    >>> language_of("", "Projektet ska bidra till att öka tillväxten och skapa jobb"), language_of("", "Zzz")
    ('sv', '')
    """
    hits = _hits(f"{title} {text}")
    best = max(hits, key=lambda lang: hits[lang])
    if hits[best] >= _ENOUGH and list(hits.values()).count(hits[best]) == 1:
        return best
    amounts = {lang: hits[lang] + read(title, text, lexicon(lang)).amount for lang in languages()}
    best = max(amounts, key=lambda lang: amounts[lang])
    return best if amounts[best] > 0 else ""


def _hits(text: str) -> dict[str, float]:
    """Returns how many words, and letters, of a text are of each language."""
    words = words_of(text)
    return {
        lang: sum(word in known for word in words)
        + min(sum(text.lower().count(letter) for letter in _LETTERS.get(lang, "")), 3) / 2
        for lang, known in function_words().items()
    }
