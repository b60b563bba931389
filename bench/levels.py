"""The policy levels of the generated graph, from the global goals down to the measures of municipalities."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from random import Random

from bench.nquads import Output, Statements, kinds, own, term, typed, words
from bench.wording import title

TARGETS_OF_GOALS = (7, 8, 13, 10, 9, 8, 5, 12, 8, 10, 10, 11, 5, 10, 12, 12, 19)
_CODES = (
    110,
    121,
    122,
    123,
    124,
    125,
    211,
    212,
    213,
    214,
    221,
    224,
    231,
    232,
    311,
    312,
    313,
    321,
    322,
    331,
    332,
)
COUNTIES = tuple(f"SE{code}" for code in _CODES)
EU_OBJECTIVES, PRIORITIES, AREAS, SUB_GOALS, MUNICIPALITIES, MEASURES = 30, 40, 4, 15, 290, 10

POLICY = own("graph/source/bench-policy")
LEDGER = own("graph/ledger/bench-policy")
AGENT = own("id/agent/bench/analysts")
OFFICE = own("id/organisation/bench/office")
SDG_SCHEME = "<http://metadata.un.org/sdg>"


@dataclass(slots=True)
class Levels:
    """Is what projects may refer to: sub-goals and municipalities by county, as N-Quads terms."""

    targets: list[str] = field(default_factory=list)
    eu: list[str] = field(default_factory=list)
    national: list[str] = field(default_factory=list)
    sub_goals: dict[str, list[str]] = field(default_factory=dict)
    municipalities: dict[str, list[str]] = field(default_factory=dict)
    alignments: int = 0


def write_levels(out: Output, municipalities: int = MUNICIPALITIES) -> Levels:
    """Writes the levels, the same ones for any number of projects; each county needs a municipality."""
    random, levels = Random(2030), Levels()
    _describe(out)
    _agenda(out, random, levels)
    _europe(out, random, levels)
    _nation(out, random, levels)
    for county in COUNTIES:
        _county(out, random, levels, county)
    for number in range(municipalities):
        _municipality(out, random, levels, number)
    return levels


def evidence(out: Output, graph: str, key: str, source: str) -> str:
    """Writes the evidence that points to a document, and returns its IRI."""
    node, place = own(f"id/evidence/bench/{key}"), own(f"id/evidence/bench/{key}#t")
    said = (("oa:motivatedBy", term("oa:linking")), ("oa:hasTarget", place))
    out.about(graph, node, *kinds("oa:Annotation"), *said)
    out.about(graph, place, *kinds("oa:SpecificResource"), ("oa:hasSource", source))
    return node


def document(out: Output, key: str, name: str, kind: str, level: str, *more: tuple[str, str]) -> str:
    """Writes a document that sets objectives, its concept scheme and its evidence; returns the document."""
    node, scheme = own(f"id/document/bench/{key}"), own(f"id/scheme/bench/{key}")
    facts = (("skos:prefLabel", words(name)), ("eli:work_type", term(kind)), ("pg:level", term(level)))
    out.about(POLICY, node, *kinds("eli:Work"), *facts, ("dct:creator", OFFICE), *more)
    out.about(POLICY, scheme, *kinds("skos:ConceptScheme"), ("dct:source", node))
    evidence(out, LEDGER, key, node)
    return node


def _describe(out: Output) -> None:
    source = ("prov:hadPrimarySource", own("id/document/bench/agenda"))
    out.about(POLICY, POLICY, *kinds("pg:SourceGraph"), source)
    out.about(LEDGER, LEDGER, *kinds("pg:LedgerGraph"))
    out.about(LEDGER, AGENT, *kinds("prov:Agent"), ("skos:prefLabel", words("Benchmark analysts", "en")))
    names = ("skos:prefLabel", words("Kansliet"))
    out.about(POLICY, OFFICE, *kinds("org:FormalOrganization", "m8g:PublicOrganisation"), names)


def _agenda(out: Output, random: Random, levels: Levels) -> None:
    node = document(out, "agenda", "Agenda 2030", "pg:Agenda", "pg:GlobalLevel")
    out.about(POLICY, SDG_SCHEME, *kinds("skos:ConceptScheme"), ("dct:source", node))
    for goal, count in enumerate(TARGETS_OF_GOALS, 1):
        above = term(f"sdg:{goal}")
        _objective(out, above, "sdgo:Goal", title(random), str(goal), "pg:GlobalLevel", SDG_SCHEME)
        for code in (f"{goal}.{number}" for number in range(1, count + 1)):
            more = (("skos:broader", above), ("sdgo:isTargetOf", above))
            target = term(f"sdg:{code}")
            _objective(out, target, "sdgo:Target", title(random), code, "pg:GlobalLevel", SDG_SCHEME, *more)
            levels.targets.append(target)


def _europe(out: Output, random: Random, levels: Levels) -> None:
    document(out, "eu", "Särskilda mål", "pg:Regulation", "pg:EuLevel")
    for number in range(1, EU_OBJECTIVES + 1):
        node = _set(out, random, "eu", str(number), "pg:SpecificObjective", "pg:EuLevel")
        _align(out, random, levels, "eu", node, _some(random, levels.targets, 4))
        levels.eu.append(node)


def _nation(out: Output, random: Random, levels: Levels) -> None:
    document(out, "national", "Nationell strategi", "pg:NationalStrategy", "pg:NationalLevel")
    _area(out, "SE", "pg:NationalLevel", "Sverige", ())
    for part in sorted({county[:size] for county in COUNTIES for size in (3, 4)}):
        _area(out, part, None, f"Del {part}", _above(part))
    for number in range(1, PRIORITIES + 1):
        node = _set(out, random, "national", str(number), "pg:Priority", "pg:NationalLevel")
        _align(out, random, levels, "national", node, _upward(random, levels.eu, levels.targets, 0.2))
        levels.national.append(node)


def _county(out: Output, random: Random, levels: Levels, code: str) -> None:
    place = _area(out, code, "pg:RegionalLevel", f"Län {code}", _above(code))
    key, level = code.lower(), "pg:RegionalLevel"
    kind = "pg:RegionalDevelopmentStrategy"
    document(out, key, f"Regional utvecklingsstrategi {code}", kind, level, ("eli:relevant_for", place))
    areas = [_set(out, random, key, f"{n}", "pg:TargetArea", level) for n in range(1, AREAS + 1)]
    levels.sub_goals[code] = []
    for number in range(SUB_GOALS):
        above, name = areas[number % AREAS], f"{number % AREAS + 1}.{number // AREAS + 1}"
        node = _set(out, random, key, name, "pg:SubGoal", level, ("skos:broader", above))
        _align(out, random, levels, key, node, _upward(random, levels.national, levels.targets, 0.2))
        levels.sub_goals[code].append(node)


def _municipality(out: Output, random: Random, levels: Levels, number: int) -> None:
    county, code, level = COUNTIES[number % len(COUNTIES)], f"{number + 1:04d}", "pg:MunicipalLevel"
    place = own(f"id/area/se-kommun/{code}")
    above = (term(f"nuts:{county}"), *_above(county))
    _placed(out, place, code, level, f"Kommun {code}", above)
    kind = "pg:MunicipalPlan"
    document(out, code, f"Plan för kommun {code}", kind, level, ("eli:relevant_for", place))
    for measure in range(1, MEASURES + 1):
        node = _set(out, random, code, str(measure), "pg:Measure", level)
        upward = _upward(random, levels.sub_goals[county], levels.targets, 0.1)
        _align(out, random, levels, code, node, upward)
    levels.municipalities.setdefault(county, []).append(place)


def _set(
    out: Output, random: Random, key: str, code: str, kind: str, level: str, *more: tuple[str, str]
) -> str:
    """Writes an objective of a document of ours, and returns its IRI."""
    node = own(f"id/objective/bench/{key}-{code}")
    _objective(out, node, kind, title(random), code, level, own(f"id/scheme/bench/{key}"), *more)
    return node


def _objective(
    out: Output, node: str, kind: str, name: str, code: str, level: str, scheme: str, *more: tuple[str, str]
) -> None:
    named = (("skos:prefLabel", words(name)), ("skos:notation", f'"{code}"'), ("pg:level", term(level)))
    top: Statements = () if more else (("skos:topConceptOf", scheme),)
    whole = (*kinds("pg:Objective", kind, "skos:Concept"), *named, ("skos:inScheme", scheme), *top, *more)
    out.about(POLICY, node, *whole)


def _align(
    out: Output, random: Random, levels: Levels, key: str, source: str, targets: Iterable[str]
) -> None:
    for target in targets:
        levels.alignments += 1
        node = own(f"id/alignment/bench/policy-{levels.alignments}")
        ends = (("owl:annotatedSource", source), ("owl:annotatedTarget", target))
        out.about(LEDGER, node, *ends, *_statement(random, own(f"id/evidence/bench/{key}")))


def _statement(random: Random, rests_on: str) -> Statements:
    return (
        *kinds("pg:Alignment"),
        ("owl:annotatedProperty", term("pg:contributesTo")),
        ("pg:strength", typed(random.randint(1, 3), "integer")),
        ("sssom:confidence", typed(f"0.{random.randint(3, 9)}", "decimal")),
        ("sssom:mapping_justification", term("semapv:ManualMappingCuration")),
        ("dct:creator", AGENT),
        ("dct:created", typed("2026-11-22T09:00:00Z", "dateTime")),
        ("rdfs:comment", words(title(random))),
        ("pg:evidence", rests_on),
    )


def _area(out: Output, code: str, level: str | None, name: str, above: tuple[str, ...]) -> str:
    node = term(f"nuts:{code}")
    _placed(out, node, code, level, name, above)
    return node


def _placed(out: Output, node: str, code: str, level: str | None, name: str, above: tuple[str, ...]) -> None:
    named = (("skos:prefLabel", words(name)), ("skos:notation", f'"{code}"'))
    within = tuple(("geo:sfWithin", each) for each in (node, *above))
    broader = tuple(("skos:broader", each) for each in above[:1])
    levelled = (("pg:level", term(level)),) if level else ()
    out.about(POLICY, node, *kinds("dct:Location", "skos:Concept"), *named, *levelled, *broader, *within)


def _above(code: str) -> tuple[str, ...]:
    return tuple(term(f"nuts:{code[:size]}") for size in range(len(code) - 1, 1, -1))


def _upward(random: Random, next_level: list[str], targets: list[str], share: float) -> list[str]:
    chosen = _some(random, next_level, 2)
    return [*chosen, random.choice(targets)] if random.random() < share else chosen


def _some(random: Random, among: list[str], most: int) -> list[str]:
    return random.sample(among, random.randint(1, most))
