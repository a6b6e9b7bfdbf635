import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("initiatieven", "0004_namens_de_indiener"),
        ("wijkagenda", "0008_ideeen_bewaking"),
        ("wijken", "0002_overleg"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="historicalidee",
            name="signaal",
            field=models.ForeignKey(
                blank=True,
                db_constraint=False,
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to="wijken.signaal",
                verbose_name="signaal",
            ),
        ),
        migrations.AddField(
            model_name="idee",
            name="signaal",
            field=models.ForeignKey(
                blank=True,
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="ideeen",
                to="wijken.signaal",
                verbose_name="signaal",
            ),
        ),
        migrations.AddConstraint(
            model_name="idee",
            constraint=models.UniqueConstraint(
                fields=("agenda", "signaal"), name="idee_een_keer_per_signaal"
            ),
        ),
    ]
