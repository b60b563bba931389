"""A small graph in the pattern of what ships: three levels, four projects, all kinds of statements."""

from __future__ import annotations

from graph.derived import derive
from graph.store import Changes, Store, open_store
from graph.terms import compact
from graph_facts import BASE, trig

FACTS = """
<graph/source/agenda> {
    <graph/source/agenda> a pg:SourceGraph ; prov:hadPrimarySource <id/document/un/agenda> .
    <id/document/un/agenda> a eli:Work ; skos:prefLabel "Agenda 2030"@sv ; eli:work_type pg:Agenda ;
        pg:level pg:GlobalLevel ; eli:id_local "A/RES/70/1" .
    <http://metadata.un.org/sdg> a skos:ConceptScheme ; dct:source <id/document/un/agenda> .
    sdg:6 a pg:Objective, sdgo:Goal, skos:Concept ; skos:notation "6" ;
        skos:inScheme <http://metadata.un.org/sdg> ;
        skos:prefLabel "Rent vatten"@sv, "Rent vand"@da, "Clean water"@en ; pg:level pg:GlobalLevel .
    sdg:9 a pg:Objective, sdgo:Goal, skos:Concept ; skos:notation "9" ;
        skos:inScheme <http://metadata.un.org/sdg> ;
        skos:prefLabel "Industri"@sv, "Industry"@en ; pg:level pg:GlobalLevel .
    sdg:9.5 a pg:Objective, sdgo:Target, skos:Concept ; skos:notation "9.5" ; skos:broader sdg:9 ;
        skos:inScheme <http://metadata.un.org/sdg> ; skos:prefLabel "Forskning"@sv ; pg:level pg:GlobalLevel .
    sdg:9.10 a pg:Objective, sdgo:Target, skos:Concept ; skos:notation "9.10" ; skos:broader sdg:9 ;
        skos:inScheme <http://metadata.un.org/sdg> ; skos:prefLabel "Øl på Ærø"@da ; pg:level pg:GlobalLevel .
    sdg:C090501 a sdgo:Indicator ; sdgo:isIndicatorOf sdg:9.5 .
}
<graph/source/areas> {
    nuts:SE a dct:Location ; skos:prefLabel "Sverige"@sv ; skos:notation "SE" ; pg:level pg:NationalLevel ;
        geo:sfWithin nuts:SE .
    nuts:SE331 a dct:Location ; skos:prefLabel "Västerbottens län"@sv ; skos:notation "SE331" ;
        pg:level pg:RegionalLevel ; skos:broader nuts:SE ; geo:sfWithin nuts:SE331, nuts:SE .
    nuts:SE125 a dct:Location ; skos:prefLabel "Västmanlands län"@sv ; skos:notation "SE125" ;
        pg:level pg:RegionalLevel ; skos:broader nuts:SE ; geo:sfWithin nuts:SE125, nuts:SE .
    <id/area/se-kommun/2480> a dct:Location ; skos:prefLabel "Umeå"@sv ; skos:notation "2480" ;
        pg:level pg:MunicipalLevel ; skos:broader nuts:SE331 ;
        geo:sfWithin <id/area/se-kommun/2480>, nuts:SE331, nuts:SE .
}
<graph/source/rus> {
    <graph/source/rus> a pg:SourceGraph ; prov:hadPrimarySource <id/document/x/rus> .
    <id/organisation/x/region> a org:FormalOrganization ; skos:prefLabel "Region X"@sv ;
        dct:spatial nuts:SE331 .
    <id/document/x/rus> a eli:Work ; skos:prefLabel "Strategi för X"@sv ;
        eli:work_type pg:RegionalDevelopmentStrategy ; pg:level pg:RegionalLevel ;
        dct:creator <id/organisation/x/region> ; eli:relevant_for nuts:SE331 ;
        dct:temporal <id/period/x/rus> .
    <id/period/x/rus> a dct:PeriodOfTime ; dcat:startDate "2020-01-01"^^xsd:date .
    <id/scheme/x/rus> a skos:ConceptScheme ; dct:source <id/document/x/rus> .
    <id/objective/x/a> a pg:Objective, pg:TargetArea, skos:Concept ; skos:prefLabel "Område A"@sv ;
        skos:notation "A" ; skos:inScheme <id/scheme/x/rus> ; pg:level pg:RegionalLevel .
    <id/objective/x/a1> a pg:Objective, pg:SubGoal, skos:Concept ; skos:prefLabel "Delmål A1"@sv ;
        skos:notation "A1" ; skos:inScheme <id/scheme/x/rus> ; skos:broader <id/objective/x/a> ;
        pg:level pg:RegionalLevel ; pg:isPrioritised true .
    <id/objective/x/b> a pg:Objective, pg:TargetArea, skos:Concept ; skos:prefLabel "Område B"@sv ;
        skos:notation "B" ; skos:inScheme <id/scheme/x/rus> ; pg:level pg:RegionalLevel ;
        pg:isPrioritised true ; pg:measuredBy <id/indicator/x/b> .
}
<graph/source/programmes> {
    <id/programme/eu/north> a eurio:FundingScheme, eli:Work ; skos:prefLabel "Programmet i norr"@sv ;
        eli:work_type pg:Programme ; pg:level pg:EuLevel ; dct:identifier "2014SE16RFOP007" ;
        eli:relevant_for nuts:SE331 .
}
<graph/list/x> {
    <graph/list/x> a pg:ListGraph .
    <id/document/x/list> a eli:Work ; skos:prefLabel "Listan"@sv ; eli:work_type pg:ProjectList .
    <id/organisation/x/umea> a org:FormalOrganization ; skos:prefLabel "Umeå kommun"@sv .
    <id/project/x/p1> a pg:Project ; skos:prefLabel "Vatten i Umeå"@sv ; dct:identifier "20200001" ;
        eurio:startDate "2017-01-02"^^xsd:date ; eurio:endDate "2020-04-30"^^xsd:date ;
        dct:spatial <id/area/se-kommun/2480>, nuts:SE331 ; dct:source <id/document/x/list> ;
        eurio:hasInvolvedParty <id/role/x/p1>, <id/role/x/p1-b> ; eurio:isFundedBy <id/grant/x/p1> ;
        eurio:hasTotalCost <id/amount/x/p1-cost> .
    <id/role/x/p1> a eurio:OrganisationRole ; eurio:roleLabel "beneficiary" ;
        eurio:isRoleOf <id/organisation/x/umea> .
    <id/role/x/p1-b> a eurio:OrganisationRole ; eurio:roleLabel "partner" ;
        eurio:isRoleOf <id/organisation/x/region> .
    <id/grant/x/p1> a eurio:Grant ; eurio:hasFundingSchemeProgramme <id/programme/eu/north> ;
        eurio:hasFundingAmount <id/amount/x/p1> .
    <id/amount/x/p1> a eurio:MonetaryAmount ; eurio:value 100.50 ; eurio:currency "SEK" .
    <id/amount/x/p1-cost> a eurio:MonetaryAmount ; eurio:value 300.00 ; eurio:currency "SEK" .
    <id/project/x/p2> a pg:Project ; skos:prefLabel "Forskning i norr"@sv ; dct:identifier "20200002" ;
        dct:spatial nuts:SE331, nuts:SE125 ; eurio:hasInvolvedParty <id/role/x/p2> ;
        eurio:isFundedBy <id/grant/x/p2>, <id/grant/x/p2-b> .
    <id/role/x/p2> a eurio:OrganisationRole ; eurio:roleLabel "beneficiary" ;
        eurio:isRoleOf <id/organisation/x/umea> .
    <id/grant/x/p2> a eurio:Grant ; eurio:hasFundingSchemeProgramme <id/programme/eu/north> ;
        eurio:hasFundingAmount <id/amount/x/p2> .
    <id/grant/x/p2-b> a eurio:Grant ; eurio:hasFundingAmount <id/amount/x/p2-b> .
    <id/amount/x/p2> a eurio:MonetaryAmount ; eurio:value 20.00 ; eurio:currency "SEK" .
    <id/amount/x/p2-b> a eurio:MonetaryAmount ; eurio:value 7.00 ; eurio:currency "EUR" .
    <id/project/x/p3> a pg:Project ; skos:prefLabel "Utan pengar"@sv ; dct:spatial nuts:SE125 .
    <id/project/x/p4> a pg:Project ; skos:prefLabel "Utan mål"@sv .
}
<graph/ledger/x> {
    <graph/ledger/x> a pg:LedgerGraph .
    <id/agent/x/editors> a prov:Agent ; skos:prefLabel "Redaktionen"@sv .
    <id/agent/x/critic> a prov:Agent ; skos:prefLabel "Kritikern"@sv .
    <id/agent/x/bot> a prov:SoftwareAgent ; skos:prefLabel "Roboten"@sv .
    STATEMENTS
    <id/review/x/1> a pg:Review ; pg:reviews <id/alignment/x/p1-a1> ; sssom:reviewer_agreement 1.0 ;
        dct:creator <id/agent/x/critic> .
    <id/review/x/2> a pg:Review ; pg:reviews <id/alignment/x/p2-b> ; sssom:reviewer_agreement 1.0 ;
        dct:creator <id/agent/x/editors> .
    <id/review/x/3> a pg:Review ; pg:reviews <id/alignment/x/p2-b> ; sssom:reviewer_agreement -1.0 ;
        dct:creator <id/agent/x/critic> .
    <id/withdrawal/x/1> a pg:Withdrawal ; pg:withdraws <id/alignment/x/p3-6> .
    <id/alignment/x/p1-a1> pg:saidAt "2016-10-14"^^xsd:date ; rdfs:comment "Rent vatten i A1."@sv ;
        pg:evidence <id/evidence/x/1> .
    <id/evidence/x/1> a oa:Annotation ; oa:motivatedBy oa:linking ; oa:hasTarget <id/evidence/x/1#t> .
    <id/evidence/x/1#t> a oa:SpecificResource ; oa:hasSource <id/document/x/list> ;
        oa:hasSelector <id/evidence/x/1#q> .
    <id/evidence/x/1#q> a oa:TextQuoteSelector ; oa:exact "rent vatten"@sv .
}
"""
# name, source, target, confidence, author, predicate
STATEMENTS = (
    ("p1-a1", "<id/project/x/p1>", "<id/objective/x/a1>", "0.8", "editors", "pg:contributesTo"),
    ("p2-a1", "<id/project/x/p2>", "<id/objective/x/a1>", "0.5", "editors", "pg:contributesTo"),
    ("p2-b", "<id/project/x/p2>", "<id/objective/x/b>", "0.9", "editors", "pg:contributesTo"),
    ("p3-6", "<id/project/x/p3>", "sdg:6", "0.9", "editors", "pg:contributesTo"),
    ("p3-9.5", "<id/project/x/p3>", "sdg:9.5", "0.9", "bot", "pg:contributesTo"),
    ("p3-agenda", "<id/project/x/p3>", "<id/document/un/agenda>", "0.3", "editors", "pg:contributesTo"),
    ("p1-6", "<id/project/x/p1>", "sdg:6", "0.7", "critic", "pg:hinders"),
    ("a-9.5", "<id/objective/x/a>", "sdg:9.5", "0.6", "editors", "pg:contributesTo"),
    ("a1-9", "<id/objective/x/a1>", "sdg:9", "0.4", "editors", "pg:contributesTo"),
    ("rus-agenda", "<id/document/x/rus>", "<id/document/un/agenda>", "1.0", "region", "pg:contributesTo"),
)


