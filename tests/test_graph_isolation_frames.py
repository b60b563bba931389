"""Frames on a real pipe: what was sent is read, in whatever pieces it comes, and what is cut is noticed."""

from __future__ import annotations

import os
from collections.abc import Iterator
from threading import Thread

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.isolation.frames import BODY, END, READY, CutError, FrameReader, packed, send

KINDS = st.sampled_from([READY, BODY, END])


@pytest.fixture
def pipe() -> Iterator[tuple[int, int]]:
    reading, writing = os.pipe()
    yield reading, writing
    os.close(reading)


@given(st.lists(st.tuples(KINDS, st.binary(max_size=200)), max_size=20), st.integers(1, 50))
def test_frames_survive_any_cutting_into_pieces(frames: list[tuple[bytes, bytes]], size: int) -> None:
    reading, writing = os.pipe()
    data = b"".join(packed(kind, content) for kind, content in frames)
    for start in range(0, len(data), size):
        send(writing, data[start : start + size])
    os.close(writing)
    reader = FrameReader(reading)
    assert [reader.read() for _ in frames] == frames
    with pytest.raises(CutError):
        reader.read()
    os.close(reading)


def test_a_frame_larger_than_the_pipe_is_sent_whole(pipe: tuple[int, int]) -> None:
    content = os.urandom(1 << 20)
    thread = Thread(target=send, args=(pipe[1], packed(BODY, content)))
    thread.start()
    assert FrameReader(pipe[0]).read() == (BODY, content)
    thread.join()
    os.close(pipe[1])


@pytest.mark.parametrize("length", [0, 1, 4, 5, 6, 14])
def test_a_cut_frame_is_never_read(pipe: tuple[int, int], length: int) -> None:
    send(pipe[1], packed(BODY, b"0123456789")[:length])
    os.close(pipe[1])
    with pytest.raises(CutError):
        FrameReader(pipe[0]).read()


def test_sending_to_nobody_is_an_error() -> None:
    reading, writing = os.pipe()
    os.close(reading)
    with pytest.raises(BrokenPipeError):
        send(writing, b"x")
    os.close(writing)
