"""Checks uploads by what they are, not by what they say they are."""

import re
import unicodedata
from pathlib import PurePath
from urllib.parse import quote

import filetype
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpResponse

HOOGSTENS_BYTES = 10 * 1024 * 1024
TOEGESTAAN = {
    "application/pdf": "pdf",
    "image/jpeg": "jpg",
    "image/png": "png",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": "docx",
}
IN_WOORDEN = "pdf, jpg, png of docx"


def toets_bestand(bestand: UploadedFile) -> str:
    """Return the MIME type that the content of `bestand` shows.

    Raises:
        ValidationError: empty, larger than 10 MB, or of a kind that we do not take.
    """
    naam, grootte = bestand.name or "", bestand.size or 0
    if grootte == 0:
        raise ValidationError(f"“{naam}” is leeg. Kies een ander bestand.")
    if grootte > HOOGSTENS_BYTES:
        raise ValidationError(f"“{naam}” is te groot. Een bestand mag hoogstens 10 MB zijn.")
    soort = filetype.guess_mime(bestand.read(8192))
    bestand.seek(0)
    if soort not in TOEGESTAAN:
        raise ValidationError(
            f"“{naam}” kunnen we niet aannemen. Kies een bestand van het type {IN_WOORDEN}."
        )
    return soort


def schone_naam(naam: str, soort: str) -> str:
    """Return a harmless file name with the extension of its real type.

    Paths, control characters and signs that change the reading direction are dropped.
    """
    stam = PurePath(naam.replace("\\", "/")).stem
    zichtbaar = "".join(teken for teken in stam if unicodedata.category(teken)[0] not in "CZ" or teken == " ")
    stam = re.sub(r"[^\w .()-]+", "-", zichtbaar).strip(" .-")[:100] or "bestand"
    return f"{stam}.{TOEGESTAAN[soort]}"


def als_download(*, naam: str, soort: str, inhoud: bytes | memoryview) -> HttpResponse:
    """Hand out a file to keep: it never opens inside the portal."""
    antwoord = HttpResponse(bytes(inhoud), content_type=soort)
    antwoord.headers["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(naam)}"
    return antwoord
