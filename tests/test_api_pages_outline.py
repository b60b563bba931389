"""The outline of a strategy's tree: things are added, renamed and withdrawn at their place, in order."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from api_serving import Client, shipped_client
from filled_forms import filled, main
from holders import token_file
from ontology.languages import LANGUAGES
from pages_serving import Page
from signed_in import Visit

BASE = "http://127.0.0.1:8000/"
PATH = "/sv/documents/vastmanland/rus-2030/outline"
AREA = f"{BASE}id/objective/vastmanland/target-area-2"
MINE = f"{BASE}id/objective/by-test-contributor"


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Client]:
    folder = tmp_path_factory.mktemp("outline")
    with shipped_client(folder / "store", tokens=str(token_file(folder))) as opened:
        yield opened


@pytest.fixture(scope="module")
def visit(client: Client) -> Visit:
    return Visit(client, "Contributor")


def listed(page: Page) -> list[tuple[int, str]]:
    """Returns the things of the outline with their depths, in the order of the page."""
    found = (each for each in page.all("li") if each.attributes.get("id", "").startswith("o-"))
    return [(each.above.count("ol") - 1, each.attributes["id"]) for each in found]


def opened(visit: Visit, act: str, thing: str) -> dict[str, Any]:
    page = Page(visit.get(f"{PATH}?{act}={thing}").text)
    return filled(page)


def added(visit: Visit, parent: str, name: str, code: str, kind: str = "pg:SubGoal") -> str:
    form = opened(visit, "add", parent) | {"name": name, "code": code, "kind": kind}
    answer = visit.send(PATH, form)
    assert answer.status_code == 303, main(Page(answer.text))
    return f"{MINE}/{parent.rpartition('/')[2]}-{code}"


def test_things_are_added_below_in_order(client: Client, visit: Visit) -> None:
    before = listed(Page(visit.get(PATH).text))
    assert before, "what the document holds is in the outline"
    second, first = added(visit, AREA, "Andra", "2.2"), added(visit, AREA, "Första", "2.1")
    below = added(visit, first, "Under", "2.1.1", "pg:Measure")
    page = Page(visit.get(PATH).text)
    mine = [(depth, name) for depth, name in listed(page) if "by-test" in name]
    assert mine == [
        (2, f"o-by-test-contributor-{first.rpartition('/')[2]}"),
        (3, f"o-by-test-contributor-{below.rpartition('/')[2]}"),
        (2, f"o-by-test-contributor-{second.rpartition('/')[2]}"),
    ]
    assert page.faults == []
    told = client.get(f"/api/v1/objectives/by-test-contributor/{first.rpartition('/')[2]}?lang=sv").json()
    assert [each["iri"] for each in told["broader"]] == [AREA]


def test_after_one_is_added_one_more_can_be(visit: Visit) -> None:
    form = opened(visit, "add", AREA) | {"name": "En till", "code": "2.8", "kind": "pg:SubGoal"}
    page = Page(visit.get(visit.send(PATH, form).headers["location"].partition("#")[0]).text)
    again = filled(page)
    assert (again["thing"], again["name"], again["kind"]) == (AREA, "", "pg:SubGoal"), "of the kind beside it"
    assert any(each.attributes.get("role") == "status" for each in page.all("p"))


def test_something_is_added_at_the_top_of_the_tree_that_is_chosen(client: Client, visit: Visit) -> None:
    form = opened(visit, "add", "top") | {"name": "Ett nytt målområde", "code": "9", "kind": "pg:TargetArea"}
    open_page = Page(visit.send(PATH, form).text)
    assert "note-act-scheme" in {each.attributes.get("id") for each in open_page.all("p")}, "it has several"
    options = [each.attributes["value"] for each in open_page.all("option")]
    scheme = next(each for each in options if "/id/scheme/" in each)
    assert visit.send(PATH, filled(open_page) | {"scheme": scheme}).status_code == 303
    assert (0, "o-by-test-contributor-rus-2030-9") in listed(Page(visit.get(PATH).text))
    told = client.get("/api/v1/objectives/by-test-contributor/rus-2030-9").json()
    assert told["document"]["iri"] == f"{BASE}id/document/vastmanland/rus-2030"
    full = "/sv/enter/objective/by-test-contributor/rus-2030-9"
    fields, before = filled(Page(visit.get(full).text)), client.get("/ready").json()
    assert fields["scheme.iri"] == scheme
    assert visit.send(full, fields).status_code == 303
    assert client.get("/ready").json() == before


def test_one_is_renamed_and_keeps_the_rest(visit: Visit) -> None:
    thing = added(visit, AREA, "Gammalt namn", "2.3")
    key = thing.rpartition("/")[2]
    full = f"/sv/enter/objective/by-test-contributor/{key}"
    fields = filled(Page(visit.get(full).text)) | {"names.en": "English name", "prioritised": "true"}
    assert visit.send(full, fields).status_code == 303
    form = opened(visit, "rename", thing)
    assert (form["name"], form["code"]) == ("Gammalt namn", "2.3")
    answer = visit.send(PATH, form | {"name": "Nytt namn"})
    assert answer.headers["location"].endswith(f"#o-by-test-contributor-{key}")
    kept = filled(Page(visit.get(full).text))
    assert (kept["names.sv"], kept["names.en"], kept["prioritised"]) == ("Nytt namn", "English name", "true")


def test_a_stale_rename_says_who_changed_it_and_keeps_what_was_typed(client: Client, visit: Visit) -> None:
    thing = added(visit, AREA, "Ursprung", "2.4")
    mine, other = opened(visit, "rename", thing), Visit(client, "Reviewer")
    assert other.send(PATH, opened(other, "rename", thing) | {"name": "Deras"}).status_code == 303
    answer = visit.send(PATH, mine | {"name": "Mitt"})
    page = Page(answer.text)
    assert answer.status_code == 412
    assert "Reviewer har ändrat det här" in main(page)
    assert "”Deras”" in main(page)
    again = filled(page)
    assert again["name"] == "Mitt"
    assert visit.send(PATH, again).status_code == 303


def test_one_is_withdrawn_with_a_reason_unless_something_stands_below(visit: Visit) -> None:
    thing = added(visit, AREA, "Tas bort", "2.5")
    below = added(visit, thing, "Under", "2.5.1")
    held = visit.send(PATH, opened(visit, "withdraw", thing) | {"reason": "x"})
    assert held.status_code == 409
    assert below in main(Page(held.text))
    assert visit.send(PATH, opened(visit, "withdraw", below)).status_code == 400
    for each in (below, thing):
        answer = visit.send(PATH, opened(visit, "withdraw", each) | {"reason": "Dubblett"})
        assert answer.status_code == 303
    assert "target-area-2-2.5" not in visit.get(PATH).text
    late = visit.send(PATH, {"act": "add", "thing": thing, "name": "Mitt långa namn", "kind": "pg:SubGoal"})
    assert late.status_code == 410
    assert filled(Page(late.text))["name"] == "Mitt långa namn"
    assert visit.get("/sv/objectives/by-test-contributor/target-area-2-2.5").status_code == 410


def test_what_is_wrong_stands_at_its_field_with_what_was_typed(client: Client, visit: Visit) -> None:
    before = client.get("/ready").json()
    answer = visit.send(PATH, opened(visit, "add", AREA) | {"name": "", "code": "2.6", "kind": ""})
    page = Page(answer.text)
    ids = {each.attributes["id"] for each in page.all("p") if "id" in each.attributes}
    assert answer.status_code == 422
    assert {"note-act-names", "note-act-kind"} <= ids
    assert filled(page)["code"] == "2.6"
    added(visit, AREA, "Finns", "2.7")
    twice = visit.send(
        PATH, opened(visit, "add", AREA) | {"name": "Finns", "code": "2.7", "kind": "pg:SubGoal"}
    )
    assert twice.status_code == 409
    assert client.get("/ready").json()["commit"] == before["commit"] + 1


def test_what_a_document_holds_is_added_to_and_not_renamed(visit: Visit) -> None:
    page = Page(visit.get(PATH).text)
    links = {each.attributes["href"] for each in page.all("a")}
    assert any("?add=" in each and "target-area-2" in each for each in links)
    assert not any("?rename=" in each and "vastmanland%2Ftarget-area-2" in each for each in links)
    assert visit.get(f"{PATH}?rename={AREA}").status_code == 409
    assert visit.get(f"{PATH}?add={BASE}id/objective/varmland/nothing").status_code == 404
    assert visit.send(PATH, {"act": "add", "thing": f"{BASE}id/x", "name": "x"}).status_code == 404
    assert visit.get("/sv/documents/vastmanland/nothing/outline").status_code == 404


def test_only_contributors_come_there_and_nothing_typed_is_lost(client: Client, visit: Visit) -> None:
    assert Visit(client, "Reader").get(PATH).status_code == 403
    form = {"act": "add", "thing": AREA, "name": "Mitt långa namn"}
    assert "Mitt långa namn" in Visit(client).post(PATH, form).text
    links = {
        each.text: each.attributes["href"]
        for each in Page(visit.get(PATH.removesuffix("/outline")).text).all("a")
    }
    assert links["Ändra trädet"] == PATH


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("act", ["", f"?add={AREA}", "?add=top"])
def test_the_outline_is_whole_in_every_language(visit: Visit, act: str, lang: str) -> None:
    page = Page(visit.get(PATH.replace("/sv/", f"/{lang}/") + act).text)
    assert page.faults == []
    assert "outline." not in page.all("body")[0].text
    assert "entry." not in page.all("body")[0].text
    ids = [each.attributes["id"] for each in page.with_attribute("id")]
    assert len(ids) == len(set(ids))
