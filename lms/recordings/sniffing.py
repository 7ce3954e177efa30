"""What a file is, by its first bytes. Pure. The judge of what is inside is ffprobe; this keeps out what is no media."""

from __future__ import annotations

__all__ = ["HEAD", "looks_like"]

HEAD = 4096

_MEDIA: tuple[tuple[int, bytes, str], ...] = (
    (4, b"ftyp", "mov"),
    (4, b"moov", "mov"),
    (4, b"mdat", "mov"),
    (4, b"wide", "mov"),
    (0, b"\x1a\x45\xdf\xa3", "matroska"),
    (0, b"OggS", "ogg"),
    (0, b"fLaC", "flac"),
    (0, b"ID3", "mp3"),
    (0, b"\x30\x26\xb2\x75\x8e\x66\xcf\x11", "asf"),
    (0, b"FORM", "aiff"),
    (0, b"#!AMR", "amr"),
    (0, b"\x00\x00\x01\xba", "mpeg"),
    (0, b"\x00\x00\x01\xb3", "mpeg"),
)


def looks_like(head: bytes) -> str:
    """The family of a media file as ffmpeg names its reader, or an empty string for anything else.

    Only what is known is let in, so a program, a script, an archive, a page or a playlist (which would make the
    converter open other files) is none of them, whatever its name says.
    """
    for at, magic, family in _MEDIA:
        if head[at : at + len(magic)] == magic:
            return family
    if head[:4] in (b"RIFF", b"RF64") and head[8:12] in (b"WAVE", b"AVI "):
        return "wav" if head[8:12] == b"WAVE" else "avi"
    if len(head) > 188 and head[0] == 0x47 and head[188] == 0x47:
        return "mpegts"
    if len(head) > 1 and head[0] == 0xFF and head[1] & 0xE0 == 0xE0:
        return "aac" if head[1] & 0xF6 == 0xF0 else "mp3"
    return ""
