"""Proposals in the ledger: stated by a machine, renewed when it reads anew, never against people."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from graph.commits import Writer
from graph.ledger.events import Tool
from graph.ledger.history import history_of
from graph.ledger.views import GONE
from graph.model import Alignment, Name, Quote
from graph.proposals.asking import Proposal, Proposals
from graph.recording import Agent, Correction, Draft, Proof, Recorder
from graph.repository import Repository
from graph.store.overlay import Readable

_AGENT, _NAME = "id/agent/policygraph/proposals", "Policygraph proposals from text"
_TOOL = "Policygraph proposals"
_JUSTIFICATION = "semapv:LexicalMatching"
_MOST_QUOTES = 3
_ANEW = Name("Read anew by version {version}.", "en")
_GONE = Name("Version {version} no longer reads this in the text.", "en")
_ALL = 1000


@dataclass(frozen=True, slots=True)
class Outcome:
    """Is what became of the proposals for a project: IRIs of what is new, anew, as before, and withdrawn.

    `left` are the targets of which people have said something, or that somebody else has stated: those stand.
    """

    stated: tuple[str, ...] = ()
    renewed: tuple[str, ...] = ()
    unchanged: tuple[str, ...] = ()
    withdrawn: tuple[str, ...] = ()
    left: tuple[str, ...] = ()


@dataclass(slots=True)
class _Plan:
    drafts: list[Draft] = field(default_factory=list)
    corrections: list[Correction] = field(default_factory=list)
    unchanged: list[str] = field(default_factory=list)
    left: list[str] = field(default_factory=list)
    gone: list[str] = field(default_factory=list)


def agent_of(base: str) -> Agent:
    """Returns the machine in whose name proposals from text stand."""
    return Agent(f"{base}{_AGENT}", _NAME, is_machine=True)


def state_proposals(writer: Writer, repository: Repository, project: str, found: Proposals) -> Outcome:
    """States the proposals for a project, in one commit, or none where nothing is new.

    Where a person has reviewed, corrected or withdrawn a former proposal, or anybody has stated the same, it
    is left alone. A former one that is no longer proposed, and that nobody has reviewed, is withdrawn; it is
    stated anew when it is proposed again.
    """
    agent = agent_of(writer.store.base)
    with writer.lock:
        plan = _plan(writer.store, repository, project, found, agent.iri)
        why = Name(_GONE.text.format(version=found.version), _GONE.lang)
        made = Recorder(writer, agent).renew(plan.drafts, plan.corrections, plan.gone, why)
    new = len(plan.drafts)
    return Outcome(made[:new], made[new:], tuple(plan.unchanged), tuple(plan.gone), tuple(plan.left))


def _plan(store: Readable, repository: Repository, project: str, found: Proposals, agent: str) -> _Plan:
    plan, told = _Plan(), repository.alignments(source=project, limit=_ALL).items
    former = _by_target(each for each in told if not _is_own_past(store, each, agent))
    for item in found.items:
        _place(plan, _draft(project, item, found), former.get(item.target, []), agent, found.version)
    wanted = {item.target for item in found.items}
    for target, known in sorted(former.items()):
        if target not in wanted:
            plan.gone += [each.iri for each in known if _is_open(each, agent)]
    return plan


def _by_target(alignments: Iterable[Alignment]) -> Mapping[str, list[Alignment]]:
    found: dict[str, list[Alignment]] = {}
    for each in alignments:
        found.setdefault(each.target, []).append(each)
    return found


def _place(plan: _Plan, draft: Draft, known: list[Alignment], agent: str, version: str) -> None:
    """Puts a draft where it belongs by what is known of the same target."""
    open_ones = [each for each in known if _is_open(each, agent)]
    if open_ones and len(open_ones) == len([each for each in known if each.status != "superseded"]):
        [former] = open_ones[-1:]
        if _says_the_same(former, draft):
            plan.unchanged.append(former.iri)
        else:
            why = Name(_ANEW.text.format(version=version), _ANEW.lang)
            plan.corrections.append(Correction(former.iri, draft, why))
    elif known:
        plan.left.append(draft.target)
    else:
        plan.drafts.append(draft)


def _is_open(alignment: Alignment, agent: str) -> bool:
    """Says whether it is a proposal of the machine's own that nobody has said anything of."""
    return alignment.author.iri == agent and alignment.status == "proposed"


def _is_own_past(store: Readable, alignment: Alignment, agent: str) -> bool:
    """Says whether the machine itself stated it and took it back, and nobody else ever spoke of it."""
    is_gone = alignment.author.iri == agent and alignment.status in GONE
    return is_gone and all(each.agent == agent for each in history_of(store, alignment.iri))


def _says_the_same(former: Alignment, draft: Draft) -> bool:
    return (former.confidence, former.strength, former.reasoning) == (
        draft.confidence,
        draft.strength,
        draft.reasoning,
    )


def _draft(project: str, item: Proposal, found: Proposals) -> Draft:
    """Returns the statement that a proposal becomes; its evidence is the project's own words."""
    titled = any(word.field == "title" for word in item.words)
    return Draft(
        source=project,
        target=item.target,
        strength=2 if titled else 1,
        confidence=item.confidence,
        evidence=tuple(_proofs(project, item, found.lang)),
        reasoning=Name(", ".join(item.texts()), found.lang),
        justification=_JUSTIFICATION,
        tool=Tool(f"{_TOOL} ({found.method})", found.version),
    )


def _proofs(project: str, item: Proposal, lang: str) -> Iterator[Proof]:
    yield from (Proof(project, Quote(text, lang)) for text in item.texts()[:_MOST_QUOTES])
