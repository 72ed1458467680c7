"""Who calls the home: the class teacher, or the school service.

The service while a hold is on, and for an ordinary reason too: whoever misses a fifth
of the days is called by the service anyway. So the line says nothing of a worry.
"""

from collections.abc import Collection

from schools.models import AbsenceFlag, OutreachHold


SERVICE_KINDS = ("severe", "critical")  # 20 % of the recorded days, or half


def service_contacts(pupils: Collection[int]) -> set[int]:
    """Of these pupils (ids) those whose home the school service contacts; one query."""
    held = OutreachHold.objects.filter(pupil__in=pupils, ends_at=None)
    often_away = AbsenceFlag.objects.filter(
        pupil__in=pupils, standing=True, kind__in=SERVICE_KINDS
    )
    both = held.order_by().values_list("pupil_id", flat=True)
    return set(both.union(often_away.order_by().values_list("pupil_id", flat=True)))
