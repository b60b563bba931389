"""Strangers' files read by workers: the same functions as in this process, at the cost of another one."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import asdict

from graph.importers.passing import heard_held, lines_of
from graph.importers.rdf import refuse_reserved
from graph.importers.reading import Held
from graph.importers.sheets import DEFAULT, Dialect, Limits
from graph.isolation import JobPool, file_trade, read_quads
from graph.isolation import Limits as Costs
from graph.isolation.files import FILES
from graph.terms import NamedNode, Quad

JOBS: Mapping[str, str] = {"tables": "graph.importers.jobs.tables", "rdf": "graph.importers.jobs.rdf"}
_USUAL = Dialect()


class IsolatedFiles(JobPool):
    """Reads files in worker processes; what these die of is an error about the file.

    >>> with IsolatedFiles() as files:
    ...     files.read_file("list.csv", b"id;title\\n1;One\\n").tables[0].lines[1].cells
    ('1', 'One')
    """

    def __init__(self, costs: Costs = FILES) -> None:
        super().__init__(file_trade(JOBS), costs)

    def read_file(
        self,
        name: str,
        content: bytes,
        dialect: Dialect = _USUAL,
        headings: Collection[str] = (),
        limits: Limits = DEFAULT,
    ) -> Held:
        """Returns what `graph.importers.reading.read_file` does; raises what ends its worker, too."""
        limits.check_bytes(name, len(content))
        request = {
            "name": name,
            "dialect": asdict(dialect),
            "headings": list(headings),
            "limits": asdict(limits),
        }
        with self.answer("tables", request, content) as answer:
            return heard_held(lines_of(answer))

    def read_rdf(
        self, name: str, content: bytes, base: str, graph: NamedNode, media_type: str | None = None
    ) -> tuple[Quad, ...]:
        """Returns what `graph.importers.rdf.read_rdf` does, of a file of that name and content.

        `media_type` is as for `parse_rdf`: None goes by the extension of the name.
        """
        request = {"name": name, "base": base, "graph": graph.value, "media_type": media_type}
        with self.answer("rdf", request, content) as answer:
            quads = read_quads(answer, self.limits.answer_bytes)
        refuse_reserved(quads, base, name)
        return quads
