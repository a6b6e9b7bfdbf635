"""Everything that the submitters sent in, as one file that they can keep (I-20; AVG artikel 15 and 20)."""

import json
from collections.abc import Iterator
from tempfile import SpooledTemporaryFile
from typing import IO, Any
from zipfile import ZIP_DEFLATED, ZipFile

from django.template.loader import render_to_string

from initiatieven.forms_plan import ingevuld
from initiatieven.models import Bijlage, Boodschap, Initiatief, Planbijlage, Stappenplan
from initiatieven.tijdlijn import tijdlijn

IN_GEHEUGEN = 2 * 1024 * 1024
BOODSCHAPPEN_HOOGSTENS = 5000


def pak_in(zaak: Initiatief) -> IO[bytes]:
    """Return a zip with a page to read, the same as data, and the files, ready to be read.

    Files are taken out of the database one by one and the zip goes to disk when it grows: it costs the
    process no more memory than one file.
    """
    gegevens = _gegevens(zaak)
    bestand = SpooledTemporaryFile(max_size=IN_GEHEUGEN)  # noqa: SIM115  the response closes it
    with ZipFile(bestand, "w", ZIP_DEFLATED) as zip_:
        zip_.writestr("gegevens.json", json.dumps(gegevens, ensure_ascii=False, indent=2))
        zip_.writestr("mijn-idee.html", render_to_string("initiatieven/download.html", {"zaak": gegevens}))
        for nummer, bijlage in enumerate(_bestanden(zaak), start=1):
            zip_.writestr(f"bestanden/{nummer}-{bijlage.naam}", bytes(bijlage.inhoud))
    bestand.seek(0)
    return bestand


def _bestanden(zaak: Initiatief) -> Iterator[Bijlage | Planbijlage]:
    """Yield the files that were sent in with the idea and with the plan, one at a time."""
    for pk in zaak.bijlagen.values_list("pk", flat=True):
        yield Bijlage.objects.get(pk=pk)
    for pk in Planbijlage.objects.filter(stappenplan__initiatief=zaak).values_list("pk", flat=True):
        yield Planbijlage.objects.get(pk=pk)


def _gegevens(zaak: Initiatief) -> dict[str, Any]:
    """Return what the submitters told and were told, in the words of the screen."""
    indiener = zaak.indiener
    return {
        "kenmerk": zaak.kenmerk,
        "ingediend op": zaak.ingediend_op.isoformat(),
        "fase": zaak.get_fase_display(),
        "idee": _idee(zaak),
        "indiener": {"naam": indiener.naam, "mailadres": indiener.email, "telefoon": indiener.telefoon},
        "groep": [
            {"naam": lid.naam, "mailadres": lid.email, "doet mee": lid.bevestigd_op is not None}
            for lid in zaak.groep.all()
        ],
        "stappenplan": _stappenplan(zaak),
        "berichten": [_boodschap(rij) for rij in zaak.boodschappen.all()[:BOODSCHAPPEN_HOOGSTENS]],
        "verloop": [
            {"op": moment.op.isoformat(), "wat": moment.titel, "toelichting": moment.tekst}
            for moment in tijdlijn(zaak)
        ],
    }


def _idee(zaak: Initiatief) -> dict[str, str]:
    velden = ("titel", "wat", "waarom", "voor_wie", "plek", "wie_doen_mee")
    idee = {str(zaak._meta.get_field(naam).verbose_name): getattr(zaak, naam) for naam in velden}  # type: ignore[union-attr]
    return idee | {
        "wijk": str(zaak.wijk),
        "buurt": str(zaak.buurt or ""),
        "gevraagde hulp": zaak.hulp_in_woorden,
    }


def _stappenplan(zaak: Initiatief) -> dict[str, str]:
    """The questions of the plan on main lines with what was answered."""
    plan = Stappenplan.objects.filter(initiatief=zaak).first()
    rijen = [rij for _, rijen in ingevuld(plan.antwoorden) for rij in rijen] if plan else []
    return {vraag: antwoord for vraag, antwoord in rijen if antwoord}


def _boodschap(rij: Boodschap) -> dict[str, str]:
    return {"op": rij.op.isoformat(), "van": rij.naam, "kant": rij.get_van_display(), "tekst": rij.tekst}
