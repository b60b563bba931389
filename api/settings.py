"""The one table of settings: flags, else variables `POLICYGRAPH_*`, else these defaults."""

from __future__ import annotations

import re
from ipaddress import ip_network
from pathlib import Path
from typing import Annotated, Literal
from urllib.parse import urlsplit

from pydantic import Field, ValidationInfo, field_validator
from pydantic_core import PydanticCustomError
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from graph.errors import TermInvalid
from graph.isolation import MIN_MEMORY
from graph.store.space import LEAST_FREE
from graph.terms import iri
from ontology.languages import LANGUAGES

# The system counts memory in 64 bits: with more, no worker would start, and every query be refused.
MOST = (1 << 63) - 1
A_DAY = 86_400
MAILTO = "mailto:"
_CONTACT = re.compile(r"(https?://\S+|mailto:[^@\s]+@[^@\s]+)?")
# Asymmetric ones only: with a shared secret whoever may check a token may also make one.
ALGORITHMS = ("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA")
ROLES = ("reader", "contributor", "reviewer", "administrator")


class Settings(BaseSettings):
    """Holds every setting; each has a default, and docs/settings.md lists them all.

    >>> Settings(port=9000).port
    9000
    """

    model_config = SettingsConfigDict(env_prefix="POLICYGRAPH_", frozen=True, extra="forbid")

    store: str = Field(default="var/store", description="Where the graph is kept: a directory, or `memory:`.")
    host: str = Field(default="127.0.0.1", description="The address that the server listens on.")
    port: int = Field(
        default=8000, ge=0, le=65535, description="The port that the server listens on; 0 takes a free one."
    )
    base: str = Field(
        default="http://127.0.0.1:8000/",
        description="The base of our own IRIs, with a slash at its end; fixed when a store is made.",
    )
    examples: bool = Field(
        default=True, description="Whether the example data, marked as such, is loaded into an empty store."
    )
    languages: Annotated[tuple[str, ...], NoDecode] = Field(
        default=LANGUAGES,
        description="The languages offered, separated by commas; the pages start with the first.",
    )
    publisher: str = Field(
        default="", description="Who publishes the data of this server, by name; nobody says so if empty."
    )
    publisher_url: str = Field(default="", description="The publisher's address on the web, or its IRI.")
    contact: str = Field(
        default="",
        description="Where one asks about the data: an e-mail address or that of a page; untold if empty.",
    )
    licence: str = Field(
        default="",
        description="The IRI of the licence under which the data may be used; told in words alone if empty.",
    )
    page_size_max: int = Field(
        default=1000, ge=1, description="The most items that one page of a list may hold."
    )
    page_size: int = Field(
        default=20,
        ge=1,
        validate_default=False,  # where `page_size_max` alone is lowered, the default follows it
        description="How many items a list holds when the request does not say, at most `page_size_max`.",
    )
    query_max_bytes: int = Field(
        default=262_144, ge=1, description="The longest SPARQL query that is taken, in bytes of UTF-8."
    )
    query_workers: int = Field(
        default=2,
        ge=1,
        le=1024,
        description="How many quick SPARQL queries are answered at the same time, each in a process.",
    )
    query_seconds: int = Field(
        default=30,
        ge=1,
        le=A_DAY,
        description="How many seconds the answer to a SPARQL query may be worked on.",
    )
    query_memory_bytes: int = Field(
        default=2_147_483_648,
        ge=MIN_MEMORY,
        le=MOST,
        description="How much memory a process has for one SPARQL query, in bytes.",
    )
    query_answer_bytes: int = Field(
        default=268_435_456, ge=1, description="The longest answer to a SPARQL query, in bytes."
    )
    allow_unconfined: bool = Field(
        default=False,
        description="Whether other machines may send queries and files where processes cannot be confined.",
    )
    allow_clear_text: bool = Field(
        default=False,
        description="Whether tokens may come from other machines where `base` has no `https`.",
    )
    free_space_bytes: int = Field(
        default=LEAST_FREE, ge=0, description="How many bytes writes leave free on the store's disk."
    )
    backups: str = Field(
        default="var/backups", description="The directory of the backups that are made over HTTP."
    )
    tokens: str = Field(
        default="var/tokens.jsonl",
        description="The file of tokens: who may write over HTTP. Without one nobody may.",
    )
    trusted_proxies: Annotated[tuple[str, ...], NoDecode] = Field(
        default=(),
        description="The proxies whose word on the client's address is taken: addresses or networks.",
    )
    forwarded_header: Literal["x-forwarded-for", "forwarded"] = Field(
        default="x-forwarded-for", description="The header in which those proxies name the client."
    )
    unlimited: Annotated[tuple[str, ...], NoDecode] = Field(
        default=("127.0.0.0/8", "::1/128"),
        description="The addresses or networks whose requests are not counted.",
    )
    requests_per_minute: int = Field(
        default=1200, ge=0, description="How many requests a client may send in a minute; 0 is any number."
    )
    writes_per_minute: int = Field(
        default=120, ge=0, description="How many of them may be writes or sign-ins; 0 is any number."
    )
    query_seconds_per_minute: int = Field(
        default=30,
        ge=0,
        description="How many seconds in a minute a client's SPARQL queries may compute; 0 is any number.",
    )
    oidc_issuer: str = Field(
        default="",
        description="The OpenID Connect issuer whose tokens are taken, as it calls itself; none if empty.",
    )
    oidc_audience: str = Field(
        default="",
        validate_default=True,
        description="The audience that those tokens must name; needed with an issuer.",
    )
    oidc_algorithms: Annotated[tuple[str, ...], NoDecode] = Field(
        default=("RS256", "ES256"),
        description="The algorithms that may sign them, separated by commas.",
    )
    oidc_role_claim: str = Field(
        default="roles", min_length=1, description="The claim that holds roles; dots lead into it."
    )
    oidc_roles: Annotated[tuple[str, ...], NoDecode] = Field(
        default=(),
        description="Which role a value of the claim gives, as `value=role` with commas between.",
    )
    oidc_client: str = Field(
        default="",
        description="What the issuer calls this server, where people sign in to the pages there.",
    )
    oidc_client_secret_file: str = Field(
        default="", description="The file of the secret that goes with it, where the issuer gives one."
    )
    session_hours: int = Field(
        default=12, ge=1, le=720, description="How many hours somebody stays signed in to the pages at most."
    )
    import_max_bytes: int = Field(
        default=64_000_000, ge=1, description="The longest list that is taken, in bytes of its file."
    )
    import_max_rows: int = Field(default=200_000, ge=1, description="The most rows that a list may have.")
    import_seconds: int = Field(
        default=60,
        ge=1,
        le=A_DAY,
        description="How many seconds the reading of a file that was sent may take.",
    )
    import_memory_bytes: int = Field(
        default=2_147_483_648,
        ge=MIN_MEMORY,
        le=MOST,
        description="How much memory a process has for the reading of a file that was sent, in bytes.",
    )
    metrics_public: bool = Field(
        default=False, description="Whether anybody may read `/metrics`; else whoever has a token."
    )
    log_level: Literal["debug", "info", "warning", "error"] = Field(
        default="info",
        description="The least severe log entry that is written: `debug`, `info`, `warning` or `error`.",
    )
    log_format: Literal["text", "json"] = Field(
        default="text", description="How log entries are written: `text` for people, `json` for machines."
    )
    test_data: Path = Field(
        default=Path("../shared/data"),
        description="Where the tests find the lists and test suites by others.",
    )

    @field_validator("base")
    @classmethod
    def _check_base(cls, value: str) -> str:
        if not value.startswith(("http://", "https://")) or not value.endswith("/"):
            raise PydanticCustomError("value_base", "no base: http:// or https:// first, a slash last")
        try:
            return iri(value).value
        except TermInvalid as error:
            raise PydanticCustomError("value_base", "no IRI") from error

    @field_validator("publisher_url", "licence")
    @classmethod
    def _check_web(cls, value: str) -> str:
        if value and not value.startswith(("http://", "https://")):
            raise PydanticCustomError("value_web", "no address: http:// or https:// first")
        try:
            return iri(value).value if value else value
        except TermInvalid as error:
            raise PydanticCustomError("value_web", "no IRI") from error

    @field_validator("contact")
    @classmethod
    def _check_contact(cls, value: str) -> str:
        """Returns the address as an IRI: that of an e-mail begins with `mailto:`."""
        is_named = value.startswith(("http://", "https://", MAILTO))
        address = value if is_named or not value else MAILTO + value
        if not _CONTACT.fullmatch(address):
            raise PydanticCustomError("value_contact", "no address of an e-mail or a page")
        try:
            return iri(address).value if address else address
        except TermInvalid as error:
            raise PydanticCustomError("value_contact", "no IRI") from error

    @field_validator("page_size")
    @classmethod
    def _check_page_size(cls, value: int, info: ValidationInfo) -> int:
        most = info.data.get("page_size_max", value)
        if value > most:
            raise PydanticCustomError("value_page_size", "at most {bound}, the most", {"bound": most})
        return value

    @field_validator("trusted_proxies", "unlimited")
    @classmethod
    def _check_networks(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        for each in value:
            try:
                ip_network(each)
            except ValueError as error:
                raise PydanticCustomError("value_network", "no address and no network") from error
        return value

    @field_validator("oidc_issuer")
    @classmethod
    def _check_issuer(cls, value: str) -> str:
        parts = urlsplit(value)
        is_here = parts.scheme == "http" and parts.hostname in ("127.0.0.1", "::1", "localhost")
        if value and not (parts.netloc and (parts.scheme == "https" or is_here)):
            raise PydanticCustomError("value_issuer", "https:// first")
        return value

    @field_validator("oidc_algorithms")
    @classmethod
    def _check_algorithms(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        if not value or any(each not in ALGORITHMS for each in value):
            bound = {"bound": ", ".join(ALGORITHMS)}
            raise PydanticCustomError("value_algorithms", "choose among {bound}", bound)
        return value

    @field_validator("oidc_roles")
    @classmethod
    def _check_roles(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        for each in value:
            if each.rpartition("=")[2] not in ROLES or not each.rpartition("=")[0]:
                bound = {"bound": ", ".join(ROLES)}
                raise PydanticCustomError("value_roles", "value=role, the role one of {bound}", bound)
        return value

    @field_validator("oidc_audience")
    @classmethod
    def _check_audience(cls, value: str, info: ValidationInfo) -> str:
        if info.data.get("oidc_issuer") and not value:
            raise PydanticCustomError("value_audience", "needed with an issuer")
        return value

    @field_validator("oidc_client")
    @classmethod
    def _check_client(cls, value: str, info: ValidationInfo) -> str:
        if value and not info.data.get("oidc_issuer"):
            raise PydanticCustomError("value_client", "needs an issuer")
        return value

    @field_validator(
        "languages", "oidc_algorithms", "oidc_roles", "trusted_proxies", "unlimited", mode="before"
    )
    @classmethod
    def _split(cls, value: object) -> object:
        if not isinstance(value, str):
            return value
        return tuple(part.strip() for part in value.split(",")) if value else ()

    @field_validator("languages")
    @classmethod
    def _check_languages(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        unknown = [lang for lang in value if lang not in LANGUAGES]
        if unknown or not value or len(set(value)) < len(value):
            bound = {"bound": ", ".join(LANGUAGES)}
            raise PydanticCustomError("value_languages", "choose among {bound}, each at most once", bound)
        return value
