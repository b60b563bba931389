"""Examples of what is sent to the ledger and what it answers, as the OpenAPI document shows them."""

from __future__ import annotations

_BASE = "http://127.0.0.1:8000/"
_REASON = {"text": "Så står det i planen.", "lang": "sv"}
_ALIGNMENT = f"{_BASE}id/alignment/local-anna/5f0c3b0e6c6a4b1f9d8b"

STATEMENT = {
    "source": "id/objective/vasterbotten/choice-6",
    "target": "sdg:9.1",
    "strength": 2,
    "confidence": "0.7",
    "evidence": [{"source": "id/document/vasterbotten/rus-2020"}],
    "reasoning": _REASON,
}
REVIEW = {"agreement": "1", "reason": _REASON}
WITHDRAWAL = {"reason": _REASON}
SUPERSESSION = {"statement": STATEMENT, "reason": _REASON}
DECISIONS = {
    "decisions": [
        {
            "alignment": _ALIGNMENT,
            "decision": "accept",
            "reason": _REASON,
            "version": "5f0c3b0e6c6a4b1f9d8b",
        }
    ]
}
OUTCOME = {
    "alignment": _ALIGNMENT,
    "made": f"{_BASE}id/review/by-local-bo/5f0c3b0e6c6a4b1f9d8b",
    "status": "accepted",
    "version": "9d8b5f0c3b0e6c6a4b1f",
}
EVENT = {
    "iri": OUTCOME["made"],
    "kind": "review",
    "on": _ALIGNMENT,
    "author": {"iri": f"{_BASE}id/agent/local/bo", "name": {"text": "Bo", "lang": "und"}},
    "by_machine": False,
    "at": "2026-11-25T09:00:00Z",
    "reason": _REASON,
    "agreement": "1",
    "state": "holds",
}
ADDED = {"rows": 12, "statements": 10, "reviews": 4, "commit": 7, "findings": []}
