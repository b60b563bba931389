"""People sign in to the pages at an OpenID Connect issuer: who is let in, and nothing typed is lost."""

from __future__ import annotations

from base64 import b64decode, urlsafe_b64encode
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, unquote, urlencode, urlsplit

import pytest
from pydantic import ValidationError
from structlog.testing import capture_logs

from api.access.issuer_keys import FRESH
from api.settings import Settings
from api_serving import Client, client_of
from graph.store import open_store
from holders import token_file
from issuers import AUDIENCE, DISCOVERY, SIGN_IN, OwnIssuer, own_issuer
from ontology.languages import LANGUAGES
from pages_serving import Page
from signed_in import Visit, hidden

CLIENT = "policygraph-pages"
BACK = "http://127.0.0.1:8000/sign-in/issuer"


@pytest.fixture
def issuer() -> Iterator[OwnIssuer]:
    with own_issuer() as started:
        yield started


def believing(issuer: OwnIssuer, folder: Path, **settings: Any) -> Client:
    """Returns a client of an application on whose pages people sign in at the issuer."""
    told = {"oidc_issuer": issuer.address, "oidc_audience": AUDIENCE, "oidc_client": CLIENT}
    store = open_store(str(folder / "store"))
    return client_of(store, tokens=str(token_file(folder)), **(told | settings))


def begun(visit: Visit, after: str = "/sv/drafts") -> dict[str, str]:
    """Goes to the issuer, and returns what it is told there."""
    answer = visit.get(f"/sv/sign-in/issuer?{urlencode({'after': after})}")
    assert answer.status_code == 303
    place = urlsplit(answer.headers["location"])
    assert place.path == SIGN_IN
    return {name: values[0] for name, values in parse_qs(place.query).items()}


def given(issuer: OwnIssuer, told: dict[str, str], **claims: Any) -> str:
    """Returns a code for which the issuer gives the tokens of somebody who has signed in there."""
    about = {"aud": CLIENT, "nonce": told["nonce"]} | claims
    issuer.codes["a-code"] = {"id_token": issuer.token(**about), "token_type": "Bearer"}
    return "a-code"


def back(visit: Visit, told: dict[str, str], code: str, **more: str) -> Any:
    query = {"state": told["state"], "code": code, "session_state": "x"} | more
    return visit.get(f"/sign-in/issuer?{urlencode(query)}")


def test_somebody_signs_in_at_the_issuer_and_goes_on(issuer: OwnIssuer, tmp_path: Path) -> None:
    with believing(issuer, tmp_path) as client:
        visit = Visit(client)
        assert visit.get("/sv/drafts").status_code == 401
        told = begun(visit)
        assert (told["client_id"], told["redirect_uri"], told["response_type"]) == (CLIENT, BACK, "code")
        answer = back(visit, told, given(issuer, told))
        assert (answer.status_code, answer.headers["location"]) == (303, "/sv/drafts")
        assert visit.get("/sv/drafts").status_code == 200
        assert "Anna" in visit.get("/sv/").text
        sent, _ = issuer.sent[0]
        challenge = urlsafe_b64encode(sha256(sent["code_verifier"].encode()).digest()).rstrip(b"=").decode()
        assert (told["code_challenge"], told["code_challenge_method"]) == (challenge, "S256")
        assert (sent["grant_type"], sent["redirect_uri"]) == ("authorization_code", BACK)
        assert visit.send("/sv/sign-out", {}).status_code == 303
        assert visit.get("/sv/drafts").status_code == 401


def test_who_signs_in_is_who_speaks_by_token_and_in_the_role_of_either_token(
    issuer: OwnIssuer, tmp_path: Path
) -> None:
    """Some issuers tell roles in the token for the server, some in that for whoever signs in."""
    with believing(issuer, tmp_path) as client:
        visit = Visit(client)
        told = begun(visit, "/sv/enter/project")
        code = given(issuer, told, roles=None)
        issuer.codes[code]["access_token"] = issuer.token(roles=["contributor"])
        assert back(visit, told, code).status_code == 303
        answer = visit.send("/sv/enter/project", {"names.sv": "Fågeln"})
        assert answer.status_code in (303, 422), "whoever contributes may send the form"
        reader = Visit(client)
        told = begun(reader)
        code = given(issuer, told, roles=None)
        issuer.codes[code]["access_token"] = issuer.token(sub="somebody else", roles=["administrator"])
        assert back(reader, told, code).status_code == 303
        assert reader.get("/sv/drafts").status_code == 403


