"""Accounts: who can sign in. What they may do hangs on posts (`schools`)."""

from typing import Any, ClassVar

from django.conf import settings
from django.contrib.auth import get_backends
from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.db import models
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from portal.models.identified import UidModel
from portal.privacy import Kept, Privacy


class UserManager(BaseUserManager["User"]):
    """Makes accounts; names are stored lower case so that typing them is easy."""

    def create_user(
        self,
        username: str,
        email: str | None = None,
        password: str | None = None,
        **extra: Any,
    ) -> "User":
        """An active account; without a password it cannot sign in by one."""
        user = self.model(
            username=username.strip().lower(),
            email=(email or "").strip().lower() or None,
            **extra,
        )
        user.set_password(password)
        user.save(using=self._db)
        return user

    def get_by_natural_key(self, username: str | None) -> "User":
        """Names compare without case."""
        return self.get(username=(username or "").strip().lower())


class Mails(models.TextChoices):
    """Which e-mails a person wants; urgent ones always come, and at once."""

    DAILY = "daily", _("One a day, with all that waits")
    NEEDED = "needed", _("One a day, only with what waits for my answer")
    URGENT = "urgent", _("Only urgent ones")


class User(UidModel, AbstractBaseUser, PermissionsMixin):
    """A person who can sign in, by staff code or e-mail.

    `is_superuser` exists because libraries ask for it; it opens no child's data and
    no account of this portal has it.
    """

    username = models.CharField(_("sign-in name"), max_length=150, unique=True)
    email = models.EmailField(_("e-mail"), null=True, blank=True, unique=True)
    name = models.CharField(_("name"), max_length=150)
    language = models.CharField(max_length=2, default="sq")
    mails = models.CharField(max_length=8, choices=Mails, default=Mails.DAILY)
    unread = models.PositiveIntegerField(default=0)  # kept by portal.notify
    is_active = models.BooleanField(default=True)
    is_demo = models.BooleanField(default=False)
    date_joined = models.DateTimeField(auto_now_add=True)

    USERNAME_FIELD = "username"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    objects: ClassVar[UserManager] = UserManager()

    privacy = Privacy(
        plain="uid language mails unread is_active is_demo is_superuser date_joined last_login"
        " groups user_permissions",
        personal="username email name password",
        kept=Kept.ACCOUNT,
    )

    class Meta:
        verbose_name = _("account")
        constraints = (
            models.CheckConstraint(
                condition=models.Q(
                    language__in=[code for code, _n in settings.LANGUAGES]
                ),
                name="user_language_known",
            ),
            models.CheckConstraint(
                condition=models.Q(mails__in=Mails.values), name="user_mails_known"
            ),
            models.CheckConstraint(
                condition=models.Q(username=Lower("username")),
                name="user_name_lower_case",
            ),
        )

    def has_perm(self, perm: str, obj: Any = None) -> bool:
        """Asks only the backend that knows posts; superuser is no short cut."""
        return any(
            backend.has_perm(self, perm, obj)
            for backend in get_backends()
            if getattr(backend, "knows_posts", False)
        )

    def get_full_name(self) -> str:
        """The name as shown to colleagues."""
        return self.name

    def get_short_name(self) -> str:
        """The same: first names alone are not ours to shorten."""
        return self.name

    @property
    def is_staff(self) -> bool:
        """Django's admin is not mounted; nobody is staff of it."""
        return False
