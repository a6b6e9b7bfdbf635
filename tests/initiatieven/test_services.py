"""The rules of the first journey, for use and for attack."""

import datetime
import threading

import pytest
import time_machine
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.utils import timezone

from initiatieven import services
from initiatieven.models import Besluitbrief, Concept, Fase, Faseovergang, Indiener, Initiatief, Toegangslink
from initiatieven.triage import kies_contact
from tests.fabrieken import BuurtFactory, RolFactory
from tests.initiatieven.fabrieken import (
    InitiatiefFactory,
    ToegangslinkFactory,
    beantwoord_alles,
    ga_bronnen_na,
    in_toets,
    met_plan,
)
from wijkportaal.models import Bericht
from wijkportaal.uitzonderingen import Domeinfout, VerouderdeActie

pytestmark = pytest.mark.django_db


def gegevens(**anders):
    buurt = BuurtFactory()
    return {
        "titel": "Bankje bij de speeltuin",
        "wat": "Een bank.",
        "waarom": "Nu staat iedereen.",
        "wijk": buurt.wijk,
        "buurt": buurt,
        "plek": "",
        "voor_wie": "Iedereen",
        "wie_doen_mee": "",
        "hulp": ["geld"],
        "openbaar_akkoord": True,
        "toestemming": True,
        "naam": "Truus Testbewoner",
        "email": "truus@bewoner.example",
        "telefoon": "",
    } | anders


def ingediend(**anders) -> Initiatief:
    return services.dien_in(concept=services.begin_concept(gegevens={}), gegevens=gegevens(**anders))


def onderwerpen(naar: str) -> list[str]:
    return list(Bericht.objects.filter(naar=naar).order_by("pk").values_list("onderwerp", flat=True))


@pytest.mark.regel("I-02", "I-03")
@time_machine.travel("2026-12-31T23:30:00Z", tick=False)
def test_a_submitted_form_becomes_an_unconfirmed_case_with_a_kenmerk_of_the_dutch_year():
    zaak = ingediend()
    assert (zaak.kenmerk, zaak.fase, zaak.bevestigd_op) == ("VB-2027-00001", Fase.IDEE, None)
    assert zaak.indiener.naam == "Truus Testbewoner"
    assert onderwerpen("truus@bewoner.example") == ["Bevestig uw idee VB-2027-00001"]
    assert ingediend().kenmerk == "VB-2027-00002"


def test_sending_the_same_form_twice_makes_one_case():
    concept = services.begin_concept(gegevens={"titel": "x"})
    eerste = services.dien_in(concept=concept, gegevens=gegevens())
    tweede = services.dien_in(concept=concept, gegevens=gegevens(titel="Iets anders"))
    assert (eerste, Initiatief.objects.count(), Bericht.objects.count()) == (tweede, 1, 1)


def test_a_sent_form_keeps_nothing_of_what_was_typed():
    concept = services.begin_concept(gegevens={"email": "truus@bewoner.example"})
    services.dien_in(concept=concept, gegevens=gegevens())
    assert Concept.objects.get().gegevens == {}
    with pytest.raises(VerouderdeActie):
        services.bewaar_concept(concept=concept, gegevens={"titel": "Te laat"})


def test_what_is_kept_of_a_form_grows_step_by_step():
    concept = services.begin_concept(gegevens={"titel": "Bankje", "wat": ""})
    services.bewaar_concept(concept=concept, gegevens={"wat": "Een bank"})
    assert Concept.objects.get().gegevens == {"titel": "Bankje", "wat": "Een bank"}


def test_a_form_takes_no_more_files_than_the_policy_allows():
    concept = services.begin_concept(gegevens={})
    for _ in range(3):
        services.voeg_bijlage_toe(concept=concept, naam="a.pdf", soort="application/pdf", inhoud=b"%PDF")
    with pytest.raises(Domeinfout, match="Verwijder er eerst een"):
        services.voeg_bijlage_toe(concept=concept, naam="a.pdf", soort="application/pdf", inhoud=b"%PDF")
    assert concept.bijlagen.count() == 3


@pytest.mark.regel("I-03", "I-20")
def test_confirming_brings_the_case_to_triage_and_tells_who_must_know():
    buurt = BuurtFactory()
    regisseur = RolFactory(wijkregisseur=True, wijk=buurt.wijk).medewerker
    zaak = ingediend(wijk=buurt.wijk, buurt=buurt)
    services.gebruik_link(sleutel=str(Toegangslink.objects.get().pk))
    zaak.refresh_from_db()
    stap = Faseovergang.objects.get()
    assert zaak.fase == Fase.TRIAGE
    assert zaak.bevestigd_op == stap.op
    assert (stap.van, stap.naar, stap.door, stap.rol) == (Fase.IDEE, Fase.TRIAGE, None, "Indiener")
    assert onderwerpen("truus@bewoner.example")[1] == f"We hebben uw idee ontvangen ({zaak.kenmerk})"
    nieuw = [f"Nieuw in {zaak.wijk}: {zaak.kenmerk} wacht op triage"]
    assert onderwerpen(regisseur.email) == onderwerpen("gemeente@voorbeeldstad.example") == nieuw


