"""Attacks on a vote: twice, too late, with more points, with another's choice, and through SQL (A-04)."""

import datetime
from contextlib import contextmanager

import psycopg
import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from budgetten.databaserol import geef_rechten
from tests.budgetten.processen import tegelijk
from tests.fabrieken import BuurtFactory, RolFactory
from tests.wijkagenda.fabrieken import stap, wereld
from tests.wijkagenda.peilingen import (
    UUR,
    concept,
    elders,
    geef,
    gesloten,
    op_papier,
    open_peiling,
    regels,
    sleutels,
    stem,
    verzet,
)
from wijkagenda import stemmen
from wijkagenda.models import Peiling, Stem, Stemmer, Stemregel
from wijkagenda.stemmen import Gever, Regel
from wijkagenda.tasks import ruim_peilingen_op
from wijkportaal.models import Bericht
from wijkportaal.uitzonderingen import Domeinfout, VerouderdeActie

pytestmark = [pytest.mark.django_db, pytest.mark.regel("A-04")]


@pytest.fixture
def w(db):
    return wereld()


@pytest.fixture
def peiling(w):
    return open_peiling(w)


def tellend(peiling):
    return peiling.stemmen.telt().count()


def test_a_vote_counts_when_the_button_is_pressed_and_once(peiling):
    rij = geef(peiling)
    assert tellend(peiling) == 0

    for _ in range(3):
        stemmen.bevestig_stem(sleutel=rij.pk)

    assert tellend(peiling) == 1
    assert list(rij.regels.values_list("steunt", "punten")) == [("ja", 5), ("ja", 3), ("ja", 2)]


@pytest.mark.parametrize("email", ["sanne@bewoner.example", "SANNE@Bewoner.example"])
def test_a_second_vote_of_an_address_is_told_by_mail_only(peiling, email):
    eerste = stem(peiling)

    assert [geef(peiling, email, 10) for _ in range(3)] == [None, None, None]

    assert list(Stem.objects.all()) == [eerste]
    bericht = Bericht.objects.exclude(link_route="wijkagenda:stem").get()  # one a day
    assert (bericht.naar, bericht.onderwerp) == (
        "sanne@bewoner.example",
        f"U heeft al gestemd voor de wijk {peiling.agenda.wijk}",
    )


def test_until_it_is_confirmed_a_vote_can_be_replaced(peiling):
    eerste, tweede = geef(peiling), geef(peiling, "Sanne@bewoner.example", 10)

    stemmen.bevestig_stem(sleutel=tweede.pk)

    assert list(Stem.objects.values_list("pk", flat=True)) == [tweede.pk]
    with pytest.raises(stemmen.StemOnbekend):
        stemmen.bevestig_stem(sleutel=eerste.pk)


def test_somebody_else_who_types_your_address_changes_nothing_of_your_vote(peiling):
    mijn = geef(peiling)
    for _ in range(9):
        geef(peiling, "sanne@bewoner.example", 0, 0, 10)

    assert Bericht.objects.count() == stemmen.WACHTEND_HOOGSTENS
    stemmen.bevestig_stem(sleutel=mijn.pk)
    assert list(Stemregel.objects.values_list("punten", flat=True)) == [5, 3, 2]


def test_two_addresses_are_two_people_and_one_may_vote_in_two_polls(w, peiling):
    stem(peiling)
    stem(peiling, "bas@bewoner.example")
    tweede = open_peiling(elders(w))
    stem(tweede)

    assert (tellend(peiling), tellend(tweede)) == (2, 1)


@pytest.mark.parametrize("punten", [(11,), (5, 5, 1), (10, 1)])
def test_more_points_than_there_are_is_refused(w, peiling, punten):
    with pytest.raises(Domeinfout, match="meer punten"):
        geef(peiling, "a@x.example", *punten)
    with pytest.raises(Domeinfout, match="meer punten"):
        op_papier(peiling, w, *punten)
    assert not Stem.objects.exists()


