"""Rows written as N-Quads by forms, a column at a time: of rows filled alike only the words differ."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass, field
from itertools import compress

from graph.importers.tabular_columns import Columns
from graph.importers.tabular_iris import Template
from graph.importers.tabular_making import Counts, Made, Making, literals_of
from graph.importers.tabular_quads import one_label_each
from graph.importers.tabular_row import Row
from graph.ledger.words import ALIGNMENT, CREATED, LABEL, TYPE
from graph.store import Sample
from graph.terms import Literal, NamedNode, Quad, Term

_TYPING = f" {TYPE} "
_FEW = 100  # rows, in place of some thousands
IsOwn = Callable[[NamedNode], bool]


@dataclass(slots=True)
class Likeness:
    """Is what rows have in common: some rows of which all are like one, and predicates as `Sample` has them.

    `count` is how many things they are about; where these are fewer, rows are not as alike as it seems.
    """

    rows: list[Row] = field(default_factory=list)
    varied: set[str] = field(default_factory=set)
    linking: set[str] = field(default_factory=set)
    count: int = 0

    def note(self, predicate: str, values: Collection[str], are_things: bool) -> None:
        """Notes the values that like rows have of a predicate, and whether these are things of theirs."""
        if any(map(next(iter(values), "").__ne__, values)):
            (self.linking if are_things else self.varied).add(predicate)


@dataclass(frozen=True, slots=True)
class Things:
    """Is the things of which rows say anything, whatever they name but classes, their literals, and more."""

    own: set[NamedNode] = field(default_factory=set)
    referred: set[Term] = field(default_factory=set)
    literals: set[Term] = field(default_factory=set)
    likeness: Likeness = field(default_factory=Likeness)

    def note(self, values: Iterable[Term]) -> None:
        """Notes what is stated of things: what it names, and literals."""
        for value in values:
            (self.referred if isinstance(value, NamedNode) else self.literals).add(value)


class Runs:
    """Is lines gathered by what stands around subject and object, for `Told`; types also by their classes."""

    def __init__(self) -> None:
        self._lines: dict[tuple[str, ...], list[str]] = defaultdict(list)

    def of(self, form: tuple[str, str], value: str = "") -> list[str]:
        """Returns the lines of one predicate in one graph so far, to which others may be added."""
        return self._lines[(*form, value)]

    def joined(self) -> tuple[bytes, list[int]]:
        """Returns all lines, each once and a run after the other, and the length of each run."""
        runs = ["".join(dict.fromkeys(lines)).encode() for lines in self._lines.values() if lines]
        return b"".join(runs), [*map(len, runs)]


# What a row says of the thing at a place of its form: predicate and graph, and a value or the place of one.
_Said = tuple[int, tuple[str, str], int | str]


@dataclass(frozen=True, slots=True)
class _Form:
    """Is what rows of one kind say, with places for `nodes` and then for `literals`.

    What all rows name alike is in `named` but for classes. `labels` are the places of things with a name.
    """

    nodes: tuple[Template, ...]
    literals: tuple[Made, ...]
    said: tuple[_Said, ...]
    labels: tuple[int, ...]
    named: frozenset[NamedNode]


class Writing:
    """Writes rows as N-Quads, with the moment at which each alignment is recorded."""

    def __init__(self, making: Making, moment: Literal) -> None:
        self._making, self._moment = making, moment
        self._forms: dict[Counts, _Form | None] = {}

    def sample(self, likeness: Likeness, is_own: IsOwn, things: Things) -> Sample | None:
        """Returns what the rows say of which all others are like one, None where these are many."""
        if len(likeness.rows) > _FEW or likeness.count != len(things.own):
            return None
        runs = Runs()
        self.write(likeness.rows, is_own, Things(), runs)
        varied, linking = frozenset(likeness.varied), frozenset(likeness.linking)
        return Sample(runs.joined()[0], varied, linking - varied)

    def write(self, rows: Iterable[Row], is_own: IsOwn, things: Things, runs: Runs) -> None:
        """Adds what rows say of their own things to `runs`, and notes in `things` what these are and name."""
        alike: dict[Counts, list[Row]] = defaultdict(list)
        for row in rows:
            alike[self._making.counts(row.values)].append(row)
        for counts, own in alike.items():
            if form := self._form_for(counts):
                words = Columns(own)
                nodes = [each.nodes(words) for each in form.nodes]
                apart = _with_one_label_of_two(form, nodes)
                self._write_apart((own[number] for number in apart), is_own, things, runs)
                if apart:
                    self.write((row for n, row in enumerate(own) if n not in apart), is_own, things, runs)
                else:
                    examples = _write_alike(form, nodes, words, is_own, things, runs)
                    things.likeness.rows += [own[number] for number in examples]
            else:
                self._write_apart(own, is_own, things, runs)

    def _write_apart(self, rows: Iterable[Row], is_own: IsOwn, things: Things, runs: Runs) -> None:
        for row in rows:
            things.likeness.rows.append(row)
            self._write_without_form(row, is_own, things, runs)

    def _form_for(self, counts: Counts) -> _Form | None:
        if counts not in self._forms:
            self._forms[counts] = self._formed(counts)
        return self._forms[counts]

    def _formed(self, counts: Counts) -> _Form | None:
        """Returns the form of rows with so many values, None where cells have several."""
        stating = self._making.stating(counts)
        columns = [made for made, _ in stating]
        labels = [made.about for made in columns if made.is_label]
        if not all(is_single for _, is_single in stating) or len(labels) > len(set(labels)):
            return None
        values = (made.value for made in columns if made.value and not made.constant)
        nodes = tuple(dict.fromkeys((*(made.about for made in columns), *values)))
        literals = tuple(made for made in columns if made.value is None)
        said: dict[_Said, None] = {}  # two columns may state the same
        for made in columns:
            place = nodes.index(made.about)
            said[place, made.form, _value(made, nodes, literals)] = None
            if _is_alignment(made):
                said[place, self._recorded(made), str(self._moment)] = None
        constants = (made.constant for made in columns if made.constant and not _is_typing(made))
        named = frozenset(map(NamedNode, constants))
        return _Form(nodes, literals, tuple(said), tuple(map(nodes.index, labels)), named)

    def _recorded(self, made: Made) -> tuple[str, str]:
        return f" {CREATED} ", made.form[1]

    def _write_without_form(self, row: Row, is_own: IsOwn, things: Things, runs: Runs) -> None:
        texts: dict[NamedNode, str] = {}
        labels: list[Quad] = []
        for made, subject, value in self._making.statements(row):
            text = texts.get(subject)
            if text is None:
                text = texts[subject] = str(subject) if is_own(subject) else ""
            if not text:
                continue
            if not _is_typing(made):
                things.note((value,))
            if made.is_label:
                labels.append(Quad(subject, LABEL, value, made.graph))
            else:
                _put(runs, made.form, text, str(value))
            if _is_alignment(made):
                _put(runs, self._recorded(made), text, str(self._moment))
        own = [node for node, text in texts.items() if text]
        things.own.update(own)
        things.likeness.count += len(own)
        for quad in one_label_each(labels):
            form = f" {quad.predicate} ", f" {quad.graph_name} .\n"
            _put(runs, form, str(quad.subject), str(quad.object))


def _with_one_label_of_two(form: _Form, nodes: Sequence[Sequence[NamedNode]]) -> frozenset[int]:
    """Returns the rows that name one thing twice: of two labels one becomes another name."""
    if len(form.labels) < 2:
        return frozenset()
    named = zip(*(nodes[place] for place in form.labels), strict=True)
    return frozenset(number for number, own in enumerate(named) if len({*own}) < len(own))


def _write_alike(
    form: _Form,
    nodes: Sequence[Sequence[NamedNode]],
    words: Columns,
    is_own: IsOwn,
    things: Things,
    runs: Runs,
) -> list[int]:
    """Adds what rows of one form say, a column at a time; returns some of which all others are like one."""
    literals = [literals_of(made, words) for made in form.literals]
    things.referred.update(form.named, *nodes)
    for column in literals:
        things.note(column)
    texts = [list(map(str, column)) for column in (*nodes, *literals)]
    own = {place: [*map(is_own, nodes[place])] for place in {place: None for place, _, _ in form.said}}
    for place, is_theirs in own.items():
        things.own.update(compress(nodes[place], is_theirs))
        things.likeness.count += sum(is_theirs)
    for place, (middle, end), value in form.said:
        subjects = compress(texts[place], own[place])
        if isinstance(value, str):
            lines = runs.of((middle, end), _class_of(middle, value))
            lines += [f"{subject}{middle}{value}{end}" for subject in subjects]
        else:
            objects = list(compress(texts[value], own[place]))
            things.likeness.note(middle.strip(), objects, all(own.get(value, [False])))
            pairs = zip(subjects, objects, strict=True)
            runs.of((middle, end)).extend([f"{subject}{middle}{each}{end}" for subject, each in pairs])
    masks = list(zip(*own.values(), strict=True))
    return [masks.index(each) for each in {*masks}]


def _put(runs: Runs, form: tuple[str, str], subject: str, value: str) -> None:
    middle, end = form
    runs.of(form, _class_of(middle, value)).append(f"{subject}{middle}{value}{end}")


def _value(made: Made, nodes: Sequence[Template], literals: Sequence[Made]) -> int | str:
    """Returns what a column states of everything, or the place of what it states."""
    if made.constant:
        return str(NamedNode(made.constant))
    return nodes.index(made.value) if made.value else len(nodes) + literals.index(made)


def _class_of(middle: str, value: str) -> str:
    return value if middle == _TYPING else ""


def _is_typing(made: Made) -> bool:
    return made.predicate == TYPE


def _is_alignment(made: Made) -> bool:
    return made.predicate == TYPE and made.constant == ALIGNMENT.value
