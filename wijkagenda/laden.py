"""Loads the themes of a municipality and, in the demo, invented agendas, each step taken by its service."""

import datetime
import time
from decimal import Decimal
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from budgetten.models import Jaarbudget
from wijkagenda import (
    agendas,
    beoordelen,
    eerste_toets,
    maatregelen,
    peilen,
    stemmen,
    vaststellen,
)
from wijkagenda.beoordelen import revisie_van
from wijkagenda.berichten import beoordelaars
from wijkagenda.models import (
    Beoordeling,
    Bijdrage,
    Bronverkenning,
    Deelagenda,
    Fase,
    Idee,
    Maatregel,
    Peiling,
    Stemregel,
    Thema,
    Wijkagenda,
)
from wijkagenda.models.toetsvraag import OORDELEN
from wijkagenda.overgangen import OP_NAAM
from wijkagenda.peilen import Keuze
from wijkagenda.stemmen import Gever, Regel
from wijkagenda.voortgang import Melding, meld_voortgang
from wijken.models import Buurt, Cluster, Medewerker, Partner, Wijk
from wijkportaal.fixtures import bestand, voeg_toe, zoek
from wijkportaal.models import Bericht

# Nobody can open a poll that is over, so a demo's closed one is open for a moment.
KORTE_PEILING = datetime.timedelta(seconds=2)
BESLUIT = b"%PDF-1.7\n% Het besluit van het college, in de demo leeg.\n"


@transaction.atomic
def laad(folder: Path) -> None:
    """Load `wijkagenda.toml`, if the municipality has one. A wijk that has an agenda is left as it is.

    Raises:
        Laadfout: the file is not right, or a rule refuses a step; nothing of it is loaded.
    """
    pad = folder / "wijkagenda.toml"
    if not pad.exists():
        return
    with bestand(pad) as gegevens:
        for volgorde, naam in enumerate(gegevens["themas"]):
            voeg_toe(Thema, {"naam": naam}, {"volgorde": volgorde})
        if settings.DEMO:
            _laad_agendas(gegevens["agenda"])


def _laad_agendas(rijen: list[dict[str, Any]]) -> None:
    """Load the invented agendas; nobody gets mail about what they pretend to have done."""
    al_geschreven = set(Bericht.objects.values_list("pk", flat=True))
    for rij in rijen:
        _laad_agenda(rij)
    Bericht.objects.exclude(pk__in=al_geschreven).delete()


def _laad_agenda(rij: dict[str, Any]) -> None:
    wijk = zoek(Wijk, rij["wijk"])
    if Wijkagenda.objects.filter(wijk=wijk).exists():
        return
    regie = _persoon(rij["regie"])
    vast = {veld: rij[veld] for veld in ("vorm", "van", "tot", "inleiding")}
    agenda = agendas.begin_agenda(wijk=wijk, door=regie, **vast)
    for idee in rij["idee"]:
        _laad_idee(agenda, idee, regie)
    for deel in rij.get("deelagendas", []):
        buurt = Buurt.objects.get(wijk=wijk, naam=deel["buurt"])
        Deelagenda.objects.create(agenda=agenda, buurt=buurt, inleiding=deel["inleiding"])
    for maatregel in rij.get("maatregel", []):
        _laad_maatregel(agenda, maatregel, regie)
    for naam, verslag in rij.get("verslagen", {}).items():
        _neem_stap(agenda, naam, verslag, rij)
    if Fase(rij["tot_en_met"]) is Fase.UITVOERING:
        _stel_vast(agenda, rij)
        for melding in rij.get("voortgang", []):
            _meld(agenda, melding, regie)


def _laad_idee(agenda: Wijkagenda, rij: dict[str, Any], door: Medewerker) -> None:
    buurt = Buurt.objects.get(wijk=agenda.wijk, naam=rij["buurt"]) if "buurt" in rij else None
    Idee.objects.create(
        agenda=agenda,
        titel=rij["titel"],
        wat=rij["wat"],
        thema=zoek(Thema, rij["thema"]),
        buurt=buurt,
        herkomst=rij["herkomst"],
        bron=rij.get("bron", ""),
        partner=zoek(Partner, rij["partner"]) if "partner" in rij else None,
        ingevoerd_door=door,
        bevestigd_op=timezone.now(),
    )


