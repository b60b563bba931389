"""The figures, gathered when they are read and written by the library of Prometheus."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from prometheus_client import CollectorRegistry, PlatformCollector, ProcessCollector, generate_latest
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, HistogramMetricFamily, Metric
from prometheus_client.registry import Collector

from api.metrics.tally import Tally
from api.services import Services
from graph.isolation import Occupied
from graph.store.oxigraph import OxigraphStore
from graph.store.space import free_bytes

TEXT = "text/plain; version=0.0.4; charset=utf-8"


def figures(services: Services, tally: Tally) -> bytes:
    """Returns all figures as text (exposition format 0.0.4)."""
    registry = CollectorRegistry()
    registry.register(_Requests(tally))
    registry.register(_Graph(services))
    registry.register(_Workers(services))
    ProcessCollector(registry=registry)
    PlatformCollector(registry=registry)
    return generate_latest(registry)


class _Requests(Collector):
    def __init__(self, tally: Tally) -> None:
        self._tally = tally

    def collect(self) -> Iterable[Metric]:
        """Yields what is known of requests."""
        labels = ("method", "route", "status")
        requests = CounterMetricFamily("policygraph_http_requests", "Requests answered.", labels=labels)
        for key, count in self._tally.requests():
            requests.add_metric(key, count)
        yield requests
        name, told = "policygraph_http_request_duration_seconds", "How long requests took."
        durations = HistogramMetricFamily(name, told, labels=("route",), unit="seconds")
        for route, buckets, total in self._tally.times():
            durations.add_metric((route,), buckets, total)
        yield durations
        running = self._tally.running
        yield _gauge("policygraph_http_requests_running", "Requests that are being answered.", running)


class _Graph(Collector):
    def __init__(self, services: Services) -> None:
        self._services = services

    def collect(self) -> Iterable[Metric]:
        """Yields what is known of the store, its journal, and what follows it."""
        store = self._services.store
        yield _gauge("policygraph_commit", "The number of the last commit.", store.sequence)
        behind = GaugeMetricFamily(
            "policygraph_behind_commits", "How many commits what follows the store lacks.", labels=("of",)
        )
        for name, sequence in self._followers():
            behind.add_metric((name,), store.sequence - sequence)
        yield behind
        if isinstance(store, OxigraphStore) and store.place != "memory:":
            yield from _on_disk(store)

    def _followers(self) -> Iterator[tuple[str, int]]:
        for name, keeper in (("portfolio", self._services.portfolio), ("search", self._services.search)):
            if keeper.sequence is not None:
                yield name, keeper.sequence


def _on_disk(store: OxigraphStore) -> Iterator[Metric]:
    size = sum(length for _, length in store.journal_so_far())
    yield _gauge("policygraph_journal_bytes", "The length of the journal.", size)
    yield _gauge("policygraph_journal_oldest_commit", "The oldest commit to restore.", store.oldest)
    free = free_bytes(Path(store.place))
    yield _gauge("policygraph_disk_free_bytes", "Room on the disk of the store.", free)


class _Workers(Collector):
    def __init__(self, services: Services) -> None:
        self._services = services

    def collect(self) -> Iterable[Metric]:
        """Yields what the workers for strangers do, and what has become of their work."""
        workers = GaugeMetricFamily("policygraph_workers", "Worker processes.", labels=("of", "state"))
        told = "What became of strangers' work."
        jobs = CounterMetricFamily("policygraph_jobs", told, labels=("of", "end"))
        for name, occupied in self._pools():
            for state, count in occupied.processes.items():
                workers.add_metric((name, state), count)
            for end, count in occupied.ended.items():
                jobs.add_metric((name, end), count)
        yield workers
        yield jobs
        running = self._services.imports.running
        yield _gauge("policygraph_imports_running", "Imports that are not done.", running)

    def _pools(self) -> Iterator[tuple[str, Occupied]]:
        yield "queries", self._services.pool.occupied
        for name, pool in (("files", self._services.files), ("shapes", self._services.shapes.workers)):
            if (occupied := pool.occupied) is not None:
                yield name, occupied


def _gauge(name: str, told: str, value: float) -> GaugeMetricFamily:
    return GaugeMetricFamily(name, told, value=value)
