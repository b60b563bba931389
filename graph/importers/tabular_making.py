"""Statements of rows, by columns that are read once: a row of a dozen cells makes forty of them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from itertools import product

from graph.importers.tabular_cells import Value
from graph.importers.tabular_columns import Columns
from graph.importers.tabular_iris import Binding, Template, resolve, template
from graph.importers.tabular_mapping import Column, ListMapping
from graph.importers.tabular_row import Row
from graph.ledger.words import LABEL
from graph.terms import Literal, NamedNode, Quad, Term

Values = Mapping[str, tuple[Value, ...]]
# How many values rows have in each of some columns; and what states anything there, with whether once.
Counts = tuple[int, ...]
Stating = tuple[tuple["Made", bool], ...]
_Nodes = dict[object, NamedNode]


# The column that makes a statement (it says predicate and graph), its subject and its object.
Statement = tuple["Made", NamedNode, Term]


@dataclass(frozen=True, slots=True)
class Made:
    """Is a column as it makes statements; `names` are the columns whose values it takes.

    `constant` is the IRI that it states of everything, `form` what stands around subject and object of a
    statement as N-Quads write it.
    """

    column: Column
    names: tuple[str, ...]
    about: Template
    predicate: NamedNode
    value: Template | None
    words: Template | None
    graph: NamedNode
    constant: str | None
    form: tuple[str, str]
    is_label: bool


class Making:
    """Makes the statements of rows by one mapping.

    A dozen columns speak of the same thing, so its IRI is made once for a row; which columns say anything is
    found once for all rows that lack the same cells. `is_wanted` says which columns count, all where it is
    not given.
    """

    def __init__(
        self, mapping: ListMapping, base: str, is_wanted: Callable[[Made], bool] = lambda _: True
    ) -> None:
        stating = (column for column in mapping.columns if column.property and not column.suppressed)
        self.columns = tuple(filter(is_wanted, (_made(column, base) for column in stating)))
        self.names = tuple(dict.fromkeys(name for made in self.columns for name in made.names))
        templates = {each for made in self.columns for each in (made.about, made.value) if each}
        self._constant: _Nodes = {each.text: resolve(each.text, base) for each in templates if not each.names}
        self._stating: dict[Counts, Stating] = {}

    def of(self, row: Row) -> Iterator[tuple[Column, Quad]]:
        """Yields the statements of a row, each with the column that makes it; empty variables make none."""
        for made, subject, value in self.statements(row):
            yield made.column, Quad(subject, made.predicate, value, made.graph)

    def quads(self, row: Row) -> Iterator[Quad]:
        """Yields the statements of a row."""
        return (Quad(about, made.predicate, value, made.graph) for made, about, value in self.statements(row))

    def statements(self, row: Row) -> Iterator[Statement]:
        """Yields what a row states, each by its column, its subject and its object."""
        values = row.values
        nodes, first = self._constant.copy(), self.first(values)
        for made, is_single in self.stating(self.counts(values)):
            if is_single:
                yield _statement(made, first, nodes, made.about.text, made.value and made.value.text)
            else:
                yield from _statements(made, values, nodes)

    def counts(self, values: Values) -> Counts:
        """Returns how many values there are of each of `names`."""
        return tuple([len(values[name]) for name in self.names])

    def first(self, values: Values) -> dict[str, Value]:
        """Returns the first value of each of `names` that has any."""
        return {name: found[0] for name in self.names if (found := values[name])}

    def stating(self, counts: Counts) -> Stating:
        """Returns the columns that state anything in rows with so many values, each with whether once."""
        if counts not in self._stating:
            count = dict(zip(self.names, counts, strict=True))
            stating = (made for made in self.columns if all(count[name] for name in made.names))
            self._stating[counts] = tuple(
                (made, all(count[name] == 1 for name in made.names)) for made in stating
            )
        return self._stating[counts]


def _made(column: Column, base: str) -> Made:
    predicate, graph = resolve(column.property or "", base), resolve(column.graph, base)
    value = template(column.value, base) if column.value else None
    return Made(
        column=column,
        names=column.variables(),
        about=template(column.about, base),
        predicate=predicate,
        value=value,
        words=template(column.text, base) if column.text else None,
        graph=graph,
        constant=resolve(value.text, base).value if value and not value.names else None,
        form=(f" {predicate} ", f" {graph} .\n"),
        is_label=predicate == LABEL,
    )


def _statements(made: Made, values: Values, nodes: _Nodes) -> Iterator[Statement]:
    """Yields a statement for each way to take one value of each variable."""
    for taken in product(*(values[name] for name in made.names)):
        binding = dict(zip(made.names, taken, strict=True))
        about, value = (_key(each, binding) for each in (made.about, made.value))
        yield _statement(made, binding, nodes, about, value)


def _key(of: Template | None, binding: Binding) -> object:
    """Returns what tells the nodes of a template apart within a row."""
    if of is None or not of.names:
        return of and of.text
    return of.text, *(id(binding[name]) for name in of.names)


def _statement(made: Made, binding: Binding, nodes: _Nodes, about: object, value: object) -> Statement:
    """Returns a statement; `about` and `value` are the keys in `nodes` of what its templates stand for."""
    subject = nodes.get(about)
    if subject is None:
        subject = nodes[about] = made.about.node(binding)
    if made.value is None:
        return made, subject, literal_of(made, binding)
    thing = nodes.get(value)
    if thing is None:
        thing = nodes[value] = made.value.node(binding)
    return made, subject, thing


def literals_of(made: Made, rows: Columns) -> list[Term]:
    """Returns what a column without a `valueUrl` states of each of some rows."""
    if made.words is None and not made.column.lang_of:
        return [value.term for value in rows.values(made.column.name)]
    return [literal_of(made, binding) for binding in rows.bindings(made.names)]


def literal_of(made: Made, binding: Binding) -> Term:
    """Returns what a column without a `valueUrl` states: a text of its own, or the value of its cell."""
    column = made.column
    if made.words is not None:
        words = made.words.words(binding)
        return Literal(words, language=column.lang) if column.lang else Literal(words)
    if column.lang_of:
        return Literal(binding[column.name].text, language=binding[column.lang_of].text)
    return binding[column.name].term