def test_fewer_points_and_none_are_right(peiling):
    assert stem(peiling, "a@x.example", 3).bevestigd_op
    assert stem(peiling, "b@x.example", 0, steunt="nee").bevestigd_op


@pytest.mark.parametrize("punten", [-1, 101])
def test_negative_and_absurd_points_are_refused_by_the_database(peiling, punten):
    with pytest.raises((IntegrityError, Domeinfout)), transaction.atomic():
        geef(peiling, "a@x.example", punten)
    assert not Stem.objects.exists()


def test_negative_points_do_not_make_room_for_others(peiling):
    with pytest.raises((IntegrityError, Domeinfout)), transaction.atomic():
        geef(peiling, "a@x.example", -5, 15)


def test_a_vote_that_says_nothing_is_refused(w, peiling):
    with pytest.raises(Domeinfout, match="nog geen keuze"):
        op_papier(peiling, w, 0, steunt="geen_mening")
    leeg = geef(peiling, "a@x.example", 0, steunt="geen_mening")
    with pytest.raises(Domeinfout, match="nog geen keuze"):
        stemmen.bevestig_stem(sleutel=leeg.pk)


def test_a_choice_of_another_poll_is_refused(w, peiling):
    ander = open_peiling(elders(w))
    gestolen = [Regel(sleutels(ander)[0], "ja", 10)]

    with pytest.raises(Domeinfout, match="hoort niet bij deze peiling"):
        stemmen.geef_stem(peiling=peiling, regels=gestolen, gever=Gever("", "a@x.example"))
    rij = geef(peiling)
    with pytest.raises(IntegrityError, match="stemregel_stem_van_peiling"), transaction.atomic():
        Stemregel.objects.create(stem=rij, keuze_id=sleutels(ander)[0], peiling=ander)


def test_one_line_per_choice(peiling):
    keuze = sleutels(peiling)[0]
    with pytest.raises(IntegrityError, match="stemregel_een_per_keuze"), transaction.atomic():
        stemmen.geef_stem(
            peiling=peiling, regels=[Regel(keuze, "ja"), Regel(keuze, "nee")], gever=Gever("", "a@x.example")
        )


def test_a_buurt_of_another_wijk_is_refused(w, peiling):
    ver = BuurtFactory()
    with pytest.raises(Domeinfout, match="andere wijk"):
        stemmen.geef_stem(peiling=peiling, regels=regels(peiling, 1), gever=Gever("", "a@x.example", "", ver))


def test_online_only_between_opening_and_closing(w, peiling, time_machine):
    op_tijd = geef(peiling, "a@x.example")
    nu = timezone.now()
    time_machine.move_to(peiling.sluit)
    with pytest.raises(VerouderdeActie, match="gesloten"):
        geef(peiling, "b@x.example")
    with pytest.raises(VerouderdeActie, match="gesloten"):
        stemmen.bevestig_stem(sleutel=op_tijd.pk)

    time_machine.move_to(nu)
    gepland = verzet(peiling, opent=nu + UUR)
    with pytest.raises(VerouderdeActie, match="nog niet begonnen"):
        geef(gepland, "b@x.example")


def test_the_clock_of_the_database_decides_not_that_of_the_portal(w, peiling, time_machine):
    op_tijd = geef(peiling, "a@x.example")
    peiling = gesloten(peiling)
    oud = peiling.sluit - UUR
    time_machine.move_to(oud)  # a portal of which the clock is late
    assert peiling.is_open

    with pytest.raises(VerouderdeActie, match="gesloten"):
        geef(peiling, "b@x.example")
    with pytest.raises(IntegrityError, match="stem_voor_sluiting"), transaction.atomic():
        Stem.objects.filter(pk=op_tijd.pk).update(bevestigd_op=oud)
    concept_ = concept(elders(w))
    with pytest.raises(IntegrityError, match="stem_na_opening"), transaction.atomic():
        Stem.objects.create(peiling=concept_, kanaal="online")


