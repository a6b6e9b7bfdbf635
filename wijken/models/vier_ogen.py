"""What one beheerder asks and another confirms (W-05)."""

from typing import Any

import pgtrigger
from django.db import models
from django.utils import timezone

from wijken.models.mensen import Medewerker, Rol
from wijkportaal.historie import historie

BESLUIT = ("stand", "besloten_door", "besloten_op")


class Accountvoorstel(models.Model):
    """A change by which one person could act as somebody with power over money or accounts (B-11).

    `inhoud` holds what is to change: {"email": …} for an address, the columns of a `Rol` for a role, and
    nothing for the second step. Who asked never decides, and nobody decides about the own account.
    """

    class Soort(models.TextChoices):
        ADRES = "adres", "Ander mailadres"
        TWEEDE_STAP = "tweede_stap", "Tweede stap wissen"
        ROL = "rol", "Rol geven"

    class Stand(models.TextChoices):
        OPEN = "open", "Wacht op een andere beheerder"
        UITGEVOERD = "uitgevoerd", "Bevestigd en uitgevoerd"
        GEWEIGERD = "geweigerd", "Geweigerd"

    soort = models.CharField("wat", max_length=15, choices=Soort)
    medewerker = models.ForeignKey(
        Medewerker, models.PROTECT, related_name="accountvoorstellen", verbose_name="medewerker"
    )
    inhoud = models.JSONField("inhoud", default=dict)
    reden = models.TextField("reden", max_length=1000, blank=True)
    stand = models.CharField("stand", max_length=10, choices=Stand, default=Stand.OPEN)
    gevraagd_door = models.ForeignKey(
        Medewerker, models.PROTECT, related_name="+", verbose_name="gevraagd door"
    )
    gevraagd_op = models.DateTimeField("gevraagd op", default=timezone.now)
    besloten_door = models.ForeignKey(
        Medewerker, models.PROTECT, null=True, related_name="+", verbose_name="besloten door"
    )
    besloten_op = models.DateTimeField("besloten op", null=True)

    history = historie()

    class Meta:
        verbose_name = "voorstel voor een account"
        verbose_name_plural = "voorstellen voor accounts"
        ordering = ("-gevraagd_op", "-pk")
        constraints = (
            models.CheckConstraint(
                condition=models.Q(besloten_door__isnull=True)
                | ~models.Q(besloten_door=models.F("gevraagd_door"))
                & ~models.Q(besloten_door=models.F("medewerker")),
                name="accountvoorstel_vier_ogen",
            ),
            models.CheckConstraint(
                condition=models.Q(stand="open", besloten_door__isnull=True, besloten_op__isnull=True)
                | ~models.Q(stand="open") & models.Q(besloten_door__isnull=False, besloten_op__isnull=False),
                name="accountvoorstel_besloten_door_iemand",
            ),
            models.UniqueConstraint(
                fields=("medewerker", "soort", "inhoud"),
                condition=models.Q(stand="open"),
                name="accountvoorstel_een_keer_open",
            ),
        )
        triggers = (
            pgtrigger.Protect(name="accountvoorstel_blijft_staan", operation=pgtrigger.Delete),
            pgtrigger.ReadOnly(name="accountvoorstel_alleen_besluiten", exclude=list(BESLUIT)),
            pgtrigger.Protect(
                name="accountvoorstel_besluit_staat",
                operation=pgtrigger.Update,
                condition=~pgtrigger.Q(old__stand="open"),
            ),
        )

    def __str__(self) -> str:
        return f"{self.get_soort_display()}: {self.medewerker}"

    @property
    def rol(self) -> Rol:
        """The role that is proposed, not stored."""
        velden: dict[str, Any] = {veld.attname: veld for veld in Rol._meta.concrete_fields}
        waarden = {naam: velden[naam].to_python(waarde) for naam, waarde in self.inhoud.items()}
        return Rol(medewerker=self.medewerker, **waarden)

    @property
    def in_woorden(self) -> str:
        """What changes, for who has to judge it."""
        if self.soort == self.Soort.ADRES:
            return f"Het mailadres {self.medewerker.email} wordt {self.inhoud['email']}."
        if self.soort == self.Soort.TWEEDE_STAP:
            return "De tweede stap van het aanmelden wordt gewist."
        rol = self.rol
        einde = f" tot en met {rol.tot:%d-%m-%Y}" if rol.tot else ""
        voor = f", als waarnemer voor {rol.waarnemer_voor.medewerker}" if rol.waarnemer_voor else ""
        return f"Krijgt de rol {rol.in_woorden} vanaf {rol.van:%d-%m-%Y}{einde}{voor}."