@pytest.mark.parametrize(
    "claims",
    [
        {"aud": AUDIENCE},
        {"nonce": "another"},
        {"nonce": None},
        {"exp": 1},
        {"iss": "https://x.example"},
        {"aud": [CLIENT, "other"], "azp": "other"},
    ],
    ids=str,
)
def test_a_word_that_is_not_for_this_sign_in_lets_nobody_in(
    issuer: OwnIssuer, tmp_path: Path, claims: dict[str, Any]
) -> None:
    with believing(issuer, tmp_path) as client:
        visit = Visit(client)
        told = begun(visit)
        answer = back(visit, told, given(issuer, told, **claims))
        assert answer.status_code == 401
        assert "gick inte i god" in answer.text
        assert visit.get("/sv/drafts").status_code == 401


def test_only_who_began_is_taken_back(issuer: OwnIssuer, tmp_path: Path) -> None:
    """A code that somebody else got signs nobody in as them, nor does a second use of one's own."""
    with believing(issuer, tmp_path) as client:
        visit = Visit(client)
        told = begun(visit)
        code = given(issuer, told)
        assert back(Visit(client), told, code).status_code == 401
        assert back(visit, told | {"state": "guessed"}, code).status_code == 401
        assert issuer.sent == [], "the code has not been shown to anybody"
        told = begun(visit)
        code = given(issuer, told)
        assert back(visit, told, code, iss="https://x.example").status_code == 401
        told = begun(visit)
        assert back(visit, told, given(issuer, told), iss=issuer.address).status_code == 303
        assert back(visit, told, "a-code").status_code == 401
        assert client.get("/sign-in/issuer", accept="text/html").status_code == 401


@pytest.mark.parametrize(
    "after", ["https://x.example/", "//x.example", "/sv/" + "a" * 3600, "/sv/" + "å" * 1000]
)
def test_one_goes_on_to_our_own_pages_alone(issuer: OwnIssuer, tmp_path: Path, after: str) -> None:
    with believing(issuer, tmp_path) as client:
        visit = Visit(client)
        told = begun(visit, after)
        assert max(map(len, visit.cookies.values())) < 3600, "browsers keep no cookie of more than 4096"
        assert back(visit, told, given(issuer, told)).headers["location"] == "/sv/"


@pytest.mark.parametrize(
    "after", ['/sv/search?q=łąka;",', "/da/goals/9?territory=nuts:DK01#projects", "/sv/?q=a%25b~c"]
)
def test_one_goes_on_to_any_of_them_just_as_it_was(issuer: OwnIssuer, tmp_path: Path, after: str) -> None:
    with believing(issuer, tmp_path) as client:
        visit = Visit(client)
        told = begun(visit, after)
        led = back(visit, told, given(issuer, told)).headers["location"]
        assert unquote(led) == unquote(after)


