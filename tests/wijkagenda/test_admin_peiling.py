"""The staff's pages of a poll: who comes where, paper one after the other, and who wants to help (A-04)."""

import datetime

import pytest
from django.urls import reverse
from django.utils import timezone

from tests.fabrieken import RolFactory
from tests.wijkagenda.fabrieken import agenda_in, wereld
from tests.wijkagenda.peilingen import (
    UUR,
    concept,
    gesloten,
    haalbare_ideeen,
    open_peiling,
    peilingbeleid,
    sleutels,
    stem,
    veel_stemmen,
)
from wijkagenda.mijnwerk_peiling import mijn_peilingen
from wijkagenda.models import Fase, Peiling, Stem

pytestmark = [pytest.mark.django_db, pytest.mark.regel("A-04")]


@pytest.fixture
def w(db):
    w = wereld()
    w.elders = RolFactory(wijkregisseur=True).medewerker
    w.vakambtenaar = RolFactory(vakambtenaar=True).medewerker
    w.kcc = RolFactory(kcc=True).medewerker
    return w


@pytest.fixture
def peiling(w):
    return open_peiling(w)


def pad(naam, pk):
    return reverse(f"admin:wijkagenda_peiling_{naam}", args=[pk])


@pytest.mark.parametrize(
    ("wie", "pagina", "invoeren", "helpers"),
    [
        ("regisseur", 200, 200, 200),
        ("opbouw", 200, 200, 200),
        ("beleid", 200, 200, 403),
        ("vakambtenaar", 200, 403, 403),
        ("secretaris", 200, 403, 403),
        ("elders", 403, 403, 403),
        ("kcc", 403, 403, 403),
        ("budgethouder", 403, 403, 403),
    ],
)
def test_who_comes_on_which_page(w, peiling, client, wie, pagina, invoeren, helpers):
    client.force_login(getattr(w, wie))

    gevonden = [client.get(pad(naam, peiling.pk)).status_code for naam in ("change", "invoeren", "helpers")]

    assert gevonden == [pagina, invoeren, helpers]


def test_a_visitor_signs_in_first_and_what_is_not_there_is_not_found(w, peiling, client):
    for naam in ("change", "invoeren", "helpers"):
        assert client.get(pad(naam, peiling.pk)).status_code == 302
    client.force_login(w.opbouw)
    for naam in ("change", "invoeren", "helpers"):
        assert client.get(pad(naam, 999_999)).status_code == 404


@pytest.mark.parametrize("wie", ["elders", "vakambtenaar", "secretaris"])
def test_who_does_not_make_the_agenda_changes_nothing(w, client, wie):
    peiling = concept(w)
    client.force_login(getattr(w, wie))

    for naam, gegevens in (("openen", {"gezien": "1"}), ("bereik", {"bereikt": "Flyers"}), ("invoeren", {})):
        assert client.post(pad(naam, peiling.pk), gegevens).status_code == 403
    client.post(pad("change", peiling.pk), {"titel": "Gekaapt"})
    assert client.post(pad("maken", peiling.agenda_id)).status_code == 403
    peiling.refresh_from_db()
    assert (peiling.geopend_op, peiling.bereikt) == (None, "")
    assert peiling.titel == f"Wat vindt u belangrijk voor {w.wijk}?"


def test_from_the_page_of_the_agenda_to_a_poll_on_the_website(w, client):
    peilingbeleid()
    agenda = agenda_in(Fase.BEWONERSTOETS, w)
    eerste, tweede, derde = haalbare_ideeen(agenda, 3, w.regisseur)
    client.force_login(w.opbouw)
    assert (
        "Peiling voorbereiden"
        in client.get(reverse("admin:wijkagenda_wijkagenda_change", args=[agenda.pk])).text
    )
    client.post(pad("maken", agenda.pk))
    peiling = Peiling.objects.get()
    nu = timezone.localtime()
    velden = {
        "gezien": "1",
        "titel": "Wat kiest u?",
        "inleiding": "Kies mee.",
        "punten": "12",
        "opent": f"{nu - UUR:%Y-%m-%dT%H:%M}",
        "sluit": f"{nu + 24 * UUR:%Y-%m-%dT%H:%M}",
        f"mee_{eerste.pk}": "on",
        f"plaats_{eerste.pk}": "2",
        f"titel_{eerste.pk}": "Bomen",
        f"uitleg_{eerste.pk}": "Meer schaduw.",
        f"mee_{derde.pk}": "on",
        f"plaats_{derde.pk}": "1",
        f"titel_{derde.pk}": "",
    }
    assert client.post(pad("change", peiling.pk), velden).status_code == 302
    assert client.post(pad("openen", peiling.pk), {"gezien": "1"}).status_code == 409  # an older page
    assert client.post(pad("openen", peiling.pk), {"gezien": "2"}).status_code == 302

    peiling.refresh_from_db()
    assert (peiling.stand, peiling.punten, peiling.titel) == ("open", 12, "Wat kiest u?")
    assert list(peiling.keuzes.values_list("titel", "uitleg")) == [
        (derde.titel, ""),
        ("Bomen", "Meer schaduw."),
    ]
    assert client.post(pad("change", peiling.pk), velden | {"titel": "Nog anders"}).status_code == 200
    assert client.post(pad("openen", peiling.pk), {"gezien": "2"}).status_code == 409
    assert tweede.keuzes.count() == 0
    peiling.refresh_from_db()
    assert peiling.titel == "Wat kiest u?"


