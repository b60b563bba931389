"""What each question to the portfolio takes, and how it is asked, over HTTP and on the command line."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from typing import TYPE_CHECKING

from fastapi.exceptions import RequestValidationError
from pydantic import ValidationError

from api.handlers import from_validation
from api.iris import from_base, full
from api.portfolio.covering import told_coverage
from api.portfolio.parameters import (
    REPEATED,
    CoverageParameters,
    DocumentMoneyParameters,
    DocumentParameters,
    FilterParameters,
    FlowParameters,
    GapParameters,
    MoneyParameters,
    OverlapParameters,
    RegionsParameters,
)
from api.portfolio.schemas import BasedModel
from api.portfolio.telling import Teller
from graph.errors import InputError, UnknownName

if TYPE_CHECKING:
    from graph.alignment.portfolio import Portfolio

Ask = Callable[["Portfolio", Teller], BasedModel]

QUESTIONS: Mapping[str, type[FilterParameters]] = {
    "goals": MoneyParameters,
    "targets": MoneyParameters,
    "objectives": DocumentMoneyParameters,
    "goals-by-region": MoneyParameters,
    "goals-by-programme": MoneyParameters,
    "objectives-by-goal": DocumentMoneyParameters,
    "regions": RegionsParameters,
    "flow": FlowParameters,
    "gaps": GapParameters,
    "overlap": OverlapParameters,
    "concentration": DocumentParameters,
    "say-fund-do": CoverageParameters,
}


def parsed(
    name: str,
    given: Mapping[str, Sequence[str]],
    questions: Mapping[str, type[FilterParameters]] = QUESTIONS,
    repeated: Collection[str] = REPEATED,
) -> FilterParameters:
    """Returns the parameters of one of some questions from text; what cannot be used raises InputError.

    Of a parameter that may be `repeated` there are several values.
    """
    if name not in questions:
        raise UnknownName("portfolio-question-unknown", name=name, known=", ".join(questions))
    for parameter, several in given.items():
        if len(several) > 1 and parameter not in repeated:
            raise InputError("parameter-repeated", name=parameter, count=len(several))
    values = {key: list(own) if key in repeated else own[0] for key, own in given.items()}
    try:
        return questions[name].model_validate(values)
    except ValidationError as error:
        raise from_validation(RequestValidationError(error.errors())) from error


def ask_of(name: str, asked: FilterParameters, base: str) -> Ask:
    """Returns how a question is put to the portfolio, and its answer worded; paths count from the base."""
    match asked:
        case MoneyParameters():
            given = asked.question(base)
            method = name.replace("-", "_")
            return lambda portfolio, tell: tell.counted(getattr(portfolio, method)(**given))
        case GapParameters():
            return _gaps(asked, base)
        case OverlapParameters():
            return _overlap(asked, base)
        case CoverageParameters():
            return _coverage(asked, base)
        case DocumentParameters():
            filters, document = asked.filters(base), from_base(asked.document, base)
            return lambda portfolio, tell: tell.concentration(portfolio.concentration(document, filters))
    raise TypeError(type(asked).__name__)


def _gaps(asked: GapParameters, base: str) -> Ask:
    filters, prioritised = asked.filters(base), asked.prioritised
    document = from_base(asked.document, base) if asked.document else None
    return lambda portfolio, tell: tell.gaps(portfolio.gaps(document, filters, prioritised=prioritised))


def _overlap(asked: OverlapParameters, base: str) -> Ask:
    filters = asked.filters(base)
    first, second = (full(each, base) for each in (asked.first, asked.second))
    if first == second:
        raise InputError("overlap-of-one", document=first)
    return lambda portfolio, tell: tell.overlap(portfolio.overlap(first, second, filters), (first, second))


def _coverage(asked: CoverageParameters, base: str) -> Ask:
    filters, area, by_goal = asked.filters(base), from_base(asked.region, base), asked.rows == "goals"
    return lambda portfolio, tell: told_coverage(tell, portfolio.say_fund_do(area, filters, by_goal=by_goal))
