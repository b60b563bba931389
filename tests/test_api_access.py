"""Who may write: the file of tokens, the guard of the routes, the command that makes a token."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Annotated, Any

import pytest
from fastapi import Depends
from structlog.testing import capture_logs

from api.access import Role, Speaker, Tokens
from api.access.guarding import require
from api.access.rotating import rotated
from api.access.tokens import hash_of, make_token, today
from api.app import create_app
from api.commands.health import check_all
from api.settings import Settings
from api_serving import Client, client_of
from command_line import CommandLine
from graph.errors import FileProblem
from graph.store import open_store
from holders import BOT, bearer, line_of, token_file, token_of

REALM = 'Bearer realm="policygraph"'


def guarded(**settings: Any) -> Client:
    """Returns a client of an application with one more route, which reviewers may use."""
    client = client_of(open_store("memory:"), **settings)

    def decide(speaker: Annotated[Speaker, Depends(require(Role.REVIEWER))]) -> dict[str, object]:
        return {"agent": speaker.agent, "is_machine": speaker.is_machine}

    client.app.post("/api/v1/decide")(decide)
    client.app.router.routes.insert(0, client.app.router.routes.pop())
    return client


@pytest.fixture
def client(tmp_path: Path) -> Iterator[Client]:
    with guarded(tokens=str(token_file(tmp_path))) as opened:
        yield opened


def decided(client: Client, **headers: str) -> Any:
    return client.request("POST", "/api/v1/decide", headers=headers)


def test_a_token_says_who_speaks(client: Client) -> None:
    answer = decided(client, **bearer("Reviewer"))
    assert (answer.status_code, answer.json()["is_machine"]) == (200, False)
    assert answer.json()["agent"] == "http://127.0.0.1:8000/id/agent/test/reviewer"
    assert decided(client, **bearer(BOT)).json()["is_machine"] is True


def test_a_role_may_do_what_those_before_it_may(client: Client) -> None:
    statuses = {role: decided(client, **bearer(role.title)).status_code for role in Role}
    assert statuses == {Role.READER: 403, Role.CONTRIBUTOR: 403, Role.REVIEWER: 200, Role.ADMINISTRATOR: 200}
    refused = decided(client, **bearer("Contributor"), **{"accept-language": "sv"})
    assert refused.json()["type"].endswith("/problems/role-too-low")
    assert "Contributor är contributor, och det här kräver reviewer" in refused.json()["detail"]
    assert refused.headers["www-authenticate"] == f'{REALM}, error="insufficient_scope", scope="reviewer"'


def test_without_a_token_the_way_in_is_told(client: Client) -> None:
    answer = decided(client)
    assert (answer.status_code, answer.headers["www-authenticate"]) == (401, REALM)
    assert answer.json()["type"].endswith("/problems/token-missing")


@pytest.mark.parametrize(
    "header", ["Bearer wrong", "Bearer", "Bearer a b", "Basic dXNlcjpwYXNz", "token-of-reviewer", "Bearer å"]
)
def test_a_token_that_is_none_is_not_let_in(client: Client, header: str) -> None:
    answer = client.request("POST", "/api/v1/decide", headers={b"authorization": header.encode()})
    assert (answer.status_code, answer.json()["type"].rpartition("/")[2]) == (401, "token-unknown")
    assert answer.headers["www-authenticate"] == f'{REALM}, error="invalid_token"'


def test_the_hash_is_no_token(client: Client) -> None:
    assert decided(client, authorization=f"Bearer {hash_of(token_of('Reviewer'))}").status_code == 401


def test_where_there_are_no_tokens_nobody_writes(tmp_path: Path) -> None:
    (tmp_path / "empty").write_text("# nobody\n")
    for path in (tmp_path / "none", tmp_path / "empty"):
        with guarded(tokens=str(path)) as client:
            answer = decided(client, **bearer("Reviewer"))
            assert (answer.status_code, answer.json()["type"].rpartition("/")[2]) == (403, "writing-closed")


def test_a_token_ends_with_its_line_and_a_new_one_begins(tmp_path: Path) -> None:
    path = token_file(tmp_path)
    with guarded(tokens=str(path)) as client:
        path.write_text(line_of("Bo", "reviewer"))
        assert decided(client, **bearer("Reviewer")).status_code == 401
        assert decided(client, **bearer("Bo")).status_code == 200


def test_a_token_is_good_on_its_last_day_and_not_after_it(tmp_path: Path) -> None:
    lines = (
        line_of(name, "reader", until=today() + timedelta(days=days)) for name, days in (("a", 0), ("b", -1))
    )
    path = tmp_path / "tokens"
    path.write_text("\n".join(lines))
    assert [bool(Tokens(path).find(token_of(name))) for name in "ab"] == [True, False]


@pytest.mark.parametrize(
    ("line", "field"),
    [
        ("reviewer secret", "JSON"),
        ('{"role": "boss", "name": "A", "agent": "id/a/b", "sha256": "SECRET"}', "role"),
        ('{"role": "reader", "name": "A", "agent": "id/a/b", "sha256": "secret"}', "sha256"),
        ('{"role": "reader", "name": "A", "agent": "id/a/b", "sha256": "HASH", "token": "secret"}', "token"),
    ],
)
def test_a_broken_line_is_named_and_never_shown(tmp_path: Path, line: str, field: str) -> None:
    path = tmp_path / "tokens"
    path.write_text(line_of("Bo", "reader") + "\n" + line.replace("HASH", "0" * 64) + "\n")
    with pytest.raises(FileProblem) as caught:
        Tokens(path).holders()
    assert (caught.value.key, caught.value.values["row"], caught.value.values["field"]) == (
        "tokens-broken",
        2,
        field,
    )
    assert "secret" not in str(caught.value)
    with pytest.raises(FileProblem):
        create_app(Settings(store="memory:", tokens=str(path)))


def test_a_file_that_breaks_lets_nobody_in(tmp_path: Path) -> None:
    path = token_file(tmp_path)
    with guarded(tokens=str(path)) as client, capture_logs() as entries:
        path.write_text("broken")
        answers = [decided(client, **bearer("Reviewer")) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [503, 503]
    assert answers[0].json()["type"].endswith("/problems/tokens-unusable")
    assert str(tmp_path) not in answers[0].text
    assert any("tokens-broken" in entry.get("why", "") for entry in entries)


def test_no_token_is_in_the_log(client: Client) -> None:
    with capture_logs() as entries:
        decided(client, **bearer("Reviewer"))
        decided(client, authorization="Bearer not-a-good-one")
    assert entries
    assert not any(secret in str(entries) for secret in (token_of("Reviewer"), "not-a-good-one"))


def test_a_page_of_another_origin_cannot_send_a_token(client: Client) -> None:
    asked = {
        "origin": "https://example.org",
        "access-control-request-method": "POST",
        "access-control-request-headers": "authorization, content-type",
    }
    preflight = client.request("OPTIONS", "/api/v1/decide", headers=asked)
    assert preflight.status_code == 400
    assert "authorization" not in preflight.headers.get("access-control-allow-headers", "").lower()
    assert "access-control-allow-credentials" not in preflight.headers


def test_the_way_to_authorise_is_in_the_openapi_document(client: Client) -> None:
    schemes = client.get("/api/v1/openapi.json").json()["components"]["securitySchemes"]
    assert schemes["token"]["scheme"] == "bearer"


def test_tokens_are_random_and_of_256_bits() -> None:
    made = {make_token() for _ in range(100)}
    assert len(made) == 100
    assert all(len(token) == len("pgt_") + 43 for token in made)


def test_the_command_shows_the_token_once_and_prints_the_line_of_its_hash(tmp_path: Path) -> None:
    run = CommandLine("memory:")
    done = run("token", "Anna Ängström", "--role", "reviewer", "--days", "30")
    [secret] = [word for word in done.err.split() if word.startswith("pgt_")]
    line = json.loads(done.out)
    assert (done.code, line["sha256"]) == (0, hash_of(secret))
    assert secret not in done.out
    assert (line["role"], line["agent"]) == ("reviewer", "id/agent/local/anna-angstrom")
    path = tmp_path / "tokens"
    path.write_text(done.out, encoding="utf-8")
    holder = Tokens(path).find(secret)
    assert holder is not None
    assert (holder.name, holder.machine) == ("Anna Ängström", False)
    assert run("token", "A", "--role", "boss").code == 2
    assert run("token", "-", "--machine").code == 2
    assert run("token", "x" * 101).code == 2
    assert run("token", "A", "--agent", "nothing:a").code == 2


def test_when_a_token_was_used_last_is_told(tmp_path: Path) -> None:
    path, place = token_file(tmp_path), str(tmp_path / "store")
    store = open_store(place)
    with client_of(store, tokens=str(path)) as client:
        assert client.get("/api/v1/backups", headers=bearer("Administrator")).status_code == 200
        assert client.get("/api/v1/backups", headers={"authorization": "Bearer pgt_wrong"}).status_code == 401
    store.close()
    run = CommandLine(place)
    told = json.loads(run("--set", f"tokens={path}", "tokens", "--json").out)
    used = {each["name"]: each["used"] for each in told}
    assert [name for name, minute in used.items() if minute] == ["Administrator"]
    assert datetime.now(UTC) - datetime.fromisoformat(used["Administrator"]) < timedelta(minutes=5)
    assert token_of("Administrator") not in (tmp_path / "store/token-uses.json").read_text("utf-8")
    assert "sha256" not in str(told)
    assert "Administrator" in run("--set", f"tokens={path}", "tokens").out
    assert Tokens(path, place).uses.all() == {hash_of(token_of("Administrator")): used["Administrator"]}


def test_a_use_that_cannot_be_kept_shuts_nobody_out(tmp_path: Path) -> None:
    tokens = Tokens(token_file(tmp_path), str(tmp_path))
    (tmp_path / "token-uses.json.new").mkdir()
    (tmp_path / "token-uses.json").write_text("no JSON")
    with capture_logs() as entries:
        assert all(tokens.find(token_of(name)) for name in ("Reviewer", "Administrator"))
    assert [entry["event"] for entry in entries] == ["uses-not-kept"]


def test_a_token_is_rotated_and_the_old_one_ends_after_some_days(tmp_path: Path) -> None:
    path, run = token_file(tmp_path), CommandLine("memory:")
    path.chmod(0o640)
    before = path.read_text("utf-8")
    done = run("--set", f"tokens={path}", "rotate", "Reviewer", "--grace", "2")
    [secret] = [word for word in done.err.split() if word.startswith("pgt_")]
    assert (done.code, secret in done.out + path.read_text("utf-8")) == (0, False)
    new, old = Tokens(path).find(secret), Tokens(path).find(token_of("Reviewer"))
    assert new is not None
    assert old is not None
    assert (new.agent, new.role, new.until, new.made) == (old.agent, old.role, None, today())
    assert old.until == today() + timedelta(days=1)
    assert (path.stat().st_mode & 0o777, path.read_text("utf-8").splitlines()[0]) == (0o640, "# of the tests")
    assert len(path.read_text("utf-8").splitlines()) == len(before.splitlines()) + 1
    run("--set", f"tokens={path}", "rotate", "Reviewer", "--grace", "0", "--days", "30")
    assert [Tokens(path).find(each) for each in (secret, token_of("Reviewer"))] == [None, None]
    assert Tokens(path).find(token_of("Administrator")) is not None
    missing = run("--set", f"tokens={path}", "rotate", "Nobody")
    assert (missing.code, "Nobody" in missing.err) == (3, True)


def test_a_rotation_leaves_the_file_to_whom_it_belongs(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path, given = token_file(tmp_path), []
    path.chmod(0o660)
    own, told = path.stat(), os.fstat

    def of_another(file: int) -> os.stat_result:
        mode, inode, device, links, user, *others = told(file)
        return os.stat_result((mode, inode, device, links, user + 1, *others))

    monkeypatch.setattr(os, "fstat", of_another)
    monkeypatch.setattr(os, "fchown", lambda _, *owner: given.append(owner))
    rotated(path, "Reviewer", 2, None)
    assert given == [(own.st_uid, own.st_gid)]
    assert path.stat().st_mode & 0o777 == 0o660


def test_a_rotation_that_fails_leaves_the_file_as_it_was(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = token_file(tmp_path)
    before, names = path.read_text("utf-8"), sorted(tmp_path.iterdir())

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(FileProblem):
        rotated(path, "Reviewer", 2, None)
    assert (path.read_text("utf-8"), sorted(tmp_path.iterdir())) == (before, names)


def test_serving_keeps_every_setting_that_was_given(tmp_path: Path) -> None:
    (tmp_path / "tokens").write_text("broken")
    done = CommandLine(tmp_path / "store")(
        "--set", f"tokens={tmp_path / 'tokens'}", "--set", "examples=false", "serve"
    )
    assert done.code == 2
    assert "tokens" in done.err


def test_the_doctor_tells_of_the_file_of_tokens(tmp_path: Path) -> None:
    def told(path: Path) -> tuple[str, str]:
        checks = check_all(Settings(store="memory:", tokens=str(path)))
        return next((check.state, check.message) for check in checks if check.name == "tokens")

    assert told(tmp_path / "none")[0] == "good"
    assert told(token_file(tmp_path)) == ("good", f"{tmp_path / 'tokens.jsonl'}: 5.")
    (tmp_path / "broken").write_text("secret")
    state, message = told(tmp_path / "broken")
    assert (state, "secret" in message) == ("fails", False)
