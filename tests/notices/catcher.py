"""A real SMTP server in a process of its own, and the handle by which a test makes it misbehave.

``python -m tests.notices.catcher FOLDER PORT`` serves on loopback. What it accepts it appends to ``FOLDER/mails``; how
it behaves it reads from ``FOLDER/behaviour`` before every answer, so that a test can change it in the middle.
"""

from __future__ import annotations

import asyncio
import json
import os
import subprocess
import sys
import time
from collections.abc import Callable
from email import message_from_bytes
from pathlib import Path
from typing import Any

from aiosmtpd.smtp import SMTP, Envelope, Session
from django.conf import settings

HOST = "127.0.0.1"
PATIENCE_SECONDS = 60
ACCEPTED = "250 2.0.0 accepted"


class Handler:
    """Answers as the test wants: ``rcpt``, ``data`` (an answer), ``rcpt_of`` (by address), ``hang_at``, ``die_at``."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.answered = 0

    def behaviour(self) -> dict[str, Any]:
        try:
            return json.loads((self.folder / "behaviour").read_text())
        except (FileNotFoundError, ValueError):
            return {}

    async def handle_RCPT(self, server: SMTP, session: Session, envelope: Envelope, to: str, options: list) -> str:
        wish = self.behaviour()
        await self.at("rcpt", wish)
        answer = wish.get("rcpt_of", {}).get(to) or wish.get("rcpt", "")
        if not answer:
            envelope.rcpt_tos.append(to)
        return answer or ACCEPTED

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        wish = self.behaviour()
        await self.at("data", wish)
        if answer := wish.get("data", ""):
            return answer
        mail = message_from_bytes(envelope.content)
        line = json.dumps({"to": envelope.rcpt_tos[0], "id": mail["Message-ID"]})
        with (self.folder / "mails").open("a", encoding="utf-8") as file:
            file.write(line + "\n")
        await self.at("answer", wish)
        self.answered += 1
        return ACCEPTED

    async def at(self, step: str, wish: dict[str, Any]) -> None:
        """Die or hang here, once ``after`` mails have been answered."""
        if self.answered < wish.get("after", 0):
            return
        if wish.get("die_at") == step:
            os._exit(1)
        while wish.get("hang_at") == step:
            await asyncio.sleep(0.02)
            wish = self.behaviour()


async def serve(folder: Path, port: int) -> None:
    handler = Handler(folder)
    loop = asyncio.get_running_loop()

    def talk() -> asyncio.Protocol:
        # A server that takes the call and says nothing at all.
        is_mute = handler.behaviour().get("hang_at") == "connect"
        return asyncio.Protocol() if is_mute else SMTP(handler, hostname="catcher.example", loop=loop)

    server = await loop.create_server(talk, HOST, port)
    (folder / "port").write_text(str(server.sockets[0].getsockname()[1]))
    await server.serve_forever()


class Catcher:
    """The test's end: start it, tell it how to behave, read what arrived."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.process: subprocess.Popen[bytes] | None = None
        self.port = 0

    def start(self) -> None:
        """Start the server, on the same port as before."""
        (self.folder / "port").unlink(missing_ok=True)
        command = [sys.executable, "-m", "tests.notices.catcher", str(self.folder), str(self.port)]
        self.process = subprocess.Popen(command, cwd=settings.BASE_DIR)
        eventually(lambda: (self.folder / "port").exists() and (self.folder / "port").read_text(), "it listens")
        self.port = int((self.folder / "port").read_text())

    def behave(self, **wish: Any) -> None:
        """From now on; without a wish it accepts everything."""
        new = self.folder / "behaviour.new"
        new.write_text(json.dumps(wish))
        new.replace(self.folder / "behaviour")

    def mails(self) -> list[dict[str, Any]]:
        """What it has accepted so far, in order."""
        file = self.folder / "mails"
        return [json.loads(line) for line in file.read_text().splitlines()] if file.exists() else []

    def addresses(self) -> list[str]:
        """To whom, sorted."""
        return sorted(mail["to"] for mail in self.mails())

    def stop(self) -> None:
        """Kill it, if it has not died of itself."""
        if self.process is not None:
            self.process.kill()
            self.process.wait(10)


def eventually(holds: Callable[[], object], what: str) -> None:
    """Look again and again, up to a minute, until it is so."""
    end = time.monotonic() + PATIENCE_SECONDS
    while not holds():
        assert time.monotonic() < end, f"never: {what}"
        time.sleep(0.02)


if __name__ == "__main__":
    asyncio.run(serve(Path(sys.argv[1]), int(sys.argv[2])))
