"""Exports over HTTP and on the command line: the dataset, the network, whole lists, dumps."""

from __future__ import annotations

import csv
import gzip
import hashlib
import io
import subprocess
from collections.abc import Iterator
from pathlib import Path

import httpx
import networkx as nx
import pytest
from python_calamine import CalamineWorkbook

from api.routers.exports import OFFERED, TABLES
from api_serving import Client, shipped_client
from command_line import CommandLine, fill
from graph.store import Changes, parse_rdf
from graph.terms import DEFAULT_BASE, Quad, iri
from holders import bearer, token_file

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Client]:
    with shipped_client(tmp_path_factory.mktemp("exports") / "store") as opened:
        yield opened


def lines(content: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(content.decode(), newline="")))


@pytest.mark.parametrize("suffix", ["trig", "nq", "jsonld"])
def test_the_dataset_is_taken_out_whole(client: Client, suffix: str) -> None:
    answer = client.get(f"/api/v1/exports/dataset.{suffix}")
    assert answer.headers["content-disposition"] == f'attachment; filename="policygraph-dataset.{suffix}"'
    found = set(parse_rdf(answer.content, base=DEFAULT_BASE, media_type=suffix))
    assert found == set(client.app.state.services.store.quads())


@pytest.mark.parametrize("what", TABLES)
def test_a_list_is_taken_out_whole_as_csv_and_as_workbook(client: Client, what: str) -> None:
    total = client.get(f"/api/v1/{what}?limit=1").json()["total"]
    table = lines(client.get(f"/api/v1/exports/{what}.csv?lang=sv").content)
    assert len(table) == total > 0
    assert len({line["iri"] for line in table}) == total
    book = CalamineWorkbook.from_filelike(io.BytesIO(client.get(f"/api/v1/exports/{what}.xlsx").content))
    rows = book.get_sheet_by_name(what).to_python()
    assert len(rows) == total + 1
    assert rows[0] == list(table[0])


def test_projects_are_taken_out_by_the_filters_of_their_list(client: Client) -> None:
    query = "goal=sdg:9&territory=nuts:SE331&lang=sv"
    listed = lines(client.get(f"/api/v1/projects.csv?{query}&limit=1000").content)
    assert lines(client.get(f"/api/v1/exports/projects.csv?{query}").content) == listed
    assert 0 < len(listed) < client.get("/api/v1/projects").json()["total"]
    refused = client.get("/api/v1/exports/documents.csv?goal=sdg:9")
    assert refused.json()["type"].endswith("/query-parameter-unknown")


def test_everything_is_one_workbook(client: Client) -> None:
    answer = client.get("/api/v1/exports/workbook")
    assert answer.headers["content-type"] == XLSX
    assert CalamineWorkbook.from_filelike(io.BytesIO(answer.content)).sheet_names == list(TABLES)


def test_the_network_is_read_by_networkx(client: Client) -> None:
    answer = client.get("/api/v1/exports/network.graphml?lang=sv")
    assert answer.headers["content-type"] == "application/graphml+xml"
    network = nx.read_graphml(io.BytesIO(answer.content), force_multigraph=True)
    statements = [told for _, _, told in network.edges(data=True) if "statement" in told]
    assert len(statements) == client.get("/api/v1/alignments?limit=1").json()["total"]
    assert network.nodes["http://metadata.un.org/sdg/9"]["code"] == "9"


def test_what_is_not_offered_is_told(client: Client) -> None:
    unknown = client.get("/api/v1/exports/everything")
    assert (unknown.status_code, unknown.json()["type"].rpartition("/")[2]) == (404, "export-unknown")
    assert "workbook" in unknown.json()["detail"]
    for what in OFFERED:
        assert client.get(f"/api/v1/exports/{what}", accept="image/png").status_code == 406


def test_a_dump_is_found_taken_and_verified(client: Client, tmp_path: Path) -> None:
    sequence = client.app.state.services.store.sequence
    assert client.get("/api/v1/dumps/latest").headers["location"] == f"/api/v1/dumps/{sequence}"
    file = client.get(client.get("/api/v1/dumps/latest.nq.gz").headers["location"])
    assert file.headers["content-type"] == "application/gzip"
    (tmp_path / f"policygraph-{sequence}.nq.gz").write_bytes(file.content)
    line = client.get(f"/api/v1/dumps/{sequence}.nq.gz.sha256").text
    checked = subprocess.run(["sha256sum", "--check"], input=line, cwd=tmp_path, text=True, check=False)
    assert checked.returncode == 0

    told = client.get(f"/api/v1/dumps/{sequence}").json()
    assert hashlib.sha256(gzip.decompress(file.content)).hexdigest() == told["content_sha256"]
    assert told in client.get("/api/v1/dumps").json()["items"]
    assert client.get("/api/v1/dumps.csv").text.count("\r\n") == 2
    part = client.get(f"/api/v1/dumps/{sequence}.nq.gz", headers={"range": "bytes=10-19"})
    assert (part.status_code, part.content) == (206, file.content[10:20])
    for unknown in ("99999", "9" * 250, "9" * 5000):
        for form in ("", ".nq.gz", ".nq.gz.sha256"):
            assert client.get(f"/api/v1/dumps/{unknown}{form}").status_code == 404
    assert client.get(client.get("/api/v1/dumps/latest.nq.gz.sha256").headers["location"]).text == line


