"""Questions as the editor writes them: what is refused, what is frozen, how a key is rewritten. No database."""

import pytest
from django.core.exceptions import ValidationError
from django.template.loader import get_template
from django.utils import translation

from lms.quizzes.blocks import QuestionsBlock
from lms.quizzes.questions import Key, Kind, Question

BLOCKS = QuestionsBlock().child_blocks


def choices(*pairs):
    return [
        {"type": "item", "id": f"c{index}", "value": {"text": text, "is_correct": right, "feedback": f"되먹임 {index}"}}
        for index, (text, right) in enumerate(pairs)
    ]


def raw(kind, *pairs, **more):
    if kind == "true_false":
        told = {"feedback_true": "예", "feedback_false": "아니오", "explanation": "까닭"}
        return {"text": "맞는 말", "answer": "true"} | told | more
    return {"text": "무엇일까요?", "choices": choices(*pairs), "explanation": "까닭"} | more


def cleaned(kind, value):
    block = BLOCKS[kind]
    return block.clean(block.to_python(value))


def messages_of(error):
    """Every message of a nested block error, wherever it stands."""
    found = []

    def walk(data):
        if isinstance(data, dict):
            for name, value in data.items():
                if name == "messages":
                    found.extend(value)
                else:
                    walk(value)

    walk(error.as_json_data())
    return found


REFUSED = [
    ("single", [("가", False), ("나", False)], "오답만"),
    ("single", [("가", True), ("나", True)], "둘"),
    ("single", [("가", True), (" 가 ", False)], "같은 보기"),
    ("single", [("가", True)], "보기 하나"),
    ("multiple", [("가", False), ("나", False)], "오답만"),
    ("multiple", [("가", True), ("나", True)], "정답만"),
    ("multiple", [("A b", True), ("ab", True), ("다", False)], "같은 보기"),
]


@pytest.mark.parametrize(("kind", "pairs", "why"), REFUSED, ids=[f"{each[0]}-{each[2]}" for each in REFUSED])
def test_a_question_that_cannot_be_answered_fairly_is_refused_in_korean(kind, pairs, why):
    with translation.override("ko"), pytest.raises(ValidationError) as refusal:
        cleaned(kind, raw(kind, *pairs))
    found = messages_of(refusal.value)
    assert found
    assert all(any("가" <= letter <= "힣" for letter in message) for message in found), found


@pytest.mark.parametrize(
    ("kind", "value"),
    [
        ("single", raw("single", ("가", True), ("나", False), text=" ")),
        ("single", raw("single", ("가", True), ("", False))),
        ("true_false", raw("true_false", text="")),
        ("true_false", raw("true_false", answer="")),
    ],
)
def test_an_empty_part_is_refused(kind, value):
    with pytest.raises(ValidationError):
        cleaned(kind, value)


@pytest.mark.parametrize(
    ("kind", "pairs"),
    [
        ("single", [("가", True), ("나", False)]),
        ("multiple", [("가", True), ("나", True), ("다", False)]),
        ("multiple", [("가", True), ("나", False)]),
        ("true_false", []),
    ],
)
def test_a_fair_question_is_taken(kind, pairs):
    cleaned(kind, raw(kind, *pairs))


def test_an_unfinished_question_may_be_kept_as_a_draft():
    block = QuestionsBlock()
    value = block.to_python([{"type": "single", "id": "q", "value": raw("single", ("가", False), ("나", False))}])
    block.clean_deferred(value)


def frozen(kind, value, key="q1"):
    block = BLOCKS[kind]
    return block.question_of(key, block.to_python(value))


def test_a_choice_question_freezes_with_the_ids_of_its_choices():
    question = frozen("multiple", raw("multiple", ("가", True), (" 나 ", False)))
    assert question.kind is Kind.MULTIPLE
    assert [(each.id, each.text, each.feedback, each.is_correct) for each in question.choices] == [
        ("c0", "가", "되먹임 0", True),
        ("c1", "나", "되먹임 1", False),
    ]
    assert question.answer_key == Key(frozenset({"c0"}))


def test_true_and_false_freeze_without_words_of_one_language():
    with translation.override("ko"):
        korean = frozen("true_false", raw("true_false"))
        assert [choice.label for choice in korean.choices] == ["맞습니다", "아닙니다"]
    with translation.override("en"):
        english = frozen("true_false", raw("true_false"))
        assert [choice.label for choice in english.choices] == ["True", "False"]
    assert korean.digest == english.digest


@pytest.mark.parametrize(
    "value",
    [raw("single", ("가", True), ("나", False)), raw("single", ("가\n나", True), ("“따옴표”", False), explanation="")],
)
def test_what_is_frozen_reads_back_the_same(value):
    question = frozen("single", value)
    assert Question.from_content("q1", question.content()) == question
    assert Question.from_content("q1", question.content()).digest == question.digest


def test_every_part_of_a_question_changes_its_digest():
    base = raw("single", ("가", True), ("나", False))
    others = [
        raw("single", ("가", False), ("나", True)),
        raw("single", ("가", True), ("다", False)),
        base | {"text": "다른 말"},
        base | {"explanation": "다른 까닭"},
    ]
    digests = {frozen("single", value).digest for value in [base, *others]}
    assert len(digests) == 5


def test_editions_read_alike_when_only_key_feedback_or_explanation_differ():
    base = frozen("single", raw("single", ("가", True), ("나", False)))
    assert base.reads_like(frozen("single", raw("single", ("가", False), ("나", True), explanation="새 까닭")))
    assert not base.reads_like(frozen("single", raw("single", ("가", True), ("나다", False))))
    assert not base.reads_like(frozen("single", raw("single", ("가", True), ("나", False)), key="q2"))


@pytest.mark.parametrize(
    ("kind", "value", "right"),
    [
        ("single", raw("single", ("가", True), ("나", False)), {"c1"}),
        ("multiple", raw("multiple", ("가", True), ("나", False), ("다", False)), {"c1", "c2"}),
        ("true_false", raw("true_false"), {"false"}),
    ],
)
def test_a_corrected_key_is_written_into_the_stored_block(kind, value, right):
    block = BLOCKS[kind]
    rekeyed = block.rekeyed(value, right)
    question = frozen(kind, rekeyed)
    assert question.answer_key == Key(frozenset(right))
    assert question.reads_like(frozen(kind, value))
    assert value != rekeyed
    block.clean(block.to_python(rekeyed))


@pytest.mark.parametrize(
    ("kind", "key", "fits"),
    [
        ("single", Key(frozenset("a")), True),
        ("single", Key(frozenset("ab")), False),
        ("single", Key(frozenset(), accepts_all=True), False),
        ("multiple", Key(frozenset("ab")), True),
        ("true_false", Key(frozenset(["true", "false"])), False),
    ],
)
def test_a_key_the_editor_would_refuse_does_not_fit(kind, key, fits):
    assert BLOCKS[kind].fits(key) is fits


@pytest.mark.parametrize("kind", list(BLOCKS))
def test_every_kind_is_shown_in_the_block_picker(kind):
    block = BLOCKS[kind]
    assert block.is_previewable
    assert block.get_description()
    assert block.meta.group
    html = block.render(block.get_preview_value())
    assert html.count("review__choice--correct") == (2 if kind == "multiple" else 1)
    get_template(block.meta.preview_template)
