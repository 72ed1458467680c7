"""Start-up of the schools floor."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SchoolsConfig(AppConfig):
    """Nothing to do at start-up: the ground finds `portal_hooks.py` by itself."""

    name = "schools"
    verbose_name = _("Schools")
