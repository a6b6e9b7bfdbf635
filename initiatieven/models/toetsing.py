"""The touchstones, the wijkregisseur's advice and the decisions on a case (I-13, I-14, I-15)."""

import uuid

import pgtrigger
from django.conf import settings
from django.db import models
from django.utils import timezone

from budgetten.models import Aanvraag
from initiatieven.models.zaak import Initiatief
from wijkportaal.historie import historie

NA_PRINCIPEBESLUIT = """
    IF EXISTS (
        SELECT FROM initiatieven_besluit AS besluit
        WHERE besluit.initiatief_id = COALESCE(NEW.initiatief_id, OLD.initiatief_id)
            AND besluit.soort = 'principe' AND besluit.uitkomst <> ''
    ) THEN
        RAISE EXCEPTION 'the decision rests on this and is taken (I-14)'
            USING ERRCODE = 'check_violation', CONSTRAINT = '{naam}';
    END IF;
    RETURN COALESCE(NEW, OLD);
"""


def voor_het_besluit(naam: str) -> pgtrigger.Trigger:
    """Keep what a principebesluit rests on as it was when the decision was taken."""
    return pgtrigger.Trigger(
        name=naam,
        when=pgtrigger.Before,
        operation=pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete,
        func=NA_PRINCIPEBESLUIT.format(naam=naam),
    )


class Toetsbevinding(models.Model):
    """What the vakambtenaar found at one of the four touchstones, and why (I-13)."""

    class Steen(models.TextChoices):
        BELEID = "beleid", "Past het bij het beleid en draagt het bij aan de doelen?"
        DRAAGVLAK = "draagvlak", "Steunt de buurt het?"
        MIDDELEN = "middelen", "Zijn er mensen en middelen om het te doen?"
        BEZWAREN = "bezwaren", "Is er geen gegronde reden om niet mee te werken?"

    class Uitslag(models.TextChoices):
        VOLDOET = "voldoet", "Ja, het voldoet"
        VOORWAARDE = "voorwaarde", "Ja, onder een voorwaarde"
        VOLDOET_NIET = "voldoet_niet", "Nee, het voldoet niet"

    initiatief = models.ForeignKey(
        Initiatief, models.CASCADE, related_name="toetsbevindingen", verbose_name="initiatief"
    )
    steen = models.CharField("toetssteen", max_length=10, choices=Steen)
    uitslag = models.CharField("uitslag", max_length=15, choices=Uitslag)
    reden = models.TextField("reden", max_length=4000)
    door = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="getoetst door"
    )
    op = models.DateTimeField("getoetst op", default=timezone.now)

    history = historie()

    class Meta:
        verbose_name = "toetsbevinding"
        verbose_name_plural = "toetsbevindingen"
        constraints = (
            models.UniqueConstraint(fields=("initiatief", "steen"), name="toetsbevinding_een_per_steen"),
            models.CheckConstraint(
                condition=~models.Q(reden=""),
                name="toetsbevinding_met_reden",
                violation_error_message="Schrijf bij elke toetssteen de reden op.",
            ),
        )
        triggers = (voor_het_besluit("toetsbevinding_voor_het_besluit"),)

    def __str__(self) -> str:
        return f"{self.get_steen_display()} {self.get_uitslag_display()}"


class Advies(models.Model):
    """What the wijkregisseur advises (I-09, I-14). Who thinks again adds another; the last one counts."""

    class Strekking(models.TextChoices):
        MEEWERKEN = "meewerken", "Meewerken"
        VOORWAARDE = "voorwaarde", "Meewerken onder een voorwaarde"
        NIET = "niet", "Niet meewerken"
        AGENDA = "agenda", "Naar de wijkagenda"

    initiatief = models.ForeignKey(
        Initiatief, models.CASCADE, related_name="adviezen", verbose_name="initiatief"
    )
    strekking = models.CharField("advies", max_length=10, choices=Strekking)
    tekst = models.TextField("toelichting", max_length=4000)
    door = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="advies van"
    )
    rol = models.CharField("in de rol van", max_length=100)
    op = models.DateTimeField("op", default=timezone.now)

    class Meta:
        verbose_name = "advies van de wijkregisseur"
        verbose_name_plural = "adviezen van de wijkregisseur"
        ordering = ("-op", "-pk")
        indexes = (models.Index(fields=("initiatief", "-op"), name="advies_bij_zaak"),)
        constraints = (
            models.CheckConstraint(
                condition=~models.Q(tekst=""),
                name="advies_met_toelichting",
                violation_error_message="Leg uw advies uit.",
            ),
        )
        triggers = (
            pgtrigger.Protect(name="advies_blijft_staan", operation=pgtrigger.Update | pgtrigger.Delete),
            voor_het_besluit("advies_voor_het_besluit"),
        )

    def __str__(self) -> str:
        return f"{self.get_strekking_display()} ({self.rol})"


