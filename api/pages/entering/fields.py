"""What the forms ask for: fields by the names of the JSON that the register takes, within by dots."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from api.pages.checking import CURRENCIES
from api.register.bodies import MOST_DESCRIPTION, EnteredBody, ObjectiveBody, ObservationBody, ProjectBody
from graph.register.entries import KINDS, ROLES

PARTS = ("beneficiary", "lead partner", "partner", "associated partner")
FLAGS = ("true", "false")


@dataclass(frozen=True, slots=True)
class Field:
    """Is one field. Its kind says how it is drawn and read.

    `line` and `area` are texts; `day` and `number` are read as such; `choice` offers `choices`, `flag` yes
    and no. `pick` names a thing and `picks` several, of the kind `search`; an `organisation` may be new.
    `most` is how many characters a text may have.
    """

    name: str
    kind: str = "line"
    search: str | None = None
    choices: tuple[str, ...] = ()
    is_required: bool = False
    most: int = 4000


@dataclass(frozen=True, slots=True)
class Texts:
    """Is the texts that stand in several languages, together in one part of the form for each language."""

    name: str
    fields: tuple[Field, ...]


@dataclass(frozen=True, slots=True)
class Group:
    """Is fields that belong together."""

    name: str
    fields: tuple[Field, ...]


@dataclass(frozen=True, slots=True)
class Rows:
    """Is fields that stand once for each of several, such as parties."""

    name: str
    fields: tuple[Field, ...]


Section = Texts | Group | Rows


@dataclass(frozen=True, slots=True)
class FormKind:
    """Is the form of a kind of thing: what its addresses and messages call it, and how it is sent.

    `noun` is the kind in its IRI; `fixed` is what every thing of this form has without being asked.
    """

    name: str
    noun: str
    body: type[EnteredBody]
    sections: tuple[Section, ...]
    fixed: tuple[tuple[str, str], ...] = ()

    def fields(self) -> Iterator[Field]:
        """Yields the fields that stand once and not in each language."""
        for section in self.sections:
            if isinstance(section, Group):
                yield from section.fields

    def texts(self) -> tuple[Field, ...]:
        """Returns the fields that stand in each language."""
        return tuple(each for part in self.sections if isinstance(part, Texts) for each in part.fields)

    def rows(self) -> tuple[Rows, ...]:
        """Returns the parts whose fields stand several times."""
        return tuple(part for part in self.sections if isinstance(part, Rows))


_MONEY = (Field("amount.value", "number"), Field("amount.currency", "choice", choices=CURRENCIES))
PROJECT = FormKind(
    name="project",
    noun="project",
    body=ProjectBody,
    sections=(
        Texts(
            "texts", (Field("names", is_required=True), Field("descriptions", "area", most=MOST_DESCRIPTION))
        ),
        Group("facts", (Field("identifier"), Field("start", "day"), Field("end", "day"))),
        Group("places", (Field("territories", "picks", search="territory"),)),
        Rows(
            "parties",
            (
                Field("organisation", "organisation", search="organisation"),
                Field("role", "choice", choices=PARTS, is_required=True),
            ),
        ),
        Rows("grants", (Field("programme", "pick", search="programme"), *_MONEY)),
        Group(
            "origin",
            (
                Field("cost.value", "number"),
                Field("cost.currency", "choice", choices=CURRENCIES),
                Field("source", "pick", search="document"),
            ),
        ),
    ),
)
_CARRIED = (
    Group("when", (Field("start", "day"), Field("end", "day"))),
    Rows("implementers", (Field("organisation", "organisation", search="organisation"),)),
)
_OBJECTIVE_TEXTS = Texts("texts", (Field("names", is_required=True), Field("definitions", "area")))
_PLACE = (
    Field("code"),
    Field("broader", "pick", search="objective"),
    Field("document", "pick", search="document"),
    Field("scheme", "pick", search="other"),
)
_FOLLOWED = Group(
    "followed", (Field("prioritised", "flag"), Field("indicators", "picks", search="indicator"))
)
OBJECTIVE = FormKind(
    name="objective",
    noun="objective",
    body=ObjectiveBody,
    sections=(
        _OBJECTIVE_TEXTS,
        Group("place", (Field("kind", "choice", choices=KINDS), *_PLACE)),
        _FOLLOWED,
        *_CARRIED,
    ),
)
MEASURE = FormKind(
    name="measure",
    noun="objective",
    body=ObjectiveBody,
    fixed=(("kind", "pg:Measure"),),
    sections=(_OBJECTIVE_TEXTS, Group("place", _PLACE), *_CARRIED, _FOLLOWED),
)
OBSERVATION = FormKind(
    name="observation",
    noun="observation",
    body=ObservationBody,
    sections=(
        Group(
            "measured",
            (
                Field("indicator", "pick", search="indicator", is_required=True),
                Field("role", "choice", choices=ROLES),
                Field("value", "number", is_required=True),
                Field("unit"),
                Field("period", is_required=True),
                Field("territory", "pick", search="territory"),
            ),
        ),
        Group("said", (Field("source", "pick", search="document"), Field("said", "day"))),
        Texts("notes", (Field("notes", "area"),)),
    ),
)
FORMS = {form.name: form for form in (PROJECT, OBJECTIVE, MEASURE, OBSERVATION)}
