"""What is unsafe where other machines reach the server: refused at its start, and told by the doctor."""

from __future__ import annotations

from pathlib import Path

import pytest

from api.app import create_app
from api.commands.health import Check, check_all
from api.safety import dangers, refuse_dangers
from api.settings import Settings
from api.wording.messages import messages
from graph.errors import InputError
from holders import token_file
from issuers import own_issuer

SAFE = "https://graph.example.org/"
CLEAR = "http://graph.example.org/"


def found(**settings: object) -> list[str]:
    return [danger.key for danger in dangers(Settings(host="0.0.0.0", **settings), is_confined=True)]


def test_a_server_for_this_machine_is_never_refused(tmp_path: Path) -> None:
    tokens = token_file(tmp_path)
    tokens.chmod(0o666)
    assert list(dangers(Settings(tokens=str(tokens), base=CLEAR), is_confined=False)) == []


def test_tokens_do_not_cross_the_network_in_clear_text(tmp_path: Path) -> None:
    tokens = str(token_file(tmp_path))
    assert found(tokens=tokens, base=CLEAR) == ["tokens-in-clear-text"]
    assert found(tokens=tokens, base=CLEAR, allow_clear_text=True) == []
    assert found(tokens=tokens, base=SAFE) == []
    assert found(tokens=tokens) == ["tokens-in-clear-text"], "as base is by default"
    assert found(tokens=str(tmp_path / "none"), base=CLEAR) == []
    issuer = {"oidc_issuer": "https://issuer.example.org/", "oidc_audience": "us"}
    assert found(tokens=str(tmp_path / "none"), base=CLEAR, **issuer) == ["tokens-in-clear-text"]


@pytest.mark.parametrize(("mode", "keys"), [(0o600, []), (0o664, []), (0o666, ["tokens-writable"])])
def test_the_file_of_tokens_is_its_owners(tmp_path: Path, mode: int, keys: list[str]) -> None:
    tokens = token_file(tmp_path)
    tokens.chmod(mode)
    assert found(tokens=str(tokens), base=SAFE) == keys


@pytest.mark.parametrize(("mode", "keys"), [(0o640, []), (0o644, ["client-secret-readable"])])
def test_the_secret_for_an_issuer_is_its_owners(tmp_path: Path, mode: int, keys: list[str]) -> None:
    secret = tmp_path / "secret"
    secret.write_text("x")
    secret.chmod(mode)
    issuer = {"oidc_issuer": "https://issuer.example.org/", "oidc_audience": "us", "oidc_client": "pages"}
    given = issuer | {"oidc_client_secret_file": str(secret)}
    assert found(tokens=str(tmp_path / "none"), base=SAFE, **given) == keys


def test_the_store_is_its_owners(tmp_path: Path) -> None:
    store = tmp_path / "store"
    store.mkdir()
    assert found(store=str(store), tokens=str(tmp_path / "none")) == []
    store.chmod(0o777)
    assert found(store=str(store), tokens=str(tmp_path / "none")) == ["store-writable"]


def test_the_application_is_not_made_of_unsafe_settings(tmp_path: Path) -> None:
    unsafe = Settings(host="::", tokens=str(token_file(tmp_path)), base=CLEAR, store=str(tmp_path / "store"))
    with pytest.raises(InputError, match="tokens-in-clear-text"):
        create_app(unsafe)
    with pytest.raises(InputError, match="tokens-in-clear-text"):
        refuse_dangers(unsafe)
    assert not (tmp_path / "store").exists()


def looked_at(name: str, **settings: object) -> Check:
    [check] = [check for check in check_all(Settings(**settings)) if check.name == name]
    return check


def test_the_doctor_tells_what_is_unsafe(tmp_path: Path) -> None:
    tokens = str(token_file(tmp_path))
    inside = looked_at("public", tokens=tokens, base=CLEAR, store=str(tmp_path / "store"))
    outside = looked_at("public", tokens=tokens, base=CLEAR, store=str(tmp_path / "store"), host="0.0.0.0")
    assert (inside.state, outside.state) == ("warns", "fails")
    assert "https://" in outside.message
    assert looked_at("public", tokens=str(tmp_path / "none"), store=str(tmp_path / "store")).state == "good"


def test_the_doctor_looks_at_room_confinement_and_addresses(tmp_path: Path) -> None:
    store = str(tmp_path / "store")
    assert looked_at("confinement", store=store).state == "good"
    assert looked_at("space", store=store, free_space_bytes=0).state == "good"
    assert looked_at("space", store=store, free_space_bytes=1 << 60).state == "warns"
    assert looked_at("addresses", store=store).state == "good"
    assert looked_at("addresses", store=store, host="0.0.0.0").state == "warns"


def test_the_doctor_tells_of_variables_that_nothing_reads(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("POLICYGRAPH_TRUSTED_PROXY", "127.0.0.1")
    monkeypatch.setenv("POLICYGRAPH_LANG", "sv")
    check = looked_at("variables", store="memory:")
    assert (check.state, "POLICYGRAPH_TRUSTED_PROXY" in check.message) == ("warns", True)
    assert "POLICYGRAPH_LANG" not in check.message
    monkeypatch.delenv("POLICYGRAPH_TRUSTED_PROXY")
    assert looked_at("variables", store="memory:").state == "good"


def test_the_doctor_asks_the_issuer(tmp_path: Path) -> None:
    with own_issuer() as issuer:
        given = {
            "store": "memory:",
            "oidc_issuer": issuer.address,
            "oidc_audience": "us",
            "oidc_client": "pages",
        }
        assert looked_at("issuer", **given).state == "good"
        missing = looked_at("issuer", **given, oidc_client_secret_file=str(tmp_path / "none"))
        issuer.keys.clear()
        keyless = looked_at("issuer", **given)
        issuer.is_silent = True
        silent = looked_at("issuer", **given)
    assert [each.state for each in (missing, keyless, silent)] == ["fails"] * 3
    assert "/.well-known/openid-configuration" in silent.message
    assert looked_at("issuer", store="memory:").state == "good"


def test_the_doctor_looks_where_backups_go(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    assert looked_at("backups", store="memory:", backups=str(tmp_path / "a" / "b")).state == "good"
    assert looked_at("backups", store="memory:", backups=str(tmp_path / "file" / "b")).state == "warns"


@pytest.mark.parametrize(
    ("settings", "state"),
    [
        ({}, "good"),
        ({"base": SAFE}, "warns"),
        ({"base": SAFE, "trusted_proxies": "127.0.0.1"}, "good"),
        ({"requests_per_minute": 0}, "warns"),
        ({"unlimited": "::/0"}, "warns"),
    ],
    ids=str,
)
def test_the_doctor_looks_whether_clients_are_counted(settings: dict[str, object], state: str) -> None:
    assert looked_at("limits", store="memory:", **settings).state == state


def test_the_doctor_words_all_that_it_says(tmp_path: Path) -> None:
    checks = check_all(Settings(store=str(tmp_path / "store"), host="0.0.0.0"))
    assert [check for check in checks if "doctor." in check.message] == []
    titles = {f"cli.doctor.{check.name}" for check in checks}
    assert titles <= set(messages("en"))
