"""The wijkcoalitie: who makes the wijkagenda of a wijk together (W-06)."""

import datetime

import pgtrigger
from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone

from wijken.models.gebied import Wijk
from wijken.models.mensen import Medewerker, Rol
from wijken.models.organisatie import Partner
from wijken.models.samenwerking import VerkennendGesprek
from wijkportaal.historie import historie
from wijkportaal.perioden import geen_overlap

EINDE_NA_BEGIN = models.Q(tot__isnull=True) | models.Q(tot__gte=models.F("van"))


class GeldendQuerySet(models.QuerySet):
    """Finds the rows of a day, among rows with a first day `van` and a last day `tot`."""

    def geldend(self, *, op: datetime.date | None = None) -> "GeldendQuerySet":
        """Rows that hold on `op` (today when not given)."""
        dag = op or timezone.localdate()
        return self.filter(models.Q(tot__isnull=True) | models.Q(tot__gte=dag), van__lte=dag)


class Wijkcoalitie(models.Model):
    """The coalition of a wijk for a period; a wijk has one at a time.

    Its chair is not a member row: it is whoever is wijkregisseur of the wijk (RM 3.2), so a wijk has one
    chair at a time and nobody has to enter the same change twice.
    """

    wijk = models.ForeignKey(Wijk, models.PROTECT, related_name="coalities", verbose_name="wijk")
    van = models.DateField("van")
    tot = models.DateField("tot en met", null=True, blank=True)

    history = historie()
    objects = GeldendQuerySet.as_manager()

    class Meta:
        verbose_name = "wijkcoalitie"
        verbose_name_plural = "wijkcoalities"
        ordering = ("wijk__nummer", "-van")
        constraints = (
            models.CheckConstraint(
                condition=EINDE_NA_BEGIN,
                name="wijkcoalitie_eindigt_na_begin",
                violation_error_message="De laatste dag ligt voor de eerste dag.",
            ),
            geen_overlap(
                "wijkcoalitie_een_tegelijk",
                binnen=("wijk",),
                melding="Deze wijk heeft in die periode al een wijkcoalitie.",
            ),
        )

    def __str__(self) -> str:
        return f"wijkcoalitie van {self.van:%Y}"

    def voorzitter(self, *, op: datetime.date | None = None) -> Medewerker | None:
        """Who chairs on `op` (today): the wijkregisseur of the wijk or the substitute, if there is one."""
        rollen = Rol.objects.geldend(op=op).filter(soort=Rol.Soort.WIJKREGISSEUR, wijk=self.wijk_id)
        rol = rollen.waarnemers_eerst().select_related("medewerker").first()
        return rol.medewerker if rol else None


class CoalitielidQuerySet(GeldendQuerySet):
    """Finds who sits in a coalition."""

    def aan_tafel(self, wijk: Wijk) -> "list[Coalitielid]":
        """Everybody with a seat today in the coalition of `wijk` of today, the fixed seats first."""
        coalities = Wijkcoalitie.objects.geldend().filter(wijk=wijk)
        leden = self.geldend().filter(coalitie__in=coalities).select_related("medewerker", "partner")
        volgorde = list(Coalitielid.Plaats)
        return sorted(leden, key=lambda lid: (volgorde.index(lid.plaats), str(lid)))


