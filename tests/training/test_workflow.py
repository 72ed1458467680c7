"""Author, specialist, ministry: what is stopped goes to nobody, and no step is skipped."""

import json

import pytest
from wagtail.models import Workflow
from wagtail.test.utils.form_data import nested_form_data, rich_text, streamfield

from tests.factories.curriculum import class_lesson, curriculum, guide
from tests.factories.schools import granted_post
from tests.factories.training import course, lesson, publish
from training.models import ClassLessonPage, ItemVersion, LegalReference, LessonPage


pytestmark = pytest.mark.django_db
TELLS = ("whotell", "Tregojini psikologut të shkollës.")


@pytest.fixture
def people(client_of):
    """Clients of the three, by role."""
    return {
        role: client_of(granted_post(role).staff.user)
        for role in ("editor", "content_specialist", "content_ministry")
    }


@pytest.fixture
def page():
    made = course(lessons=0)
    return lesson(made.module, "Mësimi", body=guide())


def form(page, button, *blocks, **changed):
    data = {
        "title": page.title,
        "slug": page.slug,
        "summary": page.summary,
        "minutes": page.minutes,
        "change": "minor",
        "body": streamfield(list(blocks) or [TELLS]),
        "comments-TOTAL_FORMS": 0,
        "comments-INITIAL_FORMS": 0,
        button: "1",
    }
    return nested_form_data(data | changed)


def edit(client, page, button, *blocks, **changed):
    data = form(page, button, *blocks, **changed)
    return client.post(f"/cms/pages/{page.pk}/edit/", data)


def approve(client, page):
    state = LessonPage.objects.get(pk=page.pk).current_workflow_task_state
    url = f"/cms/pages/workflow/action/{page.pk}/approve/{state.pk}/"
    return client.post(url, {"comment": ""})


def test_a_new_installation_has_the_three_steps_for_every_page(page):
    workflow = page.get_workflow()

    assert [task.specific.groups.get().name for task in workflow.tasks] == [
        "Content specialists",
        "Content ministry",
    ]
    assert Workflow.objects.filter(workflow_pages__isnull=False).count() == 1


def test_a_text_goes_through_specialist_and_ministry_to_its_readers(page, people):
    edit(people["editor"], page, "action-submit", title="Mësimi i ri", change="major")
    assert LessonPage.objects.get(pk=page.pk).title == "Mësimi"

    approve(people["editor"], page)  # answers, and changes nothing
    approve(people["content_specialist"], page)
    assert LessonPage.objects.get(pk=page.pk).title == "Mësimi"
    approve(people["content_ministry"], page)

    assert LessonPage.objects.get(pk=page.pk).title == "Mësimi i ri"
    assert ItemVersion.objects.order_by("-id").first().change == "major"


def test_the_ministry_cannot_approve_in_the_specialists_place(page, people):
    edit(people["editor"], page, "action-submit", title="Mësimi i ri")

    approve(people["content_ministry"], page)

    state = LessonPage.objects.get(pk=page.pk).current_workflow_task_state
    assert state.task.name == "Specialisti i mbrojtjes së fëmijëve"


@pytest.mark.parametrize(
    ("role", "button"),
    [("editor", "action-submit"), ("content_ministry", "action-publish")],
)
def test_a_text_that_is_stopped_goes_to_nobody_and_nothing_is_lost(
    role, button, page, people
):
    response = edit(people[role], page, button, ("reflection", "Pa njeri."))

    assert response.status_code == 200
    assert "nuk thotë kujt t’i tregohet" in response.text
    assert "Pa njeri." in response.text
    assert not LessonPage.objects.get(pk=page.pk).workflow_in_progress


def test_a_draft_is_saved_whatever_it_lacks(page, people):
    response = edit(people["editor"], page, "action-save", ("reflection", "Pa njeri."))

    assert response.status_code == 302
    assert "Pa njeri." in str(
        LessonPage.objects.get(pk=page.pk).get_latest_revision_as_object().body
    )


