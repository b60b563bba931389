"""Whole lists as rows, read a page at a time, so that no list has to fit into memory."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any, cast

from api.chains.short import ChainedModel, chained
from api.formats.tables import rows_of
from api.schemas import (
    AlignmentModel,
    DocumentModel,
    Model,
    ObjectiveModel,
    OrganisationModel,
    ProjectModel,
    TerritoryModel,
)
from graph.alignment.chains import Chains
from graph.errors import UnknownName
from graph.model import Page, Project
from graph.repository import ProjectFilters, Repository
from graph.repository.projects import project_iris, projects_of

# Projects with their chains to the goal of the filters: a list of their own, which no workbook of all holds.
CHAINED = "projects-with-chains"
_PAGE = 500
_ALL = 1_000_000_000
Read = Callable[[Repository, str, ProjectFilters], Iterator[Iterable[object]]]


@dataclass(frozen=True, slots=True)
class Kind:
    """Is one kind of thing: what a row of it looks like, and how all of them are read."""

    model: type[Model]
    read: Read


def rows_of_kind(
    name: str, repository: Repository, lang: str, filters: ProjectFilters | None = None
) -> tuple[Sequence[str], Iterator[Mapping[str, Any]]]:
    """Returns the columns of a kind and a row for each thing of it; an unknown kind raises UnknownName."""
    kind = _CHAINED if name == CHAINED else KINDS.get(name)
    if kind is None:
        raise UnknownName("export-unknown", name=name, known=", ".join(KINDS))
    pages = kind.read(repository, lang, filters or ProjectFilters())
    items = (kind.model.model_validate(item) for page in pages for item in page)
    columns, rows = rows_of(kind.model, items)
    return columns, iter(rows)


def _projects(repository: Repository, lang: str, filters: ProjectFilters) -> Iterator[Iterable[object]]:
    iris, _ = project_iris(repository.reading, filters, _ALL, 0)
    return (projects_of(repository.reading, chunk, lang) for chunk in _chunks(iris))


def _chained(repository: Repository, lang: str, filters: ProjectFilters) -> Iterator[Iterable[object]]:
    chains, goal = Chains(repository), filters.goal or ""
    for projects in _projects(repository, lang, filters):
        yield chained(chains, repository, cast(Iterable[Project], projects), goal, lang)


def _alignments(repository: Repository, lang: str, _: ProjectFilters) -> Iterator[Iterable[object]]:
    found = repository.alignment_iris()
    return (repository.alignments_by_iri(chunk, lang).values() for chunk in _chunks(found))


def _listed(name: str) -> Read:
    def read(repository: Repository, lang: str, _: ProjectFilters) -> Iterator[Iterable[object]]:
        offset: int | None = 0
        while offset is not None:
            page: Page[object] = getattr(repository, name)(lang=lang, limit=_PAGE, offset=offset)
            yield page.items
            offset = page.next

    return read


def _chunks(iris: Iterable[str]) -> Iterator[list[str]]:
    rest = iter(iris)
    while chunk := list(islice(rest, _PAGE)):
        yield chunk


_CHAINED = Kind(ChainedModel, _chained)
KINDS: Mapping[str, Kind] = {
    "projects": Kind(ProjectModel, _projects),
    "objectives": Kind(ObjectiveModel, _listed("objectives")),
    "documents": Kind(DocumentModel, _listed("documents")),
    "organisations": Kind(OrganisationModel, _listed("organisations")),
    "territories": Kind(TerritoryModel, _listed("territories")),
    "alignments": Kind(AlignmentModel, _alignments),
}
