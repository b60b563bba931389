"""Currencies: those in a column of their own, as people write them, and those beside the amounts of a row."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from graph.errors import Finding, Place
from graph.importers.tabular_cells import CellError, Value, value_of
from graph.importers.tabular_mapping import Column, ListMapping
from graph.importers.tabular_numbers import CURRENCIES, codes_of, split_currency
from graph.importers.tabular_raw import RawList
from graph.importers.tabular_row import Row, Values
from graph.importers.tabular_scales import is_scale

_NAMES = {
    "skr": "SEK", "svenska kronor": "SEK", "svenske kroner": "SEK", "swedish kronor": "SEK",
    "dkr": "DKK", "danska kronor": "DKK", "danske kroner": "DKK", "danish kroner": "DKK",
    "nkr": "NOK", "norska kronor": "NOK", "norske kroner": "NOK", "norwegian kroner": "NOK",
    "euros": "EUR",
}  # fmt: skip
_WORDS = frozenset({"kr", "kronor", "kroner", "euro", "€", "$", "£"}) | {
    each.casefold() for each in CURRENCIES
}


class Currencies:
    """Reads the columns of a list that hold currencies, as people write them.

    `kr` may be of three countries; it is read as the one that other cells of its column name, if these name
    one of the three only. `findings` tell of it, once for a column.
    """

    def __init__(self, file: str, mapping: ListMapping, raw: RawList) -> None:
        columns = {column.name: column for column in mapping.columns}
        held = (columns[each.currency_of] for each in mapping.columns if each.currency_of)
        self._named = {column.name: _named_in(column, raw) for column in held}
        self.findings = tuple(self._told(file, columns, raw))

    def meant(self, name: str, text: str) -> str:
        """Returns the code that a text of a column means, the text itself where nothing is known of it.

        One that may be several, or says how amounts are counted, raises CellError.
        """
        if name not in self._named:
            return text
        codes = currency_codes(text)
        sole = self._sole(name, codes)
        if len(codes) > 1 and not sole:
            raise CellError("cell-currency-two", text, codes=", ".join(codes))
        if not sole and is_scale(text):
            raise CellError("cell-currency-scale", text)
        return sole or text

    def _sole(self, name: str, codes: tuple[str, ...]) -> str:
        left = codes if len(codes) == 1 else [code for code in codes if code in self._named[name]]
        return left[0] if len(left) == 1 else ""

    def _told(self, file: str, columns: Mapping[str, Column], raw: RawList) -> Iterator[Finding]:
        for name in self._named:
            for title, text in _texts(columns[name], raw):
                codes = currency_codes(text)
                if len(codes) > 1 and (read := self._sole(name, codes)):
                    place = Place(file=file, column=title)
                    yield Finding("list-currency", place, (("value", text), ("read", read)))
                    break


def currency_codes(text: str) -> tuple[str, ...]:
    """Returns the codes that a text may mean as a currency, none where it is not one as people write it.

    >>> currency_codes("sek"), currency_codes("Kr."), currency_codes("danske kroner"), currency_codes("tkr")
    (('SEK',), ('SEK', 'DKK', 'NOK'), ('DKK',), ())
    """
    plain = " ".join(text.casefold().split()).rstrip(".")
    if plain in _NAMES:
        return (_NAMES[plain],)
    return codes_of(plain) if plain in _WORDS else ()


def _named_in(column: Column, raw: RawList) -> frozenset[str]:
    """Returns the codes that the cells of a column name without a doubt."""
    found = (currency_codes(text) for text in {text for _, text in _texts(column, raw)})
    return frozenset(codes[0] for codes in found if len(codes) == 1)


def _texts(column: Column, raw: RawList) -> Iterator[tuple[str, str]]:
    for row in raw.rows:
        for title in column.titles:
            if isinstance(cell := row.cells.get(title), str):
                yield title, cell


def given_beside(mapping: ListMapping, values: Values) -> Iterator[tuple[str, tuple[Value, ...]]]:
    """Yields by its column each currency that a row does not name, and that stands beside an amount of it.

    Only what can mean one currency is taken: `12 500 EUR` names one, `12 500 kr` may be of three countries.
    """
    for column in mapping.columns:
        if column.currency_of and not values[column.currency_of]:
            codes = [split_currency(value.text)[1] for value in values[column.name]]
            if codes and len(codes[0]) == 1 and (found := _read(mapping, column.currency_of, codes[0][0])):
                yield column.currency_of, (found,)


def _read(mapping: ListMapping, name: str, code: str) -> Value | None:
    column = next(column for column in mapping.columns if column.name == name)
    try:
        return value_of(column, code)
    except CellError:
        return None


def in_other_currencies(file: str, mapping: ListMapping, row: Row) -> list[tuple[str, Finding]]:
    """Returns a finding for each amount beside which stands another currency than its row names.

    Each stands with what it does, which is "refuse".
    """
    columns = (column for column in mapping.columns if column.currency_of)
    return [("refuse", each) for column in columns for each in _findings(file, column, row)]


def _findings(file: str, column: Column, row: Row) -> Iterator[Finding]:
    wanted = next((value.text for value in row.values[column.currency_of or ""]), "")
    for value in row.values[column.name]:
        _, codes = split_currency(value.text)
        if codes and wanted and wanted not in codes:
            place = Place(file, row.sheet, row.number, (*column.titles, column.name)[0], value.text)
            yield Finding(
                "cell-currency", place, (("value", value.text), ("found", codes[0]), ("wanted", wanted))
            )
