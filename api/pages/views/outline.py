"""The outline of a document's tree: what stands below what, in order, and the form that is open."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from urllib.parse import urlencode

from api.pages.entering.controls import Option
from api.pages.entering.wording import choice_text, language_name
from api.pages.reader import Link, Reader
from api.pages.views.levels import kind_of
from graph.register.entries import KINDS
from graph.register.objectives import schemes_of
from graph.terms import compact

TOP = "top"
ACTS = ("add", "rename", "withdraw")


@dataclass(frozen=True, slots=True)
class ActForm:
    """Is the form of one act: on which thing, what is typed, and what is wrong by field.

    `language` is that of the name, in words; `schemes` are those of the document where it has several.
    """

    act: str
    thing: str
    name: str = ""
    code: str = ""
    kind: str = ""
    scheme: str = ""
    reason: str = ""
    version: str = ""
    language: str = ""
    kinds: tuple[Option, ...] = ()
    schemes: tuple[Option, ...] = ()
    wrong: Mapping[str, str] = field(default_factory=dict)
    problem: str | None = None


@dataclass(frozen=True, slots=True)
class Node:
    """Is an objective in the outline; the acts are addresses, None where the reader may not.

    `full` is its whole form; `form` is that of the act which is open on it.
    """

    thing: Link
    id: str
    kind: str
    add: str
    rename: str | None
    withdraw: str | None
    full: str | None
    form: ActForm | None
    below: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class OutlineView:
    """Is the page: the document, its tree, and what was done; `form` is that of what is not in the tree."""

    document: Link
    path: str
    add: str
    form: ActForm | None
    nodes: tuple[Node, ...]
    count: str
    notice: str | None = None


@dataclass(frozen=True, slots=True)
class Tree:
    """Is the objectives of a document by what they stand below, None for the top, in order."""

    document: str
    below: Mapping[str | None, Sequence[str]]

    def holds(self, thing: str) -> bool:
        """Says whether a thing stands in the tree."""
        return any(thing in each for each in self.below.values())


@dataclass(frozen=True, slots=True)
class Allowed:
    """Is which things the reader may rename and withdraw."""

    rename: frozenset[str]
    withdraw: frozenset[str]


def outline_view(
    reader: Reader, tree: Tree, allowed: Allowed, form: ActForm | None, notice: str | None = None
) -> OutlineView:
    """Returns the outline of a document, with the form that is open."""
    link = reader.link(tree.document)
    growing = _Growing(reader, f"{link.href}/outline", allowed, form)
    count = sum(len(each) for each in tree.below.values())
    return OutlineView(
        document=link,
        path=growing.path,
        add=growing.act("add", TOP),
        form=form if form and not tree.holds(form.thing) else None,
        nodes=growing.nodes(tree.below, None),
        count=reader.words.count("outline.count", count),
        notice=notice,
    )


class _Growing:
    """Grows the nodes of an outline."""

    def __init__(self, reader: Reader, path: str, allowed: Allowed, form: ActForm | None) -> None:
        self._reader = reader
        self.path = path
        self._allowed = allowed
        self._form = form

    def nodes(self, below: Mapping[str | None, Sequence[str]], parent: str | None) -> tuple[Node, ...]:
        return tuple(self._node(below, each) for each in below.get(parent, ()))

    def act(self, name: str, thing: str) -> str:
        """Returns the address at which the form of an act is open."""
        return f"{self.path}?{urlencode({name: thing})}#act"

    def _node(self, below: Mapping[str | None, Sequence[str]], thing: str) -> Node:
        may = thing in self._allowed.rename
        ends = "/".join(thing.split("/")[-2:])
        return Node(
            thing=self._reader.link(thing),
            id=anchor_of(thing),
            kind=kind_of(self._reader, thing),
            add=self.act("add", thing),
            rename=self.act("rename", thing) if may else None,
            withdraw=self.act("withdraw", thing) if thing in self._allowed.withdraw else None,
            full=f"/{self._reader.lang}/enter/objective/{ends}" if may else None,
            form=self._form if self._form and self._form.thing == thing else None,
            below=self.nodes(below, thing),
        )


def anchor_of(thing: str) -> str:
    """Returns the id of a thing in the outline.

    >>> anchor_of("http://127.0.0.1:8000/id/objective/vastmanland/target-area-2")
    'o-vastmanland-target-area-2'
    """
    return f"o-{'-'.join(thing.split('/')[-2:])}"


def add_form(reader: Reader, tree: Tree, parent: str) -> ActForm:
    """Returns the empty form to add something, of the kind that stands there already."""
    beside = tree.below.get(None if parent == TOP else parent, ())
    kind = next((each for thing in beside for each in _kinds(reader, thing)), "")
    return with_choices(reader, tree, ActForm("add", parent, kind=kind))


def with_choices(reader: Reader, tree: Tree, form: ActForm) -> ActForm:
    """Returns a form with what it offers to choose, and the language in which it names."""
    kinds = tuple(Option(each, choice_text(reader, "kind", each), each == form.kind) for each in KINDS)
    schemes = schemes_of(reader.store, tree.document) if form.thing == TOP else []
    offered = (_option(reader.link(each.value), form.scheme) for each in schemes)
    language = language_name(reader.lang, reader.lang)
    return replace(form, kinds=kinds, schemes=tuple(offered) if len(schemes) > 1 else (), language=language)


def _option(link: Link, chosen: str) -> Option:
    return Option(link.iri, link.label.text, link.iri == chosen, link.label.lang)


def _kinds(reader: Reader, thing: str) -> tuple[str, ...]:
    held = {compact(each) for each in reader.nodes(thing, "rdf:type")}
    return tuple(each for each in KINDS if each in held)
