from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("chat", "0001_initial"),
    ]

    operations = [
        migrations.AddField(model_name="round", name="done_at", field=models.DateTimeField(null=True)),
        migrations.AddConstraint(
            model_name="round",
            constraint=models.CheckConstraint(
                condition=models.Q(("answered_at__isnull", True), ("done_at__isnull", True), _connector="OR"), name="round_ends_in_one_way"
            ),
        ),
    ]
