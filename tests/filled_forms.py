"""What the forms of a page hold, and what stands at their fields, for the tests that send them again."""

from __future__ import annotations

from typing import Any

from pages_serving import Element, Page

Fields = dict[str, Any]


def filled(page: Page) -> Fields:
    """Returns what the forms of a page would send if nothing in them were changed, the search aside."""
    fields: Fields = {}
    select = ""
    for each in page.elements:
        if each.tag == "select":
            select = each.attributes["name"]
            fields[select] = ""
        elif each.tag == "option" and "selected" in each.attributes:
            fields[select] = each.attributes["value"]
        elif each.tag == "textarea":
            fields[each.attributes["name"]] = each.text
        elif each.tag == "input":
            _put(fields, each)
    return fields


def _put(fields: Fields, element: Element) -> None:
    told = element.attributes
    name = told["name"]
    if told.get("type") in ("checkbox", "radio"):
        if "checked" in told:
            fields.setdefault(name, []).append(told["value"])
    elif name not in ("csrf", "q"):
        fields[name] = told["value"]


def notes(page: Page) -> dict[str, str]:
    """Returns what is wrong at each field, by the id of the field without its prefix."""
    found = (each for each in page.all("p") if each.attributes.get("id", "").startswith("note-f-"))
    return {each.attributes["id"].removeprefix("note-f-"): each.text.strip() for each in found}


def main(page: Page) -> str:
    """Returns the text of a page in one line."""
    return " ".join(page.all("main")[0].text.split())
