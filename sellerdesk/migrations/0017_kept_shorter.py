"""A desk keeps a kind of data for a shorter time than the installation."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ("sellerdesk", "0016_files_brought_by_programs"),
    ]

    operations = [
        migrations.CreateModel(
            name="KeptShorter",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("kind", models.CharField(max_length=30)),
                ("days", models.PositiveSmallIntegerField()),
                ("desk", models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name="+", to="sellerdesk.desk")),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("desk", "id"), name="keptshorter_desk_id"),
                    models.UniqueConstraint(fields=("desk", "kind"), name="keptshorter_once"),
                    models.CheckConstraint(condition=models.Q(("days__gte", 1)), name="keptshorter_a_day_at_least"),
                ],
            },
        ),
    ]
