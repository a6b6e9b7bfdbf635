import uuid

import django.contrib.postgres.indexes
import django.contrib.postgres.search
import django.db.models.deletion
import django.db.models.functions.comparison
import django.db.models.functions.text
import django.utils.timezone
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("initiatieven", "0007_toetsing"),
        ("wijken", "0005_waarneming"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Boodschap",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "van",
                    models.CharField(
                        choices=[("bewoner", "De indieners"), ("gemeente", "De gemeente")],
                        max_length=8,
                        verbose_name="van",
                    ),
                ),
                ("naam", models.CharField(max_length=100, verbose_name="naam")),
                ("tekst", models.TextField(max_length=4000, verbose_name="tekst")),
                ("op", models.DateTimeField(default=django.utils.timezone.now, verbose_name="op")),
                ("gelezen_op", models.DateTimeField(null=True, verbose_name="gelezen op")),
            ],
            options={
                "verbose_name": "boodschap",
                "verbose_name_plural": "boodschappen",
                "ordering": ("-op", "-pk"),
            },
        ),
        migrations.CreateModel(
            name="Groepslid",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("naam", models.CharField(max_length=100, verbose_name="naam")),
                ("email", models.EmailField(max_length=254, verbose_name="mailadres")),
                (
                    "uitgenodigd_op",
                    models.DateTimeField(default=django.utils.timezone.now, verbose_name="uitgenodigd op"),
                ),
                ("bevestigd_op", models.DateTimeField(null=True, verbose_name="bevestigd op")),
            ],
            options={
                "verbose_name": "groepslid",
                "verbose_name_plural": "groepsleden",
                "ordering": ("uitgenodigd_op", "pk"),
            },
        ),
        migrations.CreateModel(
            name="Samenvoeging",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("op", models.DateTimeField(default=django.utils.timezone.now, verbose_name="op")),
            ],
            options={
                "verbose_name": "samenvoeging",
                "verbose_name_plural": "samenvoegingen",
            },
        ),
        migrations.CreateModel(
            name="Steun",
            fields=[
                (
                    "sleutel",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
                ),
                ("naam", models.CharField(max_length=100, verbose_name="naam")),
                ("email", models.EmailField(max_length=254, verbose_name="mailadres")),
                ("naam_tonen", models.BooleanField(default=False, verbose_name="naam mag op de website")),
                (
                    "gegeven_op",
                    models.DateTimeField(default=django.utils.timezone.now, verbose_name="gegeven op"),
                ),
                ("bevestigd_op", models.DateTimeField(null=True, verbose_name="bevestigd op")),
            ],
            options={
                "verbose_name": "steun",
                "verbose_name_plural": "steun",
            },
        ),
        migrations.CreateModel(
            name="Verbinding",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "soort",
                    models.CharField(
                        choices=[
                            ("lijkt_op", "Lijkt op elkaar"),
                            ("werkt_samen", "Werken samen"),
                            ("zelfde_plek", "Zelfde plek"),
                            ("vervolg", "Vervolg op elkaar"),
                        ],
                        max_length=12,
                        verbose_name="soort",
                    ),
                ),
                ("reden", models.TextField(max_length=1000, verbose_name="reden")),
                ("op", models.DateTimeField(default=django.utils.timezone.now, verbose_name="op")),
            ],
            options={
                "verbose_name": "verbinding",
                "verbose_name_plural": "verbindingen",
                "ordering": ("-op", "-pk"),
            },
        ),
        migrations.CreateModel(
            name="Vraag",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "gesteld_op",
                    models.DateTimeField(default=django.utils.timezone.now, verbose_name="gesteld op"),
                ),
                ("uiterlijk", models.DateField(verbose_name="antwoord uiterlijk op")),
                ("beantwoord_op", models.DateTimeField(null=True, verbose_name="beantwoord op")),
            ],
            options={
                "verbose_name": "vraag",
                "verbose_name_plural": "vragen",
                "ordering": ("gesteld_op", "pk"),
            },
        ),
        migrations.AddField(
            model_name="historicalinitiatief",
            name="gewist_op",
            field=models.DateTimeField(editable=False, null=True, verbose_name="persoonsgegevens gewist op"),
        ),
        migrations.AddField(
            model_name="initiatief",
            name="gewist_op",
            field=models.DateTimeField(editable=False, null=True, verbose_name="persoonsgegevens gewist op"),
        ),
        migrations.AlterField(
            model_name="toegangslink",
            name="doel",
            field=models.CharField(
                choices=[
                    ("bevestigen", "Mailadres bevestigen"),
                    ("volgen", "Initiatief volgen"),
                    ("meedoen", "Meedoen in de groep"),
                    ("overnemen", "Het initiatief overnemen"),
                ],
                max_length=12,
            ),
        ),
        migrations.AddIndex(
            model_name="initiatief",
            index=django.contrib.postgres.indexes.GinIndex(
                django.contrib.postgres.search.SearchVector("titel", "wat", config="dutch"),
                condition=models.Q(("openbaar", True)),
                name="initiatief_lijkt_op",
            ),
        ),
        migrations.AddField(
            model_name="boodschap",
            name="door",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="boodschappen",
                to=settings.AUTH_USER_MODEL,
                verbose_name="door",
            ),
        ),
        migrations.AddField(
            model_name="boodschap",
            name="initiatief",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="boodschappen",
                to="initiatieven.initiatief",
                verbose_name="initiatief",
            ),
        ),
        migrations.AddField(
            model_name="groepslid",
            name="initiatief",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="groep",
                to="initiatieven.initiatief",
                verbose_name="initiatief",
            ),
        ),
        migrations.AddField(
            model_name="toegangslink",
            name="lid",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="toegangslinks",
                to="initiatieven.groepslid",
            ),
        ),
        migrations.AddField(
            model_name="samenvoeging",
            name="door",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="samenvoegingen",
                to=settings.AUTH_USER_MODEL,
                verbose_name="door",
            ),
        ),
        migrations.AddField(
            model_name="samenvoeging",
            name="initiatief",
            field=models.OneToOneField(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="samenvoeging",
                to="initiatieven.initiatief",
                verbose_name="initiatief",
            ),
        ),
        migrations.AddField(
            model_name="samenvoeging",
            name="naar",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="samengevoegde",
                to="initiatieven.initiatief",
                verbose_name="gaat verder in",
            ),
        ),
        migrations.AddField(
            model_name="steun",
            name="initiatief",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="steun",
                to="initiatieven.initiatief",
                verbose_name="initiatief",
            ),
        ),
        migrations.AddField(
            model_name="verbinding",
            name="ander",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="verbonden_met",
                to="initiatieven.initiatief",
                verbose_name="ander initiatief",
            ),
        ),
        migrations.AddField(
            model_name="verbinding",
            name="door",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="verbindingen",
                to=settings.AUTH_USER_MODEL,
                verbose_name="door",
            ),
        ),
        migrations.AddField(
            model_name="verbinding",
            name="initiatief",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="verbindingen",
                to="initiatieven.initiatief",
                verbose_name="initiatief",
            ),
        ),
        migrations.AddField(
            model_name="verbinding",
            name="partner",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="verbindingen",
                to="wijken.partner",
                verbose_name="partner",
            ),
        ),
        migrations.AddField(
            model_name="vraag",
            name="boodschap",
            field=models.OneToOneField(
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="vraag",
                to="initiatieven.boodschap",
            ),
        ),
        migrations.AddField(
            model_name="vraag",
            name="initiatief",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="vragen",
                to="initiatieven.initiatief",
                verbose_name="initiatief",
            ),
        ),
        migrations.AddIndex(
            model_name="boodschap",
            index=models.Index(fields=["initiatief", "-op", "-id"], name="boodschap_van_zaak"),
        ),
        migrations.AddIndex(
            model_name="boodschap",
            index=models.Index(
                condition=models.Q(("gelezen_op__isnull", True)),
                fields=["initiatief"],
                name="boodschap_ongelezen",
            ),
        ),
        migrations.AddConstraint(
            model_name="boodschap",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("door__isnull", False), ("van", "gemeente")),
                    models.Q(("door__isnull", True), ("van", "bewoner")),
                    _connector="OR",
                ),
                name="boodschap_heeft_een_schrijver",
            ),
        ),
        migrations.AddConstraint(
            model_name="groepslid",
            constraint=models.UniqueConstraint(
                models.F("initiatief"),
                django.db.models.functions.text.Lower("email"),
                name="groepslid_een_keer",
                violation_error_message="Dit mailadres hoort al bij uw groep.",
            ),
        ),
        migrations.AddConstraint(
            model_name="samenvoeging",
            constraint=models.CheckConstraint(
                condition=models.Q(("naar", models.F("initiatief")), _negated=True),
                name="samenvoeging_niet_met_zichzelf",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="samenvoeging",
            trigger=pgtrigger.compiler.Trigger(
                name="samenvoeging_blijft_staan",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="548c40e882fdd38f2996834b501b0fdfafa3eebc",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_samenvoeging_blijft_staan_01bac",
                    table="initiatieven_samenvoeging",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.AddIndex(
            model_name="steun",
            index=models.Index(
                condition=models.Q(("bevestigd_op__isnull", False)),
                fields=["initiatief", "-naam_tonen", "-bevestigd_op"],
                name="steun_bevestigd",
            ),
        ),
        migrations.AddIndex(
            model_name="steun",
            index=models.Index(
                condition=models.Q(("bevestigd_op__isnull", True)),
                fields=["gegeven_op"],
                name="steun_onbevestigd",
            ),
        ),
        migrations.AddConstraint(
            model_name="steun",
            constraint=models.UniqueConstraint(
                models.F("initiatief"),
                django.db.models.functions.text.Lower("email"),
                name="steun_een_keer_per_adres",
            ),
        ),
        migrations.AddConstraint(
            model_name="verbinding",
            constraint=models.CheckConstraint(
                condition=models.Q(("ander__isnull", True), ("partner__isnull", True), _connector="XOR"),
                name="verbinding_met_zaak_of_partner",
            ),
        ),
        migrations.AddConstraint(
            model_name="verbinding",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("ander__isnull", True),
                    models.Q(("ander", models.F("initiatief")), _negated=True),
                    _connector="OR",
                ),
                name="verbinding_niet_met_zichzelf",
                violation_error_message="Een zaak kan niet met zichzelf verbonden worden.",
            ),
        ),
        migrations.AddConstraint(
            model_name="verbinding",
            constraint=models.UniqueConstraint(
                django.db.models.functions.comparison.Least("initiatief", "ander"),
                django.db.models.functions.comparison.Greatest("initiatief", "ander"),
                condition=models.Q(("ander__isnull", False)),
                name="verbinding_een_keer",
                violation_error_message="Deze zaken zijn al met elkaar verbonden.",
            ),
        ),
        migrations.AddConstraint(
            model_name="verbinding",
            constraint=models.UniqueConstraint(
                fields=("initiatief", "partner"),
                name="verbinding_partner_een_keer",
                violation_error_message="Deze partner is al met de zaak verbonden.",
            ),
        ),
        migrations.AddConstraint(
            model_name="vraag",
            constraint=models.UniqueConstraint(
                condition=models.Q(("beantwoord_op__isnull", True)),
                fields=("initiatief",),
                name="vraag_een_tegelijk",
                violation_error_message="Er staat al een vraag open.",
            ),
        ),
        migrations.AddConstraint(
            model_name="vraag",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("beantwoord_op__isnull", True),
                    ("beantwoord_op__gte", models.F("gesteld_op")),
                    _connector="OR",
                ),
                name="vraag_beantwoord_na_gesteld",
            ),
        ),
    ]
