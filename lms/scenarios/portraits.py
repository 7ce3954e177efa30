"""The citizens of the dialogues, drawn: one hand, six moods each, and the people on our side of the desk.

Pure: every picture is text made of the same few parts. ``manage.py draw_citizens`` writes them to
``static/img/citizens``; a test keeps the files equal to what is drawn here. A new citizen is one entry in ``CITIZENS``.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise as StrPromise

__all__ = ["CITIZENS", "COLLEAGUES", "MOODS", "NOBODY_KNOWN", "Citizen", "pictures"]

INK, SKIN, FLUSH = "#052561", "#fbe3d3", "#d63d4a"
BLUE, DEEP, PALE, SKY = "#256ef4", "#0b50d0", "#d8e5fd", "#b1cefb"
GREY, SLATE, ASH, MIST, WHITE = "#8a949e", "#58616a", "#b1b8be", "#cdd1d5", "#fff"


@dataclass(frozen=True)
class Mood:
    """How a mood sits in a face whose middle is (0, 0): everything a citizen's own features do not say."""

    ground: str
    brows: str
    eyes: str
    mouth: str
    flush: float
    head: str
    #: How far the shoulders go up.
    lift: int
    voice: str = ""


def _dots(left: str, right: str) -> str:
    return f'<path d="M{left}h.01M{right}h.01" stroke-width="8"/>'


#: 0 안도, 1 평온, 2 불편, 3 답답, 4 분노, 5 격앙.
MOODS = (
    Mood(
        ground="#eaf6ec",
        brows="M-17-17q7-5 13-1M13-18q7-4 13 1",
        eyes='<path d="M-16 1q6.5-8 12 0M15 1q6.5-8 12 0"/>',
        mouth=f'<path d="M-8 16q14 3 26-1-2 15-13 15-10 0-13-14z" fill="{WHITE}"/>',
        flush=0.3,
        head="rotate(-4)",
        lift=-4,
    ),
    Mood(
        ground="#ecf2fe",
        brows="M-16-14q6-3 12-1M14-15q6-2 12 1",
        eyes=_dots("-9 0", "21 0"),
        mouth='<path d="M-3 20q9 7 18-1"/>',
        flush=0.22,
        head="rotate(0)",
        lift=0,
    ),
    Mood(
        ground="#f4f5f6",
        brows="M-18-10q7-2 12-8M16-18q5 6 12 8",
        eyes=_dots("-9 1", "21 1"),
        mouth='<path d="M-2 23q4-4 8 0t9-1"/>',
        flush=0.14,
        head="rotate(5)",
        lift=2,
    ),
    Mood(
        ground="#fff3db",
        brows="M-18-9l15 1M13-8l15-1",
        eyes='<path d="M-16-1h14M14-1h14"/><path d="M-8 1v2M22 1v2" stroke-width="7"/>',
        mouth='<path d="M-6 26q11-9 20-2"/>',
        flush=0.2,
        head="translate(2 3)rotate(6)",
        lift=5,
    ),
    Mood(
        ground="#fdefec",
        brows="M-20-16l17 9M14-7l16-9",
        eyes=_dots("-8 1", "21 1"),
        mouth=f'<path d="M-7 25q1-7 8-7l10-1q7 0 7 6 0 4-6 4l-14 1q-6 0-5-3zM1 18v9M10 17v10" fill="{WHITE}"/>',
        flush=0.42,
        head="translate(3 2)rotate(2)",
        lift=9,
    ),
    Mood(
        ground="#fcdfd9",
        brows="M-22-19l20 13M13-6l19-13",
        eyes='<path d="M-14 4q5-8 11-3M16 1q5-5 11 3"/>' + _dots("-8 3", "21 3"),
        mouth=(
            f'<path d="M-9 20q1-8 13-8 14-1 15 7 0 17-13 17-14 0-15-16z" fill="{INK}"/>'
            f'<path d="M-2 16q8-2 14-1" stroke="{WHITE}" stroke-width="5"/>'
        ),
        flush=0.6,
        head="translate(6 0)rotate(4)",
        lift=13,
        voice="M156 84l15-7M158 100h17M155 116l14 7",
    ),
)


