"""An OpenID Connect issuer of our own on this machine, which counts what it is asked."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Event, Thread
from typing import Annotated, Any
from urllib.parse import parse_qsl

import jwt
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
from fastapi import Depends
from jwt.algorithms import ECAlgorithm, RSAAlgorithm

from api.access import Role, Speaker
from api.access.guarding import require
from api_serving import Client, client_of
from graph.store import open_store

AUDIENCE = "policygraph"
DISCOVERY, KEYS = "/.well-known/openid-configuration", "/keys"
SIGN_IN, TOKENS = "/authorize", "/token"
Answer = tuple[int, Mapping[str, str], bytes]


class OwnIssuer:
    """Is an issuer: its keys by name, and the answers that it gives by path."""

    def __init__(self, address: str) -> None:
        self.address = address
        self.keys: dict[str, Any] = {}
        self.asked: list[str] = []
        self.other: dict[str, Answer] = {}
        self.jwks = f"{address}{KEYS}"
        self.is_silent = False
        self.may_answer = Event()
        self.may_answer.set()
        self.codes: dict[str, dict[str, str]] = {}
        self.sent: list[tuple[dict[str, str], dict[str, str]]] = []

    def add(self, name: str, kind: str = "RSA") -> None:
        """Makes a new key."""
        made = (
            rsa.generate_private_key(65537, 2048)
            if kind == "RSA"
            else ec.generate_private_key(ec.SECP256R1())
        )
        self.keys[name] = made

    def token(self, name: str = "a", *, head: Mapping[str, Any] | None = None, **claims: Any) -> str:
        """Returns a token signed by a key; a claim that is None is left out."""
        told = {
            "iss": self.address,
            "aud": AUDIENCE,
            "sub": "anna@example.org",
            "name": "Anna",
            "exp": int(time.time()) + 300,
            "roles": ["reviewer"],
        }
        kept = {claim: value for claim, value in (told | claims).items() if value is not None}
        key = self.keys[name]
        algorithm = "RS256" if isinstance(key, RSAPrivateKey) else "ES256"
        return jwt.encode(kept, key, algorithm=algorithm, headers={"kid": name} | dict(head or {}))

    def answer(self, path: str) -> Answer:
        """Returns what it answers at a path."""
        self.asked.append(path)
        self.may_answer.wait(10)
        if self.is_silent:
            return 500, {}, b""
        if path in self.other:
            return self.other[path]
        told = {DISCOVERY: self.discovery, KEYS: self._jwks()}
        return (200, {}, json.dumps(told[path]).encode()) if path in told else (404, {}, b"")

    @property
    def discovery(self) -> dict[str, str]:
        """Returns what it tells of itself."""
        places = {"jwks_uri": self.jwks, "token_endpoint": f"{self.address}{TOKENS}"}
        return {"issuer": self.address, "authorization_endpoint": f"{self.address}{SIGN_IN}"} | places

    def taken(self, path: str, sent: bytes, headers: Mapping[str, str]) -> Answer:
        """Returns what it gives for a code: the tokens of that code, once."""
        self.asked.append(path)
        self.sent.append((dict(parse_qsl(sent.decode())), dict(headers)))
        told = self.codes.pop(self.sent[-1][0].get("code", ""), None)
        return (200, {}, json.dumps(told).encode()) if told else (400, {}, b'{"error": "invalid_grant"}')

    def _jwks(self) -> dict[str, Any]:
        return {"keys": [{**_public(key), "kid": name, "use": "sig"} for name, key in self.keys.items()]}


@contextmanager
def own_issuer() -> Iterator[OwnIssuer]:
    """Starts an issuer with one RSA key, called `a`."""
    issuer: list[OwnIssuer] = []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self._give(issuer[0].answer(self.path))

        def do_POST(self) -> None:
            sent = self.rfile.read(int(self.headers["Content-Length"]))
            self._give(issuer[0].taken(self.path, sent, dict(self.headers)))

        def _give(self, answer: Answer) -> None:
            status, headers, content = answer
            self.send_response(status)
            for name, value in headers.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, *_: object) -> None:
            """Logs nothing."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        issuer.append(OwnIssuer(f"http://127.0.0.1:{server.server_address[1]}"))
        issuer[0].add("a")
        thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        try:
            yield issuer[0]
        finally:
            server.shutdown()
            thread.join()


def _public(key: Any) -> dict[str, Any]:
    made = RSAAlgorithm if isinstance(key, RSAPrivateKey) else ECAlgorithm
    told: dict[str, Any] = made.to_jwk(key.public_key(), as_dict=True)
    return told


def believing(issuer: OwnIssuer, **settings: Any) -> Client:
    """Returns a client of an application that believes the issuer, with a route for contributors."""
    told = {"oidc_issuer": issuer.address, "oidc_audience": AUDIENCE, "tokens": "none.jsonl"} | settings
    client = client_of(open_store("memory:"), **told)

    def speak(speaker: Annotated[Speaker, Depends(require(Role.CONTRIBUTOR))]) -> dict[str, object]:
        return {
            "name": speaker.name,
            "agent": speaker.agent,
            "role": speaker.role.title,
            "is": speaker.is_machine,
        }

    client.app.post("/api/v1/speak")(speak)
    client.app.router.routes.insert(0, client.app.router.routes.pop())
    return client


def spoken(client: Client, token: str) -> Any:
    """Returns the answer to whoever speaks by a token."""
    return client.request("POST", "/api/v1/speak", headers={"authorization": f"Bearer {token}"})
