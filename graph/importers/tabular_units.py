"""What a heading says of the amounts below it beside their name: a currency, or that they are not whole."""

from __future__ import annotations

import re

from graph.importers.tabular_numbers import codes_of

_UNIT = re.compile(
    r"(?<![ ,(\[])[ ,(\[]+(?:(?:i|in) )?(SEK|DKK|NOK|euro|EUR|USD|GBP|kronor|kroner|kr|€|\$|£)\.? ?[)\]]?$",
    re.IGNORECASE,
)
_MONEY = r"(?:kr|sek|dkk|nok|euro?|usd|gbp|[€$£])"
_NOT_WHOLE = re.compile(
    rf"\b(?:t|k|m|mn|md|bn)\.?\s?{_MONEY}(?!\w)|{_MONEY}\s?(?:t|k|m|mn|md|bn)\b|\b1?[ .,'’\u00a0]?000\b|1000-"
    r"|\b(?:tusen|tusind|thousand|miljon|million|miljard|milliard|billion|mio|mill|mia|mrd)"
    r"|(?<!h)andel|procent|percent|pct|\b(?:share|rate)\b|(?:sats|grad|nivå|niveau)\b|%",
    re.IGNORECASE,
)


def without_currency(heading: str) -> tuple[str, tuple[str, ...]]:
    """Returns a heading without the currency at its end, and the codes that this may mean.

    >>> without_currency("Stöd (SEK)"), without_currency("Beviljat belopp, kr"), without_currency("Namn")
    (('Stöd', ('SEK',)), ('Beviljat belopp', ('SEK', 'DKK', 'NOK')), ('Namn', ()))
    """
    tidy = " ".join(heading.split())
    found = _UNIT.search(tidy)
    return (tidy[: found.start()], codes_of(found[1])) if found else (tidy, ())


def is_of_whole_amounts(heading: str) -> bool:
    """Says whether amounts below a heading are whole ones, and no thousands, millions or shares.

    >>> [is_of_whole_amounts(each) for each in ("Stöd (kr)", "Stöd (tkr)", "Beløb i 1.000 kr.", "Stödandel")]
    [True, False, False, False]
    """
    return not _NOT_WHOLE.search(heading)
