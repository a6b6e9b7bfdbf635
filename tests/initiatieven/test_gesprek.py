"""The exploratory phase: appointment, seven points, ladder, another kind, and what the next phase asks."""

import datetime

import pytest
import time_machine
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from icalendar import Calendar

from initiatieven import gesprek, services
from initiatieven.agenda import als_ics
from initiatieven.models import (
    Afspraak,
    Fase,
    Faseovergang,
    Gespreksverslag,
    Herindeling,
    Initiatief,
    Stappenplan,
    Tredekeuze,
)
from tests.fabrieken import MedewerkerFactory, RolFactory
from tests.initiatieven.fabrieken import InitiatiefFactory, leg_gesprek_klaar
from tests.initiatieven.paginas import zaak_in_geheel
from tests.initiatieven.test_services import tegelijk
from wijkportaal.models import Bericht
from wijkportaal.uitzonderingen import Domeinfout, VerouderdeActie
from wijkportaal.verzending import stel_samen

pytestmark = pytest.mark.django_db
LASTIG = "<script>alert(1)</script> 🌳 \u202eomgekeerd "


@pytest.fixture
def zaak():
    rol = RolFactory(vakambtenaar=True)
    return InitiatiefFactory(toegewezen=True, vakambtenaar=rol.medewerker, cluster=rol.cluster)


@pytest.fixture
def vakambtenaar(zaak, client):
    client.force_login(zaak.vakambtenaar)
    return zaak.vakambtenaar


def pagina(zaak):
    return reverse("admin:initiatieven_initiatief_change", args=[zaak.pk])


def paneel(zaak, naam):
    return reverse("admin:initiatieven_paneel", args=[zaak.pk, naam])


def stap(zaak, naam):
    return reverse("admin:initiatieven_stap", args=[zaak.pk, naam])


def over(**hoeveel):
    return timezone.now().replace(second=0, microsecond=0) + datetime.timedelta(**hoeveel)


def afspraak(zaak, begint=None, **anders):
    velden = {"begint": begint or over(days=3), "minuten": 45, "plaats": "Buurthuis"} | anders
    return gesprek.maak_afspraak(zaak=zaak, door=zaak.vakambtenaar, **velden)


def onderwerpen(naar):
    return list(Bericht.objects.filter(naar=naar).order_by("pk").values_list("onderwerp", flat=True))


@pytest.mark.regel("I-10")
@time_machine.travel("2026-03-02T09:00:00Z", tick=False)
def test_an_appointment_is_told_and_fits_a_calendar(client, zaak, vakambtenaar):
    regisseur = RolFactory(wijkregisseur=True, wijk=zaak.wijk).medewerker
    velden = {"dag": "2026-03-30", "tijd": "14:30", "minuten": 45, "plaats": "Buurthuis <b>", "opmerking": ""}
    assert client.post(paneel(zaak, "afspraak"), velden).status_code == 302
    assert client.post(paneel(zaak, "afspraak"), velden).status_code == 409
    rij = Afspraak.objects.get()
    assert timezone.localtime(rij.begint).isoformat() == "2026-03-30T14:30:00+02:00"
    titel = f"Afspraak voor {zaak.kenmerk} op 30 maart, 14:30 uur"
    assert onderwerpen("truus@bewoner.example") == [titel]
    assert len(onderwerpen(regisseur.email)) == 1
    antwoord = client.get(reverse("admin:initiatieven_afspraak", args=[zaak.pk]))
    assert antwoord["Content-Type"] == "text/calendar; charset=utf-8"
    (gebeurtenis,) = Calendar.from_ical(antwoord.content).walk("VEVENT")
    assert gebeurtenis["DTSTART"].dt == rij.begint
    assert gebeurtenis["DTEND"].dt - gebeurtenis["DTSTART"].dt == datetime.timedelta(minutes=45)
    assert (gebeurtenis["LOCATION"], gebeurtenis["SEQUENCE"]) == ("Buurthuis <b>", 0)
    assert "Buurthuis &lt;b&gt;" in zaak_in_geheel(client, zaak)


@pytest.mark.regel("I-10")
def test_another_time_moves_the_appointment_and_the_first_one_stays_on_record(zaak):
    een, twee = afspraak(zaak), afspraak(zaak, over(days=5))
    (oud,), (nieuw,) = (Calendar.from_ical(als_ics(rij)).walk("VEVENT") for rij in (een, twee))
    assert oud["UID"] == nieuw["UID"]
    assert nieuw["SEQUENCE"] == 1
    assert list(zaak.afspraken.all()) == [twee, een]
    with pytest.raises(DatabaseError, match="afspraak_blijft_staan"), transaction.atomic():
        Afspraak.objects.update(plaats="Elders")


