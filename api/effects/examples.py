"""Examples of scenarios and of what they would change, for the published contract."""

from __future__ import annotations

BASE = "http://127.0.0.1:8000/"
TARGET = {
    "iri": "http://metadata.un.org/sdg/9.c",
    "name": {"text": "Access to ICT", "lang": "en"},
    "code": "9.c",
}
REGION = {"iri": "http://data.europa.eu/nuts/code/SE331", "name": {"text": "Västerbotten", "lang": "sv"}}
PROJECT = {
    "iri": f"{BASE}id/project/tillvaxtverket-2014/20201043",
    "name": {"text": "CROSSOVER - FREE SPACE", "lang": "sv"},
}
ALIGNMENT = f"{BASE}id/alignment/eu/to2-9.c"
SCENARIO = {
    "remove": ["id/project/tillvaxtverket-2014/20201043"],
    "delay": [{"what": "id/project/tillvaxtverket-2014/20200639", "start": "2028-01-01"}],
    "add": [
        {
            "title": "Fiber till fjällbyarna",
            "serves": [{"objective": "sdg:9.c", "confidence": "0.7"}],
            "territories": ["nuts:SE331"],
            "money": [{"value": "250000", "currency": "SEK"}],
        }
    ],
}
_MONEY = {"currency": "SEK", "value": "3929285", "accepted": "0", "projects": 1}
_ONE = {"projects": 1, "accepted": 0, "money": [_MONEY]}
_NONE = {"projects": 0, "accepted": 0, "money": []}
_BASIS = {
    "sequence": 12,
    "behind": 0,
    "counting": "full",
    "statuses": ["accepted", "proposed"],
    "confidence": "0",
}
_SHIFT = {
    "change": "uncovered",
    "prioritised": False,
    "before": _ONE,
    "after": _NONE,
    "lost": [REGION],
    "won": [],
}
_STEP = {"alignment": ALIGNMENT, "source": TARGET, "target": TARGET, "strength": -2}
EFFECT = {
    "items": [{**TARGET, **_SHIFT}],
    "before": _ONE,
    "after": _NONE,
    "windows": [{"objective": TARGET, "since": "2017-01-02", "until": "2020-04-30", "covered": False}],
    "ripples": [{**TARGET, "net": "-2", "pathways": [{"value": "-2", "steps": [_STEP]}]}],
    "removed": 1,
    "shared": 0,
    "basis": _BASIS,
}
_BEARER = {"alignment": ALIGNMENT, "source": TARGET, "target": TARGET}
_POINT = {
    "prioritised": True,
    "projects": 1,
    "project": PROJECT,
    "organisations": [],
    "statements": [_BEARER],
}
SINGLE_POINTS = {"items": [{**TARGET, **_POINT}], "covered": 12, "basis": _BASIS}
SMALLEST_SET = {
    "items": [{**PROJECT, "serves": [TARGET]}],
    "open": [],
    "wanted": 1,
    "at_least": 1,
    "smallest": True,
    "basis": _BASIS,
}
