"""The written content reaches the site once, and an editor's hand is respected."""

import json

import pytest
from wagtail.models import ReferenceIndex

from tests.training.loading import load, loaded_content, read_instead, read_little
from training import content_files
from training.models import (
    ItemVersion,
    LearningItem,
    LegalReference,
    LessonPage,
    ProgrammePage,
    Question,
    Quiz,
)


pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def loaded(django_db_setup, django_db_blocker):
    yield from loaded_content(django_db_blocker)


def a_lesson(language="sq"):
    return LessonPage.objects.filter(locale__language_code=language).order_by("path")[0]


def test_a_second_run_changes_nothing(loaded):
    before = list(ItemVersion.objects.values_list("pk", flat=True))

    code, said, _ = load()

    assert code == 0
    assert said[0].startswith("new 0, changed 0, same ")
    assert list(ItemVersion.objects.values_list("pk", flat=True)) == before


def test_a_translation_shares_the_key_and_the_block_ids(loaded):
    albanian, english = a_lesson("sq"), a_lesson("en")

    assert english.translation_key == albanian.translation_key
    assert english.translation_key == content_files.key_of("t1/lesson-1")
    assert [b.id for b in english.body] == [b.id for b in albanian.body]


def test_the_options_of_a_question_have_one_key_in_all_languages(loaded):
    by_key = {}
    for row in Question.objects.select_related("locale"):
        by_key.setdefault(row.translation_key, []).append([o.id for o in row.options])

    assert all(len(both) == 2 and both[0] == both[1] for both in by_key.values())


def legal_blocks(page):
    return [block.value for block in page.body if block.block_type == "legal"]


def test_a_lesson_points_to_the_article_in_its_own_language(loaded):
    for language in ("sq", "en"):
        (article,) = legal_blocks(a_lesson(language))

        assert article.translation_key == content_files.key_of("articles/palermo-3")
        assert article.locale.language_code == language


def test_an_article_that_a_person_took_away_is_left_out(loaded):
    LegalReference.objects.filter(locale__language_code="sq").delete()

    code, _said, complaints = load()

    assert code == 1
    assert "articles/palermo-3 (sq)" in complaints
    assert legal_blocks(a_lesson("sq")) == []
    assert len(legal_blocks(a_lesson("en"))) == 1


def test_an_article_that_no_file_has_is_named(loaded, monkeypatch):
    programmes, modules = read_little()
    block = {"id": "x", "type": "legal", "article": "neni-0"}
    modules[0].lessons["lesson-1"]["sq"]["body"].insert(0, block)
    read_instead(monkeypatch, lambda: (programmes, modules))

    code, _said, complaints = load()

    assert code == 2
    assert "t1/lesson-1 points to neni-0" in complaints


def test_a_question_begins_with_a_revision_that_says_it(loaded):
    for question in Question.objects.select_related("latest_revision"):
        said = question.latest_revision.as_object()

        assert question.live
        assert question.live_revision == question.latest_revision
        assert said.content() == question.content()


def test_where_an_objective_is_used_is_known(loaded):
    objective = Question.objects.order_by("pk")[0].objective

    used = ReferenceIndex.get_references_to(objective).values("content_type__model")

    assert {row["content_type__model"] for row in used} == {"question", "quiz"}


def test_an_editors_draft_of_a_question_is_kept(loaded):
    question = Question.objects.filter(locale__language_code="en").first()
    question.stem = "A question of the editor"
    question.save_revision()

    code, said, _ = load()

    assert code == 1
    assert "kept 1" in said[0]


def test_the_blueprint_draws_ten_with_every_objective(loaded):
    draws = Quiz.objects.get(purpose="module").draws.all()

    assert sum(draw.count for draw in draws) == 10
    assert all(draw.count >= 1 for draw in draws)


def test_a_programme_is_renewed_by_ten_questions_of_its_modules(loaded):
    pages = ProgrammePage.objects.select_related("refresher")
    objectives = Quiz.objects.get(purpose="module").draws.values("objective")

    quizzes = {page.locale.language_code: page.refresher for page in pages}

    draws = quizzes["sq"].draws.all()
    assert quizzes["sq"] == quizzes["en"] == Quiz.objects.get(purpose="refresher")
    assert sum(draw.count for draw in draws) == 10
    assert not draws.exclude(objective__in=objectives).exists()


def test_a_refresher_left_out_of_the_file_stays_on_the_site(loaded, monkeypatch):
    programmes, modules = read_little()
    del programmes["programmes"][0]["refresher"]
    read_instead(monkeypatch, lambda: (programmes, modules))

    _code, said, _ = load()

    assert said[0].startswith("new 0, changed 0,")
    assert ProgrammePage.objects.filter(refresher__isnull=False).count() == 2


def test_an_editors_change_is_kept_and_reported(loaded):
    page = a_lesson()
    page.title = "Titulli i redaktorit"
    page.save_revision().publish()

    code, said, complaints = load()

    assert code == 1
    assert "kept 1" in said[0]
    assert "t1/lesson-1 (sq)" in complaints
    assert a_lesson().title == "Titulli i redaktorit"


def test_an_editors_draft_is_a_change_too(loaded):
    page = a_lesson()
    page.title = "Ende draft"
    page.save_revision()

    assert load()[0] == 1


def test_a_page_an_editor_deleted_stays_deleted(loaded):
    a_lesson().delete()

    code, _said, complaints = load()

    assert code == 1
    assert "t1/lesson-1" in complaints
    assert LessonPage.objects.filter(locale__language_code="sq").count() == 3


def test_an_editor_who_saves_without_changing_changes_nothing(loaded):
    page = a_lesson()
    raw = page.body.get_prep_value()
    for block in raw:
        if block["type"] == "paragraph":
            block["value"] = block["value"].replace("<p>", '<p data-block-key="ab1cd">')
    page.body = json.dumps(raw)
    page.save_revision().publish()

    assert load()[0] == 0


def test_a_changed_file_updates_what_nobody_touched(loaded, monkeypatch):
    programmes, modules = read_little()
    modules[0].lessons["lesson-1"]["sq"]["title"] = "Titull i ri"
    read_instead(monkeypatch, lambda: (programmes, modules))

    code, said, _ = load()

    item = LearningItem.objects.get(translation_key=content_files.key_of("t1/lesson-1"))
    assert code == 0
    assert said[0].startswith("new 0, changed 1,")
    assert a_lesson().title == item.titles["sq"] == "Titull i ri"
    assert item.current.number == 2


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("one\ntwo", "<p>one two</p>"),
        ("one\n\ntwo", "<p>one</p><p>two</p>"),
        ("**bold** & <i>", "<p><b>bold</b> &amp; &lt;i&gt;</p>"),
    ],
)
def test_the_files_words_become_safe_html(text, html):
    assert content_files.rich(text) == html
