"""What changed between two versions, in words: complete, and nothing when nothing changed (A-09)."""

import copy

import pytest
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from tests.wijkagenda import fabrieken
from tests.wijkagenda.documenten import bijdrage, document, maatregel
from wijkagenda.document import maak_document
from wijkagenda.models import Fase
from wijkagenda.verschillen import verschillen

pytestmark = pytest.mark.regel("A-09")

# How a sentence names each part of a maatregel that can change.
GENOEMD = {
    "titel": "De titel is nu",
    "thema": "Het thema is nu",
    "deelagenda": "De maatregel is nu voor",
    "gericht_op": "gericht op",
    "trekker": "De trekker is nu",
    "kosten": "De kosten zijn nu",
    "indicator": "We meten nu “",
    "eenheid": "We meten nu in",
    "startwaarde": "De waarde aan het begin is nu",
    "streefwaarde": "Het doel is nu",
    "streefdatum": "Het doel moet nu zijn bereikt op",
    "jaar_van": "De uitvoering is nu in",
    "jaar_tot": "De uitvoering is nu in",
    "omschrijving": "De omschrijving is anders",
    "doel": "Het doel en de achtergrond",
    "effect": "Het beoogde effect",
    "betrokkenen": "De betrokken partijen",
    "beheer": "De visie op het beheer",
    "bijdragen": "Groen betaalt nu",
    "verkenningen": "De geldbron “Clusterbudget” is nagegaan: afgesproken",
    "ideeen": "komt nu ook voort uit het idee",
}
OOK_ANDERS = {
    "kosten": "2500.00",
    "startwaarde": "3.00",
    "streefwaarde": "20.50",
    "streefdatum": "2028-06-30",
    "jaar_van": 2025,
    "jaar_tot": 2029,
    "bijdragen": [bijdrage(100, bedrag="2500.00")],
    "verkenningen": [{"naam": "Clusterbudget", "uitkomst": "Afgesproken", "toelichting": "Geen ruimte"}],
    "ideeen": ["Meer groen", "Een bankje"],
}
# The name of a maatregel in the database and its number are what it is known by.
VAST = {"id", "nummer"}


def anders(velden):
    """The same maatregel with other values in these parts."""
    return maatregel(**{veld: OOK_ANDERS.get(veld, f"Ander{veld}") for veld in velden})


def zinnen(oud, nieuw):
    """Everything that is said of the one maatregel that changed, spaces as people type them."""
    (post,) = verschillen(oud, nieuw).gewijzigd
    return [verschil.zin.replace("\xa0", " ") for verschil in post.verschillen]


teksten = st.text(min_size=1, max_size=20)
maatregelen = st.lists(
    st.builds(
        maatregel,
        st.integers(1, 30),
        titel=teksten,
        thema=teksten,
        deelagenda=st.text(max_size=10),
        kosten=st.decimals(0, 99999, places=2).map(str),
        jaar_van=st.integers(2024, 2026),
        jaar_tot=st.integers(2026, 2030),
        ideeen=st.lists(teksten, max_size=3),
        bijdragen=st.lists(
            st.builds(bijdrage, st.integers(1, 5)), max_size=3, unique_by=lambda rij: rij["id"]
        ),
    ),
    max_size=6,
    unique_by=lambda rij: rij["nummer"],
)


@given(maatregelen)
def test_equal_documents_have_no_differences(rijen):
    een = document(*rijen)

    assert not verschillen(een, copy.deepcopy(een))
    assert verschillen(een, copy.deepcopy(een)).samenvatting == ""


@given(st.sets(st.sampled_from(sorted(GENOEMD)), min_size=1))
def test_every_part_that_changed_is_named_and_no_other(velden):
    gezegd = zinnen(document(), document(anders(velden)))

    wel = {GENOEMD[veld] for veld in velden}
    niet = {woorden for woorden in GENOEMD.values() if woorden not in wel}
    for woorden in wel:
        assert any(woorden in zin for zin in gezegd), woorden
    for woorden in niet:
        assert not any(woorden in zin for zin in gezegd), woorden


