"""Progress and evaluations, and what PostgreSQL itself holds about them (A-10).

A report is about a maatregel of the published version that holds, and a closed agenda has no progress. The
agenda is held (`FOR SHARE`) meanwhile. An agenda is closed only after its last evaluation.
"""

from decimal import Decimal

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

BEWAAKT = """
CREATE FUNCTION wijkagenda_bewaak_voortgang() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE agenda record;
BEGIN
    SELECT a.id, a.fase INTO agenda
        FROM wijkagenda_maatregel m JOIN wijkagenda_wijkagenda a ON a.id = m.agenda_id
        WHERE m.id = NEW.maatregel_id FOR SHARE OF a;
    IF agenda.fase = 'afgesloten' THEN
        PERFORM budgetten_weiger('voortgang_agenda_loopt', 'the agenda is closed');
    END IF;
    IF NOT coalesce((
        SELECT v.document @> jsonb_build_object(
            'maatregelen', jsonb_build_array(jsonb_build_object('id', NEW.maatregel_id)))
        FROM wijkagenda_versie v JOIN wijkagenda_raadsaanbieding r ON r.versie_id = v.id
        WHERE v.agenda_id = agenda.id ORDER BY v.nummer DESC LIMIT 1
    ), false) THEN
        PERFORM budgetten_weiger('voortgang_in_versie', 'this maatregel is not in the version that holds');
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER voortgang_bewaakt BEFORE INSERT ON wijkagenda_voortgang
    FOR EACH ROW EXECUTE FUNCTION wijkagenda_bewaak_voortgang();

CREATE FUNCTION wijkagenda_bewaak_evaluatie() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE fase_nu text;
BEGIN
    SELECT fase INTO fase_nu FROM wijkagenda_wijkagenda WHERE id = NEW.agenda_id FOR SHARE;
    IF fase_nu = 'afgesloten' OR NEW.soort = 'eind' AND fase_nu <> 'uitvoering' OR NOT EXISTS (
        SELECT 1 FROM wijkagenda_versie v JOIN wijkagenda_raadsaanbieding r ON r.versie_id = v.id
        WHERE v.agenda_id = NEW.agenda_id
    ) THEN
        PERFORM budgetten_weiger('evaluatie_in_fase', 'the agenda is at ' || fase_nu);
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER evaluatie_bewaakt BEFORE INSERT ON wijkagenda_evaluatie
    FOR EACH ROW EXECUTE FUNCTION wijkagenda_bewaak_evaluatie();

CREATE FUNCTION wijkagenda_bewaak_afsluiten() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    IF NOT EXISTS (SELECT 1 FROM wijkagenda_evaluatie WHERE agenda_id = NEW.id AND soort = 'eind') THEN
        PERFORM budgetten_weiger('wijkagenda_met_evaluatie', 'the agenda was not evaluated');
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER wijkagenda_met_evaluatie BEFORE UPDATE OF fase ON wijkagenda_wijkagenda
    FOR EACH ROW WHEN (NEW.fase = 'afgesloten' AND OLD.fase <> 'afgesloten')
    EXECUTE FUNCTION wijkagenda_bewaak_afsluiten();
"""
BEWAAKT_WEG = "".join(
    f"DROP FUNCTION wijkagenda_bewaak_{wat}() CASCADE;" for wat in ("voortgang", "evaluatie", "afsluiten")
)

BLIJVEND = ("voortgang", "evaluatie")
BLIJFT_STAAN = "".join(
    f"""
CREATE TRIGGER {tabel}_blijft_staan BEFORE UPDATE OR DELETE ON wijkagenda_{tabel}
    FOR EACH ROW EXECUTE FUNCTION budgetten_blijft_staan('{tabel}_blijft_staan');
CREATE TRIGGER {tabel}_wordt_niet_geleegd BEFORE TRUNCATE ON wijkagenda_{tabel}
    FOR EACH STATEMENT EXECUTE FUNCTION budgetten_blijft_staan('{tabel}_blijft_staan');
"""
    for tabel in BLIJVEND
)
BLIJFT_STAAN_WEG = "".join(
    f"DROP TRIGGER {tabel}_blijft_staan ON wijkagenda_{tabel};"
    f"DROP TRIGGER {tabel}_wordt_niet_geleegd ON wijkagenda_{tabel};"
    for tabel in BLIJVEND
)


