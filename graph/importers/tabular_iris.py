"""Templates of IRIs and texts, taken apart once for all rows of a list."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from urllib.parse import quote

from graph.importers.metadata import VARIABLE
from graph.importers.tabular_cells import Value
from graph.importers.tabular_columns import Columns
from graph.terms import NamedNode, expand, iri

Binding = Mapping[str, Value]


def resolve(text: str, base: str) -> NamedNode:
    """Returns the IRI of a full IRI, a prefixed name, or a path that counts from the base.

    >>> resolve("graph/list/x", "http://127.0.0.1:8000/").value
    'http://127.0.0.1:8000/graph/list/x'
    """
    return iri(base + text) if re.match(r"(id|graph)/", text) else expand(text)


@dataclass(frozen=True, slots=True)
class Template:
    """Is a text with variables: the names of these in their order, and a form with a place for each.

    `around` is what stands before and after the only one, of most IRIs; None where there are none or more.
    """

    text: str
    base: str
    names: tuple[str, ...]
    form: str
    is_key: bool
    around: tuple[str, str] | None = None

    def node(self, binding: Binding) -> NamedNode:
        """Returns the IRI: a variable becomes a key under `id/`, else percent-encoded.

        A template that is nothing but a matched column stands for what was matched.
        """
        if self.is_key:
            if self.around:
                before, after = self.around
                return iri(before + binding[self.names[0]].key + after)
            return iri(self.form.format(*[binding[name].key for name in self.names]))
        if self.form == "{}" and isinstance(matched := binding[self.names[0]].term, NamedNode):
            return matched
        words = [quote(binding[name].text, safe="") for name in self.names]
        return resolve(self.form.format(*words), self.base)

    def nodes(self, rows: Columns) -> list[NamedNode]:
        """Returns the IRIs of rows that have a value of each variable."""
        if self.is_key and self.around:
            before, after = self.around
            return [iri(f"{before}{key}{after}") for key in rows.keys(self.names[0])]
        if not self.names:
            return [self.node({})] * len(rows)
        if self.is_key:
            form, keys = self.form.format, map(rows.keys, self.names)
            return [iri(form(*own)) for own in zip(*keys, strict=True)]
        return [self.node(binding) for binding in rows.bindings(self.names)]

    def words(self, binding: Binding) -> str:
        """Returns the text with the texts of its variables."""
        return self.form.format(*[binding[name].text for name in self.names])


@lru_cache(maxsize=4096)
def template(text: str, base: str) -> Template:
    """Returns a template taken apart.

    >>> template("id/role/{row}", "http://127.0.0.1:8000/").form
    'http://127.0.0.1:8000/id/role/{}'
    """
    is_key = text.startswith("id/")
    parts = VARIABLE.split(base + text if is_key else text)
    around = (parts[0], parts[2]) if len(parts) == 3 else None
    plain = (part.replace("{", "{{").replace("}", "}}") for part in parts[::2])
    return Template(text, base, tuple(parts[1::2]), "{}".join(plain), is_key, around)
