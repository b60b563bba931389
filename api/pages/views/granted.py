"""Money with the number of projects that it is known of: a sum says too little where others told nothing."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from typing import Protocol

from api.pages.reader import Reader
from graph.alignment.portfolio import Figure


class Known(Protocol):
    """Is money in one currency, and to how many projects it is known to have been granted."""

    @property
    def currency(self) -> str:
        """Returns the code of the currency (ISO 4217)."""

    @property
    def value(self) -> Decimal:
        """Returns the amount."""

    @property
    def projects(self) -> int:
        """Returns how many projects were granted some of it."""


def holders(reader: Reader, known: int, projects: int) -> str:
    """Returns of how many of some projects money is known: "29 projekt", or "till 19 av 29 projekt"."""
    words, told = reader.words, reader.words.count("count.projects", projects)
    return told if known == projects else words("coverage.to", count=words.number(known), all=told)


def amounts_of(reader: Reader, money: Iterable[Known], projects: int) -> tuple[str, ...]:
    """Returns sums in words, each with what it is known of where that is not all of the projects.

    That of most projects comes first; a sum of nothing is left out.
    """
    return tuple(
        _amount(reader, each)
        if each.projects == projects
        else f"{_amount(reader, each)} {holders(reader, each.projects, projects)}"
        for each in _by_projects(money)
        if each.value
    )


def _by_projects(money: Iterable[Known]) -> list[Known]:
    return sorted(money, key=lambda each: -each.projects)


def _amount(reader: Reader, own: Known) -> str:
    return reader.words.money(own.value, own.currency)


def resting(reader: Reader, figure: Figure, shows: str = "projects") -> str:
    """Returns in words how much of a figure rests on statements that a person accepted, empty for nothing.

    `shows` is a currency where the figure stands for its money.
    """
    words = reader.words
    if not figure.projects:
        return ""
    own = next((each for each in figure.money if each.currency == shows), None)
    if own is None:
        return resting_projects(reader, figure.accepted, figure.projects)
    share = own.accepted / own.value if own.value else Decimal(0)
    amounts = (words.money(each, shows) for each in (own.accepted, own.value))
    return words(
        "resting.money", share=words.percent(share), **dict(zip(("accepted", "all"), amounts, strict=True))
    )


def resting_whole(reader: Reader, figure: Figure) -> str:
    """Returns the same of the money in each currency, of the projects where no money is known."""
    paid = [resting(reader, figure, each.currency) for each in _by_projects(figure.money) if each.value]
    return " ".join(paid) or resting(reader, figure)


def resting_share(reader: Reader, accepted: Decimal | int, whole: Decimal | int) -> str:
    """Returns in words which share of a figure that is more than nothing a person accepted."""
    share = Decimal(accepted) / Decimal(whole)
    return reader.words("resting.share", share=reader.words.percent(share))


def resting_projects(reader: Reader, accepted: int, projects: int) -> str:
    """Returns in words how many projects contribute by a statement that a person accepted."""
    key = "accepted-none" if not accepted else "accepted-all" if accepted == projects else "accepted"
    number = reader.words.number
    return reader.words(f"objective.{key}", accepted=number(accepted), all=number(projects))
