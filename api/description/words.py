"""What the dataset is called, and what is said of it, in every language of the pages."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rdflib import Literal, URIRef
from rdflib.namespace import Namespace

from api.wording.messages import text
from ontology.languages import BY_TAG

AUTHORITY = Namespace("http://publications.europa.eu/resource/authority/")
"""The EU's tables, which DCAT-AP asks for."""


def said(key: str, languages: Sequence[str]) -> Iterator[Literal]:
    """Yields a message in each language."""
    for lang in languages:
        yield Literal(text(f"description.{key}", lang), lang=lang)


def authorities(languages: Sequence[str]) -> Iterator[URIRef]:
    """Yields the languages as the EU's authority table has them."""
    for lang in languages:
        yield AUTHORITY[f"language/{BY_TAG[lang].authority}"]
