import datetime

import pytest
from django.core import mail
from django.utils import timezone

from tests.wijkportaal.proefbericht import maak_bericht
from wijkportaal import tasks
from wijkportaal.celery import app
from wijkportaal.models import Beleidsparameter, Bericht
from wijkportaal.uitzonderingen import Domeinfout

DAG = datetime.timedelta(days=1)


@pytest.mark.usefixtures("db", "eigen_adressen")
class TestVerstuurAchtergebleven:
    def test_it_sends_what_was_left_behind_and_leaves_what_must_wait(self):
        maak_bericht("eerder:1", verzonden_op=timezone.now())
        maak_bericht("wacht:1", niet_voor=timezone.now() + DAG)
        maak_bericht("bleef:1", onderwerp="Bleef achter")

        tasks.verstuur_achtergebleven.delay()

        assert [post.subject for post in mail.outbox] == ["Bleef achter"]

    def test_running_it_twice_sends_once(self):
        maak_bericht()
        tasks.verstuur_achtergebleven.delay()
        tasks.verstuur_achtergebleven.delay()
        assert len(mail.outbox) == 1

    def test_one_message_that_fails_holds_up_no_other(self):
        maak_bericht("kapot:1", link_route="bestaat:niet")
        maak_bericht("goed:1", onderwerp="Goed")

        tasks.verstuur_achtergebleven.delay()

        assert [post.subject for post in mail.outbox] == ["Goed"]

    @pytest.mark.parametrize("aantal", [1, 30])
    def test_it_finds_its_work_in_one_query(self, aantal, django_assert_num_queries, monkeypatch):
        for nummer in range(aantal):
            maak_bericht(f"bleef:{nummer}")
        doorgegeven = []
        monkeypatch.setattr(
            tasks.verstuur_bericht, "apply_async", lambda args, **opties: doorgegeven.append(args)
        )

        with django_assert_num_queries(1):
            tasks.verstuur_achtergebleven()
        assert len(doorgegeven) == aantal

    def test_a_round_has_an_end(self, monkeypatch):
        monkeypatch.setattr(tasks, "PER_RONDE", 2)
        for nummer in range(3):
            maak_bericht(f"bleef:{nummer}")

        tasks.verstuur_achtergebleven.delay()

        assert len(mail.outbox) == 2


@pytest.mark.django_db
class TestWisOudeBerichten:
    def test_it_keeps_contents_for_as_long_as_the_policy_says(self):
        Beleidsparameter.objects.create(
            sleutel="berichten-bewaren-dagen",
            waarde=365,
            geldig_vanaf=datetime.date(2024, 1, 1),
            bron="Selectielijst",
        )
        oud = maak_bericht("oud:1", verzonden_op=timezone.now() - 366 * DAG)
        jonger = maak_bericht("jonger:1", verzonden_op=timezone.now() - 364 * DAG)

        tasks.wis_oude_berichten.delay()

        assert Bericht.objects.get(pk=oud.pk).tekst == ""
        assert Bericht.objects.get(pk=jonger.pk).tekst != ""

    def test_without_a_policy_it_erases_nothing_and_says_so(self):
        maak_bericht(verzonden_op=timezone.now() - 5000 * DAG)
        with pytest.raises(Domeinfout, match="berichten-bewaren-dagen"):
            tasks.wis_oude_berichten()
        assert Bericht.objects.exclude(tekst="").exists()


def test_every_job_of_the_schedule_exists():
    app.loader.import_default_modules()
    gepland = {job["task"] for job in app.conf.beat_schedule.values()}
    assert {"wijkportaal.tasks.verstuur_achtergebleven", "wijkportaal.tasks.wis_oude_berichten"} <= gepland
    assert gepland <= set(app.tasks)
