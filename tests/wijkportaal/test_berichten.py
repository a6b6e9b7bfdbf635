import threading

import pytest
from django.core import mail
from django.db import connection, transaction

from wijkportaal.berichten import stel_op
from wijkportaal.links import Link
from wijkportaal.models import Bericht

pytestmark = pytest.mark.usefixtures("eigen_sjablonen", "eigen_adressen")

NAAR = "sanne@voorbeeld.example"


def groet(gebeurtenis="groet:1", naar=NAAR, naam="Sanne", link=None):
    return stel_op(
        gebeurtenis=gebeurtenis, naar=naar, sjabloon="proef/groet", context={"naam": naam}, link=link
    )


@pytest.mark.django_db
class TestStelOp:
    def test_it_stores_subject_and_text_and_where_the_link_goes(self):
        bericht = groet(link=Link("plan", "plan-7"))

        assert (bericht.naar, bericht.gebeurtenis) == (NAAR, "groet:1")
        assert bericht.onderwerp == "Dag Sanne"
        assert bericht.tekst == (
            "Beste Sanne,\n\n"
            "Uw plan staat op https://www.voorbeeldstad.example/plan. Bekijk het: [[link]]\n\n"
            "Tot ziens & bedankt"
        )
        assert (bericht.link_route, bericht.link_sleutel) == ("plan", "plan-7")
        assert bericht.verzonden_op is None

    def test_no_signed_link_reaches_the_database(self):
        bericht = groet(link=Link("plan", "plan-7"))
        rij = Bericht.objects.values().get(pk=bericht.pk)
        assert not [veld for veld, waarde in rij.items() if "plan-7." in str(waarde)]

    def test_plain_text_is_not_escaped(self):
        assert groet(naam="D'Artagnan & <co>").onderwerp == "Dag D'Artagnan & <co>"

    def test_a_name_with_line_breaks_adds_no_header_and_no_second_subject_line(self):
        bericht = groet(naam="Sanne\nBcc: iedereen@voorbeeld.example")
        assert bericht.onderwerp == "Dag Sanne Bcc: iedereen@voorbeeld.example"

    def test_the_same_event_for_the_same_recipient_writes_nothing_new(self):
        eerste = groet()
        assert groet(naam="Anders") is None
        assert Bericht.objects.get().onderwerp == eerste.onderwerp

    def test_another_recipient_or_another_event_is_another_message(self):
        groet()
        assert groet(naar="omar@voorbeeld.example") is not None
        assert groet(gebeurtenis="groet:2") is not None

    def test_a_template_without_a_subject_is_refused(self):
        with pytest.raises(ValueError, match=r"proef/zonder_onderwerp\.txt: begin met “Onderwerp: …”"):
            stel_op(gebeurtenis="x:1", naar=NAAR, sjabloon="proef/zonder_onderwerp", context={})


@pytest.mark.django_db(transaction=True)
class TestNaDeTransactie:
    def test_it_is_sent_once_the_transaction_commits(self):
        with transaction.atomic():
            bericht = groet(link=Link("plan", "plan-7"))
            assert mail.outbox == []

        assert [post.to for post in mail.outbox] == [[NAAR]]
        bericht.refresh_from_db()
        assert bericht.verzonden_op is not None

    def test_a_transaction_that_fails_takes_its_message_along(self):
        with transaction.atomic():
            groet()
            transaction.set_rollback(True)

        assert not Bericht.objects.exists()
        assert mail.outbox == []

    def test_two_at_once_write_one_message_and_both_transactions_go_on(self):
        samen = threading.Barrier(2)
        uitkomsten = []

        def doe():
            with transaction.atomic():
                samen.wait(10)
                uitkomsten.append(groet() is not None)
                connection.cursor().execute("SELECT 1")
            connection.close()

        draden = [threading.Thread(target=doe) for _ in range(2)]
        for draad in draden:
            draad.start()
        for draad in draden:
            draad.join(20)

        assert sorted(uitkomsten) == [False, True]
        assert Bericht.objects.count() == 1
        assert len(mail.outbox) == 1
