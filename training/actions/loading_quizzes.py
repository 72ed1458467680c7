"""The objectives, questions and quizzes of a module as its files hold them."""

import json
from collections import Counter
from collections.abc import Iterable
from typing import Any

from django.conf import settings

from portal.content import Data, plain
from training import content_files
from training.actions.loading_putting import Putter
from training.content_files import ModuleFiles
from training.drawing import share_out
from training.models import LearningObjective, Question, Quiz, QuizDraw


Objectives = dict[str, dict[str, LearningObjective]]  # by language, then by key


class QuizLoader(Putter):
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
        rows = []
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
                rows.append((path, code, values))
        self.snippets(Question, rows)

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


def _asked(questions: Iterable[Data]) -> Counter[str]:
    """How many marked questions of each objective there are."""
    return Counter(
        question["objective"]
        for question in questions
        if question["type"] != Question.Type.REFLECTION
    )