@given(maatregelen, maatregelen)
def test_what_is_new_one_way_is_gone_the_other_way_and_nothing_is_lost(eerst, straks):
    oud, nieuw = document(*eerst), document(*straks)
    heen, terug = verschillen(oud, nieuw), verschillen(nieuw, oud)

    assert {post.nummer for post in heen.nieuw} == {post.nummer for post in terug.weg}
    assert {post.nummer for post in heen.gewijzigd} == {post.nummer for post in terug.gewijzigd}
    samen = {rij["nummer"]: rij for rij in oud["maatregelen"]}
    for rij in nieuw["maatregelen"]:
        gewijzigd = rij["nummer"] in {post.nummer for post in heen.gewijzigd}
        assert gewijzigd == (rij["nummer"] in samen and samen[rij["nummer"]] != rij)


def test_a_number_an_amount_and_a_day_are_written_as_people_do():
    gezegd = zinnen(document(), document(anders({"kosten", "streefwaarde", "streefdatum", "jaar_tot"})))

    assert gezegd == [
        "De kosten zijn nu € 2.500,00 (eerst € 1.000,00).",
        "Het doel is nu 20,5 (eerst 12).",
        "Het doel moet nu zijn bereikt op 30 juni 2028 (eerst 31 december 2027).",
        "De uitvoering is nu in 2026–2029 (eerst 2026–2027).",
    ]


def test_a_long_text_is_shown_as_it_was_and_as_it_is():
    (post,) = verschillen(document(), document(maatregel(doel="Het waait er hard."))).gewijzigd

    (verschil,) = post.verschillen
    assert (verschil.was, verschil.wordt) == ("Het plein wordt te warm.", "Het waait er hard.")


def test_who_pays_comes_leaves_and_changes():
    wijkbudget = bijdrage(
        101, bron="wijkbudget", bron_naam="Wijkbudget", van_wie="", bedrag="500.00", inzet=""
    )
    oud = document(maatregel(bijdragen=[bijdrage(100), bijdrage(102, van_wie="Verkeer", bedrag="0.00")]))
    nieuw = document(maatregel(bijdragen=[bijdrage(100, bedrag="1.50", toezegging="Brief 3"), wijkbudget]))

    assert zinnen(oud, nieuw) == [
        "Groen betaalt nu € 1,50 (eerst € 1.000,00).",
        "Het kenmerk van de toezegging van Groen is nu “Brief 3” (eerst leeg).",
        "Nieuw: Wijkbudget betaalt € 500,00.",
        "Verkeer doet niet meer mee (eerst: doet “Plant de bomen”).",
    ]


def test_another_source_under_the_same_part_is_said():
    deel = bijdrage(100, bron="partner", bron_naam="Partner uit de wijk", van_wie="Corporatie")

    assert zinnen(document(), document(maatregel(bijdragen=[deel]))) == [
        "In plaats van Groen (clusterbudget) is er nu Corporatie (partner uit de wijk)."
    ]


def test_the_other_sources_of_money_are_named_without_the_reason():
    nieuw = [{"naam": "Clusterbudget", "uitkomst": "Geweigerd", "toelichting": "Andere reden"}]
    extra = {"naam": "Sponsoring", "uitkomst": "Geweigerd", "toelichting": "Niemand"}

    assert zinnen(document(), document(maatregel(verkenningen=[*nieuw, extra]))) == [
        "De geldbron “Clusterbudget” is opnieuw nagegaan.",
        "De geldbron “Sponsoring” is nagegaan: geweigerd.",
    ]
    assert zinnen(document(), document(maatregel(verkenningen=[]))) == [
        "De geldbron “Clusterbudget” is niet meer nagegaan."
    ]


