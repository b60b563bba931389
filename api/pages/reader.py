"""Reads what a page shows of a resource: labels in the reader's language, values, links to other pages."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING

from api.iris import page_url
from api.pages.measured import measured
from api.wording.words import Words
from graph.questions import load_lookups, load_questions
from graph.repository import Repository
from graph.repository.facts import Properties, full_name, properties_of, values_of
from graph.store import Row
from graph.terms import Literal, NamedNode, Term, compact, expand, iri
from ontology import PREFIXES
from ontology.languages import FALLBACKS

if TYPE_CHECKING:  # the index takes longer to import than a first page may take
    from graph.search.entries import Shown

Telling = Callable[[Collection[str]], Mapping[str, "Shown"]]
_NAME, _CODE = "skos:prefLabel", "skos:notation"
_OTHER_NAMES = ("rdfs:label", "skos:altLabel", "dct:title", "eli:title")


@dataclass(frozen=True, slots=True)
class Label:
    """Is a text for the reader; `lang` is None where it is in the language of the page."""

    text: str
    lang: str | None = None


@dataclass(frozen=True, slots=True)
class Link:
    """Is a thing of the graph as a page names it: its label, its page, and its code where it has one.

    `home` is the short name of the document that sets it, where the page says it: several have a "1.2".
    """

    iri: str
    label: Label
    href: str
    code: str | None = None
    home: Label | None = None


def _nothing(_: Collection[str]) -> Mapping[str, Shown]:
    return {}


class Reader:
    """Reads the graph for one request, in one language; `words` holds what the pages themselves say.

    `shown` tells what many things are called at once, of those it knows, as `Search.shown` does.
    """

    def __init__(self, repository: Repository, words: Words, shown: Telling = _nothing) -> None:
        self.repository = repository
        self.store = repository.store
        self.words = words
        self.lang = words.lang
        self._shown = shown
        self._links: dict[str, Link] = {}
        self._stated: dict[str, Properties] = {}

    def objects(self, subject: str, predicate: str) -> list[Term]:
        """Returns the distinct values of a property, named by prefixed name, sorted.

        All that is stated of a thing is read at once, and noted for the next property and the next page.
        """
        found = self._terms(subject, predicate)
        return sorted(found, key=str) if len(found) > 1 else list(found)

    def _terms(self, subject: str, predicate: str) -> Sequence[Term]:
        stated = self._stated.get(subject)
        if stated is None:
            stated = properties_of(self.repository.reading, iri(subject).value)
            self._stated[subject] = stated
        return stated.get(full_name(predicate), ())

    def nodes(self, subject: str, predicate: str) -> list[str]:
        """Returns the IRIs among the values."""
        return [term.value for term in self.objects(subject, predicate) if isinstance(term, NamedNode)]

    def node(self, subject: str, predicate: str) -> str | None:
        """Returns the first IRI among the values, None if there is none."""
        return next(iter(self.nodes(subject, predicate)), None)

    def value(self, subject: str, predicate: str) -> str | None:
        """Returns the first literal as plain text, whatever its language; None if there is none."""
        literals = (term for term in self.objects(subject, predicate) if isinstance(term, Literal))
        return next((term.value for term in literals), None)

    def subjects(self, predicate: str, object_: str | Term) -> list[str]:
        """Returns the IRIs that have the value, sorted."""
        term = iri(object_) if isinstance(object_, str) else object_
        found = {quad.subject for quad in self.store.quads(None, expand(predicate), term)}
        return sorted(each.value for each in found if isinstance(each, NamedNode))

    def holds(self, subject: str, predicate: str, object_: str) -> bool:
        """Says whether any graph holds the statement; the object is an IRI or a prefixed name."""
        return expand(object_) in self._terms(subject, predicate)

    def is_a(self, subject: str, kind: str) -> bool:
        """Says whether the resource is of a class, named by prefixed name."""
        return self.holds(subject, "rdf:type", kind)

    def known(self, subject: str) -> bool:
        """Says whether any graph states anything of the resource."""
        return any(self.store.quads(iri(subject)))

    def day(self, subject: str, predicate: str) -> date | None:
        """Returns the first value as a day; what is no whole date counts as absent."""
        return as_day(self.value(subject, predicate))

    def decimal(self, subject: str, predicate: str) -> Decimal | None:
        """Returns the first value as a number, None if it is none."""
        return as_decimal(self.value(subject, predicate))

    def text(self, subject: str, predicate: str) -> Label | None:
        """Returns the value that suits the reader best: the page's language, then sv, en, any."""
        literals = [term for term in self.objects(subject, predicate) if isinstance(term, Literal)]
        return self.best(literals)

    def best(self, literals: Iterable[Literal]) -> Label | None:
        """Returns the literal that suits the reader best as a label, None if there is none."""
        ranked = sorted(literals, key=lambda term: (self._rank(term.language or ""), term.value))
        return self.labelled(ranked[0]) if ranked else None

    def labelled(self, literal: Literal) -> Label:
        """Returns a literal as a label."""
        lang = literal.language
        return Label(literal.value, lang if lang and lang != self.lang else None)

    def label(self, subject: str) -> Label:
        """Returns the best name of a resource; a nameless one is called by the end of its IRI.

        It is read once until the next commit, and without all else that is stated of the resource.
        """
        key = ("label", self.lang, subject)
        return self.repository.reading.noted(key, lambda: self._label(subject))

    def _label(self, subject: str) -> Label:
        named = self._own(subject) or self.best(self._literals(subject, _NAME)) or self._other_name(subject)
        return named or self._unnamed(subject)

    def _own(self, subject: str) -> Label | None:
        """Returns what the pages call a property or a class themselves."""
        own = self.words.property(compact(subject))
        return Label(own) if own else None

    def _other_name(self, subject: str) -> Label | None:
        """Returns the name of what has no preferred one; of such things little is stated, read at once."""
        named = (self.text(subject, predicate) for predicate in _OTHER_NAMES)
        return next((label for label in named if label), None)

    def _literals(self, subject: str, predicate: str) -> list[Literal]:
        found = values_of(self.repository.reading, subject, predicate)
        return [term for term in found if isinstance(term, Literal)]

    def name(self, subject: str) -> str:
        """Returns the name of a property or a class as it begins a line."""
        text = self.label(subject).text
        return text[:1].upper() + text[1:]

    def link(self, subject: str) -> Link:
        """Returns a resource as a link to its page; it is read once until the next commit."""
        if subject not in self._links:
            key = ("link", self.lang, subject)
            self._links[subject] = self.repository.reading.noted(key, lambda: self._link(subject))
        return self._links[subject]

    def read_ahead(self, things: Iterable[str]) -> None:
        """Reads at once what many things are called, of those that are known elsewhere than in the store."""
        wanted = [each for each in dict.fromkeys(things) if each not in self._links]
        for thing, shown in self._shown(wanted).items():
            link = self._linked(thing, shown)
            if link:
                self._links[thing] = link

    def links(self, subject: str, predicate: str) -> tuple[Link, ...]:
        """Returns the IRIs among the values as links."""
        return tuple(self.link(node) for node in self.nodes(subject, predicate))

    def ask(self, question: str, values: Mapping[str, str]) -> Iterator[Row]:
        """Returns the rows of a question or lookup, named by its file, with its parameters bound."""
        found = load_questions().get(question) or load_lookups()[question]
        reading = self.repository.reading
        return reading.page(reading.bound(found, values), None)

    def _link(self, subject: str) -> Link:
        href = page_url(subject, self.store.base, self.lang)
        # The codes of our own terms are English words, which the label says in the reader's language.
        codes = [] if subject.startswith(PREFIXES["pg"]) else self._literals(subject, _CODE)
        code = min(codes, key=str).value if codes else None
        return _told(subject, self.label(subject), href, code)

    def _linked(self, subject: str, shown: Shown) -> Link | None:
        """Returns the link as `_link` does from what is shown of a thing, None where it reads more."""
        label = self._own(subject) or self.best(_literals_in(shown, _NAME))
        codes = [] if subject.startswith(PREFIXES["pg"]) else _literals_in(shown, _CODE)
        if label is None or len(codes) > 1:
            return None
        href = page_url(subject, self.store.base, self.lang)
        return _told(subject, label, href, codes[0].value if codes else None)

    def _unnamed(self, subject: str) -> Label:
        """Returns what to call a resource without a name: a statement by what it says, else by its IRI."""
        justification = f"justification.{compact(subject).removeprefix('semapv:')}"
        if self.words.has(justification):
            return Label(self.words(justification))
        if subject.startswith(f"{self.store.base}id/alignment/"):
            ends = [self.node(subject, f"owl:annotated{end}") for end in ("Source", "Target")]
            key = "hinders" if self.holds(subject, "owl:annotatedProperty", "pg:hinders") else "contributes"
            if all(ends):
                source, target = (self._coded(end) for end in ends if end)
                return Label(f"{source} {self.words(f'hop.{key}')} {target}")
        return Label(measured(self, subject) or nameless(subject))

    def _coded(self, subject: str) -> str:
        link = self.link(subject)
        return f"{link.code} {link.label.text}" if link.code else link.label.text

    def _rank(self, lang: str) -> tuple[int, str]:
        order = (self.lang, *FALLBACKS)
        return (order.index(lang) if lang in order else len(order), lang)


