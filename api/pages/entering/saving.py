"""What somebody typed, entered by the register or put in the place of what stood there."""

from __future__ import annotations

import json

from api.access import Role, Speaker
from api.bodies import refused
from api.pages.entering.fields import FormKind
from api.register.acting import held_entry, refuse_other, register_of
from api.register.contents import Content, content_of
from api.services import Services
from graph.errors import Finding, NotFound
from graph.model import Name
from graph.register import Entry, Kept, warnings_of

_NEVER = "none"  # no version of anything: a correction that names none is made on no state that there is


def entry_in(kind: FormKind, content: Content, base: str) -> Entry:
    """Returns what a form says as an entry; what cannot be one raises SubmissionRefused."""
    from pydantic import ValidationError

    try:
        return kind.body.model_validate_json(json.dumps(content), context={"base": base}).entry()
    except ValidationError as error:
        raise refused(error) from error


def save(
    services: Services,
    speaker: Speaker,
    kind: FormKind,
    content: Content,
    name: str | None,
    version: str,
    key: str = "",
) -> Kept:
    """Enters a thing, or corrects the one that is named on the state that was read.

    `key` is that of a new thing that has no number. It raises what the register does; somebody else's
    thing Forbidden to whoever may not correct it.
    """
    entry, register = entry_in(kind, content, services.base), register_of(services, speaker)
    if name is None:
        return register.enter(entry, key=key or None)
    held(services, name, kind)
    refuse_foreign(services, speaker, name)
    return register.replace(name, entry, version or _NEVER)


def withdraw(services: Services, speaker: Speaker, name: str, reason: Name, version: str) -> Kept:
    """Takes a thing out of the graph, on the state that was read."""
    refuse_foreign(services, speaker, name, Role.ADMINISTRATOR)
    register = register_of(services, speaker)
    with_others = speaker.role >= Role.ADMINISTRATOR
    return register.withdraw(name, reason, version or _NEVER, with_others=with_others)


def held(services: Services, name: str, kind: FormKind | None = None) -> tuple[Content, str]:
    """Returns what the register holds of a thing, and its version.

    It raises what `held_entry` does, and NotFound for what is not of the kind that a form is for.
    """
    entry, version = held_entry(services, name)
    content = content_of(entry)
    if kind is None or all(content.get(field) == value for field, value in kind.fixed):
        return content, version
    raise NotFound("entry-unknown", iri=name)


def refuse_foreign(services: Services, speaker: Speaker, name: str, role: Role = Role.REVIEWER) -> None:
    """Raises Forbidden if somebody else entered a thing, which takes a role that the speaker lacks."""
    refuse_other(register_of(services, speaker), speaker, name, role)


def may(services: Services, speaker: Speaker, name: str, role: Role) -> bool:
    """Says whether somebody may change a thing: their own, or those of others with this role."""
    return speaker.role >= role or register_of(services, speaker).is_own(name)


def warned(services: Services, name: str) -> tuple[Finding, ...]:
    """Returns what the shapes warn of in a thing as it stands, each at its field."""
    return warnings_of(services.store, name, services.shapes)


def read_kept(kind: FormKind, text: str, base: str) -> Content:
    """Returns content that a form carried along, nothing for what is none."""
    from pydantic import ValidationError

    try:
        return content_of(kind.body.model_validate_json(text, context={"base": base}).entry())
    except ValidationError:
        return {}
