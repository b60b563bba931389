"""What `import` shows of a list that no mapping was named for: which fits, or what its columns seem to be."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path

from api.commands.output import finding_json, note, write_findings, write_json, write_line, write_table
from api.commands.words import LANG, say
from api.commands.written import write_file
from graph.importers.proposing import proposed_mapping
from graph.importers.recognising import CURRENCY, OWN, Proposal, Seen
from graph.importers.tabular_mapping import load_mapping


def write_proposal(proposal: Proposal, output: Path | None, *, as_json: bool) -> None:
    """Writes how a list may be read; where a file is named, the mapping too, if the list lacks nothing."""
    is_written = output is not None and not proposal.fitting and not proposal.needed
    if output is not None and is_written:
        _write_mapping(proposal, output)
    if as_json:
        write_json(_told(proposal) | {"written": str(output) if is_written else None})
    elif proposal.fitting:
        write_line(say("recognise.fits", names=", ".join(proposal.fitting)))
        note(say("recognise.use", file=proposal.file, name=proposal.fitting[0]))
    else:
        _write_columns(proposal, output if is_written else None)


def _write_columns(proposal: Proposal, written: Path | None) -> None:
    write_line(say("recognise.none"))
    headings = [say(f"column.{name}") for name in ("heading", "read-as", "told-by", "share")]
    write_table(headings, map(_row, proposal.seen))
    write_findings(proposal.findings)
    if poor := proposal.poor:
        note(say("recognise.poor", names=", ".join(poor)))
    if CURRENCY in proposal.lacking:
        note(say("recognise.lacking-currency", heading=_titled(CURRENCY)))
    if proposal.needed:
        note(say("recognise.lacking", names=", ".join(map(_titled, proposal.needed))))
    elif written:
        note(say("recognise.use", file=proposal.file, name=written))
    else:
        note(say("recognise.propose"))


def _row(seen: Seen) -> tuple[str, str, str, str]:
    if seen.column is None or seen.how is None:
        return seen.heading, "", "", ""
    return seen.heading, _titled(seen.column), say(f"recognise.by-{seen.how}"), f"{seen.share:.0%}"


def _told(proposal: Proposal) -> dict[str, object]:
    findings = [finding_json(each) for each in proposal.findings]
    return asdict(proposal) | {"lacking": [*map(_titled, proposal.lacking)], "findings": findings}


def _titled(name: str) -> str:
    """Returns what a column of our own spreadsheet is called in the language of the command line."""
    column = next(column for column in load_mapping(OWN).titled() if column.name == name)
    return column.headings.get(LANG, name)


def _write_mapping(proposal: Proposal, path: Path) -> None:
    write_file(path, proposed_mapping(proposal, path.stem).encode())
