import datetime
import smtplib
import threading

import pytest
import structlog
from django.core import mail
from django.core.mail.backends.base import BaseEmailBackend
from django.db import connection, transaction
from django.utils import timezone

from tests.wijkportaal.proefbericht import maak_bericht
from wijkportaal.berichten import stel_op
from wijkportaal.models import Bericht
from wijkportaal.verzending import stel_samen, verstuur, wachttijd, wis_verzonden_voor

ADRES = "https://wijken.voorbeeldstad.example/plan/plan-7."
MINUUT = datetime.timedelta(minutes=1)


class Weigert(BaseEmailBackend):
    """A mail server that knows nobody, and says so with the address in its words."""

    def send_messages(self, email_messages):
        raise smtplib.SMTPSenderRefused(550, b"wie is dat", email_messages[0].to[0])


class Onbereikbaar(BaseEmailBackend):
    def send_messages(self, email_messages):
        raise ConnectionRefusedError(f"niemand thuis voor {email_messages[0].to[0]}")


@pytest.fixture
def weigert(settings):
    settings.EMAIL_BACKEND = f"{__name__}.Weigert"


@pytest.fixture
def onbereikbaar(settings):
    settings.EMAIL_BACKEND = f"{__name__}.Onbereikbaar"


class TestStelSamen:
    def test_the_link_is_filled_in_and_says_where_it_goes_in_html(self, bericht):
        post = stel_samen(bericht)
        [html] = post.alternatives

        assert post.subject == "Dag Sanne"
        assert post.to == ["sanne@voorbeeld.example"]
        assert post.body.startswith(f"Beste Sanne,\n\nBekijk uw plan: {ADRES}")
        assert html.mimetype == "text/html"
        assert f'<a class="utrecht-link utrecht-link--html-a" href="{ADRES}' in html.content
        assert ">uw persoonlijke pagina op wijken.voorbeeldstad.example</a>" in html.content
        assert "[[link]]" not in post.body + html.content

    def test_html_shows_what_people_wrote_as_text(self, db, eigen_adressen):
        tekst = "Plan: <script>alert(1)</script>\n\nLees https://www.voorbeeldstad.example/hulp"
        [html] = stel_samen(maak_bericht(tekst=tekst, link_route="", link_sleutel="")).alternatives

        assert "<script>" not in html.content
        assert "<p>Plan: &lt;script&gt;alert(1)&lt;/script&gt;</p>" in html.content
        assert 'href="https://www.voorbeeldstad.example/hulp"' in html.content

    def test_a_message_without_a_link_gets_none_whatever_people_wrote(self, db, eigen_adressen):
        post = stel_samen(maak_bericht(tekst="Titel: [[link]]", link_route="", link_sleutel=""))

        assert post.body == "Titel: [[link]]"
        assert "<p>Titel: [[link]]</p>" in post.alternatives[0].content

    def test_html_names_its_language_and_its_subject(self, bericht):
        [html] = stel_samen(bericht).alternatives
        assert '<html lang="nl">' in html.content
        assert "<title>Dag Sanne</title>" in html.content

    def test_the_message_id_is_the_same_each_time_and_shows_no_address(self, bericht):
        kop = stel_samen(bericht).message()

        assert kop["Message-ID"] == f"<{bericht.sleutel}@wijken.voorbeeldstad.example>"
        assert stel_samen(bericht).message()["Message-ID"] == kop["Message-ID"]

    def test_it_says_that_no_person_wrote_it(self, bericht):
        assert stel_samen(bericht).message()["Auto-Submitted"] == "auto-generated"


