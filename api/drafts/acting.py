"""What may be done with drafts, by whom; the routes and the pages both go this way."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from typing import Any

import structlog
from pydantic import ValidationError

from api.access import Role, Speaker
from api.bodies import refused
from api.drafts.bodies import DraftBody
from api.errors import Forbidden
from api.services import Services
from graph.drafts import Draft
from graph.errors import Finding, NotFound, Stale, StoreProblem, SubmissionRefused
from graph.recording import Agent, Recorder
from graph.register import Kept, Register
from graph.register.faults import fault
from graph.store.overlay import Readable
from graph.terms import NamedNode, Quad

_log = structlog.get_logger("policygraph.drafts")
Content = Mapping[str, Any]


def save_draft(services: Services, speaker: Speaker, content: Content, lang: str) -> Draft:
    """Keeps a new draft of who speaks; content that is not of the form raises SubmissionRefused."""
    title = _body(services, content).title(lang)
    return services.drafts.make(speaker.agent, speaker.name, title, content)


def change_draft(services: Services, draft: Draft, content: Content, lang: str, version: str | None) -> Draft:
    """Puts new content in the place of the old; `version` is the state that it was written on."""
    title = _body(services, content).title(lang)
    return services.drafts.change(draft.key, title, content, version)


def remove_draft(services: Services, draft: Draft, version: str | None = None) -> None:
    """Forgets a draft."""
    services.drafts.remove(draft.key, version)


def visible_drafts(services: Services, speaker: Speaker) -> tuple[Draft, ...]:
    """Returns the drafts that somebody may see: their own, and as a reviewer all."""
    return tuple(each for each in services.drafts.all() if _may_see(each, speaker))


def draft_for(services: Services, speaker: Speaker, key: str) -> Draft:
    """Returns a draft that somebody may see; to anybody else it is not there (NotFound)."""
    draft = services.drafts.find(key)
    if not _may_see(draft, speaker):
        raise NotFound("draft-unknown", draft=key)
    return draft


def own_draft(services: Services, speaker: Speaker, key: str) -> Draft:
    """Returns a draft of the speaker's own; that of another raises Forbidden where they may see it."""
    draft = draft_for(services, speaker, key)
    if draft.owner != speaker.agent:
        raise Forbidden("draft-foreign", draft=draft.title or key, name=draft.name)
    return draft


def publish_draft(services: Services, speaker: Speaker, draft: Draft, version: str | None = None) -> Kept:
    """Enters the project and states what it serves, in one commit that the shapes check, or not at all.

    The draft is gone then. What is wrong raises SubmissionRefused with a finding for each field, and the
    draft stays; what is there already raises Conflict.
    """
    with services.writer.lock:
        current = services.drafts.find(draft.key, version)
        body, agent = _body(services, current.content), _agent_of(current, speaker)
        register = Register(services.writer, agent)
        kept = register.enter(body.project.entry(), _along(services, agent, body), current.key)
        _forget(services, current)
    return kept


def _forget(services: Services, published: Draft) -> None:
    """Removes a draft that was published; what its owner wrote in the meantime stays."""
    try:
        services.drafts.remove(published.key, published.version)
    except (Stale, NotFound):
        return
    except StoreProblem as error:
        # It is in the graph, and that is the answer; the draft says that it is there already.
        _log.warning("draft-not-removed", draft=published.key, why=str(error))


def faults_of_draft(services: Services, speaker: Speaker, draft: Draft) -> tuple[Finding, ...]:
    """Returns what would keep its owner from publishing a draft now, whoever asks; nothing is written."""
    try:
        body = _body(services, draft.content)
    except SubmissionRefused as error:
        return error.findings  # it was kept when more was taken
    agent = _agent_of(draft, speaker)
    register = Register(services.writer, agent)
    return register.check(body.project.entry(), _along(services, agent, body), draft.key)


def _agent_of(draft: Draft, speaker: Speaker) -> Agent:
    """Returns the owner of a draft as who enters it; whether it is a machine only its own token says."""
    is_machine = speaker.is_machine and speaker.agent == draft.owner
    return Agent(draft.owner, draft.name, is_machine)


def _may_see(draft: Draft, speaker: Speaker) -> bool:
    return draft.owner == speaker.agent or speaker.role >= Role.REVIEWER


def _body(services: Services, content: Content) -> DraftBody:
    try:
        return DraftBody.model_validate_json(json.dumps(content), context={"base": services.base})
    except ValidationError as error:
        raise refused(error) from error


def _along(
    services: Services, agent: Agent, body: DraftBody
) -> Callable[[NamedNode, Readable], frozenset[Quad]]:
    """Returns what states the alignments of a project once it is known under which IRI it stands."""
    recorder = Recorder(services.writer, agent)

    def stated(project: NamedNode, store: Readable) -> frozenset[Quad]:
        findings = list(_repeated(body))
        quads: set[Quad] = set()
        for number, each in enumerate(body.serves):
            try:
                quads |= recorder.prepared(each.statement(project.value), store)
            except SubmissionRefused as error:
                findings += [_within(found, number) for found in error.findings]
        if findings:
            raise SubmissionRefused("entry-refused", findings, count=len(findings))
        return frozenset(quads)

    return stated


def _repeated(body: DraftBody) -> Iterator[Finding]:
    """Yields each alignment that says again what one before it says: of one target, in one sense."""
    first: dict[tuple[str, bool], int] = {}
    for number, each in enumerate(body.serves):
        earlier = first.setdefault((each.target, each.hinders), number)
        if earlier != number:
            yield fault(
                "serves-repeated", f"#/serves/{number}/target", each.target, first=f"serves.{earlier}"
            )


def _within(found: Finding, number: int) -> Finding:
    """Returns a finding at a field of a statement as one at a field of the draft."""
    column = f"serves.{number}.{found.place.column}"
    pointer = "#/" + column.replace(".", "/")
    return replace(found, place=replace(found.place, column=column, pointer=pointer))
