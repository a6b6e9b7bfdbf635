"""The staff's view on what each year has for wijkgericht werken."""

from django.contrib import admin

from budgetten.models import Jaarbudget
from wijkportaal.historiebeheer import Historiebeheer


@admin.register(Jaarbudget)
class JaarbudgetAdmin(Historiebeheer):
    list_display = ("jaar", "bedrag", "opstartkosten", "gezamenlijk_wijkbudget", "bron")
