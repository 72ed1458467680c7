"""What may be noted about a child's situation: red lines, circumstances, signs, strengths.

Circumstances are facts about any child and never evidence of wrongdoing; no group of
people is among them. Sources: source document 001, chapter I (situations in which
children are recruited); research/casework.md (c). There is no weight and no sum.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from django.db.models import TextChoices
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class Kind(TextChoices):
    CIRCUMSTANCE = "circumstance", _("Circumstance")
    SIGN = "sign", _("What can be seen")
    PROTECTIVE = "protective", _("What protects the child")


class Domain(StrEnum):
    CHILD = "child"
    FAMILY = "family"
    SCHOOL = "school"
    AROUND = "around"


DOMAINS: dict[Domain, Promise] = {
    Domain.CHILD: _("The child"),
    Domain.FAMILY: _("Family and home"),
    Domain.SCHOOL: _("School"),
    Domain.AROUND: _("Community and online"),
}


class Basis(TextChoices):
    SEEN = "seen", _("I saw it")
    CHILD_SAID = "child_said", _("The child said it")
    OTHER_SAID = "other_said", _("Somebody else said it")
    DOCUMENT = "document", _("It stands in a document")
    INFERENCE = "inference", _("I infer it")


@dataclass(frozen=True)
class Entry:
    code: str
    kind: Kind
    domain: Domain
    label: Promise


C, S, P = Kind.CIRCUMSTANCE, Kind.SIGN, Kind.PROTECTIVE
CHILD, FAMILY = Domain.CHILD, Domain.FAMILY
SCHOOL, AROUND = Domain.SCHOOL, Domain.AROUND

TRAFFICKED_BEFORE = "trafficked_before"

CATALOGUE: tuple[Entry, ...] = (
    Entry("no_carer", C, FAMILY, _("Parents apart, and no adult really cares for the child")),
    Entry("kin_in_need", C, FAMILY, _("Lives with relatives who are short of money")),
    Entry("depended_on", C, FAMILY, _("The family moved or lives far out and counts on the child’s help or income")),
    Entry("orphaned", C, FAMILY, _("Orphaned or without parental care")),
    Entry("parent_abroad", C, FAMILY, _("A parent works abroad: who is the carer?")),
    Entry(TRAFFICKED_BEFORE, C, FAMILY, _("Somebody of the household was trafficked before")),
    Entry("marriage_arranged", C, FAMILY, _("A marriage is arranged or talked of")),
    Entry("unsupported", C, CHILD, _("Child or parent with an intellectual disability and no support")),
    Entry("unregistered", C, CHILD, _("Not registered at birth")),
    Entry("works", C, CHILD, _("Left school, or works, begs or sells")),
    Entry("no_access", C, SCHOOL, _("Cannot reach school: distance, papers, disability, season")),
    Entry("absence_run", S, SCHOOL, _("A run of absences without a reason")),
    Entry("absent_known_date", S, SCHOOL, _("Did not come back after holidays or a known date")),
    Entry("no_receiving", S, SCHOOL, _("Asked to leave, and no school receives the child")),
    Entry("worn_out", S, CHILD, _("Falls asleep, is hungry or hurt")),
    Entry("afraid_home", S, CHILD, _("Asks not to go home")),
    Entry("withdrawn_online", S, CHILD, _("Withdrawn after a contact online")),
    Entry("money_phone", S, AROUND, _("Money or a telephone that nobody can explain")),
    Entry("older_friend", S, AROUND, _("An older friend or a driver")),
    Entry("travel_offered", S, AROUND, _("Travel abroad was offered, or papers were taken")),
    Entry("begging_place", S, AROUND, _("Stays near a border or a place of begging")),
    Entry("unknown_adult", S, FAMILY, _("An adult whom the school does not know collects or answers for the child")),
    Entry("trusted_adult", P, CHILD, _("Names an adult whom the child trusts")),
    Entry("aspiration", P, CHILD, _("Has something to look forward to")),
    Entry("knows_helpline", P, CHILD, _("Knows 116 111 and whom to ask")),
    Entry("registered", P, CHILD, _("Registered and insured")),
    Entry("carer_answers", P, FAMILY, _("The carer answers calls")),
    Entry("safe_tonight", P, FAMILY, _("Has a safe place tonight")),
    Entry("attends", P, SCHOOL, _("Comes on 95 % of the days or more")),
    Entry("sibling_here", P, SCHOOL, _("A brother or sister at the school")),
    Entry("friend", P, AROUND, _("A friend or a club")),
    Entry("service", P, AROUND, _("A service is already active")),
)  # fmt: skip
BY_CODE = {entry.code: entry for entry in CATALOGUE}

# Any one of these means: act now, whatever else is known.
RED_LINES: dict[str, Promise] = {
    "harmed": _("The child says that somebody harms them, or is afraid to go home"),
    "travel": _("A journey or a marriage is about to happen"),
    "sexual": _("A sign of sexual exploitation"),
    "injury": _("A serious injury"),
    "missing": _("The child is missing"),
    "suicide": _("The child speaks of dying"),
    "recruiter": _("Somebody who recruits is in contact with the child"),
    "trafficker_home": _("A known trafficker is at home"),
}
NONE_OF_THEM = "none"


def by_domain(kinds: tuple[Kind, ...]) -> Iterator[tuple[Promise, list[Entry]]]:
    """The entries of these kinds, domain by domain, in the order of the catalogue."""
    for domain, label in DOMAINS.items():
        found = [e for e in CATALOGUE if e.kind in kinds and e.domain == domain]
        if found:
            yield label, found
