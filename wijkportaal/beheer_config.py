"""Makes `admin.site` a `Werkplek`. Apart from `apps.py`, in which Django looks for one configuration."""

from django.contrib.admin.apps import AdminConfig


class BeheerConfig(AdminConfig):
    default_site = "wijkportaal.beheer.Werkplek"
