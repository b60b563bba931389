"""The fields of a form as they are drawn."""

from __future__ import annotations

from dataclasses import dataclass

from api.pages.reader import Link


@dataclass(frozen=True, slots=True)
class Option:
    """Is one thing to choose."""

    value: str
    text: str
    is_chosen: bool
    lang: str | None = None


@dataclass(frozen=True, slots=True)
class Control:
    """Is one field as it is drawn; `iri` is what is picked, `things` all that are, `options` what may be."""

    name: str
    kind: str
    label: str
    hint: str | None
    value: str = ""
    iri: str = ""
    lang: str | None = None
    is_required: bool = False
    search: str = ""
    most: int = 4000
    options: tuple[Option, ...] = ()
    things: tuple[Link, ...] = ()
    wrong: str | None = None

    @property
    def id(self) -> str:
        """Returns the id of its element."""
        return f"f-{self.name.replace('.', '-')}"


@dataclass(frozen=True, slots=True)
class Part:
    """Is fields that stand together: those of a language, of a row, or of a whole section."""

    legend: str
    controls: tuple[Control, ...]
    lang: str | None = None
    drop: str | None = None

    @property
    def is_wrong(self) -> bool:
        """Says whether something is wrong in it."""
        return any(control.wrong for control in self.controls)

    @property
    def is_filled(self) -> bool:
        """Says whether something stands in it."""
        return any(control.value for control in self.controls)


@dataclass(frozen=True, slots=True)
class SectionView:
    """Is a section: `kind` is texts, group or rows."""

    name: str
    kind: str
    title: str
    text: str | None
    parts: tuple[Part, ...]