def test_paper_is_entered_until_the_agenda_goes_on(w, peiling):
    eerste = op_papier(peiling, w)
    peiling = gesloten(peiling)
    tweede = op_papier(peiling, w, kanaal="bijeenkomst")
    assert [(rij.formulier, rij.ingevoerd_door) for rij in (eerste, tweede)] == [(1, w.opbouw), (2, w.opbouw)]
    stap(peiling.agenda, "uitwerken", w.regisseur)

    with pytest.raises(VerouderdeActie):
        op_papier(peiling, w)
    with pytest.raises(IntegrityError, match="stem_voor_uitslag"), transaction.atomic():
        Stem.objects.create(peiling=peiling, kanaal="papier", formulier=9, ingevoerd_door=w.opbouw)
    assert tellend(peiling) == 2


def test_a_form_on_paper_is_entered_once(w, peiling):
    op_papier(peiling, w, formulier=12)

    with pytest.raises(Domeinfout, match="al ingevoerd"):
        op_papier(peiling, w, formulier=12, kanaal="bijeenkomst")
    assert stemmen.volgend_formulier(peiling) == 13


def test_who_voted_online_does_not_vote_on_paper_too(w, peiling):
    stem(peiling)

    with pytest.raises(Domeinfout, match="al een stem uitgebracht"):
        op_papier(peiling, w, gever=Gever("Sanne", "Sanne@bewoner.example"))
    assert tellend(peiling) == 1


@pytest.mark.parametrize("wie", ["manager", "secretaris", "budgethouder", "elders"])
def test_only_who_makes_the_agenda_of_this_wijk_enters_paper(w, peiling, wie):
    w.elders = RolFactory(wijkregisseur=True).medewerker

    with pytest.raises(PermissionDenied):
        stemmen.voer_stem_in(
            peiling=peiling,
            kanaal="papier",
            formulier=1,
            regels=regels(peiling, 1),
            gever=Gever(),
            door=getattr(w, wie),
        )


def test_a_number_goes_with_paper_and_only_with_paper(w, peiling):
    for velden in (
        {"kanaal": "papier"},
        {"kanaal": "papier", "formulier": 1},
        {"kanaal": "papier", "formulier": 0, "ingevoerd_door": w.opbouw},
        {"kanaal": "online", "formulier": 1, "ingevoerd_door": w.opbouw},
    ):
        with pytest.raises(IntegrityError, match="stem_ingevoerd_met_nummer"), transaction.atomic():
            Stem.objects.create(peiling=peiling, **velden)


# --- Privacy ---


def test_a_vote_that_waits_is_erased_with_its_mail_and_one_that_counts_is_not(peiling):
    rij = geef(peiling)
    stemmen.wis_stem(sleutel=rij.pk)
    assert (Stem.objects.count(), Stemmer.objects.count(), Bericht.objects.count()) == (0, 0, 0)

    telt = stem(peiling)
    with pytest.raises(VerouderdeActie, match="telt al mee"):
        stemmen.wis_stem(sleutel=telt.pk)
    assert tellend(peiling) == 1


def test_what_nobody_confirms_is_erased(w, peiling, time_machine):
    geef(peiling, "a@x.example")
    ruim_peilingen_op()
    assert Stem.objects.count() == 1
    time_machine.move_to(timezone.now())
    time_machine.shift(datetime.timedelta(days=8))
    ruim_peilingen_op()
    assert not Stem.objects.exists()

    time_machine.shift(datetime.timedelta(days=-8))
    geef(peiling, "b@x.example")
    gesloten(peiling)
    ruim_peilingen_op()
    assert not Stem.objects.exists()


