"""The kinds of things that a search tells apart, in the order in which equal finds are shown."""

from __future__ import annotations

from functools import lru_cache

from graph.terms import expand

KINDS = (
    "goal",
    "target",
    "document",
    "objective",
    "programme",
    "territory",
    "organisation",
    "indicator",
    "project",
    "other",
)
_CLASSES = {
    "goal": ("sdgo:Goal",),
    "target": ("sdgo:Target",),
    "programme": ("eurio:FundingScheme",),
    "document": ("eli:Work", "eli:LegalResource"),
    "project": ("pg:Project",),
    "objective": ("pg:Objective",),
    "territory": ("dct:Location",),
    "organisation": ("org:FormalOrganization", "org:OrganizationalUnit", "org:Organization"),
    "indicator": ("pg:Indicator", "sdgo:Indicator"),
}
_KIND_OF = {expand(name).value: kind for kind, names in reversed(_CLASSES.items()) for name in names}
_CERTAIN = {kind: place for place, kind in enumerate(_CLASSES)}

OTHER = len(KINDS) - 1
POLICY = frozenset(KINDS.index(kind) for kind in ("goal", "target", "document", "objective", "programme"))


@lru_cache(maxsize=1024)
def kind_of(classes: tuple[str, ...]) -> int:
    """Returns the number of the kind that its classes (IRIs) make a thing; a programme is no document."""
    found = {_KIND_OF[each] for each in classes if each in _KIND_OF}
    return KINDS.index(min(found, key=_CERTAIN.__getitem__)) if found else OTHER
