"""The tables of the kernel."""

import django.contrib.postgres.fields
import django.contrib.postgres.indexes
import django.db.models.deletion
import django.db.models.functions.datetime
import django.db.models.functions.text
import sellerdesk.models.tenant
from django.conf import settings
from django.contrib.postgres.operations import BtreeGinExtension, TrigramExtension
from django.db import migrations, models


# Each batch changes its load's row, and each record kept is checked against that row: old versions must go away at once, which
# they do where little of a page may be filled.
ROOM = "ALTER TABLE sellerdesk_feedload SET (fillfactor = 10)"
NO_ROOM = "ALTER TABLE sellerdesk_feedload RESET (fillfactor)"

# A trigram needs three signs; of a Han character between spaces it sees the one. Plain SQL, since the index is over an expression
# that only the search writes (chat/queries/searching.py), and only names that have such characters are in it.
HAN = "[\u3005\u3007\u3400-\u4dbf\u4e00-\u9fff]"


class Migration(migrations.Migration):
    """Every table with its keys, checks and indexes in one step: adding them one by one costs ten times as long."""

    initial = True
    # A database that has them all has this; one that has only some is told so and is brought up by the version before.
    replaces = [
        ("sellerdesk", "0001_initial"),
        ("sellerdesk", "0003_user_time_zone"),
        ("sellerdesk", "0004_demo_desk"),
        ("sellerdesk", "0005_words_to_search"),
        ("sellerdesk", "0005_workitem_closed_by_time"),
        ("sellerdesk", "0006_invitations"),
        ("sellerdesk", "0007_order_of_buyer"),
        ("sellerdesk", "0008_keys_along_the_shop"),
        ("sellerdesk", "0009_room_in_feed_loads"),
        ("sellerdesk", "0010_uploads"),
        ("sellerdesk", "0011_snoozed"),
        ("sellerdesk", "0012_work_and_notices"),
        ("sellerdesk", "0013_reply_templates"),
        ("sellerdesk", "0014_old_events"),
        ("sellerdesk", "0015_delivery"),
        ("sellerdesk", "0016_buyer_by_han"),
        ("sellerdesk", "0017_guard_choice"),
    ]

    dependencies = [
        ("auth", "0012_alter_user_first_name_max_length"),
    ]

    operations = [
        # Search indexes stand on these.
        TrigramExtension(),
        BtreeGinExtension(),
        migrations.CreateModel(
            name='Desk',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('slug', models.SlugField(max_length=64, unique=True, verbose_name='slug')),
                ('name', models.CharField(max_length=150, verbose_name='name')),
                ('created_at', models.DateTimeField(verbose_name='created')),
                ('demo_at', models.DateTimeField(blank=True, null=True, verbose_name='demo until')),
                ('skipped_steps', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=20), blank=True, db_default=[], default=list, size=None, verbose_name='skipped steps of the first run')),
            ],
            options={
                'verbose_name': 'desk',
                'verbose_name_plural': 'desks',
                'constraints': [models.CheckConstraint(condition=models.Q(('demo_at__isnull', True), ('slug', 'demo'), _connector='OR'), name='desk_demo_is_named_so')],
            },
        ),
        migrations.CreateModel(
            name='User',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('password', models.CharField(max_length=128, verbose_name='password')),
                ('last_login', models.DateTimeField(blank=True, null=True, verbose_name='last login')),
                ('is_superuser', models.BooleanField(default=False, help_text='Designates that this user has all permissions without explicitly assigning them.', verbose_name='superuser status')),
                ('email', models.EmailField(max_length=254, unique=True, verbose_name='e-mail')),
                ('name', models.CharField(blank=True, max_length=150, verbose_name='name')),
                ('language', models.CharField(blank=True, max_length=8, verbose_name='language')),
                ('time_zone', models.CharField(blank=True, default='', max_length=64, verbose_name='time zone')),
                ('enter_sends', models.BooleanField(default=False, verbose_name='Enter sends a message')),
                ('is_staff', models.BooleanField(default=False, verbose_name='may open the admin')),
                ('is_active', models.BooleanField(default=True, verbose_name='active')),
                ('joined_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False, verbose_name='joined')),
                ('groups', models.ManyToManyField(blank=True, help_text='The groups this user belongs to. A user will get all permissions granted to each of their groups.', related_name='user_set', related_query_name='user', to='auth.group', verbose_name='groups')),
                ('user_permissions', models.ManyToManyField(blank=True, help_text='Specific permissions for this user.', related_name='user_set', related_query_name='user', to='auth.permission', verbose_name='user permissions')),
            ],
            options={
                'verbose_name': 'person',
                'verbose_name_plural': 'people',
                'constraints': [models.CheckConstraint(condition=models.Q(('email', django.db.models.functions.text.Lower('email'))), name='user_email_is_lower_case')],
            },
        ),
        migrations.CreateModel(
            name='ApiToken',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('desk', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='sellerdesk.desk')),
                ('name', models.CharField(max_length=100, verbose_name='name')),
                ('secret_hash', models.CharField(max_length=64, verbose_name='hash of the secret')),
                ('permissions', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=40), size=None, verbose_name='permissions')),
                ('every_shop', models.BooleanField(default=True, verbose_name='every shop')),
                ('created_at', models.DateTimeField(verbose_name='created')),
                ('last_used_at', models.DateTimeField(blank=True, null=True, verbose_name='last used')),
                ('revoked_at', models.DateTimeField(blank=True, null=True, verbose_name='revoked')),
            ],
            options={
                'verbose_name': 'API token',
                'verbose_name_plural': 'API tokens',
                'constraints': [models.UniqueConstraint(fields=('desk', 'id'), name='apitoken_desk_id'), models.UniqueConstraint(fields=('desk', 'secret_hash'), name='apitoken_secret')],
            },
        ),
        migrations.CreateModel(
            name='AuditEntry',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('desk', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='sellerdesk.desk')),
                ('number', models.BigIntegerField(verbose_name='number')),
                ('at', models.DateTimeField(verbose_name='at')),
                ('actor_key', models.CharField(max_length=60, verbose_name='actor')),
                ('actor_label', models.CharField(max_length=254, verbose_name="actor's name")),
                ('what', models.CharField(max_length=60, verbose_name='what')),
                ('subject', models.CharField(max_length=200, verbose_name='subject')),
                ('before', models.JSONField(null=True, verbose_name='before')),
                ('after', models.JSONField(null=True, verbose_name='after')),
                ('previous_hash', models.CharField(blank=True, max_length=64, verbose_name='previous hash')),
                ('hash', models.CharField(max_length=64, verbose_name='hash')),
            ],
            options={
                'verbose_name': 'audit entry',
                'verbose_name_plural': 'audit entries',
                'indexes': [models.Index(fields=['desk', 'subject', 'number'], name='auditentry_of_subject')],
                'constraints': [models.UniqueConstraint(fields=('desk', 'id'), name='auditentry_desk_id'), models.UniqueConstraint(fields=('desk', 'number'), name='auditentry_number'), models.CheckConstraint(condition=models.Q(models.Q(('number', 1), ('previous_hash', '')), models.Q(('number__gt', 1), models.Q(('previous_hash', ''), _negated=True)), _connector='OR'), name='auditentry_carries_the_previous_hash')],
            },
        ),
        migrations.CreateModel(
            name='DeskCounter',
            fields=[
                ('desk', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='+', serialize=False, to='sellerdesk.desk')),
                ('event_number', models.BigIntegerField(default=0)),
                ('audit_number', models.BigIntegerField(default=0)),
                ('audit_hash', models.CharField(blank=True, default='', max_length=64)),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('audit_number__gte', 0), ('event_number__gte', 0)), name='deskcounter_numbers_are_not_negative')],
            },
        ),
        migrations.CreateModel(
            name='IdempotencyKey',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('desk', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='sellerdesk.desk')),
                ('caller', models.CharField(max_length=60)),
                ('key', models.CharField(max_length=200)),
                ('request_hash', models.CharField(max_length=64)),
                ('status', models.PositiveSmallIntegerField(null=True)),
                ('content_type', models.CharField(blank=True, default='', max_length=100)),
                ('answer', models.BinaryField(null=True)),
                ('created_at', models.DateTimeField()),
                ('lease_until', models.DateTimeField()),
            ],
            options={
                'indexes': [models.Index(fields=['created_at'], name='idempotencykey_sweep_old')],
                'constraints': [models.UniqueConstraint(fields=('desk', 'id'), name='idempotencykey_desk_id'), models.UniqueConstraint(fields=('desk', 'caller', 'key'), name='idempotencykey_once'), models.CheckConstraint(condition=models.Q(models.Q(('answer__isnull', True), ('status__isnull', True)), models.Q(('answer__isnull', False), ('status__isnull', False)), _connector='OR'), name='idempotencykey_answer_with_status')],
            },
        ),
        migrations.CreateModel(
            name='Invitation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('desk', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='sellerdesk.desk')),
                ('email', models.EmailField(max_length=254, verbose_name='e-mail')),
                ('role', models.CharField(choices=[('owner', 'owner'), ('manager', 'manager'), ('agent', 'agent'), ('analyst', 'analyst'), ('read_only', 'read only')], max_length=20, verbose_name='role')),
                ('every_shop', models.BooleanField(default=True, verbose_name='every shop')),
                ('invited_by', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('created_at', models.DateTimeField(verbose_name='created')),
                ('expires_at', models.DateTimeField(verbose_name='expires')),
                ('revoked_at', models.DateTimeField(blank=True, null=True, verbose_name='withdrawn')),
                ('accepted_at', models.DateTimeField(blank=True, null=True, verbose_name='accepted')),
            ],
            options={
                'verbose_name': 'invitation',
                'verbose_name_plural': 'invitations',
                'constraints': [models.UniqueConstraint(fields=('desk', 'id'), name='invitation_desk_id'), models.UniqueConstraint(condition=models.Q(('accepted_at__isnull', True), ('revoked_at__isnull', True)), fields=('desk', 'email'), name='invitation_one_open_per_address'), models.CheckConstraint(condition=models.Q(('email', django.db.models.functions.text.Lower('email'))), name='invitation_email_is_lower_case'), models.CheckConstraint(condition=models.Q(('role__in', ['owner', 'manager', 'agent', 'analyst', 'read_only'])), name='invitation_role_is_known'), models.CheckConstraint(condition=models.Q(('every_shop', False), ('role', 'owner'), _negated=True), name='invitation_owner_sees_every_shop'), models.CheckConstraint(condition=models.Q(('revoked_at__isnull', True), ('accepted_at__isnull', True), _connector='OR'), name='invitation_ends_once')],
            },
        ),
        migrations.CreateModel(
            name='Lease',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('desk', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='sellerdesk.desk')),
                ('subject', models.CharField(max_length=200, verbose_name='subject')),
                ('holder', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('until', models.DateTimeField(verbose_name='until')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('desk', 'id'), name='lease_desk_id'), models.UniqueConstraint(fields=('desk', 'subject'), name='lease_one_holder')],
            },
        ),
        migrations.CreateModel(
            name='Membership',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('desk', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='sellerdesk.desk')),
                ('user', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='memberships', to=settings.AUTH_USER_MODEL)),
                ('role', models.CharField(choices=[('owner', 'owner'), ('manager', 'manager'), ('agent', 'agent'), ('analyst', 'analyst'), ('read_only', 'read only')], max_length=20, verbose_name='role')),
                ('every_shop', models.BooleanField(default=True, verbose_name='every shop')),
                ('created_at', models.DateTimeField(verbose_name='created')),
            ],
            options={
                'verbose_name': 'membership',
                'verbose_name_plural': 'memberships',
                'indexes': [models.Index(fields=['user'], name='membership_of_user')],
                'constraints': [models.UniqueConstraint(fields=('desk', 'id'), name='membership_desk_id'), models.UniqueConstraint(fields=('desk', 'user'), name='membership_desk_user'), models.CheckConstraint(condition=models.Q(('role__in', ['owner', 'manager', 'agent', 'analyst', 'read_only'])), name='membership_role_is_known'), models.CheckConstraint(condition=models.Q(('every_shop', False), ('role', 'owner'), _negated=True), name='membership_owner_sees_every_shop')],
            },
        ),
        migrations.CreateModel(
            name='Notice',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('desk', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='sellerdesk.desk')),
                ('user', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('kind', models.CharField(max_length=40, verbose_name='kind')),
                ('subject', models.CharField(max_length=200, verbose_name='subject')),
                ('at', models.DateTimeField(verbose_name='at')),
                ('count', models.PositiveIntegerField(db_default=1, default=1, verbose_name='how many things')),
                ('figures', models.JSONField(db_default={}, default=dict)),
                ('on_page', models.BooleanField(db_default=True, default=True)),
                ('by_mail', models.BooleanField(db_default=False, default=False)),
                ('read_at', models.DateTimeField(blank=True, null=True, verbose_name='read')),
            ],
            options={
                'verbose_name': 'notice',
                'verbose_name_plural': 'notices',
                'indexes': [models.Index(fields=['desk', 'user', '-at'], name='notice_of_user'), models.Index(condition=models.Q(('on_page', True), ('read_at__isnull', True)), fields=['desk', 'user'], name='notice_unread'), models.Index(condition=models.Q(('kind__in', ('soon', 'overdue')), ('read_at__isnull', True)), fields=['id'], name='notice_sweep_stages')],
                'constraints': [models.UniqueConstraint(fields=('desk', 'id'), name='notice_desk_id'), models.UniqueConstraint(condition=models.Q(('read_at__isnull', True)), fields=('desk', 'user', 'kind', 'subject'), name='notice_unread_once')],
            },
        ),
        migrations.CreateModel(
            name='NoticeChoice',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('desk', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='sellerdesk.desk')),
                ('user', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('channels', models.JSONField(default=dict)),
                ('quiet_from', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='quiet from, minutes after midnight')),
                ('quiet_until', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='quiet until, minutes after midnight')),
                ('zone', models.CharField(default='UTC', max_length=64, verbose_name='time zone of the quiet hours')),
                ('digests', models.BooleanField(default=True, verbose_name='digests')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('desk', 'id'), name='noticechoice_desk_id'), models.UniqueConstraint(fields=('desk', 'user'), name='noticechoice_once'), models.CheckConstraint(condition=models.Q(models.Q(('quiet_from__isnull', True), ('quiet_until__isnull', True)), models.Q(('quiet_from__lt', 1440), ('quiet_until__lt', 1440), models.Q(('quiet_from', models.F('quiet_until')), _negated=True)), _connector='OR'), name='noticechoice_quiet_is_a_span')],
            },
        ),
        migrations.CreateModel(
            name='ReplyTemplate',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('desk', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='sellerdesk.desk')),
                ('owner', models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('folder', models.CharField(blank=True, default='', max_length=60, verbose_name='folder')),
                ('name', models.CharField(max_length=120, verbose_name='name')),
                ('shortcut', models.CharField(blank=True, default='', max_length=32, verbose_name='shortcut')),
                ('place', models.CharField(choices=[('both', 'chat and public replies'), ('chat', 'chat only')], default='both', max_length=10, verbose_name='for')),
                ('words', models.TextField(blank=True, default='')),
                ('version', models.PositiveIntegerField(default=1)),
                ('created_at', models.DateTimeField(verbose_name='created')),
                ('changed_at', models.DateTimeField(verbose_name='changed')),
                ('changed_by', models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('deleted_at', models.DateTimeField(blank=True, null=True, verbose_name='deleted')),
                ('uses', models.PositiveIntegerField(default=0, verbose_name='uses')),
                ('last_used_at', models.DateTimeField(blank=True, null=True, verbose_name='last used')),
                ('last_used_by', models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'reply template',
                'verbose_name_plural': 'reply templates',
                'indexes': [models.Index(fields=['desk', 'folder', 'name'], name='replytemplate_by_folder')],
                'constraints': [models.UniqueConstraint(fields=('desk', 'id'), name='replytemplate_desk_id'), models.UniqueConstraint(condition=models.Q(('deleted_at__isnull', True), ('owner__isnull', True), models.Q(('shortcut', ''), _negated=True)), fields=('desk', 'shortcut'), name='replytemplate_shortcut_of_desk'), models.UniqueConstraint(condition=models.Q(('deleted_at__isnull', True), ('owner__isnull', False), models.Q(('shortcut', ''), _negated=True)), fields=('desk', 'owner', 'shortcut'), name='replytemplate_shortcut_of_owner'), models.CheckConstraint(condition=models.Q(('place__in', ['both', 'chat'])), name='replytemplate_place_is_known'), models.CheckConstraint(condition=models.Q(models.Q(('last_used_at__isnull', True), ('uses', 0)), models.Q(('last_used_at__isnull', False), ('uses__gt', 0)), _connector='OR'), name='replytemplate_used_when')],
            },
        ),
        migrations.CreateModel(
            name='Rotation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('desk', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='sellerdesk.desk')),
                ('lane', models.CharField(max_length=40, verbose_name='lane')),
                ('is_on', models.BooleanField(default=False, verbose_name='on')),
                ('most_open', models.PositiveSmallIntegerField(default=10, verbose_name='most open items of one person')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('desk', 'id'), name='rotation_desk_id'), models.UniqueConstraint(fields=('desk', 'lane'), name='rotation_once'), models.CheckConstraint(condition=models.Q(('most_open__gte', 1)), name='rotation_gives_something')],
            },
        ),
        migrations.CreateModel(
            name='RotationTurn',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('desk', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='sellerdesk.desk')),
                ('lane', models.CharField(max_length=40)),
                ('user', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('turn', models.BigIntegerField()),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('desk', 'id'), name='rotationturn_desk_id'), models.UniqueConstraint(fields=('desk', 'lane', 'user'), name='rotationturn_once')],
            },
        ),
        migrations.CreateModel(
            name='SavedMapping',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('desk', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='sellerdesk.desk')),
                ('name', models.CharField(max_length=80)),
                ('signature', models.CharField(max_length=32)),
                ('mapping', models.JSONField()),
                ('saved_at', models.DateTimeField()),
            ],
            options={
                'indexes': [models.Index(fields=['desk', 'signature'], name='saved_mapping_of_kind')],
                'constraints': [models.UniqueConstraint(fields=('desk', 'id'), name='saved_mapping_desk_id'), models.UniqueConstraint(fields=('desk', 'name'), name='saved_mapping_name_once')],
            },
        ),
        migrations.CreateModel(
            name='Shop',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('desk', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='sellerdesk.desk')),
                ('slug', models.SlugField(db_index=False, max_length=64, verbose_name='slug')),
                ('name', models.CharField(max_length=150, verbose_name='name')),
                ('rules', models.CharField(choices=[('standard', 'standard'), ('taobao', 'Taobao'), ('wildberries', 'Wildberries')], default='standard', max_length=20, verbose_name='rules')),
                ('time_zone', models.CharField(max_length=64, verbose_name='time zone')),
                ('window', models.CharField(choices=[('6_months', '6 months'), ('180_days', '180 days')], default='6_months', max_length=20, verbose_name='rating window')),
                ('reply_target_seconds', models.PositiveIntegerField(default=3600, verbose_name='reply target, seconds')),
                ('greeting', models.CharField(choices=[('name', 'by the whole name'), ('dear', 'as 亲')], default='name', max_length=10, verbose_name='greeting of Chinese buyers')),
                ('created_at', models.DateTimeField(verbose_name='created')),
                ('working_hours', models.JSONField(blank=True, null=True, verbose_name='working hours')),
                ('digest_at', models.DateTimeField(blank=True, editable=False, null=True, verbose_name='next digest')),
            ],
            options={
                'verbose_name': 'shop',
                'verbose_name_plural': 'shops',
                'indexes': [models.Index(fields=['digest_at'], name='shop_sweep_digest')],
                'constraints': [models.UniqueConstraint(fields=('desk', 'id'), name='shop_desk_id'), models.UniqueConstraint(fields=('desk', 'slug'), name='shop_desk_slug'), models.UniqueConstraint(fields=('slug',), name='shop_slug_overall'), models.CheckConstraint(condition=models.Q(('rules__in', ['standard', 'taobao', 'wildberries'])), name='shop_rules_are_known'), models.CheckConstraint(condition=models.Q(('window__in', ['6_months', '180_days'])), name='shop_window_is_known'), models.CheckConstraint(condition=models.Q(('greeting__in', ['name', 'dear'])), name='shop_greeting_is_known'), models.CheckConstraint(condition=models.Q(('time_zone', ''), _negated=True), name='shop_has_a_time_zone')],
            },
        ),
        migrations.CreateModel(
            name='ApiTokenShop',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('desk', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='sellerdesk.desk')),
                ('token', sellerdesk.models.tenant.DeskForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='shops', to='sellerdesk.apitoken')),
                ('shop', sellerdesk.models.tenant.DeskForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='sellerdesk.shop')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('desk', 'id'), name='apitokenshop_desk_id'), sellerdesk.models.tenant.DeskKey('token', name='apitokenshop_token_in_desk'), sellerdesk.models.tenant.DeskKey('shop', name='apitokenshop_shop_in_desk'), models.UniqueConstraint(fields=('desk', 'token', 'shop'), name='apitokenshop_once')],
            },
        ),
        migrations.CreateModel(
            name='Buyer',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('desk', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='sellerdesk.desk')),
                ('shop', sellerdesk.models.tenant.DeskForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='sellerdesk.shop')),
                ('outside_id', models.TextField()),
                ('name', models.TextField(blank=True)),
                ('named_at', models.DateTimeField(null=True)),
            ],
            options={
                'indexes': [django.contrib.postgres.indexes.GinIndex(condition=models.Q(('name', ''), _negated=True), fields=['desk', 'name'], name='buyer_by_name', opclasses=['int8_ops', 'gin_trgm_ops'])],
                'constraints': [sellerdesk.models.tenant.DeskKey('shop', name='buyer_shop_in_desk'), models.UniqueConstraint(fields=('desk', 'shop', 'outside_id'), name='buyer_once_per_shop'), models.UniqueConstraint(fields=('desk', 'shop', 'id'), name='buyer_desk_shop_id'), models.UniqueConstraint(fields=('desk', 'id'), name='buyer_desk_id')],
            },
        ),
        migrations.CreateModel(
            name='DeskEvent',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('desk', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='sellerdesk.desk')),
                ('number', models.BigIntegerField()),
                ('kind', models.CharField(max_length=60)),
                ('shop', sellerdesk.models.tenant.DeskForeignKey(db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='sellerdesk.shop')),
                ('ids', models.JSONField(default=dict)),
                ('at', models.DateTimeField()),
            ],
            options={
                'indexes': [django.contrib.postgres.indexes.BrinIndex(fields=['at'], name='deskevent_sweep_old', pages_per_range=32)],
                'constraints': [models.UniqueConstraint(fields=('desk', 'id'), name='deskevent_desk_id'), sellerdesk.models.tenant.DeskKey('shop', name='deskevent_shop_in_desk'), models.UniqueConstraint(fields=('desk', 'number'), name='deskevent_number'), models.CheckConstraint(condition=models.Q(('number__gte', 1)), name='deskevent_number_starts_at_one')],
            },
        ),
        migrations.CreateModel(
            name='FeedLoad',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('desk', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='sellerdesk.desk')),
                ('shop', sellerdesk.models.tenant.DeskForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='sellerdesk.shop')),
                ('source', models.TextField()),
                ('started_at', models.DateTimeField()),
                ('finished_at', models.DateTimeField(null=True)),
                ('read', models.BigIntegerField(default=0)),
                ('unchanged', models.BigIntegerField(default=0)),
                ('released', models.BigIntegerField(default=0)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('desk', 'id'), name='feed_load_desk_id'), sellerdesk.models.tenant.DeskKey('shop', name='feed_load_shop_in_desk'), models.UniqueConstraint(fields=('desk', 'shop', 'id'), name='feed_load_desk_shop_id')],
            },
        ),
        migrations.CreateModel(
            name='GuardChoice',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('desk', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='sellerdesk.desk')),
                ('shop', sellerdesk.models.tenant.DeskForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='sellerdesk.shop')),
                ('doings', models.JSONField(default=dict)),
                ('banned', models.JSONField(default=list)),
                ('own_names', models.JSONField(default=list)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('desk', 'id'), name='guardchoice_desk_id'), sellerdesk.models.tenant.DeskKey('shop', name='guardchoice_shop_in_desk'), models.UniqueConstraint(fields=('desk', 'shop'), name='guardchoice_once')],
            },
        ),
        migrations.CreateModel(
            name='Holiday',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('desk', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='sellerdesk.desk')),
                ('shop', sellerdesk.models.tenant.DeskForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='sellerdesk.shop')),
                ('day', models.DateField(verbose_name='day')),
                ('name', models.CharField(blank=True, default='', max_length=80, verbose_name='name')),
            ],
            options={
                'verbose_name': 'holiday',
                'verbose_name_plural': 'holidays',
                'constraints': [models.UniqueConstraint(fields=('desk', 'id'), name='holiday_desk_id'), sellerdesk.models.tenant.DeskKey('shop', name='holiday_shop_in_desk'), models.UniqueConstraint(fields=('desk', 'shop', 'day'), name='holiday_once')],
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
            options={
                'constraints': [models.UniqueConstraint(fields=('desk', 'id'), name='invitationshop_desk_id'), sellerdesk.models.tenant.DeskKey('invitation', name='invitationshop_invitation_in_desk'), sellerdesk.models.tenant.DeskKey('shop', name='invitationshop_shop_in_desk'), models.UniqueConstraint(fields=('desk', 'invitation', 'shop'), name='invitationshop_once')],
            },
        ),
        migrations.CreateModel(
            name='MembershipShop',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('desk', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='sellerdesk.desk')),
                ('membership', sellerdesk.models.tenant.DeskForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='shops', to='sellerdesk.membership')),
                ('shop', sellerdesk.models.tenant.DeskForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='sellerdesk.shop')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('desk', 'id'), name='membershipshop_desk_id'), sellerdesk.models.tenant.DeskKey('membership', name='membershipshop_membership_in_desk'), sellerdesk.models.tenant.DeskKey('shop', name='membershipshop_shop_in_desk'), models.UniqueConstraint(fields=('desk', 'membership', 'shop'), name='membershipshop_once')],
            },
        ),
        migrations.CreateModel(
            name='Moment',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('desk', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='sellerdesk.desk')),
                ('shop', sellerdesk.models.tenant.DeskForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='sellerdesk.shop')),
                ('kind', models.CharField(max_length=20)),
                ('subject', models.TextField()),
                ('at', models.DateTimeField()),
            ],
            options={
                'indexes': [models.Index(fields=['at'], name='moment_due_sweep')],
                'constraints': [models.UniqueConstraint(fields=('desk', 'id'), name='moment_desk_id'), sellerdesk.models.tenant.DeskKey('shop', name='moment_shop_in_desk'), models.UniqueConstraint(fields=('desk', 'shop', 'kind', 'at', 'subject'), name='moment_once')],
            },
        ),
        migrations.CreateModel(
            name='Outbound',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('desk', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='sellerdesk.desk')),
                ('shop', sellerdesk.models.tenant.DeskForeignKey(blank=True, db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='sellerdesk.shop')),
                ('kind', models.CharField(max_length=60, verbose_name='kind')),
                ('lane', models.CharField(blank=True, default='', max_length=120, verbose_name='lane')),
                ('dedupe_key', models.CharField(max_length=200, verbose_name='dedupe key')),
                ('payload', models.JSONField(default=dict, verbose_name='payload')),
                ('state', models.CharField(choices=[('queued', 'waiting'), ('claimed', 'being sent'), ('sent', 'sent'), ('moderated', 'under moderation'), ('unknown', 'unknown'), ('by_hand', 'by hand'), ('done', 'done there'), ('dead', 'failed'), ('cancelled', 'cancelled')], default='queued', max_length=10, verbose_name='state')),
                ('not_before', models.DateTimeField(verbose_name='not before')),
                ('claim', models.UUIDField(blank=True, null=True, verbose_name='claim')),
                ('lease_until', models.DateTimeField(blank=True, null=True, verbose_name='lease until')),
                ('attempts', models.PositiveSmallIntegerField(default=0, verbose_name='attempts')),
                ('last_error', models.CharField(blank=True, default='', max_length=500, verbose_name='last error')),
                ('first_tried_at', models.DateTimeField(blank=True, null=True, verbose_name='first tried')),
                ('doubt_since', models.DateTimeField(blank=True, null=True, verbose_name='in doubt since')),
                ('checks', models.PositiveSmallIntegerField(db_default=0, default=0, verbose_name='checks')),
                ('created_at', models.DateTimeField(verbose_name='created')),
                ('settled_at', models.DateTimeField(blank=True, null=True, verbose_name='settled')),
            ],
            options={
                'verbose_name': 'delivery',
                'verbose_name_plural': 'deliveries',
                'indexes': [models.Index(condition=models.Q(('state', 'queued')), fields=['not_before', 'id'], name='outbound_sweep_queued'), models.Index(condition=models.Q(('state', 'claimed')), fields=['lease_until'], name='outbound_sweep_claimed'), models.Index(condition=models.Q(('state__in', ['unknown', 'moderated'])), fields=['not_before', 'id'], name='outbound_sweep_doubtful'), models.Index(condition=models.Q(('state__in', ['queued', 'claimed', 'unknown', 'by_hand'])), fields=['desk', 'lane', 'id'], name='outbound_lane_open'), models.Index(fields=['desk', 'state', '-id'], name='outbound_of_desk')],
                'constraints': [models.UniqueConstraint(fields=('desk', 'id'), name='outbound_desk_id'), sellerdesk.models.tenant.DeskKey('shop', name='outbound_shop_in_desk'), models.UniqueConstraint(fields=('desk', 'kind', 'dedupe_key'), name='outbound_once'), models.CheckConstraint(condition=models.Q(('state__in', ['queued', 'claimed', 'sent', 'moderated', 'unknown', 'by_hand', 'done', 'dead', 'cancelled'])), name='outbound_state_is_known'), models.CheckConstraint(condition=models.Q(models.Q(('claim__isnull', False), ('lease_until__isnull', False), ('state__in', ['claimed', 'unknown', 'moderated'])), models.Q(models.Q(('state', 'claimed'), _negated=True), ('claim__isnull', True), ('lease_until__isnull', True)), _connector='OR'), name='outbound_lease_while_claimed'), models.CheckConstraint(condition=models.Q(models.Q(('settled_at__isnull', False), ('state__in', ['sent', 'done', 'dead', 'cancelled'])), models.Q(('settled_at__isnull', True), ('state__in', ['queued', 'claimed', 'unknown', 'moderated', 'by_hand'])), _connector='OR'), name='outbound_settled_at_when_over'), models.CheckConstraint(condition=models.Q(models.Q(('state__in', ['unknown', 'moderated']), _negated=True), ('doubt_since__isnull', False), _connector='OR'), name='outbound_doubt_has_a_beginning')],
            },
        ),
        migrations.CreateModel(
            name='Product',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('desk', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='sellerdesk.desk')),
                ('shop', sellerdesk.models.tenant.DeskForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='sellerdesk.shop')),
                ('outside_id', models.TextField()),
                ('listed_at', models.DateTimeField(null=True)),
                ('title', models.TextField(blank=True)),
                ('article', models.TextField(blank=True)),
                ('category', models.TextField(blank=True)),
                ('image', models.TextField(blank=True)),
                ('price_minor', models.BigIntegerField(null=True)),
                ('price_currency', models.CharField(blank=True, max_length=3)),
                ('cost_minor', models.BigIntegerField(null=True)),
                ('cost_currency', models.CharField(blank=True, max_length=3)),
            ],
            options={
                'indexes': [django.contrib.postgres.indexes.GinIndex(fields=['desk', 'title', 'article'], name='product_by_words', opclasses=['int8_ops', 'gin_trgm_ops', 'gin_trgm_ops'])],
                'constraints': [sellerdesk.models.tenant.DeskKey('shop', name='product_shop_in_desk'), models.UniqueConstraint(fields=('desk', 'shop', 'outside_id'), name='product_once_per_shop'), models.UniqueConstraint(fields=('desk', 'id'), name='product_desk_id')],
            },
        ),
        migrations.CreateModel(
            name='ReplyText',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('desk', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='sellerdesk.desk')),
                ('template', sellerdesk.models.tenant.DeskForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='texts', to='sellerdesk.replytemplate')),
                ('language', models.CharField(max_length=8, verbose_name='language')),
                ('text', models.TextField(verbose_name='text')),
                ('changed_at', models.DateTimeField(verbose_name='changed')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('desk', 'id'), name='replytext_desk_id'), sellerdesk.models.tenant.DeskKey('template', name='replytext_template_in_desk'), models.UniqueConstraint(fields=('desk', 'template', 'language'), name='replytext_once_per_language'), models.CheckConstraint(condition=models.Q(('language__in', ['ru', 'zh', 'en'])), name='replytext_language_is_known'), models.CheckConstraint(condition=models.Q(('text', ''), _negated=True), name='replytext_says_something')],
            },
        ),
        migrations.CreateModel(
            name='ShopConnection',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('desk', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='sellerdesk.desk')),
                ('shop', sellerdesk.models.tenant.DeskForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='sellerdesk.shop')),
                ('kind', models.CharField(choices=[('by_hand', 'by hand'), ('simulator', 'simulated marketplace')], default='by_hand', max_length=20, verbose_name='kind')),
                ('settings', models.JSONField(blank=True, default=dict, verbose_name='settings')),
                ('secret', models.TextField(blank=True, default='', verbose_name='secret')),
                ('changed_at', models.DateTimeField(verbose_name='changed')),
                ('failing_since', models.DateTimeField(blank=True, null=True, verbose_name='failing since')),
                ('failing_why', models.CharField(blank=True, choices=[('silent', 'does not answer'), ('denied', 'does not let us in')], default='', max_length=10, verbose_name='why')),
                ('read_at', models.DateTimeField(blank=True, null=True, verbose_name='last read')),
                ('read_after', models.DateTimeField(blank=True, null=True, verbose_name='next read')),
            ],
            options={
                'verbose_name': 'connection',
                'verbose_name_plural': 'connections',
                'indexes': [models.Index(condition=models.Q(('read_after__isnull', False)), fields=['read_after'], name='shopconnection_sweep_read')],
                'constraints': [models.UniqueConstraint(fields=('desk', 'id'), name='shopconnection_desk_id'), sellerdesk.models.tenant.DeskKey('shop', name='shopconnection_shop_in_desk'), models.UniqueConstraint(fields=('desk', 'shop'), name='shopconnection_once'), models.CheckConstraint(condition=models.Q(('kind__in', ['by_hand', 'simulator'])), name='shopconnection_kind_is_known'), models.CheckConstraint(condition=models.Q(models.Q(('failing_since__isnull', True), ('failing_why', '')), models.Q(('failing_since__isnull', False), ('failing_why__in', ['silent', 'denied'])), _connector='OR'), name='shopconnection_failing_says_why')],
            },
        ),
        migrations.CreateModel(
            name='SimulatedEvent',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('desk', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='sellerdesk.desk')),
                ('shop', sellerdesk.models.tenant.DeskForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='sellerdesk.shop')),
                ('number', models.BigIntegerField(null=True)),
                ('due_at', models.DateTimeField()),
                ('record', models.JSONField()),
            ],
            options={
                'indexes': [models.Index(condition=models.Q(('number__isnull', True)), fields=['desk', 'shop', 'due_at'], name='simulated_event_to_tell')],
                'constraints': [models.UniqueConstraint(fields=('desk', 'id'), name='simulated_event_desk_id'), sellerdesk.models.tenant.DeskKey('shop', name='simulated_event_shop_in_desk'), models.UniqueConstraint(fields=('desk', 'shop', 'number'), name='simulated_event_number_once')],
            },
        ),
        migrations.CreateModel(
            name='SimulatedParcel',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('desk', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='sellerdesk.desk')),
                ('shop', sellerdesk.models.tenant.DeskForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='sellerdesk.shop')),
                ('key', models.TextField()),
                ('place', models.TextField()),
                ('text', models.TextField(blank=True)),
                ('tries', models.IntegerField(default=0)),
                ('arrivals', models.IntegerField(default=0)),
                ('arrived_at', models.DateTimeField(null=True)),
                ('verdict', models.CharField(blank=True, max_length=8)),
                ('judged_at', models.DateTimeField(null=True)),
            ],
            options={
                'indexes': [models.Index(fields=['desk', 'shop', 'place'], name='simulated_parcel_of_place')],
                'constraints': [models.UniqueConstraint(fields=('desk', 'id'), name='simulated_parcel_desk_id'), sellerdesk.models.tenant.DeskKey('shop', name='simulated_parcel_shop_in_desk'), models.UniqueConstraint(fields=('desk', 'shop', 'key'), name='simulated_parcel_once')],
            },
        ),
        migrations.CreateModel(
            name='SimulatedShop',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('desk', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='sellerdesk.desk')),
                ('shop', sellerdesk.models.tenant.DeskForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='sellerdesk.shop')),
                ('told', models.BigIntegerField(default=0)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('desk', 'id'), name='simulated_shop_desk_id'), sellerdesk.models.tenant.DeskKey('shop', name='simulated_shop_shop_in_desk'), models.UniqueConstraint(fields=('desk', 'shop'), name='simulated_shop_once')],
            },
        ),
        migrations.CreateModel(
            name='SyncCursor',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('desk', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='sellerdesk.desk')),
                ('shop', sellerdesk.models.tenant.DeskForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='sellerdesk.shop')),
                ('topic', models.CharField(max_length=40, verbose_name='topic')),
                ('position', models.JSONField(default=dict, verbose_name='position')),
                ('lease_until', models.DateTimeField(blank=True, null=True, verbose_name='lease until')),
                ('moved_at', models.DateTimeField(blank=True, null=True, verbose_name='moved')),
            ],
            options={
                'verbose_name': 'sync cursor',
                'verbose_name_plural': 'sync cursors',
                'constraints': [models.UniqueConstraint(fields=('desk', 'id'), name='synccursor_desk_id'), sellerdesk.models.tenant.DeskKey('shop', name='synccursor_shop_in_desk'), models.UniqueConstraint(fields=('desk', 'shop', 'topic'), name='synccursor_once')],
            },
        ),
        migrations.CreateModel(
            name='TradeVoid',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('desk', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='sellerdesk.desk')),
                ('shop', sellerdesk.models.tenant.DeskForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='sellerdesk.shop')),
                ('record', models.BigIntegerField()),
                ('outside_id', models.TextField()),
                ('order_ref', models.TextField()),
                ('at', models.DateTimeField()),
                ('content_hash', models.BinaryField(max_length=32)),
                ('reason', models.TextField()),
                ('placed', models.BooleanField(default=False)),
            ],
            options={
                'indexes': [models.Index(fields=['desk', 'shop', 'order_ref'], name='trade_void_of_order')],
                'constraints': [models.UniqueConstraint(fields=('desk', 'id'), name='trade_void_desk_id'), sellerdesk.models.tenant.DeskKey('shop', name='trade_void_shop_in_desk'), models.UniqueConstraint(fields=('desk', 'shop', 'outside_id'), name='trade_void_once_per_shop')],
            },
        ),
        migrations.CreateModel(
            name='WorkItem',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('desk', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='sellerdesk.desk')),
                ('kind', models.CharField(max_length=40, verbose_name='kind')),
                ('subject', models.CharField(max_length=200, verbose_name='subject')),
                ('shop', sellerdesk.models.tenant.DeskForeignKey(blank=True, db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='sellerdesk.shop')),
                ('due_at', models.DateTimeField(blank=True, null=True, verbose_name='due')),
                ('priority', models.SmallIntegerField(default=0, verbose_name='priority')),
                ('assignee', models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('state', models.CharField(choices=[('open', 'open'), ('closed', 'closed')], default='open', max_length=10, verbose_name='state')),
                ('opened_at', models.DateTimeField(verbose_name='opened')),
                ('snoozed_until', models.DateTimeField(blank=True, null=True, verbose_name='snoozed until')),
                ('allowed_seconds', models.PositiveIntegerField(blank=True, null=True, verbose_name='allowed working time, seconds')),
                ('told', models.SmallIntegerField(db_default=0, default=0)),
                ('watch_at', models.DateTimeField(blank=True, null=True)),
                ('closed_at', models.DateTimeField(blank=True, null=True, verbose_name='closed')),
                ('outcome', models.CharField(blank=True, default='', max_length=40, verbose_name='outcome')),
            ],
            options={
                'verbose_name': 'work item',
                'verbose_name_plural': 'work items',
                'indexes': [models.Index(condition=models.Q(('state', 'open')), fields=['desk', 'due_at'], name='workitem_open_by_due'), models.Index(condition=models.Q(('state', 'open')), fields=['desk', 'assignee', 'due_at'], name='workitem_open_mine'), models.Index(condition=models.Q(('state', 'open')), fields=['watch_at'], name='workitem_sweep_watch'), models.Index(condition=models.Q(('state', 'closed')), fields=['desk', 'closed_at'], name='workitem_closed_by_time')],
                'constraints': [models.UniqueConstraint(fields=('desk', 'id'), name='workitem_desk_id'), sellerdesk.models.tenant.DeskKey('shop', name='workitem_shop_in_desk'), models.UniqueConstraint(condition=models.Q(('state', 'open')), fields=('desk', 'kind', 'subject'), name='workitem_open_once'), models.CheckConstraint(condition=models.Q(('told__in', [0, 1, 2])), name='workitem_told_is_known'), models.CheckConstraint(condition=models.Q(models.Q(('closed_at__isnull', True), ('outcome', ''), ('state', 'open')), models.Q(('closed_at__isnull', False), ('state', 'closed'), models.Q(('outcome', ''), _negated=True)), _connector='OR'), name='workitem_closed_at_with_outcome')],
            },
        ),
        migrations.CreateModel(
            name='FeedRecord',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('desk', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='sellerdesk.desk')),
                ('shop', sellerdesk.models.tenant.DeskForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='sellerdesk.shop')),
                ('load', sellerdesk.models.tenant.DeskForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='sellerdesk.feedload')),
                ('line', models.BigIntegerField()),
                ('type', models.CharField(max_length=20)),
                ('outside_id', models.TextField()),
                ('content_hash', models.BinaryField(max_length=32)),
                ('at', models.DateTimeField(null=True)),
                ('state', models.SmallIntegerField(choices=[(1, 'Applied'), (2, 'Waiting'), (3, 'Rejected')])),
                ('code', models.CharField(blank=True, max_length=40)),
                ('detail', models.JSONField(null=True)),
                ('raw', models.JSONField()),
                ('order_key', models.BinaryField(max_length=16, null=True)),
            ],
            options={
                'indexes': [models.Index(condition=models.Q(('state', 1), _negated=True), fields=['desk', 'shop', 'state', 'load', 'line'], name='feed_record_not_applied'), models.Index(condition=models.Q(('state', 1), _negated=True), fields=['desk', 'shop', 'state', 'type', 'code', 'id'], name='feed_record_by_reason')],
                'constraints': [models.UniqueConstraint(fields=('desk', 'id'), name='feed_record_desk_id'), sellerdesk.models.tenant.DeskKey('load', along='shop', name='feed_record_load_in_shop'), models.UniqueConstraint(fields=('desk', 'shop', 'type', 'outside_id', 'content_hash'), name='feed_record_content_once'), models.CheckConstraint(condition=models.Q(('state__in', [1, 2, 3])), name='feed_record_state_is_known'), models.CheckConstraint(condition=models.Q(models.Q(('code', ''), ('state', 1)), models.Q(('state__in', [2, 3]), models.Q(('code', ''), _negated=True)), _connector='OR'), name='feed_record_says_why_not')],
            },
        ),
        migrations.CreateModel(
            name='Order',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('desk', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='sellerdesk.desk')),
                ('shop', sellerdesk.models.tenant.DeskForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='sellerdesk.shop')),
                ('outside_id', models.TextField()),
                ('buyer', sellerdesk.models.tenant.DeskForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='sellerdesk.buyer')),
                ('placed_at', models.DateTimeField()),
                ('status', models.CharField(choices=[('placed', 'Placed'), ('shipped', 'Shipped'), ('delivered', 'Delivered'), ('completed', 'Completed'), ('refused', 'Refused'), ('cancelled', 'Cancelled')], max_length=12)),
                ('ship_by', models.DateTimeField(null=True)),
                ('shipped_at', models.DateTimeField(null=True)),
                ('delivered_at', models.DateTimeField(null=True)),
                ('completed_at', models.DateTimeField(null=True)),
                ('struck_at', models.DateTimeField(null=True)),
                ('courier', models.TextField(blank=True)),
                ('tracking', models.TextField(blank=True)),
                ('region', models.TextField(blank=True)),
                ('warehouse', models.TextField(blank=True)),
                ('shipping_cost_minor', models.BigIntegerField(null=True)),
                ('shipping_cost_currency', models.CharField(blank=True, max_length=3)),
                ('note', models.TextField(blank=True)),
                ('reviewable', models.BooleanField(default=True)),
            ],
            options={
                'indexes': [models.Index(fields=['desk', 'buyer'], name='order_of_buyer')],
                'constraints': [sellerdesk.models.tenant.DeskKey('buyer', along='shop', name='order_buyer_in_shop'), models.UniqueConstraint(fields=('desk', 'shop', 'outside_id'), name='order_once_per_shop'), models.UniqueConstraint(fields=('desk', 'id'), name='order_desk_id'), models.CheckConstraint(condition=models.Q(('status__in', ['placed', 'shipped', 'delivered', 'completed', 'refused', 'cancelled'])), name='order_status_is_known')],
            },
        ),
        migrations.CreateModel(
            name='Reminder',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('desk', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='sellerdesk.desk')),
                ('user', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('item', sellerdesk.models.tenant.DeskForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='sellerdesk.workitem')),
                ('at', models.DateTimeField()),
            ],
            options={
                'indexes': [models.Index(fields=['at'], name='reminder_sweep_due')],
                'constraints': [models.UniqueConstraint(fields=('desk', 'id'), name='reminder_desk_id'), sellerdesk.models.tenant.DeskKey('item', name='reminder_item_in_desk'), models.UniqueConstraint(fields=('desk', 'user', 'item'), name='reminder_once')],
            },
        ),
        migrations.CreateModel(
            name='Upload',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('desk', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='sellerdesk.desk')),
                ('shop', sellerdesk.models.tenant.DeskForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='sellerdesk.shop')),
                ('load', sellerdesk.models.tenant.DeskForeignKey(db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='sellerdesk.feedload')),
                ('made_by', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('created_at', models.DateTimeField()),
                ('name', models.TextField()),
                ('fingerprint', models.TextField(blank=True)),
                ('size', models.BigIntegerField()),
                ('received', models.BigIntegerField(default=0)),
                ('state', models.CharField(choices=[('receiving', 'coming in'), ('mapping', 'asks what its columns are'), ('queued', 'waits for its turn'), ('running', 'is being loaded'), ('done', 'loaded'), ('refused', 'refused'), ('cancelled', 'cancelled')], default='receiving', max_length=10)),
                ('code', models.CharField(blank=True, max_length=40)),
                ('detail', models.JSONField(default=dict)),
                ('wrapping', models.CharField(blank=True, max_length=8)),
                ('form', models.JSONField(null=True)),
                ('mapping', models.JSONField(null=True)),
                ('content', models.BigIntegerField(null=True)),
                ('position', models.BigIntegerField(default=0)),
                ('lease', models.CharField(blank=True, max_length=32)),
                ('leased_until', models.DateTimeField(null=True)),
                ('attempts', models.SmallIntegerField(default=0)),
                ('cancel_asked', models.BooleanField(default=False)),
                ('started_at', models.DateTimeField(null=True)),
                ('finished_at', models.DateTimeField(null=True)),
                ('has_file', models.BooleanField(default=True)),
            ],
            options={
                'indexes': [models.Index(fields=['desk', '-id'], name='upload_of_desk'), models.Index(condition=models.Q(('has_file', True)), fields=['id'], name='upload_sweep_open')],
                'constraints': [models.UniqueConstraint(fields=('desk', 'id'), name='upload_desk_id'), sellerdesk.models.tenant.DeskKey('shop', name='upload_shop_in_desk'), sellerdesk.models.tenant.DeskKey('load', name='upload_load_in_desk'), models.UniqueConstraint(condition=models.Q(('state', 'running')), fields=('desk', 'shop'), name='upload_one_runs_per_shop'), models.CheckConstraint(condition=models.Q(('received__gte', 0), ('received__lte', models.F('size'))), name='upload_received_is_part_of_size'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'refused'), _negated=True), models.Q(('code', ''), _negated=True), _connector='OR'), name='upload_refused_says_why')],
            },
        ),
        migrations.CreateModel(
            name='OrderLine',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('desk', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='sellerdesk.desk')),
                ('order', sellerdesk.models.tenant.DeskForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='lines', to='sellerdesk.order')),
                ('outside_id', models.TextField()),
                ('product', sellerdesk.models.tenant.DeskForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='sellerdesk.product')),
                ('quantity', models.PositiveIntegerField()),
                ('price_minor', models.BigIntegerField(null=True)),
                ('price_currency', models.CharField(blank=True, max_length=3)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('desk', 'id'), name='order_line_desk_id'), sellerdesk.models.tenant.DeskKey('order', name='order_line_order_in_desk'), sellerdesk.models.tenant.DeskKey('product', name='order_line_product_in_desk'), models.UniqueConstraint(fields=('desk', 'order', 'outside_id'), name='order_line_once_per_order')],
            },
        ),
        migrations.CreateModel(
            name='OrderMark',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('desk', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='sellerdesk.desk')),
                ('order', sellerdesk.models.tenant.DeskForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='marks', to='sellerdesk.order')),
                ('kind', models.CharField(max_length=40)),
                ('code', models.TextField(blank=True)),
                ('at', models.DateTimeField()),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('desk', 'id'), name='order_mark_desk_id'), sellerdesk.models.tenant.DeskKey('order', name='order_mark_order_in_desk'), models.UniqueConstraint(fields=('desk', 'order', 'kind'), name='order_mark_once_per_kind')],
            },
        ),
        migrations.RunSQL(ROOM, NO_ROOM),
        migrations.RunSQL(
            "CREATE INDEX buyer_by_han ON sellerdesk_buyer USING gin"
            f" (desk_id int8_ops, (regexp_replace(name, '({HAN})', ' \\1', 'g')) gin_trgm_ops) WHERE name ~ '{HAN}'",
            "DROP INDEX buyer_by_han",
        ),
    ]
