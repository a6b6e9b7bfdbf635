import django.contrib.postgres.indexes
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("initiatieven", "0010_plan"),
        ("wijken", "0005_waarneming"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddIndex(
            model_name="initiatief",
            index=django.contrib.postgres.indexes.GinIndex(
                django.contrib.postgres.indexes.OpClass("titel", name="gin_trgm_ops"),
                condition=models.Q(("openbaar", True)),
                name="initiatief_lijkt_op_naam",
            ),
        ),
    ]
