"""The names under which the ledger knows maatregelen, and what it is told of them (A-06, B-14, B-17)."""

from collections.abc import Collection

from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from budgetten import besluiten, titels
from budgetten.besluiten import Besluit
from budgetten.models.rekening import Potsoort
from wijkagenda.models import Fase, Maatregel
from wijkagenda.models.beoordeling import Beoordeling

SOORT = "maatregel"
VOLGORDE = "volgorde-financiering-wijkagenda"
EIGEN_WEG = "Geld voor een maatregel vraagt u aan op de pagina van de wijkagenda. Ook het besluit valt daar."


def kenmerk(maatregel: Maatregel) -> str:
    """Return the name of a maatregel for people: "centrum-2026-3". Select agenda and wijk first."""
    agenda = maatregel.agenda
    return f"{agenda.wijk.slug}-{agenda.van.year}-{maatregel.nummer}"


def onderwerp(maatregel: Maatregel) -> str:
    """Return the name under which the ledger knows this maatregel."""
    return f"{SOORT}:{kenmerk(maatregel)}"


def _met_kenmerk(naam: str) -> Q:
    """Select the maatregel of a kenmerk; a name of another form selects nothing."""
    slug, _, rest = naam.rpartition("-")
    wijk, _, jaar = slug.rpartition("-")
    if not (jaar.isdecimal() and rest.isdecimal()):
        return Q(pk__in=())
    return Q(agenda__wijk__slug=wijk, agenda__van__year=int(jaar), nummer=int(rest))


def besluit_voor_geld(naam: str) -> Besluit | None:
    """Answer the ledger: money for a maatregel is asked while it is with who approves its parts (B-14, A-06).

    A maatregel that changed after it was put to them is not the one they were asked about.
    """
    gevonden = Maatregel.objects.filter(_met_kenmerk(naam), weggelaten=False)
    maatregel = gevonden.select_related("agenda").first()
    if maatregel is None:
        return None
    return Besluit(
        kenmerk=naam,
        op=timezone.localdate(maatregel.agenda.fase_sinds),
        wijk_id=maatregel.agenda.wijk_id,
        deelbudget=Potsoort.AGENDA,
        bezwaar=_bezwaar(maatregel),
    )


def _bezwaar(maatregel: Maatregel) -> str:
    if maatregel.agenda.fase != Fase.BEOORDELING:
        return "De wijkagenda met deze maatregel is niet in de beoordeling."
    wachtend = Beoordeling.objects.wacht().filter(bijdrage__maatregel=maatregel, vervallen_op__isnull=True)
    if wachtend.exclude(pk__in=Beoordeling.objects.actueel().values("pk")).exists():
        return "De maatregel is gewijzigd en nog niet opnieuw voorgelegd (A-06)."
    return ""


def openbare_titels(namen: Collection[str]) -> dict[str, titels.Titel]:
    """Return title and page of each maatregel among these that is in a published version."""
    gevraagd = Q(pk__in=())
    for naam in namen:
        gevraagd |= _met_kenmerk(naam)
    gepubliceerd = Maatregel.objects.filter(gevraagd, agenda__versies__raadsaanbieding__isnull=False)
    return {
        kenmerk(rij): titels.Titel(
            rij.titel,
            reverse("wijkagenda:maatregel", args=[rij.agenda.wijk.slug, rij.agenda.van.year, rij.nummer]),
        )
        for rij in gepubliceerd.select_related("agenda__wijk").distinct()
    }


besluiten.registreer(SOORT, besluit_voor_geld, volgorde=VOLGORDE, eigen_weg=EIGEN_WEG)
titels.registreer(SOORT, openbare_titels)
