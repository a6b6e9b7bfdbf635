import datetime

import pytest
from django.db import IntegrityError
from django.utils import timezone

from tests.wijkportaal.proefbericht import maak_bericht
from wijkportaal.models import Beleidsparameter, Bericht, beleid
from wijkportaal.uitzonderingen import Domeinfout

NU = timezone.now()
UUR = datetime.timedelta(hours=1)


@pytest.fixture
def plafond(db):
    for jaar, waarde in ((2024, "2000.00"), (2026, "2500.00")):
        Beleidsparameter.objects.create(
            sleutel="plafond-wijk", waarde=waarde, geldig_vanaf=datetime.date(jaar, 1, 1), bron="RM 4.3"
        )


class TestBeleid:
    @pytest.mark.parametrize(
        ("dag", "waarde"),
        [
            (datetime.date(2024, 1, 1), "2000.00"),
            (datetime.date(2025, 12, 31), "2000.00"),
            (datetime.date(2026, 1, 1), "2500.00"),
        ],
    )
    def test_the_version_that_holds_on_a_day_is_the_last_that_began(self, plafond, dag, waarde):
        assert beleid("plafond-wijk", op=dag) == waarde

    def test_without_a_day_today_counts(self, plafond, time_machine):
        time_machine.move_to(datetime.datetime(2025, 6, 1, tzinfo=datetime.UTC))
        assert beleid("plafond-wijk") == "2000.00"

    def test_today_is_the_day_in_the_netherlands(self, plafond, time_machine):
        time_machine.move_to(datetime.datetime(2025, 12, 31, 23, 30, tzinfo=datetime.UTC), tick=False)
        assert beleid("plafond-wijk") == "2500.00"

    def test_before_the_first_version_there_is_no_policy(self, plafond):
        with pytest.raises(Domeinfout, match="“plafond-wijk” is op 31-12-2023 nog niet vastgesteld"):
            beleid("plafond-wijk", op=datetime.date(2023, 12, 31))

    def test_one_day_has_one_version(self, plafond):
        with pytest.raises(IntegrityError, match="beleidsparameter_een_versie_per_dag"):
            Beleidsparameter.objects.create(
                sleutel="plafond-wijk", waarde="1.00", geldig_vanaf=datetime.date(2026, 1, 1), bron="RM 4.3"
            )

    def test_a_change_is_kept_in_history(self, plafond):
        parameter = Beleidsparameter.objects.geldend("plafond-wijk", op=datetime.date(2026, 1, 1))
        parameter.waarde = "3000.00"
        parameter.save(update_fields=["waarde"])

        assert list(parameter.history.values_list("waarde", flat=True)) == ["3000.00", "2500.00"]

    def test_it_is_called_by_key_and_date(self, plafond):
        parameter = Beleidsparameter.objects.geldend("plafond-wijk", op=datetime.date(2026, 1, 1))
        assert str(parameter) == "plafond-wijk vanaf 01-01-2026"


@pytest.mark.django_db
class TestBericht:
    def test_a_key_shows_no_address_and_differs_per_event_and_recipient(self):
        sleutels = {
            Bericht.sleutel_van(gebeurtenis, naar)
            for gebeurtenis in ("a:1", "a:2")
            for naar in ("sanne@voorbeeld.example", "omar@voorbeeld.example")
        }
        assert len(sleutels) == 4
        assert Bericht.sleutel_van("a:1", "sanne@voorbeeld.example") in sleutels

    def test_the_database_keeps_one_message_per_event_and_recipient(self):
        maak_bericht()
        with pytest.raises(IntegrityError, match="sleutel"):
            maak_bericht()

    def test_due_is_what_is_unsent_and_need_not_wait_with_the_longest_waiting_first(self):
        maak_bericht("verzonden:1", verzonden_op=NU)
        maak_bericht("wacht:1", niet_voor=NU + UUR)
        later = maak_bericht("later:1", niet_voor=NU - UUR)
        eerst = maak_bericht("eerst:1", niet_voor=NU - 2 * UUR)

        assert list(Bericht.objects.aan_de_beurt(op=NU)) == [eerst, later]

    def test_its_name_holds_no_address(self):
        bericht = maak_bericht("ontvangen:9")
        assert str(bericht) == f"Bericht {bericht.pk}: ontvangen:9"
