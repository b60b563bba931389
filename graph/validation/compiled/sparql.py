"""Constraints that are SPARQL queries already (sh:sparql), put into a query over all focus nodes at once."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cache

from pyparsing import ParseBaseException
from rdflib import RDF, RDFS, SH, Literal, URIRef
from rdflib.paths import Path
from rdflib.plugins.sparql.algebra import translateQuery
from rdflib.plugins.sparql.parser import parseQuery
from rdflib.plugins.sparql.parserutils import CompValue
from rdflib.term import Node

from graph.validation.compiled.building import Mention
from graph.validation.compiled.reading import Reading, Unreadable, only

_HEAD = re.compile(r"\s*SELECT\s[^{}]*\{", re.IGNORECASE)
_PATH = re.compile(r"[$?]PATH\b")
_THIS = re.compile(r"[$?]this\b")
# Bound beforehand where one query is put for each focus node, free in a query over all of them.
_BOUND = re.compile(r"[$?](shapesGraph|currentShape)\b|\bAS\s+[$?](this|value)\b", re.IGNORECASE)
# What holds no grammar; what is left of a group within a group, or of a comment, is not compiled.
_OPAQUE = re.compile(r"<[^<>\s]*>|'(?:[^'\\\n]|\\.)*'|\"(?:[^\"\\\n]|\\.)*\"")
_GROUPED = re.compile(r"(?<!EXISTS)(?<!OPTIONAL)\{|#", re.IGNORECASE)
_PREFIX = re.compile(r"(?<![\w$?.-])([A-Za-z][\w.-]*)?:")
# What may stand in EXISTS: it is asked anew for each solution, so that ?this is bound there.
_PLAIN = frozenset(("GroupGraphPatternSub", "TriplesBlock", "Filter"))


def embedded(reading: Reading, constraint: Node, target: str, path: str | None) -> tuple[str, set[Mention]]:
    """Returns a query for the focus nodes at fault, and the triples of which none may be too many.

    `target` is the pattern of the focus nodes, `path` that of the property shape. Raises Unreadable where the
    query may mean something else once ?this is no longer bound beforehand.
    """
    text = only(reading.shapes, constraint, SH.select)
    if not isinstance(text, Literal):
        raise Unreadable("sparql")
    told = _PATH.sub(path, str(text)) if path else str(text)
    known = dict(_prefixes(reading, constraint))
    head = _HEAD.match(told)
    if head is None or not _THIS.search(head[0]) or not _is_simple(told, head.end(), known):
        raise Unreadable("sparql")
    prefixes = "".join(f"PREFIX {prefix}: <{space}> " for prefix, space in known.items())
    whole = _algebra(prefixes + told).p
    inner = whole.p if whole.name == "Distinct" else whole
    if inner.name != "Project" or not _is_flat(inner.p):
        raise Unreadable("sparql")
    query = f"{prefixes}SELECT DISTINCT ?this WHERE {{ {target}. {told[head.end() :]}"
    return query, set() if _only_grows(inner) else set(_mentions(inner))


def _is_simple(told: str, start: int, known: Mapping[str, str]) -> bool:
    """Says whether a query is one group, apart from OPTIONAL and EXISTS, with prefixes that are known."""
    plain = _OPAQUE.sub(" ", told)
    body = re.sub(r"\s+(?=\{)", "", _OPAQUE.sub(" ", told[start:]))
    return (
        not _BOUND.search(plain)
        and not _GROUPED.search(body)
        and body.rstrip().endswith("}")
        and known.keys() >= {found[1] or "" for found in _PREFIX.finditer(plain)}
    )


def _prefixes(reading: Reading, constraint: Node) -> Iterator[tuple[str, str]]:
    shapes = reading.shapes
    yield from (("rdf", str(RDF)), ("rdfs", str(RDFS)))
    owners = {shapes.identifier, *reading.ontologies, *shapes.objects(constraint, SH.prefixes)}
    for declaration in {each for owner in owners for each in shapes.objects(owner, SH.declare)}:
        yield str(shapes.value(declaration, SH.prefix)), str(shapes.value(declaration, SH.namespace))


@cache
def _algebra(text: str) -> CompValue:
    try:
        found: CompValue = translateQuery(parseQuery(text)).algebra
    except (ParseBaseException, ValueError, LookupError, TypeError) as error:
        raise Unreadable("sparql") from error
    return found


def _is_flat(part: CompValue) -> bool:
    """Says whether every variable of a pattern is seen by all of its parts, as it is where ?this is bound."""
    if part.name == "BGP":
        return True
    if part.name in ("Filter", "Extend"):
        return _is_flat(part.p) and _is_plain(part.expr)
    if part.name == "LeftJoin":
        return _is_flat(part.p1) and part.p2.name == "BGP" and _is_plain(part.expr)
    return False


def _is_plain(expression: object) -> bool:
    parts = [each for each in _walk(expression) if isinstance(each, CompValue)]
    graphs = [each["graph"] for each in parts if each.name in ("Builtin_EXISTS", "Builtin_NOTEXISTS")]
    inner = (each for graph in graphs for each in _walk(graph) if isinstance(each, CompValue))
    patterns = (
        each.name for each in inner if (each.name[0].isupper() and "part" in each) or "triples" in each
    )
    return all(name in _PLAIN for name in patterns)


def _only_grows(part: CompValue) -> bool:
    """Says whether more triples can only make a pattern find more."""
    names = {each.name for each in _walk(part) if isinstance(each, CompValue)}
    return names.isdisjoint(("LeftJoin", "Builtin_EXISTS", "Builtin_NOTEXISTS"))


def _mentions(part: object) -> Iterator[Mention]:
    for each in _walk(part):
        if isinstance(each, CompValue) and "triples" in each:
            for found in each.triples:
                for place in range(0, len(found), 3):
                    yield from _mention(found[place + 1], found[place + 2])


def _mention(predicate: object, value: object) -> Iterator[Mention]:
    if isinstance(predicate, Path):
        yield from ((step, None) for step in _steps(predicate))
    elif isinstance(predicate, URIRef):
        yield predicate, value if predicate == RDF.type and isinstance(value, URIRef) else None
    else:
        yield None, None


def _steps(path: Path) -> Iterator[Node | None]:
    """Yields the predicates of a path; None, any, for one that says which it does not walk."""
    inner = [getattr(path, "arg", None), getattr(path, "path", None), *getattr(path, "args", ())]
    if type(path).__name__ == "NegatedPath":
        yield None
    for step in inner:
        if isinstance(step, Path):
            yield from _steps(step)
        elif isinstance(step, URIRef):
            yield step


def _walk(part: object) -> Iterator[object]:
    yield part
    if isinstance(part, CompValue):
        for value in part.values():
            yield from _walk(value)
    elif isinstance(part, list | tuple | set):
        for value in part:
            yield from _walk(value)
