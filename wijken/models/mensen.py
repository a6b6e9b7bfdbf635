"""People of the municipality and its partners, and the roles that they have from day to day (W-02, W-05)."""

import datetime
from typing import Any

import pgtrigger
from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.functional import cached_property

from wijken.models.gebied import Wijk
from wijken.models.organisatie import Cluster, Partner
from wijkportaal.historie import historie
from wijkportaal.perioden import geen_overlap


class MedewerkerManager(BaseUserManager["Medewerker"]):
    """Makes accounts; people sign in with their mail address."""

    def create_user(self, email: str, naam: str, password: str | None = None, **velden: Any) -> "Medewerker":
        """Return a new account. Without `password` nobody can sign in with it."""
        medewerker = self.model(email=self.normalize_email(email).lower(), naam=naam, **velden)
        medewerker.set_password(password)
        medewerker.save(using=self._db)
        return medewerker

    def create_superuser(self, email: str, naam: str, password: str | None = None) -> "Medewerker":
        """Return an account that may do everything: for the first installation only."""
        return self.create_user(email, naam, password, is_staff=True, is_superuser=True)

    def get_by_natural_key(self, username: str | None) -> "Medewerker":
        """Find an account by mail address, however it is capitalised."""
        return self.get(email=(username or "").lower())


class Medewerker(AbstractBaseUser, PermissionsMixin):
    """Somebody who signs in: an official, a member of the college, or a partner's employee.

    Residents have no account. What a person may do follows from the `Rol` rows of today, not from groups.
    """

    email = models.EmailField("mailadres", unique=True)
    naam = models.CharField("naam", max_length=150)
    functie = models.CharField("functie", max_length=150, blank=True)
    telefoon = models.CharField("telefoonnummer", max_length=20, blank=True)
    is_active = models.BooleanField("actief", default=True)
    is_staff = models.BooleanField("mag in de werkomgeving", default=True)
    date_joined = models.DateTimeField("aangemaakt op", default=timezone.now, editable=False)
    # Part of every session's hash: one higher, and all sessions of this person have ended.
    sessieversie = models.PositiveIntegerField(default=0, editable=False)

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["naam"]

    history = historie(zonder=("password", "last_login", "sessieversie"))
    objects = MedewerkerManager()

    class Meta:
        verbose_name = "medewerker"
        verbose_name_plural = "medewerkers"
        ordering = ("naam",)
        constraints = (
            models.CheckConstraint(
                condition=models.Q(email=Lower("email")), name="medewerker_email_kleine_letters"
            ),
        )

    def __str__(self) -> str:
        return self.naam

    def clean(self) -> None:
        super().clean()
        self.email = self.email.lower()

    def _get_session_auth_hash(self, secret: Any = None) -> str:
        """Tie each session to the password and to `sessieversie`."""
        sleutel = f"{super()._get_session_auth_hash(secret=secret)}{self.sessieversie}"  # type: ignore[misc]
        return salted_hmac("wijken.Medewerker.sessie", sleutel, secret=secret, algorithm="sha256").hexdigest()

    def get_full_name(self) -> str:
        return self.naam

    def get_short_name(self) -> str:
        return self.naam

    @cached_property
    def rollen_van_vandaag(self) -> "list[Rol]":
        """The roles that hold today: one query for each request, whatever is asked of them."""
        return list(self.rollen.geldend())


class RolQuerySet(models.QuerySet["Rol"]):
    """Finds who has which role on a day."""

    def op(self, dag: datetime.date) -> "RolQuerySet":
        """Roles that hold on `dag`, also of who has left since."""
        return self.filter(models.Q(tot__isnull=True) | models.Q(tot__gte=dag), van__lte=dag)

    def geldend(self, *, op: datetime.date | None = None) -> "RolQuerySet":
        """Roles that hold on `op` (today when not given), of accounts that are active."""
        return self.op(op or timezone.localdate()).filter(medewerker__is_active=True)

    def waarnemers_eerst(self) -> "RolQuerySet":
        """Whoever replaces somebody comes before the one who is replaced."""
        return self.order_by(models.F("waarnemer_voor").desc(nulls_last=True), "pk")

    def bekleder(self, soort: str, *, wijk: Wijk) -> Medewerker | None:
        """Who acts in this role for this wijk today: the one who has it (W-02), or the substitute."""
        rollen = self.geldend().filter(soort=soort, wijk=wijk).select_related("medewerker")
        rol = rollen.waarnemers_eerst().first()
        return rol.medewerker if rol else None


