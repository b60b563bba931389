"""The derived graphs: links of admitted alignments, and what each objective and document reaches upward.

`accepted` and `proposed` hold `?source pg:contributesTo ?target`. `reaches` holds the reflexive-transitive
closure, over policy objectives and documents, of these links, of skos:broader, and of the step from an
objective to its document; so `?project pg:contributesTo/pg:reaches ?goal` says what a project serves.
"""

from __future__ import annotations

from graph.derived.fresh import new_links
from graph.derived.graphs import LINKS, derived_graph, derived_graphs, describing
from graph.derived.links import all_links
from graph.derived.reaching import closure, linked_in
from graph.derived.refreshing import refresh
from graph.store.overlay import Readable
from graph.terms import Quad

__all__ = ["LINKS", "derive", "derived_graph", "derived_graphs", "new_links", "refresh"]


def derive(store: Readable) -> frozenset[Quad]:
    """Returns the quads of all derived graphs, computed from the whole store."""
    links = frozenset(all_links(store))
    return links | closure(store, linked_in(links)) | describing(store.base)
