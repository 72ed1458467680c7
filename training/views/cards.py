"""Pupils' cards for the teacher: a round, the sheet to print, the grid, what they say."""

from collections.abc import Iterator
from contextlib import contextmanager
from uuid import UUID

from django.contrib import messages
from django.contrib.auth import logout
from django.db.models import Count
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from portal.access import get_visible_or_404, require
from portal.clock import now, today
from portal.dates import day_text
from portal.listing import Column, Listing
from portal.permissions import Permission
from schools import directory
from training.actions.cards import (
    RoundGone,
    TooManyCards,
    end_device,
    enter_cards,
    hand_round,
    open_round,
    throw_away,
)
from training.card_forms import asked_of, grades_of, units_with_cards
from training.card_reading import read_cards
from training.cards import ENOUGH_CARDS, NAMED, SIGNS_ASKED, WHOM, WHOM_ASKED, Asked
from training.cards import shares as shares_of
from training.forms.cards import CardGrid, RoundForm
from training.models import CardRound
from training.teaching_places import GRADES, TeachingPlaces
from training.views.sessions import user_of


LOG = Permission.LESSON_LOG


def own_round(request: HttpRequest, uid: UUID) -> CardRound:
    rows = CardRound.objects.select_related("item", "class_group", "school")
    found: CardRound = get_visible_or_404(rows, user_of(request), LOG, uid=uid)
    return found


def asked_on(row: CardRound) -> Asked:
    """The list to tick of this round, in the reader's language."""
    return asked_of(row.item.translation_key, row.form, get_language() or "")


@require(LOG)
@require_safe
def card_rounds(request: HttpRequest) -> HttpResponseBase:
    rows = (
        CardRound.objects.visible_to(user_of(request), LOG)
        .select_related("item", "class_group")
        .annotate(many=Count("cards"))
    )
    listing = Listing(
        request,
        rows,
        [
            Column(
                "unit",
                _("Unit"),
                "item.title",
                link=lambda row: reverse("training:card_round", args=[row.uid]),
            ),
            Column("class", _("Class"), "class_group.name", sort="class_group__name"),
            Column("phase", _("When"), lambda row: row.get_phase_display()),
            Column("on", _("Day"), lambda row: day_text(row.held_on), sort="held_on"),
            Column("cards", _("Cards"), "many", numeric=True),
        ],
        name="cards",
        label=_("Pupils’ cards"),
        counted=lambda n: ngettext("%(count)s round", "%(count)s rounds", n),
        default_sort="-on",
        files=False,
    )
    return render(request, "training/cards/rounds.html", {"listing": listing})


@require(LOG)
@require_http_methods(["GET", "HEAD", "POST"])
def card_round_new(request: HttpRequest) -> HttpResponse:
    """Which unit, which class, before or after it."""
    user = user_of(request)
    places = TeachingPlaces(user)
    classes = {str(one.uid): one for one in places.classes}
    units = {str(item.uid): item for item in units_with_cards()}
    form = RoundForm(
        request.POST or None,
        units=[(uid, item.title) for uid, item in units.items()],
        groups=places.listed(),
        grades=grades_of(units.values()),
        grade={code: one.grade for code, one in classes.items()},
        initial={"group": places.first(GRADES)},
    )
    if request.method == "POST" and form.is_valid():
        staff = directory.staff_of(user)
        if staff is None:
            raise Http404
        data = form.cleaned_data
        row = open_round(
            item=units[data["unit"]],
            class_group=classes[data["group"]],
            phase=data["phase"],
            staff=staff,
            on=today(),
            by=user,
        )
        if row.staff_id == staff.pk:
            return redirect("training:card_round", uid=row.uid)
        form.add_error("group", _("A colleague has this round for the class."))
    return render(request, "training/cards/new.html", {"form": form})


