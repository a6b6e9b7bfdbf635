"""Who may approve money, of which kind and up to which amount (B-11)."""

import datetime

import pgtrigger
from django.db import models

from wijken.models.mensen import Rol
from wijken.models.organisatie import Cluster, Partner
from wijkportaal.historie import historie
from wijkportaal.perioden import geen_overlap

DUBBEL = "Voor dit geld geldt in die periode al een mandaat."


class MandaatQuerySet(models.QuerySet["Mandaat"]):
    """Finds the mandates of a day."""

    def op(self, dag: datetime.date) -> "MandaatQuerySet":
        """Mandates that hold on `dag`."""
        return self.filter(models.Q(tot__isnull=True) | models.Q(tot__gte=dag), van__lte=dag)


class Mandaat(models.Model):
    """A power to approve money: it belongs to a role, and so to whoever has that role on the day (B-11).

    Wijkbudget and clusterbudget: the clustermanager of `cluster`. Partnergeld: the budgethouder of `partner`.
    `tot_bedrag` is in euros and includes the amount itself; empty means without limit. A decision points to
    its mandate, so a row is ended (`tot`, the last day) and followed by a new one, never rewritten (B-18).
    """

    class Geldsoort(models.TextChoices):
        WIJKBUDGET = "wijkbudget", "Wijkbudget"
        CLUSTERBUDGET = "clusterbudget", "Clusterbudget"
        PARTNERGELD = "partnergeld", "Geld van een partner"

    geldsoort = models.CharField("soort geld", max_length=15, choices=Geldsoort)
    cluster = models.ForeignKey(
        Cluster,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="mandaten",
        verbose_name="cluster",
        help_text="De manager van dit cluster heeft het mandaat.",
    )
    partner = models.ForeignKey(
        Partner,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="mandaten",
        verbose_name="partner",
        help_text="De budgethouder van deze partner heeft het mandaat.",
    )
    tot_bedrag = models.DecimalField(
        "tot en met bedrag",
        max_digits=12,
        decimal_places=2,
        null=True,
        blank=True,
        help_text="In euro's. Leeg: zonder grens.",
    )
    van = models.DateField("geldig vanaf")
    tot = models.DateField("geldig tot en met", null=True, blank=True)
    bron = models.CharField("bron", max_length=200, help_text="Document en paragraaf waar dit staat.")

    history = historie()
    objects = MandaatQuerySet.as_manager()

    class Meta:
        verbose_name = "mandaat"
        verbose_name_plural = "mandaten"
        ordering = ("geldsoort", "cluster", "partner", "van")
        triggers = (
            pgtrigger.ReadOnly(name="mandaat_alleen_beeindigen", exclude=["tot"]),
            pgtrigger.Protect(name="mandaat_blijft_staan", operation=pgtrigger.Delete),
        )
        constraints = (
            models.CheckConstraint(
                condition=models.Q(geldsoort="partnergeld", partner__isnull=False, cluster__isnull=True)
                | models.Q(geldsoort__in=("wijkbudget", "clusterbudget"))
                & models.Q(cluster__isnull=False, partner__isnull=True),
                name="mandaat_hoort_bij_een_houder",
                violation_error_message="Kies bij geld van een partner de partner, en anders het cluster.",
            ),
            models.CheckConstraint(
                condition=models.Q(tot__isnull=True) | models.Q(tot__gte=models.F("van")),
                name="mandaat_eindigt_na_begin",
                violation_error_message="De laatste dag ligt voor de eerste dag.",
            ),
            models.CheckConstraint(
                condition=models.Q(tot_bedrag__isnull=True) | models.Q(tot_bedrag__gt=0),
                name="mandaat_bedrag_boven_nul",
                violation_error_message="Vul een bedrag boven nul in, of laat het leeg.",
            ),
            # The wijkbudget is in one hand; of each cluster and partner the own money too.
            geen_overlap(
                "mandaat_een_voor_wijkbudget",
                binnen=("geldsoort",),
                als=models.Q(geldsoort="wijkbudget"),
                melding=DUBBEL,
            ),
            geen_overlap(
                "mandaat_een_per_cluster",
                binnen=("cluster",),
                als=models.Q(geldsoort="clusterbudget"),
                melding=DUBBEL,
            ),
            geen_overlap(
                "mandaat_een_per_partner",
                binnen=("partner",),
                als=models.Q(geldsoort="partnergeld"),
                melding=DUBBEL,
            ),
        )

    def __str__(self) -> str:
        return self.get_geldsoort_display()

    @property
    def rol_soort(self) -> Rol.Soort:
        """The role that has this mandate."""
        partnergeld = self.geldsoort == self.Geldsoort.PARTNERGELD
        return Rol.Soort.BUDGETHOUDER if partnergeld else Rol.Soort.CLUSTERMANAGER

    @property
    def houder_in_woorden(self) -> str:
        """Who has it: "manager van Leefbaarheid & Veiligheid". Select cluster and partner first."""
        return f"budgethouder van {self.partner}" if self.partner else f"manager van {self.cluster}"
