"""Opening a round of cards, taking cards in from paper or a device, ending it, and
throwing it away."""

import datetime as dt
from collections.abc import Sequence

from django.db import transaction

from portal import audit
from portal.models import User
from portal.one_use import new_token, token_hash
from schools.models import ClassGroup, StaffMember
from training.cards import Coded, form_of
from training.models import CardRound, LearningItem, PupilCard


ROUND_LASTS = dt.timedelta(hours=2)  # a lesson, and the device coming home
MOST_CARDS = 60  # of one class


class TooManyCards(Exception):
    """More cards than a class has pupils."""


class RoundGone(Exception):
    """The round has been thrown away meanwhile."""


class LinkOver(Exception):
    """No round takes cards under this link now."""


@transaction.atomic
def open_round(
    *,
    item: LearningItem,
    class_group: ClassGroup,
    phase: str,
    staff: StaffMember,
    on: dt.date,
    by: User,
) -> CardRound:
    """One for each class, unit and phase; asked for again it is the first one."""
    row, made = CardRound.objects.get_or_create(
        item=item,
        class_group=class_group,
        phase=phase,
        defaults={
            "school": class_group.school,
            "form": form_of(phase, class_group.uid),
            "held_on": on,
            "staff": staff,
        },
    )
    if made:
        audit.record("cards.opened", by=by, obj=row)
    return row


@transaction.atomic
def enter_cards(
    *, card_round: CardRound, cards: Sequence[Coded], by: User
) -> list[PupilCard]:
    """Cards coded from paper by an adult."""
    row = _locked(card_round, more=len(cards))
    made = PupilCard.objects.bulk_create(
        _card(row, PupilCard.Mode.PAPER, card) for card in cards
    )
    audit.record("cards.entered", by=by, obj=row, detail={"cards": len(made)})
    return made


@transaction.atomic
def hand_round(*, card_round: CardRound, at: dt.datetime, by: User) -> str:
    """The secret of a link that takes cards for two hours; an earlier one ends."""
    row, token = _locked(card_round), new_token()
    row.device_hash, row.device_until = token_hash(token), at + ROUND_LASTS
    row.save(update_fields=["device_hash", "device_until"])
    audit.record("cards.handed_round", by=by, obj=row)
    return token


@transaction.atomic
def end_device(*, card_round: CardRound, by: User) -> None:
    """The device has come home: its link takes no more cards."""
    row = _locked(card_round)
    row.device_hash, row.device_until = "", None
    row.save(update_fields=["device_hash", "device_until"])
    audit.record("cards.device_ended", by=by, obj=row)


@transaction.atomic
def throw_away(*, card_round: CardRound, by: User) -> int:
    """The round goes with all of its cards, because it was typed twice or for another
    class; it can be begun anew. How many cards there were."""
    row = _locked(card_round)
    count, _kinds = PupilCard.objects.filter(round=row).delete()
    detail = {
        "cards": count,
        "unit": str(row.item.uid),
        "class": str(row.class_group.uid),
        "phase": row.phase,
    }
    audit.record("cards.thrown_away", by=by, obj=row, detail=detail)
    row.delete()
    return count


@transaction.atomic
def take_device_card(*, token: str, card: Coded, at: dt.datetime) -> PupilCard:
    """A card that nobody signed in for; what it ticks stands, nothing else."""
    row = _locked(round_of(token, at), more=1)
    made = _card(row, PupilCard.Mode.DEVICE, card)
    made.save(force_insert=True)
    audit.record("cards.entered", by=None, obj=row, detail={"cards": 1})
    return made


def round_of(token: str, at: dt.datetime) -> CardRound:
    """The round whose link this is, while it lasts."""
    rows = CardRound.objects.filter(device_until__gt=at).select_related("item")
    row = rows.filter(device_hash=token_hash(token)).first()
    if row is None:
        raise LinkOver
    return row


def _locked(card_round: CardRound, *, more: int = 0) -> CardRound:
    rows = CardRound.objects.select_for_update(of=("self",))
    row = rows.filter(pk=card_round.pk).first()
    if row is None:
        raise RoundGone
    if more and PupilCard.objects.filter(round=row).count() + more > MOST_CARDS:
        raise TooManyCards
    return row


def _card(row: CardRound, mode: str, card: Coded) -> PupilCard:
    ways, purposes, adults = card.named or (None, None, None)
    return PupilCard(
        round=row,
        mode=mode,
        ways=ways,
        purposes=purposes,
        adults=adults,
        signs_right=card.ticked.right,
        signs_wrong=card.ticked.wrong,
        signs_of=card.ticked.of,
        knows_whom=card.ticked.knows_whom,
    )
