"""The report of how well proposals do, measured on the test half of the sample.

python -m bench.proposals.report    # writes the figures into docs/proposals.md
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path

from bench.proposals.agreement import by_goal, overall, same_goals
from bench.proposals.baseline import always_scores, keyword_scores
from bench.proposals.echoes import echoes
from bench.proposals.fit import REGIONS, objective_of, shipped
from bench.proposals.labels import Labelled, dev, held_back, labelled, sub_goals
from bench.proposals.measure import Bin, Read, at_recall, bins, calibration_error, figures, interval
from bench.proposals.sample import Row
from bench.report import Line
from graph.proposals.calibration import calibration
from graph.proposals.reading import Guess, goals, objectives, read_text, targets
from graph.proposals.reading import sub_goals as guessed_sub_goals
from graph.proposals.strategies import sub_goal_weights
from ontology import PREFIXES

FILE = Path(__file__).parents[2] / "docs" / "proposals.md"
LANGUAGES = {"sv": "Swedish", "da": "Danish", "": "titles alone"}
WANTED_RECALL = 0.6
COMMONEST = frozenset({"8", "9"})
_HEAD = ("precision", "recall", "coverage", f"precision at recall {WANTED_RECALL}", "calibration error")
_FIGURES = re.compile(r"(<!-- figures -->\n).*(<!-- /figures -->)", re.DOTALL)
Reads = Sequence[Read]


def goal_reads(items: Iterable[Labelled]) -> list[Read]:
    """Returns what is read of the goals of each text."""
    return [Read(_sure(_goals(item.row)), item.settled.goals) for item in items]


def target_reads(items: Iterable[Labelled]) -> list[Read]:
    """Returns what is read of the targets; those of a goal whose targets were left open are unknown."""
    found = []
    for item in items:
        sure, told = _sure(_targets(item.row)), {code.partition(".")[0] for code in item.settled.targets}
        open_goals = item.settled.goals - told
        unknown = frozenset(code for code in sure if code.partition(".")[0] in open_goals)
        found.append(Read(sure, item.settled.targets, unknown))
    return found


def objective_reads(rows: Iterable[Row]) -> list[Read]:
    """Returns what is read of the objectives of the EU's funds; right is the one that the list names."""
    found = []
    for row in rows:
        period = "eu-2021" if row.list == "interreg-2021" else "eu-2014"
        reading, own = read_text(row.title, row.text, row.lang), objective_of(row)
        if own:
            found.append(Read(_sure(objectives(reading, period) if reading else ()), frozenset([own])))
    return found


def sub_goal_reads(pairs: Mapping[Row, frozenset[str]]) -> list[Read]:
    """Returns what is read of the objectives of the strategies of a project's regions."""
    found = []
    for row, right in pairs.items():
        areas = [f"{PREFIXES['nuts']}{REGIONS[name]}" for name in row.areas if name in REGIONS]
        reading, weights = read_text(row.title, row.text, row.lang), sub_goal_weights(shipped(), areas, None)
        sure = _sure(guessed_sub_goals(reading, weights) if reading else ())
        base = f"{shipped().store.base}id/objective/"
        found.append(Read({key.removeprefix(base): value for key, value in sure.items()}, right))
    return found


def baseline_reads(items: Sequence[Labelled], kind: str) -> list[Read]:
    """Returns what keyword lists say: the number of words is in the place of a confidence."""
    truth = goal_reads(items) if kind == "goal" else target_reads(items)
    found = []
    for item, read in zip(items, truth, strict=True):
        counts = keyword_scores(item.row, kind)
        told = {code.partition(".")[0] for code in item.settled.targets}
        is_open = {goal for goal in item.settled.goals if goal not in told} if kind == "target" else set()
        unknown = frozenset(key for key in counts if key.partition(".")[0] in is_open)
        found.append(Read(counts, read.right, unknown))
    return found


def always_reads(items: Iterable[Labelled]) -> list[Read]:
    """Returns what guessing goals 8 and 9 for every text says."""
    return [Read(always_scores(item.row), item.settled.goals) for item in items]


def best_count(items: Sequence[Labelled], kind: str) -> float:
    """Returns from how many keywords on the baseline does best, by F1, on the development half."""
    reads = baseline_reads(items, kind)
    return max((1.0, 2.0, 3.0), key=lambda count: figures(reads, count).f1)


