"""Chains in plain words: whole sentences, in three languages, for every status, sign and strength."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from api.chains.explaining import explained, sentences
from graph.alignment.chains import Chains
from graph.alignment.filters import STATUSES
from graph.model import Alignment, Chain, Name, Thing
from graph.repository import Repository
from ontology.languages import LANGUAGES
from small_graph import full, small_store


@pytest.fixture(scope="module")
def chains() -> Chains:
    return Chains(Repository(small_store()))


def of(chains: Chains, goal: str, lang: str, hops: int) -> Chain:
    found = chains.up(full("project/x/p1"), goal, lang=lang)
    return next(each for each in found if len(each.hops) == hops)


def test_a_chain_is_told_in_swedish(chains: Chains) -> None:
    assert sentences(of(chains, "sdg:9", "sv", 4), "sv") == (
        "”20200001 Vatten i Umeå” bidrar till ”9 Industri” i 4 steg.",
        "Enligt Redaktionen bidrar ”20200001 Vatten i Umeå” i viss mån till ”A1 Delmål A1”.",
        "Det sades den 14 oktober 2016 och har godtagits vid granskning; säkerheten är 80\xa0%.",
        "I ”Listan” står det ”rent vatten”.",
        "”A1 Delmål A1” är en del av ”A Område A”.",
        "Enligt Redaktionen bidrar ”A Område A” i viss mån till ”9.5 Forskning”.",
        "Källan är odaterad, och det är ett förslag som ingen har granskat än; säkerheten är 60\xa0%.",
        "”9.5 Forskning” är en del av ”9 Industri”.",
        "Hela kedjan har säkerheten 48\xa0%, och svagast är steget från ”A Område A” till ”9.5 Forskning”.",
    )


def test_a_hindering_chain_is_told_in_danish(chains: Chains) -> None:
    assert sentences(of(chains, "sdg:6", "da", 1), "da") == (
        "»20200001 Vatten i Umeå« modvirker »6 Rent vand«, og det tæller aldrig som bidrag.",
        "»20200001 Vatten i Umeå« modvirker »6 Rent vand« i nogen grad, ifølge Kritikern.",
        "Kilden er udateret, og det er et forslag, som ingen har vurderet endnu; sikkerheden er 70\xa0%.",
    )


def test_an_objective_of_a_document_is_told_in_english(chains: Chains) -> None:
    told = explained(of(chains, full("document/un/agenda"), "en", 3), "en")
    assert "“A1 Delmål A1” is an objective of the document “Strategi för X”." in told
    assert "contributes to “A/RES/70/1 Agenda 2030” in 3 steps." in told


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("status", STATUSES)
@pytest.mark.parametrize("said", [None, date(2019, 12, 11)])
@pytest.mark.parametrize("strength", [0, 1, 2, 3])
@pytest.mark.parametrize("hinders", [False, True])
def test_every_kind_of_statement_has_its_sentences(
    chains: Chains, lang: str, status: str, said: date | None, strength: int, hinders: bool
) -> None:
    chain = of(chains, "sdg:9", lang, 2)
    (first, *rest) = chain.hops
    assert isinstance(first.alignment, Alignment)
    stated = replace(
        first.alignment, status=status, said=said, strength=strength, hinders=hinders, by_machine=True
    )
    changed = replace(first, alignment=stated, confidence=Decimal("0.8"))
    told = sentences(replace(chain, hops=(changed, *rest), serves=not hinders), lang)
    assert all(re.fullmatch(r"[^a-z{}][^{}]+\.", sentence) for sentence in told)
    assert not any("chains." in sentence for sentence in told)


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("strength", [0, 1, 2, 3])
@pytest.mark.parametrize("hinders", [False, True])
def test_a_strength_that_the_author_did_not_set_is_told_of_whoever_did(
    chains: Chains, lang: str, strength: int, hinders: bool
) -> None:
    chain = of(chains, "sdg:9", lang, 2)
    (first, *rest) = chain.hops
    assert isinstance(first.alignment, Alignment)
    stated = replace(
        first.alignment, strength=strength, hinders=hinders, author=Thing("a", Name("Myndigheten"))
    )
    graded = replace(stated, graded_by=Thing("b", Name("Redaktörerna")))
    own, told = (
        sentences(replace(chain, hops=(replace(first, alignment=each), *rest)), lang)
        for each in (stated, graded)
    )
    [said, graders] = [each for each in told if "Myndigheten" in each]
    assert "Redaktörerna" not in said
    assert ("Redaktörerna" in graders, f"{strength} " in graders) == (True, True)
    assert (said in own) == (strength == 0), "what the agency says holds no strength"
    assert len(told) == len(own) + 1
