"""The proposed limits and the fixed public holidays. Proposals carry no legal source."""

from datetime import date

from django.db import migrations


VALID_FROM = date(2026, 1, 1)

RULES = (
    ("triage", "acute", 1, "hours"),
    ("triage", "standard", 1, "working_days"),
    ("receipt", "acute", 2, "hours"),
    ("receipt", "heightened", 1, "working_days"),
    ("receipt", "standard", 2, "working_days"),
    ("answer", "acute", 24, "hours"),
    ("answer", "heightened", 2, "working_days"),
    ("answer", "standard", 5, "working_days"),
    ("reply", "acute", 24, "hours"),
    ("reply", "heightened", 1, "working_days"),
    ("reply", "standard", 1, "working_days"),
    ("assessment", "acute", 72, "hours"),
    ("assessment", "heightened", 5, "working_days"),
    ("assessment", "standard", 10, "working_days"),
    ("group", "acute", 120, "hours"),
    ("group", "heightened", 10, "working_days"),
    ("review", "acute", 30, "days"),
    ("review", "heightened", 60, "days"),
    ("review", "standard", 90, "days"),
    ("level", "acute", 7, "days"),
    ("level", "heightened", 30, "days"),
    ("level", "standard", 90, "days"),
)

# Only days whose date never moves. The movable feasts are added each year; until then
# a clock ends a day earlier than it could, which is the safe side.
FIXED = (
    (1, 1, "New Year"),
    (1, 2, "New Year"),
    (3, 14, "Summer Day"),
    (3, 22, "Nevruz"),
    (5, 1, "Labour Day"),
    (9, 5, "Mother Teresa"),
    (11, 28, "Flag and Independence Day"),
    (11, 29, "Liberation Day"),
    (12, 8, "Youth Day"),
    (12, 25, "Christmas"),
)
YEARS = range(2026, 2037)


def bring(apps, schema_editor):
    rule = apps.get_model("referrals", "ClockRule")
    rule.objects.bulk_create(
        rule(step=step, urgency=urgency, amount=amount, unit=unit, valid_from=VALID_FROM)
        for step, urgency, amount, unit in RULES
    )
    holiday = apps.get_model("referrals", "PublicHoliday")
    holiday.objects.bulk_create(
        holiday(on=date(year, month, day), label=label)
        for year in YEARS
        for month, day, label in FIXED
    )


def take_away(apps, schema_editor):
    apps.get_model("referrals", "ClockRule").objects.all().delete()
    apps.get_model("referrals", "PublicHoliday").objects.all().delete()


class Migration(migrations.Migration):
    dependencies = [("referrals", "0001_initial")]
    operations = [migrations.RunPython(bring, take_away)]
