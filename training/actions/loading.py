"""Bringing the written content onto the site, without undoing an editor's work."""

import datetime as dt
import json
from collections import Counter
from collections.abc import Callable, Iterable
from typing import Any

from django.conf import settings
from django.db import transaction
from wagtail.models import Locale, Page, PageViewRestriction, Site

from portal import audit
from portal.content import (
    CHANGED,
    KEPT,
    NEW,
    SAME,
    Data,
    LoadResult,
    content_hash,
    key_of,
    plain,
    verdict,
)
from portal.models import User
from training import content_files, scenario_files
from training.content_files import ModuleFiles
from training.drawing import share_out
from training.models import (
    LearningObjective,
    LessonPage,
    LoadedContent,
    ModulePage,
    ProgrammePage,
    Question,
    Quiz,
    QuizDraw,
    ScenarioPage,
    TrainingIndexPage,
)


Objectives = dict[str, dict[str, LearningObjective]]  # by language, then by key


@transaction.atomic
def load_content(
    *, programmes: Data, modules: list[ModuleFiles], at: dt.datetime, by: User | None
) -> LoadResult:
    """Everything the files hold that the site has not, or holds as last loaded."""
    loader = Loader(at, by)
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


class Loader:
    def __init__(self, at: dt.datetime, by: User | None) -> None:
        self.at, self.by = at, by
        self.result = LoadResult()
        self.locales = {locale.language_code: locale for locale in Locale.objects.all()}
        self.loaded = {
            (row.path, row.language): row for row in LoadedContent.objects.all()
        }

    # --- What is where ------------------------------------------------------------
    def index(self, words: Data) -> dict[str, Any]:
        home = Site.objects.get(is_default_site=True).root_page
        homes = {settings.LANGUAGE_CODE: home}
        for code, locale in self.locales.items():
            if code not in homes:
                homes[code] = home.get_translation_or_none(locale) or _live(
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
                "body": json.dumps(content_files.body(path, words)),
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
                "scenes": json.dumps(scenario_files.scenes(path, words)),
            }
            for code, words in scenario.items()
        }
        slugs = {code: words["slug"] for code, words in scenario.items()}
        self.page(ScenarioPage, path, parents, values, slugs)

    def objectives(self, files: ModuleFiles) -> dict[str, dict[str, LearningObjective]]:
        found: dict[str, dict[str, LearningObjective]] = {}
        for code in files.languages:
            found[code] = {
                row["key"]: self.snippet(
                    LearningObjective, files.path(row["key"]), code, {"text": row[code]}
                )
                for row in files.module["objectives"]
            }
        return found

    def quiz(self, files: ModuleFiles, objectives: Objectives) -> Quiz | None:
        self.questions(files, files.quiz, "quiz", objectives)
        source = settings.LANGUAGE_CODE
        words = files.quiz[source]
        return self.drawn(
            files.path("quiz"),
            {"name": words["title"], "pass_mark": files.module["pass_mark"]},
            share_out(_asked(words["questions"]), files.module["quiz_draw"]),
            objectives[source],
        )

    def refresher(
        self,
        programme: Data,
        modules: list[ModuleFiles],
        objectives: dict[str, Objectives],
    ) -> Quiz | None:
        """The quiz that renews the programme's award: from the banks of its modules,
        so it needs no questions of its own."""
        words, source = programme.get("refresher"), settings.LANGUAGE_CODE
        if words is None:
            return None
        bank: Counter[str] = Counter()
        known: dict[str, LearningObjective] = {}
        for files in modules:
            for key, number in _asked(files.quiz[source]["questions"]).items():
                bank[files.path(key)] = number
                known[files.path(key)] = objectives[files.key][source][key]
        return self.drawn(
            f"programmes/{programme['key']}/refresher",
            {
                "name": words["title"],
                "purpose": Quiz.Purpose.REFRESHER,
                "pass_mark": words["pass_mark"],
            },
            share_out(bank, words["draw"]),
            known,
        )

    def tests(self, files: ModuleFiles, objectives: Objectives) -> dict[str, Any]:
        """The tests before and after: all questions of one form, in each."""
        if files.tests is None:
            return {}
        self.questions(files, files.tests, "tests", objectives)
        source = settings.LANGUAGE_CODE
        words = files.tests[source]
        form = _asked(row for row in words["questions"] if row["form"] == "A")
        made = {
            purpose: self.drawn(
                files.path(f"{purpose}-test"),
                {"name": words["title"][purpose], "purpose": purpose},
                list(form.items()),
                objectives[source],
            )
            for purpose in ("pre", "post")
        }
        return {"pre_test": made["pre"], "post_test": made["post"]}

    def questions(
        self,
        files: ModuleFiles,
        spoken: dict[str, Data],
        folder: str,
        objectives: Objectives,
    ) -> None:
        for code in files.languages:
            for words in spoken[code]["questions"]:
                path = files.path(f"{folder}/{words['id']}")
                values = {
                    "type": words["type"],
                    "form": words.get("form", ""),
                    "stem": plain(words["stem"]),
                    "objective": objectives[code][words["objective"]],
                    "critical": words.get("critical", False),
                    "options": json.dumps(content_files.options(path, words)),
                }
                self.snippet(Question, path, code, values)

    def drawn(
        self,
        path: str,
        values: Data,
        blueprint: list[tuple[str, int]],
        objectives: dict[str, LearningObjective],
    ) -> Quiz | None:
        values["draws"] = [
            QuizDraw(objective=objectives[key], count=count, sort_order=number)
            for number, (key, count) in enumerate(blueprint)
        ]
        found: Quiz | None = self.snippet(Quiz, path, settings.LANGUAGE_CODE, values)
        return found

    # --- How a thing is put there ----------------------------------------------------
    def page(
        self,
        model: Any,
        path: str,
        parents: dict[str, Any],
        values: dict[str, Data],
        slugs: dict[str, str] | str,
    ) -> dict[str, Any]:
        """The page in every language, the source first; a translation shares its
        key. Returns them by language."""
        pages: dict[str, Any] = {}
        for code in sorted(values, key=lambda code: code != settings.LANGUAGE_CODE):
            slug = slugs if isinstance(slugs, str) else slugs[code]

            def make(code: str = code, slug: str = slug) -> Any:
                source = pages.get(settings.LANGUAGE_CODE)
                if source is not None:
                    page = source.copy_for_translation(self.locales[code])
                    page.slug = slug
                    return page
                page = model(
                    slug=slug,
                    translation_key=key_of(path),
                    locale=self.locales[code],
                    live=False,
                    **{k: v for k, v in values[code].items() if k != "objectives"},
                )
                return parents[code].add_child(instance=page)

            pages[code] = self.put(model, path, code, values[code], make)
        return pages

    def snippet(self, model: Any, path: str, code: str, values: Data) -> Any:
        key = {"translation_key": key_of(path)}
        if model is not Quiz:
            key["locale"] = self.locales[code]
        return self.put(model, path, code, values, lambda: model(**key))

    def put(
        self, model: Any, path: str, code: str, values: Data, make: Callable[[], Any]
    ) -> Any:
        """Put what the file says there, unless a person said otherwise. Returns
        what the site then has: None where somebody deleted it."""
        row = self.loaded.get((path, code))
        loaded = row.content_hash if row else None
        found = _find(model, path, code)
        if found is None and loaded:
            self.result.keep(path, code)
            return None
        before = content_hash(found.content()) if found else None
        wanted = _with(found or make(), values)
        after = content_hash(wanted.content())
        live = found is not None and _is_live(found)
        answer = verdict(wanted=after, found=before, loaded=loaded, live=live)
        if answer == KEPT:
            self.result.keep(path, code)
            return _find(model, path, code)
        self.result.counts[answer] += 1
        if answer in {NEW, CHANGED}:
            _live(wanted, self.by)
        self.note(path, code, after)
        return wanted if answer == SAME else model.objects.get(pk=wanted.pk)

    def note(self, path: str, code: str, fingerprint: str) -> None:
        LoadedContent.objects.update_or_create(
            path=path,
            language=code,
            defaults={"content_hash": fingerprint, "loaded_at": self.at},
        )


def _asked(questions: Iterable[Data]) -> Counter[str]:
    """How many marked questions of each objective there are."""
    return Counter(
        question["objective"]
        for question in questions
        if question["type"] != Question.Type.REFLECTION
    )


def _find(model: Any, path: str, code: str) -> Any:
    """The thing as its latest draft has it: a draft is an editor's work too."""
    rows = model.objects.filter(translation_key=key_of(path))
    if model is not Quiz:
        rows = rows.filter(locale__language_code=code)
    found = rows.first()
    if found is not None and hasattr(found, "get_latest_revision_as_object"):
        return found.get_latest_revision_as_object()
    return found


def _with(thing: Any, values: Data) -> Any:
    for name, value in values.items():
        setattr(thing, name, value)
    return thing


def _is_live(thing: Any) -> bool:
    return bool(getattr(thing, "live", True))


def _live(thing: Any, by: User | None = None) -> Any:
    """Saved and published, through a revision where the thing has them."""
    if not isinstance(thing, Page):
        thing.full_clean(exclude=["live_revision", "latest_revision"])
        thing.save()
    if hasattr(thing, "save_revision"):
        thing.save_revision(user=by).publish(user=by)
    return thing
