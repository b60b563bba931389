"""What `policygraph doctor` looks at around a server: variables, the issuer, backups, and who is counted."""

from __future__ import annotations

import os
from collections.abc import Iterator
from ipaddress import ip_network
from pathlib import Path
from typing import Literal
from urllib.parse import urlsplit

from api.access.issuer_asking import IssuerProblem
from api.access.issuer_keys import DISCOVERY, fetched
from api.commands.words import say
from api.settings import Settings
from graph.causes import os_cause

PREFIX = "POLICYGRAPH_"
_BESIDE = ("LANG", "SOAK_MINUTES", "COMPLETE")
State = Literal["good", "warns", "fails"]
Found = tuple[State, str]
"""How something is, and what to know of it."""


def variables() -> Found:
    """Looks for variables that no setting reads: a name that is misspelt is passed over without a word."""
    known = {name.upper() for name in Settings.model_fields} | set(_BESIDE)
    given = sorted(name for name in os.environ if name.startswith(PREFIX))
    unknown = [name for name in given if not _is_read(name.removeprefix(PREFIX), known)]
    if unknown:
        return "warns", say("doctor.variables-unknown", names=", ".join(unknown))
    return "good", ", ".join(given) or "-"


def _is_read(name: str, known: set[str]) -> bool:
    return name in known or name.startswith("BENCH_")


def issuer(settings: Settings) -> Found:
    """Asks the issuer for its keys, and looks whether our secret for it can be read."""
    if not settings.oidc_issuer:
        return "good", "-"
    if settings.oidc_client_secret_file:
        try:
            Path(settings.oidc_client_secret_file).read_text(encoding="utf-8")
        except OSError as error:
            path = settings.oidc_client_secret_file
            return "fails", say("doctor.issuer-secret", path=path, why=os_cause(error))
    place = settings.oidc_issuer.rstrip("/") + DISCOVERY
    try:
        keys, _ = fetched(settings.oidc_issuer)
    except IssuerProblem:
        return "fails", say("doctor.issuer-silent", issuer=settings.oidc_issuer, place=place)
    if not keys:
        return "fails", say("doctor.issuer-keyless", issuer=settings.oidc_issuer)
    return "good", settings.oidc_issuer


def backups(settings: Settings) -> Found:
    """Looks whether backups that are made over HTTP can be written."""
    folder = Path(settings.backups).expanduser().absolute()
    nearest = next(each for each in (folder, *folder.parents) if each.exists())
    if nearest.is_dir() and os.access(nearest, os.W_OK | os.X_OK):
        return "good", str(folder)
    return "warns", say("doctor.backups-unwritable", folder=folder)


def limits(settings: Settings) -> Found:
    """Looks whether the requests of each client are counted."""
    if list(_uncounted(settings)):
        return "warns", say("doctor.limits-none", settings=", ".join(_uncounted(settings)))
    if urlsplit(settings.base).scheme == "https" and not settings.trusted_proxies:
        return "warns", say("doctor.limits-proxy", base=settings.base)
    return "good", say("doctor.limits-some", requests=settings.requests_per_minute)


def _uncounted(settings: Settings) -> Iterator[str]:
    """Yields the settings by which nobody is counted."""
    counts = ("requests_per_minute", "writes_per_minute", "query_seconds_per_minute")
    yield from (name for name in counts if not getattr(settings, name))
    if any(ip_network(each).prefixlen == 0 for each in settings.unlimited):
        yield "unlimited"
