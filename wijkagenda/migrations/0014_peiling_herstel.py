"""A poll that was opened by mistake is stopped, a form that was typed wrongly is replaced (A-04)."""

import django.contrib.postgres.constraints
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import wijkagenda.models.peiling

# No vote is only taken away: a correction leaves as many votes as there were.
VERVANGEN = """
CREATE FUNCTION wijkagenda_bewaak_vervanging() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    IF NOT EXISTS (
        SELECT 1 FROM wijkagenda_stem
        WHERE peiling_id = NEW.peiling_id AND formulier = NEW.formulier
            AND bevestigd_op IS NOT NULL AND vervallen_op IS NULL
    ) THEN
        PERFORM budgetten_weiger('stem_blijft_staan', 'another vote takes the place of what was typed wrongly');
    END IF;
    RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER stem_vervangen AFTER UPDATE ON wijkagenda_stem
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN (NEW.vervallen_op IS NOT NULL)
    EXECUTE FUNCTION wijkagenda_bewaak_vervanging();
"""


class Migration(migrations.Migration):
    dependencies = [
        ("wijkagenda", "0013_volgens_beleid"),
        ("wijken", "0003_vier_ogen"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="peiling",
            name="peiling_een_tegelijk",
        ),
        migrations.RemoveConstraint(
            model_name="stem",
            name="stem_formulier_een_keer",
        ),
        migrations.AddField(
            model_name="historicalpeiling",
            name="gestopt_door",
            field=models.ForeignKey(
                blank=True,
                db_constraint=False,
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="gestopt door",
            ),
        ),
        migrations.AddField(
            model_name="historicalpeiling",
            name="gestopt_op",
            field=models.DateTimeField(editable=False, null=True, verbose_name="gestopt op"),
        ),
        migrations.AddField(
            model_name="historicalpeiling",
            name="gestopt_reden",
            field=models.TextField(
                blank=True, editable=False, max_length=2000, verbose_name="waarom gestopt"
            ),
        ),
        migrations.AddField(
            model_name="peiling",
            name="gestopt_door",
            field=models.ForeignKey(
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="gestopt door",
            ),
        ),
        migrations.AddField(
            model_name="peiling",
            name="gestopt_op",
            field=models.DateTimeField(editable=False, null=True, verbose_name="gestopt op"),
        ),
        migrations.AddField(
            model_name="peiling",
            name="gestopt_reden",
            field=models.TextField(
                blank=True, editable=False, max_length=2000, verbose_name="waarom gestopt"
            ),
        ),
        migrations.AddField(
            model_name="stem",
            name="vervallen_door",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="verbeterd door",
            ),
        ),
        migrations.AddField(
            model_name="stem",
            name="vervallen_op",
            field=models.DateTimeField(null=True, verbose_name="verbeterd op"),
        ),
        migrations.AddField(
            model_name="stem",
            name="vervallen_reden",
            field=models.TextField(blank=True, max_length=2000, verbose_name="waarom verbeterd"),
        ),
        migrations.AddConstraint(
            model_name="peiling",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("gestopt_door__isnull", True), ("gestopt_op__isnull", True), ("gestopt_reden", "")
                    ),
                    models.Q(
                        ("geopend_op__isnull", False),
                        ("gestopt_door__isnull", False),
                        ("gestopt_op__isnull", False),
                        models.Q(("gestopt_reden", ""), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="peiling_gestopt_met_reden",
            ),
        ),
        migrations.AddConstraint(
            model_name="peiling",
            constraint=django.contrib.postgres.constraints.ExclusionConstraint(
                condition=models.Q(("geopend_op__isnull", False), ("gestopt_op__isnull", True)),
                expressions=[("agenda", "="), (wijkagenda.models.peiling.Looptijd("opent", "sluit"), "&&")],
                name="peiling_een_tegelijk",
                violation_error_message="In deze tijd loopt al een peiling voor deze agenda.",
            ),
        ),
        migrations.AddConstraint(
            model_name="stem",
            constraint=models.UniqueConstraint(
                condition=models.Q(("vervallen_op__isnull", True)),
                fields=("peiling", "formulier"),
                name="stem_formulier_een_keer",
            ),
        ),
        migrations.AddConstraint(
            model_name="stem",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("vervallen_door__isnull", True),
                        ("vervallen_op__isnull", True),
                        ("vervallen_reden", ""),
                    ),
                    models.Q(
                        ("bevestigd_op__isnull", False),
                        ("formulier__isnull", False),
                        ("vervallen_door__isnull", False),
                        ("vervallen_op__isnull", False),
                        models.Q(("vervallen_reden", ""), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="stem_verbeterd_met_reden",
            ),
        ),
        migrations.RunSQL(VERVANGEN, "DROP FUNCTION wijkagenda_bewaak_vervanging() CASCADE;"),
    ]
