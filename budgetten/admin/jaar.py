"""The staff's view on what each year has for wijkgericht werken."""

from django.contrib import admin
from simple_history.admin import SimpleHistoryAdmin

from budgetten.models import Jaarbudget


@admin.register(Jaarbudget)
class JaarbudgetAdmin(SimpleHistoryAdmin):
    list_display = ("jaar", "bedrag", "opstartkosten", "gezamenlijk_wijkbudget", "bron")
