"""Abuse and slurs, by a short list chosen for few false alarms. Whether a text is kind is for people to say.

Patterns are for text that ``letters.fold`` and ``letters.assemble`` made plain, so that zero-width characters,
full-width letters and jamo typed one by one are no disguise. Up to three signs or figures may stand between syllables
(``·`` below); a space may where each syllable then stands alone. City offices write 시발점, 병신년, 질병 신고,
영향을 미친, 새끼손가락 and "김 씨 발언": what follows or goes before decides, and in doubt nothing is found.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

__all__ = ["find_abuse"]

_NO_WORD_BEFORE = r"(?<![가-힣])(?:(?:아|야|개|이런|저런|에이|진짜|존나)(?=[씨시병]))?"
_END = r"(?![가-힣])"
_YOUNG = r"(?!\s?(?:고양이|강아지|손가락|발가락|줄|돼지|곰|오리|호랑이|양|새|사자|거북|동물))"

_WRITTEN = [
    # 아저씨 발, 날씨 발표, 솜씨 발휘, 씨 발아: a letter before, or how the next word goes on.
    rf"{_NO_WORD_BEFORE}(?:씨|쒸|씌|쓰)·[발팔빨벌]"
    r"(?!라|표|언|생|견|휘|전|행|송|급|굴|령|제|신|걸음|아율|아 ?시험|로|레)",
    rf"{_NO_WORD_BEFORE}씨·바{_END}",
    rf"{_NO_WORD_BEFORE}시·[발팔](?:{_END}|(?=새|놈|년|아{_END}|들{_END}|것|같|뭐|왜|롬|련))"
    r"(?!\s?(?:열차|기차|버스|자동차|택시|역|점|정류|기지))",
    r"(?<!\w)[씨시] +[발팔벌](?![가-힣])(?! *(?:빠르|빠른|빨리|벗|길|밑|디딤|맞추|열차|기차|버스|비행기))",
    rf"{_NO_WORD_BEFORE}병·신(?:{_END}|(?=아{_END}|새|같|이|들|놈|짓|은{_END}|을{_END}|취급|년아))"
    r"(?! *(?:년|월|일)(?![가-힣]))",
    r"(?<!\w)병 신(?!\w)",
    r"지·랄(?!탄)|(?<!\w)지 랄(?!\w)",
    rf"(?<!조)개·(?:새|색|쉐|쌔)·끼{_YOUNG}|(?<!\w)개 새 ?끼{_YOUNG}|개쉐이|개자식",
    rf"(?<![가-힣])[이저그요]\s?새·끼{_YOUNG}|새·끼(?:야|들아){_END}",
    r"미친 ?(?:놈|년(?![도간수 ]|$)|새끼)|미친년(?=놈)",
    r"좆|썅|(?<![가-힣])쌍(?:놈|년(?!도))|뒈[져지질]|또라이|찐따|정신병자|후레자식|호로 ?(?:새끼|자식)",
    rf"(?<![가-힣])존·나(?:게)?{_END}",
    r"(?<![이가도은는]\s)(?<![가-힣])닥·쳐(?:라)?(?![가-힣])(?!\s?(?:오|올|온|왔|와))",
    rf"(?<![가-힣])등신(?:아{_END}|새끼|같)|(?<![가-힣])(?:염|옘)병(?:할|하네)|엿 ?먹어라",
    rf"(?<![가-힣])[이저그]\s?(?:년|놈)(?:아|들아){_END}|년놈|(?<!\d)18\s?(?:새끼|놈){_END}",
    r"느금마|느개비|(?<![가-힣])[니네] ?[애에]미(?![가-힣])|니미럴|엠창",
    r"(?<![을를]\s)(?<![가-힣])뒤(?:져라|질래)|죽여 ?버(?:린다|릴|려)|죽일 ?놈",
    r"한남충|맘충|틀딱|급식충|민원충|김치녀|된장녀|짱깨|쪽바리|깜둥이|창녀(?![가-힣]{0,2}왕)|화냥년",
    r"(?<![ㄱ-ㅎㅏ-ㅣ])(?:[ㅅㅆ]·ㅂ|ㅂ·ㅅ|ㅈ·ㄹ|ㅄ)(?![ㄱ-ㅎㅏ-ㅣ])|(?<!\w)[ㅅㅆ] ㅂ(?!\w)",
    r"(?<![a-z])(?:f·u·c·k|s·h·i·t(?:ty)?(?![a-z])|b·i·t·c·h|asshole)",
]
_ABUSE = [re.compile(each.replace("·", r"[^가-힣ㄱ-ㅎㅏ-ㅣa-z\s]{0,3}")) for each in _WRITTEN]


def find_abuse(plain: str) -> Iterator[tuple[int, int]]:
    """Start and end of each abusive word in a text that was folded and assembled."""
    for pattern in _ABUSE:
        for match in pattern.finditer(plain):
            yield match.span()
