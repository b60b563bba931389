"""Decisions of the review queue: read from its form, and recorded in one commit or not at all."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from api.ledger.acting import recorder_of
from api.pages.degrees import share_of, strength_of
from api.services import Services
from api.sessions import Form
from api.wording.words import Words
from graph.errors import InputError
from graph.model import Alignment, Name
from graph.recording import Correction, Decision, Draft, Proof

DECISIONS = {"accept": Decimal(1), "reject": Decimal(-1)}
CORRECTED = ("strength", "confidence", "reasoning")
MOST = 100
_VERSION = "version:"


@dataclass(frozen=True, slots=True)
class Sent:
    """Is what a form of the queue says: what to do with which statements, and why.

    `typed` is what stands in the fields of CORRECTED of each statement, whether it is corrected or not.
    """

    decision: str = ""
    alignments: tuple[str, ...] = ()
    reason: str = ""
    typed: Mapping[str, Mapping[str, str]] = field(default_factory=dict)


def sent_of(form: Form) -> Sent:
    """Returns what a form says: the button of one statement, or of all that are chosen."""
    single = next((name for name in (*DECISIONS, "correct") if form.value(name)), None)
    if single:
        return Sent(single, (form.value(single),), form.value("reason"), _typed(form))
    chosen = tuple(dict.fromkeys(form.values("chosen")))[:MOST]
    return Sent(form.value("do"), chosen, form.value("reason"), _typed(form))


def _typed(form: Form) -> Mapping[str, Mapping[str, str]]:
    """Returns what was typed of each statement; a browser writes the ends of lines in its own way."""
    found: dict[str, dict[str, str]] = {}
    for name, value in form.fields:
        part, _, alignment = name.partition(":")
        if part in CORRECTED:
            found.setdefault(alignment, {}).setdefault(part, value.strip().replace("\r\n", "\n"))
    return found


def place_of(form: Form, sent: Sent) -> int | None:
    """Returns which statement of the page, from 1 on, a button beside it decided; None for several."""
    shown = [name.removeprefix(_VERSION) for name, _ in form.fields if name.startswith(_VERSION)]
    is_one = sent.decision and any(form.value(name) for name in (*DECISIONS, "correct"))
    return shown.index(sent.alignments[0]) + 1 if is_one and sent.alignments[0] in shown else None


def decide(services: Services, form: Form, sent: Sent, words: Words) -> int:
    """Records what was sent and returns of how many statements; nothing chosen raises InputError.

    What has changed since the page was read raises Stale, what is not in force any more Conflict.
    """
    if not sent.alignments:
        raise InputError("review-nothing-chosen")
    if sent.decision not in (*DECISIONS, "correct"):
        raise InputError("review-undecided")
    known = services.repository.alignments_by_iri(sent.alignments, words.lang)
    reason = Name(sent.reason or words(f"review.reason-{sent.decision}"), words.lang)
    acts = [_act(form, sent, name, known.get(name), reason) for name in sent.alignments]
    recorder_of(services, form.speaker).decide(acts)
    return len(acts)


def _act(form: Form, sent: Sent, name: str, known: Alignment | None, reason: Name) -> Decision | Correction:
    version = form.value(f"{_VERSION}{name}") or None
    if sent.decision in DECISIONS or known is None:
        return Decision(name, DECISIONS.get(sent.decision, Decimal(1)), reason, version)
    return Correction(name, _draft(sent.typed.get(name, {}), known, reason.lang), reason, version)


def _draft(typed: Mapping[str, str], known: Alignment, spoken: str) -> Draft:
    """Returns a statement with what the form changes of it; it rests on what it rested on.

    New reasoning is in the language `spoken` on the page.
    """
    reasoning = typed.get("reasoning", "")
    lang = known.reasoning.lang if known.reasoning else ""
    return Draft(
        source=known.source,
        target=known.target,
        strength=strength_of(typed.get("strength", "")),
        confidence=share_of(typed.get("confidence", "")),
        evidence=tuple(Proof(each.source.iri, each.quote) for each in known.evidence),
        reasoning=Name(reasoning, lang or spoken) if reasoning else None,
        hinders=known.hinders,
        said=known.said,
    )
