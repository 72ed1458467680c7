"""Commands of the operator: rotating keys, purging, backing up, the daily work."""

import base64
import datetime as dt
import os
import sqlite3

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import connection
from django.utils import timezone

from portal import crypto
from portal.hooks import DailyJob, registered
from portal.models import DataKey, HeldPost
from tests.factories.portal import UserFactory
from tests.factories.schools import PupilFactory


pytestmark = pytest.mark.django_db


def fresh(name: str) -> str:
    return f"{name}:{base64.b64encode(os.urandom(32)).decode()}"


def test_rotation_brings_everything_under_the_newest_key(settings):
    old = settings.PORTAL_DATA_KEYS
    pupil = PupilFactory(guardian_phone="069")
    key = crypto.create_data_key()
    newest = fresh("k2")

    settings.PORTAL_DATA_KEYS = f"{newest},{old}"
    call_command("rotate_keys")
    settings.PORTAL_DATA_KEYS = newest
    crypto.forget_keys()

    pupil = type(pupil).objects.get(pk=pupil.pk)
    wrapped = DataKey.objects.get(uid=key).wrapped
    assert pupil.guardian_phone == "069"
    assert crypto.sealed_under(wrapped) == crypto.master_id("k2")


def test_a_dry_rotation_changes_nothing(settings):
    PupilFactory(guardian_phone="069")
    settings.PORTAL_DATA_KEYS = f"{fresh('k2')},{settings.PORTAL_DATA_KEYS}"

    call_command("rotate_keys", "--dry-run")

    with connection.cursor() as cursor:
        cursor.execute("SELECT guardian_phone FROM schools_pupil")
        stored = cursor.fetchone()[0]
    assert crypto.sealed_under(stored) != crypto.master_id("k2")


def test_rotation_without_the_old_key_says_what_to_do(settings):
    PupilFactory(guardian_phone="069")
    key = crypto.create_data_key()
    settings.PORTAL_DATA_KEYS = fresh("k2")
    crypto.forget_keys()

    with pytest.raises(CommandError, match="old key") as refused:
        call_command("rotate_keys")

    assert refused.value.returncode == 2
    assert DataKey.objects.filter(uid=key).exists()


def test_held_texts_go_after_a_day(capsys):
    user = UserFactory()
    young = timezone.now()
    for at in (young, young - dt.timedelta(days=2)):
        HeldPost.objects.create(user=user, path="/", body="fjalë", created_at=at)

    call_command("purge_expired", "--dry-run")
    counted = HeldPost.objects.count()
    call_command("purge_expired")

    assert counted == 2
    assert "held_texts: 1" in capsys.readouterr().out
    assert HeldPost.objects.count() == 1


def test_the_daily_work_may_run_twice():
    call_command("run_daily", "--on", "2026-11-22")
    call_command("run_daily", "--on", "2026-11-22")


@pytest.mark.parametrize("on", ["bad", "2026-02-30", "9999-12-31"])
def test_the_daily_work_of_no_day_is_refused_in_a_sentence(on):
    with pytest.raises(CommandError, match=r"^--on .*\.$") as refused:
        call_command("run_daily", "--on", on)

    assert refused.value.returncode == 2


def test_a_failing_job_is_told_and_the_others_still_run(monkeypatch, capsys):
    ran = []

    def breaks(day):
        raise ValueError

    jobs = [
        DailyJob("breaks", breaks),
        DailyJob("works", lambda d: ran.append(d) or {}),
    ]
    monkeypatch.setattr(
        "portal.management.commands.run_daily.registered", lambda kind: jobs
    )

    with pytest.raises(SystemExit) as stopped:
        call_command("run_daily")

    assert stopped.value.code == 1
    assert len(ran) == 1
    assert "breaks: failed" in capsys.readouterr().err
    assert registered(DailyJob)


@pytest.mark.sqlite
@pytest.mark.django_db(transaction=True)
def test_a_backup_opens_and_holds_the_rows(tmp_path, capsys):
    UserFactory(username="shembull")

    call_command("backup", "--output", str(tmp_path))

    (copy,) = tmp_path.iterdir()
    with sqlite3.connect(copy) as opened:
        rows = opened.execute("SELECT count(*) FROM portal_user").fetchone()
    assert rows == (1,)
    assert str(copy) in capsys.readouterr().out