def test_a_range_that_a_dump_does_not_have_is_told_in_words(client: Client) -> None:
    address = client.get("/api/v1/dumps/latest.nq.gz").headers["location"]
    size = len(client.get(address).content)

    def asked(value: str, method: str = "GET") -> httpx.Response:
        return client.request(method, address, headers={"range": value, "accept-language": "sv"})

    outside = asked(f"bytes={size}-")
    assert (outside.status_code, outside.headers["content-range"]) == (416, f"bytes */{size}")
    assert outside.headers["content-type"] == "application/problem+json"
    assert (outside.json()["title"], str(size) in outside.json()["detail"]) == (
        "Filen har ingen sådan del",
        True,
    )
    assert (asked(f"bytes={size}-", "HEAD").status_code, asked(f"bytes={size - 1}-").status_code) == (
        416,
        206,
    )
    malformed = [asked(each).json()["type"].rpartition("/")[2] for each in ("bytes=9-4", "bytes=x")]
    assert malformed == ["range-malformed"] * 2
    assert [len(asked(each).content) for each in ("rows=0-4", "bytes=0-4,")] == [size, 5]


def test_an_earlier_revision_is_for_whoever_has_a_token(tmp_path: Path) -> None:
    with shipped_client(tmp_path / "store", tokens=str(token_file(tmp_path))) as client:
        then = client.get("/api/v1/dumps/1").json()
        services = client.app.state.services
        for number in range(2, 6):
            graph = iri(f"{DEFAULT_BASE}graph/list/{number}")
            services.writer.commit(
                Changes(added=frozenset({Quad(graph, graph, graph, graph)})), agent=graph.value, reason="more"
            )
            client.get(f"/api/v1/dumps/{number}")
        for form in ("", ".nq.gz", ".nq.gz.sha256"):
            refused = client.get(f"/api/v1/dumps/1{form}")
            assert (refused.status_code, refused.json()["type"].rpartition("/")[2]) == (401, "dump-earlier")
            assert refused.headers["www-authenticate"].startswith("Bearer")
        assert client.get("/api/v1/dumps/1", headers=bearer("Nobody")).status_code == 401
        again = client.get("/api/v1/dumps/1", headers=bearer("Reader"))
        assert again.status_code == 200, again.text
        assert {**again.json(), "made": then["made"]} == then
        assert client.get("/api/v1/dumps/1.nq.gz").status_code == 401
        for number, cache in ((1, "private"), (5, "public")):
            file = client.get(f"/api/v1/dumps/{number}.nq.gz", headers=bearer("Reader"))
            assert file.headers["cache-control"] == f"{cache}, max-age=3600"
        listed = [each["sequence"] for each in client.get("/api/v1/dumps").json()["items"]]
        assert listed == [5, 4, 3]
        assert client.get("/api/v1/dumps/0", headers=bearer("Reader")).status_code == 404


@pytest.fixture(scope="module")
def command(tmp_path_factory: pytest.TempPathFactory) -> CommandLine:
    return CommandLine(fill(tmp_path_factory.mktemp("exporting") / "store"))


def test_a_packed_dataset_with_its_sum_is_written_and_loaded_again(
    command: CommandLine, tmp_path: Path
) -> None:
    file = tmp_path / "all.nq.gz"
    done = command("export", "--output", file, "--checksum")
    assert (done.code, done.out) == (0, "")
    checked = subprocess.run(["sha256sum", "--check", f"{file}.sha256"], cwd=tmp_path, check=False)
    assert checked.returncode == 0
    assert sorted(map(str, parse_rdf(file, base=DEFAULT_BASE))) == command.quads()

    before = command.quads()
    again = command("load", file, "--reader", "dump")
    assert (again.code, command.quads()) == (0, before)


@pytest.mark.parametrize("name", ["all.graphml", "all.xlsx", "some.csv"])
def test_the_network_and_lists_are_written_by_the_name_of_the_file(
    command: CommandLine, tmp_path: Path, name: str
) -> None:
    file = tmp_path / name
    done = command("export", "--output", file, *(["--what", "projects"] if name.endswith("csv") else []))
    assert done.code == 0, done.err
    if name.endswith("csv"):
        assert len(lines(file.read_bytes())) > 30
    elif name.endswith("xlsx"):
        assert CalamineWorkbook.from_path(file).sheet_names == list(TABLES)
    else:
        assert nx.read_graphml(file, force_multigraph=True).number_of_edges() > 100


def test_a_list_is_written_to_standard_output(command: CommandLine) -> None:
    done = command("export", "--format", "csv", "--what", "territories")
    assert len(lines(done.out.encode())) > 300


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["--format", "csv"], "--what"),
        (["--format", "csv", "--what", "people"], "projects"),
        (["--checksum"], "--output"),
        (["--output", "x.docx"], "graphml"),
    ],
)
def test_what_cannot_be_written_is_told(command: CommandLine, arguments: list[str], told: str) -> None:
    done = command("export", *arguments)
    assert done.code == 2
    assert told in done.err
