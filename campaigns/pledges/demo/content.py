"""What the demo campaigns say: the two texts, their stories."""

from __future__ import annotations

from pathlib import Path

__all__ = ["LAST_YEAR_STORY", "LINES", "PREAMBLE", "PREAMBLE_EN", "STORY", "promises"]

PREAMBLE = "우리는 시민이 믿고 기댈 수 있는 이웃이 되고자, 오늘부터 다음과 같이 실천할 것을 다짐합니다."
PREAMBLE_EN = "To be neighbours whom citizens can trust and lean on, we pledge to do the following from today."
LINES = (
    {"key": "greet", "ko": "먼저 인사하고 끝까지 듣겠습니다.", "en": "I greet first and listen to the end."},
    {"key": "plain", "ko": "쉬운 말로 정확하게 안내하겠습니다.", "en": "I explain correctly in plain words."},
    {"key": "clean", "ko": "어떤 금품과 향응도 받지 않겠습니다.", "en": "I accept no money, gifts or favours."},
    {
        "key": "near",
        "ko": "도움이 더 필요한 분께 먼저 다가가겠습니다.",
        "en": "I go first to those who need more help.",
    },
    {
        "key": "mates",
        "ko": "함께 일하는 동료를 존중하고 보호하겠습니다.",
        "en": "I respect and protect those I work with.",
    },
)
STORY = """
<p>친절은 타고난 성격이 아니라 몸에 밴 습관입니다. 인사 한마디를 먼저 건네는 데는 2초면 되지만, 그 2초가 민원인의
하루와 우리의 하루를 바꿉니다.</p>
<h3>이번에는 이렇게 합니다</h3>
<ul><li>다짐문을 한 줄씩 읽고, 마음이 움직이면 서명합니다. 서명은 자율입니다.</li>
<li>나만의 한 줄을 적으면 친절나무에 잎으로 달립니다.</li>
<li>7일, 30일, 90일이 되는 날 혼자서 조용히 돌아봅니다. 그 답은 나만 봅니다.</li></ul>
<p>누가 서명하지 않았는지는 어디에도 나오지 않습니다. 함께한 만큼 나무가 자랄 뿐입니다.</p>
"""
LAST_YEAR_STORY = """
<p>작년에는 ‘먼저 건네는 인사’를 함께 연습했습니다. 민원실에서 시작한 아침 인사가 복도와 엘리베이터로 번졌고, 여러
부서가 자기 부서만의 인사말을 만들었습니다.</p>
<h3>돌아보며</h3>
<p>가장 많이 나온 말은 ‘끝까지 듣기’였습니다. 다짐을 적어 책상에 붙여 둔 분들은 바쁜 오후에 특히 도움이 됐다고 했습니다.
올해 캠페인은 여기에서 이어집니다.</p>
"""


def promises() -> list[str]:
    """The lines that people of the demo city add, one a line of ``promises.txt``."""
    return Path(__file__).with_name("promises.txt").read_text(encoding="utf-8").split("\n")[:-1]
