from training.models.awards import Award
from training.models.bank import LearningObjective, Question, Quiz, QuizDraw
from training.models.items import Change, ItemVersion, Kind, LearningItem, Route
from training.models.loaded import LoadedContent
from training.models.pages import (
    LessonPage,
    ModulePage,
    ProgrammePage,
    TrainingIndexPage,
)
from training.models.progress import ItemProgress, ModuleCompletion
from training.models.quizzes import QuizAttempt


__all__ = [
    "Award",
    "Change",
    "ItemProgress",
    "ItemVersion",
    "Kind",
    "LearningItem",
    "LearningObjective",
    "LessonPage",
    "LoadedContent",
    "ModuleCompletion",
    "ModulePage",
    "ProgrammePage",
    "Question",
    "Quiz",
    "QuizAttempt",
    "QuizDraw",
    "Route",
    "TrainingIndexPage",
]
