"""What must hold between the columns of one row."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from graph.errors import Finding, Place
from graph.importers.tabular_mapping import ListMapping, Rule
from graph.importers.tabular_row import Row


def rules_for(mapping: ListMapping, headings: frozenset[str]) -> tuple[Rule, ...]:
    """Returns the rules that hold for a file: those about columns that it has none of do not."""
    return tuple(
        rule for rule in mapping.rules if rule.always or not headings.isdisjoint(_headings(mapping, rule))
    )


def out_of_order(
    file: str, mapping: ListMapping, row: Row, rules: Iterable[Rule]
) -> list[tuple[str, Finding]]:
    """Returns what in a row at fault breaks a rule of order too, which other faults of it cannot be why."""
    return by_rules(file, mapping, row, (rule for rule in rules if rule.kind == "order"))[1]


def by_rules(
    file: str, mapping: ListMapping, row: Row, rules: Iterable[Rule]
) -> tuple[Row | None, list[tuple[str, Finding]]]:
    """Returns the row as rules leave it (None if one refuses it), and what broke them.

    Each finding stands with what it does: "refuse" or "warn".
    """
    broken = []
    for rule in rules:
        for finding in _CHECKS[rule.kind](file, mapping, rule, row):
            broken.append((rule.otherwise, finding))
            if rule.otherwise == "warn" and rule.kind == "order":
                row = row.replaced(rule.columns[-1], ())
    return None if any(otherwise == "refuse" for otherwise, _ in broken) else row, broken


def _order(file: str, mapping: ListMapping, rule: Rule, row: Row) -> Iterator[Finding]:
    first, last = (row.values[name] for name in rule.columns)
    if first and last and first[0].lexical > last[0].lexical:
        place = _place(file, mapping, rule.columns[-1], row, last[0].text)
        other = _titles(mapping, rule.columns[0])[0]
        yield Finding(
            "rule-order", place, (("value", last[0].text), ("first", first[0].text), ("column", other))
        )


def _any(file: str, mapping: ListMapping, rule: Rule, row: Row) -> Iterator[Finding]:
    if not any(row.values[name] for name in rule.columns):
        names = ", ".join(_titles(mapping, name)[0] for name in rule.columns)
        yield Finding("rule-any", _place(file, mapping, rule.columns[0], row, ""), (("names", names),))


def _requires(file: str, mapping: ListMapping, rule: Rule, row: Row) -> Iterator[Finding]:
    for name, allowed in rule.unless:
        found = [value.text for value in row.values[name]]
        if not found or found[0] in allowed:
            return
    for name in rule.columns:
        if not row.values[name]:
            because = ", ".join(value.text for other, _ in rule.unless for value in row.values[other])
            yield Finding("rule-requires", _place(file, mapping, name, row, ""), (("because", because),))


_CHECKS = {"order": _order, "any": _any, "requires": _requires}


def _headings(mapping: ListMapping, rule: Rule) -> list[str]:
    return [title for name in rule.columns for title in _titles(mapping, name)]


def _titles(mapping: ListMapping, name: str) -> tuple[str, ...]:
    return next(column.titles or (name,) for column in mapping.columns if column.name == name)


def _place(file: str, mapping: ListMapping, name: str, row: Row, value: str) -> Place:
    return Place(file, row.sheet, row.number, _titles(mapping, name)[0], value)
