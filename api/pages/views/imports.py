"""The page of imports: the form, how far a job is, and the history of what was imported."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from api.imports.jobs import Job
from api.pages.reader import Link, Reader
from graph.commits import reason_in, undone
from graph.model import Commit

SHOWN = 20
# The stages in their order; a job that is at one of them has passed those before it.
STAGES = ("waiting", "reading", "checking", "shapes", "effects", "writing")


@dataclass(frozen=True, slots=True)
class Past:
    """Is one import of the history; `undo` leads to the page that takes it back, None where one may not."""

    number: str
    when: str
    who: Link
    title: str
    list_name: str
    file: str
    sha256: str
    rows: str
    warned: str
    added: str
    removed: str
    href: str
    undo: str | None
    is_undone: bool


@dataclass(frozen=True, slots=True)
class ImportsView:
    """Is the page; `mappings` are the kinds of lists to choose from, `templates` the sheets to fill in."""

    may_import: bool
    mappings: tuple[tuple[str, str], ...]
    chosen: str
    templates: tuple[tuple[str, str], ...]
    most: str
    history: tuple[Past, ...]
    notice: str | None


@dataclass(frozen=True, slots=True)
class Step:
    """Is one stage of a job: `state` is "done", "now" or "later"."""

    name: str
    state: str


@dataclass(frozen=True, slots=True)
class ProgressView:
    """Is a job that runs, or one that was stopped; `share` is per cent of its rows, None where unknown."""

    file: str
    preview: bool
    stopped: bool
    steps: tuple[Step, ...]
    told: str
    share: int | None
    poll: str


@dataclass(frozen=True, slots=True)
class UndoView:
    """Is the page that asks before an import is taken back; `left` is what it leaves without an end."""

    past: Past
    left: tuple[str, ...]


def history_of(reader: Reader, commits: Iterable[Commit], may_undo: Sequence[str] | None) -> tuple[Past, ...]:
    """Returns the last imports, the newest first; `may_undo` are whose one may undo, None for anybody's."""
    every = list(commits)
    found = [commit for commit in every if commit.mapping][::-1][:SHOWN]
    gone = undone(every)
    return tuple(past_of(reader, each, may_undo, is_undone=each.sequence in gone) for each in found)


def past_of(
    reader: Reader, commit: Commit, may_undo: Sequence[str] | None, *, is_undone: bool = False
) -> Past:
    """Returns one import as the history tells it; what is undone is not offered to be undone again."""
    words, own = reader.words, may_undo is None or commit.agent in may_undo
    return Past(
        number=words.number(commit.sequence),
        when=words.moment(commit.at),
        who=reader.link(commit.agent),
        title=title_of(commit.mapping or "", reader.lang),
        list_name=commit.list_name or "",
        file=told.values.get("file", "") if (told := reason_in(commit.reason)) else "",
        sha256=commit.sha256 or "",
        rows="" if commit.rows is None else words.number(commit.rows),
        warned="" if commit.warned is None else words.number(commit.warned),
        added=words.number(commit.added),
        removed=words.number(commit.removed),
        href=reader.link(commit.iri).href,
        undo=f"/{reader.lang}/import/undo/{commit.sequence}" if own and not is_undone else None,
        is_undone=is_undone,
    )


def title_of(name: str, lang: str) -> str:
    """Returns what a mapping that ships is called, the name itself of any other."""
    from graph.importers.tabular_mapping import load_mapping, mapping_names

    return load_mapping(name).title(lang) if name in mapping_names() else name


def mappings(lang: str) -> tuple[tuple[str, str], ...]:
    """Returns the kinds of lists that are known, our own spreadsheet first."""
    from graph.importers.tabular_mapping import mapping_names

    titled = [(name, title_of(name, lang)) for name in mapping_names()]
    return tuple(sorted(titled, key=lambda each: (each[0] != "projects", each[1].casefold())))


def progress_of(reader: Reader, job: Job, path: str) -> ProgressView:
    """Returns how far a job is, in words."""
    words, stages = reader.words, _stages(job)
    at = stages.index(job.stage) if job.stage in stages else 0
    has_rows = job.stage == "checking" and job.total > 0
    rows = words("import.rows-done", done=words.number(job.done), total=words.number(job.total))
    return ProgressView(
        file=job.file,
        preview=job.preview,
        stopped=job.state == "cancelled",
        steps=tuple(
            Step(words(f"import.stage.{name}"), _when(place, at)) for place, name in enumerate(stages)
        ),
        told=rows if has_rows else words(f"import.stage.{stages[at]}"),
        share=100 * job.done // job.total if has_rows else None,
        poll=f"{path}/progress",
    )


def _stages(job: Job) -> tuple[str, ...]:
    if not job.mapping:
        return STAGES[:2]
    return STAGES[:5] if job.preview else (*STAGES[:3], STAGES[5])


def _when(place: int, at: int) -> str:
    return "done" if place < at else "now" if place == at else "later"
