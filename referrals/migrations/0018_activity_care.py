"""An activity says apart what to watch for, when to stop and refer, what not to ask."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("referrals", "0017_ending_by_phone"),
    ]

    operations = [
        migrations.RenameField("coachingactivity", "safety", "avoid"),
        migrations.AlterField(
            model_name="coachingactivity",
            name="avoid",
            field=models.TextField(
                help_text="Questions and sentences that harm or press.",
                max_length=1000,
                verbose_name="what not to ask",
            ),
        ),
        migrations.AddField(
            model_name="coachingactivity",
            name="watch",
            field=models.TextField(
                default="",
                help_text="What the child may show while you do it; no diagnosis.",
                max_length=1000,
                verbose_name="what to watch for",
            ),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="coachingactivity",
            name="stop",
            field=models.TextField(
                default="",
                help_text="What you then do and whom you tell.",
                max_length=1000,
                verbose_name="when to stop and refer",
            ),
            preserve_default=False,
        ),
    ]
