"""What the portfolio holds of each project: edges, areas, dates, organisations and money, as arrays."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal, InvalidOperation

import numpy as np

from graph.alignment.portfolio.amounts import Amount, Amounts
from graph.alignment.portfolio.answers import MACHINE, PROPOSED, STATUSES
from graph.alignment.portfolio.numbers import Array, Column, Numbers, Rows
from graph.alignment.portfolio.reading import Facts, Pairs, number, text
from graph.ledger.status import Standing

UNKNOWN_START, UNKNOWN_END = np.iinfo(np.int32).min, np.iinfo(np.int32).max
ALL_KNOWN, NO_AMOUNT, NO_CURRENCY = range(3)
_NOBODY = "-"


class Holdings:
    """Holds the projects of a store; project 0 is nobody, the owner of rows that are no more.

    Terms are named as N-Triples write them. `edges` are statements that a project contributes to something:
    its number, the place of its status in STATUSES, its confidence, and who says so: several are one author
    whose name is theirs with spaces between. `unknown` marks projects of whose money something is not known:
    NO_AMOUNT where that is an amount or all of it, NO_CURRENCY where it is the currency of an amount.
    """

    def __init__(self, nodes: Numbers) -> None:
        self.nodes = nodes
        self.projects, self.places, self.programmes = Numbers(), Numbers(), Numbers()
        self.organisations, self.currencies, self.authors = Numbers(), Numbers(), Numbers()
        self.projects.add(_NOBODY)
        self._alive = Column(bool)
        self._start = Column(np.int32, UNKNOWN_START)
        self._end = Column(np.int32, UNKNOWN_END)
        self._unknown = Column(np.int8)
        self.edges = Rows(target=np.int32, status=np.int8, confidence=np.float64, author=np.int32)
        self.areas = Rows(place=np.int32)
        self.parties = Rows(organisation=np.int32)
        self.grants = Rows(programme=np.int32)
        self.money = Amounts()
        self._lengthen()

    @property
    def alive(self) -> Array:
        """Returns which numbers are projects that the store holds."""
        return self._alive.values

    @property
    def start(self) -> Array:
        """Returns the first day of each project, as an ordinal, UNKNOWN_START where not known."""
        return self._start.values

    @property
    def end(self) -> Array:
        """Returns the last day of each project, UNKNOWN_END where not known."""
        return self._end.values

    @property
    def unknown(self) -> Array:
        """Returns what of each project's money is not known: ALL_KNOWN, NO_AMOUNT or NO_CURRENCY."""
        return self._unknown.values

    @property
    def dead(self) -> int:
        """Returns how many rows lie idle."""
        return sum(rows.dead for rows in self._tables)

    @property
    def _columns(self) -> Mapping[str, Column]:
        return {"alive": self._alive, "start": self._start, "end": self._end, "unknown": self._unknown}

    @property
    def _tables(self) -> Sequence[Rows]:
        return (self.edges, self.areas, self.parties, self.grants, self.money.rows)

    def arrays(self) -> dict[str, Array]:
        """Returns all arrays by name, for `take_arrays`."""
        told = {name: column.values for name, column in self._columns.items()}
        for table, held in self._held().items():
            told |= {f"{table}/{name}": values for name, values in held.arrays().items()}
        return told

    def take_arrays(self, told: Mapping[str, Array]) -> None:
        """Fills these holdings, which know the same names but no project's facts yet, with arrays."""
        for name, column in self._columns.items():
            column.lengthen(len(told[name]))
            column.values[:] = told[name]
        for table, held in self._held().items():
            own = {
                name.partition("/")[2]: each for name, each in told.items() if name.startswith(f"{table}/")
            }
            held.take_arrays(own)

    def _held(self) -> Mapping[str, Rows | Amounts]:
        rows = {"edges": self.edges, "areas": self.areas, "parties": self.parties, "grants": self.grants}
        return {**rows, "money": self.money}

    def take(self, facts: Facts) -> None:
        """Adds projects that are not held, with all that the facts say of them."""
        found = list(dict.fromkeys(facts.projects()))
        numbers = self.projects.add_all(found)
        self._lengthen()
        self.alive[numbers] = True
        mine = {name: self.projects.of[name] for name in found}
        self._take_dates(facts, mine)
        self._take_edges(facts, mine)
        self._take_areas(facts, mine)
        self._take_parties(facts, mine)
        self._take_money(facts, mine)

    def drop(self, projects: Iterable[str]) -> list[int]:
        """Takes projects away and returns their numbers."""
        numbers = [self.projects.of[name] for name in projects if name in self.projects.of]
        for rows in self._tables:
            rows.clear(numbers)
        self.alive[numbers] = False
        self.unknown[numbers] = ALL_KNOWN
        self.start[numbers], self.end[numbers] = UNKNOWN_START, UNKNOWN_END
        return numbers

    def copy(self) -> Holdings:
        """Returns the same projects, apart from these: what is done to the copy is done to nothing else."""
        twin = Holdings(self.nodes.copy())
        for name in ("projects", "places", "programmes", "organisations", "currencies", "authors", "money"):
            setattr(twin, name, getattr(self, name).copy())
        for name in ("edges", "areas", "parties", "grants", "_alive", "_start", "_end", "_unknown"):
            setattr(twin, name, getattr(self, name).copy())
        return twin

    def emptied(self) -> Holdings:
        """Returns holdings of no project that know the same names of all else and count in the same units."""
        twin = Holdings(self.nodes.copy())
        for name in ("places", "programmes", "organisations", "currencies"):
            setattr(twin, name, getattr(self, name).copy())
        twin.money.scale = self.money.scale
        return twin

    def _lengthen(self) -> None:
        for column in self._columns.values():
            column.lengthen(len(self.projects))

    def _take_dates(self, facts: Facts, mine: Mapping[str, int]) -> None:
        for name, days in (("eurio:startDate", self.start), ("eurio:endDate", self.end)):
            for project, value in facts.values(name, mine):
                if project in mine and (day := _day(value)) is not None:
                    days[mine[project]] = day

    def _take_edges(self, facts: Facts, mine: Mapping[str, int]) -> None:
        source = {a: project for a, project in facts.subjects("owl:annotatedSource", mine) if project in mine}
        targets = {pair for pair in facts.values("owl:annotatedTarget", source) if pair[0] in source}
        sure = dict(facts.values("sssom:confidence", source))
        standings = facts.standings(source)
        codes = {name: code for code, name in enumerate(STATUSES)}
        authors = _lists(pair for pair in facts.values("dct:creator", source) if pair[0] in source)
        said_by = {a: self.authors.add(" ".join(sorted(authors.get(a, ())))) for a, _ in targets}
        rows = [
            (mine[source[a]], self.nodes.add(to), codes[status], float(text(sure.get(a, "0"))), said_by[a])
            for a, to in targets
            if (status := _status(standings, a)) in codes
        ]
        owner, target, code, confident, author = _columns(rows, 5)
        self.edges.extend(owner, target=target, status=code, confidence=confident, author=author)

    def _take_areas(self, facts: Facts, mine: Mapping[str, int]) -> None:
        found = facts.values("dct:spatial", mine)
        pairs = {(mine[project], self.places.add(place)) for project, place in found if project in mine}
        owner, place = _columns(pairs, 2)
        self.areas.extend(owner, place=place)

    def _take_parties(self, facts: Facts, mine: Mapping[str, int]) -> None:
        roles = [pair for pair in facts.values("eurio:hasInvolvedParty", mine) if pair[0] in mine]
        of_role = _lists(facts.values("eurio:isRoleOf", {role for _, role in roles}))
        add = self.organisations.add
        pairs = {(mine[project], add(org)) for project, role in roles for org in of_role.get(role, ())}
        owner, organisation = _columns(pairs, 2)
        self.parties.extend(owner, organisation=organisation)

    def _take_money(self, facts: Facts, mine: Mapping[str, int]) -> None:
        funded = [pair for pair in facts.values("eurio:isFundedBy", mine) if pair[0] in mine]
        grants = {grant for _, grant in funded}
        programmes = _lists(facts.values("eurio:hasFundingSchemeProgramme", grants))
        amounts = _lists(facts.values("eurio:hasFundingAmount", grants))
        named = {amount for own in amounts.values() for amount in own}
        values = list(facts.values("eurio:value", named))
        currencies = dict(facts.values("eurio:currency", named))
        known = _known(values, currencies, self.currencies)
        self._take_unknown(mine, funded, amounts, {name: name in currencies for name, _ in values})
        add = self.programmes.add
        pairs = {(mine[project], add(p)) for project, grant in funded for p in programmes.get(grant, ())}
        owner, programme = _columns(pairs, 2)
        self.grants.extend(owner, programme=programme)
        self.money.extend(
            Amount(mine[project], self.programmes.of.get(programme, -1), currency, value, amount)
            for project, grant in funded
            for amount in amounts.get(grant, ())
            if amount in known
            for currency, value in (known[amount],)
            for programme in programmes.get(grant, ("",))
        )

    def _take_unknown(
        self,
        mine: Mapping[str, int],
        funded: Pairs,
        amounts: Mapping[str, Sequence[str]],
        valued: Mapping[str, bool],
    ) -> None:
        """Marks projects by what of their money is not known; `valued` says which amounts have a currency."""
        lacking = dict.fromkeys(mine, NO_AMOUNT)
        lacking |= dict.fromkeys((project for project, _ in funded), ALL_KNOWN)
        for project, grant in funded:
            own = amounts.get(grant, ())
            is_open = not own or any(amount not in valued for amount in own)
            is_strange = not all(valued.get(amount, True) for amount in own)
            lacking[project] = max(lacking[project], NO_CURRENCY * is_strange, NO_AMOUNT * is_open)
        self.unknown[[mine[project] for project in lacking]] = list(lacking.values())