@pytest.mark.parametrize(
    ("velden", "melding"),
    [
        ({"titel": ""}, "Geef de peiling een titel."),
        ({"punten": "0"}, "van 1 tot en met 100"),
        ({"sluit": "morgen"}, "Kies een dag en een tijd"),
        ({"sluit": "2020-01-01T12:00"}, "sluit voordat zij opengaat"),
        ({}, "Kies minstens één idee voor de peiling."),
    ],
)
def test_a_concept_that_is_not_right_is_told_and_keeps_what_was_typed(w, client, velden, melding):
    peiling = concept(w)
    client.force_login(w.opbouw)
    gekozen = {f"mee_{peiling.keuzes.first().idee_id}": "on"} if velden else {}
    goed = {
        "gezien": "1",
        "titel": "T",
        "punten": "10",
        "opent": "2026-01-01T12:00",
        "sluit": "2099-01-01T12:00",
    }

    antwoord = client.post(
        pad("change", peiling.pk), goed | {"inleiding": "Wat ik al typte"} | gekozen | velden
    )

    assert antwoord.status_code == 422
    assert melding in antwoord.text
    assert "Wat ik al typte" in antwoord.text


def test_paper_is_typed_over_one_after_the_other(w, peiling, client):
    client.force_login(w.opbouw)
    a, b, _ = sleutels(peiling)
    velden = {"kanaal": "bijeenkomst", "formulier": "1", f"steunt_{a}": "ja", f"punten_{a}": "10"}

    assert 'value="1"' in client.get(pad("invoeren", peiling.pk)).text
    antwoord = client.post(pad("invoeren", peiling.pk), velden)
    assert antwoord.url.endswith("?kanaal=bijeenkomst")
    volgende = client.get(antwoord.url)
    assert volgende.context["form"]["formulier"].value() == 2
    assert volgende.context["form"]["kanaal"].value() == "bijeenkomst"

    dubbel = client.post(pad("invoeren", peiling.pk), velden | {f"punten_{a}": "1"})
    assert (dubbel.status_code, "al ingevoerd" in dubbel.text) == (422, True)
    te_veel = client.post(pad("invoeren", peiling.pk), velden | {"formulier": "2", f"punten_{b}": "1"})
    assert (te_veel.status_code, "staan 11 punten" in te_veel.text) == (422, True)
    vervalst = client.post(pad("invoeren", peiling.pk), velden | {"formulier": "2", "kanaal": "online"})
    assert vervalst.status_code == 422
    assert list(Stem.objects.values_list("kanaal", "formulier", "ingevoerd_door")) == [
        ("bijeenkomst", 1, w.opbouw.pk)
    ]


def test_only_those_who_may_see_who_wants_to_help(w, peiling, client):
    stem(peiling, "helper@x.example", 1, wil_helpen=True)
    stem(peiling, "geheim@x.example", 1)
    client.force_login(w.regisseur)

    tekst = client.get(pad("helpers", peiling.pk)).text
    assert "helper@x.example" in tekst
    assert peiling.keuzes.first().titel in tekst
    assert "geheim@x.example" not in tekst
    for wie in (w.regisseur, w.beleid):
        client.force_login(wie)
        assert "x.example" not in client.get(pad("change", peiling.pk)).text


def test_how_they_were_reached_stands_beside_the_result(w, peiling, client):
    client.force_login(w.regisseur)
    gesloten(peiling)

    leeg = client.post(pad("bereik", peiling.pk), {"bereikt": " "})
    assert (leeg.status_code, "Schrijf op hoe" in leeg.text) == (422, True)
    assert client.post(pad("bereik", peiling.pk), {"bereikt": "2.400 flyers"}).status_code == 302
    assert "2.400 flyers" in client.get(peiling.get_absolute_url()).text
    assert "2.400 flyers" in client.get(pad("change", peiling.pk)).text


def test_the_list_shows_the_polls_of_the_own_wijk(w, peiling, client):
    for wie, gezien in ((w.regisseur, True), (w.elders, False)):
        client.force_login(wie)
        tekst = client.get(reverse("admin:wijkagenda_peiling_changelist")).text
        assert (pad("change", peiling.pk) in tekst) is gezien


@pytest.mark.parametrize(
    ("sluit", "genoemd"), [(datetime.timedelta(days=8), False), (datetime.timedelta(days=6), True)]
)
def test_my_work_says_which_polls_close_soon_or_have_closed(w, client, sluit, genoemd):
    peiling = open_peiling(w, sluit=timezone.now() + sluit)
    client.force_login(w.regisseur)
    assert (peiling.titel in client.get(reverse("admin:index")).text) is genoemd

    gesloten(peiling)
    assert "voer papier in en rond de toets af" in client.get(reverse("admin:index")).text
    client.force_login(w.elders)
    assert peiling.titel not in client.get(reverse("admin:index")).text


def test_my_work_asks_one_query_for_it(w, peiling, rf, django_assert_num_queries):
    verzoek = rf.get("/")
    verzoek.user = w.opbouw
    w.opbouw.has_perm("wijkagenda.change_peiling")
    with django_assert_num_queries(1):
        mijn_peilingen(request=verzoek)


@pytest.mark.parametrize(("keuzes", "stemmen"), [(5, 10), (100, 10), (5, 1000)])
def test_the_page_costs_as_many_queries_however_many(w, client, keuzes, stemmen, django_assert_num_queries):
    peiling = open_peiling(w, keuzes=keuzes, punten=100)
    veel_stemmen(peiling, stemmen)
    gesloten(peiling)
    client.force_login(w.opbouw)
    client.get(pad("change", peiling.pk))

    with django_assert_num_queries(12):
        client.get(pad("change", peiling.pk))
    with django_assert_num_queries(10):
        client.get(pad("invoeren", peiling.pk))
