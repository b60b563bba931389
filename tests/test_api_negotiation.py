"""Which format and which language a request gets."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.errors import NotAcceptable
from api.formats.negotiation import (
    ASK_FORMATS,
    LIST_FORMATS,
    RDF_FORMATS,
    RESOURCE_FORMATS,
    SELECT_FORMATS,
    Format,
    by_name,
    choose,
)
from api.wording.language import preferred

BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,*/*;q=0.8"


@pytest.mark.parametrize(
    ("accept", "offered", "suffix"),
    [
        (None, LIST_FORMATS, "json"),
        ("", LIST_FORMATS, "json"),
        ("*/*", LIST_FORMATS, "json"),
        ("text/turtle", LIST_FORMATS, "ttl"),
        ("TEXT/TURTLE", LIST_FORMATS, "ttl"),
        ("text/turtle; charset=utf-8", LIST_FORMATS, "ttl"),
        ("text/turtle;q=0.5, text/csv", LIST_FORMATS, "csv"),
        ("text/*, application/json;q=0.1", LIST_FORMATS, "ttl"),
        ("application/json;q=0, */*", LIST_FORMATS, "jsonld"),
        ("text/turtle;q=0.1, */*;q=0.5", LIST_FORMATS, "json"),
        (BROWSER, RESOURCE_FORMATS, "html"),
        (BROWSER, SELECT_FORMATS, "xml"),
        ("application/json", SELECT_FORMATS, "json"),
        ("application/xml", RDF_FORMATS, "rdf"),
        ("text/plain, */*;q=0.1", RDF_FORMATS, "nt"),
        ("text/n3, */*;q=0.1", RESOURCE_FORMATS, "ttl"),
        ("application/json, text/plain, */*", RESOURCE_FORMATS, "json"),
        ("text/xml", ASK_FORMATS, "xml"),
        ("application/sparql-results+xml, application/sparql-results+json;q=0.9", ASK_FORMATS, "xml"),
    ],
)
def test_the_best_offered_format_is_chosen(
    accept: str | None, offered: tuple[Format, ...], suffix: str
) -> None:
    assert choose(accept, offered).suffix == suffix


@pytest.mark.parametrize("accept", ["image/png", "text/csv", "*/*;q=0", "application/json;q=0", "rubbish"])
def test_what_is_not_offered_is_refused_with_what_is(accept: str) -> None:
    with pytest.raises(NotAcceptable) as caught:
        choose(accept, RDF_FORMATS)
    assert caught.value.status == 406
    assert caught.value.values["offered"] == (
        "text/turtle, application/ld+json, application/n-triples, application/rdf+xml"
    )


@pytest.mark.parametrize(
    ("asked", "offered", "suffix"),
    [
        (["tsv"], SELECT_FORMATS, "tsv"),
        (["turtle"], RDF_FORMATS, "ttl"),
        (["n3"], RDF_FORMATS, "ttl"),
        (["xml"], RDF_FORMATS, "rdf"),
        (["XML"], SELECT_FORMATS, "xml"),
        (["rdf+xml", "application/rdf+xml"], RDF_FORMATS, "rdf"),
        (["json-ld", "application/ld+json,application/x-json+ld"], RDF_FORMATS, "jsonld"),
        (["json"], RDF_FORMATS, "jsonld"),
        (["tsv", "text/tab-separated-values"], SELECT_FORMATS, "tsv"),
        (["application/x-unheard-of, application/sparql-results+json"], ASK_FORMATS, "json"),
    ],
)
def test_a_format_goes_by_what_libraries_call_it(
    asked: list[str], offered: tuple[Format, ...], suffix: str
) -> None:
    assert by_name(asked, offered).suffix == suffix


def test_a_name_of_no_offered_format_is_refused() -> None:
    with pytest.raises(NotAcceptable) as caught:
        by_name(["turtle", "text/turtle"], SELECT_FORMATS)
    assert caught.value.values["asked"] == "turtle, text/turtle"


def test_text_formats_say_their_charset() -> None:
    assert {each.content_type for each in LIST_FORMATS} == {
        "application/json",
        "application/ld+json",
        "text/turtle; charset=utf-8",
        "text/csv; charset=utf-8",
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    }


@pytest.mark.parametrize(
    ("header", "language"),
    [
        (None, "en"),
        ("da", "da"),
        ("da-DK", "da"),
        ("sv-FI, en;q=0.4", "sv"),
        ("fi, da;q=0.2, en;q=0.9", "en"),
        ("fi", "en"),
        ("*", "en"),
        ("sv;q=0, da;q=0.1", "da"),
    ],
)
def test_the_language_preferred_is_chosen(header: str | None, language: str) -> None:
    assert preferred(header, ("sv", "da", "en"), "en") == language


def test_a_default_that_is_not_offered_gives_way() -> None:
    assert preferred(None, ("sv", "da"), "en") == "sv"


@given(st.integers(0, 3_000))
def test_of_a_long_header_its_beginning_counts(before: int) -> None:
    filling = ("x" * 10 + ", ") * (before // 12)
    assert choose(f"{filling}text/csv, {'x' * 10_000}", LIST_FORMATS).suffix == "csv"
    assert preferred(f"{filling.replace('x', 'y')}da, {'sv,' * 5_000}", ("sv", "da", "en"), "en") == "da"


def test_what_stands_far_behind_is_not_read() -> None:
    with pytest.raises(NotAcceptable) as refused:
        choose("x/y, " * 1_000 + "text/csv", LIST_FORMATS)
    assert len(str(refused.value.values["asked"])) < 4_000
    with pytest.raises(NotAcceptable):
        choose("x" * 10_000, LIST_FORMATS)
