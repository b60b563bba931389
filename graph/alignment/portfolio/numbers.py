"""Small tools on arrays: names as numbers, growing columns, and lists of unequal length laid end to end."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

Array = NDArray[Any]


class Numbers:
    """Gives each name a number that it keeps, counted from 0."""

    def __init__(self) -> None:
        self.names: list[str] = []
        self.of: dict[str, int] = {}

    def add(self, name: str) -> int:
        """Returns the number of a name, a new one for a name not seen before."""
        number = self.of.setdefault(name, len(self.names))
        if number == len(self.names):
            self.names.append(name)
        return number

    def add_all(self, names: Iterable[str]) -> Array:
        """Returns the numbers of names."""
        return np.fromiter(map(self.add, names), np.int32)

    def copy(self) -> Numbers:
        """Returns the same names with the same numbers, to which others may be added."""
        twin = Numbers()
        twin.names, twin.of = self.names.copy(), self.of.copy()
        return twin

    def __len__(self) -> int:
        return len(self.names)


class Column:
    """Is an array that grows at its end without being copied each time.

    What is filled at once gets spare room too: the first value after it would have all others copied.
    """

    def __init__(self, dtype: Any, fill: Any = 0) -> None:
        self._fill = fill
        self._room = np.full(1024, fill, dtype)
        self._size = 0

    @property
    def values(self) -> Array:
        """Returns the values, as a view that holds until the column grows."""
        return self._room[: self._size]

    def extend(self, values: Sequence[Any] | Array) -> None:
        """Appends values."""
        end = self._size + len(values)
        self._make_room(end)
        self._room[self._size : end] = values
        self._size = end

    def lengthen(self, size: int) -> None:
        """Appends the filling value until the column has that many values."""
        self._make_room(size)
        self._size = max(self._size, size)

    def copy(self) -> Column:
        """Returns a column with the same values, apart from this one."""
        twin = Column(self._room.dtype, self._fill)
        twin._room, twin._size = self._room[: max(self._size, 1)].copy(), self._size
        return twin

    def _make_room(self, size: int) -> None:
        if size > len(self._room):
            room = np.full(max(size + size // 8, 2 * len(self._room)), self._fill, self._room.dtype)
            room[: self._size] = self.values
            self._room = room


class Rows:
    """Is a table whose rows belong to projects; a project's rows lie together, and can be replaced.

    Rows that are taken away stay, with project 0 as owner, which is never chosen.
    """

    def __init__(self, **dtypes: Any) -> None:
        self._owner = Column(np.int32)
        self._columns = {name: Column(dtype) for name, dtype in dtypes.items()}
        self._start, self._count = Column(np.int64), Column(np.int64)
        self.dead = 0

    @property
    def owner(self) -> Array:
        """Returns the project of each row."""
        return self._owner.values

    def __getattr__(self, name: str) -> Array:
        try:
            column: Column = self.__dict__["_columns"][name]
        except KeyError:
            raise AttributeError(name) from None
        return column.values

    def extend(self, owner: Array, **columns: Array) -> None:
        """Appends rows; they may come in any order, but must hold all rows of their projects."""
        order = np.argsort(owner, kind="stable")
        owner = owner[order]
        base = len(self.owner)
        self._owner.extend(owner)
        for name, values in columns.items():
            self._columns[name].extend(values[order])
        projects, first, count = np.unique(owner, return_index=True, return_counts=True)
        self._lengthen(int(projects[-1]) + 1 if len(projects) else 0)
        self._start.values[projects] = first + base
        self._count.values[projects] = count

    def clear(self, projects: Iterable[int]) -> None:
        """Takes away the rows of projects."""
        numbers = np.fromiter(projects, np.int64)
        _, rows = self.expanded(numbers)
        self.owner[rows] = 0
        self.dead += len(rows)
        self._count.values[numbers] = 0

    def expanded(self, projects: Array) -> tuple[Array, Array]:
        """Returns for projects the positions in `projects`, and the rows, of all their rows."""
        self._lengthen(int(projects.max()) + 1 if len(projects) else 0)
        return spread(self._start.values[projects], self._count.values[projects])

    def arrays(self) -> dict[str, Array]:
        """Returns all that the table holds, for `take_arrays` of an empty table."""
        told = {name: column.values for name, column in self._columns.items()}
        return told | {".owner": self.owner, ".start": self._start.values, ".count": self._count.values}

    def take_arrays(self, told: Mapping[str, Array]) -> None:
        """Fills an empty table with what another one held."""
        for name, column in self._columns.items():
            column.extend(told[name])
        self._owner.extend(told[".owner"])
        self._start.extend(told[".start"])
        self._count.extend(told[".count"])
        self.dead = int(np.count_nonzero(self.owner == 0))

    def copy(self) -> Rows:
        """Returns a table with the same rows, apart from this one."""
        twin = Rows()
        twin._owner, twin.dead = self._owner.copy(), self.dead
        twin._columns = {name: column.copy() for name, column in self._columns.items()}
        twin._start, twin._count = self._start.copy(), self._count.copy()
        return twin

    def _lengthen(self, size: int) -> None:
        self._start.lengthen(size)
        self._count.lengthen(size)


def spread(start: Array, count: Array) -> tuple[Array, Array]:
    """Returns which list each element comes from, and its place, for lists that lie in one array.

    >>> spread(np.array([4, 0]), np.array([2, 1]))
    (array([0, 0, 1]), array([4, 5, 0]))
    """
    which = np.repeat(np.arange(len(count)), count)
    skipped = np.cumsum(count) - count
    return which, np.arange(len(which)) + np.repeat(start - skipped, count)


class Lists:
    """Is a list of numbers for each key 0..n-1, laid end to end, with values beside them."""

    def __init__(self, lists: Sequence[Sequence[tuple[int, float]]]) -> None:
        self._count = np.array([len(each) for each in lists], np.int64)
        self._start = np.cumsum(self._count) - self._count
        self._items = np.array([number for each in lists for number, _ in each], np.int64)
        self._values = np.array([value for each in lists for _, value in each], np.float64)

    @classmethod
    def laid(cls, keys: Array, items: Array, values: Array, size: int) -> Lists:
        """Returns lists for the keys 0..size-1 from numbers with their keys and values beside them."""
        twin, order = cls(()), np.argsort(keys, kind="stable")
        twin._count = np.bincount(keys, minlength=size)
        twin._start = np.cumsum(twin._count) - twin._count
        twin._items, twin._values = items[order], values[order]
        return twin

    def __len__(self) -> int:
        return len(self._count)

    @property
    def filled(self) -> Array:
        """Returns which lists hold something."""
        found: Array = self._count > 0
        return found

    def grouped(self, groups: Sequence[int]) -> Lists:
        """Returns the same lists with each number in the place of which `groups` has another one."""
        twin = Lists(())
        twin._count, twin._start, twin._values = self._count, self._start, self._values
        twin._items = np.array(groups, np.int64)[self._items]
        return twin

    def of(self, keys: Array) -> tuple[Array, Array, Array]:
        """Returns the position in `keys`, the item and its value for every item of every key."""
        which, places = spread(self._start[keys], self._count[keys])
        return which, self._items[places], self._values[places]