@pytest.mark.regel("I-10")
def test_the_mail_of_an_appointment_brings_it_to_the_calendar_and_another_time_moves_it(zaak):
    """RFC 5546 and 6047: the same UID, a higher SEQUENCE, and the method in the kind of the part too."""
    regisseur = RolFactory(wijkregisseur=True, wijk=zaak.wijk).medewerker
    uitnodigingen = []
    for dagen in (3, 5):
        afspraak(zaak, over(days=dagen))
        for bericht in Bericht.objects.order_by("-pk")[:2]:
            (deel,) = (
                deel
                for deel in stel_samen(bericht).message().walk()
                if deel.get_content_type() == "text/calendar"
            )
            assert (deel.get_param("method"), deel.get_filename()) == ("REQUEST", "afspraak.ics")
            agenda = Calendar.from_ical(deel.get_payload(decode=True))
            assert agenda["METHOD"] == "REQUEST"
            (gebeurtenis,) = agenda.walk("VEVENT")
            assert gebeurtenis["ATTENDEE"] == f"mailto:{bericht.naar}"
            assert gebeurtenis["ORGANIZER"] == f"mailto:{zaak.vakambtenaar.email}"
            uitnodigingen.append((bericht.naar, gebeurtenis["UID"], gebeurtenis["SEQUENCE"]))
    assert len({uid for _, uid, _ in uitnodigingen}) == 1
    assert {(naar, nummer) for naar, _, nummer in uitnodigingen} == {
        (naar, nummer) for naar in ("truus@bewoner.example", regisseur.email) for nummer in (0, 1)
    }


def test_no_other_mail_brings_a_calendar(zaak):
    gesprek.deel_opnieuw_in(zaak=zaak, door=zaak.vakambtenaar, naar="verzoek", reden="Anders.")
    assert {bericht.agenda for bericht in Bericht.objects.all()} == {""}


@pytest.mark.parametrize(
    ("anders", "fout"),
    [
        ({"dag": "2020-01-01"}, "Kies een moment dat nog moet komen."),
        ({"dag": "morgen"}, "Vul een dag in"),
        ({"tijd": "laat"}, "Vul een tijd in"),
        ({"minuten": "0"}, "minstens 5 minuten"),
        ({"plaats": ""}, "Vul in waar het gesprek is."),
        ({"plaats": "x" * 201}, "200"),
        ({"dag": ""}, "Kies een dag."),
    ],
)
def test_an_appointment_that_is_not_right_is_asked_again(client, zaak, vakambtenaar, anders, fout):
    velden = {"dag": "2099-03-30", "tijd": "14:30", "minuten": 45, "plaats": "Buurthuis", "opmerking": LASTIG}
    antwoord = client.post(paneel(zaak, "afspraak"), velden | anders)
    assert antwoord.status_code == 422
    assert fout in antwoord.text
    assert "&lt;script&gt;alert(1)&lt;/script&gt; 🌳" in antwoord.text
    assert not Afspraak.objects.exists()


def test_an_appointment_in_the_past_or_nowhere_is_refused(zaak):
    for anders in ({"begint": over(minutes=-1)}, {"plaats": "  "}):
        with pytest.raises(Domeinfout):
            afspraak(zaak, **anders)


@pytest.mark.regel("I-10")
def test_the_seven_points_are_kept_bit_by_bit_and_nothing_is_overwritten(client, zaak, vakambtenaar):
    velden = {"gesproken_op": str(timezone.localdate()), "inhoud": LASTIG}
    assert client.post(paneel(zaak, "gesprek"), velden).status_code == 302
    assert (
        client.post(paneel(zaak, "gesprek"), velden | {"beleid": "Past", "steun": ["geld"]}).status_code
        == 302
    )
    nieuw, oud = Gespreksverslag.objects.all()
    assert (oud.beleid, nieuw.beleid, nieuw.steun) == ("", "Past", ["geld"])
    assert len(oud.open_punten) == 6
    tekst = zaak_in_geheel(client, zaak)
    assert "&lt;script&gt;alert(1)&lt;/script&gt; 🌳" in tekst
    assert "Nog niet duidelijk uit het gesprek: initiatief, verzoek of beleidswens, wederzijdse" in tekst
    for doe in (lambda: Gespreksverslag.objects.update(beleid="Past niet"), oud.delete):
        with pytest.raises(DatabaseError, match="gespreksverslag_blijft_staan"), transaction.atomic():
            doe()


