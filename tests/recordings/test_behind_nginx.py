"""Recordings behind a real nginx, with the lines that docs/operations.md gives."""

from __future__ import annotations

import os
import re
import socket
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPResponse
from pathlib import Path

import pytest
from django.conf import settings as django_settings
from django.core.files.base import ContentFile
from django.utils import timezone

from lms.recordings.storages import recording_storage
from lms.recordings.tickets import mint_ticket
from tests.builders import build_person

NGINX = "/usr/sbin/nginx"
ROOT = Path(__file__).resolve().parents[2]
DATA = bytes(range(256)) * 20_000
HELD = """
pid {folder}/nginx.pid;
error_log {folder}/error.log;
events {{ worker_connections 64; }}
http {{
  access_log off;
  client_body_temp_path {folder}/body; proxy_temp_path {folder}/proxy; fastcgi_temp_path {folder}/fastcgi;
  uwsgi_temp_path {folder}/uwsgi; scgi_temp_path {folder}/scgi;
  upstream lms {{ server {behind}; }}
  server {{
    listen 127.0.0.1:{port};
    {locations}
    location / {{ proxy_pass http://{behind}; proxy_set_header Host $http_host; }}
  }}
}}
"""

pytestmark = pytest.mark.django_db(transaction=True)


@dataclass
class Front:
    """nginx before the site, and one person with a ticket."""

    port: int
    cookie: str
    address: str

    def get(self, address: str = "", **headers: str) -> tuple[HTTPResponse, bytes]:
        connection = HTTPConnection("127.0.0.1", self.port, timeout=30)
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        connection.request("GET", address or self.address, headers={"Cookie": self.cookie} | named)
        answer = connection.getresponse()
        body = answer.read()
        connection.close()
        return answer, body


def documented() -> str:
    """The lines of the documentation."""
    text = (ROOT / "docs/operations.md").read_text(encoding="utf-8")
    found = re.search(r"```nginx\n(.*?)```", text, re.DOTALL)
    assert found
    return found.group(1)


@pytest.fixture
def front(live_server, client, settings, tmp_path) -> Iterator[Front]:
    settings.RECORDINGS_ACCEL_PREFIX = "/internal/recordings/"
    person = build_person()
    client.force_login(person)
    name = recording_storage().save("x.m4a", ContentFile(DATA))
    ticket = mint_ticket(name=name, digest="d" * 64, file_type="audio/mp4", person_id=person.pk, at=timezone.now())
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    held = HELD.format(
        folder=tmp_path,
        behind=f"{live_server.thread.host}:{live_server.thread.port}",
        port=port,
        locations=documented().replace("/srv/lms/var/recordings/", f"{recording_storage().path('')}/"),
    )
    (tmp_path / "nginx.conf").write_text(f"user root;\n{held}" if os.getuid() == 0 else held)
    command = [NGINX, "-p", str(tmp_path), "-c", str(tmp_path / "nginx.conf"), "-e", str(tmp_path / "error.log")]
    # It listens once this has returned; a pipe would be held open by the process that stays.
    subprocess.run(command, check=True, stderr=subprocess.DEVNULL, timeout=30)
    try:
        key = django_settings.SESSION_COOKIE_NAME
        yield Front(port, f"{key}={client.cookies[key].value}", f"/recordings/files/{ticket}/")
    finally:
        subprocess.run([*command, "-s", "quit"], check=False, stderr=subprocess.DEVNULL, timeout=30)


def test_a_broken_download_goes_on_behind_nginx(front):
    whole, body = front.get()
    assert (whole.status, body == DATA, whole.headers["Accept-Ranges"]) == (200, True, "bytes")
    rest, end = front.get(Range="bytes=4000000-", If_Range=whole.headers["ETag"])
    assert (rest.status, rest.headers["Content-Range"]) == (206, f"bytes 4000000-{len(DATA) - 1}/{len(DATA)}")
    assert body[:4_000_000] + end == DATA
    assert front.get(Range="bytes=5-9", If_Range='"older"')[1] == DATA, "another file: all of it, from the beginning"
    assert front.get(Range=f"bytes={len(DATA)}-")[0].status == 416


def test_a_file_keeps_its_guards_behind_nginx_and_has_no_other_door(front):
    answer, _body = front.get()
    assert answer.headers["Content-Type"] == "audio/mp4"
    assert "private" in answer.headers["Cache-Control"]
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in answer.headers["Content-Security-Policy"]
    assert front.get("/internal/recordings/x.m4a")[0].status == 404
    front.cookie = ""
    assert front.get()[0].status == 403
