from training.models.attendance import Attendance, PaperTest, WalkIn
from training.models.awards import Award
from training.models.bank import LearningObjective, Quiz, QuizDraw
from training.models.cards import CardRound, PupilCard
from training.models.curriculum import (
    ClassLessonPage,
    CurriculumIndexPage,
    GradeBandPage,
    GuidancePage,
    UnitPage,
)
from training.models.deliveries import LessonDelivery
from training.models.files import LessonFile
from training.models.items import Change, ItemVersion, Kind, LearningItem, Route
from training.models.loaded import LoadedContent
from training.models.pages import (
    LessonPage,
    ModulePage,
    ProgrammePage,
    TrainingIndexPage,
)
from training.models.progress import ItemProgress, ModuleCompletion
from training.models.questions import Question
from training.models.quizzes import QuizAttempt
from training.models.reading import SafetyReading
from training.models.recognition import Recognition
from training.models.reference import GlossaryTerm, LegalReference, SafetyContact
from training.models.refreshers import Refresher
from training.models.reviews import ContentReview
from training.models.scenarios import ScenarioPage, ScenarioRun
from training.models.sessions import TrainingSession


__all__ = [
    "Attendance",
    "Award",
    "CardRound",
    "Change",
    "ClassLessonPage",
    "ContentReview",
    "CurriculumIndexPage",
    "GlossaryTerm",
    "GradeBandPage",
    "GuidancePage",
    "ItemProgress",
    "ItemVersion",
    "Kind",
    "LearningItem",
    "LearningObjective",
    "LegalReference",
    "LessonDelivery",
    "LessonFile",
    "LessonPage",
    "LoadedContent",
    "ModuleCompletion",
    "ModulePage",
    "PaperTest",
    "ProgrammePage",
    "PupilCard",
    "Question",
    "Quiz",
    "QuizAttempt",
    "QuizDraw",
    "Recognition",
    "Refresher",
    "Route",
    "SafetyContact",
    "SafetyReading",
    "ScenarioPage",
    "ScenarioRun",
    "TrainingIndexPage",
    "TrainingSession",
    "UnitPage",
    "WalkIn",
]