def _statement(name: str, source: str, target: str, confidence: str, author: str, predicate: str) -> str:
    who = "<id/organisation/x/region>" if author == "region" else f"<id/agent/x/{author}>"
    return f"""<id/alignment/x/{name}> a pg:Alignment ; owl:annotatedSource {source} ;
        owl:annotatedProperty {predicate} ; owl:annotatedTarget {target} ; pg:strength 2 ;
        sssom:confidence {confidence} ; sssom:mapping_justification semapv:ManualMappingCuration ;
        dct:creator {who} ; dct:created "2026-11-22T09:00:00Z"^^xsd:dateTime ."""


def small_store(place: str = "memory:") -> Store:
    """Returns a store that holds the small graph and what is derived from it."""
    stated = "\n".join(_statement(*each) for each in STATEMENTS)
    store = open_store(place, base=BASE)
    store.apply(Changes(added=trig(FACTS.replace("STATEMENTS", stated))), 1)
    store.apply(Changes(added=derive(store)), 2)
    return store


def short(iri: str) -> str:
    """Returns an IRI as the tests write it: relative to the base, or prefixed."""
    return iri.removeprefix(BASE).removeprefix("id/") if iri.startswith(BASE) else compact(iri)


def full(name: str) -> str:
    """Returns the IRI that a test wrote as `project/x/p1`, or leaves a prefixed name as it is."""
    return name if ":" in name else f"{BASE}id/{name}"
