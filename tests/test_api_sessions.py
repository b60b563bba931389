"""Sessions of the pages: who is signed in, until when, and that no other site can send their forms."""

from __future__ import annotations

import json
import stat
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from threading import Thread
from typing import Annotated, Any

import httpx
import pytest
from fastapi import Depends, Response
from fastapi.responses import PlainTextResponse
from hypothesis import given
from hypothesis import strategies as st
from structlog.testing import capture_logs

from api.access import Role
from api.pages.asked import Asking
from api.pages.signing_in import local
from api.sessions import Form, SentFile, Sessions, posted, posted_file
from api.sessions.store import Session
from api_serving import Client, client_of
from graph.errors import StoreProblem
from graph.store import open_store
from holders import line_of, token_file, token_of
from pages_serving import Page
from signed_in import HERE, Visit, hidden

NAME = "policygraph_session"


def guarded(folder: Path, **settings: Any) -> Client:
    """Returns a client of an application with one more page, which takes a form of reviewers."""
    base = settings.get("base", "http://127.0.0.1:8000/")
    store = open_store(str(folder / "store"), base=base)
    client = client_of(store, tokens=str(folder / "tokens.jsonl"), **settings)

    def page(asking: Asking) -> Response:
        return PlainTextResponse(asking.needs(Role.REVIEWER).name)

    def decide(asking: Asking, form: Annotated[Form, Depends(posted(Role.REVIEWER))]) -> Response:
        told = {"who": form.speaker.name, "lang": asking.lang, "fields": form.fields}
        return PlainTextResponse(json.dumps(told))

    def take(sent: Annotated[SentFile, Depends(posted_file(Role.REVIEWER, lambda _: 1000))]) -> Response:
        told = [sent.form.speaker.name, sent.form.value("mapping"), sent.file.name, len(sent.file.content)]
        return PlainTextResponse(json.dumps(told))

    client.app.post("/{lang:language}/take", include_in_schema=False)(take)
    client.app.get("/{lang:language}/decide", include_in_schema=False)(page)
    client.app.post("/{lang:language}/decide", include_in_schema=False)(decide)
    return client


@pytest.fixture
def client(tmp_path: Path) -> Iterator[Client]:
    token_file(tmp_path)
    with guarded(tmp_path) as opened:
        yield opened
    opened.app.state.services.store.close()


def test_a_token_signs_in_and_the_head_says_who(client: Client) -> None:
    visit = Visit(client)
    before = Page(visit.get("/sv/goals").text)
    link = next(each for each in before.all("a") if each.attributes["href"].startswith("/sv/sign-in"))
    assert (link.text, link.attributes["href"]) == ("Logga in", "/sv/sign-in?after=%2Fsv%2Fgoals")
    form = Page(visit.get(link.attributes["href"]).text)
    answer = visit.sign_in("Reviewer", **hidden(form))
    assert (answer.status_code, answer.headers["location"]) == (303, "/sv/goals")
    after = visit.get("/sv/goals")
    assert "Reviewer" in [each.text for each in Page(after.text).all("a")]
    assert after.headers["cache-control"] == "private, no-store"
    assert "Du är inloggad som Reviewer, granskare." in visit.get("/sv/sign-in").text


def test_the_cookie_is_for_this_site_and_no_script(client: Client) -> None:
    [cookie] = Visit(client).sign_in("Reader").headers.get_list("set-cookie")
    name, *attributes = (part.strip() for part in cookie.split(";"))
    assert name.startswith(f"{NAME}=")
    assert {"HttpOnly", "Path=/", "SameSite=lax"} <= set(attributes)
    assert not any(each.startswith(("Domain", "Secure")) for each in attributes)


def test_behind_https_the_cookie_is_secure_and_bound_to_the_host(tmp_path: Path) -> None:
    token_file(tmp_path)
    with guarded(tmp_path, base="https://policy.example/") as client:
        visit = Visit(client)
        answer = visit.post("/sv/sign-in", {"token": token_of("Reader")}, origin="https://policy.example")
        assert answer.headers["set-cookie"].startswith(f"__Host-{NAME}=")
        assert "; Secure" in answer.headers["set-cookie"]
        assert "inloggad som Reader" in visit.get("/sv/sign-in").text