def _status(standings: Mapping[str, Standing | None], alignment: str) -> str:
    """Returns the status of an alignment, empty for a statement of another kind."""
    if alignment not in standings:
        return PROPOSED
    standing = standings[alignment]
    if standing is None:
        return ""
    return MACHINE if standing.status == PROPOSED and standing.by_machine else standing.status


def _known(values: Pairs, currencies: Mapping[str, str], numbers: Numbers) -> dict[str, tuple[int, Decimal]]:
    """Returns currency and value of amounts that have both: one that lacks either is unknown, not zero."""
    known = {}
    for amount, value in values:
        try:
            worth = number(value)
        except InvalidOperation:
            continue
        if amount in currencies and worth.is_finite():
            known[amount] = (numbers.add(text(currencies[amount])), worth)
    return known


def _lists(pairs: Pairs) -> dict[str, list[str]]:
    found: dict[str, list[str]] = defaultdict(list)
    for name, value in pairs:
        if value not in found[name]:
            found[name].append(value)
    return found


def _columns(rows: Iterable[tuple[float, ...]], width: int) -> tuple[Array, ...]:
    """Returns the columns of rows; floats hold the numbers of 2^53 things exactly."""
    table = np.array(list(rows), np.float64).reshape(-1, width)
    return tuple(table[:, 0].astype(np.int32) if i == 0 else table[:, i] for i in range(width))


def _day(term: str) -> int | None:
    try:
        return date.fromisoformat(text(term)[:10]).toordinal()
    except ValueError:
        return None
