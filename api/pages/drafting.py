"""A project that was checked, as a draft: written as the register takes it, and read back into the form."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from api.pages.checking import Typed, amount_of, amount_text, typed_of
from api.pages.reader import Reader, as_day
from graph.errors import NotFound

if TYPE_CHECKING:
    from graph.drafts import Draft
    from graph.proposals import Proposal, Proposals

_MOST_WORDS = 8


@dataclass(frozen=True, slots=True)
class Before:
    """Is a draft that is taken up again: its content, and what the form showed of it."""

    content: Mapping[str, Any] = field(default_factory=dict)
    shown: Typed = field(default_factory=Typed)


def draft_content(reader: Reader, typed: Typed, found: Proposals, before: Before) -> dict[str, Any]:
    """Returns what was typed as a draft: the project, and what was accepted of what it may serve.

    What the form does not show, or shows as it still is, stays as the draft has it. What was typed and is
    no date or amount is left out; `unreadable` tells of it before.
    """
    lang = found.lang or reader.lang
    project = before.content.get("project", {})
    changes = dict(_changes(project, before.shown, typed, lang))
    served = _serves(reader, typed, found.items, lang)
    return {
        **before.content,
        "project": {"names": [], **project, **changes},
        "serves": _merged(before, typed, {each["target"]: each for each in served}),
    }


def typed_of_draft(draft: Draft) -> Typed:
    """Returns a draft as it was typed, with what it would serve accepted."""
    content = draft.content
    project, fields = content.get("project", {}), [("draft", draft.key), ("version", draft.version)]
    fields += [("title", each["text"]) for each in project.get("names", ())[:1]]
    fields += [("text", each["text"]) for each in project.get("descriptions", ())[:1]]
    fields += [(name, project[name]) for name in ("start", "end") if project.get(name)]
    fields += [("territory", each) for each in project.get("territories", ())]
    fields += [
        ("organisation", each["name"]["text"]) for each in project.get("parties", ()) if each.get("name")
    ]
    for grant in project.get("grants", ())[:1]:
        money = grant.get("amount") or {}
        told = {
            "programme": grant.get("programme"),
            "amount": amount_text(Decimal(str(money["value"]))) if money else None,
            "currency": money.get("currency"),
        }
        fields += [(name, str(value)) for name, value in told.items() if value]
    for each in content.get("serves", ()):
        target = each["target"]
        fields += [("hindered", target) if each.get("hinders") else (f"on:{target}", "accept")]
    return typed_of(fields)


def _changes(project: Mapping[str, Any], shown: Typed, typed: Typed, lang: str) -> Iterator[tuple[str, Any]]:
    """Yields the fields of a project that were typed otherwise than they were shown."""
    for name, own in (("names", "title"), ("descriptions", "text")):
        if not _same(getattr(typed, own), getattr(shown, own)):
            yield name, _texts(project.get(name, ()), getattr(typed, own), lang)
    for name in ("start", "end"):
        if getattr(typed, name) != getattr(shown, name):
            day = as_day(getattr(typed, name))
            yield name, day.isoformat() if day else None
    if set(typed.territories) != set(shown.territories):
        kept = [
            each
            for each in project.get("territories", ())
            if each in typed.territories or each not in shown.territories
        ]
        yield "territories", list(dict.fromkeys((*kept, *typed.territories)))
    if not _same(typed.organisation, shown.organisation):
        yield "parties", _parties(project.get("parties", ()), typed.organisation, lang)
    if _grant_fields(typed) != _grant_fields(shown):
        yield "grants", _grants(project.get("grants", ()), shown, typed)


def _same(one: str, other: str) -> bool:
    """Says whether two texts are the same; a browser writes the ends of lines in its own way."""
    return one.splitlines() == other.splitlines()


def _texts(old: Sequence[Mapping[str, str]], text: str, lang: str) -> list[Mapping[str, str]]:
    """Returns texts with another first one, each in a language of its own."""
    first, rest = old[:1], old[1:]
    taken = first and lang in {each["lang"] for each in rest}
    return [*([{"text": text, "lang": first[0]["lang"] if taken else lang}] if text else []), *rest]


def _parties(old: Sequence[Mapping[str, Any]], name: str, lang: str) -> list[Mapping[str, Any]]:
    """Returns who takes part, with another name of the first who is named."""
    place = next((number for number, each in enumerate(old) if each.get("name")), len(old))
    party = {key: value for key, value in (old[place].items() if place < len(old) else ()) if key != "name"}
    if name:
        party["name"] = {"text": name, "lang": lang}
    stays = name or party.get("organisation")
    return [*old[:place], *([party] if stays else []), *old[place + 1 :]]


def _grant_fields(typed: Typed) -> tuple[str, str, str]:
    return typed.programme, typed.amount, typed.currency


def _grants(old: Sequence[Mapping[str, Any]], shown: Typed, typed: Typed) -> list[Mapping[str, Any]]:
    """Returns grants of which the first has what was typed."""
    first, amount = dict(old[0]) if old else {}, amount_of(typed.amount, typed.currency)
    if typed.programme != shown.programme:
        first["programme"] = typed.programme
    if (typed.amount, typed.currency) != (shown.amount, shown.currency):
        told = amount is not None and typed.currency
        first["amount"] = {"value": f"{amount:f}", "currency": typed.currency} if told else None
    grant = {key: value for key, value in first.items() if value}
    return [*([grant] if grant else []), *old[1:]]


def _merged(before: Before, typed: Typed, served: Mapping[str, Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    """Returns what a draft would serve: what it said before, less what was taken back, and what is new."""
    old = before.content.get("serves", ())
    shown = {*before.shown.accepted, *before.shown.said}
    kept = [
        each
        for each in old
        if each.get("hinders") or each["target"] in served or each["target"] not in shown | {*typed.rejected}
    ]
    known = {each["target"] for each in kept if not each.get("hinders")}
    return [*kept, *(each for target, each in served.items() if target not in known)]


def _serves(reader: Reader, typed: Typed, items: Sequence[Proposal], lang: str) -> Iterator[dict[str, Any]]:
    """Yields what is accepted, each resting on the document of its objective, with the words for it."""
    known = {each.target: each for each in items}
    for target in dict.fromkeys((*typed.said, *typed.accepted)):
        if target in typed.rejected:
            continue
        item = known.get(target)
        words = item.texts()[:_MOST_WORDS] if item else ()
        document = _document(reader, target)
        told: dict[str, Any] = {"target": target, "evidence": [{"source": document}] if document else []}
        if item:
            told["confidence"] = str(item.confidence)
        if words:
            told["reasoning"] = {"text": ", ".join(words), "lang": lang}
        yield told


def _document(reader: Reader, target: str) -> str | None:
    try:
        document = reader.repository.objective(target, reader.lang).document
    except NotFound:
        return None
    return document.iri if document else None
