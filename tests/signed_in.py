"""A browser without a browser, for the tests of pages that somebody signs in to: it keeps cookies."""

from __future__ import annotations

from typing import Any

import httpx

from api_serving import Client
from holders import token_of
from pages_serving import Page

HERE = {"origin": "http://127.0.0.1:8000", "sec-fetch-site": "same-origin"}


class Visit:
    """Is one visit to the pages: what it is sent is HTML, and cookies come back as a browser sends them."""

    def __init__(self, client: Client, name: str | None = None) -> None:
        self.client = client
        self.cookies: dict[str, str] = {}
        if name is not None:
            assert self.sign_in(name).status_code == 303

    def get(self, path: str, **headers: str) -> httpx.Response:
        return self._sent("GET", path, headers)

    def post(self, path: str, fields: dict[str, Any], **headers: str) -> httpx.Response:
        """Sends a form as a page of ours does, without its CSRF token."""
        kind = {"content-type": "application/x-www-form-urlencoded"}
        return self._sent("POST", path, HERE | kind | headers, data=fields)

    def send(self, path: str, fields: dict[str, Any]) -> httpx.Response:
        """Sends a form with the CSRF token of this visit."""
        return self.post(path, fields | {"csrf": self.csrf()})

    def send_file(self, path: str, fields: dict[str, Any], file: tuple[str, bytes]) -> httpx.Response:
        """Sends a form with a file and the CSRF token of this visit."""
        whole = fields | {"csrf": self.csrf()}
        return self._sent("POST", path, HERE, data=whole, files={"file": file})

    def sign_in(self, name: str, **fields: str) -> httpx.Response:
        return self.post("/sv/sign-in", {"token": token_of(name), **fields})

    def csrf(self) -> str:
        return hidden(Page(self.get("/sv/sign-in").text))["csrf"]

    def _sent(self, method: str, path: str, headers: dict[str, str], **options: Any) -> httpx.Response:
        cookie = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        told = {"accept": "text/html", **headers} | ({"cookie": cookie} if cookie else {})
        answer = self.client.request(method, path, headers=told, **options)
        self.cookies |= dict(answer.cookies)
        for set_cookie in answer.headers.get_list("set-cookie"):
            if "Max-Age=0" in set_cookie:
                self.cookies.pop(set_cookie.partition("=")[0], None)
        return answer


def hidden(page: Page) -> dict[str, str]:
    """Returns the hidden fields of a page by name."""
    fields = (each.attributes for each in page.all("input") if each.attributes.get("type") == "hidden")
    return {each["name"]: each["value"] for each in fields}


def filled(page: Page) -> dict[str, Any]:
    """Returns what a browser sends of the form as it stands, ends of lines as browsers write them."""
    fields: dict[str, list[str]] = {}
    select = ""
    for each in page.elements:
        told = each.attributes
        chosen = told.get("type") not in ("radio", "checkbox") or "checked" in told
        if each.tag == "select":
            select = told["name"]
        elif each.tag == "option" and "selected" in told:
            fields.setdefault(select, []).append(told.get("value", each.text))
        elif each.tag == "textarea":
            fields.setdefault(told["name"], []).append(each.text.replace("\n", "\r\n"))
        elif each.tag == "input" and "name" in told and chosen:
            fields.setdefault(told["name"], []).append(told.get("value", ""))
    return fields
