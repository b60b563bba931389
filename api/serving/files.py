"""What reads the files that strangers send, made with the first one: its imports are no part of a start."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from api.serving.late import Late
from api.settings import Settings

if TYPE_CHECKING:
    from graph.importers.isolated import IsolatedFiles


def files_of(settings: Settings) -> Late[IsolatedFiles]:
    """Returns what reads files in worker processes, as the settings say."""

    def make() -> IsolatedFiles:
        from graph.importers.isolated import IsolatedFiles
        from graph.isolation.files import FILES

        return IsolatedFiles(
            replace(FILES, seconds=settings.import_seconds, memory=settings.import_memory_bytes)
        )

    return Late(make)