@dataclass(frozen=True)
class Citizen:
    """One person: what stays the same in every mood. Paths are drawn around the middle of the face."""

    label: StrPromise
    clothes: str
    #: Behind the head, in front of it, and what lies over everything.
    behind: str = ""
    hair: str = ""
    over: str = ""
    #: Over the clothes, in the picture's own coordinates.
    worn: str = ""
    held: str = ""
    brow: str = INK
    is_voice_only: bool = False


def _fill(d: str, colour: str) -> str:
    return f'<path d="{d}" fill="{colour}"/>'


_COLLAR = _fill("M76 150l20 24 20-24 8 4-14 30-14-10-14 10-14-30z", WHITE)
#: The telephone in the hand at the ear.
_PHONE = (
    '<g transform="rotate(9 50 112)">'
    f'<rect x="38" y="70" width="18" height="50" rx="6" fill="{BLUE}"/>'
    f"{_fill('M34 102q-3-9 6-9h12q6 0 5 5 5 1 4 6 4 2 2 7 2 4-2 8-4 7-12 9l-4 14-22-4 5-16q3-10 6-20z', SKIN)}"
    '<path d="M46 98h11M46 104h14M46 111h14"/></g>'
)
_SLEEVE = "M14 200l12-52q2-8 12-6l18 4q8 2 6 10l-10 44z"
_LANYARD = f'<path d="M76 148l20 26 20-26" stroke="{SKY}"/>' + _fill("M85 172h22v26h-22z", WHITE)

CITIZENS: dict[str, Citizen] = {
    "mr-oh": Citizen(
        label=gettext_lazy("man in his forties, on the phone"),
        clothes=GREY,
        worn=_COLLAR,
        hair=_fill("M-36 2c-8-34 4-50 32-52 30-3 44 14 39 44-3-8-6-13-9-19-16 4-34 2-44-5-4 9-13 14-18 32z", INK),
        held=_PHONE + _fill(_SLEEVE, GREY),
    ),
    "ms-bae": Citizen(
        label=gettext_lazy("woman in her fifties, at the counter"),
        clothes=PALE,
        behind=_fill(
            "M-34 30c-14-2-18-16-10-24-10-9-6-25 6-27-2-14 12-23 23-18 8-11 26-10 31 1 13-3 24 8 20 20 11 6 12 20 3 27"
            "q5 12-5 19z",
            INK,
        ),
        hair=_fill(
            "M-37-6c-3-24 8-40 36-40 26 0 38 16 37 38-6-3-10-10-12-17-6 5-15 5-21 0-7 5-17 4-22-2-3 10-9 17-18 21z", INK
        ),
        worn=_fill("M80 148q16 18 32 0l6 72h-44z", WHITE) + '<path d="M76 148q-6 30 0 72M116 148q6 30 0 72"/>',
        over='<path d="M-38 22h.01" stroke="#d63d4a" stroke-width="9"/>',
    ),
    "night-caller": Citizen(label=gettext_lazy("a voice on the phone, at night"), clothes=SKY, is_voice_only=True),
    "mr-han": Citizen(
        label=gettext_lazy("man in his seventies, on the phone"),
        clothes=WHITE,
        worn=_fill("M66 152l30 34 30-34 14 6v64h-88v-64z", ASH) + _fill("M78 148l18 22 18-22 6 4-24 32-24-32z", WHITE),
        hair=(
            _fill("M-35 6c-6-4-8-18-2-28 3-6 8-9 12-10 0 12-3 20-6 26 0 6-1 10-4 12z", WHITE)
            + _fill("M34-2c4-8 3-20-3-27-3-3-6-5-9-5 3 9 6 15 8 20q1 7 4 12z", WHITE)
            + '<path d="M-20-38q8-9 20-8M-6-39q10-6 22-1"/>'
        ),
        over=(
            '<circle cx="-8" cy="1" r="12.5"/><circle cx="21" cy="1" r="12.5"/><path d="M5 0q2-2 3 0M-21-1l-13-3"/>'
            '<path d="M-25 14q2 7 7 11M33 15q-1 6-4 9" stroke-width="3"/>'
        ),
        held=_PHONE + _fill(_SLEEVE, WHITE),
        brow=SLATE,
    ),
    "ms-seo": Citizen(
        label=gettext_lazy("woman in her thirties, with a mobile phone"),
        clothes=DEEP,
        behind=_fill("M-36-8c-4-36 18-44 36-44 24 0 40 14 38 46 0 30 6 52 2 72h-82c-4-22 8-44 6-74z", INK),
        hair=_fill("M-36 12c-8-40 8-56 36-56 28 0 42 18 36 48-4-14-10-24-20-34-10 20-36 18-52 42z", INK),
        worn=_fill("M80 148q16 18 32 0l3 22q-19 16-38 0z", WHITE) + '<path d="M96 178v22"/>',
        held=(
            f'<rect x="124" y="132" width="36" height="56" rx="7" fill="{WHITE}"/>'
            f'<circle cx="134" cy="143" r="4.5" fill="{INK}"/><path d="M145 143h.01" stroke-width="6"/>'
            + _fill("M126 200l-3-22q-2-8 4-9 5 0 7 6l2 7 18-6q6-1 6 4l-2 20z", SKIN)
        ),
    ),
    "ms-nam": Citizen(
        label=gettext_lazy("woman in her sixties, with a hearing aid"),
        clothes=BLUE,
        behind=_fill("M-36 38c-7-14-6-28-2-44h73c7 16 6 30 0 44z", MIST),
        hair=_fill("M-38 2c-4-30 8-50 38-50 28 0 42 18 36 50-5-6-9-16-11-25-16 6-33 2-43-6-2 13-9 25-20 31z", MIST),
        over=(
            '<path d="M-36 8q-3-11-11-5-5 5 0 16" stroke-width="11"/>'
            f'<path d="M-36 8q-3-11-11-5-5 5 0 16" stroke="{SKY}" stroke-width="4.5"/>'
        ),
        worn=_fill("M74 150l22 20 22-20 6 4-28 34-28-34z", WHITE) + '<path d="M96 190v30"/>',
        brow=SLATE,
    ),
}

