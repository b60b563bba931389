"""What the framework says of a value, in keys of our own; its own words are in English only."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from graph.causes import json_cause
from graph.errors import Cause

_KEYS: Mapping[str, str] = {
    "bool_parsing": "value-boolean",
    "bool_type": "value-boolean",
    "date_from_datetime_parsing": "value-date",
    "date_parsing": "value-date",
    "date_type": "value-date",
    "datetime_from_date_parsing": "value-date",
    "datetime_parsing": "value-date",
    "decimal_max_digits": "value-digits",
    "decimal_max_places": "value-decimals",
    "decimal_parsing": "value-number",
    "decimal_type": "value-number",
    "decimal_whole_digits": "value-digits",
    "dict_type": "value-object",
    "enum": "value-offered",
    "extra_forbidden": "value-unknown",
    "finite_number": "value-number",
    "float_parsing": "value-number",
    "float_type": "value-number",
    "greater_than": "value-small",
    "greater_than_equal": "value-small",
    "iri_invalid": "value-iri",
    "int_from_float": "value-integer",
    "int_parsing": "value-integer",
    "int_type": "value-integer",
    "language_invalid": "value-language",
    "less_than": "value-large",
    "less_than_equal": "value-large",
    "list_type": "value-list",
    "literal_error": "value-offered",
    "missing": "value-missing",
    "model_attributes_type": "value-object",
    "model_type": "value-object",
    "string_pattern_mismatch": "value-pattern",
    "string_too_long": "value-long",
    "string_too_short": "value-short",
    "string_type": "value-text",
    "text_unwritable": "value-unwritable",
    "value_algorithms": "value-algorithms",
    "value_audience": "value-audience",
    "value_client": "value-client",
    "value_base": "value-base",
    "value_web": "value-web",
    "value_contact": "value-contact",
    "value_issuer": "value-issuer",
    "value_languages": "value-languages",
    "value_network": "value-network",
    "value_page_size": "value-page-size",
    "value_roles": "value-roles",
}
_BOUNDS = (
    *("ge", "gt", "le", "lt", "min_length", "max_length", "pattern", "expected", "bound"),
    *("max_digits", "whole_digits", "decimal_places"),
)


def cause_of(complaint: Mapping[str, Any]) -> Cause:
    """Returns what pydantic says of one value as a cause.

    >>> cause_of({"type": "less_than_equal", "ctx": {"le": 65535}, "msg": "Input should be less"}).values
    (('bound', '65535'),)
    """
    context, words = complaint.get("ctx", {}), str(complaint["msg"])
    if complaint["type"] == "json_invalid":
        return json_cause(str(context.get("error", words)))
    bound = next((listed(str(context[name])) for name in _BOUNDS if name in context), "")
    return Cause(_KEYS.get(complaint["type"], "value-other"), (("bound", bound),), words)


def listed(bound: str) -> str:
    """Returns a bound without English: pydantic joins the values that it offers by `or`."""
    offered = re.findall(r"'([^']+)'", bound)
    return ", ".join(offered) if offered else bound