VAN_EEN_WIJK = ("wijkregisseur", "wijkwethouder")
VAN_EEN_CLUSTER = ("vakambtenaar", "clustermanager")
VAN_EEN_PARTNER = ("partner", "budgethouder")
# Who decides on money or gives others their roles: two beheerders make somebody one of these (B-11).
MET_MACHT = ("clustermanager", "budgethouder", "wethouder_wijken", "beheerder")


def _hoort_bij(veld: str, soorten: tuple[str, ...], melding: str) -> models.CheckConstraint:
    """A role of one of `soorten` has `veld` filled in, and no other role has."""
    wel = models.Q(soort__in=soorten, **{f"{veld}__isnull": False})
    niet = ~models.Q(soort__in=soorten) & models.Q(**{f"{veld}__isnull": True})
    return models.CheckConstraint(
        condition=wel | niet, name=f"rol_{veld}_past_bij_soort", violation_error_message=melding
    )


ZELFDE_ROL = "Een waarnemer neemt de rol van iemand anders over: dezelfde rol, van hetzelfde."


class Rol(models.Model):
    """What somebody is, of what, and from when until when (W-05).

    `tot` is the last day; empty means until further notice. A row is ended by its last day: the database
    refuses to remove it and to change anything else in it, so that it stays true who was what.

    A substitute (waarnemer) holds the same role for a period, next to the one who is replaced, and may do
    what the role may.
    """

    class Soort(models.TextChoices):
        KCC = "kcc", "KCC-medewerker"
        VAKAMBTENAAR = "vakambtenaar", "Vakambtenaar"
        WIJKREGISSEUR = "wijkregisseur", "Wijkregisseur"
        BELEIDSMEDEWERKER = "beleidsmedewerker", "Beleidsmedewerker wijkgericht werken"
        OPBOUWWERKER = "opbouwwerker", "Opbouwwerker"
        CLUSTERMANAGER = "clustermanager", "Clustermanager"
        WIJKWETHOUDER = "wijkwethouder", "Wijkwethouder"
        WETHOUDER_WIJKEN = "wethouder_wijken", "Wethouder Wijken"
        COLLEGESECRETARIS = "collegesecretaris", "Collegesecretaris"
        RAADSLID = "raadslid", "Raadslid"
        PARTNER = "partner", "Partner"
        BUDGETHOUDER = "budgethouder", "Budgethouder van een partner"
        BEHEERDER = "beheerder", "Beheerder"

    medewerker = models.ForeignKey(
        Medewerker, models.PROTECT, related_name="rollen", verbose_name="medewerker"
    )
    soort = models.CharField("rol", max_length=20, choices=Soort)
    wijk = models.ForeignKey(
        Wijk, models.PROTECT, null=True, blank=True, related_name="rollen", verbose_name="wijk"
    )
    cluster = models.ForeignKey(
        Cluster, models.PROTECT, null=True, blank=True, related_name="rollen", verbose_name="cluster"
    )
    partner = models.ForeignKey(
        Partner, models.PROTECT, null=True, blank=True, related_name="rollen", verbose_name="partner"
    )
    waarnemer_voor = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="waarnemers",
        verbose_name="waarnemer voor",
        help_text="Alleen bij tijdelijke vervanging: de rol van degene die wordt vervangen.",
    )
    van = models.DateField("van")
    tot = models.DateField("tot en met", null=True, blank=True)

    history = historie()
    objects = RolQuerySet.as_manager()

    class Meta:
        verbose_name = "rol"
        verbose_name_plural = "rollen"
        ordering = ("soort", "van")
        triggers = (
            pgtrigger.ReadOnly(name="rol_alleen_beeindigen", exclude=["tot"]),
            pgtrigger.Protect(name="rol_blijft_staan", operation=pgtrigger.Delete),
            pgtrigger.Trigger(
                name="rol_waarnemer_heeft_zelfde_rol",
                operation=pgtrigger.Insert,
                when=pgtrigger.Before,
                condition=pgtrigger.Q(new__waarnemer_voor__isnull=False),
                func="""
                    IF NOT EXISTS (
                        SELECT FROM wijken_rol AS rol
                        WHERE rol.id = NEW.waarnemer_voor_id AND rol.waarnemer_voor_id IS NULL
                        AND rol.medewerker_id <> NEW.medewerker_id
                        AND (rol.soort, rol.wijk_id, rol.cluster_id, rol.partner_id) IS NOT DISTINCT FROM
                            (NEW.soort, NEW.wijk_id, NEW.cluster_id, NEW.partner_id)
                    ) THEN
                        RAISE EXCEPTION 'Een waarnemer heeft dezelfde rol.' USING ERRCODE = 'check_violation';
                    END IF;
                    RETURN NEW;
                """,
            ),
        )
        constraints = (
            models.CheckConstraint(
                condition=models.Q(waarnemer_voor__isnull=True) | models.Q(tot__isnull=False),
                name="rol_waarnemer_voor_een_periode",
                violation_error_message="Waarnemen is tijdelijk: vul de laatste dag in.",
            ),
            geen_overlap(
                "rol_een_waarnemer_tegelijk",
                binnen=("waarnemer_voor",),
                als=models.Q(waarnemer_voor__isnull=False),
                melding="In die periode neemt al iemand waar.",
            ),
            models.CheckConstraint(
                condition=models.Q(tot__isnull=True) | models.Q(tot__gte=models.F("van")),
                name="rol_eindigt_na_begin",
                violation_error_message="De laatste dag ligt voor de eerste dag.",
            ),
            _hoort_bij("wijk", VAN_EEN_WIJK, "Alleen een wijkregisseur of wijkwethouder hoort bij een wijk."),
            _hoort_bij(
                "cluster", VAN_EEN_CLUSTER, "Alleen een vakambtenaar of clustermanager hoort bij een cluster."
            ),
            _hoort_bij(
                "partner", VAN_EEN_PARTNER, "Alleen een partner of budgethouder hoort bij een organisatie."
            ),
            geen_overlap(
                "rol_een_per_wijk_tegelijk",
                binnen=("wijk", "soort"),
                als=models.Q(soort__in=VAN_EEN_WIJK, waarnemer_voor__isnull=True),
                melding="Deze wijk heeft in die periode al iemand met deze rol.",
            ),
        )

    def __str__(self) -> str:
        """The role as it goes on record."""
        return (
            f"{self.get_soort_display()} (waarnemend)" if self.waarnemer_voor_id else self.get_soort_display()
        )

    def clean(self) -> None:
        """Say kindly what the database refuses."""
        super().clean()
        voor = self.waarnemer_voor
        if voor and (
            voor.waarnemer_voor_id or voor.medewerker_id == self.medewerker_id or voor.wat != self.wat
        ):
            raise ValidationError(ZELFDE_ROL)

    @property
    def wat(self) -> tuple[str, int | None, int | None, int | None]:
        """What the role is, whoever has it."""
        return self.soort, self.wijk_id, self.cluster_id, self.partner_id

    @property
    def in_woorden(self) -> str:
        """The role and what it is of: "Wijkregisseur Centrum". Select wijk, cluster and partner first."""
        waarvan = self.wijk or self.cluster or self.partner
        return f"{self} {waarvan}" if waarvan else str(self)
