"""The steps of the national mechanism's track, as a list to go through.

After the standard procedures for the identification and referral of victims and
possible victims of trafficking (DCM 499 of 29.8.2018). The text of the decree could
not be read here: the list follows its known stages and is to be confirmed by the
national coordinator; it claims no time limit.
"""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


POLICE = "police_told"  # asks when, how and by whom

STEPS: dict[str, Promise] = {
    "safe_tonight": _("The child has a safe place tonight"),
    POLICE: _("The police were told"),
    "language": _("Language understood; interpreter arranged where needed"),
    "guardian": _("A guardian or another adult speaks for the child"),
    "first_interview": _("First identification by the responsible group"),
    "health": _("Health care was offered"),
    "formal": _("Formal identification"),
    "services": _("Shelter or other services found"),
    "interest": _("Decision on the child’s best interest"),
}
