"""Append-only history: sixteen heads, and triggers that refuse every change.

The insert trigger moves the head and indexes the children named in the body, so that
recording costs two statements, and neither head nor index can part from the event.
Triggers exist on both databases.
"""

from django.db import migrations


POSTGRESQL = """
CREATE FUNCTION portal_audit_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION 'history is append-only'; END $$;
CREATE FUNCTION portal_audit_advance() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  UPDATE portal_audit_head SET seq = NEW.seq, hash = NEW.hash WHERE chain = NEW.chain;
  INSERT INTO portal_audit_subject (event_id, uid)
    SELECT NEW.id, told::uuid
    FROM jsonb_array_elements_text(NEW.body::jsonb -> 'subjects') AS told;
  RETURN NULL;
END $$;
CREATE TRIGGER portal_audit_event_fixed BEFORE UPDATE OR DELETE ON portal_audit_event
  FOR EACH ROW EXECUTE FUNCTION portal_audit_refuse();
CREATE TRIGGER portal_audit_event_kept BEFORE TRUNCATE ON portal_audit_event
  FOR EACH STATEMENT EXECUTE FUNCTION portal_audit_refuse();
CREATE TRIGGER portal_audit_event_next AFTER INSERT ON portal_audit_event
  FOR EACH ROW EXECUTE FUNCTION portal_audit_advance();
"""
SQLITE = (
    "CREATE TRIGGER portal_audit_event_fixed BEFORE UPDATE ON portal_audit_event"
    " BEGIN SELECT RAISE(ABORT, 'history is append-only'); END",
    "CREATE TRIGGER portal_audit_event_kept BEFORE DELETE ON portal_audit_event"
    " BEGIN SELECT RAISE(ABORT, 'history is append-only'); END",
    "CREATE TRIGGER portal_audit_event_next AFTER INSERT ON portal_audit_event"
    " BEGIN UPDATE portal_audit_head SET seq = NEW.seq, hash = NEW.hash"
    " WHERE chain = NEW.chain;"
    " INSERT INTO portal_audit_subject (event_id, uid)"
    " SELECT NEW.id, replace(value, '-', '')"
    " FROM json_each(NEW.body, '$.subjects'); END",
)


def guard(apps, schema_editor):
    head = apps.get_model("portal", "AuditHead")
    head.objects.bulk_create([head(chain=number) for number in range(16)])
    statements = (
        [POSTGRESQL] if schema_editor.connection.vendor == "postgresql" else SQLITE
    )
    for statement in statements:
        schema_editor.execute(statement)


class Migration(migrations.Migration):
    dependencies = [("portal", "0001_initial")]
    operations = [migrations.RunPython(guard, migrations.RunPython.noop)]