@pytest.mark.parametrize(("dagen", "over"), [(364, 2), (366, 0)])
def test_who_voted_is_erased_after_the_term_and_the_votes_stay(w, peiling, dagen, over):
    stem(peiling)
    stem(peiling, "bas@bewoner.example", wil_helpen=True)
    gesloten(peiling, datetime.timedelta(days=dagen))

    ruim_peilingen_op()
    ruim_peilingen_op()

    assert (Stemmer.objects.count(), Bericht.objects.count()) == (over, over)
    assert (tellend(peiling), Stemregel.objects.filter(wil_helpen=True).count()) == (2, 3)
    assert (Peiling.objects.get().gewist_op is None) == bool(over)


def test_who_voted_is_not_erased_while_the_address_could_vote_again(peiling):
    stem(peiling)

    with pytest.raises(IntegrityError, match="stemmer_tot_sluiting"), transaction.atomic():
        Stemmer.objects.all().delete()


# --- Two at the same moment ---


@pytest.mark.django_db(transaction=True)
def test_of_many_presses_at_once_one_vote_counts(transactional_db):
    peiling = open_peiling(wereld())
    rijen = [geef(peiling, email, 10) for email in ("sanne@x.example", "Sanne@x.example", "SANNE@x.example")]

    def druk(nummer):
        try:
            return str(stemmen.bevestig_stem(sleutel=rijen[nummer % 3].pk).pk)
        except Domeinfout as fout:
            return type(fout).__name__

    gezegd = tegelijk(6, druk)

    geteld = Stem.objects.telt().get()
    assert set(gezegd) <= {str(geteld.pk), "Domeinfout", "StemOnbekend"}
    assert gezegd.count(str(geteld.pk)) == 2
    assert Stemmer.objects.filter(telt=True).count() == 1


@pytest.mark.django_db(transaction=True)
def test_of_one_form_typed_by_many_at_once_one_counts(transactional_db):
    w = wereld()
    peiling = open_peiling(w)

    def typ(nummer):
        try:
            return str(op_papier(peiling, w, formulier=7).formulier)
        except Domeinfout as fout:
            return str(fout)

    assert tegelijk(4, typ) == ["7", *["Een formulier met dit nummer is al ingevoerd."] * 3]


@pytest.mark.django_db(transaction=True)
def test_points_added_by_two_at_once_stay_within_the_number(transactional_db):
    peiling = open_peiling(wereld())
    rij = geef(peiling, "a@x.example", 4)
    keuzes = sleutels(peiling)

    def voeg_toe(nummer):
        try:
            Stemregel.objects.create(stem=rij, peiling=peiling, keuze_id=keuzes[1 + nummer], punten=5)
        except IntegrityError as fout:
            return fout.__cause__.diag.constraint_name
        return "goed"

    assert tegelijk(2, voeg_toe) == ["goed", "stem_binnen_punten"]


# --- Through SQL, as the portal's own database user ---


@pytest.fixture
def rol(transactional_db):
    naam = f"portaal_{connection.settings_dict['NAME']}"
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE ROLE {naam} LOGIN NOSUPERUSER")
    geef_rechten(naam)
    yield naam
    with connection.cursor() as cursor:
        cursor.execute(f"DROP OWNED BY {naam}; DROP ROLE {naam}")


@contextmanager
def verbinding(rol):
    gegevens = connection.get_connection_params()
    gewoon = {naam: gegevens[naam] for naam in ("dbname", "host", "port", "password") if naam in gegevens}
    with psycopg.connect(**gewoon, user=rol) as open_:
        yield open_


