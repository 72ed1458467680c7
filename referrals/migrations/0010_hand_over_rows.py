"""A hand-over carries school, unit and key like every row about a child."""

import django.db.models.deletion
from django.db import migrations, models


def fill_schools(apps, schema_editor):
    rows = apps.get_model("referrals", "HandOver").objects.select_related("to_post")
    for row in rows:
        row.school_id = row.to_post.school_id
        row.save(update_fields=["school"])


def key(model, *, null):
    return models.ForeignKey(
        null=null,
        on_delete=django.db.models.deletion.PROTECT,
        related_name="+",
        to=model,
    )


class Migration(migrations.Migration):
    dependencies = [
        ("referrals", "0009_transfer_words"),
        ("schools", "0003_shields"),
    ]

    operations = [
        migrations.AddField("handover", "school", key("schools.school", null=True)),
        migrations.AddField(
            "handover",
            "unit",
            models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="schools.protectionunit",
            ),
        ),
        migrations.AddField(
            "handover", "key_uid", models.UUIDField(editable=False, null=True)
        ),
        migrations.RunPython(fill_schools, migrations.RunPython.noop, elidable=True),
    ]
