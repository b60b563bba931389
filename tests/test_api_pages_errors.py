"""What a reader sees where something is wrong: a page in their language that says what to do."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import urljoin

import pytest

from api.pages.errors import ADVISED, error_view
from api.schemas import Problem
from api.wording.words import Words
from api_serving import Client, client_of
from graph.store import Store, open_store
from ontology.languages import LANGUAGES
from pages_serving import Page, get_page, pages_client
from shipped_stores import shipped_store

HTML = "text/html,application/xhtml+xml,*/*;q=0.8"
ADVICE = {"sv": "Kontrollera adressen", "da": "Kontrollér adressen", "en": "Check the address"}


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    opened = shipped_store(tmp_path_factory.mktemp("errors") / "store")
    yield opened
    opened.close()


@pytest.fixture(scope="module")
def client(store: Store) -> Iterator[Client]:
    with pages_client(store) as opened:
        yield opened


def problem(status: int) -> Problem:
    return Problem(
        type="about:blank", title="T", status=status, detail="D", instance="/sv/", request_id="abc"
    )


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize(
    "path", ["nowhere", "goals/99", "projects/no/such", "documents/no/such", "questions/no-such"]
)
def test_what_is_not_there_says_so_in_the_readers_language(client: Client, lang: str, path: str) -> None:
    answer = client.get(f"/{lang}/{path}", accept=HTML)
    assert answer.status_code == 404
    assert answer.headers["content-language"] == lang
    page = Page(answer.text)
    assert page.faults == []
    assert ADVICE[lang] in page.all("main")[0].text
    assert f"/{lang}/" in [each.attributes["href"] for each in page.all("a")]


@pytest.mark.parametrize(
    "path",
    [
        "goals/9?territory=xx:1",
        "resource?iri=foo",
        "coverage?region=nuts:XX",
        "goals/9?territory=sdg:9",
        "documents?level=nuts:SE331",
    ],
)
@pytest.mark.parametrize("lang", LANGUAGES)
def test_what_is_wrong_in_an_address_is_said_in_plain_words_first(
    client: Client, lang: str, path: str
) -> None:
    page = Page(client.get(f"/{lang}/{path}", accept=HTML).text)
    [lede] = [each.text for each in page.all("p") if each.attributes.get("class") == "lede"]
    assert lede == Words(lang)("error.plain")  # type: ignore[arg-type]
    told = client.get(f"/{lang}/{path}", accept="application/json").json()["detail"]
    [details] = [each for each in page.all("details") if told in each.text]
    assert details.text.strip().startswith(Words(lang)("error.technical"))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "path", ["goals/9?territory=xx:1", "goals/9?offset=-1", "goals/9?offset=x", "resource"]
)
def test_an_address_that_cannot_be_used_is_a_bad_request(client: Client, path: str) -> None:
    answer = client.get(f"/sv/{path}", accept=HTML)
    assert answer.status_code == 400
    assert "Rätta adressen eller formuläret" in answer.text


@pytest.mark.parametrize("lang", ["sv", "da", "en"])
@pytest.mark.parametrize("path", ["goals/9?offset=99999", "search?q=mål&page=999"])
def test_a_page_beyond_the_end_of_a_list_leads_to_its_last(client: Client, lang: str, path: str) -> None:
    """A saved address whose list has become shorter is told apart from a list that is empty."""
    page = Page(get_page(client, f"/{lang}/{path}"))
    assert page.faults == []
    [told] = [each for each in page.all("div") if each.attributes.get("class") == "empty"]
    assert told.text.split()[0] in ("Listan", "Listen", "The")
    [back] = [each for each in page.all("a") if each.attributes.get("rel") == "prev"]
    shown = Page(get_page(client, urljoin(f"/{lang}/{path}", back.attributes["href"])))
    assert [each for each in shown.all("div") if each.attributes.get("class") == "empty"] == []


def test_a_value_that_cannot_be_used_stays_in_its_field(client: Client) -> None:
    answer = client.get("/sv/questions/projects-serving-goal?goal=xx:9&ask=1", accept=HTML)
    page = Page(answer.text)
    assert answer.status_code == 400
    assert [each.attributes.get("role") for each in page.all("div")].count("alert") == 1
    assert page.all("table") == []


def test_a_broken_query_stays_in_its_place(client: Client) -> None:
    answer = client.get("/sv/sparql?run=1&query=SELECT+%3Cnothing", accept=HTML)
    page = Page(answer.text)
    assert answer.status_code == 400
    assert "SELECT <nothing" in page.all("textarea")[0].text


def test_an_update_is_refused(client: Client) -> None:
    answer = client.get("/da/sparql?run=1&query=DELETE+WHERE+%7B+%3Fs+%3Fp+%3Fo+%7D", accept=HTML)
    assert answer.status_code == 403
    assert "alert" in answer.text


def test_a_store_that_is_closed_is_told_with_what_to_do() -> None:
    store = open_store("memory:")
    client = client_of(store)
    store.close()
    answer = client.get("/en/", accept=HTML)
    assert answer.status_code == 503
    assert "Wait a little" in answer.text


def test_a_program_gets_problem_details_instead(client: Client) -> None:
    answer = client.get("/sv/nowhere", accept="application/json")
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json()["status"] == 404


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_fault_of_ours_names_its_request_once(store: Store, lang: str) -> None:
    client = pages_client(store)
    client.app.add_api_route("/{lang}/fault", _fault)
    answer = client.get(f"/{lang}/fault", accept=HTML)
    assert (answer.status_code, Page(answer.text).faults) == (500, [])
    assert answer.text.count(answer.headers["x-request-id"]) == 1


def _fault() -> None:
    raise ValueError("secret")


def test_only_a_fault_of_ours_shows_the_number_of_the_request() -> None:
    assert error_view(problem(500), Words("sv")).request_id == "abc"
    assert error_view(problem(404), Words("sv")).request_id is None
    assert error_view(problem(422), Words("en")).advice == Words("en")("error.advice.400")
    assert error_view(problem(502), Words("en")).advice == Words("en")("error.advice.500")


@pytest.mark.parametrize("lang", LANGUAGES)
def test_what_to_do_about_what_is_not_there_is_said_once(client: Client, lang: str) -> None:
    told = client.get(f"/{lang}/projects/no/such", accept=HTML).text
    assert Words(lang)("error.advice.404") not in told
    assert Words(lang)("error.advice.404") in client.get(f"/{lang}/nowhere", accept=HTML).text


@pytest.mark.parametrize("lang", LANGUAGES)
def test_each_failure_says_what_to_do_and_what_passes_can_be_asked_again(lang: str) -> None:
    words = Words(lang)
    views = {status: error_view(problem(status), words, "/sv/x") for status in ADVISED}
    assert len({view.advice for view in views.values()}) == len(ADVISED)
    assert not [view.advice for view in views.values() if str(view.advice).startswith("pages.")]
    assert {status for status, view in views.items() if view.again == "/sv/x"} == {429, 503, 507}


def test_a_busy_server_offers_to_ask_again() -> None:
    store = open_store("memory:")
    client = client_of(store)
    store.close()
    page = Page(client.get("/da/map?goal=sdg:9", accept=HTML).text)
    [again] = [each for each in page.all("a") if each.text == "Prøv igen"]
    assert again.attributes["href"] == "/da/map?goal=sdg:9"


@pytest.mark.parametrize(
    ("header", "lang"), [("sv", "sv"), ("nb,da;q=0.9", "da"), ("en-GB", "en"), ("fr", "sv"), (None, "sv")]
)
def test_the_start_is_in_the_language_of_the_browser(client: Client, header: str | None, lang: str) -> None:
    headers = {"accept-language": header} if header else {}
    answer = client.get("/", accept=HTML, headers=headers)
    assert (answer.status_code, answer.headers["location"]) == (307, f"/{lang}/")
    assert "Accept-Language" in answer.headers["vary"]


def test_a_resource_with_a_page_of_its_own_leads_there(client: Client) -> None:
    answer = client.get("/da/resource?iri=sdg:9", accept=HTML)
    assert (answer.status_code, answer.headers["location"]) == (303, "/da/goals/9")


def test_pages_forbid_what_they_do_not_need(client: Client) -> None:
    policy = client.get("/sv/", accept=HTML).headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
