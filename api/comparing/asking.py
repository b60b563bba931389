"""What a comparison is asked for: two documents, or one and a revision of the graph."""

from __future__ import annotations

from pydantic import Field

from api.iris import full
from api.parameters import Parameters
from graph.comparison import Comparison, SideOf, compare, compare_revisions
from graph.errors import InputError
from graph.store import Store


class ComparisonParameters(Parameters):
    """Names the sides of a comparison."""

    first: str = Field(description="A document.", examples=["id/document/vasterbotten/rus-2014-2020"])
    second: str | None = Field(
        None, description="Another document.", examples=["id/document/vasterbotten/rus-2020"]
    )
    revision: int | None = Field(
        None,
        ge=1,
        le=2**53,
        description="In place of another document: the document as it was at this revision of the graph.",
    )


def compared(
    store: Store, first: str, second: str | None, revision: int | None, side: SideOf | None = None
) -> Comparison:
    """Returns the comparison that is asked for; paths count from the base.

    Raises InputError unless there is either another document or a revision, NotFound for unknown documents.
    """
    one = full(first, store.base)
    other = full(second, store.base) if second else one
    if revision is None:
        return compare(store, one, other, side)
    if other != one:
        raise InputError("comparison-of-three", revision=revision)
    return compare_revisions(store, one, revision, side)