def lines() -> Iterator[Line]:
    """Yields what is wrongly proposed at goal level at a recall of 0.6, against the keyword lists."""
    items = labelled()
    for lang, name in LANGUAGES.items():
        own = [item for item in held_back(items) if item.row.lang == lang]
        ours = 1 - at_recall(goal_reads(own), WANTED_RECALL).precision
        theirs = 1 - at_recall(baseline_reads(own, "goal"), WANTED_RECALL).precision
        bound = 0.2 / theirs if lang else None
        yield Line(f"goals wrongly proposed, {name}", ours, "keyword lists", theirs, bound, "of 1")


def written() -> str:
    """Returns the figures as Markdown."""
    items = labelled()
    parts = [_of_sample(items), _of_agreement(items), _of_goals(items), _of_others(items), _of_echoes(items)]
    return (
        "\n\n".join(
            [*parts, _of_targets(items), _of_objectives(items), _of_sub_goals(), _of_reliability(items)]
        )
        + "\n"
    )


def _of_sample(items: Sequence[Labelled]) -> str:
    return f"{_of_halves(items)}\n\n{_of_commonest(items)}"


def _of_commonest(items: Sequence[Labelled]) -> str:
    """Returns how much of the sample is of the two commonest goals."""
    labels = [item.settled.goals for item in items]
    every, common = sum(map(len, labels)), sum(len(each & COMMONEST) for each in labels)
    texts = sum(not each.isdisjoint(COMMONEST) for each in labels) / len(labels)
    return (
        f"{common} of the {every} goals that the texts were given ({common / every:.0%}) are 8 or 9; "
        f"{texts:.0%} of the texts have one of the two."
    )


def _of_halves(items: Sequence[Labelled]) -> str:
    halves = (items, dev(items), held_back(items))
    rows = [
        (name, *(str(sum(item.row.lang == lang for item in half)) for half in halves))
        for lang, name in LANGUAGES.items()
    ]
    return _table(("texts", "all", "development", "test"), rows)


def _of_agreement(items: Sequence[Labelled]) -> str:
    rows = [
        (each.label, str(each.first), str(each.second), str(each.both), f"{each.kappa:.2f}")
        for each in by_goal(items)
    ]
    whole = overall(items)
    words = (
        f"Over all decisions of a text and a goal together kappa is **{whole.kappa:.2f}**; "
        f"{same_goals(items):.0%} of the texts were given exactly the same goals."
    )
    return f"{words}\n\n" + _table(("goal", "first", "second", "both", "kappa"), rows)


def _of_goals(items: Sequence[Labelled]) -> str:
    return "### Goals\n\n" + _compared(items, "goal")


def _of_echoes(items: Sequence[Labelled]) -> str:
    """Returns the figures of the goals without the texts that nearly repeat one of the development half."""
    least, repeated = calibration().curves["goal"].least, set(map(_id, echoes(items)))
    rows = []
    for lang, name in list(LANGUAGES.items())[:2]:
        own = [item for item in held_back(items) if item.row.lang == lang]
        fresh = [item for item in own if _id(item) not in repeated]
        rows.append((name, str(len(own) - len(fresh)), *_row(goal_reads(fresh), least, with_error=True)))
    head = ("", "left out", *_HEAD)
    words = (
        "The same without the texts of which half the runs of five words stand in a text of the other half:"
    )
    return f"{words}\n\n" + _table(head, rows)


def _of_others(items: Sequence[Labelled]) -> str:
    """Returns the figures of the goals that are not the two commonest."""
    least, rows = calibration().curves["goal"].least, []
    for lang, name in list(LANGUAGES.items())[:2]:
        own = goal_reads(item for item in held_back(items) if item.row.lang == lang)
        reads = [_without(read, COMMONEST) for read in own]
        rows.append((name, str(sum(len(read.right) for read in reads)), *_row(reads, least, with_error=True)))
    head = ("", "labels", *_HEAD)
    return "Goals other than 8 and 9 alone:\n\n" + _table(head, rows)


def _without(read: Read, keys: frozenset[str]) -> Read:
    sure = {key: value for key, value in read.sure.items() if key not in keys}
    return Read(sure, read.right - keys, read.unknown)


def _id(item: Labelled) -> str:
    return item.row.id


def _of_targets(items: Sequence[Labelled]) -> str:
    return "### Targets\n\n" + _compared(items, "target")