def test_an_article_publishes_only_with_a_check_of_this_year(page, people):
    reference = LegalReference.objects.create(
        locale=page.locale, article="Neni 3", text="…", source="…"
    )
    blocks = (TELLS, ("reflection", "Shihni nenin 3."), ("legal", reference.pk))
    client = people["content_ministry"]

    refused = edit(client, page, "action-publish", *blocks, title="Neni")
    LegalReference.objects.update(checked_on="2026-11-01")
    edit(client, page, "action-publish", *blocks, title="Neni")

    assert refused.status_code == 200
    assert LessonPage.objects.get(pk=page.pk).title == "Neni"


def test_what_went_stale_under_review_cannot_be_approved(page, people):
    edit(people["editor"], page, "action-submit", title="Në shqyrtim")
    draft = LessonPage.objects.get(pk=page.pk).get_latest_revision()
    draft.content["body"] = json.dumps([{"type": "reflection", "value": "Pa njeri."}])
    draft.save()

    approve(people["content_specialist"], page)

    state = LessonPage.objects.get(pk=page.pk).current_workflow_task_state
    assert state.task.name == "Specialisti i mbrojtjes së fëmijëve"


def test_bulk_publishing_is_held_against_the_checks_too(page, people):
    page.title, page.body = "Tjetër", json.dumps([])
    page.save_revision()

    people["content_ministry"].post(
        f"/cms/bulk/wagtailcore/page/publish/?id={page.pk}", {"include_descendants": ""}
    )

    assert LessonPage.objects.get(pk=page.pk).title == "Mësimi"


def test_the_editor_reads_what_the_checks_say(page, people):
    people["editor"].cookies["language"] = "en"
    page.body, page.change = json.dumps([]), "safety"
    page.save_revision()

    text = people["editor"].get(f"/cms/pages/{page.pk}/edit/").text

    assert "marked “safety”" in text


def test_a_pupils_sheet_is_held_against_its_grade(people):
    made = curriculum(lessons=0)
    value = {"question": "një " * 30, "lines": 2}
    page = class_lesson(made.unit, handout=guide({"type": "lines", "value": value}))
    people["editor"].cookies["language"] = "en"

    text = people["editor"].get(f"/cms/pages/{page.pk}/edit/").text

    assert "sentences of more than 20 words" in text


def test_a_class_lesson_is_published_from_its_form(people):
    page = class_lesson(curriculum(lessons=0).unit)
    step = {
        "title": "Hapi",
        "minutes": 10,
        "grouping": "pairs",
        "materials": "",
        "text": rich_text("<p>Flisni.</p>"),
    }
    data = nested_form_data(
        {
            "title": "Ora e re",
            "slug": page.slug,
            "summary": "",
            "minutes": 40,
            "preparation": rich_text("<p>Fletë.</p>"),
            "disclosure": rich_text("<p>Dëgjojeni.</p>"),
            "change": "minor",
            "guide": streamfield([("activity", step), TELLS]),
            "handout": streamfield([]),
            "easy_read": streamfield([]),
            "slides": streamfield([]),
            "comments-TOTAL_FORMS": 0,
            "comments-INITIAL_FORMS": 0,
            "action-publish": "1",
        }
    )

    people["content_ministry"].post(f"/cms/pages/{page.pk}/edit/", data)

    assert ClassLessonPage.objects.get(pk=page.pk).title == "Ora e re"


def test_the_preview_of_a_translation_can_show_the_source_beside(people):
    from tests.factories.training import in_english

    page = publish(class_lesson(curriculum(lessons=0).unit, "Ora shqip"))
    english = in_english(page, title="The lesson", slug="the-lesson")
    people["editor"].get(f"/cms/pages/{english.pk}/edit/")

    modes = dict(english.preview_modes)
    shown = english.make_preview_request(None, "source")

    assert "source" in modes
    assert "source" not in dict(page.preview_modes)
    assert "Ora shqip" in shown.rendered_content


def test_the_preview_may_stand_in_the_editors_own_frame_only(page, people):
    client = people["editor"]
    url = f"/cms/pages/{page.pk}/edit/preview/"
    data = form(page, "action-save", title="Në pamje")
    client.post(url, data)

    shown = client.get(f"{url}?in_preview_panel=true")

    assert "Në pamje" in shown.text
    assert "frame-ancestors 'self'" in shown["Content-Security-Policy"]
    assert shown["X-Frame-Options"] == "SAMEORIGIN"
