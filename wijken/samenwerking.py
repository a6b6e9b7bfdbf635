"""Seats in a wijkcoalitie, and the papers of a convenant: the changes that follow a rule."""

import datetime

from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.db import IntegrityError, transaction

from wijken.models import (
    Coalitielid,
    Convenant,
    Convenantdocument,
    Medewerker,
    Partner,
    Wijkcoalitie,
)
from wijkportaal.bestanden import schone_naam, toets_bestand
from wijkportaal.historie import bewaar
from wijkportaal.uitzonderingen import Domeinfout


@transaction.atomic
def geef_plaats(
    *,
    coalitie: Wijkcoalitie,
    plaats: str,
    van: datetime.date,
    medewerker: Medewerker | None = None,
    partner: Partner | None = None,
    kernteam: bool = False,
    reden: str = "",
) -> Coalitielid:
    """Give a person or an organisation a seat in the coalition from the day `van` (W-06).

    A wijkraad gets one only when its latest exploratory talk says so (W-07).

    Raises:
        Domeinfout: the person has not that role, the organisation is of another kind, the wijkraad has had
            no such talk, or the seat is taken.
    """
    lid = Coalitielid(
        coalitie=coalitie, plaats=plaats, medewerker=medewerker, partner=partner, kernteam=kernteam, van=van
    )
    _bewaar_nieuw(lid, reden)
    return lid


def _bewaar_nieuw(lid: Coalitielid, reden: str) -> None:
    lid._change_reason = reden  # type: ignore[attr-defined]  # how simple-history takes a reason
    try:
        lid.full_clean()
        with transaction.atomic():
            lid.save()
    except ValidationError as fout:
        raise Domeinfout(" ".join(fout.messages)) from fout
    except IntegrityError as fout:
        raise Domeinfout("Iemand anders wijzigde deze wijkcoalitie net. Bekijk haar opnieuw.") from fout


def beeindig_plaats(*, lid: Coalitielid, tot: datetime.date, reden: str) -> None:
    """End a seat on its last day `tot`; the row stays, so that it is known who sat where.

    Raises:
        Domeinfout: the last day lies before the first.
    """
    if tot < lid.van:
        raise Domeinfout("De laatste dag ligt voor de eerste dag.")
    lid.tot = tot
    bewaar(lid, velden=["tot"], reden=reden)


def voeg_document_toe(*, convenant: Convenant, bestand: UploadedFile, door: Medewerker) -> Convenantdocument:
    """Keep a document with a convenant, after the same check as every upload (W-09).

    Raises:
        ValidationError: empty, too large, or of a kind that we do not take.
    """
    soort = toets_bestand(bestand)
    inhoud = bestand.read()
    return Convenantdocument.objects.create(
        convenant=convenant,
        naam=schone_naam(bestand.name or "", soort),
        type=soort,
        grootte=len(inhoud),
        inhoud=inhoud,
        toegevoegd_door=door,
    )
