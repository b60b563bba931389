"""Which literals surely are well-formed values of their datatype, both to the store and to rdflib."""

from __future__ import annotations

from collections.abc import Mapping

from rdflib import RDF, RDFS, XSD
from rdflib.term import Node

from graph.validation.compiled.conditions import Condition, exactly

_YEAR = "([1-9][0-9]{3}|0[1-9][0-9]{2}|00[1-9][0-9]|000[1-9])"
_DAY = "[0-9]{2}-[0-9]{2}"
_CLOCK = "([01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9]([.][0-9]{1,6})?"
_ZONE = "(Z|[+-](0[0-9]|1[0-3]):[0-5][0-9])?"


def _written(form: str) -> str:
    return f'REGEX(STR(?value), "^{form}$")'


# The store keeps numbers, dates and times by value: its functions fail on what is none.
_WELL_FORMED: Mapping[Node, str] = {
    XSD.string: "true",
    RDF.langString: "true",
    XSD.integer: "isNumeric(?value)",
    XSD.decimal: "isNumeric(?value)",
    XSD.double: "isNumeric(?value)",
    XSD.float: "isNumeric(?value)",
    XSD.boolean: "(?value = true || ?value = false)",
    XSD.date: "(YEAR(?value) > 0 && YEAR(?value) < 10000 && STRLEN(STR(?value)) = 10)",
    XSD.dateTime: f"(YEAR(?value) > 0 && {_written(f'{_YEAR}-{_DAY}T{_CLOCK}{_ZONE}')})",
    XSD.gYear: _written(_YEAR),
    XSD.gYearMonth: _written(f"{_YEAR}-(0[1-9]|1[0-2])"),
}
# pySHACL takes every literal for a value of these.
_WIDER = (RDFS.Literal, RDFS.Datatype)


def of_datatype(variable: str, datatype: Node) -> Condition:
    """Returns the condition that a value is a well-formed literal of a datatype.

    Of a datatype that is not known here, pySHACL looks at every value itself.
    """
    if datatype in _WIDER:
        return Condition("false", f"isLiteral({variable})")
    is_typed = f"COALESCE(DATATYPE({variable}) = {datatype.n3()}, false)"
    if datatype in (XSD.string, RDF.langString):
        return exactly(is_typed)
    form = _WELL_FORMED.get(datatype)
    if form is None:
        return Condition("false", is_typed)
    well_formed = form.replace("?value", variable)
    return Condition(f"COALESCE(DATATYPE({variable}) = {datatype.n3()} && {well_formed}, false)", is_typed)
