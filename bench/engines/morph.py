"""morph-kgc from the Python package index, in an environment of its own: the same rows, mapped alike."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from itertools import groupby
from pathlib import Path

from bench.generate import KEPT
from bench.process import ROOT, Figures
from bench.rows import rows_of, write_csv
from graph.terms import DEFAULT_BASE, expand

MORPH = "2.10.0"
_COLUMNS = (
    *("number", "name", "start", "end", "area", "organisation", "role", "programme"),
    *("amount", "currency", "goal", "reason"),
)
# What the mapping `projects` states for each row: subject, predicate, object. Braces hold a column.
_STATEMENTS = """
project/{number} rdf:type pg:Project
project/{number} dct:identifier "number"
project/{number} skos:prefLabel "name"@sv
project/{number} eurio:startDate "start"^^xsd:date
project/{number} eurio:endDate "end"^^xsd:date
project/{number} dct:spatial area/{area}
project/{number} dct:source document/list
project/{number} eurio:hasInvolvedParty role/{number}
project/{number} eurio:isFundedBy grant/{number}
organisation/{organisation} rdf:type org:FormalOrganization
organisation/{organisation} skos:prefLabel "organisation"@sv
role/{number} rdf:type eurio:OrganisationRole
role/{number} eurio:roleLabel "role"
role/{number} eurio:isRoleOf organisation/{organisation}
grant/{number} rdf:type eurio:Grant
grant/{number} eurio:hasFundingSchemeProgramme programme/{programme}
grant/{number} eurio:hasFundingAmount amount/{number}
amount/{number} rdf:type eurio:MonetaryAmount
amount/{number} eurio:value "amount"^^xsd:decimal
amount/{number} eurio:currency "currency"
alignment/{number}-{goal} rdf:type pg:Alignment
alignment/{number}-{goal} owl:annotatedSource project/{number}
alignment/{number}-{goal} owl:annotatedProperty pg:contributesTo
alignment/{number}-{goal} owl:annotatedTarget goal/{goal}
alignment/{number}-{goal} pg:strength '2'^^xsd:integer
alignment/{number}-{goal} sssom:confidence '1'^^xsd:decimal
alignment/{number}-{goal} sssom:mapping_justification semapv:ManualMappingCuration
alignment/{number}-{goal} dct:creator agent/list-keepers
alignment/{number}-{goal} dct:created '2026-11-22T09:00:00Z'^^xsd:dateTime
alignment/{number}-{goal} rdfs:comment "reason"@sv
alignment/{number}-{goal} pg:evidence evidence/{number}-{goal}
evidence/{number}-{goal} rdf:type oa:Annotation
evidence/{number}-{goal} oa:motivatedBy oa:linking
evidence/{number}-{goal} oa:hasTarget evidence/{number}-{goal}/t
evidence/{number}-{goal}/t rdf:type oa:SpecificResource
evidence/{number}-{goal}/t oa:hasSource document/list
evidence/{number}-{goal}/t oa:hasSelector evidence/{number}-{goal}/r
evidence/{number}-{goal}/r rdf:type oa:FragmentSelector
evidence/{number}-{goal}/r rdf:value "number"
"""
_HEAD = """\
@prefix rr: <http://www.w3.org/ns/r2rml#> .
@prefix rml: <http://semweb.mmlab.be/ns/rml#> .
@prefix ql: <http://semweb.mmlab.be/ns/ql#> .
"""
# Times the mapping alone, from the file to a set of triples, whatever processes it takes.
_PROGRAM = """
import json, os, sys
import morph_kgc
def work():
    return sum(os.times()[:4])
start = work()
found = morph_kgc.materialize_set(sys.argv[1])
print(json.dumps({"work": work() - start, "triples": len(found)}))
"""


def mapped(count: int) -> Figures:
    """Returns the seconds of work, and the triples, of mapping that many rows."""
    folder = KEPT / f"morph-{count}"
    folder.mkdir(parents=True, exist_ok=True)
    write_csv(folder / "rows.csv", _COLUMNS, rows_of(count), ",")
    (folder / "mapping.ttl").write_text(mapping(folder / "rows.csv"), encoding="utf-8")
    setup = f"[CONFIGURATION]\nlogging_level=ERROR\n[rows]\nmappings={folder / 'mapping.ttl'}\n"
    (folder / "config.ini").write_text(setup, encoding="utf-8")
    command = [str(_python()), "-c", _PROGRAM, str(folder / "config.ini")]
    done = subprocess.run(command, check=True, stdout=subprocess.PIPE)
    figures: Figures = json.loads(done.stdout.splitlines()[-1])
    return figures


def mapping(rows: Path) -> str:
    """Returns the mapping of a file of rows, in RML."""
    return _HEAD + "\n".join(_maps(rows))


def _python() -> Path:
    """Returns the interpreter of its environment, made now if it is not there yet."""
    folder = KEPT / f"morph-kgc-{MORPH}"
    python = folder / "bin" / "python"
    if not python.exists():
        uv = str(ROOT / ".uv" / "bin" / "uv")
        subprocess.run([uv, "venv", "--quiet", "--python", sys.executable, str(folder)], check=True)
        wanted = ["pip", "install", "--quiet", "--python", str(python), f"morph-kgc=={MORPH}"]
        subprocess.run([uv, *wanted], check=True)
    return python


def _maps(rows: Path) -> Iterator[str]:
    """Yields the mapping in RML: a map of triples for each subject."""
    lines = (line.split(" ", 2) for line in _STATEMENTS.strip().splitlines())
    for number, (subject, own) in enumerate(groupby(lines, lambda line: line[0])):
        said = "".join(
            f" ;\n  rr:predicateObjectMap [ rr:predicate <{expand(predicate).value}> ;"
            f" rr:objectMap [ {_term(value)} ] ]"
            for _, predicate, value in own
        )
        source = f'[ rml:source "{rows}" ; rml:referenceFormulation ql:CSV ]'
        yield (
            f"<urn:map:{number}> a rr:TriplesMap ;\n  rml:logicalSource {source} ;\n"
            f"  rr:subjectMap [ {_term(subject)} ]{said} ."
        )


def _term(text: str) -> str:
    """Returns a term map: of a column in double quotes, a constant in single ones, an IRI or a template."""
    if text[0] == '"':
        column, _, rest = text[1:].partition('"')
        return f'rml:reference "{column}"{_qualified(rest)}'
    if text[0] == "'":
        value, _, rest = text[1:].partition("'")
        return f'rr:constant "{value}"^^<{expand(rest[2:]).value}>'
    if ":" in text:
        return f"rr:constant <{expand(text).value}>"
    if "{" in text:
        return f'rr:template "{DEFAULT_BASE}id/{text}"'
    return f"rr:constant <{DEFAULT_BASE}id/{text}>"


def _qualified(rest: str) -> str:
    if rest.startswith("@"):
        return f' ; rr:language "{rest[1:]}"'
    return f" ; rr:datatype <{expand(rest[2:]).value}>" if rest else ""
