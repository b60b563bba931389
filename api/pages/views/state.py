"""The form by which somebody states that one thing serves, or hinders, another."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from api.pages.reader import Link, Reader
from api.pages.stating import KINDS, PICKED, Pick
from api.pages.views.homes import written
from api.wording.messages import worded
from graph.errors import Finding

TEXTS = ("strength", "confidence", "reasoning", "quote", "lang", "hinders")


@dataclass(frozen=True, slots=True)
class PickView:
    """Is a field in which a thing is picked: what is picked, or what may be; `search` is the kind sought."""

    name: str
    search: str
    typed: str
    link: Link | None
    offered: tuple[Link, ...]
    note: str | None


@dataclass(frozen=True, slots=True)
class StateView:
    """Is the form: its picks, the texts as typed, and by field what is wrong."""

    picks: tuple[PickView, ...]
    typed: Mapping[str, str]
    wrong: Mapping[str, str]
    problem: str | None


def state_view(
    reader: Reader,
    picks: Mapping[str, Pick],
    typed: Mapping[str, str],
    *,
    findings: Sequence[Finding] = (),
    problem: str | None = None,
    is_sent: bool = False,
) -> StateView:
    """Returns the form; once it is sent each pick that is open says so."""
    wrong = {each.place.column or "": worded(each, reader.lang) for each in reversed(findings)}
    return StateView(
        picks=tuple(_pick(reader, name, picks[name], wrong, is_sent=is_sent) for name in PICKED),
        typed=dict.fromkeys(TEXTS, "")
        | {"strength": "2", "confidence": "70", "lang": reader.lang}
        | {name: typed[name] for name in TEXTS if typed.get(name)},
        wrong=wrong,
        problem=problem,
    )


def _pick(reader: Reader, name: str, own: Pick, wrong: Mapping[str, str], *, is_sent: bool) -> PickView:
    note = wrong.get(name) if own.link else None
    if own.link is None and own.typed:
        note = reader.words("state.choose" if own.offered else "state.unknown", text=own.typed)
    elif own.link is None and is_sent:
        note = reader.words("state.missing")
    typed = written(own.link) if own.link else own.typed
    return PickView(name, KINDS[name] or "", typed, own.link, own.offered, note)
