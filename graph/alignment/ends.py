"""What a chain can begin or end at: a project, an objective or a document."""

from __future__ import annotations

from graph.errors import InputError
from graph.repository.reading import Queryable
from graph.terms import compact, expand

_TYPE = expand("rdf:type")
FIT = frozenset(expand(each) for each in ("pg:Project", "pg:Objective", "eli:Work", "eli:LegalResource"))


def check_end(store: Queryable, name: str, iri: str) -> None:
    """Raises InputError where no chain can begin or end at a thing that the graph holds, such as an area.

    That no chain leads there would be true, and mislead: nothing of its kind is ever aligned. `name` is what
    the reader calls that end.
    """
    if FIT.isdisjoint(quad.object for quad in store.quads(expand(iri), _TYPE)):
        raise InputError("chain-end-unfit", name=name, value=compact(iri))
