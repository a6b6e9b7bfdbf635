import io
import zipfile

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile

from wijkportaal.bestanden import schone_naam, toets_bestand

PNG = b"\x89PNG\r\n\x1a\n" + b"\0" * 32
JPG = b"\xff\xd8\xff\xe0" + b"\0" * 32
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def docx() -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archief:
        archief.writestr("[Content_Types].xml", "<Types/>")
        archief.writestr("_rels/.rels", "<Relationships/>")
        archief.writestr("word/document.xml", "<document/>")
    return buffer.getvalue()


@pytest.mark.parametrize(
    ("inhoud", "soort"),
    [(b"%PDF-1.7\n", "application/pdf"), (PNG, "image/png"), (JPG, "image/jpeg"), (docx(), DOCX)],
)
def test_it_knows_the_type_by_the_content(inhoud, soort):
    bestand = SimpleUploadedFile("wat-dan-ook.exe", inhoud, content_type="text/html")
    assert toets_bestand(bestand) == soort
    assert bestand.read() == inhoud


@pytest.mark.parametrize(
    ("naam", "inhoud", "melding"),
    [
        ("leeg.pdf", b"", "is leeg"),
        ("virus.pdf", b"MZ\x90\0" + b"\0" * 64, "kunnen we niet aannemen"),
        ("pagina.png", b"<html><script>alert(1)</script>", "kunnen we niet aannemen"),
        ("tekening.svg", b"<svg xmlns='http://www.w3.org/2000/svg'/>", "kunnen we niet aannemen"),
        ("archief.docx", b"PK\x03\x04" + b"\0" * 64, "kunnen we niet aannemen"),
        ("groot.pdf", b"%PDF" + b"\0" * (10 * 1024 * 1024), "hoogstens 10 MB"),
    ],
)
def test_it_refuses_what_lies_about_its_type_or_is_too_large(naam, inhoud, melding):
    with pytest.raises(ValidationError, match=melding):
        toets_bestand(SimpleUploadedFile(naam, inhoud))


@pytest.mark.parametrize(
    ("naam", "schoon"),
    [
        ("plan.docx", "plan.pdf"),
        ("../../etc/passwd", "passwd.pdf"),
        ("C:\\Users\\truus\\foto van mij.jpg", "foto van mij.pdf"),
        ("factuur\u202efdp.exe", "factuurfdp.pdf"),
        ("<script>.pdf", "script.pdf"),
        ("", "bestand.pdf"),
        ("..", "bestand.pdf"),
        ("a" * 300 + ".pdf", "a" * 100 + ".pdf"),
        ("Bänkje 🌳.png", "Bänkje.pdf"),
    ],
)
def test_it_makes_a_name_harmless(naam, schoon):
    assert schone_naam(naam, "application/pdf") == schoon
