"""Sensitive text is sealed to its row and its case."""

import base64
import os
import uuid

import pytest
from django.core.exceptions import FieldError
from django.db import connection
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from portal import crypto
from portal.crypto import NotSealed, Unreadable, open_sealed, seal
from portal.models import DataKey, HeldPost
from tests.factories.portal import UserFactory
from tests.factories.schools import PupilFactory


def test_a_master_key_that_reads_need_not_write(settings):
    old = settings.PORTAL_DATA_KEYS
    uid = uuid.uuid4()
    sealed = seal("fjalë", label="a.b.c", uid=uid)

    settings.PORTAL_DATA_KEYS = f"k2:{base64.b64encode(os.urandom(32)).decode()},{old}"

    assert open_sealed(sealed, label="a.b.c", uid=uid) == "fjalë"
    assert seal("x", label="a.b.c", uid=uid)[1:17] == crypto.master_id("k2").bytes


@given(text=st.text(max_size=200))
def test_what_was_sealed_opens_again(text):
    uid = uuid.UUID(int=7)

    assert open_sealed(seal(text, label="l", uid=uid), label="l", uid=uid) == text


@pytest.mark.parametrize(("label", "uid"), [("other", 7), ("l", 8)])
def test_a_value_does_not_open_in_another_field_or_row(label, uid):
    sealed = seal("fjalë", label="l", uid=uuid.UUID(int=7))

    with pytest.raises(Unreadable):
        open_sealed(sealed, label=label, uid=uuid.UUID(int=uid))


def test_changed_bytes_do_not_open():
    sealed = bytearray(seal("fjalë", label="l", uid=uuid.UUID(int=7)))
    sealed[-1] ^= 1

    with pytest.raises(Unreadable):
        open_sealed(bytes(sealed), label="l", uid=uuid.UUID(int=7))


@pytest.mark.django_db
def test_the_database_holds_no_plain_text():
    pupil = PupilFactory(guardian_phone="069 SEKRET")

    with connection.cursor() as cursor:
        cursor.execute("SELECT guardian_phone FROM schools_pupil")
        stored = bytes(cursor.fetchone()[0])

    pupil = type(pupil).objects.get(pk=pupil.pk)
    assert b"SEKRET" not in stored
    assert pupil.guardian_phone == "069 SEKRET"
    pupil.save()
    assert type(pupil).objects.get(pk=pupil.pk).guardian_phone == "069 SEKRET"


@pytest.mark.django_db
def test_update_and_bulk_update_around_the_model_are_refused():
    pupil = PupilFactory()

    with pytest.raises(NotSealed):
        type(pupil).objects.update(guardian_phone="069")
    pupil.guardian_phone = "069"
    with pytest.raises(NotSealed):
        type(pupil).objects.bulk_update([pupil], ["guardian_phone"])


@pytest.mark.django_db
def test_bulk_create_seals():
    user = UserFactory()
    HeldPost.objects.bulk_create(
        [HeldPost(user=user, path="/", body="fjalë", created_at=timezone.now())]
    )

    assert HeldPost.objects.get().body == "fjalë"


@pytest.mark.django_db
def test_ciphertext_cannot_be_compared():
    with pytest.raises(FieldError):
        HeldPost.objects.filter(body="x").exists()


@pytest.mark.django_db
def test_a_destroyed_case_key_closes_the_case_for_ever():
    key_uid = crypto.create_data_key()
    uid = uuid.uuid4()
    sealed = seal("fjalë", label="l", uid=uid, key_uid=key_uid)
    crypto.forget_keys()
    opened = open_sealed(sealed, label="l", uid=uid)

    DataKey.objects.filter(uid=key_uid).update(destroyed_at=timezone.now(), wrapped=b"")
    crypto.forget_keys()

    assert opened == "fjalë"
    with pytest.raises(Unreadable):
        open_sealed(sealed, label="l", uid=uid)


@pytest.mark.django_db
def test_keys_of_many_cases_open_with_one_query(django_assert_num_queries):
    keys = [crypto.create_data_key() for _ in range(5)]
    crypto.forget_keys()

    with django_assert_num_queries(1):
        crypto.preload_keys(keys)
        for key in keys:
            seal("x", label="l", uid=uuid.uuid4(), key_uid=key)
