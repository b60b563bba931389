"""Disks of their own in files, whose file system can be shut down as a power cut does; for root on Linux."""

from __future__ import annotations

import fcntl
import os
import shutil
import struct
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

SHUTDOWN = 0x8004587D  # EXT4_IOC_SHUTDOWN: _IOR('X', 125, __u32)
WITHOUT_FLUSHING = 2  # EXT4_GOING_FLAGS_NOLOGFLUSH: what is not on the disk yet, not even in its log, is lost
SIZE = 1 << 30  # most of it is never written; a store wants much of it free
MAY_MOUNT = 1 << 21  # CAP_SYS_ADMIN


def lacking() -> str:
    """Returns why no disk can be made and cut off here, nothing where one can."""
    commands = [name for name in ("mkfs.ext4", "mount", "umount") if shutil.which(name) is None]
    if commands:
        return f"no {commands[0]}"
    if not Path("/dev/loop-control").exists() or "\text4\n" not in Path("/proc/filesystems").read_text():
        return "no loop devices with ext4"
    return "" if _may_mount() else "no right to mount"


def _may_mount() -> bool:
    lines = Path("/proc/self/status").read_text().splitlines()
    held = next(line.split()[1] for line in lines if line.startswith("CapEff:"))
    return bool(int(held, 16) & MAY_MOUNT)


def make_disk(image: Path) -> None:
    """Makes an empty disk in a file."""
    with image.open("wb") as file:
        file.truncate(SIZE)
    subprocess.run(["mkfs.ext4", "-q", "-F", str(image)], check=True)


@contextmanager
def mounted(image: Path, place: Path) -> Iterator[Path]:
    """Gives the folder in which the disk of a file is mounted; after a cut its log is replayed by that."""
    place.mkdir(exist_ok=True)
    subprocess.run(["mount", "-o", "loop", str(image), str(place)], check=True)
    try:
        yield place
    finally:
        subprocess.run(["umount", str(place)], check=True)


def cut(place: Path) -> None:
    """Shuts the file system of a folder down at once: nothing reaches the disk any more."""
    folder = os.open(place, os.O_RDONLY)
    try:
        fcntl.ioctl(folder, SHUTDOWN, struct.pack("I", WITHOUT_FLUSHING))
    finally:
        os.close(folder)
