"""Small answers leave at once.

Comes in: nothing but this process. Goes out: the same process, whose open sockets no longer wait.
"""

from __future__ import annotations

import gc
import socket

_INTERNET = (socket.AF_INET, socket.AF_INET6)


def send_at_once() -> int:
    """Take the wait out of every TCP socket of this process, and return how many there are.

    The framework opens its socket without naming the protocol, so the event loop does not see that
    it is TCP and leaves Nagle's algorithm on: a small message waits until the one before is
    acknowledged, which a receiver may put off for 40 ms. What a listening socket is set to, the
    connections that it takes have too.
    """
    found = [
        one
        for one in gc.get_objects()
        if isinstance(one, socket.socket)
        and one.fileno() >= 0
        and one.family in _INTERNET
        and one.type == socket.SOCK_STREAM
    ]
    for one in found:
        one.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    return len(found)
