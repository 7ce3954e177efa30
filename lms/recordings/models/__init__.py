from .captions import Captions
from .recordings import Recording
from .spans import AbstractPlayedSpans
from .uploads import Upload

__all__ = ["AbstractPlayedSpans", "Captions", "Recording", "Upload"]
