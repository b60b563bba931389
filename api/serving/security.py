"""Headers that keep a browser from doing with our answers what they are not for."""

from __future__ import annotations

from starlette.types import ASGIApp, Message, Receive, Scope, Send

SAFE_HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "strict-origin-when-cross-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}
API_POLICY = "default-src 'none'; frame-ancestors 'none'"
PAGE_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
    "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)


EMBEDDED = "/embed/"
EMBED_POLICY = PAGE_POLICY.replace("frame-ancestors 'none'", "frame-ancestors *")


class SecurityHeaders:
    """Adds the headers to every answer; a page may load our own scripts and styles, anything else nothing.

    Only the views below /embed/, which hold nothing but what everybody may read, may stand in other sites.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answers the request."""

        async def send_safely(message: Message) -> None:
            if message["type"] == "http.response.start":
                _add(message, is_embedded=scope["path"].startswith(EMBEDDED))
            await send(message)

        await self._app(scope, receive, send_safely if scope["type"] == "http" else send)


def _add(message: Message, *, is_embedded: bool) -> None:
    headers = list(message.get("headers", ()))
    there = dict(headers)
    is_page = there.get(b"content-type", b"").startswith(b"text/html")
    for name, value in SAFE[is_page, is_embedded]:
        if name not in there:
            headers.append((name, value))
    message["headers"] = headers


def _safe(*, is_page: bool, is_embedded: bool) -> tuple[tuple[bytes, bytes], ...]:
    page_policy = EMBED_POLICY if is_embedded else PAGE_POLICY
    headers = {"Content-Security-Policy": page_policy if is_page else API_POLICY} | SAFE_HEADERS
    if is_embedded:
        del headers["X-Frame-Options"]
    return tuple((name.lower().encode(), value.encode()) for name, value in headers.items())


SAFE = {
    (is_page, is_embedded): _safe(is_page=is_page, is_embedded=is_embedded)
    for is_page in (False, True)
    for is_embedded in (False, True)
}
"""What is added to an answer, by whether it is a page and whether it may stand in other sites."""
