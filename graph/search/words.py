"""Words of names and texts: as they are spelt, without Nordic letters, and their stems in three languages."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from functools import cache, lru_cache
from threading import Lock
from typing import Any

from ontology.languages import BY_TAG

LANGUAGES = {tag: each.stemmer for tag, each in BY_TAG.items()}
STEMMERS = LANGUAGES | {"nb": "norwegian"}
# Points within what has digits stay ("13.2", "rso1.1", "11.a"), but not those between two sentences.
_WORD = re.compile(r"(?=\w*\d)\w+(?:\.(?:\d\w*|[a-z]\b))+|\w+", re.IGNORECASE)
_BARE = re.compile(r"\w+")  # finds the same in a text without points, and is quicker
_NORDIC = str.maketrans(
    {"æ": "ae", "ø": "o", "å": "a", "ä": "a", "ö": "o", "é": "e", "đ": "d", "ł": "l", "ð": "d", "þ": "th"}
)
# What is left of a word that loses its e before an ending (regl-er), and the word with it (regel).
_SHORT = re.compile(r"[a-z]{2,}[bdfgkptv][lnr]$")
_WHOLE = re.compile(r"[a-z]{2,}[bdfgkptv]e[lnr]$")
# In Danish, and in Swedish m, a letter is double before the e (middel, himmel) and alone without it (midler).
_ALONE = re.compile(r"[a-z]+[aeiouy][bdfgkmpt][lr]$")
_DOUBLE = re.compile(r"[a-z]+[aeiouy]([bdfgkmpt])\1e[lr]$")
_MANY = 1 << 16
_LOCK = Lock()


def folded(text: str) -> str:
    """Returns a text without case and diacritics, so that "Västerås" and "vasteras" are the same.

    >>> folded("Västerås"), folded("Ærø"), folded("RSO1.1")
    ('vasteras', 'aero', 'rso1.1')
    """
    plain = text.casefold().translate(_NORDIC)
    if plain.isascii():
        return plain
    plain = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", plain).casefold()).translate(_NORDIC)
    return "".join(char for char in plain if not unicodedata.combining(char))


@lru_cache(_MANY)
def skeleton(word: str) -> str:
    """Returns what all spellings of a word have in common: å, aa and a, ä, æ, ae and a, ö, ø, oe and o.

    It is one word too, though a letter such as ⑴ may be folded to several that are no letters.

    >>> skeleton("Ålborg") == skeleton("Aalborg"), skeleton("Ærø") == skeleton("Aeroe") == skeleton("äro")
    (True, True)
    """
    plain = folded(word)
    if not (word.isascii() or plain.isalnum()):
        plain = "".join(char for char in plain if char.isalnum() or char in "._")
    return plain.replace("ae", "a").replace("oe", "o").replace("aa", "a")


def normal(text: str) -> str:
    """Returns a text with composed letters, and without what no text in UTF-8 can hold."""
    return unicodedata.normalize("NFC", text.encode(errors="replace").decode()).replace("\0", " ")


def words_of(text: str) -> list[str]:
    """Returns the words of a text in lower case, spelt as they are; points within codes stay.

    >>> words_of("Mål 13.2: klimat-politik. Nästa")
    ['mål', '13.2', 'klimat', 'politik', 'nästa']
    """
    return lowered_words(text)[1]


def lowered_words(text: str) -> tuple[str, list[str]]:
    """Returns a text in lower case, as long as it was, and its words in their order."""
    lower = _lowered(text)
    return lower, (_WORD if "." in lower else _BARE).findall(lower)


def places_of(text: str) -> Iterator[re.Match[str]]:
    """Returns where the words of a text stand in it, each with the word in lower case."""
    return _WORD.finditer(_lowered(text))


def _lowered(text: str) -> str:
    """Returns a text in lower case, as long as it was."""
    lower = text.lower()
    if len(lower) == len(text):
        return lower
    return "".join(low if len(low := char.lower()) == 1 else char for char in text)


@lru_cache(_MANY)
def stems(word: str, lang: str = "") -> tuple[str, ...]:
    """Returns the stems of a word in its language, or in all three where that is unknown, as skeletons.

    >>> stems("klimatförändringarna", "sv") == stems("klimatförändring", "sv")
    True
    """
    if any(char.isdigit() for char in word):
        return (skeleton(word),)
    wanted = (lang,) if lang in LANGUAGES else tuple(LANGUAGES)
    return tuple(dict.fromkeys(skeleton(stem(word, each)) for each in wanted))


def shifted(word: str, found: Iterable[str]) -> tuple[str, ...]:
    """Returns the stems of a word's forms that lose an e or win it back: vattnet of vatten, regel of regler.

    A letter that is double before the e may be alone without it: middel of midler.

    `found` are its own stems. No stemmer knows these forms as one word.

    >>> shifted("regler", stems("regler")), shifted("regel", stems("regel")), shifted("barn", stems("barn"))
    (('reggel', 'regel'), ('reglet', 'regl'), ())
    >>> "middel" in shifted("midler", stems("midler")), "midl" in shifted("middel", stems("middel"))
    (True, True)
    """
    whole = {f"{each[:-1]}e{each[-1]}" for each in found if _SHORT.search(each)}
    whole |= {f"{each[:-1]}{each[-2]}e{each[-1]}" for each in found if _ALONE.search(each)}
    if _WHOLE.search(plain := skeleton(word)):
        whole |= {short := plain[:-2] + plain[-1], f"{short}et"}
    if _DOUBLE.search(plain):
        whole |= {short := plain[:-3] + plain[-1], f"{short}et"}
    return tuple(sorted({each for one in whole for each in stems(one)} - {*found}, reverse=True))


@lru_cache(_MANY)
def stem(word: str, lang: str) -> str:
    """Returns the stem of a word, in lower case, in one of the languages of STEMMERS.

    >>> stem("energieffektiviseringen", "sv"), stem("virksomhederne", "da")
    ('energieffektivisering', 'virksomhed')
    """
    with _LOCK:  # a stemmer keeps the word that it works on
        return str(_stemmer(lang).stemWord(word))


@cache
def _stemmer(lang: str) -> Any:
    import Stemmer

    return Stemmer.Stemmer(STEMMERS[lang])


def code_key(code: str) -> str:
    """Returns a code as it is looked up: without case, diacritics and spaces.

    >>> code_key("SFS 2010:630"), code_key(" se331 ")
    ('sfs2010:630', 'se331')
    """
    return "".join(folded(code).split())


def name_key(name: str) -> str:
    """Returns a whole name as it is looked up, whatever its punctuation.

    >>> name_key("Umeå kommun") == name_key(" umea  Kommun. ")
    True
    """
    return " ".join(map(skeleton, words_of(name)))