@require(LOG)
@require_safe
def card_round(request: HttpRequest, uid: UUID) -> HttpResponse:
    """How many cards there are, the ways to enter more, and what they say."""
    row = own_round(request, uid)
    rounds = CardRound.objects.filter(item=row.item, class_group=row.class_group)
    read = read_cards(rounds)
    said = [
        {"phase": one.get_phase_display(), "shares": shares_of(read[one.pk])}
        for one in sorted(rounds, key=_turn)
        if len(read[one.pk]) >= ENOUGH_CARDS
    ]
    goes_round = bool(row.device_until and row.device_until > now())
    context = {
        "row": row,
        "cards": len(read[row.pk]),
        "said": said,
        "goes_round": goes_round,
        "enough": ENOUGH_CARDS,
    }
    return render(request, "training/cards/round.html", context)


@require(LOG)
@require_safe
def card_sheet(request: HttpRequest, uid: UUID) -> HttpResponse:
    """The card to print: to write first, to tick after, and whom to tell."""
    row = own_round(request, uid)
    context = {
        "row": row,
        "named": NAMED,
        "signs_asked": SIGNS_ASKED,
        "signs": {letter: said[0] for letter, said in asked_on(row).items()},
        "whom_asked": WHOM_ASKED,
        "whom": {letter: said[0] for letter, said in WHOM.items()},
    }
    return render(request, "training/cards/sheet.html", context)


@require(LOG)
@require_http_methods(["GET", "HEAD", "POST"])
def card_paper(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Ten cards at a time. A card that tells of something is not kept: it stops."""
    row, user = own_round(request, uid), user_of(request)
    grid = CardGrid(request.POST or None, asked=asked_on(row))
    refused = ""
    if request.method == "POST" and grid.is_valid() and grid.is_blank:
        refused = _("Nothing is typed: an empty line is no card.")
    elif request.method == "POST" and grid.is_valid():
        try:
            with _still_there():
                made = enter_cards(card_round=row, cards=grid.cards(), by=user)
        except TooManyCards:
            refused = _("These are more cards than a class has pupils.")
        else:
            if grid.stopped:
                return redirect("training:card_stop", uid=row.uid)
            messages.success(request, _cards_kept(len(made)))
            return redirect("training:card_round", uid=row.uid)
    context = {"row": row, "grid": grid, "refused": refused}
    return render(request, "training/cards/paper.html", context)


@require(LOG)
@require_safe
def card_stop(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Use a concern: a card is no place for what a child tells."""
    return render(request, "training/cards/stop.html", {"row": own_round(request, uid)})


@require(LOG)
@require_POST
def card_hand_round(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Signs the teacher out, so that no pupil holds the teacher's account."""
    row = own_round(request, uid)
    with _still_there():
        token = hand_round(card_round=row, at=now(), by=user_of(request))
    logout(request)
    return redirect("training:card_device", token=token)


@require(LOG)
@require_http_methods(["GET", "HEAD", "POST"])
def card_round_away(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Typed twice, or for another class: asked once, then it is gone."""
    row = own_round(request, uid)
    if row.device_until and row.device_until > now():
        messages.warning(request, _("The device is still out. End it first."))
        return redirect("training:card_round", uid=row.uid)
    if request.method == "POST":
        with _still_there():
            gone = throw_away(card_round=row, by=user_of(request))
        messages.success(request, _thrown_away(gone))
        return redirect("training:card_rounds")
    context = {"row": row, "cards": row.cards.count()}
    return render(request, "training/cards/away.html", context)


@require(LOG)
@require_POST
def card_device_end(request: HttpRequest, uid: UUID) -> HttpResponse:
    row = own_round(request, uid)
    with _still_there():
        end_device(card_round=row, by=user_of(request))
    messages.success(request, _("The device takes no more cards."))
    return redirect("training:card_round", uid=row.uid)


@contextmanager
def _still_there() -> Iterator[None]:
    """What was thrown away in another window does not exist."""
    try:
        yield
    except RoundGone as error:
        raise Http404 from error


def _thrown_away(n: int) -> str:
    said = ngettext(
        "The round is thrown away, with %(n)s card. It can be begun anew.",
        "The round is thrown away, with %(n)s cards. It can be begun anew.",
        n,
    )
    return said % {"n": n}


def _turn(row: CardRound) -> int:
    return list(CardRound.Phase.values).index(row.phase)


def _cards_kept(n: int) -> str:
    said = ngettext("%(n)s card is kept.", "%(n)s cards are kept.", n)
    return said % {"n": n}
