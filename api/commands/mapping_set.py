"""What `import` does for a mapping set of SSSOM."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path

from api.commands.changing import commit_json, store_writer, write_commit
from api.commands.exporting import NAME
from api.commands.output import finding_json, working, write_findings, write_json, write_line
from api.commands.recording import speaker
from api.commands.session import Session
from api.commands.words import say
from graph.errors import SubmissionRefused
from graph.importers.tabular_read import read_bytes
from graph.recording import Agent


def import_set_file(session: Session, file: Path, *, as_json: bool) -> None:
    """Adds a mapping set to the ledger, in the names that it gives; who is logged in says the rest."""
    from graph.sssom import import_set

    content = read_bytes(file)
    with store_writer(session) as writer, working(say("import.working")):
        name, agent = speaker(None, writer.store.base)
        try:
            done = import_set(content, file.name, writer, Agent(agent, name))
        except SubmissionRefused as error:
            if as_json:
                findings = [finding_json(finding) for finding in error.findings]
                write_json(error.values | {"mapping": NAME, "changed": False, "findings": findings})
            raise
    if as_json:
        findings = [finding_json(finding) for finding in done.warnings]
        told = asdict(done) | {"commit": commit_json(done.commit), "findings": findings}
        write_json({name: value for name, value in told.items() if name != "warnings"})
        return
    write_line(say("sssom.done", rows=done.rows, statements=done.statements, reviews=done.reviews))
    write_findings(done.warnings)
    write_commit(done.commit)