def test_a_wrong_token_signs_nobody_in_and_is_not_shown_again(client: Client) -> None:
    answer = Visit(client).post("/sv/sign-in", {"token": "pgt_wrong", "after": "/sv/goals"})
    assert (answer.status_code, "set-cookie" in answer.headers) == (401, False)
    assert "Nyckeln är okänd" in answer.text
    assert "pgt_wrong" not in answer.text
    assert hidden(Page(answer.text))["after"] == "/sv/goals"


def test_a_session_survives_a_restart_and_only_hashes_are_kept(tmp_path: Path) -> None:
    token_file(tmp_path)
    with guarded(tmp_path) as client:
        visit = Visit(client, "Reviewer")
        client.app.state.services.store.close()
    kept = [path for path in (tmp_path / "store/sessions").iterdir() if path.is_file()]
    assert [stat.S_IMODE(path.stat().st_mode) for path in kept] == [0o600]
    told = kept[0].name + kept[0].read_text("utf-8")
    assert not any(secret in told for secret in (*visit.cookies.values(), token_of("Reviewer")))
    with guarded(tmp_path) as client:
        visit.client = client
        assert visit.get("/sv/decide").text == "Reviewer"


def test_signing_out_ends_it_for_every_copy_of_the_cookie(client: Client) -> None:
    visit = Visit(client, "Reviewer")
    stolen = dict(visit.cookies)
    answer = visit.send("/sv/sign-out", {})
    assert answer.status_code == 303
    assert "Max-Age=0" in answer.headers["set-cookie"]
    visit.cookies = stolen
    assert visit.get("/sv/decide").status_code == 401
    assert list((Path(client.app.state.services.store.place) / "sessions").iterdir()) == []


def test_signing_in_anew_ends_the_former_session(client: Client) -> None:
    visit = Visit(client, "Reviewer")
    former = dict(visit.cookies)
    assert visit.sign_in("Administrator").status_code == 303
    assert former != visit.cookies
    visit.cookies = former
    assert visit.get("/sv/decide").status_code == 401


def test_a_session_ends_with_its_token_and_takes_its_role(tmp_path: Path, client: Client) -> None:
    visit = Visit(client, "Reviewer")
    tokens = tmp_path / "tokens.jsonl"
    tokens.write_text(line_of("Reviewer", "reader"))
    assert visit.get("/sv/decide").status_code == 403
    tokens.write_text(line_of("Bo", "reviewer"))
    assert visit.get("/sv/decide").status_code == 401
    tokens.write_text("broken")
    assert visit.get("/sv/decide").status_code == 401


def test_a_session_ends_with_its_time(tmp_path: Path) -> None:
    sessions = Sessions(str(tmp_path), timedelta(hours=1))
    (tmp_path / "sessions").mkdir()
    secret, session = sessions.begin("0" * 64)
    assert sessions.find(secret) == session
    assert timedelta(minutes=59) < session.until - datetime.now(UTC) <= timedelta(hours=1)
    over = Sessions(str(tmp_path), timedelta(0))
    old, _ = over.begin("1" * 64)
    assert over.find(old) is None
    assert Sessions(str(tmp_path), timedelta(hours=1)).find(secret) == session
    assert Sessions(str(tmp_path), timedelta(hours=1)).find(old) is None


def test_sessions_that_are_over_are_swept_away(tmp_path: Path) -> None:
    Sessions(str(tmp_path), timedelta(0)).begin("0" * 64)
    (tmp_path / "sessions/broken").write_text("{")
    secret, _ = Sessions(str(tmp_path), timedelta(hours=1)).begin("1" * 64)
    assert len(list((tmp_path / "sessions").iterdir())) == 1
    assert Sessions(str(tmp_path), timedelta(hours=1)).find(secret) is not None


@pytest.mark.parametrize("kept", [True, False], ids=["on disk", "in memory"])
def test_what_is_ended_while_it_is_looked_up_stays_ended(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, *, kept: bool
) -> None:
    sessions = Sessions(str(tmp_path) if kept else "memory:", timedelta(hours=1))
    secret, session = sessions.begin("0" * 64)
    ending = Thread(target=sessions.end, args=(secret,))

    def is_over(_: Session) -> bool:
        if ending.ident is None:
            ending.start()
            ending.join(0.2)  # it waits for the look-up to be done; where it does not, it is through by now
        return False

    with monkeypatch.context() as patched:
        patched.setattr(Session, "is_over", property(is_over))
        assert sessions.find(secret) == session
    ending.join(60)
    assert sessions.find(secret) is None


