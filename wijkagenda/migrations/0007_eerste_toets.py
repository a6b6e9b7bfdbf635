import uuid

import django.db.models.deletion
import django.utils.timezone
import simple_history.models
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("wijkagenda", "0006_peiling_bewaking"),
        ("wijken", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="ideegever",
            name="sleutel",
            field=models.UUIDField(default=uuid.uuid4, editable=False, unique=True),
        ),
        migrations.CreateModel(
            name="HistoricalToetsvraag",
            fields=[
                (
                    "id",
                    models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID"),
                ),
                (
                    "gevraagd_op",
                    models.DateTimeField(default=django.utils.timezone.now, verbose_name="gevraagd op"),
                ),
                ("uiterlijk", models.DateField(verbose_name="antwoord uiterlijk")),
                ("gemeld_op", models.DateTimeField(editable=False, null=True, verbose_name="gemeld op")),
                (
                    "herinnerd_op",
                    models.DateTimeField(editable=False, null=True, verbose_name="herinnerd op"),
                ),
                ("past_bij_beleid", models.BooleanField(null=True, verbose_name="past bij het beleid")),
                ("realiseerbaar", models.BooleanField(null=True, verbose_name="kan worden uitgevoerd")),
                ("betaalbaar", models.BooleanField(null=True, verbose_name="is te betalen")),
                ("reguliere_taak", models.BooleanField(null=True, verbose_name="hoort bij de gewone taken")),
                (
                    "mogelijke_bijdrage",
                    models.DecimalField(
                        blank=True,
                        decimal_places=2,
                        max_digits=12,
                        null=True,
                        verbose_name="mogelijke bijdrage",
                    ),
                ),
                ("toelichting", models.TextField(blank=True, max_length=4000, verbose_name="toelichting")),
                ("beantwoord_op", models.DateTimeField(null=True, verbose_name="beantwoord op")),
                ("history_change_reason", models.TextField(null=True)),
                ("history_id", models.AutoField(primary_key=True, serialize=False)),
                ("history_date", models.DateTimeField(db_index=True)),
                (
                    "history_type",
                    models.CharField(
                        choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1
                    ),
                ),
                (
                    "beantwoord_door",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="beantwoord door",
                    ),
                ),
                (
                    "cluster",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="wijken.cluster",
                        verbose_name="cluster",
                    ),
                ),
                (
                    "gevraagd_door",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="gevraagd door",
                    ),
                ),
                (
                    "history_user",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "idee",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="wijkagenda.idee",
                        verbose_name="idee",
                    ),
                ),
                (
                    "partner",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="wijken.partner",
                        verbose_name="partner",
                    ),
                ),
            ],
            options={
                "verbose_name": "historical vraag van de eerste toets",
                "verbose_name_plural": "historical vragen van de eerste toets",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="Toetsvraag",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "gevraagd_op",
                    models.DateTimeField(default=django.utils.timezone.now, verbose_name="gevraagd op"),
                ),
                ("uiterlijk", models.DateField(verbose_name="antwoord uiterlijk")),
                ("gemeld_op", models.DateTimeField(editable=False, null=True, verbose_name="gemeld op")),
                (
                    "herinnerd_op",
                    models.DateTimeField(editable=False, null=True, verbose_name="herinnerd op"),
                ),
                ("past_bij_beleid", models.BooleanField(null=True, verbose_name="past bij het beleid")),
                ("realiseerbaar", models.BooleanField(null=True, verbose_name="kan worden uitgevoerd")),
                ("betaalbaar", models.BooleanField(null=True, verbose_name="is te betalen")),
                ("reguliere_taak", models.BooleanField(null=True, verbose_name="hoort bij de gewone taken")),
                (
                    "mogelijke_bijdrage",
                    models.DecimalField(
                        blank=True,
                        decimal_places=2,
                        max_digits=12,
                        null=True,
                        verbose_name="mogelijke bijdrage",
                    ),
                ),
                ("toelichting", models.TextField(blank=True, max_length=4000, verbose_name="toelichting")),
                ("beantwoord_op", models.DateTimeField(null=True, verbose_name="beantwoord op")),
                (
                    "beantwoord_door",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="beantwoord door",
                    ),
                ),
                (
                    "cluster",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="toetsvragen",
                        to="wijken.cluster",
                        verbose_name="cluster",
                    ),
                ),
                (
                    "gevraagd_door",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="gevraagd door",
                    ),
                ),
                (
                    "idee",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="toetsvragen",
                        to="wijkagenda.idee",
                        verbose_name="idee",
                    ),
                ),
                (
                    "partner",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="toetsvragen",
                        to="wijken.partner",
                        verbose_name="partner",
                    ),
                ),
            ],
            options={
                "verbose_name": "vraag van de eerste toets",
                "verbose_name_plural": "vragen van de eerste toets",
                "ordering": ("uiterlijk", "pk"),
                "indexes": [
                    models.Index(
                        condition=models.Q(("beantwoord_op__isnull", False), _negated=True),
                        fields=["uiterlijk", "id"],
                        name="toetsvraag_wacht",
                    )
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("cluster__isnull", True), ("partner__isnull", False)),
                            models.Q(("cluster__isnull", False), ("partner__isnull", True)),
                            _connector="OR",
                        ),
                        name="toetsvraag_aan_een_partij",
                        violation_error_message="Kies een cluster of een partner.",
                    ),
                    models.UniqueConstraint(
                        fields=("idee", "cluster"), name="toetsvraag_een_keer_per_cluster"
                    ),
                    models.UniqueConstraint(
                        fields=("idee", "partner"), name="toetsvraag_een_keer_per_partner"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("past_bij_beleid__isnull", True),
                                ("realiseerbaar__isnull", True),
                                ("betaalbaar__isnull", True),
                                ("reguliere_taak__isnull", True),
                                ("beantwoord_door__isnull", True),
                                ("beantwoord_op__isnull", True),
                                ("mogelijke_bijdrage__isnull", True),
                                ("toelichting", ""),
                            ),
                            models.Q(
                                ("past_bij_beleid__isnull", False),
                                ("realiseerbaar__isnull", False),
                                ("betaalbaar__isnull", False),
                                ("reguliere_taak__isnull", False),
                                ("beantwoord_door__isnull", False),
                                ("beantwoord_op__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="toetsvraag_heel_antwoord_van_iemand",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("beantwoord_op__isnull", True),
                            models.Q(
                                ("betaalbaar", True), ("past_bij_beleid", True), ("realiseerbaar", True)
                            ),
                            models.Q(("toelichting", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="toetsvraag_nee_met_uitleg",
                        violation_error_message="Leg uit waarom u nee zegt.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("mogelijke_bijdrage__isnull", True),
                            ("mogelijke_bijdrage__gt", 0),
                            _connector="OR",
                        ),
                        name="toetsvraag_bijdrage_boven_nul",
                        violation_error_message="Een bijdrage is meer dan nul.",
                    ),
                ],
            },
        ),
    ]
