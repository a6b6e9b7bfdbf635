"""Takes out of a picture what its maker did not mean to tell: where and when it was taken, and with what.

Only how it has to be turned stays, or the picture would lie on its side.
"""

import struct
from collections.abc import Iterator

JPEG, PNG = b"\xff\xd8", b"\x89PNG\r\n\x1a\n"
BEELDGEGEVENS = 0xDA
METAGEGEVENS = {*range(0xE1, 0xF0), 0xFE}  # APP1 … APP15 and comments; APP0 says how to read the picture
PNG_BLIJFT = {
    b"IHDR",
    b"PLTE",
    b"IDAT",
    b"IEND",
    b"tRNS",
    b"gAMA",
    b"cHRM",
    b"sRGB",
    b"iCCP",
    b"sBIT",
    b"bKGD",
}
DRAAIING = 0x0112


class GeenFoto(ValueError):
    """This is not a whole JPEG or PNG."""


def zonder_herkomst(inhoud: bytes) -> bytes:
    """Return the same picture without metadata.

    Raises:
        GeenFoto: not a JPEG or PNG, or one that is cut off.
    """
    try:
        if inhoud.startswith(JPEG):
            return _jpeg(inhoud)
        if inhoud.startswith(PNG):
            return PNG + b"".join(deel for soort, deel in _png(inhoud) if soort in PNG_BLIJFT)
    except (struct.error, IndexError) as fout:
        raise GeenFoto("Dit bestand is niet heel.") from fout
    raise GeenFoto("Dit is geen foto.")


def _jpeg(inhoud: bytes) -> bytes:
    delen, draaiing, plaats = [], 1, 2
    while inhoud[plaats] == 0xFF and inhoud[plaats + 1] != BEELDGEGEVENS:
        (lengte,) = struct.unpack(">H", inhoud[plaats + 2 : plaats + 4])
        deel = inhoud[plaats : plaats + 2 + lengte]
        if deel[1] == 0xE1:
            draaiing = _draaiing(deel) or draaiing
        if deel[1] not in METAGEGEVENS:
            delen.append(deel)
        plaats += 2 + lengte
    if inhoud[plaats] != 0xFF:
        raise GeenFoto("Dit bestand is niet heel.")
    turn = _exif(draaiing) if draaiing != 1 else b""
    return JPEG + turn + b"".join(delen) + inhoud[plaats:]


def _draaiing(deel: bytes) -> int | None:
    """Return the orientation that an EXIF segment tells, 1 … 8."""
    if deel[4:10] != b"Exif\0\0":
        return None
    tiff = deel[10:]
    orde = "<" if tiff[:2] == b"II" else ">"
    (begin,) = struct.unpack(f"{orde}I", tiff[4:8])
    (aantal,) = struct.unpack(f"{orde}H", tiff[begin : begin + 2])
    for nummer in range(aantal):
        veld = tiff[begin + 2 + 12 * nummer :][:10]
        naam, _soort, _keer, waarde = struct.unpack(f"{orde}HHIH", veld)
        if naam == DRAAIING and 1 <= waarde <= 8:
            return int(waarde)
    return None


def _exif(draaiing: int) -> bytes:
    """Make an EXIF segment that tells the orientation and nothing else."""
    tiff = struct.pack(">2sHIHHHIHHI", b"MM", 42, 8, 1, DRAAIING, 3, 1, draaiing, 0, 0)
    deel = b"Exif\0\0" + tiff
    return b"\xff\xe1" + struct.pack(">H", len(deel) + 2) + deel


def _png(inhoud: bytes) -> Iterator[tuple[bytes, bytes]]:
    plaats = len(PNG)
    while plaats < len(inhoud):
        (lengte,) = struct.unpack(">I", inhoud[plaats : plaats + 4])
        deel = inhoud[plaats : plaats + 12 + lengte]
        if len(deel) < 12 + lengte:
            raise GeenFoto("Dit bestand is niet heel.")
        yield deel[4:8], deel
        plaats += 12 + lengte
