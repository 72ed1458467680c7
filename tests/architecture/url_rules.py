"""The rule of every address: who gets in at the own place. A URL without one fails.

`roles` get a page (200, or 302 to another page, or 405 where only POST works); all
other roles get 404, at the own place as elsewhere; nobody is led to sign in. `needs`
names the object of `World` whose uid or reference stands in the address.
"""

from dataclasses import dataclass

from portal.invitation_rules import INVITING
from portal.permissions import Permission
from portal.roles import ROLES, PlaceKind


INVITE_TEACHERS = frozenset({"head", "directorate_officer", "system_admin"})
IMPORTING = (
    Permission.CALENDAR_IMPORT,
    Permission.PLACES_IMPORT,
    Permission.ROSTER_IMPORT,
    Permission.PUPIL_IMPORT,
    Permission.ABSENCE_IMPORT,
)
ANYBODY = "anybody"
SIGNED_IN = "signed in"


@dataclass(frozen=True)
class Rule:
    """Who may open it: ANYBODY, SIGNED_IN, or the roles with a permission."""

    who: str | frozenset[Permission]
    needs: str = ""
    only: frozenset[str] = frozenset()  # narrower than the permission, by role key
    post: bool = False  # answers POST only
    shared: bool = False  # what it needs belongs to everybody: it has no neighbour

    def sides(self) -> tuple[str, ...]:
        """Where to try it: at the own place and, if it has one, elsewhere."""
        return ("own", "other") if self.needs and not self.shared else ("own",)

    def roles(self) -> frozenset[str]:
        """The roles that get in at the own place."""
        if isinstance(self.who, str):
            return frozenset(ROLES)
        held = {key for key, role in ROLES.items() if role.permissions & self.who}
        return frozenset(held & self.only) if self.only else frozenset(held)


def may(
    *permissions: Permission,
    needs: str = "",
    only: frozenset[str] = frozenset(),
    post: bool = False,
    shared: bool = False,
) -> Rule:
    """The roles that hold one of the permissions, or `only` some of them."""
    asked = frozenset(permissions)
    return Rule(asked, needs=needs, only=only, post=post, shared=shared)


def sender(needs: str, *, post: bool = False) -> Rule:
    """Only the one who sent the file (in the world: the registrar)."""
    return Rule(
        frozenset({Permission.PUPIL_IMPORT}),
        needs=needs,
        only=frozenset({"registrar"}),
        post=post,
    )


def reporter() -> Rule:
    """Only the one who sent the concern (in the world: the teacher)."""
    return Rule(
        frozenset({Permission.CONCERN_SEND}),
        needs="concern",
        only=frozenset({"teacher"}),
    )


def learner(
    needs: str, *, only: frozenset[str] = frozenset(), shared: bool = False
) -> Rule:
    """Everybody who learns; a record of one's own only to the learner."""
    asked = frozenset({Permission.TRAINING_LEARN})
    return Rule(asked, needs=needs, only=only, shared=shared)


AT_THE_SCHOOL = frozenset({"teacher", "protector", "head", "registrar"})


def leads(*, post: bool = False) -> Rule:
    """The facilitator of the session (in the world: the protector)."""
    return may(Permission.TRAINING_HOLD, needs="session", post=post)


def counts_cards(*, post: bool = False) -> Rule:
    """Only the one whose round of cards it is (in the world: the teacher)."""
    mine = frozenset({"teacher"})
    return may(Permission.LESSON_LOG, needs="card_round", only=mine, post=post)


UNIT = frozenset({"cpu_worker", "cpu_head"})


def sits(needs: str, *, only: frozenset[str] = frozenset()) -> Rule:
    """Whoever has a seat at meetings, or `only` some of them."""
    seats = frozenset({Permission.MEETING_HOLD, Permission.MEETING_SEAT})
    return Rule(seats, needs=needs, only=only)


SITS = may(Permission.MEETING_HOLD, Permission.MEETING_SEAT)
UNIT_CALLS = Rule(frozenset({Permission.MEETING_HOLD}), only=UNIT)
NATIONAL = frozenset(
    key for key, role in ROLES.items() if role.place == PlaceKind.NATION
)