def _told(subject: str, label: Label, href: str, code: str | None) -> Link:
    """Returns a link; of what is called by its code alone, the code does not stand before it once more."""
    return Link(subject, label, href, None if code == label.text else code)


def _literals_in(shown: Shown, name: str) -> list[Literal]:
    return [Literal(value, language=tag or None) for value, tag in shown.get(name, ()) if tag is not None]


def nameless(subject: str) -> str:
    """Returns what to call a resource without a name: its prefixed name, else the end of its IRI.

    >>> nameless("http://metadata.un.org/sdg/9.5"), nameless("http://127.0.0.1:8000/id/project/x/some-thing")
    ('sdg:9.5', 'some-thing')
    """
    short = compact(subject)
    return short if short != subject else subject.rstrip("/#").replace("#", "/").rsplit("/", 1)[-1]


def as_day(value: str | None) -> date | None:
    """Returns a text as a day, None if it is not a whole date."""
    try:
        return date.fromisoformat(value) if value else None
    except ValueError:
        return None


def as_decimal(value: str | None) -> Decimal | None:
    """Returns a text as a number, None if it is none."""
    try:
        return Decimal(value) if value else None
    except InvalidOperation:
        return None


def plain(term: Term | None) -> str:
    """Returns the IRI or the text of a term, an empty text for none."""
    return term.value if isinstance(term, NamedNode | Literal) else ""


def number_of(term: Term | None) -> int:
    """Returns a counted number, 0 for none."""
    return int(Decimal(term.value)) if isinstance(term, Literal) else 0