class Migration(migrations.Migration):
    dependencies = [
        ("wijkagenda", "0002_bewaking"),
        ("budgetten", "0002_wachters"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Evaluatie",
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
                        choices=[("tussentijds", "Tussenevaluatie"), ("eind", "Eindevaluatie")],
                        max_length=12,
                        verbose_name="soort",
                    ),
                ),
                ("gehouden_op", models.DateField(verbose_name="gehouden op")),
                ("ging_goed", models.TextField(max_length=4000, verbose_name="wat ging goed")),
                ("geleerd", models.TextField(max_length=4000, verbose_name="wat is er geleerd")),
                ("bewoners", models.TextField(max_length=4000, verbose_name="wat vinden bewoners")),
                ("rol", models.CharField(max_length=100, verbose_name="in de rol van")),
                ("op", models.DateTimeField(default=django.utils.timezone.now, verbose_name="vastgelegd op")),
                (
                    "agenda",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="evaluaties",
                        to="wijkagenda.wijkagenda",
                        verbose_name="wijkagenda",
                    ),
                ),
                (
                    "door",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="vastgelegd door",
                    ),
                ),
            ],
            options={
                "verbose_name": "evaluatie",
                "verbose_name_plural": "evaluaties",
                "ordering": ("-gehouden_op", "-pk"),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("soort__in", ("tussentijds", "eind"))),
                        name="evaluatie_soort_bestaat",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("ging_goed", ""), _negated=True),
                            models.Q(("geleerd", ""), _negated=True),
                            models.Q(("bewoners", ""), _negated=True),
                        ),
                        name="evaluatie_compleet",
                        violation_error_message="Vul in wat goed ging, wat er is geleerd en wat bewoners vinden.",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("soort", "eind")),
                        fields=("agenda",),
                        name="evaluatie_een_eind",
                        violation_error_message="De eindevaluatie ligt al vast.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Voortgang",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "stand",
                    models.CharField(
                        choices=[
                            ("gepland", "Gepland"),
                            ("gestart", "Gestart"),
                            ("gereed", "Gereed"),
                            ("vertraagd", "Vertraagd"),
                            ("vervallen", "Gaat niet door"),
                        ],
                        max_length=10,
                        verbose_name="stand",
                    ),
                ),
                ("toelichting", models.TextField(blank=True, max_length=2000, verbose_name="toelichting")),
                (
                    "waarde",
                    models.DecimalField(
                        blank=True, decimal_places=2, max_digits=12, null=True, verbose_name="gemeten waarde"
                    ),
                ),
                ("waarde_op", models.DateField(blank=True, null=True, verbose_name="gemeten op")),
                ("op", models.DateTimeField(default=django.utils.timezone.now, verbose_name="gemeld op")),
                ("rol", models.CharField(max_length=100, verbose_name="in de rol van")),
                (
                    "door",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="gemeld door",
                    ),
                ),
                (
                    "maatregel",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="voortgang",
                        to="wijkagenda.maatregel",
                        verbose_name="maatregel",
                    ),
                ),
            ],
            options={
                "verbose_name": "melding van de voortgang",
                "verbose_name_plural": "voortgang van maatregelen",
                "ordering": ("-op", "-pk"),
                "indexes": [models.Index(fields=["maatregel", "-op", "-id"], name="voortgang_laatste")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("stand__in", ("gepland", "gestart", "gereed", "vertraagd", "vervallen"))
                        ),
                        name="voortgang_stand_bestaat",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("stand__in", ("vertraagd", "vervallen")), _negated=True),
                            models.Q(("toelichting", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="voortgang_met_reden",
                        violation_error_message="Schrijf op waarom de maatregel later komt of niet doorgaat.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("waarde__isnull", True), ("waarde_op__isnull", True)),
                            models.Q(
                                ("waarde__gte", Decimal("-9999999999.99")),
                                ("waarde__isnull", False),
                                ("waarde__lte", Decimal("9999999999.99")),
                                ("waarde_op__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="voortgang_waarde_met_dag",
                        violation_error_message="Vul bij de gemeten waarde de dag in, en andersom.",
                    ),
                ],
            },
        ),
        migrations.RunSQL(BEWAAKT + BLIJFT_STAAN, BLIJFT_STAAN_WEG + BEWAAKT_WEG),
    ]
