"""The terms that ledger, derived graphs and commits are written in; a test finds a misspelt one.

They are not taken from the closed namespace: it needs rdflib, and every start of the program reads them.
"""

from __future__ import annotations

from graph.terms import expand

ALIGNMENT = expand("pg:Alignment")
REVIEW = expand("pg:Review")
WITHDRAWAL = expand("pg:Withdrawal")
SUPERSESSION = expand("pg:Supersession")
LEDGER_GRAPH = expand("pg:LedgerGraph")
DERIVED_GRAPH = expand("pg:DerivedGraph")
OBJECTIVE = expand("pg:Objective")
PROJECT = expand("pg:Project")

CONTRIBUTES_TO = expand("pg:contributesTo")
HINDERS = expand("pg:hinders")
REACHES = expand("pg:reaches")
STRENGTH = expand("pg:strength")
EVIDENCE = expand("pg:evidence")
SAID_AT = expand("pg:saidAt")
REVIEWS = expand("pg:reviews")
WITHDRAWS = expand("pg:withdraws")
SUPERSEDES = expand("pg:supersedes")
BY = expand("pg:by")
SEQUENCE = expand("pg:sequence")
MAPPING = expand("pg:mapping")
SHA256 = expand("pg:sha256")

TYPE = expand("rdf:type")
COMMENT = expand("rdfs:comment")
LABEL = expand("skos:prefLabel")
BROADER = expand("skos:broader")
IN_SCHEME = expand("skos:inScheme")
SOURCE = expand("owl:annotatedSource")
PROPERTY = expand("owl:annotatedProperty")
TARGET = expand("owl:annotatedTarget")
CONFIDENCE = expand("sssom:confidence")
JUSTIFICATION = expand("sssom:mapping_justification")
TOOL = expand("sssom:mapping_tool")
TOOL_VERSION = expand("sssom:mapping_tool_version")
AGREEMENT = expand("sssom:reviewer_agreement")
CREATOR = expand("dct:creator")
CREATED = expand("dct:created")
DCT_SOURCE = expand("dct:source")
HAS_TARGET = expand("oa:hasTarget")
HAS_SOURCE = expand("oa:hasSource")
HAS_SELECTOR = expand("oa:hasSelector")
EXACT = expand("oa:exact")
SOFTWARE_AGENT = expand("prov:SoftwareAgent")
WORK = expand("eli:Work")
LEGAL_RESOURCE = expand("eli:LegalResource")
DATE = expand("xsd:date")
DATE_TIME = expand("xsd:dateTime")
DECIMAL = expand("xsd:decimal")
INTEGER = expand("xsd:integer")
