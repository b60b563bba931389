"""Questions of what hangs on one thing, and which few projects would do, as HTTP and commands ask them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from api.effects.parameters import SinglePointParameters, SmallestSetParameters
from api.effects.telling import single_points_of, smallest_set_of
from api.iris import from_base
from api.portfolio.parameters import FilterParameters
from api.portfolio.telling import Teller
from api.schemas import Model
from graph.errors import InputError

if TYPE_CHECKING:
    from graph.alignment.effects import Effects

Ask = Callable[["Effects", Teller], Model]
QUESTIONS: Mapping[str, type[FilterParameters]] = {
    "single-points": SinglePointParameters,
    "smallest-set": SmallestSetParameters,
}


def ask_of(asked: FilterParameters, base: str) -> Ask:
    """Returns how one of the questions is put, and its answer worded; paths count from the base."""
    match asked:
        case SinglePointParameters():
            return _single_points(asked, base)
        case SmallestSetParameters():
            return _smallest_set(asked, base)
    raise TypeError(type(asked).__name__)


def _single_points(asked: SinglePointParameters, base: str) -> Ask:
    document = from_base(asked.document, base) if asked.document else None
    filters, prioritised = asked.filters(base), asked.prioritised
    return lambda core, tell: single_points_of(
        tell, core.single_points(document, filters, prioritised=prioritised)
    )


def _smallest_set(asked: SmallestSetParameters, base: str) -> Ask:
    document = from_base(asked.document, base) if asked.document else None
    objectives = [from_base(each, base) for each in asked.objective] or None
    filters = asked.filters(base)
    if objectives and document:
        raise InputError("smallest-set-of-both", document=document)

    def ask(core: Effects, tell: Teller) -> Model:
        found = core.smallest_set(objectives, document, filters)
        if not found.wanted:
            raise InputError("smallest-set-of-nothing")
        return smallest_set_of(tell, found)

    return ask
