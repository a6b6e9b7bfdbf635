"""The Celery app; its settings are the CELERY_* settings of Django."""

import os

from celery import Celery
from django_structlog.celery.steps import DjangoStructLogInitStep

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "wijkportaal.settings.productie")

app = Celery("wijkportaal")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
# A job's log lines carry the number of the request that asked for it.
app.steps["worker"].add(DjangoStructLogInitStep)
