"""A project that was checked, as a draft: written as the register takes it, and read back into the form."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

from api.pages.checking import Typed, amount_of, typed_of
from api.pages.reader import Reader, as_day
from graph.errors import NotFound

if TYPE_CHECKING:
    from graph.drafts import Draft
    from graph.proposals import Proposal, Proposals

_MOST_WORDS = 8


def draft_content(reader: Reader, typed: Typed, found: Proposals) -> dict[str, Any]:
    """Returns what was typed as a draft: the project, and what was accepted of what it may serve.

    What was typed and is no date or amount is left out; the page has said so.
    """
    lang = found.lang or reader.lang
    return {"project": _project(typed, lang), "serves": list(_serves(reader, typed, found.items, lang))}


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
            "amount": money.get("value"),
            "currency": money.get("currency"),
        }
        fields += [(name, str(value)) for name, value in told.items() if value]
    fields += [(f"on:{each['target']}", "accept") for each in content.get("serves", ())]
    return typed_of(fields)


def _project(typed: Typed, lang: str) -> dict[str, Any]:
    amount, days = amount_of(typed.amount), {name: as_day(getattr(typed, name)) for name in ("start", "end")}
    grant = {
        **({"programme": typed.programme} if typed.programme else {}),
        **(
            {"amount": {"value": str(amount), "currency": typed.currency}}
            if amount and typed.currency
            else {}
        ),
    }
    return {
        "names": [{"text": typed.title, "lang": lang}] if typed.title else [],
        "descriptions": [{"text": typed.text, "lang": lang}] if typed.text else [],
        **{name: day.isoformat() for name, day in days.items() if day},
        "territories": list(typed.territories),
        "parties": [{"name": {"text": typed.organisation, "lang": lang}}] if typed.organisation else [],
        "grants": [grant] if grant else [],
    }


def _serves(reader: Reader, typed: Typed, items: Sequence[Proposal], lang: str) -> Iterator[dict[str, Any]]:
    """Yields what is accepted, each resting on the document of its objective, with the words for it."""
    known = {each.target: each for each in items}
    for target in dict.fromkeys((*typed.said, *typed.accepted)):
        if target in typed.rejected:
            continue
        item = known.get(target)
        words = _distinct(item)[:_MOST_WORDS] if item else []
        document = _document(reader, target)
        told: dict[str, Any] = {"target": target, "evidence": [{"source": document}] if document else []}
        if item:
            told["confidence"] = str(item.confidence)
        if words:
            told["reasoning"] = {"text": ", ".join(words), "lang": lang}
        yield told


def _distinct(item: Proposal) -> list[str]:
    """Returns the words of a proposal, each once, whatever its case."""
    return list({word.text.casefold(): word.text for word in reversed(item.words)}.values())[::-1]


def _document(reader: Reader, target: str) -> str | None:
    try:
        document = reader.repository.objective(target, reader.lang).document
    except NotFound:
        return None
    return document.iri if document else None
