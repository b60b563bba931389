"""Serves what ships to the tests of the pages, and takes a page apart so that it can be asked."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import urljoin, urlsplit

from api_serving import Client, client_of
from graph.store import Store
from shipped_stores import shipped_store

PROJECT = "projects/tillvaxtverket-2014/20200923"
OFF = "project/tillvaxtverket-2014/20200639"
PAGES = {
    "front": "",
    "goals": "goals",
    "goal": "goals/9",
    "target": "goals/9.5",
    "goal-in-region": "goals/9?territory=nuts:SE331",
    "project": PROJECT,
    "documents": "documents",
    "documents-of-region": "documents?territory=nuts:SE331",
    "strategy": "documents/vasterbotten/rus-2020",
    "tree": "documents/vastmanland/rus-2030",
    "counted": "documents/varmland/varmlandsstrategin-2014-2020",
    "law": "documents/se/lag-2010-630",
    "programme": "programmes/eu/se-erdf-2014-2020-ovre-norrland",
    "objective": "objectives/vastmanland/target-area-2",
    "search": "search?q=vatten",
    "search-nothing": "search?q=xyzzy",
    "questions": "questions",
    "question": "questions/coverage-of-strategy",
    "answer": "questions/projects-serving-goal?goal=sdg:9",
    "sparql": "sparql",
    "sparql-answer": "sparql?run=1&query=SELECT+%3Fs+WHERE+%7B+%3Fs+a+%3Ftype+%7D+LIMIT+3",
    "sparql-bars": "sparql?run=1&show=chart&query="
    "SELECT+%3Ft+(COUNT(*)+AS+%3Fn)+WHERE+%7B+%3Fs+a+%3Ft+%7D+GROUP+BY+%3Ft+LIMIT+9",
    "sparql-net": "sparql?run=1&show=net&query=DESCRIBE+%3Chttp://metadata.un.org/sdg/9.5%3E",
    "what-if": "what-if",
    "what-if-off": f"what-if?territory=nuts:SE125&off=id/{OFF}",
    "resource": "resource?iri=nuts:SE331",
    "front-money": "?show=SEK&counting=parts",
    "coverage": "coverage",
    "coverage-of-region": "coverage?region=nuts:SE331",
    "coverage-of-targets": "coverage?region=nuts:SE331&rows=targets",
    "trace": f"trace?from=id/{PROJECT.replace('projects', 'project')}&goal=sdg:9",
    "trace-down": "trace?from=sdg:9&direction=down",
    "why-not": f"trace?from=id/{PROJECT.replace('projects', 'project')}&goal=sdg:14",
    "trace-start": "trace",
    "check": "check",
    "state": "state?source=sdg:9&target=vatten",
    "review": "review",
    "review-nothing": "review?view=contested",
    "import": "import",
    "data": "data",
    "help": "help",
    "sign-in": "sign-in",
    "flow": "flow",
    "flow-of-region": "flow?region=nuts:SE331",
    "flow-of-strategy": "flow?document=id/document/vastmanland/rus-2030&show=SEK",
    "map": "map?goal=sdg:9",
    "map-money": "map?show=SEK&counting=parts",
    "compare": "compare?first=id/document/varmland/varmlandsstrategin-2014-2020&second="
    "id/document/varmland/varmlandsstrategin-2040",
    "compare-start": "compare?first=id/document/varmland/varmlandsstrategin-2040",
    "not-found": "nowhere",
}
_VOID = {"meta", "link", "input", "br", "hr", "img", "wbr", "base"}


@contextmanager
def shipped(path: Path) -> Iterator[Store]:
    """Gives the same store, and closes it."""
    store = shipped_store(path)
    try:
        yield store
    finally:
        store.close()


def pages_client(store: Store) -> Client:
    """Returns a client of the application over a store."""
    return client_of(store)


@contextmanager
def counted_client(store: Store) -> Iterator[Client]:
    """Gives a client none of whose pages says that figures come soon: they are there."""
    with pages_client(store) as opened:
        opened.app.state.services.portfolio.current(60.0)
        yield opened


def get_page(client: Client, path: str) -> str:
    """Returns the HTML of a page, whatever its status."""
    return client.get(path, accept="text/html").text


@dataclass
class Element:
    """Is an element with its attributes, what stands above it, and the text within it."""

    tag: str
    attributes: dict[str, str]
    above: tuple[str, ...]
    said: list[str] = field(repr=False, compare=False)
    """The texts of the whole page, of which those from `begin` to `end` are within this element."""
    begin: int
    end: int | None = None

    @property
    def text(self) -> str:
        """Returns the text within the element, put together when it is asked for: that of most never is."""
        return "".join(self.said[self.begin : self.end])


@dataclass
class Page(HTMLParser):
    """Is a page taken apart: every element in order, and what is not closed as it was opened."""

    html: str
    elements: list[Element] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)
    _open: list[Element] = field(default_factory=list)
    _said: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.feed(self.html)
        self.close()
        self.faults += [f"<{element.tag}> is never closed" for element in self._open]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        attributes = {name: value or "" for name, value in attrs}
        if len(attributes) < len(attrs):
            doubled = [name for name, count in Counter(name for name, _ in attrs).items() if count > 1]
            self.faults += [f"<{tag}> has {name} twice" for name in doubled]
        above = tuple(element.tag for element in self._open)
        element = Element(tag, attributes, above, self._said, len(self._said))
        self.elements.append(element)
        if tag in _VOID:
            element.end = element.begin
        else:
            self._open.append(element)

    def handle_endtag(self, tag: str) -> None:
        if not self._open or self._open[-1].tag != tag:
            self.faults.append(f"</{tag}> closes {self._open[-1].tag if self._open else 'nothing'}")
            return
        self._open.pop().end = len(self._said)

    def handle_data(self, data: str) -> None:
        self._said.append(data)

    def all(self, *tags: str) -> list[Element]:
        return [element for element in self.elements if element.tag in tags]

    def with_attribute(self, name: str) -> Iterator[Element]:
        return (element for element in self.elements if name in element.attributes)


def links_of(page: Page, path: str) -> set[str]:
    """Returns the addresses on this server that a page links, without their fragments."""
    addresses = {element.attributes.get("href", "") for element in page.all("a", "link")}
    joined = (urljoin(f"http://127.0.0.1:8000{path}", address) for address in addresses)
    return {_local(address) for address in joined if urlsplit(address).netloc == "127.0.0.1:8000"}


def _local(address: str) -> str:
    parts = urlsplit(address)
    return parts.path + (f"?{parts.query}" if parts.query else "")
