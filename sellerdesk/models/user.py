"""People. One account can belong to several desks."""

from typing import Any, ClassVar

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager, PermissionsMixin
from django.db import models
from django.db.models.functions import Lower, Now
from django.utils.translation import gettext_lazy as _


class People(BaseUserManager["User"]):
    """Makes accounts; addresses are kept in lower case so that one person is one row."""

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> "User":
        """A new account. Without a password it cannot sign in by password."""
        person = self.model(email=email.strip().lower(), **fields)
        person.set_password(password)
        person.save(using=self._db)
        return person

    def create_superuser(self, email: str, password: str | None = None, **fields: Any) -> "User":
        """An account that may open the admin."""
        return self.create_user(email, password, **{"is_staff": True, "is_superuser": True, **fields})

    def get_by_natural_key(self, username: str | None) -> "User":
        """By address, whatever its case."""
        return self.get(email=(username or "").strip().lower())


class User(AbstractBaseUser, PermissionsMixin):
    """A person who signs in with an e-mail address."""

    email = models.EmailField(_("e-mail"), max_length=254, unique=True)
    name = models.CharField(_("name"), max_length=150, blank=True)
    language = models.CharField(_("language"), max_length=8, blank=True)
    time_zone = models.CharField(_("time zone"), max_length=64, blank=True, default="")
    """Moments are shown in it; empty means the browser's."""
    enter_sends = models.BooleanField(_("Enter sends a message"), default=False)
    """Otherwise Enter begins a new line, and Ctrl Enter sends."""
    is_staff = models.BooleanField(_("may open the admin"), default=False)
    is_active = models.BooleanField(_("active"), default=True)
    password_until = models.DateTimeField(_("made-up password until"), null=True, blank=True)
    """Of a password that was made up for somebody: until then it opens the page where they choose their own, afterwards nothing."""
    # Accounts are also made by the sign-in library, which knows no moment: the database's clock is the edge here.
    joined_at = models.DateTimeField(_("joined"), db_default=Now(), editable=False)

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    objects: ClassVar[People] = People()

    class Meta:
        verbose_name = _("person")
        verbose_name_plural = _("people")
        constraints = [
            models.CheckConstraint(condition=models.Q(email=Lower("email")), name="user_email_is_lower_case"),
        ]

    def __str__(self) -> str:
        return self.email

    def set_password(self, raw_password: str | None) -> None:
        """A password that is set is its owner's own, unless it is said to be made up afterwards."""
        super().set_password(raw_password)
        self.password_until = None
