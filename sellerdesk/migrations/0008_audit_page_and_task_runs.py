"""What the nightly walk of the audit chains found, when tasks last ran, and the indexes of the audit page's filters."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ("sellerdesk", "0007_role_permissions"),
    ]

    operations = [
        migrations.CreateModel(
            name='AuditCheck',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('desk', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='sellerdesk.desk')),
                ('at', models.DateTimeField(verbose_name='at')),
                ('entries', models.BigIntegerField(verbose_name='entries')),
                ('broken_at', models.BigIntegerField(null=True, verbose_name='broken at')),
                ('reason', models.CharField(blank=True, default='', max_length=20, verbose_name='reason')),
            ],
            options={
                'verbose_name': 'audit check',
                'verbose_name_plural': 'audit checks',
                'constraints': [models.UniqueConstraint(fields=('desk', 'id'), name='auditcheck_desk_id'), models.UniqueConstraint(fields=('desk',), name='auditcheck_of_desk')],
            },
        ),
        migrations.CreateModel(
            name='TaskRun',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('task', models.CharField(max_length=100, verbose_name='task')),
                ('started_at', models.DateTimeField(verbose_name='last started')),
                ('ended_at', models.DateTimeField(null=True, verbose_name='last ended')),
                ('milliseconds', models.PositiveIntegerField(null=True, verbose_name='took, milliseconds')),
                ('outcome', models.CharField(choices=[('running', 'running'), ('done', 'done'), ('failed', 'failed')], max_length=10, verbose_name='outcome')),
                ('error', models.CharField(blank=True, default='', max_length=100, verbose_name='error')),
                ('failed_at', models.DateTimeField(null=True, verbose_name='last failed')),
            ],
            options={
                'verbose_name': 'task run',
                'verbose_name_plural': 'last runs of tasks',
                'constraints': [models.UniqueConstraint(fields=('task',), name='taskrun_once'), models.CheckConstraint(condition=models.Q(('outcome__in', ['running', 'done', 'failed'])), name='taskrun_outcome_is_known')],
            },
        ),
        migrations.AddIndex(
            model_name='auditentry',
            index=models.Index(fields=['desk', 'actor_key', 'number'], name='auditentry_of_actor'),
        ),
        migrations.AddIndex(
            model_name='auditentry',
            index=models.Index(fields=['desk', 'what', 'number'], name='auditentry_of_kind'),
        ),
        migrations.AddIndex(
            model_name='auditentry',
            index=models.Index(fields=['desk', 'at'], name='auditentry_by_time'),
        ),
    ]
