"""What the application's role may do, and audit entries that nobody changes."""

from django.db import migrations

# Where the installation has two roles, the application gets rows but no tables. Later tables follow by default privileges.
GRANT = """
DO $$
BEGIN
    IF EXISTS (SELECT 1 FROM pg_roles WHERE rolname = 'sellerdesk_app') AND current_user <> 'sellerdesk_app' THEN
        GRANT USAGE ON SCHEMA public TO sellerdesk_app;
        GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO sellerdesk_app;
        GRANT USAGE, SELECT, UPDATE ON ALL SEQUENCES IN SCHEMA public TO sellerdesk_app;
        ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO sellerdesk_app;
        ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT USAGE, SELECT, UPDATE ON SEQUENCES TO sellerdesk_app;
        REVOKE UPDATE, DELETE, TRUNCATE ON sellerdesk_auditentry FROM sellerdesk_app;
        REVOKE INSERT, UPDATE, DELETE, TRUNCATE ON django_migrations FROM sellerdesk_app;
    END IF;
END $$;
"""

UNGRANT = """
DO $$
BEGIN
    IF EXISTS (SELECT 1 FROM pg_roles WHERE rolname = 'sellerdesk_app') AND current_user <> 'sellerdesk_app' THEN
        ALTER DEFAULT PRIVILEGES IN SCHEMA public REVOKE SELECT, INSERT, UPDATE, DELETE ON TABLES FROM sellerdesk_app;
        ALTER DEFAULT PRIVILEGES IN SCHEMA public REVOKE USAGE, SELECT, UPDATE ON SEQUENCES FROM sellerdesk_app;
        REVOKE ALL ON ALL TABLES IN SCHEMA public FROM sellerdesk_app;
        REVOKE ALL ON ALL SEQUENCES IN SCHEMA public FROM sellerdesk_app;
    END IF;
END $$;
"""

# Grants do not bind an owner, and some installations have one role only: the triggers hold for everyone.
SEAL = """
CREATE FUNCTION sellerdesk_audit_is_final() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'audit entries are never changed or deleted' USING ERRCODE = 'insufficient_privilege';
END $$;
CREATE TRIGGER auditentry_rows_are_final BEFORE UPDATE OR DELETE ON sellerdesk_auditentry
    FOR EACH ROW EXECUTE FUNCTION sellerdesk_audit_is_final();
CREATE TRIGGER auditentry_table_is_final BEFORE TRUNCATE ON sellerdesk_auditentry
    FOR EACH STATEMENT EXECUTE FUNCTION sellerdesk_audit_is_final();
"""

UNSEAL = """
DROP TRIGGER auditentry_table_is_final ON sellerdesk_auditentry;
DROP TRIGGER auditentry_rows_are_final ON sellerdesk_auditentry;
DROP FUNCTION sellerdesk_audit_is_final();
"""


class Migration(migrations.Migration):
    """Two roles, one rule."""

    dependencies = [("sellerdesk", "0001_initial")]
    operations = [migrations.RunSQL(SEAL, UNSEAL), migrations.RunSQL(GRANT, UNGRANT)]
