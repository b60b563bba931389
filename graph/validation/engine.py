"""The one call of pySHACL, and the shapes that ship."""

from __future__ import annotations

from collections.abc import Callable, Collection
from functools import cache, lru_cache
from threading import Lock

from pyshacl import validate as run_pyshacl
from pyshacl.errors import ReportableRuntimeError
from rdflib import SH, Graph
from rdflib.term import Node

from graph.errors import Cause, InputError
from graph.model import ValidationReport
from graph.store.syntax import own_triples
from graph.validation.compiled import Apart, Compiled, Faults, Stated, compiled, narrowed, untold
from graph.validation.convert import add_quads, rdflib_term
from graph.validation.frozen import FrozenGraph
from graph.validation.report import Reader
from shapes import SHAPE_FILES

# pySHACL swaps rdflib's global parsing rules while it reads shapes, and rdflib's SPARQL parser breaks for
# good when two threads first use it at once.
_ONE_AT_A_TIME = Lock()


# Shapes are asked far more than data; pySHACL needs a store of named graphs for the data alone.
_FASTEST = "SimpleMemory"
RunShacl = Callable[[Graph, Graph], Graph]


@cache
def shipped_shapes() -> Graph:
    """Returns the shapes of shapes/*.ttl as one graph, parsed once; nobody may change it."""
    shapes = Graph()
    for path in SHAPE_FILES:  # in a fifth of the time of rdflib's own parser
        add_quads(shapes, own_triples(path))
    return shapes


@cache
def _shipped_reader() -> Reader:
    return Reader(shipped_shapes())


@cache
def _working_shapes() -> Graph:
    """Returns the copy of the shipped shapes that pySHACL may change: it adds always the same triples."""
    return copied(shipped_shapes(), _FASTEST)


def compiled_for(stated: Stated) -> Compiled:
    """Returns the shipped shapes compiled for a store; what it says of classes, and its graphs, matter."""
    hierarchy = frozenset(stated.hierarchy().items())
    with _ONE_AT_A_TIME:
        plain = _compiled(hierarchy, Apart())
        apart = stated.apart(plain.mentions)
        return _compiled(hierarchy, apart) if apart.mentions else plain


@lru_cache(maxsize=8)
def _compiled(hierarchy: frozenset[tuple[Node, tuple[Node, ...]]], apart: Apart) -> Compiled:
    return compiled(shipped_shapes(), dict(hierarchy), apart)


def copied(g: Graph, store: str = "default") -> Graph:
    """Returns a graph of the same triples and the same identifier."""
    copy = Graph(store, identifier=g.identifier)
    copy += g
    return copy


def shacl_results(data_graph: Graph, shapes: Graph) -> Graph:
    """Returns pySHACL's results graph; pySHACL changes `shapes`, and unusable ones raise InputError.

    Nothing is inferred: shapes name each class that they target. pySHACL gives up at a value without an
    order, as `"x"^^xsd:date` or a blank node: that is told by its datatype, and the order is not judged.
    """
    try:
        try:
            return _results(data_graph, shapes)
        except (TypeError, ReportableRuntimeError):
            return _results(data_graph, _without_orders(shapes))
    except (ReportableRuntimeError, NotImplementedError) as error:
        raise InputError("shapes-unusable", why=Cause("shapes-other", words=str(error))) from error


def _results(data_graph: Graph, shapes: Graph) -> Graph:
    with _ONE_AT_A_TIME:
        _, results, text = run_pyshacl(
            FrozenGraph(data_graph), shacl_graph=shapes, inference="none", inplace=True, advanced=False
        )
    if not isinstance(results, Graph):
        raise InputError("shapes-unusable", why=Cause("shapes-other", words=text))
    return results


def _without_orders(shapes: Graph) -> Graph:
    plain = copied(shapes, _FASTEST)
    for order in (SH.lessThan, SH.lessThanOrEquals):
        plain.remove((None, order, None))
    return plain


def report_on(
    faults: Faults, shapes: Compiled, data_graph: Graph, run: RunShacl = shacl_results
) -> ValidationReport:
    """Returns what pySHACL says of the nodes at fault, by the shipped shapes as compiled.

    `data_graph` holds what is known of the nodes that pySHACL has to look at, and `run` runs it: here, or in
    a worker process where strangers submit.
    """
    reader = _shipped_reader()
    lacking = [reader.missing(part, str(rdflib_term(node))) for part, node in untold(shapes.reading, faults)]
    results = Graph()
    if faults.others:
        results = run(data_graph, narrowed(shapes.reading, faults))
    return reader.report(results, data_graph, None, lacking)


def validate(
    data_graph: Graph, shapes: Graph | None = None, focus: Collection[str] | None = None
) -> ValidationReport:
    """Returns what SHACL validation of a graph finds; warnings alone let it conform.

    `shapes` are those that ship where none are given; they stay unchanged. With `focus`, only results about
    these nodes count: the others are context, known only in part.

    >>> from rdflib import SH, Graph
    >>> g = Graph().parse(data='@prefix pg: <https://w3id.org/policygraph#> . <urn:x> a pg:Fund .')
    >>> [violation.focus for violation in validate(g).violations]
    ['urn:x']
    """
    working = _working_shapes() if shapes is None else copied(shapes, _FASTEST)
    reader = _shipped_reader() if shapes is None else Reader(shapes)
    # Not pySHACL's own focus_nodes: it skips values that are no focus nodes, so sh:or and sh:not on them lie.
    return reader.report(shacl_results(data_graph, working), data_graph, focus)
