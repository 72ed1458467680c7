"""Start-up of the ground: hears what the floors above hang up."""

from django.apps import AppConfig, apps
from django.utils.module_loading import autodiscover_modules
from django.utils.translation import gettext_lazy as _


class PortalConfig(AppConfig):
    """Autodiscovers each app's `portal_hooks.py` and the start-up checks."""

    name = "portal"
    verbose_name = _("Portal")

    def ready(self) -> None:
        apps.check_models_ready()
        from portal import account_signals, checks  # noqa: F401

        autodiscover_modules("portal_hooks")
