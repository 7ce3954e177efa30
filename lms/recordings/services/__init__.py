"""Every change of recordings. Keyword-only, typed, atomic, safe to repeat; refusals are ``recordings.errors``."""

from ..conversion import convert_upload
from .captioning import confirm_captions, current_captions, save_captions, waiting_upload
from .playing import (
    MOST_PLAYS,
    PlayToken,
    Report,
    claims_of,
    give_play_token,
    keep_reports,
    leave_out_too_many,
    read_play_token,
    read_spans,
)
from .publishing import check_playable, publish_recording, reasons_by_recording, withdraw_recording
from .uploading import PIECE_BYTES, begin_upload, clean_files, clean_uploads, finish_upload, receive_piece, retry_stuck

__all__ = [
    "MOST_PLAYS",
    "PIECE_BYTES",
    "PlayToken",
    "Report",
    "begin_upload",
    "check_playable",
    "claims_of",
    "clean_files",
    "clean_uploads",
    "confirm_captions",
    "convert_upload",
    "current_captions",
    "finish_upload",
    "give_play_token",
    "keep_reports",
    "leave_out_too_many",
    "publish_recording",
    "read_play_token",
    "read_spans",
    "reasons_by_recording",
    "receive_piece",
    "retry_stuck",
    "save_captions",
    "waiting_upload",
    "withdraw_recording",
]
