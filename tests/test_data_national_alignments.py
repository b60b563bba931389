"""What links the EU's and the national objectives to Agenda 2030: each link a proposal with its reason."""

from __future__ import annotations

import pytest

from shipped import codes, rows, shipped

LEDGERS = ["eu", "national"]
REACHED = """SELECT DISTINCT ?code WHERE {{ ?o {which} ; skos:notation ?code .
    ?o skos:broader* ?from . ?a owl:annotatedSource ?from ; owl:annotatedTarget/skos:broader? ?goal .
    ?goal a sdgo:Goal }}"""


def _whole(ledger: str) -> list[str]:
    """Returns the alignments that say all that an alignment must say."""
    return codes(
        shipped(),
        f"""SELECT ?a WHERE {{ GRAPH <graph/ledger/{ledger}> {{ <graph/ledger/{ledger}> a pg:LedgerGraph .
            ?a a pg:Alignment ; owl:annotatedSource ?source ; owl:annotatedTarget ?target ;
               owl:annotatedProperty pg:contributesTo ; pg:strength ?strength ; sssom:confidence ?confidence ;
               sssom:mapping_justification semapv:ManualMappingCuration ; dct:created ?recorded ;
               dct:creator <id/agent/policygraph/editors> ; rdfs:comment ?why ;
               pg:evidence/oa:hasTarget/oa:hasSource ?document }}
            FILTER(?strength IN (1, 2, 3) && ?confidence > 0 && ?confidence < 1 && LANG(?why) = "en")
            FILTER(DATATYPE(?confidence) = xsd:decimal && DATATYPE(?recorded) = xsd:dateTime) }}""",
    )


@pytest.mark.parametrize("ledger", LEDGERS)
def test_every_alignment_says_all_that_it_must(ledger: str) -> None:
    stated = codes(shipped(), f"SELECT ?a WHERE {{ GRAPH <graph/ledger/{ledger}> {{ ?a a pg:Alignment }} }}")
    assert len(stated) > 30
    assert stated == _whole(ledger)


@pytest.mark.parametrize("ledger", LEDGERS)
def test_every_source_and_target_exists_and_the_target_is_global(ledger: str) -> None:
    found = rows(
        shipped(),
        f"""SELECT ?a ?level WHERE {{ GRAPH <graph/ledger/{ledger}> {{ ?a owl:annotatedSource ?source ;
            owl:annotatedTarget ?target }} ?source skos:prefLabel ?n ; pg:level ?below .
            ?target pg:level ?level FILTER(LANG(?n) = "en") }}""",
    )
    assert len(found) == len(_whole(ledger))
    assert {level for _, level in found} == {"https://w3id.org/policygraph#GlobalLevel"}


@pytest.mark.parametrize("ledger", LEDGERS)
def test_the_evidence_is_the_document_that_sets_the_objective(ledger: str) -> None:
    strangers = codes(
        shipped(),
        f"""SELECT ?a WHERE {{ GRAPH <graph/ledger/{ledger}> {{ ?a owl:annotatedSource ?source ;
            pg:evidence/oa:hasTarget/oa:hasSource ?document }}
            FILTER NOT EXISTS {{ ?source skos:inScheme/dct:source ?document }}
            FILTER(?source != ?document) }}""",
    )
    assert strangers == []


@pytest.mark.parametrize("ledger", LEDGERS)
def test_reasons_are_one_sentence_each(ledger: str) -> None:
    reasons = codes(
        shipped(), f"SELECT ?why WHERE {{ GRAPH <graph/ledger/{ledger}> {{ ?a rdfs:comment ?why }} }}"
    )
    assert all(reason.endswith(".") and 20 < len(reason) < 200 for reason in reasons)


def test_no_quotes_of_others_are_held() -> None:
    for ledger in LEDGERS:
        found = codes(shipped(), f"SELECT ?q WHERE {{ GRAPH <graph/ledger/{ledger}> {{ ?s oa:exact ?q }} }}")
        assert found == []


def test_every_thematic_objective_reaches_a_goal() -> None:
    assert len(codes(shipped(), REACHED.format(which="a pg:ThematicObjective"))) == 11


def test_technical_assistance_reaches_none() -> None:
    which = "skos:inScheme <id/scheme/eu-2014/thematic-objectives>"
    assert "TA" not in codes(shipped(), REACHED.format(which=which))


def test_every_specific_objective_with_a_known_meaning_reaches_a_goal() -> None:
    held = codes(shipped(), "SELECT ?c WHERE { ?o a pg:SpecificObjective ; skos:notation ?c }")
    reached = codes(shipped(), REACHED.format(which="a pg:SpecificObjective"))
    assert sorted(set(held) - set(reached)) == ["RSO6.1", "RSO6.4"]


@pytest.mark.parametrize(
    ("which", "count"),
    [
        ("a pg:PolicyObjective", 5),
        ("a pg:EnvironmentalObjective", 16),
        ("skos:inScheme <id/scheme/se/strategi-2021-2030>", 4),
    ],
)
def test_every_national_and_policy_objective_reaches_a_goal(which: str, count: int) -> None:
    assert len(codes(shipped(), REACHED.format(which=which))) == count