def _compared(items: Sequence[Labelled], kind: str) -> str:
    """Returns our figures and those of the baseline, for each language."""
    least, count = calibration().curves[kind].least, best_count(dev(items), kind)
    reads_of = goal_reads if kind == "goal" else target_reads
    rows = []
    for lang, name in LANGUAGES.items():
        own = [item for item in held_back(items) if item.row.lang == lang]
        rows.append((f"{name}: ours", *_row(reads_of(own), least, with_error=True)))
        rows.append((f"{name}: keyword lists", *_row(baseline_reads(own, kind), count)))
        if kind == "goal":
            rows.append((f"{name}: always 8 and 9", *_row(always_reads(own), 1.0)))
    words = (
        f"At the shipped bound of {least} (keyword lists: at least {count:.0f} of the words of a title, "
        "which does best on the development half)."
    )
    return f"{words}\n\n" + _figures_table(rows)


def _of_objectives(items: Sequence[Labelled]) -> str:
    least = calibration().curves["specific-objective"].least
    own = [item.row for item in held_back(items)]
    swedish = objective_reads(row for row in own if row.lang == "sv")
    titles = objective_reads(row for row in own if row.lang == "")
    rows = [
        ("Swedish: thematic objectives 2014-2020", *_row(swedish, least, with_error=True)),
        ("titles alone: specific objectives 2021-2027", *_row(titles, least, with_error=True)),
    ]
    words = "Right is the one objective that the list itself names."
    return f"### Objectives of the EU's funds\n\n{words}\n\n" + _figures_table(rows)


def _of_sub_goals() -> str:
    least = calibration().curves["sub-goal"].least
    pairs = {row: right for row, right in sub_goals().items() if not row.is_dev}
    row = ("Swedish: four regions", *_row(sub_goal_reads(pairs), least, with_error=True))
    words = (
        f"{len(pairs)} projects of Dalarna, Värmland, Västerbotten and Västmanland, labelled by one reader."
    )
    return f"### Objectives of the regions' strategies\n\n{words}\n\n" + _figures_table([row])


def _of_reliability(items: Sequence[Labelled]) -> str:
    rows = []
    for kind, reads_of in (("goals", goal_reads), ("targets", target_reads)):
        for lang in ("sv", "da"):
            reads = reads_of(item for item in held_back(items) if item.row.lang == lang)
            rows += [_bin(f"{kind}, {lang}", each) for each in bins(reads)]
    head = ("", "confidence", "proposals", "mean confidence", "share right")
    return "### Reliability\n\nAll that the words speak for at all, proposed or not.\n\n" + _table(head, rows)


def _bin(name: str, found: Bin) -> tuple[str, ...]:
    span = f"{found.low:.1f}-{found.high:.1f}"
    return name, span, str(found.count), f"{found.sure:.2f}", f"{found.right:.2f}"


def _row(reads: Reads, least: float, *, with_error: bool = False) -> tuple[str, ...]:
    found = figures(reads, least)
    cells = [
        _with_interval(reads, found.precision, lambda drawn: figures(drawn, least).precision),
        _with_interval(reads, found.recall, lambda drawn: figures(drawn, least).recall),
        f"{found.coverage:.2f}",
        _at_recall(reads),
    ]
    error = calibration_error(reads) if with_error else 0.0
    told = _with_interval(reads, error, calibration_error) if with_error else "-"
    return (*cells, told)


def _at_recall(reads: Reads) -> str:
    """Returns the precision at the wanted recall, or that this is never reached."""
    found = at_recall(reads, WANTED_RECALL)
    return f"{found.precision:.2f}" if found.recall >= WANTED_RECALL else f"not reached ({found.recall:.2f})"


def _with_interval(reads: Reads, value: float, of: Callable[[Reads], float]) -> str:
    low, high = interval(reads, of)
    return f"{value:.2f} ({low:.2f}-{high:.2f})"


def _sure(guesses: Iterable[Guess]) -> dict[str, float]:
    return {guess.key: guess.confidence for guess in guesses}


@cache
def _goals(row: Row) -> tuple[Guess, ...]:
    reading = read_text(row.title, row.text, row.lang)
    return tuple(goals(reading)) if reading else ()


@cache
def _targets(row: Row) -> tuple[Guess, ...]:
    reading = read_text(row.title, row.text, row.lang)
    return tuple(targets(reading, goals(reading))) if reading else ()


def _figures_table(rows: Iterable[Sequence[str]]) -> str:
    """Returns a table of what `_row` gives, each row under its name."""
    return _table(("", *_HEAD), rows)


def _table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    told = [head, ["---"] * len(head), *rows]
    return "\n".join(f"| {' | '.join(row)} |" for row in told)


def main() -> None:
    """Writes the figures into the document."""
    text = FILE.read_text("utf-8")
    FILE.write_text(_FIGURES.sub(lambda found: f"{found[1]}{written()}{found[2]}", text), encoding="utf-8")


if __name__ == "__main__":
    main()