def _houd_eerste_toets(agenda: Wijkagenda, rij: dict[str, Any]) -> None:
    """Let each party that was asked answer, and record what the coalitie made of every idea (A-03)."""
    regie = _persoon(rij["regie"])
    for gegevens in rij["idee"]:
        idee = agenda.ideeen.get(titel=gegevens["titel"])
        for antwoord in gegevens.get("toets", []):
            _beantwoord(agenda, idee, dict(antwoord), regie)
        eerste_toets.geef_oordeel(
            agenda=agenda,
            ideeen=[idee],
            oordeel=gegevens["oordeel"],
            reden=gegevens.get("reden", ""),
            door=regie,
        )


def _beantwoord(agenda: Wijkagenda, idee: Idee, rij: dict[str, Any], regie: Medewerker) -> None:
    """Ask one party and answer for it: yes, but for what it says no to."""
    partij = zoek(Cluster, rij["cluster"]) if "cluster" in rij else zoek(Partner, rij["partner"])
    (vraag,) = eerste_toets.vraag_toets(
        agenda=agenda, ideeen=[idee], partijen=[partij], uiterlijk=timezone.localdate(), door=regie
    )
    bijdrage = rij.get("bijdrage")
    eerste_toets.beantwoord(
        vraag=vraag,
        door=_persoon(rij["door"]),
        gezien=eerste_toets.stand_van(vraag),
        **{oordeel: oordeel not in rij.get("nee", []) for oordeel in OORDELEN},
        reguliere_taak=rij.get("reguliere_taak", False),
        mogelijke_bijdrage=Decimal(bijdrage) if bijdrage else None,
        toelichting=rij.get("toelichting", ""),
    )


def _houd_peiling(agenda: Wijkagenda, rij: dict[str, Any]) -> None:
    """Open a poll and enter forms. One of no days is waited for: it closes, and has a result (A-04)."""
    wat, regie = rij["peiling"], _persoon(rij["regie"])
    peiling = peilen.maak_peiling(agenda=agenda, door=regie)
    nu = timezone.now()
    peiling = peilen.wijzig_peiling(
        peiling=peiling,
        door=regie,
        gezien=peiling.revisie,
        keuzes=[Keuze(keuze.idee_id, keuze.titel, keuze.uitleg) for keuze in peiling.keuzes.all()],
        titel=wat["titel"],
        inleiding=wat["inleiding"],
        opent=nu,
        sluit=nu + (datetime.timedelta(days=wat["dagen"]) or KORTE_PEILING),
    )
    peiling = peilen.open_peiling(peiling=peiling, door=regie, gezien=peiling.revisie)
    if not wat["dagen"]:
        time.sleep(max((peiling.sluit - timezone.now()).total_seconds(), 0))
    for soort in wat["formulieren"]:
        _voer_formulieren_in(peiling, soort, regie)
    peilen.vertel_bereik(peiling=peiling, door=regie, bereikt=wat["bereikt"])


def _voer_formulieren_in(peiling: Peiling, soort: dict[str, Any], regie: Medewerker) -> None:
    """Enter so many forms with the same points; no points is a no."""
    keuzes = peiling.keuzes.values_list("pk", flat=True)
    regels = [
        Regel(keuze, Stemregel.Steunt.JA if punten else Stemregel.Steunt.NEE, punten)
        for keuze, punten in zip(keuzes, soort["punten"], strict=True)
    ]
    for _ in range(soort["aantal"]):
        stemmen.voer_stem_in(
            peiling=peiling,
            kanaal=soort["kanaal"],
            formulier=stemmen.volgend_formulier(peiling),
            regels=regels,
            gever=Gever(),
            door=regie,
        )


def _meld(agenda: Wijkagenda, rij: dict[str, Any], door: Medewerker) -> None:
    """Report on a maatregel, unless its agenda stopped on the way; a value is one of today (A-10)."""
    agenda.refresh_from_db()
    if agenda.fase == Fase.UITVOERING:
        maatregel = agenda.maatregelen.get(titel=rij["maatregel"])
        waarde = Decimal(rij["waarde"]) if "waarde" in rij else None
        melding = Melding(
            stand=rij["stand"],
            gezien="",
            toelichting=rij["toelichting"],
            waarde=waarde,
            waarde_op=timezone.localdate() if waarde is not None else None,
        )
        meld_voortgang(maatregel=maatregel, melding=melding, door=door)