class Besluit(models.Model):
    """A decision of the municipality on a case: in preparation until it has an outcome, then for good.

    The principebesluit says whether the municipality wants to help (I-14); the definitive one follows on
    the worked-out plan (I-15). Each case has at most one of each.
    """

    class Soort(models.TextChoices):
        PRINCIPE = "principe", "Principebesluit"
        DEFINITIEF = "definitief", "Definitief besluit"

    class Uitkomst(models.TextChoices):
        JA = "ja", "De gemeente werkt mee"
        NEE = "nee", "De gemeente werkt niet mee"
        AGENDA = "agenda", "Het gaat naar de wijkagenda"

    class Agendareden(models.TextChoices):
        """I-18: what is too large to decide on apart."""

        IMPACT = "impact", "Het raakt veel mensen of verschillende belangen in de wijk"
        EXTRA_GELD = "extra_geld", "Er zijn andere plannen of extra geld van de gemeente voor nodig"
        PLAFOND = "plafond", "Er is meer geld nodig dan het hoogste bedrag voor een initiatief"

    initiatief = models.ForeignKey(
        Initiatief, models.CASCADE, related_name="besluiten", verbose_name="initiatief"
    )
    soort = models.CharField("soort", max_length=10, choices=Soort)
    uitkomst = models.CharField("uitkomst", max_length=10, choices=Uitkomst, blank=True)
    motivering = models.TextField("motivering", max_length=4000, blank=True)
    voorwaarden = models.TextField("voorwaarden", max_length=4000, blank=True)
    agendareden = models.CharField(
        "te groot om apart te doen", max_length=10, choices=Agendareden, blank=True
    )
    bereik = models.CharField("voor wie is het", max_length=15, choices=Aanvraag.Bereik, blank=True)
    advies = models.ForeignKey(
        Advies, models.PROTECT, null=True, related_name="+", verbose_name="advies van de wijkregisseur"
    )
    door = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name="besloten door"
    )
    rol = models.CharField("in de rol van", max_length=100, blank=True)
    op = models.DateTimeField("besloten op", null=True)

    class Meta:
        verbose_name = "besluit"
        verbose_name_plural = "besluiten"
        ordering = ("op", "pk")
        constraints = (
            models.UniqueConstraint(fields=("initiatief", "soort"), name="besluit_een_per_soort"),
            models.CheckConstraint(
                condition=models.Q(uitkomst="", door__isnull=True, op__isnull=True)
                | ~models.Q(uitkomst="")
                & models.Q(door__isnull=False, op__isnull=False)
                & ~models.Q(motivering=""),
                name="besluit_gemotiveerd_van_iemand",
                violation_error_message="Leg het besluit uit.",
            ),
            models.CheckConstraint(
                condition=~models.Q(soort="principe", advies__isnull=True) | models.Q(uitkomst=""),
                name="besluit_na_advies",
                violation_error_message="Eerst geeft de wijkregisseur advies.",
            ),
            models.CheckConstraint(
                condition=~models.Q(uitkomst="ja") | models.Q(agendareden=""),
                name="besluit_te_groot_gaat_naar_agenda",
                violation_error_message="Wat te groot is om apart te doen, gaat naar de wijkagenda.",
            ),
        )
        triggers = (
            pgtrigger.Protect(
                name="besluit_blijft_staan",
                operation=pgtrigger.Update | pgtrigger.Delete,
                condition=~pgtrigger.Q(old__uitkomst=""),
            ),
            pgtrigger.Trigger(
                name="besluit_op_toets_en_advies",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert | pgtrigger.Update,
                condition=~pgtrigger.Q(new__uitkomst="") & pgtrigger.Q(new__soort="principe"),
                func="""
                    IF (SELECT count(*) FROM initiatieven_toetsbevinding
                            WHERE initiatief_id = NEW.initiatief_id) < 4
                        OR NOT EXISTS (SELECT FROM initiatieven_advies AS advies
                            WHERE advies.id = NEW.advies_id AND advies.initiatief_id = NEW.initiatief_id
                                AND advies.op <= NEW.op)
                        OR NEW.uitkomst = 'ja' AND (
                            EXISTS (SELECT FROM initiatieven_toetsbevinding
                                WHERE initiatief_id = NEW.initiatief_id AND uitslag = 'voldoet_niet')
                            OR EXISTS (SELECT FROM initiatieven_initiatief
                                WHERE id = NEW.initiatief_id AND soort = 'beleidswens'))
                    THEN
                        RAISE EXCEPTION 'a decision rests on touchstones and advice (I-13, I-14, I-18)'
                            USING ERRCODE = 'check_violation', CONSTRAINT = 'besluit_op_toets_en_advies';
                    END IF;
                    RETURN NEW;
                """,
            ),
            pgtrigger.Trigger(
                name="besluit_op_compleet_plan",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert | pgtrigger.Update,
                condition=~pgtrigger.Q(new__uitkomst="") & pgtrigger.Q(new__soort="definitief"),
                declare=[("is_verzoek", "BOOLEAN")],
                func="""
                    SELECT soort = 'verzoek' INTO is_verzoek
                        FROM initiatieven_initiatief WHERE id = NEW.initiatief_id;
                    IF NOT EXISTS (SELECT FROM initiatieven_besluit
                            WHERE initiatief_id = NEW.initiatief_id
                                AND soort = 'principe' AND uitkomst = 'ja')
                        OR NEW.uitkomst = 'ja' AND is_verzoek
                        OR NOT is_verzoek AND (NOT EXISTS (SELECT FROM initiatieven_plan
                            WHERE initiatief_id = NEW.initiatief_id AND ingeleverd_op <= NEW.op
                                AND onderhoud <> '')
                        OR NOT EXISTS (SELECT FROM initiatieven_begrotingsregel
                            WHERE initiatief_id = NEW.initiatief_id)
                        OR NOT EXISTS (SELECT FROM initiatieven_planstap
                            WHERE initiatief_id = NEW.initiatief_id))
                    THEN
                        RAISE EXCEPTION 'a definitive decision rests on a complete plan (I-15)'
                            USING ERRCODE = 'check_violation', CONSTRAINT = 'besluit_op_compleet_plan';
                    END IF;
                    RETURN NEW;
                """,
            ),
        )

    def __str__(self) -> str:
        return f"{self.get_soort_display()} over {self.initiatief_id}"

    @property
    def dubbele_rol(self) -> bool:
        """I-09: the person who decided also gave the advice, as wijkregisseur."""
        return self.advies is not None and self.advies.door_id == self.door_id


class Besluitbrief(models.Model):
    """The letter about a decision, as it was sent: apart from the decision, because it names the resident."""

    sleutel = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    besluit = models.OneToOneField(Besluit, models.CASCADE, related_name="brief", verbose_name="besluit")
    naam = models.CharField("naam", max_length=120)
    grootte = models.PositiveIntegerField("grootte in bytes")
    inhoud = models.BinaryField()
    gemaakt_op = models.DateTimeField("gemaakt op", default=timezone.now)

    class Meta:
        verbose_name = "brief over een besluit"
        verbose_name_plural = "brieven over besluiten"
        triggers = (
            pgtrigger.Protect(name="besluitbrief_blijft_zoals_verstuurd", operation=pgtrigger.Update),
        )

    def __str__(self) -> str:
        return self.naam