#: Who is shown where a file names a citizen that is not drawn: the one without a face of their own.
NOBODY_KNOWN = "night-caller"

#: The people of the desk: one quiet face each.
COLLEAGUES: dict[str, Citizen] = {
    "clerk": Citizen(
        label=gettext_lazy("clerk"),
        clothes=PALE,
        behind=_fill("M-10-42c-10-6-10-20 4-21 14-1 17 13 7 21z", INK),
        hair=_fill("M-36 6c-6-36 8-52 36-52 28 0 42 18 36 48-4-10-12-24-26-34-12 12-34 14-46 38z", INK),
        worn=_fill("M78 148l18 42 18-42z", WHITE) + _LANYARD,
    ),
    "leader": Citizen(
        label=gettext_lazy("team leader"),
        clothes=DEEP,
        hair=_fill("M-36 2c-8-34 4-50 34-50 28 0 40 14 37 44-4-8-8-14-14-20-14 2-32 0-40-6-4 10-12 18-17 32z", GREY),
        worn=_fill("M76 148l20 44 20-44z", WHITE) + _fill("M90 156h12l4 34-10 8-10-8z", BLUE) + _LANYARD,
        over='<circle cx="-8" cy="1" r="13"/><circle cx="21" cy="1" r="13"/><path d="M5 0h2"/>',
        brow=SLATE,
    ),
    "colleague": Citizen(
        label=gettext_lazy("colleague"),
        clothes=WHITE,
        hair=_fill("M-36 4c-8-36 6-52 36-52 28 0 42 16 36 46-4-4-8-10-10-18-14 6-36 4-46-4-4 8-12 16-16 28z", INK),
        worn=_fill("M62 154l34 40 34-40 12 6v42h-92v-42z", BLUE) + _LANYARD,
    ),
}