def test_the_secret_says_who_asks_and_is_in_no_log(issuer: OwnIssuer, tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.write_text("a:b%c\n")
    with believing(issuer, tmp_path, oidc_client_secret_file=str(secret)) as client, capture_logs() as log:
        visit = Visit(client)
        told = begun(visit)
        code = given(issuer, told)
        token = issuer.codes[code]["id_token"]
        assert back(visit, told, code).status_code == 303
        sign = issuer.sent[0][1]["Authorization"].removeprefix("Basic ")
        assert b64decode(sign).decode() == f"{CLIENT}:a%3Ab%25c"
        secret.unlink()
        told = begun(visit)
        assert back(visit, told, given(issuer, told)).status_code == 401
    hushed = ["a:b%c", "a%3Ab%25c", sign, token, code, told["state"], told["nonce"]]
    assert [each for each in hushed if each in str(log)] == []


def test_sessions_hold_across_a_restart_and_end_with_the_setting(issuer: OwnIssuer, tmp_path: Path) -> None:
    with believing(issuer, tmp_path) as client:
        visit = Visit(client)
        told = begun(visit)
        back(visit, told, given(issuer, told))
        client.app.state.services.store.close()
    with believing(issuer, tmp_path) as client:
        visit.client = client
        assert visit.get("/sv/drafts").status_code == 200
        client.app.state.services.store.close()
    with believing(issuer, tmp_path, oidc_client="") as client:
        visit.client = client
        assert visit.get("/sv/drafts").status_code == 401
        assert visit.get("/sv/sign-in/issuer").status_code == 404
        assert "sign-in/issuer" not in visit.get("/sv/sign-in").text


def test_a_session_ends_where_another_issuer_is_named(issuer: OwnIssuer, tmp_path: Path) -> None:
    with believing(issuer, tmp_path) as client:
        visit = Visit(client)
        told = begun(visit)
        back(visit, told, given(issuer, told))
        assert visit.get("/sv/drafts").status_code == 200
        client.app.state.services.store.close()
    with own_issuer() as other, believing(other, tmp_path) as client:
        visit.client = client
        assert visit.get("/sv/drafts").status_code == 401


def test_a_sign_in_in_one_window_does_not_end_that_in_another(issuer: OwnIssuer, tmp_path: Path) -> None:
    with believing(issuer, tmp_path) as client:
        visit = Visit(client)
        first, second = begun(visit), begun(visit, "/sv/drafts?b=1")
        assert back(visit, first, given(issuer, first)).status_code == 401
        led = back(visit, second, given(issuer, second))
        assert (led.status_code, led.headers["location"]) == (303, "/sv/drafts?b=1")
        assert [name for name in visit.cookies if "sign_in" in name] == [], "nothing is left of it"


@pytest.mark.parametrize("place", ["https://[x", "javascript:alert(1)", "", None])
@pytest.mark.parametrize("name", ["authorization_endpoint", "token_endpoint"])
def test_an_issuer_with_no_good_address_gets_nobody_sent(
    issuer: OwnIssuer, tmp_path: Path, name: str, place: Any
) -> None:
    issuer.other[DISCOVERY] = (200, {}, _told(issuer, **{name: place}))
    with believing(issuer, tmp_path) as client:
        visit = Visit(client)
        if name == "authorization_endpoint":
            assert visit.get("/sv/sign-in/issuer").status_code == 503
        else:
            assert back(visit, begun(visit), "a-code").status_code == 503


def test_a_secret_that_is_no_text_lets_nobody_in(issuer: OwnIssuer, tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.write_bytes(b"\xff\xfe")
    with believing(issuer, tmp_path, oidc_client_secret_file=str(secret)) as client:
        visit = Visit(client)
        told = begun(visit)
        assert back(visit, told, given(issuer, told)).status_code == 401
        assert issuer.sent == []


def test_an_issuer_elsewhere_or_silent_gets_nobody_sent(issuer: OwnIssuer, tmp_path: Path) -> None:
    with believing(issuer, tmp_path) as client:
        issuer.other[DISCOVERY] = (200, {}, _told(issuer, authorization_endpoint="https://x.example/"))
        assert Visit(client).get("/sv/sign-in/issuer").status_code == 503
        for _ in range(3):
            Visit(client).get("/sv/sign-in/issuer")
        assert issuer.asked.count(DISCOVERY) == 1, "it is not asked for every visitor"
    assert FRESH > 60


def _told(issuer: OwnIssuer, **other: str) -> bytes:
    import json

    return json.dumps(issuer.discovery | other).encode()


@pytest.mark.parametrize("lang", LANGUAGES)
def test_what_was_typed_is_not_lost_by_signing_in_elsewhere(
    issuer: OwnIssuer, tmp_path: Path, lang: str
) -> None:
    with believing(issuer, tmp_path) as client:
        visit = Visit(client)
        plain = Page(visit.get(f"/{lang}/sign-in?after=/{lang}/drafts").text)
        assert plain.faults == []
        way = f"/{lang}/sign-in/issuer?after=%2F{lang}%2Fdrafts"
        assert way in [each.attributes["href"] for each in plain.all("a")]
        refused = visit.post(f"/{lang}/state", {"reasoning": "för att"})
        page = Page(refused.text)
        assert (refused.status_code, page.faults) == (401, [])
        [link] = [each for each in page.all("a") if "/sign-in/issuer?" in each.attributes["href"]]
        assert link.attributes["target"] == "_blank"
        kept = hidden(page)
        told = begun(visit, f"/{lang}/state")
        assert back(visit, told, given(issuer, told)).status_code == 303
        again = Page(visit.post(f"/{lang}/sign-in", kept | {"go-on": "1"}).text)
        assert again.faults == []
        assert hidden(again)["reasoning"] == "för att"
        assert Visit(client).post(f"/{lang}/sign-in", kept | {"go-on": "1"}).status_code == 401


def test_a_client_without_an_issuer_is_refused() -> None:
    with pytest.raises(ValidationError):
        Settings(oidc_client="x")
