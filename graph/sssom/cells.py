"""What stands in the cells of a mapping set: texts with languages, evidence, and what no program may run."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable

from graph.errors import TermInvalid
from graph.model import Name, Quote
from graph.recording import Proof
from graph.terms import language

_FORMULA = re.compile(r"'*[=+\-@\t\r]")
_GUARDED = re.compile(r"'+[=+\-@\t\r]")
_LINES = re.compile(r"[\s\x00-\x1f\x7f]+")
UNDETERMINED = "und"


def guarded(text: str) -> str:
    """Returns a text that no spreadsheet takes for a formula: an apostrophe goes before what begins like one.

    >>> guarded("=cmd|' /C calc'!A0"), guarded("'=1"), guarded("Vatten"), unguarded(guarded("'=1"))
    ("'=cmd|' /C calc'!A0", "''=1", 'Vatten', "'=1")
    """
    return f"'{text}" if _FORMULA.match(text) else text


def unguarded(text: str) -> str:
    """Returns the text that was guarded."""
    return text[1:] if _GUARDED.match(text) else text


def one_line(text: str) -> str:
    """Returns a text on one line, guarded: for labels and comments, which people read in a table."""
    return guarded(_LINES.sub(" ", text).strip())


def names_cell(names: Iterable[Name]) -> str:
    """Returns texts with their languages as JSON, which keeps every character; empty for none."""
    told = [{"text": name.text, "lang": name.lang} for name in names]
    return _json(told)


def names_of(cell: str) -> tuple[Name, ...]:
    """Returns the texts of a cell: JSON as it is written here, or a plain text of an undetermined language.

    JSON that is something else raises TermInvalid.
    """
    if not cell.startswith("["):
        return (Name(unguarded(cell).strip(), UNDETERMINED),) if cell.strip() else ()
    return tuple(_name(each, cell) for each in _listed(cell))


def evidence_cell(evidence: Iterable[Proof]) -> str:
    """Returns evidence as JSON: the document, and the words with their language where there are any."""
    return _json([{"source": proof.source, **_quoted(proof.quote)} for proof in evidence])


def _quoted(quote: Quote | None) -> dict[str, str]:
    if quote is None:
        return {}
    around = {"prefix": quote.prefix, "suffix": quote.suffix}
    return {"quote": quote.text, "lang": quote.lang} | {name: text for name, text in around.items() if text}


def evidence_of(cell: str) -> tuple[tuple[str, Quote | None], ...]:
    """Returns documents and quotes of a cell: JSON as it is written here, or IRIs with `|` between them."""
    if not cell.startswith("["):
        return tuple((part.strip(), None) for part in cell.split("|") if part.strip())
    return tuple((_text(each, "source", cell), _quote(each, cell)) for each in _listed(cell))


def _json(told: list[dict[str, str]]) -> str:
    return json.dumps(told, ensure_ascii=False) if told else ""


def _listed(cell: str) -> list[dict[str, object]]:
    try:
        told = json.loads(cell)
    except (ValueError, RecursionError) as error:
        raise TermInvalid("cell-not-json", value=cell[:80]) from error
    if not isinstance(told, list) or not all(isinstance(each, dict) for each in told):
        raise TermInvalid("cell-not-json", value=cell[:80])
    return told


def _name(told: dict[str, object], cell: str) -> Name:
    return Name(_text(told, "text", cell), language(_text(told, "lang", cell)).value)


def _quote(told: dict[str, object], cell: str) -> Quote | None:
    if "quote" not in told:
        return None
    around = (_stated(told.get(name, ""), cell) for name in ("prefix", "suffix"))
    return Quote(_text(told, "quote", cell), language(_text(told, "lang", cell)).value, *around)


def _text(told: dict[str, object], key: str, cell: str) -> str:
    found = _stated(told.get(key), cell)
    if not found.strip():
        raise TermInvalid("cell-not-json", value=cell[:80])
    return found


def _stated(value: object, cell: str) -> str:
    if not isinstance(value, str):
        raise TermInvalid("cell-not-json", value=cell[:80])
    return value