@pytest.mark.regel("I-10")
def test_a_talk_is_not_recorded_before_it_was_and_no_support_means_none(client, zaak, vakambtenaar):
    morgen = timezone.localdate() + datetime.timedelta(days=1)
    for velden in (
        {"gesproken_op": str(morgen)},
        {"gesproken_op": str(timezone.localdate()), "steun": ["geen", "geld"]},
        {"gesproken_op": str(timezone.localdate()), "steun": ["goud"]},
        {"gesproken_op": str(timezone.localdate()), "inhoud": "woord " * 5000},
    ):
        assert client.post(paneel(zaak, "gesprek"), velden).status_code == 422
    with pytest.raises(IntegrityError, match="geen_steun_is_geen"), transaction.atomic():
        Gespreksverslag.objects.create(
            initiatief=zaak, gesproken_op=morgen, steun=["geen", "geld"], door=vakambtenaar
        )
    assert not Gespreksverslag.objects.exists()


@pytest.mark.regel("I-11")
def test_the_lowest_step_is_the_default_and_a_higher_one_needs_a_reason(client, zaak, vakambtenaar):
    tekst = zaak_in_geheel(client, zaak)
    assert 'value="loslaten"' in tekst
    assert "Uitleg van regisseren." in tekst
    assert client.post(paneel(zaak, "trede"), {"trede": "regisseren", "reden": " "}).status_code == 422
    with pytest.raises(Domeinfout, match="lagere trede"):
        gesprek.kies_trede(zaak=zaak, door=vakambtenaar, trede="stimuleren")
    with pytest.raises(Domeinfout, match="trede van de participatieladder"):
        gesprek.kies_trede(zaak=zaak, door=vakambtenaar, trede="overnemen", reden="x")
    with pytest.raises(IntegrityError, match="tredekeuze_hoger_met_reden"), transaction.atomic():
        Tredekeuze.objects.create(initiatief=zaak, trede="faciliteren", hoogte=2, door=vakambtenaar)
    assert client.post(paneel(zaak, "trede"), {"trede": "loslaten", "reden": ""}).status_code == 302
    assert (Tredekeuze.objects.get().hoogte, Tredekeuze.objects.get().reden) == (0, "")


@pytest.mark.regel("I-11")
def test_going_up_and_down_later_stays_on_record(client, zaak, vakambtenaar):
    for trede, reden in (
        ("loslaten", ""),
        ("faciliteren", "Er is een vergunning nodig."),
        ("loslaten", "Gelukt"),
    ):
        gesprek.kies_trede(zaak=zaak, door=vakambtenaar, trede=trede, reden=reden)
    gesprek.kies_trede(zaak=zaak, door=vakambtenaar, trede="loslaten", reden="Gelukt")
    assert [keuze.trede for keuze in Tredekeuze.objects.all()] == ["loslaten", "faciliteren", "loslaten"]
    tekst = zaak_in_geheel(client, zaak)
    assert "Eerder: faciliteren" in tekst
    assert "Er is een vergunning nodig." in tekst
    with pytest.raises(DatabaseError, match="tredekeuze_blijft_staan"), transaction.atomic():
        Tredekeuze.objects.update(trede="regisseren")


@pytest.mark.regel("I-12")
def test_the_talk_makes_it_another_kind_with_a_reason_that_all_are_told(client, zaak, vakambtenaar):
    regisseur = RolFactory(wijkregisseur=True, wijk=zaak.wijk).medewerker
    assert client.post(paneel(zaak, "herindeling"), {"naar": "verzoek", "reden": ""}).status_code == 422
    assert client.post(paneel(zaak, "herindeling"), {"naar": "initiatief", "reden": "x"}).status_code == 422
    velden = {"naar": "verzoek", "reden": f"Zij kunnen het niet zelf. {LASTIG}"}
    assert client.post(paneel(zaak, "herindeling"), velden).status_code == 302
    zaak.refresh_from_db()
    rij = Herindeling.objects.get()
    assert (zaak.soort, rij.van, rij.naar, rij.door) == ("verzoek", "initiatief", "verzoek", vakambtenaar)
    assert "Zij kunnen het niet zelf." in Bericht.objects.get(naar="truus@bewoner.example").tekst
    assert onderwerpen(regisseur.email) == [f"{zaak.kenmerk} is nu een verzoek"]
    assert "Inwonerinitiatief → Verzoek" in zaak_in_geheel(client, zaak)
    with pytest.raises(VerouderdeActie):
        gesprek.deel_opnieuw_in(zaak=zaak, door=vakambtenaar, naar="verzoek", reden="x")
    for fout in ({"naar": "klacht", "reden": "x"}, {"naar": "beleidswens", "reden": " "}):
        with pytest.raises(Domeinfout):
            gesprek.deel_opnieuw_in(zaak=zaak, door=vakambtenaar, **fout)
    with pytest.raises(DatabaseError, match="herindeling_blijft_staan"), transaction.atomic():
        rij.delete()


