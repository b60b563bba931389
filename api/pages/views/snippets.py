"""The same query from elsewhere: as a command, in Python and in R, and as a query of Excel."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass

_FENCE = "SPARQL"


@dataclass(frozen=True, slots=True)
class Snippet:
    """Is some lines that ask the query: `name` says in what."""

    name: str
    code: str


def snippets_of(base: str, query: str, form: str | None) -> tuple[Snippet, ...]:
    """Returns how a query is asked from elsewhere; a graph is no table, so R and Excel do not get it."""
    endpoint, lines = f"{base}sparql", query.replace("\r\n", "\n").strip()
    return tuple(
        Snippet(name, write(endpoint, lines)) for name, write in _WRITERS.get(form or "", {}).items()
    )


def _curl(media_type: str) -> Callable[[str, str], str]:
    def write(endpoint: str, query: str) -> str:
        fence = _FENCE
        while fence in query.split("\n"):
            fence += "_"
        asked = f"curl -sG '{endpoint}' -H 'Accept: {media_type}' --data-urlencode query@-"
        return f"{asked} <<'{fence}'\n{query}\n{fence}"

    return write


def _python(endpoint: str, query: str) -> str:
    return f"""import csv
import io
from urllib.parse import urlencode
from urllib.request import urlopen

query = {_quoted(query)}
address = "{endpoint}?" + urlencode({{"query": query, "format": "csv"}})
with urlopen(address) as answer:
    rows = list(csv.DictReader(io.TextIOWrapper(answer, "utf-8")))
print(rows)"""


def _rdflib(endpoint: str, query: str) -> str:
    return f"""from urllib.parse import urlencode

from rdflib import Graph

query = {_quoted(query)}
g = Graph().parse("{endpoint}?" + urlencode({{"query": query, "format": "ttl"}}), format="turtle")
print(len(g))"""


def _quoted(query: str) -> str:
    """Returns a query as Python writes it: over several lines where nothing in it would end or change it."""
    is_plain = '"""' not in query and "\\" not in query and not query.endswith('"')
    return f'"""\n{query}\n"""' if is_plain else json.dumps(query)


def _r(endpoint: str, query: str) -> str:
    dashes = "-"
    while f'){dashes}"' in query:
        dashes += "-"
    return f"""query <- r"{dashes}({query}){dashes}"
address <- paste0("{endpoint}?format=csv&query=", URLencode(query, reserved = TRUE))
rows <- read.csv(address, encoding = "UTF-8")"""


def _excel(endpoint: str, query: str) -> str:
    base, _, path = endpoint.rpartition("/")
    text = query.replace("#(", "#(#)(").replace('"', '""').replace("\n", "#(lf)").replace("\t", "#(tab)")
    return f"""let
    query = "{text}",
    Source = Web.Contents("{base}/", [RelativePath = "{path}", Query = [query = query, format = "csv"]]),
    Table = Csv.Document(Source, [Delimiter = ",", Encoding = 65001]),
    Rows = Table.PromoteHeaders(Table)
in
    Rows"""


Writers = Mapping[str, Callable[[str, str], str]]
_TABLE: Writers = {"curl": _curl("text/csv"), "Python": _python, "R": _r, "Excel (Power Query)": _excel}
_GRAPH: Writers = {"curl": _curl("text/turtle"), "Python": _rdflib}
_WRITERS: Mapping[str, Writers] = {
    "SELECT": _TABLE,
    "ASK": {"curl": _curl("application/sparql-results+json")},
    "CONSTRUCT": _GRAPH,
    "DESCRIBE": _GRAPH,
}
