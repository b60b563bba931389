"""Codes that a text may mean: by themselves, behind a word such as mål or ärende, or written out."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from graph.search.kinds import KINDS
from graph.search.words import code_key, normal

_MANY = 1 << 9
_GOAL = r"(?:m[aå]l(?:et|en|ene)?|maal)"
_KINDS_OF_CODES = (
    (rf"(?:global(?:[ate]|ne)?\s+|verdens|h[aå]llbarhets|b[æa]e?redygtigheds)?{_GOAL}", ("goal", "target")),
    (r"(?:(?:global|sustainable\s+development)\s+)?goals?|sdg", ("goal", "target")),
    (rf"(?:global[ate]\s+)?del{_GOAL}|targets?", ("target", "objective")),
    (r"(?:indikator|indicator|nyckeltal|kpi)", ("indicator",)),
)
_NUMBER = r"(?:[ -]?(?:nr|no|nummer|number|id|kod|kode|code)\.?)?"
_KINDS_OF_NUMBERS = (
    (rf"(?:proje[kc]t|ärende|ansökan|diarie|d|sags?|journal|j\.?|case){_NUMBER}", ("project",)),
    (rf"(?:cci|program(?:met|me)?){_NUMBER}", ("programme",)),
    (rf"(?:nuts|läns?|kommune?|region){_NUMBER}", ("territory",)),
)
# What the Union calls its objectives in words, and the letters that stand before the number in their codes.
_OBJECTIVES_OF_THE_UNION = (
    (rf"interreg\W?specifi(?:k(?:a|ke|t)?\s+{_GOAL}|c\s+objectives?)", ("iso",)),
    (
        rf"so|(?:specifi(?:k[ae]?|kke|kt)|s[aä]rskil(?:t|da)|s[æa]e?rlig[et]?)\s+{_GOAL}|specific\s+objectives?",
        ("rso", "eso", "iso", "jso"),
    ),
    (rf"politi(?:sk[ate]?\s+|k)?{_GOAL}|policy\s+objectives?", ("po",)),
    (rf"tematisk[ate]?\s+{_GOAL}|thematic\s+objectives?", ("to",)),
)
_OF_THE_UNION = [
    (re.compile(rf"(?:{words})\s*:?\s*((?:rso|eso|iso|jso|po|to)?)\s*(\d[\d.]*)", re.IGNORECASE), letters)
    for words, letters in _OBJECTIVES_OF_THE_UNION
]
_WITH_CODE = [
    (re.compile(rf"(?:{words})\s*:?\s*([0-9][0-9a-z.]*|[a-z]\d+)", re.IGNORECASE), kinds)
    for words, kinds in _KINDS_OF_CODES
] + [
    (re.compile(rf"{words}\s*:?\s+([\w./:-]*\d[\w./:-]*)", re.IGNORECASE), kinds)
    for words, kinds in _KINDS_OF_NUMBERS
]


@dataclass(frozen=True, slots=True)
class Code:
    """Is a code that may be meant, and the numbers of the kinds it is looked for among; none means all."""

    key: str
    kinds: tuple[int, ...] = ()


@lru_cache(_MANY)
def codes_of(text: str) -> tuple[Code, ...]:
    """Returns the codes that a text may mean: itself, and what follows a word such as mål, SDG or ärende.

    >>> [code.key for code in codes_of("Mål 13")]
    ['mal13', '13']
    >>> [code.key for code in codes_of("Ärende-id 20200942")], [code.key for code in codes_of("Dnr: RV 2")]
    (['arende-id20200942', '20200942'], ['dnr:rv2'])
    >>> [code.key for code in codes_of("SO 1.1")], [code.key for code in codes_of("politisk mål 2")]
    (['so1.1', 'rso1.1', 'eso1.1', 'iso1.1', 'jso1.1'], ['politiskmal2', 'po2'])
    """
    stripped = " ".join(normal(text).split())
    found = [Code(key)] if (key := code_key(stripped)) else []
    spoken = stripped.rstrip(".,;:")
    for pattern, kinds in _WITH_CODE:
        if match := pattern.fullmatch(spoken):
            found.append(Code(code_key(match[1]), tuple(KINDS.index(kind) for kind in kinds)))
    return (*found, *_of_the_union(spoken))


def _of_the_union(text: str) -> Iterator[Code]:
    """Yields codes of the Union's objectives, which people write out, or without their first letter."""
    for pattern, letters in _OF_THE_UNION:
        if match := pattern.fullmatch(text):
            for each in (match[1],) if match[1] else letters:
                yield Code(code_key(each + match[2]), (KINDS.index("objective"),))