def test_messages_to_staff_hold_nothing_about_the_submitter():
    zaak = ingediend()
    services.gebruik_link(sleutel=str(Toegangslink.objects.get().pk))
    bericht = Bericht.objects.get(naar="gemeente@voorbeeldstad.example")
    for gegeven in (zaak.indiener.naam, zaak.indiener.email, "Truus"):
        assert gegeven not in bericht.onderwerp + bericht.tekst


@pytest.mark.parametrize(
    "anders",
    [
        {"gebruikt_op": timezone.now()},
        {"verloopt_op": timezone.now() - datetime.timedelta(seconds=1)},
    ],
)
def test_a_used_or_expired_link_opens_nothing(anders):
    link = ToegangslinkFactory(**anders)
    with pytest.raises(services.LinkVerlopen):
        services.gebruik_link(sleutel=str(link.pk))


def test_a_link_opens_its_case_once():
    link = ToegangslinkFactory()
    assert services.gebruik_link(sleutel=str(link.pk)) == (link.initiatief, link.initiatief.indiener)
    with pytest.raises(services.LinkVerlopen):
        services.gebruik_link(sleutel=str(link.pk))


def test_the_first_mail_can_be_sent_again_to_a_corrected_address():
    zaak = ingediend(email="typefout@bewoner.example")
    oud = Toegangslink.objects.get()
    services.stuur_bevestiging_opnieuw(concept=zaak.concept, email="goed@bewoner.example")
    assert onderwerpen("goed@bewoner.example") == [f"Bevestig uw idee {zaak.kenmerk}"]
    with pytest.raises(services.LinkVerlopen):
        services.gebruik_link(sleutel=str(oud.pk))
    services.gebruik_link(sleutel=str(Toegangslink.objects.get().pk))
    with pytest.raises(VerouderdeActie):
        services.stuur_bevestiging_opnieuw(concept=zaak.concept, email="dief@bewoner.example")


@pytest.mark.regel("I-20")
@pytest.mark.parametrize(
    ("kenmerk", "email", "aantal"),
    [
        ("vb-2026-00900 ", "TRUUS@bewoner.example", 1),
        ("VB-2026-00900", "ander@bewoner.example", 0),
        ("VB-2026-00901", "truus@bewoner.example", 0),
    ],
)
def test_a_new_link_is_sent_only_to_the_submitter(kenmerk, email, aantal):
    InitiatiefFactory(kenmerk="VB-2026-00900")
    services.vraag_volglink_aan(kenmerk=kenmerk, email=email)
    assert Bericht.objects.filter(naar="truus@bewoner.example").count() == aantal


def triage(zaak, door):
    """Answer all questions and choose a contact; the step itself is still to be taken."""
    contact = RolFactory(vakambtenaar=True)
    beantwoord_alles(zaak, door)
    wie = {"cluster": contact.cluster, "vakambtenaar": contact.medewerker}
    kies_contact(zaak=zaak, door=door, openbaar=True, **wie)
    return contact.medewerker


@pytest.mark.regel("I-04", "I-06", "I-07")
def test_triage_ends_with_one_vakambtenaar_and_everybody_told():
    zaak = InitiatiefFactory()
    regisseur = RolFactory(wijkregisseur=True, wijk=zaak.wijk).medewerker
    vakambtenaar = triage(zaak, regisseur)
    stap = services.voer_overgang_uit(zaak=zaak, naam="toewijzen", door=regisseur)
    zaak.refresh_from_db()
    assert (zaak.fase, zaak.fase_sinds, zaak.openbaar) == (Fase.ORIENTATIE, stap.op, True)
    assert (stap.door, stap.rol) == (regisseur, "Wijkregisseur")
    assert onderwerpen(vakambtenaar.email) == [f"U bent het vaste contact voor {zaak.kenmerk}"]
    assert onderwerpen(regisseur.email) == [f"{zaak.kenmerk} in {zaak.wijk} is toegewezen"]
    assert onderwerpen("truus@bewoner.example") == [f"Uw vaste contact voor {zaak.kenmerk}"]


def test_a_step_says_what_is_missing_and_changes_nothing():
    zaak = InitiatiefFactory()
    kcc = RolFactory(kcc=True).medewerker
    with pytest.raises(services.OvergangNietToegestaan, match="Beantwoord eerst"):
        services.voer_overgang_uit(zaak=zaak, naam="toewijzen", door=kcc)
    zaak.refresh_from_db()
    assert (zaak.fase, Faseovergang.objects.count(), Bericht.objects.count()) == (Fase.TRIAGE, 0, 0)


