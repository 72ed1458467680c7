"""How the questions work, counted once a night: to mark every paper of a nation again
for each editor who opens the first page would take minutes."""

from django.core.cache import cache

from training.item_analysis import Figures, add_paper
from training.marking import mark
from training.models import QuizAttempt
from training.paper import questions


AT_ONCE = 200  # papers in memory
FEW = 2_000  # papers that are marked again while a page waits
KEPT = "training.question_figures"
LASTS = 3 * 24 * 60 * 60  # seconds: a night or two may be missed


def figures() -> dict[str, Figures] | None:
    """By question key, as of last night. Before the first night: of the papers
    there are while they are few, and None after that, for nothing is counted yet."""
    kept: dict[str, Figures] | None = cache.get(KEPT)
    if kept is not None:
        return kept
    papers = QuizAttempt.objects.exclude(submitted_at=None).order_by()
    return None if papers[: FEW + 1].count() > FEW else counted()


def keep_figures() -> dict[str, int]:
    """The night's work: count anew, and keep it."""
    found = counted()
    cache.set(KEPT, found, LASTS)
    return {"questions": len(found)}


def counted() -> dict[str, Figures]:
    """Of all papers handed in; read in pieces, never all at once."""
    found: dict[str, Figures] = {}
    papers = (
        QuizAttempt.objects.exclude(submitted_at=None)
        .order_by("pk")
        .values_list("items_snapshot", "answers", "pass_mark")
    )
    for paper, answers, pass_mark in papers.iterator(chunk_size=AT_ONCE):
        asked = questions(paper)
        add_paper(found, asked, answers, mark(asked, answers, pass_mark=pass_mark))
    return found
