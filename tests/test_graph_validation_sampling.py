"""What the shapes say of a batch is the same whether checks are put to all of it or to a sample first."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from graph.store import Batch, Changes, Sample, Store, open_store
from graph.terms import Literal, Quad, expand
from graph.validation import sampling, validate_submission
from graph.validation.compiled import Check

EX, GRAPH = "http://x/", expand("http://x/g")


def _day(text: str) -> str:
    return f'"{text}"^^{expand("xsd:date")}'


VARIED = {
    "dct:identifier": ('"1"', '"2"', '""', '"3"@sv'),
    "skos:prefLabel": ('"Ett"@sv', '"To"@da', '"Tre"'),
    "eurio:startDate": (*map(_day, ("2021-01-01", "2025-01-01")), '"soon"'),
    "eurio:endDate": tuple(map(_day, ("2022-01-01", "2020-01-01"))),
    "dct:spatial": ("<http://x/here>", "<http://x/nowhere>"),
}
# What rows of one form state alike, of the project and of its role: good, bad, or not at all.
ALIKE = {
    "dct:source": ("<http://x/list>", "<http://x/nowhere>", '"a text"', None),
    "role rdf:type": (str(expand("eurio:OrganisationRole")), str(expand("eurio:Grant"))),
    "role eurio:roleLabel": ('"lead"', "<http://x/list>", None),
    "role eurio:isRoleOf": ("<http://x/org>", "<http://x/here>", None),
    "eurio:hasInvolvedParty": ("role", None),
}
FORMS = st.fixed_dictionaries(
    {name: st.sampled_from(values) for name, values in ALIKE.items()}
    | {name: st.booleans() for name in VARIED}
)
ROW = st.fixed_dictionaries({name: st.sampled_from(values) for name, values in VARIED.items()})
LISTS = st.lists(st.tuples(FORMS, st.lists(ROW, min_size=1, max_size=4)), min_size=1, max_size=3)

KINDS = {"measure": "pg:Measure", "claim": "pg:Claim"}

Lists = list[tuple[Mapping[str, str | bool | None], list[Mapping[str, str]]]]


@pytest.fixture(scope="module")
def known() -> Store:
    told = {"here": "dct:Location", "org": "org:FormalOrganization", "list": "eli:Work"}
    store = open_store("memory:")
    quads = {Quad(expand(EX + name), expand("rdf:type"), expand(kind), GRAPH) for name, kind in told.items()}
    label = Quad(expand(EX + "org"), expand("skos:prefLabel"), Literal("Org", language="sv"), GRAPH)
    store.apply(Changes(added=frozenset((*quads, label))), 1)
    return store


def lines_of_row(number: int, form: Mapping[str, str | bool | None], row: Mapping[str, str]) -> str:
    project, role = f"<{EX}p{number}>", f"<{EX}r{number}>"
    said = [(project, "rdf:type", str(expand("pg:Project")))]
    said += [(project, name, value) for name, value in row.items() if form[name]]
    for name in ALIKE:
        value = role if form[name] == "role" else form[name]
        if value is not None:
            about = role if name.startswith("role ") else project
            said.append((about, name.removeprefix("role "), str(value)))
    return "".join(f"{about} {expand(name)} {value} {GRAPH} .\n" for about, name, value in said)


def batch_of(lists: Lists, *, in_runs: bool = False) -> Batch:
    rows = [(form, row) for form, own in lists for row in own]
    texts = [lines_of_row(number, form, row) for number, (form, row) in enumerate(rows)]
    firsts = [sum(len(own) for _, own in lists[:place]) for place in range(len(lists))]
    things = [expand(f"{EX}{kind}{number}") for number in range(len(rows)) for kind in "pr"]
    others = [expand(EX + name) for name in ("here", "nowhere", "org", "list")]
    linking = frozenset([str(expand("eurio:hasInvolvedParty"))])
    sample = Sample(
        "".join(texts[n] for n in firsts).encode(), frozenset(str(expand(n)) for n in VARIED), linking
    )
    runs = runs_of("".join(texts)) if in_runs else ["".join(texts)]
    lengths = [len(run) for run in runs] if in_runs else []
    return Batch(EX, things, others, "".join(runs).encode(), in_runs, lengths, sample)


def runs_of(lines: str) -> list[str]:
    """Returns the lines by predicate, and those of types by class too."""
    found = defaultdict[str, list[str]](list)
    for line in dict.fromkeys(lines.splitlines(keepends=True)):
        _, predicate, value, *_ = line.split(" ")
        found[predicate + value * (predicate == str(expand("rdf:type")))].append(line)
    return ["".join(own) for own in found.values()]


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(lists=LISTS)
def test_a_sample_first_leaves_the_report_as_it_is(known: Store, lists: Lists) -> None:
    sampled, whole, in_runs = batch_of(lists), batch_of(lists), batch_of(lists, in_runs=True)
    whole.sample = None
    report = validate_submission(known, whole)

    assert validate_submission(known, sampled) == report
    assert validate_submission(known, in_runs) == report


def test_of_good_rows_most_checks_are_put_to_the_sample_alone(
    known: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    form = {**{name: values[0] for name, values in ALIKE.items()}, **dict.fromkeys(VARIED, True)}
    row = {name: values[0] for name, values in VARIED.items()}
    is_blind, told = sampling.is_blind, list[bool]()

    def noting(check: Check, sample: Sample) -> bool:
        told.append(is_blind(check, sample))
        return told[-1]

    monkeypatch.setattr(sampling, "is_blind", noting)
    report = validate_submission(known, batch_of([(form, [row] * 3)]))

    assert report.conforms
    assert told.count(True) > told.count(False) > 0


def test_what_only_things_of_another_class_lack_is_found(known: Store) -> None:
    rows = [f"<{EX}{name}> {expand('rdf:type')} {expand(kind)} {GRAPH} .\n" for name, kind in KINDS.items()]
    sample = Sample(rows[0].encode(), frozenset([str(expand("rdf:type"))]), frozenset())
    batch = Batch(EX, [expand(EX + name) for name in KINDS], (), "".join(rows).encode(), sample=sample)
    assert EX + "claim" in {each.focus for each in validate_submission(known, batch).violations}
