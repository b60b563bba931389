"""The UN's own concept scheme of the Sustainable Development Goals, made to stand beside what ships.

What ships has a short name for each goal and target in English, Swedish and Danish. The file has the official
texts in six languages, the indicators and the data series. Its quirks are mended here, one function for each:

- the official text of a goal or target is its skos:definition; it stays a name only in languages without one
- some indicators are named "NaN", with no language
- `inScheme` is written with and without a trailing slash
- a code stands as "9", "09" or "09.05", typed in three ways
- `hasIndicator`, `hasSeries` and `isSeriesOf` are incomplete; each is completed from its inverse
- `broader` runs on from indicators to targets, although an indicator is no objective
- the file declares its own classes and properties as well, which are left out
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from graph.errors import FileProblem, Place
from graph.store.syntax import parse_rdf
from graph.terms import Literal, NamedNode, Quad, Term, expand, graph_iri, iri
from ontology.languages import LANGUAGES

__all__ = ["read_un_sdg"]

SCHEME = iri("http://metadata.un.org/sdg")
SHIPPED_LANGUAGES = frozenset(LANGUAGES)

_TYPE = expand("rdf:type")
_NAME = expand("skos:prefLabel")
_OTHER_NAME = expand("skos:altLabel")
_DEFINITION = expand("skos:definition")
_NOTATION = expand("skos:notation")
_IN_SCHEME = expand("skos:inScheme")
_TREE = frozenset({expand("skos:broader"), expand("skos:narrower")})
_IDENTIFIER = expand("dct:identifier")
_GOAL, _TARGET, _INDICATOR, _SERIES, _TIER = (
    expand(f"sdgo:{kind}") for kind in ("Goal", "Target", "Indicator", "Series", "Tier")
)
_KINDS = frozenset({_GOAL, _TARGET, _INDICATOR, _SERIES, _TIER})
_OBJECTIVES: frozenset[NamedNode | None] = frozenset({_GOAL, _TARGET})
_UPWARD = {
    expand(f"sdgo:is{kind}Of"): expand(f"sdgo:has{kind}") for kind in ("Target", "Indicator", "Series")
}
_INVERSES = _UPWARD | {down: up for up, down in _UPWARD.items()}
_PERMANENT = expand("sdgo:SDGCodePerm")

Statement = tuple[NamedNode, NamedNode, Term]
Pair = tuple[NamedNode, Term]
Kinds = Mapping[NamedNode, NamedNode]


def read_un_sdg(path: Path, base: str) -> Iterator[Quad]:
    """Yields the quads of the UN's file, mended, in `{base}graph/source/un-sdg`.

    A file without a goal raises FileProblem, as do the faults that `read_rdf` knows.
    """
    statements = list(_statements(path, base))
    kinds = {s: o for s, p, o in statements if p == _TYPE and isinstance(o, NamedNode) and o in _KINDS}
    if _GOAL not in kinds.values():
        raise FileProblem("un-sdg-without-goals", Place(file=path.name), file=path.name)
    graph = graph_iri(base, "source", "un-sdg")
    mended = (*_description(graph, base), *_mended(statements, kinds), *_indicators(kinds))
    for subject, predicate, object_ in dict.fromkeys(mended):
        yield Quad(subject, predicate, object_, graph)


def _statements(path: Path, base: str) -> Iterator[Statement]:
    for quad in parse_rdf(path, base=base):
        if isinstance(quad.subject, NamedNode):
            yield quad.subject, quad.predicate, quad.object


def _description(graph: NamedNode, base: str) -> Iterator[Statement]:
    """Yields what the graph says of itself: its kind and its source."""
    source = iri(f"{base}id/dataset/un/sdg-kos")
    yield graph, _TYPE, expand("pg:SourceGraph")
    yield graph, expand("prov:hadPrimarySource"), source
    yield source, _TYPE, expand("dcat:Dataset")
    yield source, _NAME, Literal("Sustainable Development Goals Taxonomy", language="en")
    yield source, expand("dct:source"), SCHEME


def _mended(statements: Iterable[Statement], kinds: Kinds) -> Iterator[Statement]:
    for subject, predicate, object_ in statements:
        kind = kinds.get(subject)
        if kind is None:
            continue
        for pair in _pairs(predicate, object_, kind, kinds):
            yield subject, *pair
        if predicate in _INVERSES and isinstance(object_, NamedNode):
            yield object_, _INVERSES[predicate], subject


def _pairs(predicate: NamedNode, object_: Term, kind: NamedNode, kinds: Kinds) -> Iterator[Pair]:
    """Yields what one statement about a goal, target, indicator or series becomes."""
    if predicate == _IN_SCHEME:
        yield predicate, SCHEME
    elif isinstance(object_, Literal) and predicate in {_NAME, _OTHER_NAME}:
        yield from _names(predicate, object_, kind)
    elif isinstance(object_, Literal) and predicate == _NOTATION:
        yield _code(object_, kind)
    elif predicate not in _TREE or _are_objectives(kind, object_, kinds):
        yield predicate, object_


def _are_objectives(kind: NamedNode, object_: Term, kinds: Kinds) -> bool:
    return kind in _OBJECTIVES and isinstance(object_, NamedNode) and kinds.get(object_) in _OBJECTIVES


def _names(predicate: NamedNode, text: Literal, kind: NamedNode) -> Iterator[Pair]:
    """Yields the name; for a goal or target the official text, and a name where what ships has none."""
    language = text.language
    if language is None:
        return
    clean = Literal(text.value.strip(), language=language)
    is_objective = kind in _OBJECTIVES
    if is_objective and predicate == _NAME:
        yield _DEFINITION, clean
    if not (is_objective and language in SHIPPED_LANGUAGES):
        yield predicate, clean


def _code(code: Literal, kind: NamedNode) -> Pair:
    """Returns the code as people write it, without type and filling zeros; a permanent one is an identifier.

    >>> _code(Literal("09.0b"), _TARGET)[1].value, _code(Literal("SI_POV_DAY1"), _SERIES)[1].value
    ('9.b', 'SI_POV_DAY1')
    """
    if code.datatype == _PERMANENT:
        return _IDENTIFIER, Literal(code.value)
    if kind == _SERIES:
        return _NOTATION, Literal(code.value)
    return _NOTATION, Literal(".".join(part.lstrip("0") for part in code.value.split(".")))


def _indicators(kinds: Kinds) -> Iterator[Statement]:
    """Yields the class and level that our own questions ask indicators for."""
    for subject, kind in kinds.items():
        if kind == _INDICATOR:
            yield subject, _TYPE, expand("pg:Indicator")
            yield subject, expand("pg:level"), expand("pg:GlobalLevel")
