"""Bringing the written content onto the site, without undoing an editor's work."""

import datetime as dt
from typing import Any

from django.conf import settings
from django.db import transaction
from wagtail.models import PageViewRestriction, Site

from portal import audit
from portal.content import (
    Data,
    LoadResult,
    plain,
)
from portal.models import User
from training import content_files, scenario_files
from training.actions.loading_quizzes import Objectives, QuizLoader
from training.content_files import ModuleFiles
from training.models import (
    LearningObjective,
    LessonPage,
    ModulePage,
    ProgrammePage,
    Quiz,
    ScenarioPage,
    TrainingIndexPage,
)


@transaction.atomic
def load_content(
    *, programmes: Data, modules: list[ModuleFiles], at: dt.datetime, by: User | None
) -> LoadResult:
    """Everything the files hold that the site has not, or holds as last loaded."""
    loader = Loader(at, by)
    with loader.at_work():
        index = loader.index(programmes["index"])
        for programme in programmes["programmes"]:
            own = [files for files in modules if files.key in programme["modules"]]
            objectives = {files.key: loader.objectives(files) for files in own}
            refresher = loader.refresher(programme, own, objectives)
            pages = loader.programme(index, programme, refresher)
            for files in own:
                loader.module(pages, files, objectives[files.key])
    if loader.result.wrote:
        audit.record("content.loaded", by=by, detail=dict(loader.result.counts))
    return loader.result


class Loader(QuizLoader):
    def index(self, words: Data) -> dict[str, Any]:
        home = Site.objects.get(is_default_site=True).root_page
        homes = {settings.LANGUAGE_CODE: home}
        for code, locale in self.locales.items():
            if code not in homes:
                homes[code] = home.get_translation_or_none(locale) or self.live(
                    home.copy_for_translation(locale)
                )
        titles = {code: {"title": title} for code, title in words["title"].items()}
        pages = self.page(TrainingIndexPage, "training", homes, titles, "training")
        for page in filter(None, pages.values()):
            PageViewRestriction.objects.get_or_create(
                page=page, restriction_type=PageViewRestriction.LOGIN
            )
        return pages

    def programme(
        self, parents: dict[str, Any], words: Data, refresher: Quiz | None
    ) -> dict[str, Any]:
        values = {
            code: {
                "title": title,
                "summary": words["summary"][code],
                "months": words["months"],
                **({"refresher": refresher} if refresher else {}),
            }
            for code, title in words["title"].items()
        }
        path = f"programmes/{words['key']}"
        return self.page(ProgrammePage, path, parents, values, words["slug"])

    def module(
        self, parents: dict[str, Any], files: ModuleFiles, objectives: Objectives
    ) -> None:
        quiz = self.quiz(files, objectives)
        tests = self.tests(files, objectives)
        words = files.module
        values = {
            code: {
                "title": words["title"][code],
                "summary": words["summary"][code],
                "audience": " ".join(words["audience"]),
                "minutes": words["minutes"],
                "objectives": list(objectives[code].values()),
                "quiz": quiz,
                "quiz_intro": files.quiz[code].get("intro", "").strip(),
                **tests,
            }
            for code in files.languages
        }
        pages = self.page(ModulePage, files.key, parents, values, words["slug"])
        for name, lesson in files.lessons.items():
            self.lesson(pages, files.path(name), lesson, objectives)
        for name, scenario in files.scenarios.items():
            self.scenario(pages, files.path(name), scenario)

    def lesson(
        self,
        parents: dict[str, Any],
        path: str,
        lesson: dict[str, Data],
        objectives: dict[str, dict[str, LearningObjective]],
    ) -> None:
        values = {
            code: {
                "title": words["title"],
                "summary": words["summary"],
                "minutes": words["minutes"],
                "objectives": [objectives[code][key] for key in words["objectives"]],
                "body": self.stored(path, code, content_files.body(path, words)),
            }
            for code, words in lesson.items()
        }
        slugs = {code: words["slug"] for code, words in lesson.items()}
        self.page(LessonPage, path, parents, values, slugs)

    def scenario(
        self, parents: dict[str, Any], path: str, scenario: dict[str, Data]
    ) -> None:
        values = {
            code: {
                "title": words["title"],
                "summary": words["summary"],
                "minutes": words["minutes"],
                "required": words.get("required", True),
                "whom_to_tell": plain(words["whom_to_tell"]),
                "scenes": self.stored(path, code, scenario_files.scenes(path, words)),
            }
            for code, words in scenario.items()
        }
        slugs = {code: words["slug"] for code, words in scenario.items()}
        self.page(ScenarioPage, path, parents, values, slugs)
