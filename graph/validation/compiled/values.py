"""What constraints ask of one value, as conditions on a variable."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from rdflib import SH, XSD, BNode, Graph, Literal, URIRef
from rdflib.term import Node

from graph.validation.compiled.conditions import MET, UNKNOWN, Condition, any_of, exactly
from graph.validation.compiled.datatypes import of_datatype
from graph.validation.compiled.patterns import translated
from graph.validation.compiled.reading import Unreadable, items, only

Made = Callable[[Graph, Node, Node, str], Condition]

_KINDS = {
    SH.IRI: "isIRI({0})",
    SH.Literal: "isLiteral({0})",
    SH.BlankNode: "isBlank({0})",
    SH.BlankNodeOrIRI: "(isBlank({0}) || isIRI({0}))",
    SH.BlankNodeOrLiteral: "(isBlank({0}) || isLiteral({0}))",
    SH.IRIOrLiteral: "(isIRI({0}) || isLiteral({0}))",
}
_SIGNS = {SH.minInclusive: ">=", SH.maxInclusive: "<=", SH.minExclusive: ">", SH.maxExclusive: "<"}
_BY_VALUE = (XSD.integer, XSD.decimal, XSD.double, XSD.float, XSD.date, XSD.dateTime, XSD.boolean)


def is_comparable(term: Node) -> bool:
    """Says whether a term of the shapes is written as the store writes it, so that it can be looked for."""
    if isinstance(term, BNode):
        return False
    if not isinstance(term, Literal) or term.language or term.datatype in (None, XSD.string):
        return True
    return term.datatype in (XSD.integer, XSD.boolean) and str(term) == str(term.value).lower()


def equals(variable: str, term: Node) -> Condition:
    """Returns the condition that a value is a term of the shapes."""
    return exactly(f"sameTerm({variable}, {term.n3()})") if is_comparable(term) else UNKNOWN


def _datatype(_shapes: Graph, _shape: Node, value: Node, variable: str) -> Condition:
    return of_datatype(variable, value)


def _node_kind(_shapes: Graph, _shape: Node, value: Node, variable: str) -> Condition:
    if value not in _KINDS:
        raise Unreadable("nodeKind")
    return exactly(_KINDS[URIRef(str(value))].format(variable))


def _compared(sign: str) -> Made:
    def made(_shapes: Graph, _shape: Node, value: Node, variable: str) -> Condition:
        """What SPARQL cannot compare, pySHACL may."""
        if not isinstance(value, Literal) or value.datatype not in _BY_VALUE:
            return Condition("false", f"isLiteral({variable})")
        surely = f"COALESCE({variable} {sign} {value.n3()}, false)"
        return Condition(surely, f"(isLiteral({variable}) && COALESCE({variable} {sign} {value.n3()}, true))")

    return made


def _length(sign: str) -> Made:
    def made(_shapes: Graph, _shape: Node, value: Node, variable: str) -> Condition:
        if not isinstance(value, Literal) or not isinstance(value.value, int) or value.value < 0:
            raise Unreadable("a length")
        if sign == ">=" and value.value == 0:
            return MET
        return exactly(f"(!isBlank({variable}) && STRLEN(STR({variable})) {sign} {value.value})")

    return made


def _pattern(shapes: Graph, shape: Node, value: Node, variable: str) -> Condition:
    told = translated(str(value)) if isinstance(value, Literal) else None
    flags = str(only(shapes, shape, SH.flags) or "")
    if told is None or flags not in ("", "i") or (flags and not told.isascii()):
        return UNKNOWN
    arguments = ", ".join((f"STR({variable})", Literal(told).n3(), *([Literal(flags).n3()] if flags else [])))
    return Condition(
        f"(!isBlank({variable}) && COALESCE(REGEX({arguments}), false))",
        f"(!isBlank({variable}) && COALESCE(REGEX({arguments}), true))",
    )


def _in(shapes: Graph, _shape: Node, value: Node, variable: str) -> Condition:
    return any_of([equals(variable, term) for term in items(shapes, value)])


def _language_in(shapes: Graph, _shape: Node, value: Node, variable: str) -> Condition:
    tags = [str(tag).lower() for tag in items(shapes, value)]
    lang = f"LCASE(LANG({variable}))"
    listed = ", ".join(Literal(tag).n3() for tag in tags)
    first = f'STRBEFORE(CONCAT({lang}, "-"), "-")'
    matches = "true" if "*" in tags else f"({lang} IN ({listed}) || {first} IN ({listed}))"
    return exactly(f'(isLiteral({variable}) && LANG({variable}) != "" && {matches})')


# By parameter: the condition that one value of the parameter makes.
OF_VALUES: Mapping[URIRef, Made] = {
    SH.datatype: _datatype,
    SH.nodeKind: _node_kind,
    SH.minLength: _length(">="),
    SH.maxLength: _length("<="),
    SH.pattern: _pattern,
    SH["in"]: _in,
    SH.languageIn: _language_in,
    **{parameter: _compared(sign) for parameter, sign in _SIGNS.items()},
}
# Of these a shape may give several values; of the others pySHACL refuses a second one.
REPEATED = frozenset(
    SH[name]
    for name in [
        "pattern",
        "class",
        "node",
        "property",
        "not",
        "and",
        "or",
        "xone",
        "sparql",
        "hasValue",
        "equals",
        "disjoint",
        "lessThan",
        "lessThanOrEquals",
        "qualifiedValueShape",
        "minInclusive",
        "maxInclusive",
        "minExclusive",
        "maxExclusive",
    ]
)
