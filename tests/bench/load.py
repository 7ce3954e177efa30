"""A bounded load generator on keep-alive connections: threads, plain sockets, loopback only."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field


@dataclass
class Outcome:
    """What a stretch of load saw. ``seconds`` holds one latency per answered request."""

    wall_seconds: float = 0.0
    seconds: list[float] = field(default_factory=list)
    statuses: dict[int, int] = field(default_factory=dict)

    @property
    def per_second(self) -> float:
        """Answered requests per second of wall time."""
        return len(self.seconds) / self.wall_seconds if self.wall_seconds else 0.0

    def percentile(self, share: float) -> float:
        """Latency in milliseconds below which ``share`` of the requests stayed."""
        ordered = sorted(self.seconds)
        return 1000 * ordered[min(len(ordered) - 1, int(share * len(ordered)))] if ordered else 0.0


class Connection:
    """One keep-alive HTTP/1.1 connection that reads a whole answer and returns its status."""

    def __init__(self, port: int) -> None:
        self.port = port
        self.socket: socket.socket | None = None

    def ask(self, raw: bytes) -> int:
        """Send one request and read the answer, connecting again where the server has hung up."""
        if self.socket is None:
            self.socket = socket.create_connection(("127.0.0.1", self.port), timeout=30)
            self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        try:
            self.socket.sendall(raw)
            return self._read()
        except (ConnectionError, ValueError):
            self.socket.close()
            self.socket = socket.create_connection(("127.0.0.1", self.port), timeout=30)
            self.socket.sendall(raw)
            return self._read()

    def _read(self) -> int:
        assert self.socket is not None
        data = b""
        while (end := data.find(b"\r\n\r\n")) < 0:
            piece = self.socket.recv(65536)
            if not piece:
                raise ConnectionError("closed")
            data += piece
        head = data[:end].lower()
        status = int(head.split(b" ", 2)[1])
        if b"content-length:" in head:
            length = int(head.split(b"content-length:", 1)[1].split(b"\r\n", 1)[0])
            missing = length - (len(data) - end - 4)
            while missing > 0:
                missing -= len(self.socket.recv(min(65536, missing)))
        elif b"transfer-encoding: chunked" in head:
            while not data.endswith(b"0\r\n\r\n"):
                data += self.socket.recv(65536)
        return status


def request_bytes(
    method: str, path: str, *, port: int, cookies: str, token: str = "", body: str = "", is_htmx: bool = False
) -> bytes:
    """One request as it goes over the wire; a POST carries the CSRF token in its header."""
    lines = [
        f"{method} {path} HTTP/1.1",
        f"Host: 127.0.0.1:{port}",
        f"Cookie: {cookies}",
        "Accept-Encoding: identity",
    ]
    if is_htmx:
        lines.append("HX-Request: true")
    if method == "POST":
        lines += [
            "Content-Type: application/x-www-form-urlencoded",
            f"Content-Length: {len(body.encode())}",
            f"X-CSRFToken: {token}",
            f"Referer: http://127.0.0.1:{port}/",
        ]
    return ("\r\n".join(lines) + "\r\n\r\n" + body).encode()


def run(
    port: int, requests: Callable[[int], Sequence[bytes]], *, concurrency: int, seconds: float, once: bool
) -> Outcome:
    """Let ``concurrency`` people ask for ``seconds``; person ``n`` asks ``requests(n)`` in a ring, or ``once``."""
    outcome, lock, start = Outcome(), threading.Lock(), time.perf_counter()
    end = start + seconds

    def person(number: int) -> None:
        connection, mine, seen = Connection(port), [], {}
        todo = list(requests(number))
        position = 0
        while todo and (now := time.perf_counter()) < end:
            if position >= len(todo):
                if once:
                    break
                position = 0
            status = connection.ask(todo[position])
            mine.append(time.perf_counter() - now)
            seen[status] = seen.get(status, 0) + 1
            position += 1
        with lock:
            outcome.seconds += mine
            for status, count in seen.items():
                outcome.statuses[status] = outcome.statuses.get(status, 0) + count

    threads = [threading.Thread(target=person, args=(number,)) for number in range(concurrency)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    outcome.wall_seconds = time.perf_counter() - start
    return outcome
