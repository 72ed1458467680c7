"""The 12 qarks and 61 municipalities, from the data file beside the models."""

import csv
from pathlib import Path

from django.db import migrations


DATA = Path(__file__).resolve().parent.parent / "municipalities.csv"


def load(apps, schema_editor):
    qark_model = apps.get_model("schools", "Qark")
    municipality = apps.get_model("schools", "Municipality")
    qarks = {}
    with DATA.open(encoding="utf-8", newline="") as handle:
        for row in csv.DictReader(handle):
            code = row["qark_code"]
            if code not in qarks:
                qarks[code] = qark_model.objects.create(code=code, name=row["qark"])
            municipality.objects.create(
                code=row["code"],
                name=row["municipality"],
                aliases=row["aliases"],
                qark=qarks[code],
                tile_col=int(row["tile_col"]),
                tile_row=int(row["tile_row"]),
            )


class Migration(migrations.Migration):
    dependencies = [("schools", "0001_initial")]
    operations = [migrations.RunPython(load, migrations.RunPython.noop)]
