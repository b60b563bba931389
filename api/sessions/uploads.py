"""Files that are sent from a page: read only for who may send them."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from fastapi import Request

from api.access.roles import Role
from api.errors import Forbidden
from api.imports.uploading import Upload, upload_form
from api.services import services_of
from api.sessions.forms import CSRF, Form, refuse_other_sites
from api.sessions.guarding import speaker_for
from api.sessions.visitors import visitor_of
from api.settings import Settings


@dataclass(frozen=True, slots=True)
class SentFile:
    """Is a form with its file."""

    form: Form
    file: Upload


def posted_file(role: Role, most: Callable[[Settings], int]) -> Callable[[Request], Awaitable[SentFile]]:
    """Returns a dependency that gives the one file of a form, in the field `file`, and the other fields.

    Nothing is read of a form of another site, or before it is known that somebody with the role sends it; a
    page that refuses leads to sign-in and back to the form, where the file has to be chosen again.
    """

    async def read(request: Request) -> SentFile:
        refuse_other_sites(request)
        speaker, visitor = speaker_for(request, role), visitor_of(request)
        request.state.held = None
        file, fields = await upload_form(request, most(services_of(request).settings))
        if visitor is None or not visitor.sent(dict(fields).get(CSRF, "")):
            raise Forbidden("upload-stale")
        return SentFile(Form(tuple(pair for pair in fields if pair[0] != CSRF), speaker), file)

    return read
