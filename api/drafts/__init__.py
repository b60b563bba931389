"""Private drafts of projects: kept for their owner, seen by reviewers, published by the normal way."""

from api.drafts.acting import (
    change_draft,
    draft_for,
    faults_of_draft,
    own_draft,
    publish_draft,
    remove_draft,
    save_draft,
    visible_drafts,
)

__all__ = [
    "change_draft",
    "draft_for",
    "faults_of_draft",
    "own_draft",
    "publish_draft",
    "remove_draft",
    "save_draft",
    "visible_drafts",
]
