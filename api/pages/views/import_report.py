"""The report of an import as a page tells it: findings by cell, what is new, chains, the portfolio."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any
from urllib.parse import urlencode

from api.imports.telling import finding_told
from api.iris import page_url
from api.pages.reader import Label, Link, Reader
from api.pages.views.imports import title_of
from graph.errors import Finding

MOST_FINDINGS, MOST_THINGS, MOST_EFFECTS, MOST_GONE = 200, 60, 25, 100
STATES = ("new", "changed", "unchanged", "gone")
Told = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Naming:
    """Is how a list is called: its name, what that does, and other lists of its kind in the graph.

    `has_unnamed` says that one of these has no name.
    """

    mapping: str
    name: str
    told: str
    others: tuple[str, ...]
    has_unnamed: bool


@dataclass(frozen=True, slots=True)
class FindingLine:
    """Is something wrong or doubtful: where, which value, what the rule says, and what to write instead.

    Things that the rule names by their address are links, and `codes` leads to the list of what may stand
    there.
    """

    is_refusal: bool
    severity: str
    place: str
    column: str
    value: str
    message: tuple[str | Link, ...]
    suggestion: str
    codes: str | None


@dataclass(frozen=True, slots=True)
class ThingLine:
    """Is a thing of the list with what would become of it, and its surest chain; `href` if it is known."""

    name: str
    href: str | None
    row: str
    state: str
    state_text: str
    way: tuple[Link, ...]
    confidence: str
    more: str | None
    check: str | None


@dataclass(frozen=True, slots=True)
class EffectLine:
    """Is an objective that more or fewer projects would serve: `change` is "won", "lost", "more", "less"."""

    objective: Link
    before: str
    after: str
    change: str
    change_text: str
    direct: bool
    overlaps: tuple[Link, ...]
    more_overlaps: str | None


@dataclass(frozen=True, slots=True)
class ReportView:
    """Is a preview: `may_commit` says that nothing stands in the way; what is not shown is counted.

    `loss` says how many things would go, `agreeing` is what whoever reads the list in agrees to then; `lost`
    is their number, and `is_unagreed` says that it was not ticked.
    """

    file: str
    kind: str
    naming: Naming | None
    sha256: str
    figures: tuple[tuple[str, str], ...]
    verdict: str
    loss: str | None
    agreeing: str
    lost: int
    is_unagreed: bool
    may_commit: bool
    changes: bool
    missing: str
    findings: tuple[FindingLine, ...]
    more_findings: str | None
    effects: tuple[EffectLine, ...]
    more_effects: str | None
    things: tuple[ThingLine, ...]
    more_things: str | None
    gone: tuple[Link, ...]
    more_gone: str | None
    annotated: str


@dataclass(frozen=True, slots=True)
class DoneView:
    """Is an import that is done: what became of it, where it stands, and how it is taken back."""

    file: str
    kind: str
    sha256: str
    summary: str
    changed: bool
    figures: tuple[tuple[str, str], ...]
    missing: str
    findings: tuple[FindingLine, ...]
    more_findings: str | None
    commit: str | None
    undo: str | None


@dataclass(frozen=True, slots=True)
class FailedView:
    """Is a list that could not be read or was refused, with every finding that there is."""

    file: str
    why: str
    findings: tuple[FindingLine, ...]
    more_findings: str | None


def report_view(reader: Reader, told: Told, path: str, *, is_unagreed: bool = False) -> ReportView:
    """Returns the page of a preview; `path` is that of its job."""
    words, counts = reader.words, told["counts"]
    changes = any(counts[state] for state in ("new", "changed", "gone"))
    may_commit = not any(each["severity"] == "refusal" for each in told["findings"])
    findings, effects, things = told["findings"], _sorted(told["effects"]), told["things"]
    figures = [(words.number(told["rows"]), words.count("import.figure.rows", told["rows"]))]
    # Rows are told by rows: several may be of one thing, and one without a key is of none.
    figures += [(words.number(told["refused"]), words.count("import.figure.refused", told["refused"]))]
    figures += [(words.number(counts[each]), words(f"import.figure.{each}")) for each in STATES]
    return ReportView(
        file=told["file"],
        kind=title_of(told["mapping"], reader.lang),
        naming=_naming(reader, told),
        sha256=told["sha256"],
        figures=tuple(figures),
        verdict=_verdict(reader, told, may_commit=may_commit, changes=changes),
        loss=_loss(reader, told, "loses"),
        agreeing=_loss(reader, told, "agreeing") or "",
        lost=counts["gone"],
        is_unagreed=is_unagreed,
        may_commit=may_commit and changes,
        changes=changes,
        missing=", ".join(told["missing_columns"]),
        findings=lines_of(reader, findings),
        more_findings=_more(reader, "findings", findings, MOST_FINDINGS),
        effects=tuple(_effect(reader, each) for each in effects[:MOST_EFFECTS]),
        more_effects=_more(reader, "effects", effects, MOST_EFFECTS),
        things=tuple(_thing(reader, each, path.rpartition("/")[2]) for each in things[:MOST_THINGS]),
        more_things=_more(reader, "things", things, MOST_THINGS),
        gone=tuple(_link(reader, each) for each in told["gone"][:MOST_GONE]),
        more_gone=_more(reader, "things", told["gone"], MOST_GONE),
        annotated=f"{path}/annotated",
    )


def done_view(reader: Reader, told: Told) -> DoneView:
    """Returns the page of an import that is done."""
    words, commit = reader.words, told["commit"]
    figures: tuple[tuple[str, str], ...] = (
        (words.number(told["rows"]), words.count("import.figure.rows", told["rows"])),
    )
    if commit:
        figures += tuple(
            (words.number(commit[name]), words(f"import.figure.{name}")) for name in ("added", "removed")
        )
    return DoneView(
        file=told["file"],
        kind=title_of(told["mapping"], reader.lang),
        sha256=told["sha256"],
        summary=words("import.done" if commit else "import.done-nothing", file=told["file"]),
        changed=commit is not None,
        figures=figures,
        missing=", ".join(told["missing_columns"]),
        findings=lines_of(reader, told["findings"]),
        more_findings=_more(reader, "findings", told["findings"], MOST_FINDINGS),
        commit=reader.link(commit["iri"]).href if commit else None,
        undo=f"/{reader.lang}/import/undo/{commit['sequence']}" if commit else None,
    )


def failed_view(reader: Reader, file: str, why: str, findings: Sequence[Finding]) -> FailedView:
    """Returns the page of a list that was refused as a whole."""
    told = [finding_told(each, "refusal") for each in findings]
    return FailedView(file, why, lines_of(reader, told), _more(reader, "findings", told, MOST_FINDINGS))


def lines_of(reader: Reader, findings: Sequence[Told]) -> tuple[FindingLine, ...]:
    """Returns the first findings: those that refuse, then those that doubt, in the order of their rows."""
    sheets = list(dict.fromkeys(each["sheet"] for each in findings))
    order = sorted(
        findings,
        key=lambda each: (each["severity"] != "refusal", sheets.index(each["sheet"]), each["row"] or 0),
    )
    return tuple(_finding(reader, each) for each in order[:MOST_FINDINGS])


def _verdict(reader: Reader, told: Told, *, may_commit: bool, changes: bool) -> str:
    words = reader.words
    if not may_commit:
        return words.count("import.verdict-refused", told["refused"])
    if not changes:
        return words("import.verdict-same")
    told_of = [words.count(f"import.verdict-{how}", told[how]) for how in ("warned", "doubted") if told[how]]
    return " ".join(told_of) or words("import.verdict-fine")


def _naming(reader: Reader, told: Told) -> Naming | None:
    """Returns how the list is called, None where lists of its kind have no names."""
    others, words = told["other_lists"], reader.words
    if others is None:
        return None
    name, held = told["list_name"], told["held"]
    shown = words("import.called", name=name) if name else words("import.called-nothing")
    does = words.count("import.replaces", held) if held else words("import.stands-beside")
    known = tuple(each for each in others if each)
    return Naming(told["mapping"], name, f"{shown} {does}", known, len(known) < len(others))


def _loss(reader: Reader, told: Told, key: str) -> str | None:
    """Returns what is said of the things that would go, None where none would."""
    if not told["gone"]:
        return None
    are_projects = all(f"{reader.store.base}id/project/" in each["iri"] for each in told["gone"])
    return reader.words.count(f"import.{key}{'-projects' if are_projects else ''}", len(told["gone"]))


def _finding(reader: Reader, told: Told) -> FindingLine:
    words, is_refusal = reader.words, told["severity"] == "refusal"
    whole = "" if told["sheet"] else words("import.whole-list")
    row = whole if told["row"] is None else words("import.row", row=told["row"])
    message = told["messages"][reader.lang]
    if told["codes"]:  # a link leads there, where other ways in write out a path and a command
        message = words(f"import.rule.{told['rule']}", near=told["near"])
    return FindingLine(
        is_refusal=is_refusal,
        severity=words(f"import.{told['severity']}"),
        place=", ".join(each for each in (told["sheet"], row) if each),
        column=told["column"] or "",
        value=told["value"] or "",
        message=tuple(_parts(reader, message)),
        suggestion=told["suggestion"] or "",
        codes=f"/{reader.lang}/import/codes/{told['codes']}" if told["codes"] else None,
    )


def _parts(reader: Reader, message: str) -> Iterator[str | Link]:
    """Yields a message with the addresses of our own things in it as links that are written as these."""
    own = re.compile(rf"({re.escape(reader.store.base)}id/[^\s,;]*[^\s,;.:])")
    for number, part in enumerate(own.split(message)):
        if number % 2:
            yield replace(reader.link(part), label=Label(part))
        elif part:
            yield part


def _thing(reader: Reader, told: Told, job: str) -> ThingLine:
    words, chains = reader.words, told["chains"]
    best = max(chains, key=lambda each: Decimal(each["confidence"]), default=None)
    is_known = told["state"] in ("changed", "unchanged")
    return ThingLine(
        name=told["name"],
        href=page_url(told["iri"], reader.store.base, reader.lang) if is_known else None,
        row=words("import.row", row=told["row"]),
        state=told["state"],
        state_text=words(f"import.state.{told['state']}"),
        way=tuple(_link(reader, each) for each in best["through"]) if best else (),
        confidence=words.percent(Decimal(best["confidence"])) if best else "",
        more=words.count("import.more-chains", len(chains) - 1) if len(chains) > 1 else None,
        check=_check(reader, told, job),
    )


def _check(reader: Reader, told: Told, job: str) -> str | None:
    """Returns where a project of the list is checked alone, None for anything else."""
    if not told["iri"].startswith(f"{reader.store.base}id/project/"):
        return None
    given = {"job": job, "row": told["row"], "sheet": told["sheet"]}
    return f"/{reader.lang}/check?{urlencode({name: value for name, value in given.items() if value})}"


def _sorted(effects: Iterable[Told]) -> list[Told]:
    """Returns effects, what is won or lost altogether first, then what rows name themselves."""
    return sorted(effects, key=lambda each: (bool(each["before"] and each["after"]), not each["direct"]))


def _effect(reader: Reader, told: Told) -> EffectLine:
    before, after, named = told["before"], told["after"], told["overlaps"]
    more = told["overlapping"] - len(named)
    change = "won" if not before else "lost" if not after else "more" if after > before else "less"
    return EffectLine(
        objective=_link(reader, told["objective"]),
        before=reader.words.number(before),
        after=reader.words.number(after),
        change=change,
        change_text=reader.words(f"import.change.{change}"),
        direct=told["direct"],
        overlaps=tuple(_link(reader, each) for each in named),
        more_overlaps=reader.words.count("changes.more", more) if more else None,
    )


def _link(reader: Reader, told: Told) -> Link:
    lang = told["lang"] if told["lang"] and told["lang"] != reader.lang else None
    href = page_url(told["iri"], reader.store.base, reader.lang)
    return Link(told["iri"], Label(told["name"], lang), href, told["code"])


def _more(reader: Reader, what: str, told: Sequence[object], most: int) -> str | None:
    return reader.words.count(f"import.more-{what}", len(told) - most) if len(told) > most else None
