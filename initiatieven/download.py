"""Everything that the submitters sent in, as one file that they can keep (I-20; AVG artikel 15 and 20)."""

import json
from tempfile import SpooledTemporaryFile
from typing import IO, Any
from zipfile import ZIP_DEFLATED, ZipFile

from django.template.loader import render_to_string

from initiatieven.models import Bijlage, Boodschap, Initiatief
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
        for nummer, pk in enumerate(zaak.bijlagen.values_list("pk", flat=True), start=1):
            bijlage = Bijlage.objects.get(pk=pk)
            zip_.writestr(f"bestanden/{nummer}-{bijlage.naam}", bytes(bijlage.inhoud))
    bestand.seek(0)
    return bestand


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


def _boodschap(rij: Boodschap) -> dict[str, str]:
    return {"op": rij.op.isoformat(), "van": rij.naam, "kant": rij.get_van_display(), "tekst": rij.tekst}
