"""Decisions of the review queue: read from its form, and recorded in one commit or not at all."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from api.ledger.acting import recorder_of
from api.pages.words import Words
from api.services import Services
from api.sessions import Form
from graph.errors import InputError
from graph.model import Alignment, Name
from graph.recording import Correction, Decision, Draft, Proof

DECISIONS = {"accept": Decimal(1), "reject": Decimal(-1)}
MOST = 100


@dataclass(frozen=True, slots=True)
class Sent:
    """Is what a form of the queue says: what to do with which statements, and why."""

    decision: str
    alignments: tuple[str, ...]
    reason: str


def sent_of(form: Form) -> Sent:
    """Returns what a form says: the button of one statement, or of all that are chosen."""
    single = next((name for name in (*DECISIONS, "correct") if form.value(name)), None)
    if single:
        return Sent(single, (form.value(single),), form.value("reason"))
    chosen = tuple(dict.fromkeys(form.values("chosen")))[:MOST]
    return Sent(form.value("do"), chosen, form.value("reason"))


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
    acts = [_act(form, sent.decision, name, known.get(name), reason) for name in sent.alignments]
    recorder_of(services, form.speaker).decide(acts)
    return len(acts)


def _act(
    form: Form, decision: str, name: str, known: Alignment | None, reason: Name
) -> Decision | Correction:
    version = form.value(f"version:{name}") or None
    if decision in DECISIONS or known is None:
        return Decision(name, DECISIONS.get(decision, Decimal(1)), reason, version)
    return Correction(name, _draft(form, name, known), reason, version)


def _draft(form: Form, name: str, known: Alignment) -> Draft:
    """Returns a statement with what the form changes of it; it rests on what it rested on."""
    reasoning = form.value(f"reasoning:{name}")
    lang = known.reasoning.lang if known.reasoning else ""
    return Draft(
        source=known.source,
        target=known.target,
        strength=_strength(form.value(f"strength:{name}")),
        confidence=_share(form.value(f"confidence:{name}")),
        evidence=tuple(Proof(each.source.iri, each.quote) for each in known.evidence),
        reasoning=Name(reasoning, lang or "sv") if reasoning else None,
        hinders=known.hinders,
        said=known.said,
    )


def _strength(text: str) -> int:
    return int(text) if text in ("1", "2", "3") else 0


def _share(text: str) -> Decimal:
    """Returns per cent as a share of 1; what is no number becomes one that is refused at its field."""
    try:
        value = Decimal(text.replace(",", ".").replace("%", "").strip())
    except InvalidOperation:
        return Decimal(-1)
    return value / 100 if value.is_finite() else Decimal(-1)
