"""Lists as CSV with names, amounts and a file name; and addresses that count from the base."""

from __future__ import annotations

import csv
import io
from decimal import Decimal

import pytest

from api.formats.tables import csv_of_rows, rows_of
from api.schemas import MoneyModel, NameModel, PeriodModel, ProjectModel, ThingModel
from api_serving import Client, shipped_client

AREA = "http://data.europa.eu/nuts/code/SE33"


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Client:
    return shipped_client(tmp_path_factory.mktemp("tables") / "store")


def thing(number: int) -> ThingModel:
    return ThingModel(
        iri=f"{AREA}{number}", name=NameModel(text=f"Område {number}", lang="sv"), code=None, kind=None
    )


def project(*amounts: MoneyModel) -> ProjectModel:
    return ProjectModel(
        iri="http://127.0.0.1:8000/id/project/x/1",
        name=NameModel(text="Ett", lang="sv"),
        code=None,
        kind=None,
        identifier="1",
        period=PeriodModel(start=None, end=None),
        money=list(amounts),
        cost=[],
        beneficiaries=[],
        territories=[thing(1), thing(2)],
        programmes=[],
        source=None,
    )


def table(content: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(content.decode())))


def test_names_stand_beside_iris_and_currencies_beside_amounts() -> None:
    amounts = [MoneyModel(value=Decimal(40), currency="SEK"), MoneyModel(value=Decimal(3), currency="EUR")]
    [line] = table(csv_of_rows(*rows_of(ProjectModel, [project(*amounts)])))

    assert (line["territories"], line["territories.name"]) == (f"{AREA}1; {AREA}2", "Område 1; Område 2")
    assert (line["money.value"], line["money.currency"]) == ("40; 3", "SEK; EUR")
    assert (line["cost.value"], line["beneficiaries"], line["beneficiaries.name"]) == ("", "", "")


def test_a_csv_has_the_name_of_its_list(client: Client) -> None:
    def name(path: str) -> str:
        return client.get(f"/api/v1/{path}").headers["content-disposition"]

    assert name("projects.csv?limit=1") == 'attachment; filename="projects.csv"'
    assert (
        name("questions/goal-counts/answer.csv") == 'attachment; filename="questions-goal-counts-answer.csv"'
    )
    assert "content-disposition" not in client.get("/api/v1/projects").headers


def test_no_text_is_a_formula_to_a_spreadsheet() -> None:
    cells = ["=cmd|' /C calc'!A0", "+46", "-5.5", "@SUM(A1)", "\tx", "- en punkt", "Växjö"]
    content = csv_of_rows(["a"], [{"a": cell} for cell in cells]).decode()

    assert [line[0] for line in list(csv.reader(io.StringIO(content)))[1:]] == [
        "'=cmd|' /C calc'!A0",
        "+46",
        "-5.5",
        "'@SUM(A1)",
        "'\tx",
        "'- en punkt",
        "Växjö",
    ]


@pytest.mark.parametrize(
    ("path", "short"),
    [
        ("/api/v1/chains?from={}", "id/project/tillvaxtverket-2014/20200923"),
        ("/api/v1/documents?territory={}", "id/area/se-kommun/2480"),
        ("/api/v1/projects?organisation={}", "id/organisation/se/region-vasterbotten"),
        (
            "/api/v1/questions/project-statements/answer?project={}",
            "id/project/tillvaxtverket-2014/20200923",
        ),
        ("/resource.json?iri={}", "id/project/tillvaxtverket-2014/20200923"),
    ],
)
def test_an_address_may_count_from_the_base(client: Client, path: str, short: str) -> None:
    told, whole = (client.get(path.format(name)) for name in (short, f"http://127.0.0.1:8000/{short}"))

    assert told.status_code == 200, told.text
    assert told.json().get("items") == whole.json().get("items")
