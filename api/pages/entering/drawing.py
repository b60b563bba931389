"""A form drawn: each field with what stands in it, what may be chosen, and what is wrong."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Any

from api.pages.entering.controls import Control, Option, Part, SectionView
from api.pages.entering.fields import FLAGS, Field, FormKind, Group, Rows, Texts
from api.pages.entering.filling import LANGUAGES, MORE_LANGUAGES, Filled, got
from api.pages.entering.picking import NEW, Meant
from api.pages.entering.placing import control_of
from api.pages.entering.wording import choice_text, field_name, label_of, language_name
from api.pages.reader import Reader
from api.pages.views.homes import written
from api.wording.messages import worded
from graph.errors import Finding


class Drawing:
    """Draws the controls of a form."""

    def __init__(self, reader: Reader, kind: FormKind, filled: Filled) -> None:
        self._reader = reader
        self._words = reader.words
        self._kind = kind
        self._filled = filled

    def sections(self) -> Iterator[SectionView]:
        """Yields the sections in order."""
        for section in self._kind.sections:
            match section:
                case Texts():
                    kind, parts = "texts", tuple(map(self._language, self._languages()))
                case Rows():
                    kind, parts = "rows", tuple(self._rows(section))
                case Group():
                    content = self._filled.content
                    controls = tuple(self._control(each, each.name, content) for each in section.fields)
                    kind, parts = "group", (Part("", controls),)
            yield SectionView(
                section.name,
                kind,
                self._words(f"entry.section.{section.name}"),
                self._maybe(f"entry.section.{section.name}-text"),
                parts,
            )

    def wrong(self, findings: Iterable[Finding]) -> tuple[dict[str, str], list[str]]:
        """Returns what is wrong by control, and what is wrong with the whole."""
        by_control: dict[str, str] = {}
        general: list[str] = []
        for name, own in self._filled.open.items():
            by_control[name] = self._words(_open_key(name, own), text=own.pick.typed)
        for name, text in self._filled.unclear.items():
            by_control[name] = self._words("entry.number", value=text)
        for finding in findings:
            name = control_of(
                self._kind, self._filled.content, finding.place.pointer or "#", self._words.lang
            )
            text = worded(self._labelled(finding, name), self._words.lang)
            if name:
                by_control.setdefault(name, text)
            else:
                general.append(text)
        return by_control, general

    def more_languages(self) -> tuple[Option, ...]:
        """Returns the languages that the form can be given besides those that it has."""
        here = self._languages()
        every = (each for each in (*LANGUAGES, *MORE_LANGUAGES) if each not in here)
        return tuple(Option(each, language_name(each, self._words.lang), False) for each in every)

    def _labelled(self, finding: Finding, name: str) -> Finding:
        """Returns a finding that names the field as the form does."""
        label = label_of(self._reader, self._kind, name)
        values = tuple((key, label if key == "field" and label else value) for key, value in finding.values)
        return replace(finding, values=values)

    def _languages(self) -> tuple[str, ...]:
        texts = (self._filled.content.get(each.name, ()) for each in self._kind.texts())
        held = (each["lang"] for each in _all(texts))
        return tuple(dict.fromkeys((self._words.lang, *LANGUAGES, *self._filled.languages, *held)))

    def _language(self, lang: str) -> Part:
        controls = []
        for each in self._kind.texts():
            texts = self._filled.content.get(each.name, ())
            text = next((told["text"] for told in texts if told["lang"] == lang), "")
            name = f"{each.name}.{lang}"
            controls.append(replace(self._plain(each, name), value=text, lang=lang))
        return Part(language_name(lang, self._words.lang), tuple(controls), lang)

    def _rows(self, rows: Rows) -> Iterator[Part]:
        """Yields each row that holds something, and an empty one."""
        held = self._filled.content.get(rows.name, [])
        for number, content in enumerate((*held, {})):
            prefix = f"{rows.name}.{number}"
            controls = tuple(self._control(each, f"{prefix}.{each.name}", content) for each in rows.fields)
            key = "entry.row" if number < len(held) else "entry.row-new"
            legend = self._words(f"{key}.{rows.name}", number=number + 1)
            yield Part(legend, controls, None, f"{prefix}.drop" if number < len(held) else None)

    def _control(self, each: Field, name: str, content: Mapping[str, Any]) -> Control:
        control, value = self._plain(each, name), got(dict(content), each.name)
        match each.kind:
            case "choice":
                return replace(control, options=tuple(self._choices(each, value or "")))
            case "flag":
                told = {True: "true", False: "false"}.get(value, "")
                return replace(control, options=tuple(self._choices(each, told)))
            case "pick" | "organisation":
                return self._picked(control, value, content)
            case "picks":
                things = tuple(self._reader.link(iri) for iri in value or ())
                return replace(self._opened(control, f"{name}.add"), things=things)
            case _:
                return replace(control, value=str(value or ""))

    def _picked(self, control: Control, value: str | None, content: Mapping[str, Any]) -> Control:
        new = content.get("name")
        if value is None and control.kind == "organisation" and new:
            option = Option(NEW, self._words("entry.new", text=new["text"]), True)
            return replace(control, value=new["text"], options=(option,))
        if value is None:
            return self._opened(control, control.name)
        link = self._reader.link(value)
        return replace(control, value=written(link), iri=value, things=(link,))

    def _opened(self, control: Control, name: str) -> Control:
        """Returns a control with what was typed into it, and what that may be."""
        own = self._filled.open.get(name)
        if own is None:
            return control
        options = [Option(each.iri, written(each), False, each.label.lang) for each in own.pick.offered]
        if control.kind == "organisation":
            is_only = not options
            options.append(Option(NEW, self._words("entry.new", text=own.pick.typed), is_only))
        return replace(control, value=own.pick.typed, options=tuple(options))

    def _choices(self, each: Field, value: str) -> Iterator[Option]:
        choices = FLAGS if each.kind == "flag" else each.choices
        own = () if value in (*choices, "") else (value,)
        for choice in (*choices, *own):
            yield Option(choice, choice_text(self._reader, each.name, choice), choice == value)

    def _plain(self, each: Field, name: str) -> Control:
        hint = self._maybe(f"entry.hint.{each.name}")
        label = field_name(self._reader, self._kind, each.name)
        return Control(
            name,
            each.kind,
            label,
            hint,
            most=each.most,
            is_required=each.is_required,
            search=each.search or "",
        )

    def _maybe(self, key: str) -> str | None:
        return self._words(key) if self._words.has(key) else None


def _open_key(name: str, own: Meant) -> str:
    """Returns how it is asked what was meant."""
    if own.pick.offered:
        return "state.choose"
    return "entry.maybe-new" if name.endswith(".organisation") else "state.unknown"


def marked(section: SectionView, wrong: Mapping[str, str]) -> SectionView:
    """Returns a section with what is wrong at each of its controls."""
    parts = tuple(
        replace(part, controls=tuple(replace(each, wrong=_wrong(each, wrong)) for each in part.controls))
        for part in section.parts
    )
    return replace(section, parts=parts)


def _wrong(control: Control, wrong: Mapping[str, str]) -> str | None:
    return wrong.get(control.name) or wrong.get(f"{control.name}.add")


def _all(groups: Iterable[Iterable[Any]]) -> Iterator[Any]:
    for group in groups:
        yield from group