@pytest.mark.regel("I-09", "W-05")
def test_nobody_else_does_anything_with_the_talk(client, zaak):
    velden = {
        "afspraak": {"dag": "2099-03-30", "tijd": "14:30", "minuten": 45, "plaats": "Elders"},
        "gesprek": {"gesproken_op": str(timezone.localdate())},
        "trede": {"trede": "loslaten"},
        "herindeling": {"naar": "verzoek", "reden": "x"},
        "stappenplan": {"reden": "x"},
    }
    for vreemde in (
        RolFactory(wijkregisseur=True, wijk=zaak.wijk).medewerker,
        RolFactory(vakambtenaar=True, cluster=zaak.cluster).medewerker,
        RolFactory(kcc=True).medewerker,
        MedewerkerFactory(),
    ):
        client.force_login(vreemde)
        for naam, data in velden.items():
            assert client.post(paneel(zaak, naam), data).status_code == 403
        for naam in ("naar_toets", "agenderen"):
            assert client.post(stap(zaak, naam), {"toelichting": "x"}).status_code == 403
    zaak.refresh_from_db()
    assert (zaak.fase, zaak.soort, Afspraak.objects.count()) == (Fase.ORIENTATIE, "initiatief", 0)


@pytest.mark.parametrize("fase", [Fase.TRIAGE, Fase.TOETS, Fase.AFGEROND])
def test_the_talk_belongs_to_its_phase(client, zaak, vakambtenaar, fase):
    Initiatief.objects.filter(pk=zaak.pk).update(fase=fase)
    velden = {"dag": "2099-03-30", "tijd": "14:30", "minuten": 45, "plaats": "Elders"}
    assert client.post(paneel(zaak, "afspraak"), velden).status_code == 409
    assert client.post(paneel(zaak, "herindeling"), {"naar": "verzoek", "reden": "x"}).status_code == 409
    with pytest.raises(VerouderdeActie):
        gesprek.leg_gesprek_vast(
            zaak=zaak, door=vakambtenaar, gesproken_op=timezone.localdate(), punten={}, steun=[]
        )


@pytest.mark.regel("I-03", "I-10", "I-11")
def test_the_next_phase_asks_plan_talk_support_and_ladder(client, zaak, vakambtenaar):
    assert client.post(stap(zaak, "naar_toets")).status_code == 422
    with pytest.raises(services.OvergangNietToegestaan) as fout:
        services.voer_overgang_uit(zaak=zaak, naam="naar_toets", door=vakambtenaar)
    for ontbreekt in ("stappenplan", "zeven punten", "participatieladder"):
        assert ontbreekt in str(fout.value)
    leg_gesprek_klaar(zaak, steun=[])
    with pytest.raises(services.OvergangNietToegestaan, match="ondersteuning"):
        services.voer_overgang_uit(zaak=zaak, naam="naar_toets", door=vakambtenaar)
    leg_gesprek_klaar(zaak)
    assert client.post(stap(zaak, "naar_toets")).status_code == 302
    assert client.post(stap(zaak, "naar_toets")).status_code == 409
    zaak.refresh_from_db()
    assert zaak.fase == Fase.TOETS
    assert onderwerpen("truus@bewoner.example") == [f"We toetsen {zaak.kenmerk}"]


@pytest.mark.regel("I-14")
def test_going_to_the_toets_asks_the_wijkregisseur_for_advice(zaak):
    regisseur = RolFactory(wijkregisseur=True, wijk=zaak.wijk).medewerker
    leg_gesprek_klaar(zaak)
    services.voer_overgang_uit(zaak=zaak, naam="naar_toets", door=zaak.vakambtenaar)
    assert onderwerpen(regisseur.email) == [f"Uw advies over {zaak.kenmerk}"]


