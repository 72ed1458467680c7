"""Whatever kind of thing an editor changes on the site, the files leave it alone, and
the command says where and in what it differs."""

import pytest

from tests.training.loading import load, loaded_content
from training import models


pytestmark = pytest.mark.django_db
# (model, field): one of each kind that the files bring.
KINDS = {
    "programme": (models.ProgrammePage, "summary"),
    "module": (models.ModulePage, "summary"),
    "lesson": (models.LessonPage, "summary"),
    "scenario": (models.ScenarioPage, "whom_to_tell"),
    "question": (models.Question, "stem"),
    "objective": (models.LearningObjective, "text"),
    "band": (models.GradeBandPage, "summary"),
    "unit": (models.UnitPage, "summary"),
    "class_lesson": (models.ClassLessonPage, "disclosure"),
    "pack": (models.GuidancePage, "summary"),
    "number": (models.SafetyContact, "note"),
    "article": (models.LegalReference, "text"),
    "term": (models.GlossaryTerm, "meaning"),
}


@pytest.fixture(scope="module")
def loaded(django_db_setup, django_db_blocker):
    yield from loaded_content(django_db_blocker)


@pytest.mark.parametrize("kind", KINDS)
def test_an_editors_change_stays_and_is_reported_with_its_field(loaded, kind):
    model, name = KINDS[kind]
    one = model.objects.filter(locale__language_code="en").order_by("pk")[0]
    setattr(one, name, "By the editor")
    one.save()
    if hasattr(one, "save_revision"):
        one.save_revision().publish()

    code, said, complaints = load()

    assert code == 1
    assert "kept 1" in said[0]
    assert f"(en): an editor changed it on the site; kept. Differs in: {name}." in (
        complaints
    )
    assert getattr(model.objects.get(pk=one.pk), name) == "By the editor"


def test_what_somebody_removed_is_said_to_be_removed(loaded):
    models.GlossaryTerm.objects.filter(locale__language_code="en")[0].delete()

    code, _said, complaints = load()

    assert code == 1
    assert "(en): somebody removed it from the site; left out." in complaints
