"""The projects that do already, in the same areas, what a project that is checked would do."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby

from api.pages.reader import Link, Reader
from api.pages.views.narrowing import Narrowed


@dataclass(frozen=True, slots=True)
class Serving:
    """Is some of the projects that serve an objective in a place, or anywhere, and how many do in all."""

    objective: str
    place: str | None
    projects: tuple[str, ...]
    total: int


@dataclass(frozen=True, slots=True)
class OthersThere:
    """Is the same in words; `some` are a few or all of them, `href` is their list where there is one."""

    told: str
    href: str | None
    is_all: bool
    some: tuple[Link, ...]


@dataclass(frozen=True, slots=True)
class Others:
    """Is an objective with the projects that serve it already, place by place."""

    objective: Link
    places: tuple[OthersThere, ...]


def others_of(reader: Reader, found: Iterable[Serving]) -> tuple[Others, ...]:
    """Returns what was found, put together by objective; those of one stand behind each other."""
    return tuple(
        Others(reader.link(objective), tuple(_there(reader, each) for each in own))
        for objective, own in groupby(found, key=lambda each: each.objective)
    )


def _there(reader: Reader, each: Serving) -> OthersThere:
    count = reader.words.count("count.projects", each.total)
    place = reader.link(each.place).label.text if each.place else ""
    return OthersThere(
        told=reader.words("check.others-in", count=count, place=place) if place else count,
        href=_list(reader, each),
        is_all=len(each.projects) == each.total,
        some=tuple(map(reader.link, each.projects)),
    )


def _list(reader: Reader, each: Serving) -> str | None:
    """Returns the address of the list of all of them, which the page of an objective has."""
    if not reader.is_a(each.objective, "pg:Objective"):
        return None
    return f"{reader.link(each.objective).href}{Narrowed(each.place).address()}"
