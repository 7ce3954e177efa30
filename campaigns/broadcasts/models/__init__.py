from .listening import EpisodePlay, Listening, PulseAnswer
from .pages import BroadcastIndexPage, BroadcastSeries, Cancellation, Episode
from .stories import Story, StoryEvent

__all__ = [
    "BroadcastIndexPage",
    "BroadcastSeries",
    "Cancellation",
    "Episode",
    "EpisodePlay",
    "Listening",
    "PulseAnswer",
    "Story",
    "StoryEvent",
]