@pytest.mark.regel("I-03")
def test_back_to_the_talk_needs_a_reason_that_the_resident_reads(client, zaak, vakambtenaar):
    leg_gesprek_klaar(zaak)
    services.voer_overgang_uit(zaak=zaak, naam="naar_toets", door=vakambtenaar)
    assert client.post(stap(zaak, "terug_naar_gesprek"), {"toelichting": " "}).status_code == 422
    assert (
        client.post(stap(zaak, "terug_naar_gesprek"), {"toelichting": "De plek is bezet."}).status_code == 302
    )
    zaak.refresh_from_db()
    assert zaak.fase == Fase.ORIENTATIE
    assert "De plek is bezet." in Bericht.objects.filter(naar="truus@bewoner.example").latest("pk").tekst


@pytest.mark.regel("I-18")
def test_only_a_complexe_beleidswens_goes_from_the_talk_to_the_wijkagenda(client, zaak, vakambtenaar):
    leg_gesprek_klaar(zaak)
    assert client.post(stap(zaak, "agenderen"), {"toelichting": "Groot"}).status_code == 422
    assert "Naar de wijkagenda" not in zaak_in_geheel(client, zaak)
    gesprek.deel_opnieuw_in(zaak=zaak, door=vakambtenaar, naar="beleidswens", reden="Het is groot.")
    assert "Naar de wijkagenda" in zaak_in_geheel(client, zaak)
    assert client.post(stap(zaak, "agenderen"), {"toelichting": ""}).status_code == 422
    assert client.post(stap(zaak, "agenderen"), {"toelichting": "Raakt de hele wijk."}).status_code == 302
    zaak.refresh_from_db()
    assert zaak.fase == Fase.GEAGENDEERD
    assert onderwerpen("truus@bewoner.example")[-1] == f"{zaak.kenmerk} gaat naar de wijkagenda"


@pytest.mark.regel("I-03")
@pytest.mark.parametrize("naam", ["naar_toets", "terug_naar_gesprek", "bevestigen", "principebesluit-ja"])
def test_no_phase_is_skipped_by_asking_for_it(client, naam):
    rol = RolFactory(vakambtenaar=True)
    zaak = InitiatiefFactory(vakambtenaar=rol.medewerker, cluster=rol.cluster, soort="verzoek")
    client.force_login(rol.medewerker)
    assert client.post(stap(zaak, naam), {"toelichting": "Sla maar over"}).status_code in (403, 409)
    zaak.refresh_from_db()
    assert (zaak.fase, Faseovergang.objects.count()) == (Fase.TRIAGE, 0)


@pytest.mark.regel("I-03")
def test_of_two_who_go_on_at_once_one_wins(transactional_db):
    rol = RolFactory(vakambtenaar=True)
    zaak = InitiatiefFactory(toegewezen=True, vakambtenaar=rol.medewerker, cluster=rol.cluster)
    leg_gesprek_klaar(zaak)
    uitkomsten = tegelijk(
        lambda: services.voer_overgang_uit(zaak=zaak, naam="naar_toets", door=rol.medewerker)
    )
    assert (VerouderdeActie in uitkomsten, Faseovergang.objects.count()) == (True, 1)


@pytest.mark.regel("I-10")
def test_without_a_plan_the_vakambtenaar_says_why(client, zaak, vakambtenaar):
    assert client.post(paneel(zaak, "stappenplan"), {"reden": " "}).status_code == 422
    assert client.post(paneel(zaak, "stappenplan"), {"reden": "Het is één bankje."}).status_code == 302
    assert Stappenplan.objects.get().niet_nodig_door == vakambtenaar
    assert gesprek.plan_geregeld(zaak) is None
    assert "Het is één bankje." in zaak_in_geheel(client, zaak)


def test_the_page_in_the_talk_asks_the_same_queries_however_much_is_on_record(client, zaak, vakambtenaar):
    gesteld = []
    for aantal in (10, 90):
        for _ in range(aantal):
            leg_gesprek_klaar(zaak)
            Afspraak.objects.create(initiatief=zaak, begint=over(days=1), plaats="x", door=vakambtenaar)
        with CaptureQueriesContext(connection) as vragen:
            client.get(pagina(zaak))
        gesteld.append(len(vragen))
    assert gesteld[0] == gesteld[1] <= 20