# By view name, or by the route itself where it has none.
RULES: dict[str, Rule] = {
    "portal:home": Rule(ANYBODY),
    "portal:language": Rule(ANYBODY, post=True),
    "portal:help": Rule(ANYBODY),
    "portal:privacy": Rule(ANYBODY),
    "portal:history": may(Permission.AUDIT_READ),
    "portal:healthz": Rule(ANYBODY),
    "portal:picture": Rule(SIGNED_IN, needs="picture", shared=True),
    "portal:calendar": Rule(SIGNED_IN),
    "portal:calendar_address": Rule(SIGNED_IN),
    "portal:calendar_feed": Rule(ANYBODY),  # without its key nothing: tests/portal
    "portal:search": Rule(SIGNED_IN),
    "portal:list_reasons": Rule(SIGNED_IN),
    "portal:notifications": Rule(SIGNED_IN),
    "portal:notifications_read": Rule(SIGNED_IN, post=True),
    "portal:notification": learner("notification", only=frozenset({"teacher"})),
    "mails": Rule(SIGNED_IN),
    "portal:draft_keep": Rule(SIGNED_IN, post=True),
    "portal:draft_drop": Rule(SIGNED_IN, post=True),
    # Accounts
    "account_home": Rule(SIGNED_IN),
    "second_factor": Rule(SIGNED_IN),
    "lost_factor": Rule(ANYBODY),  # after the password; proven in tests/portal
    "still_here": Rule(SIGNED_IN, post=True),
    "kept_text": Rule(SIGNED_IN),
    "kept_text_drop": Rule(SIGNED_IN, post=True),
    "accounts/2fa/webauthn/keys/<int:pk>/remove/": Rule(SIGNED_IN, post=True),
    "join": Rule(ANYBODY, needs="invitation_link", shared=True),
    "in_person": may(Permission.FACTOR_REPROOF, Permission.POST_GRANT),
    "invitations": may(*INVITING),
    "invitation_new": may(*INVITING),
    "invitation_approve": may(*INVITING, needs="invitation", only=INVITE_TEACHERS),
    "invitation_renew": may(*INVITING, needs="invitation", post=True),
    "invitation_withdraw": may(*INVITING, needs="invitation", post=True),
    # Places, roll, absence
    "schools:pupil": may(Permission.PUPIL_VIEW, needs="pupil"),
    "schools:roll": may(Permission.PUPIL_LOOKUP),
    "schools:my_class": may(Permission.CLASS_WATCH),
    "schools:class_contact": may(Permission.CLASS_WATCH, needs="pupil", post=True),
    "schools:contact_take_back": may(
        Permission.CLASS_WATCH, needs="home_contact", post=True
    ),
    "schools:watch": may(Permission.WATCH_VIEW),
    "schools:watch_registers": may(Permission.WATCH_VIEW),
    "schools:watch_dismiss": may(Permission.FLAG_DISMISS, needs="pupil"),
    "schools:register_choose": may(Permission.ABSENCE_ENTER),
    "schools:register_day": may(Permission.ABSENCE_ENTER, needs="class_day"),
    "schools:imports": may(*IMPORTING),
    "schools:import_upload": Rule(
        frozenset({Permission.PUPIL_IMPORT}), needs="import_kind", shared=True
    ),
    "schools:import_template": Rule(
        frozenset({Permission.PUPIL_IMPORT}), needs="import_kind", shared=True
    ),
    "schools:import_columns": sender("unmatched"),
    "schools:import_batch": sender("batch"),
    "schools:import_errors": sender("batch"),
    "schools:import_take": sender("batch", post=True),
    "schools:import_discard": sender("batch", post=True),
    "schools:import_undo": sender("batch", post=True),
    "schools:staff": may(Permission.ROSTER_VIEW, needs="staff"),
    "schools:roster": may(Permission.ROSTER_VIEW),
    "schools:units": may(Permission.UNIT_EDIT, Permission.REFERRAL_SEND),
    "schools:unit": may(Permission.UNIT_EDIT, needs="unit"),
    "schools:covers": may(Permission.COVER_SET),
    "schools:cover_end": may(Permission.COVER_SET, needs="pupil", post=True),
    "schools:cover": may(Permission.COVER_SET, needs="protector_post"),
    # Casework
    "referrals:concern_new": may(Permission.CONCERN_SEND),
    "referrals:my_concerns": may(Permission.CONCERN_SEND),
    "referrals:concern_sent": reporter(),
    "referrals:concern_correct": reporter(),
    "referrals:concern_report": reporter(),
    "referrals:direct_concerns": may(Permission.REFERRAL_RECEIVE),
    "referrals:direct_concern": may(Permission.REFERRAL_RECEIVE, needs="direct"),
    "referrals:direct_receive": may(
        Permission.REFERRAL_RECEIVE, needs="direct", post=True
    ),
    "referrals:concerns": may(Permission.CONCERN_READ, Permission.CONCERN_STAND_IN),
    # Who stands in only while it is their turn: proven in tests/referrals.
    "referrals:concern": may(Permission.CONCERN_READ, needs="concern"),
    "referrals:cases": may(Permission.CASE_VIEW),
    "referrals:case_open": may(Permission.CASE_WORK, needs="pupil"),
    # A supervisor only while an ending waits: proven in tests/referrals/views.
    "referrals:case": may(Permission.CASE_VIEW, needs="case"),
    "referrals:case_coaching": may(Permission.CASE_VIEW, needs="case"),
    "referrals:coaching_plan": may(Permission.CASE_WORK, needs="case"),
    "referrals:coaching_session": may(Permission.CASE_WORK, needs="case"),
    "referrals:coaching_review": may(Permission.CASE_WORK, needs="case"),
    "referrals:coaching_end": may(Permission.CASE_WORK, needs="case"),
    "referrals:child_page": may(Permission.CASE_WORK, needs="case"),
    "referrals:activities": may(Permission.CASE_VIEW),
    "referrals:activity": Rule(
        frozenset({Permission.CASE_VIEW}), needs="activity", shared=True
    ),
    "referrals:activity_report": may(Permission.CASE_WORK),
    "referrals:case_assessment": may(Permission.CASE_VIEW, needs="case"),
    "referrals:case_act": may(Permission.CASE_WORK, needs="case"),
    "referrals:factor_withdraw": may(Permission.CASE_WORK, needs="factor"),
    "referrals:levels": may(Permission.CASE_HAND_OVER),
    "referrals:today_school": may(Permission.CASE_WORK, post=True),
    "referrals:case_note": may(Permission.CASE_WORK, needs="case"),
    "referrals:case_level": may(Permission.CASE_WORK, needs="case"),
    "referrals:case_close": may(Permission.CASE_WORK, needs="case"),
    "referrals:case_unlisted": may(Permission.CASE_WORK),
    "referrals:summers": may(Permission.CASE_WORK),
    "referrals:case_by_number": may(Permission.CASE_HAND_OVER, post=True),
    "referrals:case_link": may(Permission.CASE_WORK, needs="case"),
    "referrals:case_unlink": may(Permission.CASE_WORK, needs="case", post=True),
    "referrals:case_household": may(Permission.CASE_VIEW, needs="case"),
    "referrals:household_remove": may(
        Permission.CASE_WORK, needs="household", post=True
    ),
    "referrals:case_actions": may(Permission.CASE_VIEW, needs="case"),
    "referrals:action_done": may(Permission.CASE_WORK, needs="action", post=True),
    "referrals:case_attachments": may(Permission.CASE_VIEW, needs="case"),
    "referrals:referral_attachments": may(Permission.REFERRAL_VIEW, needs="referral"),
    "referrals:attachment": may(Permission.REFERRAL_VIEW, needs="attachment"),
    "referrals:attachment_remove": may(
        Permission.CASE_WORK, needs="attachment", only=frozenset({"protector"})
    ),
    "referrals:referral_pack": may(Permission.REFERRAL_VIEW, needs="referral"),
    "referrals:referral_pdf": may(Permission.REFERRAL_VIEW, needs="referral"),
    "referrals:case_summer": may(Permission.CASE_VIEW, needs="case"),
    "referrals:case_readers": may(Permission.CASE_WORK, needs="case"),
    "referrals:case_shields": may(Permission.CASE_WORK, needs="case"),
    "referrals:case_interest": may(Permission.CASE_VIEW, needs="case"),
    "referrals:pupil_shields": may(Permission.CASE_WORK, needs="pupil"),
    "referrals:pupil_interest": may(Permission.PUPIL_VIEW, needs="pupil"),
    "referrals:referral_interest": may(Permission.REFERRAL_VIEW, needs="referral"),
    "referrals:case_shields_by_number": may(Permission.CASE_HAND_OVER, needs="case"),
    "referrals:shield_lift": may(Permission.CASE_WORK, needs="shield"),
    "referrals:hand_overs": may(Permission.CASE_HAND_OVER),
    "referrals:hand_over": may(Permission.CASE_WORK, needs="hand_over"),
    "referrals:hand_over_new": may(Permission.CASE_HAND_OVER, needs="protector_post"),
    "referrals:case_owner": may(Permission.CASE_HAND_OVER, needs="ownerless"),
    "referrals:transfers": may(Permission.CASE_WORK),
    "referrals:transfer": may(Permission.CASE_WORK, needs="transfer"),
    "referrals:transfer_take_back": may(
        Permission.CASE_WORK, needs="transfer", post=True
    ),
    "referrals:transfer_receive": may(
        Permission.CASE_WORK, needs="transfer", post=True
    ),
    "referrals:referral_start": may(Permission.REFERRAL_SEND, needs="case"),
    "referrals:inbox": may(Permission.REFERRAL_RECEIVE),
    "referrals:referrals": may(Permission.REFERRAL_STATUS),
    "referrals:referral": may(Permission.REFERRAL_VIEW, needs="referral"),
    "referrals:referral_edit": may(Permission.REFERRAL_SEND, needs="draft"),
    "referrals:referral_check": may(Permission.REFERRAL_SEND, needs="draft"),
    "referrals:referral_call": may(Permission.REFERRAL_SEND, needs="referral"),
    # The sender too: without an account at the unit the moves are logged by telephone;
    # with one the page only says how the referral stands.
    "referrals:clock_rules": may(
        Permission.REFERRAL_STATUS, Permission.LATENESS_VIEW, Permission.CLOCK_EDIT
    ),
    "referrals:clock_rule_new": may(Permission.CLOCK_EDIT),
    "referrals:late": may(Permission.LATENESS_VIEW),
    "referrals:endings": may(
        Permission.CASE_SIGN,
        Permission.REFERRAL_DECLINE,
        Permission.CASE_WORK,
        Permission.REFERRAL_RECEIVE,
    ),
    "referrals:ending": may(Permission.CASE_SIGN, Permission.CASE_WORK, needs="ending"),
    "referrals:case_ending": may(Permission.CASE_WORK, needs="case"),
    "referrals:case_adult": may(Permission.CASE_WORK, needs="case"),
    "referrals:referral_ending": may(Permission.REFERRAL_RECEIVE, needs="referral"),
    "referrals:referral_message": may(
        Permission.REFERRAL_RECEIVE, Permission.REFERRAL_SEND, needs="referral"
    ),
    "referrals:referral_addendum": may(Permission.REFERRAL_SEND, needs="referral"),
    "referrals:referral_track": may(
        Permission.REFERRAL_RECEIVE, Permission.REFERRAL_SEND, needs="referral"
    ),
    "referrals:measure_new": may(Permission.REFERRAL_RECEIVE, needs="referral"),
    "referrals:measure_end": may(
        Permission.REFERRAL_RECEIVE, Permission.REFERRAL_SEND, needs="measured"
    ),
    "referrals:referral_move": may(
        Permission.REFERRAL_RECEIVE, Permission.REFERRAL_SEND, needs="receiving"
    ),
    # A place at school
    "referrals:placements": may(Permission.PLACEMENT_WORK, Permission.PLACEMENT_ASK),
    "referrals:placement_new": may(Permission.PLACEMENT_ASK),
    "referrals:placement_of_referral": may(Permission.PLACEMENT_ASK, needs="referral"),
    "referrals:placement": may(
        Permission.PLACEMENT_WORK, Permission.PLACEMENT_ASK, needs="placement"
    ),
    "referrals:placement_say": may(
        Permission.PLACEMENT_WORK, Permission.PLACEMENT_ASK, needs="placement"
    ),
    "referrals:placement_class": may(Permission.PLACEMENT_WORK, needs="placement"),
    "referrals:placement_coach": may(Permission.PLACEMENT_WORK, needs="placement"),
    "referrals:placement_check": may(Permission.PLACEMENT_WORK, needs="placed"),
    # The unit too: a move that is the school's only says how the placement stands.
    "referrals:placement_move": may(
        Permission.PLACEMENT_WORK, Permission.PLACEMENT_ASK, needs="placing"
    ),
    "referrals:class_needs": may(Permission.PLACEMENT_TEACH),
    # Meetings
    "referrals:meetings": SITS,
    "referrals:meeting_new": UNIT_CALLS,
    "referrals:meeting_tasks": SITS,
    "referrals:meeting_task_done": sits("table_task", only=UNIT | {"table_member"}),
    "referrals:meeting_task_drop": sits("table_task", only=UNIT),
    "referrals:agenda_item": sits("table_item"),
    "referrals:agenda_task": sits("table_item", only=UNIT),
    "referrals:agenda_agency": sits("table_item", only=UNIT),
    "referrals:agenda_correct": sits("table_item", only=UNIT),
    "referrals:meeting": sits("table"),
    "referrals:meeting_change": sits("table", only=UNIT),
    "referrals:meeting_agenda": may(Permission.MEETING_HOLD, needs="table"),
    "referrals:meeting_seats": sits("table", only=UNIT),
    "referrals:meeting_close": sits("table", only=UNIT),
    "referrals:meeting_minutes": sits("table"),
    "referrals:meeting_extract": sits("table_seat", only=UNIT),
    # Training
    "training:index": may(Permission.TRAINING_LEARN),
    "training:worker": Rule(ANYBODY),
    "training:saved_index": may(Permission.TRAINING_LEARN),
    "training:saved": learner("lesson", shared=True),
    "training:outbox": may(Permission.TRAINING_LEARN),
    "training:outbox_key": may(Permission.TRAINING_LEARN, post=True),
    "training:coverage": may(Permission.COVERAGE_COUNTS),
    "training:coverage_lessons": may(Permission.COVERAGE_COUNTS),
    "training:coverage_school": may(Permission.COVERAGE_NAMES, needs="school"),
    "training:coverage_municipality": Rule(
        frozenset({Permission.COVERAGE_COUNTS}),
        needs="unit",
        only=NATIONAL,
        shared=True,
    ),
    "training:curriculum": may(Permission.TRAINING_LEARN),
    "training:deliveries": may(Permission.LESSON_LOG),
    "training:delivery_event": may(Permission.LESSON_LOG),
    "training:delivery_class": Rule(
        frozenset({Permission.LESSON_LOG}), needs="class_lesson", shared=True
    ),
    "training:delivery_take_back": may(
        Permission.LESSON_LOG, needs="delivery", only=frozenset({"teacher"})
    ),
    "training:card_rounds": may(Permission.LESSON_LOG),
    "training:card_round_new": may(Permission.LESSON_LOG),
    "training:card_round": counts_cards(),
    "training:card_sheet": counts_cards(),
    "training:card_paper": counts_cards(),
    "training:card_stop": counts_cards(),
    "training:card_hand_round": counts_cards(post=True),
    "training:card_round_away": counts_cards(),
    "training:card_device_end": counts_cards(post=True),
    "training:card_device": Rule(ANYBODY, needs="card_link", shared=True),
    "training:lesson_file": Rule(SIGNED_IN, needs="lesson_file", shared=True),
    "training:lesson_finish": learner("lesson", shared=True),
    "training:scenario_start": learner("scenario", shared=True),
    "training:scenario_debrief": learner("run", only=frozenset({"teacher"})),
    "training:scenario_choose": Rule(
        frozenset({Permission.TRAINING_LEARN}),
        needs="run",
        only=frozenset({"teacher"}),
        post=True,
    ),
    "training:quiz_start": learner("quiz", shared=True),
    "training:quiz_attempt": learner("attempt", only=frozenset({"teacher"})),
    "training:refresher": learner("refresher", only=frozenset({"teacher"})),
    # Who is not due is led back: tests/training/views/test_refreshers.py
    "training:refresher_begin": may(
        Permission.TRAINING_LEARN, needs="module", shared=True, post=True
    ),
    "training:renewal": learner("programme", shared=True),
    # Only a safety change that was published: tests/training/test_safety.py
    "training:change_read": Rule(
        frozenset({Permission.TRAINING_LEARN}), needs="change", shared=True, post=True
    ),
    # By the number on the paper; an unknown one: tests/training/views/test_awards.py
    "training:award": Rule(ANYBODY, needs="award", shared=True),
    "training:award_check": Rule(ANYBODY),
    "training:award_pdf": Rule(
        frozenset({Permission.TRAINING_LEARN}),
        needs="award",
        only=frozenset({"teacher", "head", "directorate_officer"}),
    ),
    "training:award_revoke": may(Permission.AWARD_REVOKE, needs="award"),
    "training:sign_in": may(Permission.TRAINING_LEARN),
    "training:my_sessions": may(Permission.TRAINING_LEARN),
    "training:session_sign": Rule(
        frozenset({Permission.TRAINING_LEARN}), needs="session", only=AT_THE_SCHOOL
    ),
    "training:sessions": may(Permission.TRAINING_HOLD),
    "training:session_plan": may(Permission.TRAINING_HOLD),
    "training:session": leads(),
    "training:session_begin": leads(post=True),
    "training:session_cancel": leads(),
    "training:session_close": leads(),
    "training:session_code": leads(),
    "training:session_qr": leads(),
    "training:session_roster": leads(),
    "training:session_scores": leads(),
    "training:session_slides": leads(),
    "training:session_handout": leads(),
    "training:session_sheet": leads(),
    "training:session_test": leads(),
    "training:session_key": leads(),
    "training:walk_ins": may(Permission.TRAINING_SETTLE),
    "training:walk_in": may(Permission.TRAINING_SETTLE, needs="walk_in"),
    "training:recognitions": may(Permission.TRAINING_LEARN),
    "training:recognition_new": may(Permission.TRAINING_LEARN),
    "training:recognition": Rule(
        frozenset({Permission.TRAINING_LEARN}),
        needs="recognition",
        only=frozenset({"teacher", "directorate_officer"}),
    ),
}

# Whole trees of libraries, by the beginning of the route.
DOORS_TO_SIGN_IN = (
    "cms/login/",
    "cms/password_reset/",
    "cms/logout/",
    "_util/login/",
    "_util/authenticate_with_password/",
)
NO_DOORS = (
    "cms/failwhale/",
    "cms/documents/",
    "cms/api/main/documents/",
    "accounts/signup/",
    "accounts/email/",
    "accounts/confirm-email/",
    "accounts/password/set/",
    "accounts/login/code/",
    "accounts/3rdparty/",
    "accounts/social/",
)
SHUT_DOORS = DOORS_TO_SIGN_IN + NO_DOORS
CMS = "cms/"  # editors only
CMS_OPEN = ("cms/jsi18n/", "cms/sprite/")  # words and icons, the same for everybody
ACCOUNT = "accounts/"  # allauth: one's own account, proven in tests/portal
PAGES = "^(training/(?:[\\w\\-]+/)+)$"  # Wagtail's serve: signed in, proven in tests/training
