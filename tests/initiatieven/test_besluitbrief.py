"""The letter: PDF/UA by typst's own check, and whatever people typed is text."""

import json
import re
from html import unescape

import pytest
import typst
from hypothesis import given, settings
from hypothesis import strategies as st

from initiatieven import services
from initiatieven.besluitbrief import SJABLOON, gegevens
from initiatieven.models import Besluit, Besluitbrief
from tests.initiatieven.fabrieken import in_toets
from wijkportaal.pdf import als_pdf, leesbaar

VIJANDIG = '#panic() *ster* $x^2$ \\ <label> @ref `code` // weg /* " = kop\n- punt\n#import "x"'
BRIEF = {
    "titel": "Proef",
    "afzender": "Gemeente Voorbeeldstad",
    "kenmerk": "VB-1",
    "aan": ["Truus"],
    "kenmerken": [["Datum", "1 mei"]],
    "inleiding": [],
    "hoofdstukken": [],
    "ondertekening": ["Iemand"],
}


def tekst_van(brief):
    """What the letter says when it is read out: typst's own HTML of the same source, without its tags."""
    html = typst.compile(
        str(SJABLOON),
        sys_inputs={"gegevens": json.dumps(leesbaar(brief))},
        ignore_system_fonts=True,
        format="html",
    )
    return unescape(re.sub(r"<[^>]+>", " ", html.decode()))


@pytest.mark.django_db
@pytest.mark.regel("I-14")
def test_the_letter_passes_pdf_ua_and_says_what_was_decided():
    zaak = in_toets(uitslag="voorwaarde", besluit_voorwaarden="Buren vegen de stoep.", titel="Bloembakken")
    services.voer_overgang_uit(zaak=zaak, naam="principebesluit-ja", door=zaak.vakambtenaar)
    pdf = bytes(Besluitbrief.objects.get().inhoud)

    assert b"<pdfuaid:part>1</pdfuaid:part>" in pdf
    assert b"/Lang(nl-NL)" in pdf
    assert b">De gemeente wil meewerken aan uw plan</rdf:li>" in pdf
    besluit = Besluit.objects.get()
    inhoud = tekst_van(gegevens(besluit))
    for deel in (
        zaak.kenmerk,
        "Beste Truus Testbewoner,",
        "Bloembakken",
        "De straat wordt er mooier van.",
        "Buren vegen de stoep.",
        "Steunt de buurt het?",
        "Ja, onder een voorwaarde",
        "regel I-13, “Werk aan de wijk!”, paragraaf 4.3 en bijlage 3, fase 4",
        "regel I-14, “Werk aan de wijk!”, bijlage 3, fase 4",
        f"Wijkregisseur {besluit.advies.door} gaf vooraf advies.",
        "U werkt uw plan nu verder uit",
    ):
        assert deel in inhoud


@pytest.mark.django_db
@pytest.mark.regel("I-18")
def test_the_letter_says_why_it_goes_to_the_wijkagenda():
    zaak = in_toets(soort="beleidswens")
    services.voer_overgang_uit(zaak=zaak, naam="principebesluit-agenda", door=zaak.vakambtenaar)
    inhoud = tekst_van(gegevens(Besluit.objects.get()))
    assert "Uw plan gaat naar de wijkagenda" in inhoud
    assert "Het is een complexe beleidswens. Die gaan altijd via de wijkagenda." in inhoud
    assert "regel I-18, “Werk aan de wijk!”, paragraaf 4.1 en 4.3" in inhoud


def test_hostile_text_is_only_text():
    punt = {"kop": VIJANDIG, "uitslag": VIJANDIG, "reden": VIJANDIG}
    hoofdstuk = {"kop": VIJANDIG, "tekst": VIJANDIG, "punten": [punt], "grond": VIJANDIG}
    brief = BRIEF | {
        "titel": VIJANDIG,
        "kenmerk": VIJANDIG,
        "aan": [VIJANDIG],
        "inleiding": [VIJANDIG],
        "hoofdstukken": [hoofdstuk],
        "ondertekening": [VIJANDIG, VIJANDIG],
    }
    assert als_pdf(SJABLOON, brief).startswith(b"%PDF-")
    gelezen = re.sub(r"\s+", " ", tekst_van(brief))
    assert gelezen.count('#panic() *ster* $x^2$ \\ <label> @ref `code` // weg /* " = kop') >= 9


def test_what_no_font_can_print_becomes_an_open_square():
    brief = BRIEF | {"inleiding": ["Feest 🎉 met \u202eomgekeerd en שלום, Łódź, €, nul\x00 en \ud83d."]}
    gelezen = tekst_van(brief)
    assert "Feest □ met □omgekeerd en שלום, Łódź, €, nul□ en □." in gelezen
    assert als_pdf(SJABLOON, brief).startswith(b"%PDF-")


@settings(max_examples=25, deadline=None)
@given(st.text(max_size=60))
def test_whatever_is_typed_the_letter_passes_the_standard(tekst):
    assert als_pdf(SJABLOON, BRIEF | {"titel": f"Besluit {tekst}", "inleiding": [tekst]}).startswith(b"%PDF-")
