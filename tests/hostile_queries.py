"""Queries that are made to harm who answers them: by kind, and generated in any number from a seed.

`CANARY` in them stands for an address that nobody may call; see `canaries.py`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from isolation_pools import ENDLESS, FLOOD

Shape = Callable[[int], str]

NESTED: Mapping[str, Shape] = {
    "groups": lambda n: "SELECT * {" + "{" * n + "}" * n + "}",
    "parentheses": lambda n: "SELECT * { FILTER(" + "(" * n + "1" + ")" * n + ") }",
    "calls": lambda n: "SELECT * { FILTER(" + "STR(" * n + "1" + ")" * n + ") }",
    "paths": lambda n: "SELECT * { ?s " + "(" * n + "<a:b>" + ")*" * n + " ?o }",
    "exists": lambda n: "SELECT * {" + "FILTER EXISTS {" * n + "}" * n + "}",
    "subselects": lambda n: "SELECT * {" + "{ SELECT * {" * n + "}}" * n + "}",
    "blank nodes": lambda n: "SELECT * { ?s <a:b> " + "[ <a:b> " * n + "1" + "]" * n + "}",
    "triple terms": lambda n: "SELECT * { ?s <a:b> " + "<<( <a:b> <a:b> " * n + "1" + " )>>" * n + "}",
    "behind a false string": lambda n: "SELECT * { FILTER(?a<'>'+" + "(" * n + "1" + ")" * n + ") }",
    "behind a false comment": lambda n: (
        "SELECT * { FILTER(?a <b#> '''\n:" + "(" * n + "1" + ")" * n + ") #'''\n}"
    ),
}
CHAINED: Mapping[str, Shape] = {
    "not": lambda n: "SELECT * { FILTER(" + "!" * n + "true) }",
    "sums": lambda n: "SELECT * { BIND(1" + "+?y" * n + " AS ?x) }",
    "literals": lambda n: "SELECT * { BIND(1" + " -1" * n + " AS ?x) }",
    "or": lambda n: "SELECT * { FILTER(?a" + "||?y" * n + ") }",
    "union": lambda n: "SELECT * { {?s ?p 1}" + "UNION{?s ?p 1}" * n + "}",
    "minus": lambda n: "SELECT * { ?s ?p 1 " + "MINUS{?s ?p 1}" * n + "}",
    "bind": lambda n: "SELECT * {" + "".join(f"BIND(1 AS ?x{i})" for i in range(n)) + "}",
    "filter": lambda n: "SELECT * {" + "FILTER(?a)" * n + "}",
    "projection": lambda n: "SELECT " + "".join(f"(1 AS ?x{i})" for i in range(n)) + " {}",
    "having": lambda n: "SELECT (COUNT(*) AS ?n) {} HAVING " + "(?x)" * n,
    "alternatives": lambda n: "SELECT * { ?s <a:b>" + "|<a:b>" * n + " ?o }",
    "describe": lambda n: "DESCRIBE " + "<a:b> " * n,
}
IN = "<http://example.org/in>"
PRODUCT = "?a ?b ?c . ?d ?e ?f . ?g ?h ?i"
ALL = "CONCAT(STR(?a), STR(?d), STR(?g))"
NEVER = f"FILTER({ALL} = '')"
GIVEN_UP: Mapping[str, str] = {
    "product, counted": ENDLESS,
    "product, distinct": f"SELECT (COUNT(DISTINCT *) AS ?n) {{ {PRODUCT} }}",
    "product, filtered": f"SELECT * {{ {PRODUCT} {NEVER} }}",
    "product, asked": f"ASK {{ {PRODUCT} {NEVER} }}",
    "product of optionals": "SELECT (COUNT(*) AS ?n) { ?a ?b ?c OPTIONAL {?d ?e ?f} OPTIONAL {?g ?h ?i} }",
    "product of unions": "SELECT (COUNT(*) AS ?n) {" + "{?a ?b ?c} UNION {?d ?e ?f} " * 8 + "}",
    "sorted product": f"SELECT * {{ {PRODUCT} }} ORDER BY RAND() ?c LIMIT 1",
    "grouped product": f"SELECT ?a ?d ?g (COUNT(*) AS ?n) {{ {PRODUCT} }} GROUP BY ?a ?d ?g HAVING (?n < 0)",
    "one text of all": f"SELECT (GROUP_CONCAT(?c) AS ?t) {{ {PRODUCT} }}",
    "subselects": "SELECT (COUNT(*) AS ?n) { {SELECT * {?a ?b ?c}} {SELECT * {?d ?e ?f}} ?g ?h ?i }",
    "minus": f"SELECT * {{ {PRODUCT} MINUS {{ ?a ?b ?c . ?d ?e ?f }} }}",
    "not exists": "SELECT * { ?a ?b ?c . ?d ?e ?f FILTER NOT EXISTS { ?g ?h ?i FILTER(?g=?a || ?h=?b) } }",
    "paths from anywhere": f"SELECT (COUNT(*) AS ?n) {{ ?a {IN}+ ?b . ?b {IN}+ ?c }}",
    "paths of paths": f"SELECT (COUNT(*) AS ?n) {{ ?a ({IN}*/{IN}*)+ ?b . ?c ({IN}|^{IN})+ ?d }}",
    "negated paths": "SELECT (COUNT(*) AS ?n) { ?a (!<x:o>|^<x:y>)* ?b . ?b (!<x:z>)* ?c }",
    "values squared": "SELECT (COUNT(*) AS ?n) {"
    + "".join(f" VALUES ?v{i} {{ {' '.join(map(str, range(500)))} }}" for i in range(6))
    + "}",
    "regex of each": f"SELECT * {{ {PRODUCT} FILTER(REGEX({ALL}, '(a*)*(b|a+)+$')) }}",
    "replace of each": f"SELECT (COUNT(?t) AS ?n) {{ {PRODUCT} BIND(REPLACE({ALL}, '(.)', '$1$1') AS ?t) }}",
    "hash of each": f"SELECT * {{ {PRODUCT} FILTER(SHA512({ALL}) = '') }}",
    "random walk": f"SELECT * {{ {PRODUCT} FILTER(RAND() + STRLEN({ALL}) < 0) }}",
}
TOO_LONG: Mapping[str, str] = {
    "product": FLOOD,
    "blank nodes": f"SELECT (BNODE() AS ?x) {{ {PRODUCT} }}",
    "one long literal": "SELECT ?t { "
    + "BIND('x' AS ?t0) "
    + " ".join(f"BIND(CONCAT({', '.join([f'?t{i}'] * 50)}) AS ?t{i + 1})" for i in range(4))
    + " BIND(?t4 AS ?t) }",
    "rows of a literal": f"SELECT ?t {{ {PRODUCT} BIND(CONCAT({', '.join(['STR(?a)'] * 200)}) AS ?t) }}",
}
REFUSED: Mapping[str, tuple[str, str]] = {
    "service": ("SELECT * { SERVICE <CANARY> { ?s ?p ?o } }", "query-service"),
    "service, silent": ("SELECT * { SERVICE SILENT <CANARY> { ?s ?p ?o } }", "query-service"),
    "service, by variable": ("SELECT * { VALUES ?u { <CANARY> } SERVICE ?u { ?s ?p ?o } }", "query-service"),
    "load": ("LOAD <CANARY>", "update-refused"),
    "load of a file": ("LOAD <file:///etc/passwd> INTO GRAPH <x:y>", "update-refused"),
    "insert": ("INSERT DATA { <x:a> <x:b> <x:c> }", "update-refused"),
    "drop": ("DROP ALL", "update-refused"),
    "update behind a query": ("SELECT * {} ; DROP ALL", "update-refused"),
    "nothing": ("", "query-malformed"),
    "zeros": ("\0" * 1000, "query-malformed"),
    "half a character": ("SELECT * { ?s ?p '\ud800' }", "query-not-utf8"),
    "a megabyte": ("SELECT * {} #" + " " * 1_000_000, "query-too-long"),
    "words that dots join": ("SELECT * {" + "a." * 10_000 + "}", "query-malformed"),
    "unclosed strings": ("SELECT * { ?s ?p '''" + "''\\" * 1000, "query-malformed"),
}
FOREIGN: Mapping[str, str] = {
    "from an address": "SELECT * FROM <CANARY> { ?s ?p ?o }",
    "from a named address": "SELECT * FROM NAMED <CANARY> { GRAPH ?g { ?s ?p ?o } }",
    "from a file": "SELECT * FROM <file:///etc/passwd> { ?s ?p ?o }",
    "graph of an address": "SELECT * { GRAPH <CANARY> { ?s ?p ?o } }",
    "description of an address": "SELECT * { <CANARY> ?p ?o }",
}

# What no answer comes of without much memory; and a graph, an order and a list that have no end.
BOMBS: Mapping[str, str] = {
    "sorting": f"SELECT * {{ {PRODUCT} }} ORDER BY ?a",
    "doubling": "SELECT (STRLEN(?t6) AS ?n) { BIND('xxxxxxxxxx' AS ?t1) "
    + " ".join(f"BIND(CONCAT({', '.join([f'?t{i}'] * 100)}) AS ?t{i + 1})" for i in range(1, 6))
    + "}",
}
HEAVY: Mapping[str, str] = {
    "a square in order": "SELECT * {"
    + " ".join(f"VALUES ?v{i} {{ {' '.join(['1'] * 800)} }}" for i in range(2))
    + "} ORDER BY ?v0 ?v1",
    "many groups in a pattern": f"SELECT ?t {{ ?s ?p ?o FILTER(REGEX(STR(?s), '{'(a|b|c)?' * 50}$')) }}",
    "a pattern of repetitions": "SELECT * { ?s ?p ?o FILTER(REGEX('" + "a" * 30_000 + "', '^(a+)+$')) }",
    "a long list": "SELECT * { VALUES ?x {" + " 1" * 100_000 + "} } LIMIT 1",
    "counted repetitions": "SELECT * { BIND(REGEX('a', '(((a{100}){100}){100}){100}') AS ?x) }",
}
GRAPH_WITHOUT_END = "CONSTRUCT { ?a ?b ?f . ?d ?e ?c } WHERE { ?a ?b ?c . ?d ?e ?f }"