class Coalitielid(models.Model):
    """A seat in the coalition for a period: of a person by role, or of an organisation (W-06).

    A wijkraad has its seat by a talk with a positive outcome (W-07); the database refuses it without one.
    """

    class Plaats(models.TextChoices):
        BELEIDSMEDEWERKER = "beleidsmedewerker", "Beleidsmedewerker wijkgericht werken"
        OPBOUWWERKER = "opbouwwerker", "Opbouwwerker"
        CORPORATIE = "corporatie", "Woningcorporatie"
        WIJKRAAD = "wijkraad", "Dorps- of wijkraad"
        ONDERNEMERS = "ondernemers", "Ondernemersvereniging"
        ONDERWIJS = "onderwijs", "School"
        VERENIGING = "vereniging", "Vereniging"
        BEWONERS = "bewoners", "Bewonersnetwerk"

    PERSOONLIJK = (Plaats.BELEIDSMEDEWERKER, Plaats.OPBOUWWERKER)
    VAST = (*PERSOONLIJK, Plaats.CORPORATIE, Plaats.WIJKRAAD)

    coalitie = models.ForeignKey(
        Wijkcoalitie, models.PROTECT, related_name="leden", verbose_name="wijkcoalitie"
    )
    plaats = models.CharField("plaats", max_length=20, choices=Plaats)
    medewerker = models.ForeignKey(
        Medewerker,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="coalitieplaatsen",
        verbose_name="persoon",
        help_text="Wie de plaats inneemt, of wie er namens de organisatie komt.",
    )
    partner = models.ForeignKey(
        Partner,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="coalitieplaatsen",
        verbose_name="organisatie",
    )
    kernteam = models.BooleanField("in het kernteam", default=False)
    van = models.DateField("van")
    tot = models.DateField("tot en met", null=True, blank=True)
    gesprek = models.ForeignKey(
        VerkennendGesprek,
        models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="plaatsen",
        verbose_name="verkennend gesprek",
    )

    history = historie()
    objects = CoalitielidQuerySet.as_manager()

    class Meta:
        verbose_name = "lid van de wijkcoalitie"
        verbose_name_plural = "leden van de wijkcoalitie"
        ordering = ("coalitie", "van", "pk")
        constraints = (
            models.CheckConstraint(
                condition=EINDE_NA_BEGIN,
                name="coalitielid_eindigt_na_begin",
                violation_error_message="De laatste dag ligt voor de eerste dag.",
            ),
            models.CheckConstraint(
                condition=models.Q(
                    plaats__in=("beleidsmedewerker", "opbouwwerker"),
                    medewerker__isnull=False,
                    partner__isnull=True,
                )
                | ~models.Q(plaats__in=("beleidsmedewerker", "opbouwwerker"))
                & models.Q(partner__isnull=False),
                name="coalitielid_persoon_of_organisatie",
                violation_error_message="Kies een persoon bij een functie, en anders de organisatie.",
            ),
            geen_overlap(
                "coalitielid_organisatie_een_keer",
                binnen=("coalitie", "partner"),
                als=models.Q(partner__isnull=False),
                melding="Deze organisatie heeft in die periode al een plaats.",
            ),
            geen_overlap(
                "coalitielid_persoon_een_keer",
                binnen=("coalitie", "plaats", "medewerker"),
                als=models.Q(plaats__in=("beleidsmedewerker", "opbouwwerker")),
                melding="Deze persoon heeft in die periode al deze plaats.",
            ),
        )
        triggers = (
            pgtrigger.Trigger(
                name="coalitielid_wijkraad_na_gesprek",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert | pgtrigger.Update,
                func="""
                    IF (NEW.plaats = 'wijkraad') <> (NEW.gesprek_id IS NOT NULL)
                        OR NEW.gesprek_id IS NOT NULL AND NOT EXISTS (
                            SELECT FROM wijken_verkennendgesprek AS gesprek
                            JOIN wijken_wijkcoalitie AS coalitie ON coalitie.wijk_id = gesprek.wijk_id
                            WHERE gesprek.id = NEW.gesprek_id AND coalitie.id = NEW.coalitie_id
                                AND gesprek.partner_id = NEW.partner_id
                                AND gesprek.uitkomst = 'formeel' AND gesprek.op <= NEW.van)
                    THEN
                        RAISE EXCEPTION 'a wijkraad has a seat only by a talk with a positive outcome (W-07)'
                            USING ERRCODE = 'check_violation', CONSTRAINT = 'coalitielid_wijkraad_na_gesprek';
                    END IF;
                    RETURN NEW;
                """,
            ),
        )

    def __str__(self) -> str:
        return str(self.partner or self.medewerker)

    @property
    def is_vast(self) -> bool:
        """The seat is one that every coalition has, where it can be filled (RM 3.2)."""
        return self.plaats in self.VAST

    def clean(self) -> None:
        """Check a new seat against the roles, the kind of organisation and the talks (W-06, W-07).

        A seat that was given stays: a role that ended or a later talk ends it by its last day.
        """
        super().clean()
        if not self._state.adding:
            return
        if self.plaats in self.PERSOONLIJK:
            self._toets_persoon()
        elif self.partner:
            self._toets_organisatie()

    def _toets_persoon(self) -> None:
        self.gesprek = None
        if self.medewerker is None or self.van is None:
            return
        if not self.medewerker.rollen.geldend(op=self.van).filter(soort=self.plaats).exists():
            raise ValidationError(
                {"medewerker": f"{self.medewerker} is op die dag geen {self.get_plaats_display().lower()}."}
            )

    def _toets_organisatie(self) -> None:
        if self.partner and self.partner.soort != self.plaats:
            raise ValidationError({"partner": f"{self.partner} is geen {self.get_plaats_display().lower()}."})
        self.gesprek = self._gesprek_met_wijkraad() if self.plaats == self.Plaats.WIJKRAAD else None

    def _gesprek_met_wijkraad(self) -> VerkennendGesprek | None:
        """The latest talk in this wijk before the seat begins: its outcome decides (W-07)."""
        if self.van is None:
            return None
        gesprekken = VerkennendGesprek.objects.filter(
            partner=self.partner, wijk=self.coalitie.wijk_id, op__lte=self.van
        )
        gesprek = gesprekken.order_by("-op", "-pk").first()
        if gesprek is None or gesprek.uitkomst != VerkennendGesprek.Uitkomst.FORMEEL:
            raise ValidationError(
                {
                    "partner": f"{self.partner} heeft nog geen verkennend gesprek gehad met als uitkomst een "
                    "formele plaats. Leg eerst dat gesprek vast (RM 3.2)."
                }
            )
        return gesprek
