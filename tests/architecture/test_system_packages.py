"""What a machine lacks is named in one sentence, with the command that installs it."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest
from django.conf import settings

SCRIPT = Path(settings.BASE_DIR) / ".ci/system"
ASKED = ("python3", "msgfmt", "ffmpeg", "espeak-ng")


@pytest.fixture
def path_without(tmp_path):
    """The PATH of somebody who is not root, on which only some programs are found; no administrator's folder is."""

    def make(*missing: str) -> str:
        for name in ASKED:
            if name not in missing:
                _program(tmp_path / name, "exit 0")
        _program(tmp_path / "id", "echo 1000")
        return str(tmp_path)

    return make


def _program(path: Path, does: str) -> None:
    path.write_text(f"#!/bin/sh\n{does}\n", encoding="utf-8")
    path.chmod(0o755)


def asked(path: str) -> subprocess.CompletedProcess[str]:
    command = [shutil.which("bash"), SCRIPT, "run"]
    return subprocess.run(command, env={"PATH": path}, capture_output=True, text=True, check=False)


def test_nothing_is_said_where_everything_is_there(path_without):
    done = asked(path_without())
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


def test_without_root_what_is_missing_is_named_with_the_command_and_nothing_is_installed(path_without):
    done = asked(path_without("ffmpeg"))
    assert done.returncode == 1
    assert done.stdout == ""
    assert done.stderr == (
        "Missing system packages: ffmpeg; install them with: "
        "sudo sh -c 'apt-get update && apt-get install -y --no-install-recommends ffmpeg'\n"
    )
