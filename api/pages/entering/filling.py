"""A form as it was sent, read as the JSON that the register takes, whether or not that can be taken."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from api.pages.asked import Asked
from api.pages.degrees import number_of
from api.pages.entering.fields import FLAGS, Field, FormKind, Rows
from api.pages.entering.picking import Meant, meant
from api.pages.stating import pick
from api.register.contents import Content
from api.sessions import Form

LANGUAGES = ("sv", "da", "en", "nb")
MORE_LANGUAGES = ("nn", "fi", "is", "de", "se", "smj", "sma")


@dataclass(frozen=True, slots=True)
class Filled:
    """Is what a form holds: `content` as it would be sent, and by field what is picked and still open.

    `unclear` are the fields whose text is no number, or may be two; `languages` were added to the form.
    """

    content: Content
    open: Mapping[str, Meant] = field(default_factory=dict)
    unclear: Mapping[str, str] = field(default_factory=dict)
    languages: tuple[str, ...] = ()

    @property
    def is_open(self) -> bool:
        """Says whether something was typed that nobody but who typed it can make sense of."""
        return bool(self.open or self.unclear)


def filled_of(asking: Asked, kind: FormKind, form: Form) -> Filled:
    """Returns what a sent form holds; rows that are empty or dropped leave no gap."""
    reading = _Reading(asking, form)
    asked = tuple(dict.fromkeys((*form.values("language"), form.value("add-language"))))
    added = tuple(each for each in asked if each in (*LANGUAGES, *MORE_LANGUAGES))
    content: Content = dict(kind.fixed)
    for each in kind.texts():
        content[each.name] = list(reading.texts(each, (*LANGUAGES, *added)))
    for each in kind.fields():
        reading.put(content, each, each.name, each.name)
    for rows in kind.rows():
        content[rows.name] = reading.rows(rows)
    return Filled(_pruned(content), reading.open, reading.unclear, added)


class _Reading:
    """Reads fields one by one, and remembers what is open."""

    def __init__(self, asking: Asked, form: Form) -> None:
        self._asking = asking
        self._form = form
        self.open: dict[str, Meant] = {}
        self.unclear: dict[str, str] = {}

    def texts(self, each: Field, languages: Iterable[str]) -> Iterable[Content]:
        told = {name.rpartition(".")[2]: None for name, _ in self._form.fields if _is_of(name, each.name)}
        for lang in dict.fromkeys((*languages, *told)):
            text = self._form.value(f"{each.name}.{lang}").replace("\r\n", "\n")
            if text:
                yield {"text": text, "lang": lang}

    def rows(self, rows: Rows) -> list[Content]:
        """Returns the rows that hold anything, in order; what is open is told under their new numbers."""
        found: list[Content] = []
        for number in self._numbers(rows.name):
            old, new = f"{rows.name}.{number}", f"{rows.name}.{len(found)}"
            if self._form.value(f"{old}.drop"):
                continue
            row: Content = {}
            for each in rows.fields:
                self.put(row, each, f"{old}.{each.name}", f"{new}.{each.name}")
            row = _pruned(row)
            is_open = any(name.startswith(f"{new}.") for name in self.open)
            if is_open or any(name != "role" for name in row):
                found.append(row)
        return found

    def put(self, content: Content, each: Field, sent: str, name: str) -> None:
        """Puts what a field was sent with into content; `name` is what it will be called from now on."""
        match each.kind:
            case "pick" | "organisation":
                self._pick(content, each, sent, name)
            case "picks":
                self._picks(content, each, sent, name)
            case "number":
                put(content, each.name, self._number(name, self._form.value(sent)))
            case "flag":
                told = self._form.value(sent)
                put(content, each.name, told == FLAGS[0] if told in FLAGS else "")
            case _:
                put(content, each.name, self._form.value(sent))

    def _number(self, name: str, text: str) -> str:
        """Returns a number as JSON takes it, the text itself where it is none or may be two."""
        value = number_of(text)
        if text and value is None:
            self.unclear[name] = text
        return text if value is None else format(value, "f")

    def _pick(self, content: Content, each: Field, sent: str, name: str) -> None:
        own = meant(self._asking, self._form, sent, each.search, may_be_new=each.kind == "organisation")
        if own.is_new:
            content["name"] = {"text": own.pick.typed, "lang": self._asking.lang}
        elif own.pick.link:
            put(content, each.name, own.pick.link.iri)
        elif own.is_open:
            self.open[name] = own

    def _picks(self, content: Content, each: Field, sent: str, name: str) -> None:
        picked = [pick(self._asking, each, None) for each in self._form.values(sent)]
        iris = [each.link.iri for each in picked if each.link]
        gone = next((each for each in picked if each.typed and not each.link), None)
        if gone:
            self.open[f"{name}.add"] = Meant(gone)
        added = meant(self._asking, self._form, f"{sent}.add", each.search)
        if added.pick.link:
            iris.append(added.pick.link.iri)
        elif added.is_open:
            self.open[f"{name}.add"] = added
        content[each.name] = list(dict.fromkeys(iris))

    def _numbers(self, name: str) -> list[str]:
        """Returns the numbers of the rows in order, as they are written: they may be too long to be read."""
        parts = (field.split(".") for field, _ in self._form.fields if field.startswith(f"{name}."))
        return sorted({part[1] for part in parts if part[1].isdecimal()}, key=lambda text: (len(text), text))


def put(content: Content, name: str, value: Any) -> None:
    """Puts a value at a dotted name, as JSON has it."""
    *above, last = name.split(".")
    for part in above:
        content = content.setdefault(part, {})
    content[last] = value


def got(content: Content, name: str) -> Any:
    """Returns the value at a dotted name, None where there is none."""
    found: Any = content
    for part in name.split("."):
        if not isinstance(found, dict):
            return None
        found = found.get(part)
    return found


def _pruned(content: Content) -> Content:
    """Returns content without empty values; an amount of which only the currency is chosen is none."""
    pruned = {name: _pruned(value) if isinstance(value, dict) else value for name, value in content.items()}
    kept = {name: value for name, value in pruned.items() if value not in ("", [], {}, None)}
    return {} if set(kept) == {"currency"} else kept


def _is_of(name: str, field: str) -> bool:
    return name.startswith(f"{field}.") and name.count(".") == 1
