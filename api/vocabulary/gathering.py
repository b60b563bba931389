"""Gathers the terms that the graph uses, each with its name and meaning in the reader's language."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from functools import cache

from api.schemas import NameModel
from api.vocabulary.schemas import TermModel, VocabularyModel
from api.wording.words import Words
from graph.questions import load_lookups, load_questions
from graph.repository import Repository
from graph.repository.facts import Facts, facts_of
from graph.repository.vocabulary import vocabulary_of
from graph.terms import NamedNode, compact, expand
from ontology import CONTEXT_JSONLD, PREFIXES

_NAME = re.compile(r"(?<![\w<:/#-])([a-z][a-z0-9-]*:[A-Za-z_][\w-]*)")
_OTHERS = """owl:Class owl:ObjectProperty owl:DatatypeProperty owl:Ontology rdfs:Class rdf:Property
    rdfs:subClassOf rdfs:domain rdfs:range rdfs:seeAlso rdf:value skos:scopeNote skos:Collection prov:Agent
    prov:Organization prov:Association foaf:Person dcat:Dataset qb:DataSet org:OrganizationalUnit
    dct:audience dct:publisher org:linkedTo org:unitOf"""
_THINGS = (("rdf:type", "sdgo:Goal"), ("rdf:type", "sdgo:Target"), ("pg:level", "pg:RegionalLevel"))


def gathered(repository: Repository, lang: str) -> VocabularyModel:
    """Returns prefixes and terms, which are gathered once until the next commit."""
    return repository.reading.remembered(("vocabulary", lang), lambda: _gathered(repository, lang))


def _gathered(repository: Repository, lang: str) -> VocabularyModel:
    used = vocabulary_of(repository.store, known_terms())
    by_use = {"class": used.classes, "property": used.properties, "thing": frozenset(_things(repository))}
    facts = facts_of(repository.reading, sorted(frozenset().union(*by_use.values())))
    terms = [_term(facts, iri, use, lang) for use, iris in by_use.items() for iri in iris]
    named = sorted((term for term in terms if term.name != term.iri), key=lambda term: term.name)
    return VocabularyModel(prefixes=dict(PREFIXES), terms=named)


@cache
def known_terms() -> frozenset[NamedNode]:
    """Returns the terms of the JSON-LD context, of the questions, and of what describes vocabularies."""
    context = json.loads(CONTEXT_JSONLD.read_text(encoding="utf-8"))["@context"]
    named = [each["@id"] if isinstance(each, dict) else each for each in context.values() if each != 1.1]
    texts = (question.text for every in (load_questions(), load_lookups()) for question in every.values())
    return frozenset(
        _expanded((*named, *_OTHERS.split(), *(n for text in texts for n in _NAME.findall(text))))
    )


def _expanded(names: Iterable[str]) -> Iterator[NamedNode]:
    for name in set(names):
        if name.partition(":")[0] in PREFIXES and not name.startswith("http"):
            yield expand(name)


def _things(repository: Repository) -> Iterator[str]:
    """Yields the goals, targets and regions: what queries name most."""
    for predicate, value in _THINGS:
        for quad in repository.store.quads(None, expand(predicate), expand(value)):
            if isinstance(quad.subject, NamedNode):
                yield quad.subject.value


def _term(facts: Facts, iri: str, use: str, lang: str) -> TermModel:
    name = compact(iri)
    own = Words(lang).property(name)
    label = (
        NameModel(text=own, lang=lang) if own else _best(facts, iri, ("skos:prefLabel", "rdfs:label"), lang)
    )
    text = None if use == "thing" else _best(facts, iri, ("skos:definition", "rdfs:comment"), lang)
    return TermModel(name=name, iri=iri, use=use, label=label, text=text)


def _best(facts: Facts, iri: str, names: Iterable[str], lang: str) -> NameModel | None:
    found = (facts.name(iri, name, lang) for name in names)
    best = next((each for each in found if each), None)
    return NameModel(text=best.text, lang=best.lang) if best else None
