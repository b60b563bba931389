"""Single things over HTTP that are wrong, or by who may not: told at their field, without a trace."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from api_serving import Client
from register_serving import (
    AREA,
    BASE,
    MINE,
    OBJECTIVE,
    OBSERVATION,
    PROJECT,
    entered,
    problem,
    register_client,
    send,
    sequence,
    size,
)


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Client]:
    """Returns a client of one store for all tests here: each enters things of its own."""
    with register_client(tmp_path_factory.mktemp("register")) as opened:
        yield opened


@pytest.mark.parametrize(
    ("noun", "changes", "found"),
    [
        ("projects", {"names": []}, [("entry-nameless", "#/names")]),
        ("projects", {"territories": ["nuts:SE125", "nuts:XX9"]}, [("named-unknown", "#/territories/1")]),
        ("projects", {"territories": [AREA]}, [("shape-violated", "#/territories/0")]),
        ("projects", {"territories": ["not an iri"]}, [("field-invalid", "#/territories/0")]),
        ("projects", {"start": "2023-02-30"}, [("field-invalid", "#/start")]),
        ("projects", {"start": 1}, [("field-invalid", "#/start")]),
        ("projects", {"start": "2026-01-01"}, [("shape-violated", "#/start")]),
        (
            "projects",
            {"grants": [{"amount": {"value": "5", "currency": "kr"}}]},
            [("shape-violated", "#/grants/0/amount/currency")],
        ),
        (
            "projects",
            {"grants": [{"amount": {"value": "-5", "currency": "SEK"}}]},
            [("shape-violated", "#/grants/0/amount/value")],
        ),
        (
            "projects",
            {"grants": [{"amount": {"value": "NaN", "currency": "SEK"}}]},
            [("field-invalid", "#/grants/0/amount/value")],
        ),
        ("projects", {"parties": [{"role": "partner"}]}, [("party-unclear", "#/parties/0")]),
        (
            "projects",
            {"parties": [{"name": {"text": "…", "lang": "sv"}}]},
            [("party-unnamed", "#/parties/0/name")],
        ),
        (
            "projects",
            {"names": [{"text": "A", "lang": "sv"}, {"text": "B", "lang": "sv"}]},
            [("shape-violated", "#/names")],
        ),
        (
            "projects",
            {"descriptions": [{"text": "Skriv till a.b@example.se", "lang": "sv"}]},
            [("shape-violated", "#/descriptions/0")],
        ),
        ("projects", {"colour": "red"}, [("field-unknown", "#/colour")]),
        ("objectives", {"kind": "pg:Nope"}, [("objective-kind-unknown", "#/kind")]),
        ("objectives", {"broader": None}, [("objective-nowhere", "#/document")]),
        ("objectives", {"broader": "nuts:SE125"}, [("objective-unknown", "#/broader")]),
        (
            "objectives",
            {"document": "id/document/eu/x", "broader": None},
            [("document-unknown", "#/document")],
        ),
        ("objectives", {"document": "id/document/agenda2030/agenda"}, [("objective-elsewhere", "#/broader")]),
        ("objectives", {"indicators": ["id/indicator/x/y"]}, [("named-unknown", "#/indicators/0")]),
        ("observations", {"period": "2023-02-30"}, [("period-invalid", "#/period")]),
        ("observations", {"role": "guess"}, [("field-invalid", "#/role")]),
        ("observations", {"indicator": AREA}, [("shape-violated", "#/indicator")]),
        ("observations", {"value": "1e999999"}, [("field-invalid", "#/value")]),
        ("observations", {"period": "2999", "role": "actual"}, [("period-later", "#/period")]),
        ("observations", {"unit": "a\0"}, [("field-invalid", "#/unit")]),
        (
            "projects",
            {"names": [{"text": "Rad\x0btv\u00e5", "lang": "sv"}]},
            [("field-invalid", "#/names/0/text")],
        ),
    ],
)
def test_what_is_wrong_is_told_at_its_field_and_leaves_no_trace(
    client: Client, noun: str, changes: dict[str, Any], found: list[tuple[str, str]]
) -> None:
    good = {
        "projects": PROJECT | {"identifier": "bad"},
        "objectives": OBJECTIVE | {"code": "bad"},
        "observations": OBSERVATION | {"period": "1999"},
    }[noun]
    before = sequence(client), size(client)
    answer = send(client, "POST", noun, good | changes)
    told = [(each["key"], each["place"]["pointer"]) for each in answer.json()["findings"]]

    assert answer.status_code == 422, answer.text
    assert told == found
    assert (sequence(client), size(client)) == before


def test_a_body_without_fields_is_refused_as_a_whole(client: Client) -> None:
    for body in ([], [PROJECT], "text", 7):
        answer = send(client, "POST", "projects", body, **{"accept-language": "sv"}).json()
        [found] = answer["findings"]
        assert answer["type"].endswith("/body-no-object")
        assert (found["key"], found["place"]["pointer"]) == ("body-no-object", "#")
        assert "Skicka ett objekt: fälten" in answer["detail"] == found["detail"]


def test_what_is_wrong_is_told_in_each_language(client: Client) -> None:
    bad = PROJECT | {"identifier": "bad", "start": "2026-01-01", "territories": []}
    told = {}
    for lang in ("sv", "da", "en"):
        answer = send(client, "POST", "projects", bad, **{"accept-language": lang})
        told[lang] = answer.json()["findings"][0]["detail"]

    words = {"sv": "efter sitt slut", "da": "efter sin slutning", "en": "after its end"}
    assert [lang for lang, text in told.items() if words[lang] in text] == ["sv", "da", "en"]
    assert all("«Bredband i byn»" in text or "«Village broadband»" in text for text in told.values())


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"value": "NaN"}, "den ska vara ett tal"),
        ({"value": "1." + "1" * 10}, "skriv högst 9"),
        ({"value": "1" * 25}, "skriv högst 24"),
        ({"unit": "\x0b%"}, "styrtecken; ta bort dem"),
        ({"period": "2999-01", "role": "baseline"}, "2999-01 har inte börjat än"),
    ],
)
def test_a_value_that_cannot_be_is_refused_with_a_remedy(
    client: Client, changes: dict[str, str], told: str
) -> None:
    answer = send(client, "POST", "observations", OBSERVATION | changes, **{"accept-language": "sv"})

    assert answer.status_code == 422
    [finding] = answer.json()["findings"]
    assert told in finding["detail"]


def test_what_is_to_come_may_be_a_target_or_a_forecast(client: Client) -> None:
    for role in ("target", "forecast"):
        answer = send(client, "POST", "observations", OBSERVATION | {"period": "2999", "role": role})
        assert answer.status_code == 201


def test_warnings_of_the_shapes_keep_nothing_out(client: Client) -> None:
    answer = send(client, "POST", "projects", PROJECT | {"identifier": "nowhere", "territories": []})

    assert answer.status_code == 201
    assert [(each["key"], "nuts" in each["detail"]) for each in answer.json()["findings"]] == [
        ("shape-violated", False)
    ]


def test_who_may_change_what_of_others(client: Client) -> None:
    path, tag = entered(client, "projects", PROJECT | {"identifier": "others"})
    match = {"if-match": tag}
    reader = send(client, "POST", "projects", PROJECT, "Reader")
    nobody = client.request("POST", "/api/v1/projects", json=PROJECT)
    other = send(client, "DELETE", f"{path}?reason=x", who="Reviewer", **match)
    mended = send(client, "PUT", path, PROJECT | {"identifier": "others", "end": None}, "Reviewer", **match)
    theirs = send(client, "POST", "projects", PROJECT | {"identifier": "others"}, "Reviewer").json()["iri"]
    foreign = send(
        client, "PUT", theirs.replace(f"{BASE}id/project", "projects"), PROJECT, **{"if-match": "*"}
    )

    assert (problem(reader), problem(nobody)) == ((403, "role-too-low"), (401, "token-missing"))
    assert problem(other) == problem(foreign) == (403, "statement-foreign")
    assert f"Village broadband” ({BASE}id/project/{MINE}/others) was said" in other.json()["detail"]
    assert (mended.status_code, mended.json()["iri"]) == (200, f"{BASE}id/project/{MINE}/others")
    assert theirs == f"{BASE}id/project/by-test-reviewer/others"
