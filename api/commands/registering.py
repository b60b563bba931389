"""What the command line keeps in the register, and tells of it."""

from __future__ import annotations

from api.commands.output import finding_json, write_findings, write_json, write_line
from api.commands.words import say
from graph.commits import Writer
from graph.model import Name
from graph.recording import Agent
from graph.register import Kept, Register


def register_of(writer: Writer, name: str, agent: str) -> Register:
    """Returns what keeps the entries of an agent."""
    return Register(writer, Agent(agent, name))


def take(register: Register, name: str, reason: Name, *, as_json: bool) -> None:
    """Withdraws a thing with all that is stated of it: who may write to the store is its administrator."""
    tell(register.withdraw(name, reason, with_others=True), "taken", as_json=as_json)


def tell(kept: Kept, done: str, *, as_json: bool) -> None:
    """Writes what became of a thing."""
    sequence = kept.commit.sequence if kept.commit else None
    if as_json:
        findings = [finding_json(finding) for finding in kept.warnings]
        write_json({"iri": kept.iri, "version": kept.version, "commit": sequence, "findings": findings})
        return
    write_line(say(f"enter.{done if sequence else 'unchanged'}", iri=kept.iri, sequence=sequence or ""))
    write_findings(kept.warnings)