class TestVerstuur:
    def test_it_sends_and_notes_when(self, bericht):
        assert verstuur(bericht.pk) is True

        bericht.refresh_from_db()
        assert abs(timezone.now() - bericht.verzonden_op) < MINUUT
        assert [post.subject for post in mail.outbox] == ["Dag Sanne"]

    def test_what_was_sent_is_not_sent_again(self, bericht):
        verstuur(bericht.pk)
        assert verstuur(bericht.pk) is False
        assert len(mail.outbox) == 1

    def test_a_message_that_is_gone_is_no_error(self, db):
        assert verstuur(0) is False

    def test_a_failure_is_counted_and_makes_it_wait(self, bericht, onbereikbaar):
        assert verstuur(bericht.pk) is False

        bericht.refresh_from_db()
        assert (bericht.verzonden_op, bericht.pogingen) == (None, 1)
        assert MINUUT / 2 < bericht.niet_voor - timezone.now() <= MINUUT
        assert not Bericht.objects.aan_de_beurt().exists()

    @pytest.mark.parametrize(
        ("server", "fout"),
        [("weigert", "SMTPSenderRefused 550"), ("onbereikbaar", "ConnectionRefusedError")],
    )
    def test_what_went_wrong_is_kept_without_personal_data(self, bericht, request, server, fout):
        request.getfixturevalue(server)
        verstuur(bericht.pk)

        bericht.refresh_from_db()
        assert bericht.laatste_fout == fout

    def test_after_a_failure_it_can_still_be_sent(self, bericht, settings, onbereikbaar):
        verstuur(bericht.pk)
        settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"

        assert verstuur(bericht.pk) is True
        assert len(mail.outbox) == 1

    def test_a_message_that_cannot_be_composed_is_a_failure_too(self, bericht):
        Bericht.objects.filter(pk=bericht.pk).update(link_route="bestaat:niet")
        assert verstuur(bericht.pk) is False

        bericht.refresh_from_db()
        assert (bericht.pogingen, bericht.laatste_fout) == (1, "NoReverseMatch")

    @pytest.mark.parametrize("server", ["weigert", "onbereikbaar", None])
    def test_log_lines_hold_the_number_of_the_message_and_nothing_of_its_contents(
        self, bericht, request, server
    ):
        if server:
            request.getfixturevalue(server)
        with structlog.testing.capture_logs() as regels:
            verstuur(bericht.pk)

        [regel] = regels
        assert regel["event"] == ("bericht_mislukt" if server else "bericht_verzonden")
        assert regel["bericht"] == bericht.pk
        assert not [waarde for waarde in regel.values() if "sanne" in str(waarde).lower()]


@pytest.mark.parametrize(
    ("eerdere", "minuten"), [(0, 1), (1, 2), (2, 4), (10, 1024), (11, 24 * 60), (4000, 24 * 60)]
)
def test_the_wait_doubles_with_each_failure_up_to_a_day(eerdere, minuten):
    assert wachttijd(eerdere) == minuten * MINUUT


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("eigen_adressen")
class TestTegelijk:
    def test_a_message_that_is_being_sent_is_left_alone_without_waiting(self):
        bericht = maak_bericht()
        vast, klaar = threading.Event(), threading.Event()

        def houd_vast():
            with transaction.atomic():
                Bericht.objects.select_for_update().get(pk=bericht.pk)
                vast.set()
                klaar.wait(20)
            connection.close()

        draad = threading.Thread(target=houd_vast)
        draad.start()
        vast.wait(10)
        uitkomst = verstuur(bericht.pk)
        klaar.set()
        draad.join(20)

        assert (uitkomst, mail.outbox) == (False, [])

    def test_eight_workers_at_once_send_one_mail(self):
        bericht = maak_bericht()
        samen = threading.Barrier(8)
        uitkomsten = []

        def doe():
            samen.wait(10)
            uitkomsten.append(verstuur(bericht.pk))
            connection.close()

        draden = [threading.Thread(target=doe) for _ in range(8)]
        for draad in draden:
            draad.start()
        for draad in draden:
            draad.join(20)

        assert sorted(uitkomsten) == [False] * 7 + [True]
        assert len(mail.outbox) == 1


@pytest.mark.django_db
class TestWissen:
    def test_what_was_sent_before_the_moment_loses_address_and_text(self):
        nu = timezone.now()
        oud = maak_bericht("oud:1", verzonden_op=nu - 2 * MINUUT)
        vers = maak_bericht("vers:1", verzonden_op=nu)
        wacht = maak_bericht("wacht:1", opgesteld_op=nu - 2 * MINUUT)

        assert wis_verzonden_voor(nu - MINUUT) == 1

        oud.refresh_from_db()
        assert (oud.naar, oud.onderwerp, oud.tekst, oud.agenda, oud.link_sleutel) == ("", "", "", "", "")
        for bericht in (vers, wacht):
            bericht.refresh_from_db()
            assert bericht.naar == "sanne@voorbeeld.example"

    def test_a_second_time_finds_nothing_to_erase(self):
        nu = timezone.now()
        maak_bericht(verzonden_op=nu - MINUUT)
        assert [wis_verzonden_voor(nu), wis_verzonden_voor(nu)] == [1, 0]

    def test_an_erased_event_still_mails_nobody_twice(self, eigen_sjablonen):
        maak_bericht("groet:1", verzonden_op=timezone.now() - MINUUT)
        wis_verzonden_voor(timezone.now())

        nogmaals = stel_op(
            gebeurtenis="groet:1",
            naar="sanne@voorbeeld.example",
            sjabloon="proef/groet",
            context={"naam": "Sanne"},
        )
        assert nogmaals is None