AANVALLEN = [
    ("UPDATE wijkagenda_stemregel SET punten = 10", "stem_blijft_staan"),
    ("UPDATE wijkagenda_stemregel SET steunt = 'nee'", "stem_blijft_staan"),
    ("DELETE FROM wijkagenda_stemregel", "stem_blijft_staan"),
    (
        """INSERT INTO wijkagenda_stemregel (stem_id, keuze_id, peiling_id, steunt, punten, wil_helpen)
        SELECT s.sleutel, k.id, s.peiling_id, 'ja', 1, false
        FROM wijkagenda_stem s, wijkagenda_peilingkeuze k
        WHERE k.id NOT IN (SELECT keuze_id FROM wijkagenda_stemregel)""",
        "stem_blijft_staan",
    ),
    ("UPDATE wijkagenda_stem SET bevestigd_op = NULL", "stem_blijft_staan"),
    ("UPDATE wijkagenda_stem SET kanaal = 'papier', formulier = 1", "stem_blijft_staan"),
    ("DELETE FROM wijkagenda_stem", "stem_blijft_staan"),
    (
        """INSERT INTO wijkagenda_stem (sleutel, peiling_id, kanaal, gegeven_op, bevestigd_op)
        SELECT gen_random_uuid(), id, 'online', now(), now() FROM wijkagenda_peiling""",
        "stem_eerst_regels",
    ),
    ("UPDATE wijkagenda_stemmer SET email = 'ander@x.example'", "stemmer_blijft_staan"),
    ("UPDATE wijkagenda_stemmer SET telt = false", "stemmer_blijft_staan"),
    ("DELETE FROM wijkagenda_stemmer", "stemmer_tot_sluiting"),
    (
        """INSERT INTO wijkagenda_stemmer (stem_id, peiling_id, naam, email, telefoon, telt)
        SELECT gen_random_uuid(), id, '', 'x@x.example', '', true FROM wijkagenda_peiling""",
        "stemmer_blijft_staan",
    ),
    ("UPDATE wijkagenda_peiling SET punten = 20", "peiling_vast"),
    ("UPDATE wijkagenda_peiling SET sluit = sluit + interval '1 day'", "peiling_vast"),
    ("UPDATE wijkagenda_peiling SET geopend_op = NULL, geopend_door_id = NULL", "peiling_vast"),
    ("DELETE FROM wijkagenda_peiling", "peiling_vast"),
    (
        """UPDATE wijkagenda_peiling SET gestopt_op = now(), gestopt_door_id = geopend_door_id,
        gestopt_reden = 'x'""",
        "peiling_zonder_stemmen",
    ),
    (
        """UPDATE wijkagenda_stem SET vervallen_op = now(), vervallen_reden = 'x',
        vervallen_door_id = (SELECT geopend_door_id FROM wijkagenda_peiling)""",
        "stem_alleen_van_papier",
    ),
    ("UPDATE wijkagenda_peilingkeuze SET titel = 'Anders'", "peilingkeuze_vast"),
    ("DELETE FROM wijkagenda_peilingkeuze", "peilingkeuze_vast"),
    ("ALTER TABLE wijkagenda_stem DISABLE TRIGGER ALL", "must be owner"),
    ("SET session_replication_role = replica", "permission denied"),
    ("TRUNCATE wijkagenda_stem CASCADE", "permission denied"),
]


@pytest.mark.django_db(transaction=True)
def test_the_portal_itself_cannot_tamper_with_what_counts(transactional_db, rol, subtests):
    peiling = open_peiling(wereld())
    stem(peiling, "sanne@x.example", 4, 3)
    modellen = (Peiling, Stem, Stemregel, Stemmer)
    voor = [list(model.objects.values()) for model in modellen]

    for aanval, weigering in AANVALLEN:
        with subtests.test(aanval), pytest.raises(psycopg.Error) as gezegd, verbinding(rol) as open_:
            open_.execute(aanval)
        naam = gezegd.value.diag.constraint_name or str(gezegd.value)
        assert weigering in naam, aanval
    assert [list(model.objects.values()) for model in modellen] == voor


def test_an_online_vote_without_an_address_does_not_count(peiling):
    rij = Stem.objects.create(peiling=peiling, kanaal="online")
    Stemregel.objects.create(stem=rij, peiling=peiling, keuze_id=sleutels(peiling)[0], punten=10)

    with pytest.raises(IntegrityError, match="stem_met_adres"), transaction.atomic():
        Stem.objects.filter(pk=rij.pk).update(bevestigd_op=timezone.now())
