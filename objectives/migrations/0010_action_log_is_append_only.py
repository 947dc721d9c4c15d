"""Triggers that refuse to change or remove a line of an action's log."""

from django.db import migrations

TABLE = "objectives_actionevent"
SENTENCE = "the log of an action is never changed or removed"
POSTGRESQL = [
    f"""
    CREATE FUNCTION objectives_action_log_is_append_only() RETURNS trigger AS $$
    BEGIN
        RAISE EXCEPTION '{SENTENCE}';
    END
    $$ LANGUAGE plpgsql
    """,
    f"""
    CREATE TRIGGER {TABLE}_rows BEFORE UPDATE OR DELETE ON {TABLE}
    FOR EACH ROW EXECUTE FUNCTION objectives_action_log_is_append_only()
    """,
    f"""
    CREATE TRIGGER {TABLE}_table BEFORE TRUNCATE ON {TABLE}
    FOR EACH STATEMENT EXECUTE FUNCTION objectives_action_log_is_append_only()
    """,
]
POSTGRESQL_BACK = [
    f"DROP TRIGGER {TABLE}_table ON {TABLE}",
    f"DROP TRIGGER {TABLE}_rows ON {TABLE}",
    "DROP FUNCTION objectives_action_log_is_append_only()",
]
SQLITE = [
    f"""
    CREATE TRIGGER {TABLE}_{verb.lower()} BEFORE {verb} ON {TABLE}
    BEGIN
        SELECT RAISE(ABORT, '{SENTENCE}');
    END
    """
    for verb in ("UPDATE", "DELETE")
]
SQLITE_BACK = [f"DROP TRIGGER {TABLE}_update", f"DROP TRIGGER {TABLE}_delete"]


def run(postgresql: list[str], sqlite: list[str]):
    def statements(apps, schema_editor) -> None:
        vendor = schema_editor.connection.vendor
        for statement in postgresql if vendor == "postgresql" else sqlite:
            schema_editor.execute(statement)

    return statements


class Migration(migrations.Migration):
    dependencies = [("objectives", "0009_actions")]

    operations = [
        migrations.RunPython(run(POSTGRESQL, SQLITE), run(POSTGRESQL_BACK, SQLITE_BACK))
    ]
