from .listening import EpisodePlay, Listening, PulseAnswer
from .pages import BroadcastIndexPage, BroadcastSeries, Cancellation, Episode
from .settings import BroadcastSettings
from .stories import Story, StoryEvent

__all__ = [
    "BroadcastIndexPage",
    "BroadcastSeries",
    "BroadcastSettings",
    "Cancellation",
    "Episode",
    "EpisodePlay",
    "Listening",
    "PulseAnswer",
    "Story",
    "StoryEvent",
]
