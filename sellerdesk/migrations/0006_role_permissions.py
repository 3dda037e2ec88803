"""What a desk gave to its roles, or took from them."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('sellerdesk', '0005_orders_under_way'),
    ]

    operations = [
        migrations.CreateModel(
            name='RolePermission',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('role', models.CharField(max_length=20)),
                ('permission', models.CharField(max_length=40)),
                ('given', models.BooleanField()),
                ('desk', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='sellerdesk.desk')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('desk', 'id'), name='rolepermission_desk_id'), models.UniqueConstraint(fields=('desk', 'role', 'permission'), name='rolepermission_once'), models.CheckConstraint(condition=models.Q(('role__in', ['manager', 'agent', 'analyst', 'read_only'])), name='rolepermission_role_may_be_changed'), models.CheckConstraint(condition=models.Q(('permission__in', ['desk.see', 'log.see', 'people.manage', 'tokens.manage']), _negated=True), name='rolepermission_may_be_changed')],
            },
        ),
    ]