def pictures() -> dict[str, str]:
    """Every picture by its file name."""
    drawn = {
        f"{key}-{mood}.svg": (_voice(mood) if citizen.is_voice_only else _portrait(citizen, MOODS[mood]))
        for key, citizen in CITIZENS.items()
        for mood in range(len(MOODS))
    }
    return drawn | {f"{key}.svg": _portrait(person, MOODS[1]) for key, person in COLLEAGUES.items()}


def _portrait(who: Citizen, mood: Mood) -> str:
    brow = "" if who.brow == INK else f' stroke="{who.brow}"'
    head = f'<g transform="translate(96 94){mood.head}">'
    figure = [
        f"{head}{who.behind}</g>" if who.behind else "",
        f'<g transform="translate(0 {-mood.lift})">',
        _fill("M26 220v-28c0-30 14-42 40-46l16-4h28l16 4c26 4 40 16 40 46v28z", who.clothes),
        who.worn,
        "</g>",
        _fill("M82 126v22q14 16 28 0v-22", SKIN),
        head,
        _fill("M-34 0c-12-5-15 17 1 19", SKIN),
        _fill("M-36-4c0-28 14-40 36-40 22 0 36 12 36 40 0 26-13 47-34 47-22 0-38-21-38-47z", SKIN),
        f'<path d="M-16 15h.01M29 15h.01" stroke="{FLUSH}" stroke-opacity="{mood.flush}" stroke-width="14"/>',
        f'<path d="M8 3l4 8"/>{mood.eyes}{mood.mouth}',
        who.hair,
        f'<path d="{mood.brows}" stroke-width="4.5"{brow}/>',
        who.over,
        "</g>",
        who.held,
    ]
    return _page(mood.ground, [], figure, [f'<path d="{mood.voice}" stroke="{FLUSH}"/>'] if mood.voice else [])


#: What is heard of somebody nobody sees: from a low even line to a high jagged one.
_WAVES = (
    "M128 92q6-5 12 0t12 0 12 0 12 0",
    "M128 92q6-12 12 0t12 0 12 0 12 0",
    "M128 92l6-11 7 20 7-16 6 13 7-19 6 18 7-5",
    "M126 92l6-18 7 34 7-28 6 24 7-30 6 30 6-12h5",
    "M126 92l6-30 7 56 8-50 7 46 7-52 7 54 5-24h5",
    "M126 92l6-42 7 80 8-74 7 70 7-76 7 78 5-36h5",
)
_MOON = "M158 20c-14 2-18 20-5 27 7 4 15 1 18-4-14 2-20-12-13-23z"


def _voice(mood: int) -> str:
    """A silhouette at the telephone, and its voice as a line: no face for a person one only hears."""
    colour = (BLUE, BLUE, INK, INK, FLUSH, FLUSH)[mood]
    figure = [
        f'<g transform="translate(-24 {-mood})">',
        _fill("M26 220v-28c0-30 14-42 40-46l14-3v-24h32v24l14 3c26 4 40 16 40 46v28z", SKY),
        _fill("M58 94c-2-36 14-50 40-50 26 0 40 16 37 50 0 26-14 47-35 47-24 0-42-21-42-47z", SKY),
        _PHONE.replace(SKIN, SKY),
        _fill(_SLEEVE, SKY),
        "</g>",
    ]
    wave = f'<path d="{_WAVES[mood]}" stroke="{colour}" stroke-width="5"/>'
    return _page(MOODS[mood].ground, [_fill(_MOON, WHITE)], figure, [wave])


def _page(ground: str, behind: list[str], figure: list[str], before: list[str]) -> str:
    """The figure is drawn a little larger than its coordinates say, from the lower edge up."""
    parts = [*behind, '<g transform="translate(-11.5 -23)scale(1.12)">', *figure, "</g>", *before]
    body = "\n".join(part for part in parts if part)
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 192 192" width="192" height="192" fill="none" '
        f'stroke="{INK}" stroke-width="3.6" stroke-linecap="round" stroke-linejoin="round">\n'
        f'<rect width="192" height="192" rx="28" fill="{ground}" stroke="none"/>\n{body}\n</svg>\n'
    )
