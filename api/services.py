"""What every route may use, wired in one place and kept on the application."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Annotated, cast

from fastapi import Depends, Request

from api.settings import Settings
from graph.alignment.chains import Chains
from graph.commits import Writer
from graph.repository import Repository
from graph.store import Store


@dataclass(frozen=True, slots=True)
class Services:
    """Holds the settings, the store and what reads and writes it."""

    settings: Settings
    store: Store
    writer: Writer
    repository: Repository
    chains: Chains
    queries: ThreadPoolExecutor = field(repr=False)

    @property
    def base(self) -> str:
        """Returns the base of our own IRIs, which the store has kept since it was made."""
        return self.store.base

    @property
    def context_url(self) -> str:
        """Returns where the JSON-LD context lies."""
        return f"{self.base}ontology/context.jsonld"


def make_services(settings: Settings, store: Store) -> Services:
    """Returns the services over an open store."""
    queries = ThreadPoolExecutor(settings.query_workers, thread_name_prefix="sparql")
    repository = Repository(store)
    return Services(settings, store, Writer(store), repository, Chains(repository), queries)


def services_of(request: Request) -> Services:
    """Returns the services of the application that answers the request."""
    return cast(Services, request.app.state.services)


Wired = Annotated[Services, Depends(services_of)]
"""Is how a route asks for the services."""
