"""What comes from a mail server in pieces is read whole."""

from __future__ import annotations

import socket
from typing import cast

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from connectors.imap.stream import Stream

SAID = [b"* 1 FETCH {30}\r\n", b"\n" * 30, b" X)\r\n", b"rest"]
LIMIT = 1000


class Pieces:
    """A socket from which bytes come a few at a time."""

    def __init__(self, said: bytes, sizes: list[int]) -> None:
        self._said = said
        self._sizes = sizes

    def settimeout(self, seconds: float) -> None:
        assert seconds > 0

    def recv(self, size: int) -> bytes:
        size = min(size, self._sizes.pop() if self._sizes else size)
        piece, self._said = self._said[:size], self._said[size:]
        return piece


def a_stream(said: bytes, *sizes: int, seconds: float = 60) -> Stream:
    stream = Stream(cast("socket.socket", Pieces(said, list(sizes))), seconds=seconds)
    stream.begin()
    return stream


@given(st.lists(st.integers(1, 20), max_size=60))
@settings(deadline=None)
def test_lines_and_literals_are_whole_however_they_come(sizes: list[int]) -> None:
    stream = a_stream(b"".join(SAID), *sizes)
    assert [stream.line(LIMIT), stream.exactly(30), stream.line(LIMIT), stream.line(LIMIT)] == SAID
    assert stream.exactly(1) == b""


def test_of_a_line_without_end_no_more_is_read_than_its_limit() -> None:
    assert len(a_stream(b"x" * 50_000, *[500] * 100).line(LIMIT)) == LIMIT


def test_what_drips_is_given_up() -> None:
    with pytest.raises(TimeoutError):
        a_stream(b"x", seconds=0).receive()
