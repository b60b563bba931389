"""Hostile queries without number: each kind is a family, from which a seed takes one.

A query may be refused, given up, cut, or answered: none of them may harm anybody. Some are broken on purpose.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping

from hostile_queries import CHAINED, IN, NESTED

Make = Callable[[random.Random], str]
VALUES = ("?a", "?b", "?c", "?d", "?e", "?f")
TESTS = (
    "{} = {}",
    "STRLEN(CONCAT(STR({}), STR({}))) < 0",
    "SHA512(STR({})) = STR({})",
    "{} < {}",
    "!({} = {})",
)
PATTERNS = (
    "(a*)*(b|a+)+$",
    "^(.+)+!$",
    "((0|1|2)+)*x",
    "(.*)(.*)(.*)(.*)y",
    "(x{50}){50}",
    "[^z]*[^z]*[^z]*z",
    "(",
)
ADDRESSES = (
    "CANARY",
    "file:///etc/passwd",
    "file:///proc/self/environ",
    "http://169.254.169.254/",
    "ftp://127.0.0.1/",
)


def _count(r: random.Random, least: int, most: int) -> int:
    """Returns a number whose length, not whose size, is even: small ones are as frequent as large ones."""
    return round(least * (most / least) ** r.random())


def _pattern(r: random.Random, triples: int) -> str:
    """Returns so many triple patterns, the most of which have nothing in common."""
    names = [f"?v{number}" for number in range(3 * triples)]
    return " . ".join(" ".join(r.sample(names, 3)) for _ in range(triples))


def _product(r: random.Random, triples: int = 3) -> str:
    """Returns a product of all triples with themselves, whose variables are ?a to ?f and more."""
    return "?a ?b ?c . ?d ?e ?f" + "".join(f" . ?g{i} ?h{i} ?i{i}" for i in range(r.randrange(1, triples)))


def _test(r: random.Random) -> str:
    return r.choice(TESTS).format(r.choice(VALUES), r.choice(VALUES))


def _address(r: random.Random) -> str:
    return f"{r.choice(ADDRESSES)}/{r.randrange(10**9)}"


def _nested(r: random.Random) -> str:
    return NESTED[r.choice(list(NESTED))](_count(r, 2, 20_000))


def _chained(r: random.Random) -> str:
    return CHAINED[r.choice(list(CHAINED))](_count(r, 2, 20_000))


def _mixed(r: random.Random) -> str:
    """Nests groups of several kinds in one another."""
    opened = (
        "{",
        "OPTIONAL {",
        "MINUS {",
        "FILTER EXISTS {",
        "FILTER NOT EXISTS {",
        "GRAPH ?g {",
        "{} UNION {",
    )
    depth = _count(r, 5, 3_000)
    return "SELECT * {" + " ".join(r.choice(opened) for _ in range(depth)) + " ?s ?p ?o " + "}" * (depth + 1)


def _multiplied(r: random.Random) -> str:
    what = r.choice(
        ("*", "(COUNT(*) AS ?n)", "DISTINCT ?a ?d", "(SUM(STRLEN(STR(?c))) AS ?n)", "(SAMPLE(?a) AS ?n)")
    )
    return f"SELECT {what} {{ {_product(r, 6)} FILTER({_test(r)}) }}"


def _loose(r: random.Random) -> str:
    return f"SELECT (COUNT(*) AS ?n) {{ {_pattern(r, r.randrange(3, 9))} }}"


def _path(r: random.Random, depth: int = 3) -> str:
    if depth == 0:
        return r.choice((IN, f"^{IN}", "!<x:y>", f"(!{IN}|<x:z>)"))
    one, other = _path(r, depth - 1), _path(r, depth - 1)
    return r.choice(
        (f"({one}/{other})", f"({one}|{other})", f"({one})*", f"({one})+", f"({one})?", f"^({one})")
    )


def _walked(r: random.Random) -> str:
    steps = " . ".join(f"?x{i} {_path(r, r.randrange(1, 6))} ?x{i + 1}" for i in range(r.randrange(1, 4)))
    return f"SELECT (COUNT(*) AS ?n) {{ {steps} }}"


def _ordered(r: random.Random) -> str:
    keys = ("RAND()", "DESC(STR(?c))", "UUID()", "?a", "MD5(STR(?d))", "IF(?a = ?d, ?c, ?f)")
    limit = r.choice(("", " LIMIT 1", " LIMIT 10 OFFSET 1000000000", " OFFSET 18446744073709551615"))
    return f"SELECT * {{ {_product(r)} }} ORDER BY {' '.join(r.sample(keys, r.randrange(1, 4)))}{limit}"


def _matched(r: random.Random) -> str:
    text = r.choice(("CONCAT(STR(?a), STR(?d))", f"'{'a' * _count(r, 10, 50_000)}'", "STR(?c)"))
    pattern = r.choice(PATTERNS) * _count(r, 1, 200)
    call = r.choice(("REGEX({}, '{}', 'is')", "REGEX({}, '{}')", "(REPLACE({}, '{}', '$0$0') = '')"))
    return f"SELECT * {{ {_product(r)} FILTER({call.format(text, pattern)}) }}"


def _constructed(r: random.Random) -> str:
    template = " . ".join(" ".join((r.choice((*VALUES[:5:2], "_:x", "[]")), "?b", "?f")) for _ in range(9))
    return f"CONSTRUCT {{ {template} }} WHERE {{ {_product(r)} }}"


def _described(r: random.Random) -> str:
    return r.choice(
        (
            f"DESCRIBE * {{ {_product(r, 6)} FILTER({_test(r)}) }}",
            "DESCRIBE " + "<x:y> " * _count(r, 1, 20_000),
        )
    )


def _listed(r: random.Random) -> str:
    lists, length = r.randrange(1, 7), _count(r, 10, 5_000)
    blocks = " ".join(f"VALUES ?v{i} {{ {' '.join(map(str, range(length)))} }}" for i in range(lists))
    return f"SELECT {r.choice(('*', '(COUNT(*) AS ?n)', 'DISTINCT ?v0'))} {{ {blocks} }}"


def _grown(r: random.Random) -> str:
    """Doubles a text, or more, until it is longer than any memory."""
    times, steps = r.randrange(2, 120), r.randrange(3, 12)
    binds = " ".join(f"BIND(CONCAT({', '.join([f'?t{i}'] * times)}) AS ?t{i + 1})" for i in range(steps))
    return f"SELECT (STRLEN(?t{steps}) AS ?n) ?t{steps} {{ BIND('xyz' AS ?t0) {binds} }}"


def _grouped(r: random.Random) -> str:
    what = r.choice(("GROUP_CONCAT(STR(?c))", "COUNT(DISTINCT ?f)", "MAX(CONCAT(STR(?c), STR(?f)))"))
    by = r.choice(("", " GROUP BY ?a ?d", " GROUP BY (SHA1(STR(?a)) AS ?h) HAVING (COUNT(*) < 0)"))
    return f"SELECT ({what} AS ?n) {{ {_product(r)} FILTER({_test(r)}) }}{by}"


def _subtracted(r: random.Random) -> str:
    inner = r.choice(
        ("MINUS {{ {} }}", "FILTER NOT EXISTS {{ {} }}", "OPTIONAL {{ {} }}", "{{ SELECT * {{ {} }} }}")
    )
    parts = " ".join(inner.format(f"?p{i} ?q{i} ?r{i} FILTER(?p{i} != ?a)") for i in range(r.randrange(1, 5)))
    return f"SELECT * {{ {_product(r)} FILTER({_test(r)}) {parts} }}"


def _calling(r: random.Random) -> str:
    address = _address(r)
    silent = r.choice(("", "SILENT ", "silent\n"))
    service = r.choice((f"SERVICE {silent}<{address}>", f"VALUES ?u {{ <{address}> }} SERVICE {silent}?u"))
    return f"SELECT * {{ {service} {{ {_pattern(r, 2)} }} }}"


def _loading(r: random.Random) -> str:
    address = _address(r)
    texts = (
        "LOAD <{}>",
        "LOAD SILENT <{}> INTO GRAPH <x:g>",
        "SELECT * {{}} ; LOAD <{}>",
        "INSERT DATA {{ <{}> <x:y> 1 }}",
    )
    return r.choice((*texts, "CLEAR GRAPH <{}>", "COPY <{}> TO DEFAULT")).format(address)


def _foreign(r: random.Random) -> str:
    clauses = " ".join(f"FROM {r.choice(('', 'NAMED '))}<{_address(r)}>" for _ in range(_count(r, 1, 500)))
    return f"SELECT * {clauses} {{ {_product(r)} GRAPH ?g {{ ?s ?p ?o }} }}"


def _broken(r: random.Random) -> str:
    """Takes another query and cuts it, repeats a part of it, or puts odd characters into it."""
    text = FAMILIES[r.choice([name for name in FAMILIES if name != "broken"])](r)
    at, length = r.randrange(len(text) + 1), r.randrange(1, 200)
    part = r.choice(
        ("", text[at : at + length] * r.randrange(1, 50), "\0", "\u202e", "'", '"""', "\\u0000", "<", "{#")
    )
    return text[:at] + part + text[at + r.choice((0, length)) :]


FAMILIES: Mapping[str, Make] = {
    "nested": _nested,
    "chained": _chained,
    "mixed": _mixed,
    "multiplied": _multiplied,
    "loose": _loose,
    "walked": _walked,
    "ordered": _ordered,
    "matched": _matched,
    "constructed": _constructed,
    "described": _described,
    "listed": _listed,
    "grown": _grown,
    "grouped": _grouped,
    "subtracted": _subtracted,
    "calling": _calling,
    "loading": _loading,
    "foreign": _foreign,
    "broken": _broken,
}


def generated(seed: int) -> tuple[str, str]:
    """Returns the kind and the text of one query; as many seeds as there are families take one of each."""
    name = list(FAMILIES)[seed % len(FAMILIES)]
    return name, FAMILIES[name](random.Random(seed))
