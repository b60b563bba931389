"""What a long list says of new things, on its way in batches: piled up, derived from, asked of the shapes."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from graph.derived import new_links
from graph.model import ValidationReport
from graph.store import Batch
from graph.store.once import Once
from graph.store.overlay import Readable, Sparing
from graph.store.piling import Pile, lines_of
from graph.terms import NamedNode

Ask = Callable[[Readable, Batch], ValidationReport]


@dataclass(slots=True)
class Passed:
    """Is what batches came to: the pile of their quads and of the links that are derived from these.

    `stated` counts the quads without the links.
    """

    pile: Pile
    stated: int = 0
    graphs: set[NamedNode] = field(default_factory=set)
    reports: list[ValidationReport] = field(default_factory=list)


def passed(view: Readable, batches: Iterable[Batch], pile: Pile, ask: Ask) -> Passed:
    """Returns what batches come to in a store that is as `view` shows it, and piles their quads up."""
    found, view = Passed(pile), Once(view)  # what batches refer to is much the same for all of them
    for batch in batches:
        links = new_links(Sparing(view, batch.subjects), batch.store)
        told = batch.told()
        pile.put_batch(told.lines + lines_of(links), len(batch) + len(links), told.runs)
        del told
        found.stated += len(batch)
        found.graphs.update(batch.store.graphs())
        found.reports.append(ask(view, batch))  # last: it may put beside the batch what is known of others
        del batch  # before the next one is made: each has a store of its own
    return found
