
import django.contrib.postgres.fields
import django.db.models.deletion
import django.db.models.functions.text
import sellerdesk.models.tenant
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('sellerdesk', '0005_words_to_search'),
    ]

    operations = [
        migrations.AddField(
            model_name='desk',
            name='skipped_steps',
            field=django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=20), blank=True, db_default=[], default=list, size=None, verbose_name='skipped steps of the first run'),
        ),
        migrations.CreateModel(
            name='Invitation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('email', models.EmailField(max_length=254, verbose_name='e-mail')),
                ('role', models.CharField(choices=[('owner', 'owner'), ('manager', 'manager'), ('agent', 'agent'), ('analyst', 'analyst'), ('read_only', 'read only')], max_length=20, verbose_name='role')),
                ('every_shop', models.BooleanField(default=True, verbose_name='every shop')),
                ('created_at', models.DateTimeField(verbose_name='created')),
                ('expires_at', models.DateTimeField(verbose_name='expires')),
                ('revoked_at', models.DateTimeField(blank=True, null=True, verbose_name='withdrawn')),
                ('accepted_at', models.DateTimeField(blank=True, null=True, verbose_name='accepted')),
                ('desk', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='sellerdesk.desk')),
                ('invited_by', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'invitation',
                'verbose_name_plural': 'invitations',
            },
        ),
        migrations.CreateModel(
            name='InvitationShop',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('desk', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='sellerdesk.desk')),
                ('invitation', sellerdesk.models.tenant.DeskForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='shops', to='sellerdesk.invitation')),
                ('shop', sellerdesk.models.tenant.DeskForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='sellerdesk.shop')),
            ],
        ),
        migrations.AddConstraint(
            model_name='invitation',
            constraint=models.UniqueConstraint(fields=('desk', 'id'), name='invitation_desk_id'),
        ),
        migrations.AddConstraint(
            model_name='invitation',
            constraint=models.UniqueConstraint(condition=models.Q(('accepted_at__isnull', True), ('revoked_at__isnull', True)), fields=('desk', 'email'), name='invitation_one_open_per_address'),
        ),
        migrations.AddConstraint(
            model_name='invitation',
            constraint=models.CheckConstraint(condition=models.Q(('email', django.db.models.functions.text.Lower('email'))), name='invitation_email_is_lower_case'),
        ),
        migrations.AddConstraint(
            model_name='invitation',
            constraint=models.CheckConstraint(condition=models.Q(('role__in', ['owner', 'manager', 'agent', 'analyst', 'read_only'])), name='invitation_role_is_known'),
        ),
        migrations.AddConstraint(
            model_name='invitation',
            constraint=models.CheckConstraint(condition=models.Q(('every_shop', False), ('role', 'owner'), _negated=True), name='invitation_owner_sees_every_shop'),
        ),
        migrations.AddConstraint(
            model_name='invitation',
            constraint=models.CheckConstraint(condition=models.Q(('revoked_at__isnull', True), ('accepted_at__isnull', True), _connector='OR'), name='invitation_ends_once'),
        ),
        migrations.AddConstraint(
            model_name='invitationshop',
            constraint=models.UniqueConstraint(fields=('desk', 'id'), name='invitationshop_desk_id'),
        ),
        migrations.AddConstraint(
            model_name='invitationshop',
            constraint=sellerdesk.models.tenant.DeskKey('invitation', name='invitationshop_invitation_in_desk'),
        ),
        migrations.AddConstraint(
            model_name='invitationshop',
            constraint=sellerdesk.models.tenant.DeskKey('shop', name='invitationshop_shop_in_desk'),
        ),
        migrations.AddConstraint(
            model_name='invitationshop',
            constraint=models.UniqueConstraint(fields=('desk', 'invitation', 'shop'), name='invitationshop_once'),
        ),
    ]
