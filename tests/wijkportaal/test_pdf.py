"""What goes into a PDF: every sign that can be printed, and a square for the others."""

from wijkportaal import pdf
from wijkportaal.pdf import BIJZONDERE_TEKENS, GEWONE_TEKENS, drukbaar, leesbaar


def test_a_sign_without_a_font_becomes_an_open_square_wherever_it_stands():
    gegevens = {"titel": "Feest 🎉", "rijen": [["€ 5", "שלום\r\n\tŁódź"], {"hoe": "nul\x00"}], "aantal": 3}

    assert leesbaar(gegevens) == {
        "titel": "Feest □",
        "rijen": [["€ 5", "שלום\n Łódź"], {"hoe": "nul□"}],
        "aantal": 3,
    }


def test_a_text_of_thousands_of_strange_signs_costs_no_more_than_one_with_a_few():
    drukbaar.cache_clear()

    leesbaar(["".join(map(chr, range(0x4E00, 0x4E00 + 5000)))])
    assert drukbaar.cache_info().misses == BIJZONDERE_TEKENS


def test_one_text_full_of_strange_signs_leaves_the_others_readable():
    vreemd = "".join(map(chr, range(0x4E00, 0x4E00 + 500)))

    assert leesbaar([vreemd, "“Groen” — zegt de buurt", "“Ja”"])[1:] == ["“Groen” — zegt de buurt", "“Ja”"]


def test_composed_and_decomposed_letters_are_the_same():
    assert leesbaar("cafe\u0301") == "café"


def test_the_fonts_that_are_asked_are_those_of_every_document():
    lettertypes = b'font: ("Libertinus Serif", "DejaVu Sans Mono")'
    assert lettertypes in pdf.PROEF
    for sjabloon in pdf.Path(pdf.__file__).parents[1].glob("*/*.typ"):
        assert lettertypes in sjabloon.read_bytes(), sjabloon


def test_the_usual_signs_of_dutch_text_are_in_the_fonts():
    assert all(drukbaar(teken) for teken in GEWONE_TEKENS if ord(teken) > 0x17F)