@pytest.mark.regel("I-03", "I-09")
def test_a_stranger_to_the_wijk_can_neither_triage_nor_take_a_step():
    zaak = InitiatiefFactory()
    ander = RolFactory(wijkregisseur=True).medewerker
    with pytest.raises(PermissionDenied):
        triage(zaak, ander)
    with pytest.raises(PermissionDenied):
        services.voer_overgang_uit(zaak=zaak, naam="toewijzen", door=ander)


def test_staff_cannot_confirm_for_the_submitter():
    zaak = InitiatiefFactory(onbevestigd=True)
    with pytest.raises(PermissionDenied):
        services.voer_overgang_uit(zaak=zaak, naam="bevestigen", door=RolFactory(kcc=True).medewerker)


def tegelijk(werk, aantal: int = 2) -> list[object]:
    """Run `werk` in threads that start together; return what each gave or raised."""
    uitkomsten: list[object] = []
    start = threading.Barrier(aantal)

    def een() -> None:
        start.wait()
        try:
            uitkomsten.append(werk())
        except Domeinfout as fout:
            uitkomsten.append(type(fout))
        finally:
            connection.close()

    draden = [threading.Thread(target=een) for _ in range(aantal)]
    for draad in draden:
        draad.start()
    for draad in draden:
        draad.join()
    return uitkomsten


@pytest.mark.regel("I-03")
def test_of_two_officials_who_press_at_once_one_wins(transactional_db):
    zaak = InitiatiefFactory()
    kcc = RolFactory(kcc=True).medewerker
    triage(zaak, kcc)
    uitkomsten = tegelijk(lambda: services.voer_overgang_uit(zaak=zaak, naam="toewijzen", door=kcc))
    assert [VerouderdeActie in uitkomsten, Faseovergang.objects.count()] == [True, 1]


def met_bronnen():
    """A plan of which only the definitive decision is to be taken."""
    zaak = met_plan()
    ga_bronnen_na(zaak)
    return zaak


@pytest.mark.regel("I-14", "I-15")
@pytest.mark.parametrize(
    ("maak", "naam", "fout"),
    [
        (in_toets, "principebesluit-ja", VerouderdeActie),
        (met_bronnen, "definitief-ja", services.OvergangNietToegestaan),
    ],
)
def test_a_decision_that_is_taken_twice_at_once_is_taken_once(maak, naam, fout, transactional_db):
    zaak = maak()
    brieven = Besluitbrief.objects.count()
    door = zaak.vakambtenaar
    uitkomsten = tegelijk(lambda: services.voer_overgang_uit(zaak=zaak, naam=naam, door=door))
    assert [fout in uitkomsten, Besluitbrief.objects.count()] == [True, brieven + 1]


def test_kenmerken_stay_unique_when_many_submit_at_once(transactional_db):
    alles = gegevens()
    concepten = [services.begin_concept(gegevens={}) for _ in range(6)]
    tegelijk(lambda: services.dien_in(concept=concepten.pop(), gegevens=alles), aantal=6)
    nummers = sorted(kenmerk[-5:] for kenmerk in Initiatief.objects.values_list("kenmerk", flat=True))
    assert nummers == ["00001", "00002", "00003", "00004", "00005", "00006"]


def test_a_form_that_is_sent_twice_at_once_makes_one_case(transactional_db):
    concept, alles = services.begin_concept(gegevens={}), gegevens()
    een, ander = tegelijk(lambda: services.dien_in(concept=concept, gegevens=alles))
    assert (een, Initiatief.objects.count()) == (ander, 1)


def test_an_unconfirmed_case_disappears_after_its_term_with_everything_personal():
    with time_machine.travel("2026-03-01T12:00:00Z"):
        ingediend()
    with time_machine.travel("2026-03-08T11:59:00Z"):
        assert services.verwijder_onbevestigde() == 0
    with time_machine.travel("2026-03-08T12:01:00Z"):
        assert services.verwijder_onbevestigde() == 1
        assert services.verwijder_onbevestigde() == 0
    over = [Initiatief, Indiener, Concept, Bericht, Toegangslink, Initiatief.history.model]
    assert [model.objects.count() for model in over] == [0] * 6


def test_a_confirmed_case_stays_however_old_it_is():
    InitiatiefFactory(ingediend_op=timezone.now() - datetime.timedelta(days=900))
    assert services.verwijder_onbevestigde() == 0


def test_a_forgotten_form_disappears_after_its_term():
    with time_machine.travel("2026-03-01T12:00:00Z"):
        services.begin_concept(gegevens={"naam": "Truus"})
    with time_machine.travel("2026-03-15T11:59:00Z"):
        assert services.verwijder_oude_concepten() == 0
    with time_machine.travel("2026-03-15T12:01:00Z"):
        assert services.verwijder_oude_concepten() == 1


def test_the_first_mail_repeats_nothing_that_was_typed():
    ingediend(titel="Koop nu op https://spam.example", naam="https://spam.example")
    bericht = Bericht.objects.get()
    assert "spam" not in bericht.onderwerp + bericht.tekst
