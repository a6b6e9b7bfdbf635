"""Approval per part: each by exactly the one with the mandate, yes or advice to change (A-06, B-11).

A part with money is a request in the ledger. Of the wijkbudget it is reserved when it is asked, of a cluster
or partner at the yes; committed at adoption, let go of at a refusal or a change. A part without money is
answered here, under the same mandate.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from django.db import transaction
from django.db.models import Q, QuerySet, Sum
from django.utils import timezone

from budgetten import aanvragen
from budgetten.aanvragen import Bron, EigenAanvraag
from budgetten.geld import NUL
from budgetten.models import Aanvraag, Boeking
from budgetten.models.rekening import Potsoort, Staat
from budgetten.toetsen import AanvraagGeweigerd
from wijkagenda import berichten
from wijkagenda.grendel import houd_agenda
from wijkagenda.maatregelen import ontbreekt
from wijkagenda.models import Beoordeling, Bijdrage, Fase, Maatregel, Wijkagenda
from wijkagenda.models.beoordeling import ZONDER_ANTWOORD
from wijkagenda.models.maatregel import MANDATEN
from wijkagenda.onderwerpen import onderwerp
from wijkagenda.uitzonderingen import NietCompleet, StapNietToegestaan, in_woorden
from wijken.mandaten import mandaat_voor
from wijken.models import Mandaat, Medewerker
from wijken.rechtentabel import eis
from wijkportaal.uitzonderingen import Domeinfout, VerouderdeActie

RECHT_VRAGEN, RECHT_GEVEN = "wijkagenda.leid_agenda", "wijkagenda.beoordeel"
RECHT_BIJ_VASTSTELLING = "budgetten.leg_vast_bij_vaststelling"
MET_MANDAAT = tuple(MANDATEN)
POTTEN = {
    Bijdrage.Bron.CLUSTER: Potsoort.CLUSTER,
    Bijdrage.Bron.PARTNER: Potsoort.PARTNER,
    Bijdrage.Bron.WIJKBUDGET: Potsoort.AGENDA,
}
TOEGEZEGD = (Staat.GERESERVEERD, Staat.VERPLICHT, Staat.BETAALD)
GEWIJZIGD = "De maatregel is gewijzigd. Bekijk de nieuwe tekst en beslis opnieuw (A-06)."


@transaction.atomic
def leg_voor(*, agenda: Wijkagenda, door: Medewerker) -> list[Beoordeling]:
    """Ask everybody whose part is new or has changed; who agreed to what is still so is left alone (A-06).

    What was asked about an older text is called back first, and its money is let go of.

    Raises:
        PermissionDenied: `door` does not lead this agenda, or may not ask money.
        VerouderdeActie: the agenda is not in the beoordeling.
        NietCompleet: a maatregel misses parts (A-05).
        StapNietToegestaan: the ledger refuses a request; the message says which and why.
    """
    rij = houd_agenda(agenda, door=door, recht=RECHT_VRAGEN, fasen=(Fase.BEOORDELING,))
    haal_terug(_achterhaald(rij), door=door)
    return [_vraag(deel, door) for deel in voor_te_leggen(rij)]


def delen_met_mandaat(agenda: Wijkagenda) -> QuerySet[Bijdrage]:
    """Return the parts of the agenda as it is now that somebody has to approve, in its order."""
    delen = Bijdrage.objects.telt_mee().filter(
        maatregel__agenda=agenda, maatregel__weggelaten=False, bron__in=MET_MANDAAT
    )
    return delen.select_related("maatregel__agenda__wijk", "cluster", "partner").order_by(
        "maatregel__nummer", "pk"
    )


def voor_te_leggen(agenda: Wijkagenda) -> QuerySet[Bijdrage]:
    """Return the parts about which nobody is asked as they are now."""
    gevraagd = Beoordeling.objects.actueel().exclude(_advies()).values("bijdrage")
    return delen_met_mandaat(agenda).exclude(pk__in=gevraagd)


def _advies() -> Q:
    """Select the questions that were answered with advice, or whose request ended without a yes."""
    return Q(uitkomst=Beoordeling.Uitkomst.WIJZIGEN) | Q(
        aanvraag__stand__in=(Aanvraag.Stand.AFGEWEZEN, *ZONDER_ANTWOORD)
    )


def _achterhaald(agenda: Wijkagenda) -> QuerySet[Beoordeling]:
    """Select the questions that are about an older text, or were answered with advice."""
    lopend = Beoordeling.objects.filter(bijdrage__maatregel__agenda=agenda, vervallen_op__isnull=True)
    return lopend.filter(_advies() | ~Q(pk__in=Beoordeling.objects.actueel().values("pk")))


def haal_terug(vragen: Iterable[Beoordeling], *, door: Medewerker) -> None:
    """Call questions back. Money that was only asked or reserved becomes free; what was adopted stays."""
    for vraag in list(vragen):
        vraag.vervallen_op = timezone.now()
        with in_woorden():
            vraag.save(update_fields=["vervallen_op"])
        terug = (Aanvraag.Stand.AANGEVRAAGD, Aanvraag.Stand.GOEDGEKEURD)
        if vraag.aanvraag and vraag.aanvraag.stand in terug:
            aanvragen.trek_in(aanvraag=vraag.aanvraag, door=door, reden="De maatregel is gewijzigd")


def ruim_op(*, agenda: Wijkagenda, door: Medewerker) -> None:
    """Call back what is no longer asked, as of a maatregel that left the agenda: its money becomes free."""
    haal_terug(_achterhaald(agenda), door=door)


def _vraag(deel: Bijdrage, door: Medewerker) -> Beoordeling:
    if open_ := ontbreekt(deel.maatregel):
        raise NietCompleet(f"Maatregel {deel.maatregel.nummer}: {' '.join(open_)}")
    vraag = Beoordeling(
        bijdrage=deel,
        bijdragerevisie=deel.revisie,
        maatregelrevisie=deel.maatregel.revisie,
        gevraagd_door=door,
        aanvraag=_vraag_geld(deel, door),
    )
    with in_woorden():
        vraag.save()
    berichten.meld_te_beoordelen(vraag)
    return vraag


def _vraag_geld(deel: Bijdrage, door: Medewerker) -> Aanvraag | None:
    """Ask the ledger for what it does not hold yet for this part; None when that is nothing."""
    nog_nodig = deel.bedrag - vastgehouden(deel)
    if nog_nodig <= 0:
        return None
    maatregel = deel.maatregel
    try:
        return aanvragen.vraag_aan(
            door=door,
            bedrag=nog_nodig,
            bronnen=_bronnen(deel),
            jaar_id=timezone.localdate().year,
            soort=POTTEN[Bijdrage.Bron(deel.bron)],
            wijk=maatregel.agenda.wijk,
            cluster=deel.cluster,
            partner=deel.partner,
            onderwerp=onderwerp(maatregel),
            doel=f"{maatregel.agenda.naam}, maatregel {maatregel.nummer}: {maatregel.titel}",
            gericht_op=maatregel.gericht_op,
            bereik=Aanvraag.Bereik.BUURT_OF_PLEK if maatregel.deelagenda_id else Aanvraag.Bereik.HELE_WIJK,
            melden=False,
        )
    except AanvraagGeweigerd as fout:
        raise StapNietToegestaan(f"Maatregel {maatregel.nummer}, {deel}: {fout}") from fout


def _bronnen(deel: Bijdrage) -> list[Bron]:
    """Hand the ledger what came of the sources that go before the wijkbudget (A-07, B-12)."""
    if deel.bron != Bijdrage.Bron.WIJKBUDGET:
        return []
    return [Bron(rij.code, rij.uitkomst, rij.toelichting) for rij in deel.maatregel.verkenningen.all()]


def vastgehouden(deel: Bijdrage) -> Decimal:
    """Return what the ledger holds for this part now (reserved, committed, paid), in euros."""
    return vastgehouden_voor([deel])


def vastgehouden_voor(delen: Iterable[Bijdrage]) -> Decimal:
    """Return what the ledger holds for these parts together, in euros, in two queries."""
    boekingen = Boeking.objects.filter(aanvraag__beoordeling__bijdrage__in=delen)
    erin = boekingen.filter(naar__staat__in=TOEGEZEGD).aggregate(som=Sum("bedrag"))["som"] or NUL
    return erin - (boekingen.filter(van__staat__in=TOEGEZEGD).aggregate(som=Sum("bedrag"))["som"] or NUL)


@transaction.atomic
def beoordeel(
    *, vraag: Beoordeling, door: Medewerker, akkoord: bool, gezien: str, toelichting: str = ""
) -> Beoordeling:
    """Give the answer of the one with the mandate: yes, or advice to change (A-06).

    `gezien` is the `revisie_van` that the page showed: who decided on another text decides again.

    Raises:
        PermissionDenied: `door` approves nothing, or not for this partner.
        VerouderdeActie: the maatregel changed, somebody answered already, or the agenda moved on.
        EigenAanvraag: the one who asked is the one who answers (B-11).
        GeenMandaat: this person has no mandate for this part, or not for this amount.
        Domeinfout: advice without an explanation.
    """
    rij = _houd_vraag(vraag)
    eis(RECHT_GEVEN, door, rij)
    if gezien != revisie_van(rij) or not Beoordeling.objects.actueel().filter(pk=rij.pk).exists():
        raise VerouderdeActie(GEWIJZIGD)
    if not rij.wacht:
        raise VerouderdeActie("Hierover is al beslist.")
    if not akkoord and not toelichting.strip():
        raise Domeinfout("Schrijf op wat er anders moet aan de maatregel.")
    _geef_antwoord(rij, door, akkoord=akkoord, toelichting=toelichting.strip())
    berichten.meld_antwoord(rij)
    return rij


def _houd_vraag(vraag: Beoordeling) -> Beoordeling:
    houd_agenda(vraag.bijdrage.maatregel.agenda, fasen=(Fase.BEOORDELING,))
    rijen = Beoordeling.objects.select_for_update(of=("self",), no_key=True)
    return rijen.select_related(
        "bijdrage__maatregel__agenda__wijk", "bijdrage__cluster", "bijdrage__partner", "aanvraag"
    ).get(pk=vraag.pk)


def _geef_antwoord(vraag: Beoordeling, door: Medewerker, *, akkoord: bool, toelichting: str) -> None:
    if vraag.aanvraag and akkoord:
        vraag.aanvraag = aanvragen.keur_goed(aanvraag=vraag.aanvraag, door=door, toelichting=toelichting)
    elif vraag.aanvraag:
        vraag.aanvraag = aanvragen.wijs_af(aanvraag=vraag.aanvraag, door=door, reden=toelichting)
    else:
        _geef_zonder_geld(vraag, door, akkoord=akkoord, toelichting=toelichting)


def _geef_zonder_geld(vraag: Beoordeling, door: Medewerker, *, akkoord: bool, toelichting: str) -> None:
    """Work without money, or less money than before: the same mandate, no booking."""
    if vraag.gevraagd_door_id == door.pk:
        raise EigenAanvraag("Wie om akkoord vraagt, geeft het niet zelf (B-11; RM 6.1).")
    vraag.mandaat = mandaat_voor_deel(vraag.bijdrage, door)
    vraag.uitkomst = Beoordeling.Uitkomst.AKKOORD if akkoord else Beoordeling.Uitkomst.WIJZIGEN
    vraag.toelichting, vraag.door, vraag.op = toelichting, door, timezone.now()
    with in_woorden():
        vraag.save(update_fields=["mandaat", "uitkomst", "toelichting", "door", "op"])


def mandaat_voor_deel(deel: Bijdrage, door: Medewerker) -> Mandaat:
    """Return the mandate by which `door` answers for this part.

    Raises:
        GeenMandaat: somebody else has it, or the amount is above its limit.
    """
    return mandaat_voor(
        door, geldsoort=deel.geldsoort, bedrag=deel.bedrag, cluster=deel.cluster, partner=deel.partner
    )


def revisie_van(vraag: Beoordeling) -> str:
    """Return what identifies the text that a question is about."""
    return f"{vraag.maatregelrevisie}.{vraag.bijdragerevisie}"


@dataclass(frozen=True)
class Deelstand:
    """One part with the question about it as it is now, if it was asked: who is waited for, since when."""

    deel: Bijdrage
    vraag: Beoordeling | None

    @property
    def code(self) -> str:
        """Where it stands: `toegezegd`, `open`, `wacht`, `akkoord` or `advies`."""
        if self.deel.van_buiten:
            return "toegezegd" if self.deel.toezegging else "open"
        if self.vraag is None or self.vraag.is_geeindigd:
            return "open"
        if self.vraag.wacht:
            return "wacht"
        return "akkoord" if self.vraag.is_akkoord else "advies"

    @property
    def is_rond(self) -> bool:
        """Nothing more is needed for this part."""
        return self.code in ("akkoord", "toegezegd")


def standen(agenda: Wijkagenda) -> list[Deelstand]:
    """Return every part of the agenda as it is now with its question, in two queries (A-06)."""
    delen = Bijdrage.objects.telt_mee().filter(maatregel__agenda=agenda, maatregel__weggelaten=False)
    vragen = Beoordeling.objects.actueel().filter(bijdrage__maatregel__agenda=agenda)
    per_deel = {
        vraag.bijdrage_id: vraag
        for vraag in vragen.select_related(
            "aanvraag__beslisser", "door", "gevraagd_door", "bijdrage__maatregel"
        )
    }
    geordend = delen.select_related("maatregel", "cluster", "partner").order_by("maatregel__nummer", "pk")
    return [Deelstand(deel, per_deel.get(deel.pk)) for deel in geordend]


def alles_akkoord(agenda: Wijkagenda) -> str | None:
    """A-08: every part is approved by the one with the mandate, or promised from outside."""
    open_ = [stand for stand in standen(agenda) if not stand.is_rond]
    if not open_:
        return None
    namen = ", ".join(f"maatregel {stand.deel.maatregel.nummer} ({stand.deel})" for stand in open_[:5])
    meer = f" en nog {len(open_) - 5}" if len(open_) > 5 else ""
    return f"Nog niet akkoord: {namen}{meer}."


def wacht_op(medewerker: Medewerker, mandaten: Iterable[Mandaat]) -> QuerySet[Beoordeling]:
    """Return the questions that wait for the mandates of this person, the longest waiting first."""
    van_mij = Q(pk__in=())
    for mandaat in mandaten:
        van_mij |= _over(mandaat)
    wachtend = Beoordeling.objects.actueel().wacht().filter(van_mij).exclude(gevraagd_door=medewerker)
    in_fase = wachtend.filter(bijdrage__maatregel__agenda__fase=Fase.BEOORDELING)
    return in_fase.select_related(
        "bijdrage__maatregel__agenda__wijk", "bijdrage__cluster", "bijdrage__partner", "aanvraag"
    )


def _over(mandaat: Mandaat) -> Q:
    if mandaat.geldsoort == Mandaat.Geldsoort.CLUSTERBUDGET:
        return Q(bijdrage__cluster=mandaat.cluster_id)
    if mandaat.geldsoort == Mandaat.Geldsoort.PARTNERGELD:
        return Q(bijdrage__partner=mandaat.partner_id)
    return Q(bijdrage__bron=Bijdrage.Bron.WIJKBUDGET)


def laat_los(maatregel: Maatregel, *, door: Medewerker, reden: str) -> None:
    """Let go, at adoption, of committed money that the new version no longer needs (A-09)."""
    for deel in maatregel.bijdragen.filter(bron__in=MET_MANDAAT):
        nodig = NUL if deel.vervallen or maatregel.weggelaten else deel.bedrag
        te_veel = vastgehouden(deel) - nodig
        for vraag in deel.beoordelingen.filter(aanvraag__stand=Aanvraag.Stand.VASTGELEGD).order_by("-pk"):
            te_veel -= _geef_vrij(vraag, te_veel, door, reden)


def _geef_vrij(vraag: Beoordeling, te_veel: Decimal, door: Medewerker, reden: str) -> Decimal:
    """Free at most `te_veel` euros of one request and return how much that was."""
    aanvraag = vraag.aanvraag
    if te_veel <= 0 or aanvraag is None:
        return NUL
    bedrag = min(te_veel, aanvragen.staat_vast(aanvraag, Staat.VERPLICHT))
    if bedrag > 0:
        aanvragen.geef_rest_vrij(
            aanvraag=aanvraag, door=door, reden=reden, bedrag=bedrag, recht=RECHT_BIJ_VASTSTELLING
        )
    return bedrag
