"""The project: settings, addresses, tasks, and what all apps share but no app owns."""

from wijkportaal.celery import app as celery_app

__all__ = ("celery_app",)
