"""What `import --preview` shows: findings by cell, what is new, chains, the portfolio, and the file back."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from textwrap import shorten

from api.commands.changing import AGENT
from api.commands.output import note, write_findings, write_json, write_line, write_table
from api.commands.words import LANG, say
from api.commands.written import write_file
from api.imports.telling import preview_told
from api.wording.calling import called
from api.wording.messages import worded
from graph.commits import Writer
from graph.errors import Place, SubmissionRefused
from graph.importers.annotating import annotated
from graph.importers.preview import Effect, Preview, Previewed, Way, preview_list
from graph.importers.tabular import ListFile
from graph.importers.tabular_read import read_bytes
from graph.importers.watching import Watch

_MOST_EFFECTS, _MOST_THINGS, _WIDTH = 20, 20, 70


def previewed(file: ListFile, writer: Writer, watch: Watch) -> Preview:
    """Returns what importing a list would do."""
    from graph.alignment.portfolio import Portfolio

    agent = writer.store.base + AGENT
    portfolio = Portfolio(writer.store)
    return preview_list(file, writer, agent=agent, portfolio=portfolio, lang=LANG, watch=watch)


def write_preview(file: ListFile, preview: Preview, annotated_file: Path | None, *, as_json: bool) -> None:
    """Writes a preview, and the annotated list where a file is named; raises if rows would be refused."""
    if annotated_file:
        _write_annotated(file, preview, annotated_file)
    if as_json:
        write_json(preview_told(preview))
    else:
        _write(preview)
    if preview.refusals:
        counts = {"rows": preview.rows, "refused": preview.refused, "count": len(preview.refusals)}
        key = "preview-refused" if preview.refused else "preview-refused-beside"
        raise SubmissionRefused(key, (), Place(preview.file), file=preview.file, **counts)


def _write(preview: Preview) -> None:
    if preview.gone:
        write_line(say("preview.loses", count=len(preview.gone)))
    counts = {"refused": preview.refused, "warned": preview.warned, "doubted": preview.doubted}
    write_line(say("preview.rows", rows=preview.rows, **counts))
    states = {state: preview.count(state) for state in ("new", "changed", "unchanged")}
    write_line(say("preview.states", gone=len(preview.gone), **states))
    _write_effects(preview.effects)
    _write_chains(each for each in preview.things if each.state in ("new", "changed"))
    write_findings((*preview.refusals, *preview.warnings, *preview.doubts))
    if preview.gone:
        note(say("preview.gone", names=", ".join(called(each) for each in preview.gone[:_MOST_THINGS])))


def _write_effects(effects: tuple[Effect, ...]) -> None:
    if effects:
        headings = [say(f"column.{name}") for name in ("before", "after", "objective", "overlaps")]
        write_table(headings, map(_effect_row, effects[:_MOST_EFFECTS]))
    if len(effects) > _MOST_EFFECTS:
        note(say("preview.more-effects", count=len(effects) - _MOST_EFFECTS))


def _effect_row(effect: Effect) -> tuple[str, str, str, str]:
    overlaps = [each.code or each.name.text for each in effect.overlaps]
    more = effect.overlapping - len(overlaps)
    told = ", ".join(overlaps + [f"+{more}"] * bool(more))
    return str(effect.before), str(effect.after), shorten(called(effect.objective), _WIDTH), told


def _write_chains(things: Iterable[Previewed]) -> None:
    rows = [
        (
            shorten(thing.name, _WIDTH),
            _chain(way),
            f"{way.confidence:.2f}",
        )
        for thing in list(things)[:_MOST_THINGS]
        for way in thing.ways[:1]
    ]
    if rows:
        write_table([say(f"column.{name}") for name in ("project", "chain", "confidence")], rows)


def _chain(way: Way) -> str:
    return " → ".join(each.code or each.name.text for each in way.through)


def _write_annotated(file: ListFile, preview: Preview, path: Path) -> None:
    content = annotated(
        str(file.path),
        read_bytes(file.path),
        file.mapping,
        preview.refusals,
        (*preview.warnings, *preview.doubts),
        lambda finding: worded(finding, LANG),
    )
    write_file(path, content)
    note(say("preview.annotated", file=path))
