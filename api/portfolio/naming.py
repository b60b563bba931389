"""What is wrong with a name that the portfolio does not take, in the words in which lists refuse a filter."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager

from graph.errors import InputError, UnknownName
from graph.repository.fitting import check_fit
from graph.repository.reading import Reading

_FILTERS: Mapping[str, str] = {
    "region": "territory",
    "municipality": "territory",
    "territory": "territory",
    "programme": "programme",
    "fund": "programme",
    "document": "document",
    "goal": "goal",
}


@contextmanager
def names_told(reading: Reading) -> Iterator[None]:
    """Tells what is wrong with a name of a question: the portfolio, which keeps numbers, cannot say it.

    One of which the graph holds nothing raises `iri-unknown`, a thing of another kind `filter-unfit-…`; what
    is of the right kind and of no use to the portfolio, as a document without objectives, stays what it was.
    """
    try:
        yield
    except UnknownName as error:
        if error.key == "portfolio-unknown":
            _tell(reading, str(error.values["kind"]), str(error.values["name"]))
        raise


def _tell(reading: Reading, parameter: str, value: str) -> None:
    reading.check_known(parameter, value)
    try:
        check_fit(reading.store, _FILTERS.get(parameter, ""), value)
    except InputError as error:
        raise InputError(error.key, name=parameter, value=error.values["value"]) from None
