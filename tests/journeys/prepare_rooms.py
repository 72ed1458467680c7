"""Makes on a demonstration site what stands behind the seldom opened rooms of the
training, and prints their addresses as JSON. Run by `manage.py shell`."""

import datetime as dt
import json
import sys
from typing import Any


HOLDER = "protector.kodra@shembull.example"


def main() -> None:
    from portal.clock import now, today
    from schools.models import StaffMember
    from tests.factories.curriculum import item_of
    from tests.factories.training import award, completed
    from training.models import (
        CardRound,
        ClassLessonPage,
        GuidancePage,
        Kind,
        LearningItem,
        ProgrammePage,
        Recognition,
        TrainingSession,
        WalkIn,
    )
    from training.outline import address_of

    def page_of(model: Any) -> Any:
        return model.objects.filter(locale__language_code="sq").earliest("path")

    holder = StaffMember.objects.get(user__username=HOLDER)
    programme = page_of(ProgrammePage)
    item = item_of(programme)
    modules = [item_of(page.specific) for page in programme.get_children().live()]
    ends = today() + dt.timedelta(days=30)
    for module in modules:
        completed(holder, module, on=today() - dt.timedelta(days=600), until=ends)
    held = award(holder, item, valid_until=ends)
    session = TrainingSession.objects.filter(state="planned").earliest("pk")
    done = TrainingSession.objects.filter(state="closed").earliest("pk")
    guest = WalkIn.objects.create(
        session=done,
        name="Dikush Shembulli",
        method="roster",
        marked_by=done.facilitator.user,
    )
    proposal = Recognition.objects.create(
        staff=StaffMember.objects.get(user__username="teacher@shembull.example"),
        school=done.school,
        module=modules[-1],
        trained_on=today() - dt.timedelta(days=40),
        body="Organizata Shembull",
        evidence="Vërtetim nr. 12",
        proposed_by=done.facilitator.user,
        proposed_at=now(),
    )
    guidance = page_of(GuidancePage)
    class_lesson = LearningItem.objects.filter(kind=Kind.CLASS_LESSON).earliest("pk")
    sys.stdout.write(
        json.dumps(
            {
                "award": f"/training/awards/{held.public_id}/",
                "revoke": f"/training/awards/{held.public_id}/revoke/",
                "renewal": f"/training/renewals/{item.uid}/",
                "session": f"/training/sessions/{session.uid}/",
                "closed": f"/training/sessions/{done.uid}/",
                "guest": f"/training/sessions/guests/{guest.uid}/",
                "proposal": f"/training/recognition/{proposal.uid}/",
                "guidance": address_of(guidance.url_path),
                "taught": f"/training/taught/lesson/{class_lesson.uid}/",
                "unit": address_of(page_of(ClassLessonPage).get_parent().url_path),
                "round": f"/training/cards/{CardRound.objects.earliest('pk').uid}/",
            }
        )
    )


main()
