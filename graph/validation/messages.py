"""Messages of shapes, looked up by shape: pySHACL loses the languages of those of sh:sparql."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from rdflib import RDFS, SH, Graph, Literal, URIRef
from rdflib.term import Node

from graph.model import Name
from graph.terms import compact

_NOTHING = URIRef("https://w3id.org/policygraph/shapes#nothing")


class Messages:
    """Holds the messages of a shapes graph, in which {value} and {focus} stand for what a result is about."""

    def __init__(self, shapes: Graph) -> None:
        self._texts: dict[Node, list[Name]] = defaultdict(list)
        for shape, message in shapes.subject_objects(SH.message):
            self._texts[shape].append(_name(message))
        for texts in self._texts.values():
            texts.sort(key=lambda name: name.lang)
        self._nothing = {_name(label).lang: str(label) for label in shapes.objects(_NOTHING, RDFS.label)}

    def of(self, shape: Node | None, focus: str, values: Sequence[Node]) -> tuple[Name, ...]:
        """Returns the shape's message in each of its languages, filled in, in the order of their tags."""
        texts = self._texts.get(shape, ()) if shape else ()
        about, told = compact(focus), ", ".join(map(_shown, values))
        return tuple(Name(self._filled(name, about, told), name.lang) for name in texts)

    def _filled(self, name: Name, about: str, told: str) -> str:
        value = told or self._nothing.get(name.lang, "")
        # One pass over each: a value that holds a brace is data, not a placeholder.
        return value.join(part.replace("{focus}", about) for part in name.text.split("{value}"))


def _name(literal: Node) -> Name:
    return Name(str(literal), (literal.language or "") if isinstance(literal, Literal) else "")


def _shown(value: Node) -> str:
    return compact(str(value)) if isinstance(value, URIRef) else str(value)
