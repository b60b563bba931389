"""What drafts look like in JSON."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from pydantic import Field

from api.schemas import FindingModel, Model


class DraftSummary(Model):
    """Is a draft in a list: whose it is, what it is called, and when it was changed."""

    key: str
    title: str
    owner: str = Field(description="The IRI of whose it is.")
    name: str = Field(description="What its owner is called.")
    made: datetime
    changed: datetime
    version: str = Field(description="What If-Match takes, without quotes.")


class DraftModel(DraftSummary):
    """Is a draft with its content, all IRIs in full, and with what would keep it from being published now."""

    content: dict[str, Any]
    findings: list[FindingModel] = Field([])


PROJECT = {
    "project": {
        "identifier": "2026-4",
        "names": [{"text": "Fiber till fjällbyarna", "lang": "sv"}],
        "territories": ["nuts:SE331"],
        "start": "2027-01-01",
        "grants": [{"amount": {"value": "2500000", "currency": "SEK"}}],
    },
    "serves": [
        {
            "target": "sdg:9.1",
            "strength": 2,
            "confidence": "0.7",
            "evidence": [{"source": "id/document/vasterbotten/rus-2020"}],
            "reasoning": {"text": "Fiber är infrastruktur.", "lang": "sv"},
        }
    ],
}
SUMMARY = {
    "key": "5f0c3b0e6c6a4b1f",
    "title": "Fiber till fjällbyarna",
    "owner": "http://127.0.0.1:8000/id/agent/local/anna",
    "name": "Anna",
    "made": "2026-11-25T19:00:00Z",
    "changed": "2026-11-25T19:00:00Z",
    "version": "5f0c3b0e6c6a4b1f9d8b",
}
DRAFT = SUMMARY | {"content": PROJECT, "findings": []}