def test_what_came_and_what_went_with_the_reason():
    oud = document(maatregel(1), maatregel(2), maatregel(3))
    reden = {"nummer": 2, "titel": "Maatregel 2", "weggelaten_reden": "De school bouwt zelf."}
    nieuw = document(maatregel(1), maatregel(3, titel="Anders"), maatregel(4), weggelaten=[reden])
    gevonden = verschillen(oud, nieuw)

    assert [(post.nummer, post.titel) for post in gevonden.nieuw] == [(4, "Maatregel 4")]
    assert [(post.nummer, post.verschillen[0].zin) for post in gevonden.weg] == [(2, "De school bouwt zelf.")]
    assert gevonden.samenvatting == "Van de maatregelen: 1 nieuw, 1 vervallen, 1 gewijzigd."


def test_a_draft_that_never_was_in_a_version_is_nobodys_business():
    reden = {"nummer": 9, "titel": "Proefballon", "weggelaten_reden": "Intern"}

    assert not verschillen(document(), document(weggelaten=[reden]))


def test_the_agenda_itself_its_period_its_parts_and_its_costs():
    nieuw = document(maatregel(kosten="1500.00"))
    nieuw["agenda"] |= {"naam": "Wijkagenda Hart 2026–2030", "wijk": {"naam": "Hart", "slug": "centrum"}}
    nieuw["agenda"] |= {"vorm": "Beknopt", "van": "2026-02-01", "tot": "2030-12-31", "inleiding": "Anders."}
    nieuw["deelagendas"] = [{"buurt": "Kapel", "inleiding": ""}]

    assert [verschil.zin.replace("\xa0", " ") for verschil in verschillen(document(), nieuw).agenda] == [
        "De agenda heet nu “Wijkagenda Hart 2026–2030” (eerst “Wijkagenda Centrum 2026–2029”).",
        "De vorm is nu beknopt (eerst volledig).",
        "De periode begint nu op 1 februari 2026 (eerst 1 januari 2026).",
        "De periode loopt nu tot en met 31 december 2030 (eerst 31 december 2029).",
        "De wijk heet nu “Hart” (eerst “Centrum”).",
        "De inleiding is anders.",
        "Nieuw: de deelagenda van Kapel.",
        "De deelagenda van Binnenstad is vervallen.",
        "De maatregelen kosten samen nu € 1.500,00 (eerst € 1.000,00).",
    ]


def test_the_introduction_of_a_part_of_the_wijk_changes():
    nieuw = document(deelagendas=[{"buurt": "Binnenstad", "inleiding": "Rond de kerk."}])
    (verschil,) = verschillen(document(), nieuw).agenda

    assert verschil.zin == "De inleiding van de deelagenda van Binnenstad is anders."
    assert (verschil.was, verschil.wordt) == ("Rond de markt.", "Rond de kerk.")


def test_the_making_of_a_version_is_no_change():
    nieuw = document(
        maatregel(bijdragen=[bijdrage(100, akkoord_op="2027-01-01")]),
        versie=2,
        akkoorden=[],
        stappen=[{"fase": "Opstellen", "hoe": "Samen", "op": str(timezone.localdate())}],
        peiling={"stemmen": 3},
    )

    assert not verschillen(document(), nieuw)


@pytest.mark.django_db
def test_no_part_of_a_real_document_is_overlooked():
    """A new part of a maatregel has to be compared, or be said here to be no part of what is adopted."""
    w = fabrieken.wereld()
    agenda = fabrieken.agenda_in(Fase.UITWERKING, w)
    fabrieken.met_cluster(fabrieken.maatregel_van(agenda), w.groen)
    (echt,) = maak_document(agenda)["maatregelen"]

    assert set(echt) - VAST == set(GENOEMD)
    assert set(maatregel()) == set(echt)
    assert set(maak_document(agenda)) == set(document())
    assert set(echt["bijdragen"][0]) == set(bijdrage())