def test_a_session_that_cannot_be_kept_is_told_and_leaves_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    sessions = Sessions(str(tmp_path), timedelta(hours=1))
    sessions.begin("0" * 64)

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patched:
        patched.setattr(Path, "replace", full)
        with pytest.raises(StoreProblem) as told:
            sessions.begin("1" * 64)
    assert (told.value.key, told.value.status) == ("session-not-kept", 507)
    assert len(list((tmp_path / "sessions").iterdir())) == 1


@pytest.mark.parametrize("cookie", ["", "x", "../../tokens", "å" * 43, "A" * 43, "A" * 5000])
def test_a_cookie_that_is_none_is_nobody(client: Client, cookie: str) -> None:
    headers = {b"cookie": f"{NAME}={cookie}".encode(), b"accept": b"text/html"}
    assert client.request("GET", "/sv/decide", headers=headers).status_code == 401


def test_a_page_takes_the_form_of_who_may(client: Client) -> None:
    visit = Visit(client, "Administrator")
    answer = visit.send("/da/decide", {"reason": "Så står det", "alignment": ["a", "b"]})
    assert answer.json() == {
        "who": "Administrator",
        "lang": "da",
        "fields": [["reason", "Så står det"], ["alignment", "a"], ["alignment", "b"]],
    }


@pytest.mark.parametrize(
    "headers",
    [
        {"sec-fetch-site": "cross-site"},
        {"sec-fetch-site": "same-site"},
        {"origin": "https://example.org"},
        {"origin": "null"},
        {"origin": "http://127.0.0.1:8001"},
    ],
)
def test_a_form_of_another_site_is_refused_even_with_all_it_needs(
    client: Client, headers: dict[str, str]
) -> None:
    visit = Visit(client, "Reviewer")
    fields = {"csrf": visit.csrf(), "reason": "stulet"}
    answer = visit.post("/sv/decide", fields, **headers)
    assert answer.status_code == 403
    assert "stulet" not in answer.text
    assert visit.post("/sv/sign-in", {"token": token_of("Bo")}, **headers).status_code == 403
    assert visit.post("/sv/sign-out", fields, **headers).status_code == 403
    assert visit.post("/sv/decide", fields).status_code == 200


@pytest.mark.parametrize("csrf", [None, "", "0" * 64, "å"])
def test_a_form_without_its_csrf_token_is_not_taken_but_given_back(client: Client, csrf: str | None) -> None:
    visit = Visit(client, "Reviewer")
    answer = visit.post("/sv/decide?x=1", {"reason": '<"Så">'} | ({} if csrf is None else {"csrf": csrf}))
    assert (answer.status_code, "finns kvar" in answer.text) == (403, True)
    page = Page(answer.text)
    assert page.all("form")[-1].attributes["action"] == "/sv/decide?x=1"
    assert visit.post("/sv/decide?x=1", hidden(page)).json()["fields"] == [["reason", '<"Så">']]


def test_the_csrf_token_of_another_session_is_none(client: Client) -> None:
    other = Visit(client, "Administrator").csrf()
    assert Visit(client, "Reviewer").post("/sv/decide", {"csrf": other}).status_code == 403


def test_what_was_typed_comes_back_after_signing_in(client: Client) -> None:
    visit = Visit(client)
    typed = {"reason": 'Rad ett\r\nrad "två" <b>', "alignment": ["a", "b"]}
    asked = visit.post("/sv/decide", typed)
    assert (asked.status_code, asked.headers["www-authenticate"]) == (401, 'Bearer realm="policygraph"')
    wrong = visit.post("/sv/sign-in", hidden(Page(asked.text)) | {"token": "pgt_wrong"})
    given = visit.post("/sv/sign-in", hidden(Page(wrong.text)) | {"token": token_of("Reviewer")})
    assert given.status_code == 200
    page = Page(given.text)
    assert page.all("form")[-1].attributes["action"] == "/sv/decide"
    fields = [each.attributes for each in page.all("input") if each.attributes.get("type") == "hidden"]
    sent: dict[str, list[str]] = {}
    for each in fields:
        sent.setdefault(each["name"], []).append(each["value"])
    assert visit.post("/sv/decide", sent).json()["fields"] == [
        ["reason", typed["reason"]],
        ["alignment", "a"],
        ["alignment", "b"],
    ]


