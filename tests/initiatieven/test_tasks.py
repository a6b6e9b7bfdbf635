"""The cleaning up: it runs on its own every night, and twice does no harm."""

import datetime

import pytest
from django.conf import settings
from django.utils import timezone

from initiatieven import tasks
from initiatieven.models import Concept, Initiatief
from tests.initiatieven.fabrieken import InitiatiefFactory

pytestmark = pytest.mark.django_db


def test_it_removes_what_is_past_its_term_and_only_that():
    lang_geleden = timezone.now() - datetime.timedelta(days=30)
    InitiatiefFactory(onbevestigd=True, ingediend_op=lang_geleden)
    blijft = InitiatiefFactory(ingediend_op=lang_geleden)
    Concept.objects.create(gewijzigd_op=lang_geleden)
    vers = Concept.objects.create()
    for _ in range(2):
        tasks.ruim_op.delay()
    assert (list(Initiatief.objects.all()), list(Concept.objects.all())) == ([blijft], [vers])


def test_it_is_planned():
    geplande = {rij["task"] for rij in settings.CELERY_BEAT_SCHEDULE.values()}
    assert tasks.ruim_op.name in geplande
