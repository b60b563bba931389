"""A project as somebody types it before it is granted: read field by field, with what is wrong or lacking."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import MAXYEAR, date
from decimal import Decimal

from api.pages.degrees import number_of
from api.pages.reader import Reader, as_day
from api.register.bodies import MOST_DESCRIPTION
from graph.alignment.effects import NewProject, Support
from graph.model import Money

CURRENCIES = ("SEK", "DKK", "EUR", "NOK")
MOST_TEXT, MOST_CHOSEN, MOST_MONEY = MOST_DESCRIPTION, 100, Decimal(10) ** 15
_FEW_WORDS = 25
# What stands in a field so that nothing can be kept of it.
UNREADABLE = frozenset(
    {"amount-none", "amount-two", "amount-scaled", "amount-currency", "currency-missing", "date-none"}
)
# Money of a programme may be spent some years after its last; Regulations 1303/2013 and 2021/1060 give three.
_YEARS_AFTER = 3


@dataclass(frozen=True, slots=True)
class Typed:
    """Is what somebody typed, as texts; `territories`, `accepted` and `rejected` are IRIs.

    `draft` is the key of the draft that it was read from, `version` the state that was read; `hindered` is
    what the draft says that it hinders, which the form shows and does not change.
    """

    title: str = ""
    text: str = ""
    organisation: str = ""
    programme: str = ""
    amount: str = ""
    currency: str = ""
    start: str = ""
    end: str = ""
    territories: tuple[str, ...] = ()
    accepted: tuple[str, ...] = ()
    rejected: tuple[str, ...] = ()
    said: tuple[str, ...] = ()
    draft: str = ""
    version: str = ""
    hindered: tuple[str, ...] = ()

    @property
    def is_empty(self) -> bool:
        """Says whether there is nothing to check."""
        return not (self.title or self.text)


@dataclass(frozen=True, slots=True)
class Fault:
    """Is what is wrong with a field, or lacking in it: its name, a message key and its values."""

    place: str
    key: str
    is_wrong: bool
    values: Mapping[str, str] = field(default_factory=dict)


TEXTS = (
    "title", "text", "organisation", "programme", "amount", "currency", "start", "end", "draft", "version",
)  # fmt: skip


def typed_of(fields: Iterable[tuple[str, str]]) -> Typed:
    """Returns what the fields of the form hold; decisions are fields named `on:` and the IRI."""
    told = tuple(fields)
    texts = {name: next((v.strip() for n, v in told if n == name), "")[:MOST_TEXT] for name in TEXTS}
    texts |= {name: _day_text(texts[name]) for name in ("start", "end")}
    texts["currency"] = texts["currency"] or _currency_beside(texts["amount"])
    chosen = {
        name: tuple(dict.fromkeys(value for n, value in told if n == name and value))[:MOST_CHOSEN]
        for name in ("territory", "said", "hindered")
    }
    decided = {
        answer: tuple(
            name.removeprefix("on:") for name, value in told if value == answer and name[:3] == "on:"
        )
        for answer in ("accept", "reject")
    }
    return Typed(
        **texts,
        territories=chosen["territory"],
        said=chosen["said"],
        hindered=chosen["hindered"],
        accepted=decided["accept"][:MOST_CHOSEN],
        rejected=decided["reject"][:MOST_CHOSEN],
    )


def _day_text(text: str) -> str:
    """Returns a day as fields have it, however people write it; any other text as it is.

    >>> _day_text("31.12.2026"), _day_text("1 mars 2027"), _day_text("2027-02-30"), _day_text("45000")
    ('2026-12-31', '2027-03-01', '2027-02-30', '45000')
    """
    from graph.importers.tabular_dates import read_date

    day, is_serial = read_date(text, None)
    return day.isoformat() if day and not is_serial else text


def _currency_beside(amount: str) -> str:
    """Returns the currency that stands beside an amount, empty where there is none or it may be several."""
    from graph.importers.tabular_numbers import split_currency

    codes = split_currency(amount)[1]
    return codes[0] if len(codes) == 1 and codes[0] in CURRENCIES else ""


def fields_of_typed(typed: Typed) -> tuple[tuple[str, str], ...]:
    """Returns the fields that say what was typed, for a form that carries it along."""
    texts = ((name, getattr(typed, name)) for name in TEXTS)
    return (
        *((name, value) for name, value in texts if value),
        *(("territory", each) for each in typed.territories),
        *(("said", each) for each in typed.said),
        *(("hindered", each) for each in typed.hindered),
        *((f"on:{each}", "accept") for each in typed.accepted),
        *((f"on:{each}", "reject") for each in typed.rejected),
    )


def amount_of(text: str, currency: str = "") -> Decimal | None:
    """Returns an amount as people write it, None if it is none, may be two, or is in another currency.

    >>> amount_of("1 250 000,50 kr"), amount_of("1.5"), amount_of("mycket"), amount_of("500.000")
    (Decimal('1250000.50'), Decimal('1.5'), None, None)
    >>> amount_of("500 EUR", "EUR"), amount_of("500 EUR", "SEK")
    (Decimal('500'), None)
    """
    from graph.importers.tabular_numbers import split_currency

    plain, codes = split_currency(text.strip())
    value = number_of(plain)
    if value is None or (codes and currency and currency not in codes):
        return None
    return value if 0 <= value <= MOST_MONEY else None


def amount_text(value: Decimal) -> str:
    """Returns an amount so that it reads one way.

    >>> amount_text(Decimal("3929285.00")), amount_text(Decimal("1.125"))
    ('3929285', '1.1250')
    """
    text = f"{value:f}"
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return text if amount_of(text) is not None else f"{text}0" if "." in text else text


def new_project(typed: Typed, serves: Iterable[Support]) -> NewProject | None:
    """Returns what would be added to the portfolio, None where it would serve nothing or is not whole."""
    supports = tuple(serves)
    start, end = as_day(typed.start), as_day(typed.end)
    if not typed.title or not supports or (start and end and end < start):
        return None
    money = money_of(typed)
    held = (money,) if money else ()
    return NewProject(typed.title, supports, typed.territories, typed.programme or None, held, start, end)


def money_of(typed: Typed) -> Money | None:
    """Returns what is asked for, None where it is not told, cannot be read or lacks its currency."""
    amount = amount_of(typed.amount, typed.currency)
    return Money(amount, typed.currency) if amount is not None and typed.currency else None


def supports_of(typed: Typed, confidences: Mapping[str, Decimal]) -> tuple[Support, ...]:
    """Returns what a project is supposed to serve: what its list says, and what was accepted of proposals."""
    said = [Support(each) for each in typed.said if each not in typed.rejected]
    chosen = [each for each in typed.accepted if each in confidences and each not in typed.said]
    return (*said, *(Support(each, confidences[each]) for each in chosen))


def faults_of(reader: Reader, typed: Typed) -> tuple[Fault, ...]:
    """Returns what is wrong or lacking, in the order of the fields."""
    return (*_texts(typed), *_money(typed), *_dates(reader, typed), *_places(reader, typed))


def unreadable(reader: Reader, typed: Typed) -> tuple[Fault, ...]:
    """Returns what was typed and would be lost, since it is no date, or no amount of a currency."""
    return tuple(each for each in faults_of(reader, typed) if each.key in UNREADABLE)


def _texts(typed: Typed) -> Iterator[Fault]:
    if not typed.title:
        yield Fault("title", "title-missing", is_wrong=True)
    words = len(typed.text.split())
    if not words:
        yield Fault("text", "text-missing", is_wrong=False)
    elif words < _FEW_WORDS:
        yield Fault("text", "text-short", is_wrong=False, values={"words": str(words)})
    if not typed.organisation:
        yield Fault("organisation", "organisation-missing", is_wrong=False)


def _money(typed: Typed) -> Iterator[Fault]:
    if not typed.amount:
        yield Fault("amount", "amount-missing", is_wrong=False)
    elif amount_of(typed.amount) is None:
        yield _no_amount(typed.amount)
    elif amount_of(typed.amount, typed.currency) is None:
        told = {"value": typed.amount, "currency": typed.currency}
        yield Fault("amount", "amount-currency", is_wrong=True, values=told)
    # Whoever corrects an amount that cannot be read is asked for its currency at the same time.
    if typed.amount and not typed.currency:
        yield Fault("currency", "currency-missing", is_wrong=True)
    if not typed.programme:
        yield Fault("programme", "programme-missing", is_wrong=False)


def _no_amount(text: str) -> Fault:
    """Returns what is wrong with an amount that cannot be read, with what to write where that is known."""
    from graph.importers.tabular_numbers import split_currency, thousands_of
    from graph.importers.tabular_scales import in_full

    told = {"amount-scaled": in_full(text), "amount-two": thousands_of(split_currency(text)[0])}
    key, whole = next(((key, whole) for key, whole in told.items() if whole), ("amount-none", ""))
    return Fault("amount", key, is_wrong=True, values={"value": text, "whole": whole})


def _dates(reader: Reader, typed: Typed) -> Iterator[Fault]:
    days = {name: as_day(getattr(typed, name)) for name in ("start", "end")}
    for name, day in days.items():
        written = getattr(typed, name)
        if written and day is None:
            yield Fault(name, "date-none", is_wrong=True, values={"value": written})
        elif not written:
            yield Fault(name, f"{name}-missing", is_wrong=False)
    start, end = days["start"], days["end"]
    if start and end and end < start:
        yield Fault("end", "dates-reversed", is_wrong=True)
    if typed.programme:
        yield from _outside(reader, typed.programme, days)


def _outside(reader: Reader, programme: str, days: Mapping[str, date | None]) -> Iterator[Fault]:
    """Yields a fault for each day on which money of the programme may not be spent."""
    for period in reader.nodes(programme, "dct:temporal"):
        first, last = (reader.day(period, name) for name in ("dcat:startDate", "dcat:endDate"))
        spent = _spent(last)
        told = {
            "first": reader.words.day(first) if first else "",
            "last": reader.words.day(spent or last) if last else "",
        }
        for name, day in days.items():
            if day and ((first and day < first) or (spent and day > spent)):
                yield Fault(name, "date-outside", is_wrong=False, values=told)


def _spent(last: date | None) -> date | None:
    """Returns the last day on which money may be spent, None where there is no bound.

    >>> _spent(date(2020, 2, 29)), _spent(date(9999, 12, 31))
    (datetime.date(2023, 2, 28), None)
    """
    if last is None or last.year + _YEARS_AFTER > MAXYEAR:
        return None
    year = last.year + _YEARS_AFTER
    return last.replace(year=year, day=min(last.day, monthrange(year, last.month)[1]))


def _places(reader: Reader, typed: Typed) -> Iterator[Fault]:
    if not typed.territories:
        yield Fault("territory", "territory-missing", is_wrong=False)
    areas = set(reader.nodes(typed.programme, "eli:relevant_for")) if typed.programme else set()
    for place in typed.territories if areas else ():
        # An area that holds some of the programme's own is no other: Östra Mellansverige is five counties.
        held = set(reader.subjects("geo:sfWithin", place))
        if areas.isdisjoint({*reader.nodes(place, "geo:sfWithin"), *held}):
            name = reader.link(place).label.text
            yield Fault("territory", "territory-outside", is_wrong=False, values={"value": name})
