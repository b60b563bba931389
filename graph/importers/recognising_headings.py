"""What headings of lists of projects say in Swedish, Danish and English, by columns of our spreadsheet."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping

from graph.importers.sheets import Cell
from graph.importers.sheets.reading import fold
from graph.importers.tabular_units import is_of_whole_amounts, without_currency

_WORDS: Mapping[str, str] = {
    "id": r"(projekt|ärende|diarie|sags?|journal)[ -]?(nr|nummer|id)\b"
    r"|^(id|nr|dnr|j\.? ?nr\.?|project (id|number))$",
    "title": r"projekt(?:ets)? ?(namn|navn|titel|benämning|betegnelse|rubrik)|(?:namn|navn|titel) på projekt"
    r"|^(namn|navn|titel|rubrik|projekt|project( name| title)?|name|title|benämning|betegnelse)$",
    "description": r"beskriv|sammanfattning|sammendrag|resum[eé]|formål|syfte|ändamål|description"
    r"|summary|purpose",
    "start": r"start|från|fra\b|påbörja|begynd",
    "end": r"slut|\bend|till och med|t\.?o\.?m|\btil\b",
    "areas": r"\blän\b|kommun|region|område|landsdel|geografi|\barea|municipalit|county"
    r"|^(plats|sted|place|location)$",
    "organisation": r"organisation|mottagare|sökande|projekt(?:ägare|ejer|holder)|modtager|ansøger"
    r"|beneficiary|applicant|kontraktansvarlig|lead ?partner"
    r"|aktör|aktør|huvudman",
    "programme": r"^program|programme",
    "amount": r"belopp|bevilja|bevilget|beløb|bevilling|tilsagn|amount|grant|bidrag(?!er)"
    r"|tilskud\b|\bst(?:öd|øtte)$",
    "currency": r"valuta|currency",
    "goal": r"(?<!for)(?<!ända)mål\b|delmål|målområde|objective|\bgoal|\bsdg\b"
    r"|^(?:bidrar till|bidrager til|contributes to)\b",
    "reasoning": r"motiver|begrund|reason",
}
_NUMBER = r"nummer|nr\b|\bnumber|\bno\.?$|\bid\b"
# A day on which something is decided, asked for, paid or told is neither the first nor the last of a project.
_OTHER_DAY = (
    r"beslut|bevil|ansök|ansøg|inkom|modtag|mottag|betal|afgør|godkän|godkend|undertecknad|underskr|rapport"
    r"|uppdater|opdater|ändra|ændr|decision|decided|approv|applied|applicat|paid|payment|report|updat|signed"
)
# What a heading says beside a word of its column that makes it another column.
_OTHERWISE: Mapping[str, str] = {
    "start": _OTHER_DAY,
    "end": _OTHER_DAY,
    "organisation": rf"{_NUMBER}|form\b|typ\b|\btype|kategori|categor|\bland\b|country|adress|\bort\b|postal"
    r"|s (?:kommune?|län|region|by)\b|kontakt|contact|post\b|mail|telefon|phone|bransch|branche|se[ck]tor",
    "amount": rf"{_NUMBER}|\bår\b|[a-zåäöæø]år\b|\byear|dat(?:um|o|e)\b|\bantal\b|\bcount\b|\bnumber of"
    r"|kostnad|omkost|\bcost|medfinans|budget|(?:^|\b)(?:sökt|ansökt|ansøgt|applied|requested)"
    r"|utbetal|udbetal|\bpaid",
    "goal": r"\bantal\b|\bcount\b|\bnumber of|%|värde|værdi|\bvalue",
}
_GRANTED = re.compile(r"bevilja|bevilget|bevilling|tilsagn|grant|bidrag(?!er)|tilskud\b|\bst(?:öd|øtte)$")
# Headings that can mean one column only, whatever stands below them.
_SURE: Mapping[str, str] = {
    "start": r"dat(?:um|o|e)\b",
    "end": r"dat(?:um|o|e)\b",
    "areas": r"^(?:kommun(?:er)?|kommuner?|län|municipalit(?:y|ies)|count(?:y|ies))$",
    "currency": r"^(?:valuta|currency)$",
}
# What cells are that were meant for a column and are written poorly: "våren 2023", "ca 2 mkr", "mål nr 5".
_DAY = r"\b(?:19|20)\d\d\b|\b\d{1,2}\s?[-./]\s?\d{1,2}\b"
_POOR: Mapping[str, str] = {"start": _DAY, "end": _DAY, "amount": r"^[^%]*\d[^%]*$"}
# Words and letters of headings that one language has and the others have not.
_SPOKEN: Mapping[str, str] = {
    "sv": r"[äö]|namn\b|dat(?:um|an)\b|belopp|mottagare|\bkommun\b|beskrivning|motivering|beviljat",
    "da": r"[æø]|navn\b|dato(?:er)?\b|modtager|\bkommune\b|beskrivelse|begrundelse|bevilget|tilskud"
    r"|tilsagn|\bsags?",
    "en": r"\b(?:names?|titles?|dates?|amount|description|purpose|beneficiary|applicant|municipality|county"
    r"|areas?|numbers?|programme|objectives?|currency|grant(?:ed)?)\b",
}
_SHORT = 30  # signs: what is longer tells of something


def columns_of(heading: str) -> Iterator[str]:
    """Yields the columns of our own that a heading names; amounts only if they are whole and granted.

    >>> [*columns_of("Slutdatum")], [*columns_of("Beslutsdatum")], [*columns_of("Sökandens organisationsnr")]
    (['end'], [], [])
    >>> [*columns_of("Tilsagn")], [*columns_of("Projektets formål")], [*columns_of("J.nr.")]
    (['amount'], ['description'], ['id'])
    """
    plain = _plain(heading)
    return (
        name for name, words in _WORDS.items() if re.search(words, plain) and not is_otherwise(heading, name)
    )


def language_of(headings: Iterable[str]) -> str:
    """Returns the language that most headings are in, as far as they tell; none where that is a draw.

    >>> language_of(["Projekttitel", "Tilskudsmodtager", "Startdato"]), language_of(["Titel", "Program"])
    ('da', '')
    """
    plain = [_plain(heading) for heading in headings]
    told = {lang: sum(bool(re.search(words, each)) for each in plain) for lang, words in _SPOKEN.items()}
    most = max(told.values())
    best = [lang for lang, count in told.items() if count == most]
    return best[0] if len(best) == 1 else ""


def is_otherwise(heading: str, name: str) -> bool:
    """Says whether what is below a heading is not a column of our own, whatever its cells are."""
    if name == "amount" and not is_of_whole_amounts(heading):
        return True
    other = _OTHERWISE.get(name)
    return bool(other and re.search(other, _plain(heading)))


def is_sure(heading: str, name: str, cells: Iterable[Cell]) -> bool:
    """Says whether a heading that names a column is to be believed against cells that cannot be read as it.

    It is where it can mean nothing else, or where at least half of the cells look like what was meant.

    >>> is_sure("Startdatum", "start", ["snart"]), is_sure("Start", "start", ["våren 2023"])
    (True, True)
    >>> is_sure("Start", "start", ["snart"])
    False
    >>> is_sure("Slutsatser", "end", ["Målet för 2020 nåddes inte alls av någon"])
    False
    """
    if name in _SURE and re.search(_SURE[name], _plain(heading)):
        return True
    texts = [str(cell) for cell in cells]
    poor = [text for text in texts if len(text) <= _SHORT and re.search(_POOR.get(name, r"(?!)"), text)]
    return 2 * len(poor) >= len(texts) > 0


def is_granted(heading: str) -> bool:
    """Says whether a heading says of amounts that they were granted."""
    return bool(_GRANTED.search(_plain(heading)))


def _plain(heading: str) -> str:
    return fold(without_currency(heading)[0])
