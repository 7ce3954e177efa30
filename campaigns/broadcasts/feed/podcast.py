"""RSS 2.0 with the words of iTunes and Podcasting 2.0, on Django's own generator."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID, uuid5

from django.utils.feedgenerator import Enclosure, Rss201rev2Feed
from django.utils.xmlutils import SimplerXMLGenerator

from lms.recordings.models import Captions

from ..models import Episode
from .text import readable

__all__ = ["Addresses", "PodcastFeed", "build_feed", "chapters_of"]

#: The namespace that Podcasting 2.0 names for podcast:guid.
_NAMESPACE = UUID("ead4c236-bf58-58c6-a2c6-a6b28d128cb6")


@dataclass(frozen=True)
class Addresses:
    """Whole addresses of a feed and of what belongs to an episode of it."""

    feed: str
    site: str
    picture: str
    recording: Callable[[Episode], str]
    transcript: Callable[[Episode], str]
    chapters: Callable[[Episode], str]


class PodcastFeed(Rss201rev2Feed):
    """One feed for one person: no directory may list it, and no other app may take it over."""

    content_type = "application/rss+xml; charset=utf-8"

    def rss_attributes(self) -> dict[str, str]:
        return super().rss_attributes() | {
            "xmlns:itunes": "http://www.itunes.com/dtds/podcast-1.0.dtd",
            "xmlns:podcast": "https://podcastindex.org/namespace/1.0",
        }

    def add_root_elements(self, handler: SimplerXMLGenerator) -> None:
        super().add_root_elements(handler)
        handler.addQuickElement("itunes:author", self.feed["author"])
        handler.addQuickElement("itunes:type", "episodic")
        handler.addQuickElement("itunes:explicit", "false")
        handler.addQuickElement("itunes:block", "Yes")
        handler.addQuickElement("itunes:image", None, {"href": self.feed["picture"]})
        handler.addQuickElement("itunes:category", None, {"text": "Government"})
        handler.addQuickElement("podcast:locked", "yes")
        handler.addQuickElement("podcast:guid", self.feed["guid"])

    def add_item_elements(self, handler: SimplerXMLGenerator, item: dict[str, Any]) -> None:
        super().add_item_elements(handler, item)
        handler.addQuickElement("itunes:duration", str(item["seconds"]))
        handler.addQuickElement("itunes:episodeType", "full")
        handler.addQuickElement("itunes:explicit", "false")
        if item["transcript"]:
            attributes = {
                "url": item["transcript"],
                "type": "text/vtt",
                "language": item["language"],
                "rel": "captions",
            }
            handler.addQuickElement("podcast:transcript", None, attributes)
        handler.addQuickElement(
            "podcast:chapters", None, {"url": item["chapters"], "type": "application/json+chapters"}
        )


def build_feed(
    episodes: Iterable[Episode],
    *,
    title: str,
    description: str,
    author: str,
    addresses: Addresses,
    captions: dict[int, Captions],
    published_at: datetime,
) -> PodcastFeed:
    """The feed of audible episodes, which were asked for with their recording and moment."""
    feed = PodcastFeed(
        title=readable(title),
        link=addresses.site,
        description=readable(description),
        language="ko",
        author=readable(author),
        feed_url=addresses.feed,
        picture=addresses.picture,
        # One podcast whoever subscribes: the secret is no part of what it is.
        guid=str(uuid5(_NAMESPACE, addresses.site.partition("//")[2].rstrip("/"))),
    )
    for episode in episodes:
        recording = episode.recording
        assert recording is not None
        words = [episode.summary, *(block.value["title"] for block in episode.segments), recording.voice_note]
        feed.add_item(
            title=readable(episode.title),
            link=episode.full_url or addresses.site,
            description=readable("\n".join(each for each in words if each)),
            unique_id=f"urn:uuid:{episode.translation_key}",
            unique_id_is_permalink=False,
            pubdate=episode.on_air_from,  # type: ignore[attr-defined]
            enclosures=[Enclosure(addresses.recording(episode), str(recording.file_size), recording.file_type)],
            seconds=recording.seconds,
            transcript=addresses.transcript(episode) if recording.pk in captions else "",
            language=recording.language,
            chapters=addresses.chapters(episode),
        )
    # An empty feed would otherwise say that it was built now, and differ each time.
    feed.latest_post_date = lambda: published_at  # type: ignore[method-assign]
    return feed


def chapters_of(episode: Episode) -> dict[str, Any]:
    """JSON chapters: the parts of an episode where they begin. Raises nothing for parts without times."""
    chapters: list[dict[str, Any]] = []
    planned = 0
    for block in episode.segments:
        begins = block.value["starts_at_seconds"]
        begins = planned if begins is None else begins
        chapters.append({"startTime": begins, "title": readable(block.value["title"])})
        planned = begins + (block.value["planned_seconds"] or 0)
    return {"version": "1.2.0", "chapters": sorted(chapters, key=lambda each: each["startTime"])}
