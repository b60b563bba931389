"""Flows and the map: the pictures say what their tables say, and fit their frames."""

from __future__ import annotations

import itertools
import re
from collections import defaultdict
from collections.abc import Iterator
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from api.pages.reader import Label, Link
from api.pages.views.region_map import outlines
from api.pages.views.sankey import WIDTH, sankey
from api_serving import Client
from data import OUTLINES
from graph.store import Store
from pages_serving import Page, counted_client, get_page, shipped


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    with shipped(tmp_path_factory.mktemp("pictures") / "store") as opened:
        yield opened


@pytest.fixture(scope="module")
def client(store: Store) -> Iterator[Client]:
    with counted_client(store) as opened:
        yield opened


def link(name: str) -> Link:
    return Link(name, Label(f"{name} " + "långt namn " * 9), f"/sv/{name}")


AMOUNTS = st.dictionaries(
    st.sampled_from([(a, b) for a in "abc" for b in "xyz"] + [(b, c) for b in "xyz" for c in "pqr"]),
    st.just(Decimal(0)) | st.decimals(Decimal("0.01"), 10**12, places=2),
    min_size=1,
    max_size=12,
)


@settings(deadline=None)
@given(AMOUNTS)
def test_bands_fit_their_bars_and_nothing_leaves_the_frame(amounts: dict[tuple[str, str], Decimal]) -> None:
    ends = {end for pair in amounts for end in pair}
    columns = [[link(name) for name in names if name in ends] for names in ("abc", "xyz", "pqr")]
    titles = {pair: "-".join(pair) for pair in amounts}
    drawn = sankey(columns, amounts, {"p": "9"}, titles)

    assert len(drawn.bands) == len(amounts)
    named = [each.iri for column in columns for each in column]
    bars = dict(zip(named, drawn.bars, strict=True))
    broad: dict[str, float] = defaultdict(float)
    for band in drawn.bands:
        source, target = band.title.split("-")
        broad[f"{source}>"] += band.width
        broad[f">{target}"] += band.width
        assert band.goal == ("9" if target == "p" else "")
        assert band.is_unknown == (not amounts[source, target])
    for name, bar in bars.items():
        widest = max(broad[f"{name}>"], broad[f">{name}"])
        assert widest <= bar.height + 1.1 * len(amounts)
        assert 0 <= bar.x <= WIDTH - drawn.bar
        assert bar.y + bar.height <= drawn.height
        assert all(0 < y <= drawn.height for y, _ in bar.lines)
        assert " ".join(line for _, line in bar.lines) == link(name).label.text.strip()
    for column in columns:
        stacked = [bars[each.iri] for each in column]
        assert all(one.y + one.height < two.y for one, two in itertools.pairwise(stacked))


def test_the_outlines_are_those_of_all_regions_and_small(store: Store) -> None:
    regions = {
        quad.subject.value.rpartition("/")[2]  # type: ignore[union-attr]
        for quad in store.quads(None, None, None)
        if str(quad.object).endswith("#RegionalLevel>") and "/nuts/code/" in str(quad.subject)
    }
    assert set(outlines()["paths"]) == regions
    assert len(regions) == 26
    assert OUTLINES.stat().st_size < 120_000
    numbers = re.compile(r"(?:[ML]\d+\.\d,\d+\.\d|Z)+")
    for path in outlines()["paths"].values():
        assert numbers.fullmatch(path)
        places = [float(each) for each in re.findall(r"\d+\.\d", path)]
        assert max(places[::2]) <= outlines()["width"]
        assert max(places[1::2]) <= outlines()["height"]


@pytest.mark.parametrize("query", ["", "?goal=sdg:9", "?show=SEK", "?goal=sdg:9&show=SEK&counting=parts"])
def test_the_map_says_what_its_table_and_the_matrix_say(client: Client, query: str) -> None:
    page = Page(get_page(client, f"/sv/map{query}"))
    titles = [each.text for each in page.all("title") if "svg" in each.above]
    assert len(titles) == 26
    told = {each.attributes["aria-label"] for each in page.all("a") if "aria-label" in each.attributes}
    with_some = {title for title in titles if not re.search(r": 0\s(projekt|SEK)", title)}
    assert {each for each in told if "län:" in each or each in titles} == with_some
    figures = client.get(f"/api/v1/portfolio/regions{query.replace('show=SEK', 'lang=sv')}").json()
    assert len(with_some) == sum(bool(item["projects"]) for item in figures["items"])
    without = [each for each in figures["items"] if each["projects"] and "SEK" not in str(each["money"])]
    assert sum("inget stöd i SEK angivet" in title for title in titles) == len(without) * ("SEK" in query)


@pytest.mark.parametrize("address", ["map", "map?goal=sdg:9", "questions/region-counts?ask=1&show=map"])
def test_the_legend_of_a_map_says_the_numbers_of_each_shade(client: Client, address: str) -> None:
    page = Page(get_page(client, f"/sv/{address}"))
    [legend] = [each for each in page.all("ul") if each.attributes.get("class") == "legend"]
    shades = re.findall(r'<rect class="area-(\d)"[^>]*></svg> ([^<]+)</li>', page.html)
    assert len(legend.text.split()) == len(shades) > 2
    ranges = {shade: [int(each) for each in told.split("–")] for shade, told in shades}
    areas = re.findall(r'class="area-(\d)" d="[^"]+"><title>[^<]*?: (\d+)', page.html)
    assert {shade for shade, _ in areas} <= set(ranges)
    assert all(ranges[shade][0] <= int(number) <= ranges[shade][-1] for shade, number in areas)


@pytest.mark.parametrize(
    ("query", "columns"),
    [
        ("region=nuts:SE331", 2),
        ("document=id/document/vastmanland/rus-2030", 3),
        ("document=id/document/vastmanland/rus-2030&show=SEK&counting=parts", 3),
    ],
)
def test_a_flow_says_what_its_table_says(client: Client, query: str, columns: int) -> None:
    page = Page(get_page(client, f"/sv/flow?{query}"))
    bands = [each.text for each in page.all("title") if "svg" in each.above]
    told = client.get(f"/api/v1/portfolio/flow?{query.replace('&show=SEK', '')}").json()
    assert len(told["columns"]) == columns
    assert len(page.all("tr")) == len(told["links"]) + 1
    assert 0 < len(bands) <= len(told["links"])
    bars = {each.attributes["x"] for each in page.all("rect")}
    assert len(bars) == columns


@pytest.mark.parametrize(
    ("path", "full", "parts"),
    [
        ("map?show=SEK", "helt i varje region", "delat lika mellan regionerna"),
        ("flow?region=nuts:SE331&show=SEK", "helt i varje band", "delat lika mellan målen"),
    ],
)
def test_money_is_said_to_count_in_what_the_page_shows(
    client: Client, path: str, full: str, parts: str
) -> None:
    """Only the matrix has cells."""
    for counting in ("full", "parts"):
        page = Page(get_page(client, f"/sv/{path}&counting={counting}"))
        assert {full, parts} <= {each.text for each in page.all("option")}
        assert "rut" not in page.all("main")[0].text


def test_without_a_choice_no_tangle_is_drawn(client: Client) -> None:
    page = Page(get_page(client, "/sv/flow"))
    assert page.all("svg") == []
    assert "Välj en region" in page.all("main")[0].text


def test_an_unknown_choice_is_told(client: Client) -> None:
    for path in ("/sv/flow?document=id/document/x/none", "/sv/map?goal=sdg:99"):
        assert client.get(path, accept="text/html").status_code in (400, 404)
