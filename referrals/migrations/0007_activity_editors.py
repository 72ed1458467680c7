"""What the editors' group may do with the coaching activities.

Who is in the group follows the editor's post (training/editors.py).
"""

from django.db import migrations


VERBS = ("add", "change", "delete", "view", "publish")
MODEL = "coachingactivity"


def forwards(apps, schema_editor):
    group, _new = apps.get_model("auth", "Group").objects.get_or_create(name="Editors")
    content_types = apps.get_model("contenttypes", "ContentType").objects
    content_type, _new = content_types.get_or_create(app_label="referrals", model=MODEL)
    for verb in VERBS:
        permission, _new = apps.get_model("auth", "Permission").objects.get_or_create(
            content_type=content_type,
            codename=f"{verb}_{MODEL}",
            defaults={"name": f"Can {verb} {MODEL}"},
        )
        group.permissions.add(permission)


class Migration(migrations.Migration):
    dependencies = [
        ("referrals", "0006_coaching"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("contenttypes", "0002_remove_content_type_name"),
    ]

    operations = [migrations.RunPython(forwards, migrations.RunPython.noop)]
