"""A picture tells what is on it, and nothing else."""

import struct
import zlib

import pytest

from wijkportaal.fotos import GeenFoto, zonder_herkomst

APP0 = b"\xff\xe0\x00\x07JFIF\0"
BEELD = b"\xff\xda\x00\x02beeld\xff\xd9"


def segment(soort, inhoud):
    return bytes((0xFF, soort)) + struct.pack(">H", len(inhoud) + 2) + inhoud


def exif(draaiing, orde=">"):
    merk = b"MM" if orde == ">" else b"II"
    velden = struct.pack(f"{orde}HHIHH", 0x0112, 3, 1, draaiing, 0) + struct.pack(
        f"{orde}HHI4s", 0x8825, 4, 1, b"GPS!"
    )
    return segment(0xE1, b"Exif\0\0" + merk + struct.pack(f"{orde}HIH", 42, 8, 2) + velden + b"Roermond")


def brok(soort, inhoud):
    return struct.pack(">I", len(inhoud)) + soort + inhoud + struct.pack(">I", zlib.crc32(soort + inhoud))


@pytest.mark.parametrize("orde", ["<", ">"])
def test_where_a_picture_was_taken_goes_out_and_how_to_turn_it_stays(orde):
    schoon = zonder_herkomst(b"\xff\xd8" + exif(6, orde) + APP0 + segment(0xFE, b"van Truus") + BEELD)
    assert b"GPS!" not in schoon
    assert b"Roermond" not in schoon
    assert b"Truus" not in schoon
    assert schoon.endswith(APP0 + BEELD)
    assert zonder_herkomst(schoon) == schoon
    assert schoon.count(b"Exif") == 1


def test_a_picture_that_stands_upright_needs_no_metadata():
    assert zonder_herkomst(b"\xff\xd8" + exif(1) + BEELD) == b"\xff\xd8" + BEELD
    assert zonder_herkomst(b"\xff\xd8" + segment(0xE1, b"http://ns.adobe.com") + BEELD) == b"\xff\xd8" + BEELD


def test_a_png_keeps_only_what_makes_the_picture():
    kop, einde = brok(b"IHDR", b"x" * 13), brok(b"IEND", b"")
    teken = b"\x89PNG\r\n\x1a\n"
    assert (
        zonder_herkomst(teken + kop + brok(b"eXIf", b"GPS") + brok(b"tEXt", b"Truus") + einde)
        == teken + kop + einde
    )


@pytest.mark.parametrize(
    "inhoud",
    [
        b"",
        b"GIF89a",
        b"\xff\xd8",
        b"\xff\xd8\xff\xe1\x00",
        b"\xff\xd8geen",
        b"\x89PNG\r\n\x1a\n\x00\x00\x00\x09IDAT",
        b"\x89PNG\r\n\x1a\n\x00",
    ],
)
def test_what_is_no_whole_picture_is_refused(inhoud):
    with pytest.raises(GeenFoto):
        zonder_herkomst(inhoud)


def test_an_exif_that_is_cut_off_is_refused():
    with pytest.raises(GeenFoto):
        zonder_herkomst(b"\xff\xd8" + segment(0xE1, b"Exif\0\0MM\0*\0\0\0\x08\0\x05") + BEELD)