def _laad_maatregel(agenda: Wijkagenda, rij: dict[str, Any], door: Medewerker) -> None:
    bijdragen, verkenningen = rij.pop("bijdragen"), rij.pop("verkenningen", [])
    buurt = rij.pop("deelagenda", None)
    maatregel = maatregelen.maak_maatregel(
        agenda=agenda,
        door=door,
        thema=zoek(Thema, rij.pop("thema")),
        deelagenda=agenda.deelagendas.get(buurt__naam=buurt) if buurt else None,
        ideeen=agenda.ideeen.filter(titel__in=rij.pop("ideeen")),
        **rij,
    )
    for bijdrage in bijdragen:
        _laad_bijdrage(maatregel, bijdrage)
    for verkenning in verkenningen:
        Bronverkenning.objects.create(maatregel=maatregel, door=door, **verkenning)


def _laad_bijdrage(maatregel: Maatregel, rij: dict[str, Any]) -> None:
    wie = {"cluster": Cluster, "partner": Partner}
    van_wie = {veld: zoek(model, rij.pop(veld)) for veld, model in wie.items() if veld in rij}
    bijdrage = Bijdrage(maatregel=maatregel, **rij, **van_wie)
    bijdrage.full_clean()
    bijdrage.save()


def _neem_stap(agenda: Wijkagenda, naam: str, verslag: dict[str, str], rij: dict[str, Any]) -> None:
    """Take one step with what comes before it; money is asked only in a year that was divided."""
    agenda.refresh_from_db()
    stap = OP_NAAM[naam]
    if agenda.fase != stap.van or (stap.naar == Fase.BEOORDELING and not _kan_geld_vragen()):
        return
    if stap.van == Fase.EERSTE_TOETS:
        _houd_eerste_toets(agenda, rij)
    if stap.van == Fase.BEOORDELING:
        _keur_alles_goed(agenda)
    if stap.van == Fase.OPSTELLEN:
        _coalitie_akkoord(agenda, rij)
    agendas.voer_stap_uit(agenda=agenda, naam=naam, door=_persoon(rij["regie"]), **verslag)
    if stap.naar == Fase.BEWONERSTOETS and "peiling" in rij:
        _houd_peiling(agenda, rij)


def _kan_geld_vragen() -> bool:
    jaar = Jaarbudget.objects.filter(pk=timezone.localdate().year, gesloten_op__isnull=True).first()
    return jaar is not None and jaar.verdelingen.filter(vastgesteld_op__isnull=False).exists()


def _keur_alles_goed(agenda: Wijkagenda) -> None:
    for vraag in Beoordeling.objects.actueel().wacht().filter(bijdrage__maatregel__agenda=agenda):
        beoordelen.beoordeel(
            vraag=vraag, door=beoordelaars(vraag.bijdrage)[0], akkoord=True, gezien=revisie_van(vraag)
        )


def _coalitie_akkoord(agenda: Wijkagenda, rij: dict[str, Any]) -> None:
    for lid in vaststellen.nog_geen_akkoord(agenda):
        vaststellen.leg_akkoord_vast(
            agenda=agenda,
            lid=lid,
            vorm=rij["akkoord"]["vorm"],
            gegeven_op=timezone.localdate(),
            door=_persoon(rij["regie"]),
        )


def _stel_vast(agenda: Wijkagenda, rij: dict[str, Any]) -> None:
    agenda.refresh_from_db()
    if agenda.fase != Fase.VASTSTELLING:
        return
    secretaris, vandaag = _persoon(rij["secretaris"]), timezone.localdate()
    vaststellen.stel_vast(
        agenda=agenda,
        door=secretaris,
        datum=vandaag,
        naam="collegebesluit.pdf",
        soort="application/pdf",
        inhoud=BESLUIT,
        **rij["besluit"],
    )
    vaststellen.bied_aan(agenda=agenda, door=secretaris, aangeboden_op=vandaag, **rij["aanbieding"])


def _persoon(email: str) -> Medewerker:
    return Medewerker.objects.get(email=email)
