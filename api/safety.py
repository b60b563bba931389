"""What of the settings harms whoever serves to other machines: each with its reason, refused at start."""

from __future__ import annotations

import stat
from collections.abc import Iterator
from ipaddress import ip_address
from pathlib import Path
from urllib.parse import urlsplit

from api.settings import Settings
from graph.errors import InputError
from graph.isolation import available


def is_public(settings: Settings) -> bool:
    """Says whether other machines can reach the address that the server listens on."""
    return not is_loopback(settings.host)


def is_loopback(host: str) -> bool:
    """Says whether a host is this machine alone.

    >>> is_loopback("127.0.0.1"), is_loopback("localhost"), is_loopback("0.0.0.0"), is_loopback("[::1]")
    (True, True, False, True)
    """
    try:
        return ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return host == "localhost"


def dangers(settings: Settings, *, is_confined: bool | None = None) -> Iterator[InputError]:
    """Yields what is unsafe, the gravest first; nothing for a server that only this machine can reach."""
    if is_public(settings):
        confined = available() if is_confined is None else is_confined
        found = (
            check(settings) for check in (_clear_text, _tokens_writable, _secret_readable, _store_writable)
        )
        yield from _unconfined(settings, confined)
        yield from (danger for danger in found if danger is not None)


def refuse_dangers(settings: Settings, *, is_confined: bool | None = None) -> None:
    """Raises the gravest of what is unsafe, as InputError."""
    for danger in dangers(settings, is_confined=is_confined):
        raise danger


def _unconfined(settings: Settings, is_confined: bool) -> Iterator[InputError]:
    if not (is_confined or settings.allow_unconfined):
        yield InputError("workers-unconfined", host=settings.host)


def _clear_text(settings: Settings) -> InputError | None:
    """Looks for tokens that would cross the network readable by anybody on the way."""
    base = urlsplit(settings.base)
    # An address of this machine leads nobody here, and whoever comes all the same comes without TLS.
    is_clear = base.scheme == "http"
    are_tokens_taken = bool(settings.oidc_issuer) or Path(settings.tokens).exists()
    if is_clear and are_tokens_taken and not settings.allow_clear_text:
        return InputError("tokens-in-clear-text", host=settings.host, base=settings.base)
    return None


def _tokens_writable(settings: Settings) -> InputError | None:
    return _writable_by_others("tokens-writable", Path(settings.tokens))


def _store_writable(settings: Settings) -> InputError | None:
    if settings.store == "memory:":
        return None
    return _writable_by_others("store-writable", Path(settings.store).expanduser())


def _secret_readable(settings: Settings) -> InputError | None:
    if not settings.oidc_client_secret_file:
        return None
    path = Path(settings.oidc_client_secret_file)
    return _open_to_others("client-secret-readable", path, stat.S_IROTH | stat.S_IWOTH)


def _writable_by_others(key: str, path: Path) -> InputError | None:
    return _open_to_others(key, path, stat.S_IWOTH)


def _open_to_others(key: str, path: Path, rights: int) -> InputError | None:
    try:
        mode = path.stat().st_mode
    except OSError:
        return None  # what is not there cannot be written; what cannot be looked at is told when it is opened
    return InputError(key, path=str(path)) if mode & rights else None
