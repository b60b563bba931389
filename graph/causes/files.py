"""Why the system refuses a file: its own words are in the language of the machine, not of the reader."""

from __future__ import annotations

import errno

from graph.causes.tables import Table, named
from graph.errors import Cause

_ENGINE: Table = (
    (r"No space left|disk quota", "os-full"),
    (r"Permission denied", "os-forbidden"),
    (r"\b[Ll]ock", "store-held"),
    (r"Read-only file system", "os-read-only"),
    (r"Input/output error", "os-disk"),
    (r"Too many open files|file descriptors", "os-too-many-files"),
)

_KEYS = {
    errno.ENOENT: "os-missing",
    errno.EACCES: "os-forbidden",
    errno.EPERM: "os-forbidden",
    errno.EROFS: "os-read-only",
    errno.EISDIR: "os-directory",
    errno.ENOTDIR: "os-not-directory",
    errno.EEXIST: "os-not-directory",
    errno.ENOSPC: "os-full",
    errno.EDQUOT: "os-full",
    errno.ENAMETOOLONG: "os-name-too-long",
    errno.EMFILE: "os-too-many-files",
    errno.ENFILE: "os-too-many-files",
    errno.EIO: "os-disk",
    errno.EADDRINUSE: "os-port-taken",
}


def os_cause(error: OSError) -> Cause:
    """Returns the cause of an OSError, by its number; the store's engine gives none, but words.

    >>> os_cause(PermissionError(errno.EACCES, "Permission denied")).key
    'os-forbidden'
    >>> os_cause(OSError("IO error: No space left on device")).key
    'os-full'
    """
    if error.errno is None:
        return named(_ENGINE, str(error), "os-other", number="-")
    key = _KEYS.get(error.errno or 0, "os-other")
    return Cause(key, (("number", str(error.errno or "-")),), error.strerror or str(error))


def engine_cause(error: Exception) -> Cause:
    """Returns why the store's engine cannot use its files: it passes on words, and no number.

    >>> engine_cause(OSError("Corruption: bad block")).key
    'store-files'
    """
    return named(_ENGINE, str(error), "store-files")
