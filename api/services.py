"""What every route may use, wired in one place and kept on the application."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Annotated, cast

from fastapi import Depends, Request

from api.imports.jobs import Jobs
from api.limiting import Turns
from api.serving.early import Early
from api.serving.files import files_of
from api.serving.late import Late
from api.serving.pool import make_pool
from api.settings import Settings
from api.shapes import IsolatedShapes
from graph.alignment.chains import Chains
from graph.alignment.keeping import EffectsKeeper, PortfolioKeeper
from graph.commits import Writer
from graph.drafts import Drafts
from graph.dumps import Dumps, copied
from graph.isolation import QueryPool
from graph.repository import Repository
from graph.repository.extent import Extents
from graph.saved import Saves
from graph.search import Search
from graph.since import Kept
from graph.store import Store

if TYPE_CHECKING:
    from graph.importers.isolated import IsolatedFiles

DUMPS = 4


@dataclass(frozen=True, slots=True)
class Services:
    """Holds the settings, the store and what reads and writes it.

    `files` reads what strangers send, `shapes` checks what they submit. `queries` are the threads that wait
    for the workers of `pool`, shared among clients by `turns`, where `early` has not got the answer without
    one; `dumps` write whole graphs, `releases`
    keeps the files of the whole dataset.
    """

    settings: Settings
    store: Store
    writer: Writer
    repository: Repository
    chains: Chains
    portfolio: PortfolioKeeper
    effects: EffectsKeeper
    search: Search
    imports: Jobs
    drafts: Drafts
    saves: Saves
    extents: Extents = field(repr=False)
    since: Kept = field(repr=False)
    files: Late[IsolatedFiles] = field(repr=False)
    releases: Dumps
    shapes: IsolatedShapes = field(repr=False)
    pool: QueryPool = field(repr=False)
    queries: ThreadPoolExecutor = field(repr=False)
    turns: Turns = field(repr=False)
    early: Early = field(repr=False)
    dumps: ThreadPoolExecutor = field(repr=False)

    @property
    def base(self) -> str:
        """Returns the base of our own IRIs, which the store has kept since it was made."""
        return self.store.base

    @property
    def context_url(self) -> str:
        """Returns where the JSON-LD context lies."""
        return f"{self.base}ontology/context.jsonld"

    def close(self) -> None:
        """Ends the queries and their workers; to be called before the store is closed, and more than once."""
        self.turns.close()
        for threads in (self.queries, self.dumps):
            threads.shutdown(wait=False, cancel_futures=True)
        self.imports.close()
        self.files.close()
        self.releases.close()
        self.shapes.workers.close()
        self.portfolio.close()
        self.since.close()
        self.search.close()
        self.pool.close()


def make_services(settings: Settings, store: Store) -> Services:
    """Returns the services over an open store."""
    pool = make_pool(settings, store)
    shapes = IsolatedShapes()
    repository, writer = Repository(store), Writer(store, shapes)
    portfolio, search = PortfolioKeeper(store), Search(store, repository)
    writer.followers += [portfolio.follow, search.follow]
    queries = ThreadPoolExecutor(pool.limits.threads, thread_name_prefix="sparql")
    return Services(
        settings,
        store,
        writer,
        repository,
        Chains(repository),
        portfolio,
        EffectsKeeper(store, portfolio),
        search,
        Jobs(),
        Drafts(store.place, settings.free_space_bytes),
        Saves(store.place, settings.free_space_bytes),
        Extents(store),
        Kept(store),
        files_of(settings),
        Dumps(copied(store), writer.lock),
        shapes,
        pool,
        queries,
        Turns(queries),
        Early(),
        ThreadPoolExecutor(DUMPS, thread_name_prefix="dump"),
    )


def services_of(request: Request) -> Services:
    """Returns the services of the application that answers the request."""
    return cast(Services, request.app.state.services)


async def _wired(request: Request) -> Services:
    """Gives a route its services: as a coroutine, for FastAPI sends any other dependency through a thread."""
    return services_of(request)


Wired = Annotated[Services, Depends(_wired)]
"""Is how a route asks for the services."""