def test_a_form_without_fields_is_given_back_too(client: Client) -> None:
    visit = Visit(client)
    asked = Page(visit.post("/sv/decide", {}).text)
    given = visit.post("/sv/sign-in", hidden(asked) | {"token": token_of("Reviewer")})
    assert visit.post("/sv/decide", hidden(Page(given.text))).status_code == 200


def test_too_low_a_role_may_sign_in_as_another_with_what_was_typed(client: Client) -> None:
    visit = Visit(client, "Contributor")
    asked = visit.send("/sv/decide", {"reason": "Ja"})
    assert asked.status_code == 403
    assert "Contributor är uppgiftslämnare, och det här kräver granskare" in asked.text
    fields = {name: value for name, value in hidden(Page(asked.text)).items() if name != "csrf"}
    given = visit.post("/sv/sign-in", fields | {"token": token_of("Reviewer")})
    assert visit.post("/sv/decide", hidden(Page(given.text))).json()["who"] == "Reviewer"


def test_a_page_that_needs_a_role_leads_to_sign_in_and_back(client: Client) -> None:
    visit = Visit(client)
    asked = visit.get("/en/decide?x=1")
    assert (asked.status_code, "Only who is signed in" in asked.text) == (401, True)
    answer = visit.post("/en/sign-in", hidden(Page(asked.text)) | {"token": token_of("Reviewer")})
    assert (answer.status_code, answer.headers["location"]) == (303, "/en/decide?x=1")
    assert visit.get(answer.headers["location"]).text == "Reviewer"


def test_a_form_of_another_kind_or_too_long_is_refused(client: Client) -> None:
    visit = Visit(client, "Reviewer")
    other = client.request("POST", "/sv/decide", json={}, headers=HERE | {"accept": "text/html"})
    assert other.status_code == 415
    assert visit.post("/sv/decide", {"reason": "x" * 1_100_000}).status_code == 413
    assert visit.post("/sv/decide", {f"f{number}": "" for number in range(2100)}).status_code == 400


def sent_file(visit: Visit, length: int, **fields: str) -> httpx.Response:
    cookie = {"cookie": "; ".join(f"{name}={value}" for name, value in visit.cookies.items())}
    files = {"file": ("../../a.csv", b"x" * length)}
    headers = {"accept": "text/html", **HERE, **cookie}
    return visit.client.request("POST", "/sv/take", data=fields, files=files, headers=headers)


def test_a_file_is_taken_from_who_may_send_it(client: Client) -> None:
    visit = Visit(client, "Reviewer")
    csrf = visit.csrf()
    assert sent_file(visit, 9, csrf=csrf, mapping="projects").json() == ["Reviewer", "projects", "a.csv", 9]
    assert sent_file(visit, 70_000, csrf=csrf).status_code == 413
    stale = sent_file(visit, 9, csrf="0" * 64)
    assert (stale.status_code, "Gå tillbaka till formuläret" in stale.text) == (403, True)
    nobody = sent_file(Visit(client), 9)
    assert hidden(Page(nobody.text))["after"] == "/sv/take"
    assert (nobody.status_code, sent_file(Visit(client, "Reader"), 9).status_code) == (401, 403)


@pytest.mark.parametrize(
    "after",
    ["https://example.org/", "//example.org", "/\\example.org", "/api/v1/projects", "javascript:x", ""],
)
def test_signing_in_leads_nowhere_but_to_our_pages(client: Client, after: str) -> None:
    assert Visit(client).sign_in("Reader", after=after).headers["location"] == "/sv/"


@given(st.text(max_size=40))
def test_any_address_stays_on_this_site(text: str) -> None:
    assert local(text, "sv").startswith(("/sv/", "/da/", "/en/"))


def test_no_secret_is_in_the_log(client: Client) -> None:
    with capture_logs() as entries:
        visit = Visit(client, "Reviewer")
        csrf = visit.csrf()
        visit.post("/sv/sign-in", {"token": "pgt_not-a-good-one"})
        visit.send("/sv/decide", {})
    assert {"signed-in", "sign-in-refused"} <= {entry["event"] for entry in entries}
    secrets = (token_of("Reviewer"), "pgt_not-a-good-one", csrf, *visit.cookies.values())
    assert not any(secret in str(entries) for secret in secrets)


def test_the_api_looks_at_no_cookie(client: Client) -> None:
    visit = Visit(client, "Administrator")
    answer = client.request(
        "POST", "/api/v1/backups", json={}, headers=HERE | {"cookie": f"{NAME}={visit.cookies[NAME]}"}
    )
    assert answer.status_code == 401
