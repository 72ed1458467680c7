"""The shared cache: sign-in limits and one-time codes seen, for all workers."""

from django.core.management import call_command
from django.db import migrations


def make_table(apps, schema_editor):
    call_command(
        "createcachetable", database=schema_editor.connection.alias, verbosity=0
    )


class Migration(migrations.Migration):
    dependencies = [("portal", "0002_audit_guard")]
    operations = [migrations.RunPython(make_table, migrations.RunPython.noop)]
