"""The middleware: it names the request to the writer, and answers a request that was answered before."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from functools import partial
from hashlib import sha256
from typing import Any

from fastapi import Request, Response
from starlette.concurrency import run_in_threadpool
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.access.guarding import known
from api.errors import KeyReused
from api.idempotency.answers import Answers, Kept, kept_answer
from api.idempotency.fingerprints import Body
from api.services import Services
from graph.commits import Asked, asked
from graph.errors import Conflict, InputError, PolicygraphError

_KEY = re.compile(r"[\x21-\x7e]{1,255}")
_WRITES = ("POST", "PUT", "PATCH", "DELETE")
_PLACE = "/api/v1/"
_READS_BY_POST = ("/api/v1/effects", "/api/v1/proposals", "/sparql")
_BEGUN = 202
REPLAYED = (b"idempotency-replayed", b"true")

Respond = Callable[[Request, PolicygraphError], Response]


class Idempotency:
    """Lets a write with an Idempotency-Key be done once, however often it is sent within a day.

    A key counts for whoever speaks, by this token or by the next one: another agent has keys of their own.
    The key goes into the journal with the commit; the answer is kept beside it. What was refused is not
    kept, and may be sent again. An answer before the work is done (202) holds while its job runs, and once
    it is done: where it failed or ended with the server, nothing has been done that the key stands for.
    """

    def __init__(self, app: ASGIApp, respond: Respond) -> None:
        self._app = app
        self._respond = respond
        self._answers: Answers | None = None
        self._going: set[str] = set()
        self._begun: dict[str, Kept] = {}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answers the request."""
        if scope["type"] != "http" or not _may_write(scope):
            await self._app(scope, receive, send)
            return
        request = Request(scope, receive)
        if not scope["path"].startswith(_PLACE):  # a form of the pages: what it writes is named too
            with asked(_asked(request)):
                await self._app(scope, receive, send)
            return
        try:
            await self._answer(request, receive, send)
        except PolicygraphError as error:
            await self._respond(request, error)(scope, receive, send)

    async def _answer(self, request: Request, receive: Receive, send: Send) -> None:
        given = request.headers.get("idempotency-key")
        speaker = None if given is None else await run_in_threadpool(known, request)
        if given is None or speaker is None:
            with asked(_asked(request)):
                await self._app(request.scope, receive, send)
            return
        key = _hashed(speaker.agent, given)
        if key in self._going:
            raise Conflict("idempotency-going")
        self._going.add(key)
        try:
            await self._once(key, request, receive, send)
        finally:
            self._going.discard(key)

    async def _once(self, key: str, request: Request, receive: Receive, send: Send) -> None:
        services: Services = request.app.state.services
        body = Body(request.scope, receive)
        # None of these is touched by a thread.
        self._begun = {each: told for each, told in self._begun.items() if _stands(services, told)}
        first = self._begun.get(key) or await run_in_threadpool(partial(self._first, services, key))
        if first is not None:
            await body.drain()
            if first.fingerprint != body.fingerprint():
                raise KeyReused("idempotency-reused")
            await _replay(first, send)
            return
        told = _asked(request)
        told.key, told.fingerprint = key, body.fingerprint
        held = _Held(send)
        with asked(told):
            await self._app(request.scope, body.receive, held.send)
        if 200 <= held.status < 300:
            answer = kept_answer(body.fingerprint(), held.status, held.headers, held.content())
            if held.status == _BEGUN:
                self._begun[key] = answer
            else:
                await run_in_threadpool(self._kept(services).keep, key, answer)
        await held.release()

    def _first(self, services: Services, key: str) -> Kept | None:
        """Returns the first answer to a key; where only the journal knows it, the commit that it made."""
        known = self._kept(services).find(key)
        if known is not None:
            return known
        made = services.writer.keys.find(key)
        return None if made is None else _told_by(made.sequence, made.fingerprint, services.base)

    def _kept(self, services: Services) -> Answers:
        if self._answers is None:
            least = services.settings.free_space_bytes
            self._answers = Answers(getattr(services.store, "place", "memory:"), least)
        return self._answers


def _stands(services: Services, begun: Kept) -> bool:
    """Says whether the job that an answer leads to is there, and has not failed."""
    place = dict(begun.headers).get("location", "")
    return services.imports.state_of(place.rpartition("/")[2]) in ("running", "done")


def _told_by(sequence: int, fingerprint: str, base: str) -> Kept:
    location = f"/api/v1/commits/{sequence}"
    content = json.dumps({"sequence": sequence, "iri": f"{base}id/commit/{sequence}"}).encode()
    headers = [(b"content-type", b"application/json"), (b"location", location.encode())]
    return kept_answer(fingerprint, 201, headers, content)


def _may_write(scope: Scope) -> bool:
    return scope["method"] in _WRITES and scope["path"] not in _READS_BY_POST


async def _replay(first: Kept, send: Send) -> None:
    content = first.content()
    headers = [(name.encode("latin-1"), value.encode("latin-1")) for name, value in first.headers]
    kept = [pair for pair in headers if pair[0].lower() != b"content-length"]
    length = (b"content-length", str(len(content)).encode())
    await send({"type": "http.response.start", "status": first.status, "headers": [*kept, length, REPLAYED]})
    await send({"type": "http.response.body", "body": content})


def _asked(request: Request) -> Asked:
    client = request.client.host if request.client else None
    return Asked(request.scope.get("policygraph.request_id"), client)


def _hashed(agent: str, key: str) -> str:
    if not _KEY.fullmatch(key):
        raise InputError("idempotency-key-invalid")
    return sha256(f"{agent}\n{key}".encode()).hexdigest()


class _Held:
    """Holds an answer back until it is kept."""

    def __init__(self, send: Send) -> None:
        self._send = send
        self._messages: list[Message] = []

    async def send(self, message: Message) -> None:
        """Takes a part of the answer."""
        self._messages.append(message)

    @property
    def status(self) -> int:
        """Returns the status of the answer."""
        return int(self._start().get("status", 500))

    @property
    def headers(self) -> list[tuple[bytes, bytes]]:
        """Returns the headers of the answer."""
        return list(self._start().get("headers", ()))

    def content(self) -> bytes:
        """Returns the body of the answer."""
        return b"".join(message.get("body", b"") for message in self._messages)

    async def release(self) -> None:
        """Sends all parts of the answer."""
        for message in self._messages:
            await self._send(message)

    def _start(self) -> Any:
        return next((m for m in self._messages if m["type"] == "http.response.start"), {})
