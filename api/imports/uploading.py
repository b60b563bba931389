"""A file that is sent as multipart/form-data, read within a bound."""

from __future__ import annotations

from collections.abc import AsyncGenerator
from dataclasses import dataclass
from pathlib import PurePosixPath, PureWindowsPath

from fastapi import Request
from starlette.datastructures import UploadFile
from starlette.formparsers import MultiPartException, MultiPartParser

from api.errors import TooLarge, UnsupportedMediaType
from api.formats.sent import media_type_of
from graph.errors import InputError

MULTIPART = "multipart/form-data"
FIELD, READING = "file", "reading"
_ENVELOPE = 65_536


@dataclass(frozen=True, slots=True)
class Upload:
    """Is a file that was sent: its name without folders, its content, and how it is to be read."""

    name: str
    content: bytes
    reading: str | None = None


async def uploaded(request: Request, most: int) -> Upload:
    """Returns the one file of a form, in the field `file`, and the text in its field `reading`.

    It raises what `upload_form` raises.
    """
    return (await upload_form(request, most))[0]


async def upload_form(request: Request, most: int) -> tuple[Upload, tuple[tuple[str, str], ...]]:
    """Returns the one file of a form, in the field `file`, and what its other fields say.

    Another media type raises UnsupportedMediaType, too many bytes TooLarge before they are kept, a form
    without the file InputError.
    """
    media_type = media_type_of(request)
    if media_type != MULTIPART:
        raise UnsupportedMediaType("media-type-unsupported", media_type=media_type or "-", known=MULTIPART)
    try:
        parser = MultiPartParser(request.headers, _bounded(request, most), max_files=1, max_fields=20)
        form = await parser.parse()
    except (MultiPartException, KeyError) as error:
        raise InputError("upload-broken", field=FIELD) from error
    try:
        file = form.get(FIELD)
        if not isinstance(file, UploadFile) or not file.filename:
            raise InputError("upload-missing", field=FIELD)
        fields = tuple((name, value) for name, value in form.multi_items() if isinstance(value, str))
        return Upload(_plain(file.filename), await file.read(), dict(fields).get(READING)), fields
    finally:
        await form.close()


def _plain(name: str) -> str:
    """Returns the name of a file without folders, as either kind of system writes them."""
    return PureWindowsPath(PurePosixPath(name).name).name or "list"


async def _bounded(request: Request, most: int) -> AsyncGenerator[bytes, None]:
    size = 0
    declared = request.headers.get("content-length", "0")
    if declared.isdigit() and int(declared) > most + _ENVELOPE:
        raise TooLarge("body-too-large", most=most)
    async for part in request.stream():
        size += len(part)
        if size > most + _ENVELOPE:
            raise TooLarge("body-too-large", most=most)
        yield part
