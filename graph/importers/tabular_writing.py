"""Rows written as N-Quads by forms: of rows with as many values in each cell only the words differ."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from graph.importers.tabular_iris import Template
from graph.importers.tabular_making import Counts, Made, Making, literal_of
from graph.importers.tabular_quads import one_label_each
from graph.importers.tabular_row import Row
from graph.ledger.words import ALIGNMENT, CREATED, LABEL, TYPE
from graph.terms import Literal, NamedNode, Quad, Term

IsOwn = Callable[[NamedNode], bool]


@dataclass(frozen=True, slots=True)
class Things:
    """Is the things of which rows say anything, whatever they name but classes, and their literals."""

    own: set[NamedNode] = field(default_factory=set)
    referred: set[Term] = field(default_factory=set)
    literals: set[Term] = field(default_factory=set)


@dataclass(frozen=True, slots=True)
class _Form:
    """Is what rows of one kind say: a text for each thing, with places for `nodes` and then for `literals`.

    What all rows name alike stands in the texts already, and is in `named` but for classes. `labels` are the
    places of things that have a name.
    """

    nodes: tuple[Template, ...]
    literals: tuple[Made, ...]
    texts: tuple[tuple[int, str], ...]
    labels: tuple[int, ...]
    named: frozenset[NamedNode]


class Writing:
    """Writes rows as N-Quads, with the moment at which each alignment is recorded."""

    def __init__(self, making: Making, moment: Literal) -> None:
        self._making, self._moment = making, moment
        self._forms: dict[Counts, _Form | None] = {}

    def lines(self, row: Row, is_own: IsOwn, things: Things) -> Iterator[str]:
        """Yields what a row says of its own things, and notes in `things` what these are and name."""
        form = self._form_for(self._making.counts(row.values))
        if form is None:
            yield from self._without_form(row, is_own, things)
            return
        first = self._making.first(row.values)
        nodes = [each.node(first) for each in form.nodes]
        if len({nodes[place] for place in form.labels}) < len(form.labels):
            yield from self._without_form(row, is_own, things)
            return
        values = [literal_of(made, first) for made in form.literals]
        things.referred.update(form.named, nodes, [each for each in values if isinstance(each, NamedNode)])
        things.literals.update(values)
        words = [*map(str, nodes), *map(str, values)]
        for place, text in form.texts:
            if is_own(nodes[place]):
                things.own.add(nodes[place])
                yield text.format(*words)

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
        texts: dict[int, dict[str, None]] = {}  # two columns may state the same
        for made in columns:
            place = nodes.index(made.about)
            if made.constant:
                value = _braced(str(NamedNode(made.constant)))
            else:
                at = nodes.index(made.value) if made.value else len(nodes) + literals.index(made)
                value = f"{{{at}}}"
            texts.setdefault(place, {})[self._line(made, place, value)] = None
        constants = (made.constant for made in columns if made.constant and not _is_typing(made))
        named = frozenset(map(NamedNode, constants))
        told = tuple((place, "".join(lines)) for place, lines in texts.items())
        return _Form(nodes, literals, told, tuple(map(nodes.index, labels)), named)

    def _line(self, made: Made, place: int, value: str) -> str:
        predicate, graph = map(_braced, made.form)
        line = f"{{{place}}}{predicate}{value}{graph}"
        is_alignment = made.predicate == TYPE and made.constant == ALIGNMENT.value
        return f"{line}{{{place}}} {CREATED} {self._moment}{graph}" if is_alignment else line

    def _without_form(self, row: Row, is_own: IsOwn, things: Things) -> Iterator[str]:
        texts: dict[NamedNode, str] = {}
        labels: list[Quad] = []
        for made, subject, value in self._making.statements(row):
            text = texts.get(subject)
            if text is None:
                text = texts[subject] = str(subject) if is_own(subject) else ""
            if not text:
                continue
            predicate, graph = made.form
            if not isinstance(value, NamedNode):
                things.literals.add(value)
            elif not _is_typing(made):
                things.referred.add(value)
            if made.is_label:
                labels.append(Quad(subject, LABEL, value, made.graph))
            else:
                yield f"{text}{predicate}{value}{graph}"
            if made.constant == ALIGNMENT.value and made.predicate == TYPE:
                yield f"{text} {CREATED} {self._moment}{graph}"
        things.own.update(node for node, text in texts.items() if text)
        yield from (f"{quad} .\n" for quad in one_label_each(labels))


def _is_typing(made: Made) -> bool:
    return made.predicate == TYPE


def _braced(text: str) -> str:
    """Returns a text as a form holds it."""
    return text.replace("{", "{{").replace("}", "}}")
