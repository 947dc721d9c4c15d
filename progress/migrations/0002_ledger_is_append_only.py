"""Triggers that refuse to change or remove a ledger row, on both databases."""

from django.db import migrations

POSTGRESQL = [
    """
    CREATE FUNCTION progress_ledger_is_append_only() RETURNS trigger AS $$
    BEGIN
        RAISE EXCEPTION 'check-ins are never changed or removed: record a correction';
    END
    $$ LANGUAGE plpgsql
    """,
    """
    CREATE TRIGGER progress_checkin_rows BEFORE UPDATE OR DELETE ON progress_checkin
    FOR EACH ROW EXECUTE FUNCTION progress_ledger_is_append_only()
    """,
    """
    CREATE TRIGGER progress_checkin_table BEFORE TRUNCATE ON progress_checkin
    FOR EACH STATEMENT EXECUTE FUNCTION progress_ledger_is_append_only()
    """,
]
POSTGRESQL_BACK = [
    "DROP TRIGGER progress_checkin_table ON progress_checkin",
    "DROP TRIGGER progress_checkin_rows ON progress_checkin",
    "DROP FUNCTION progress_ledger_is_append_only()",
]
SQLITE = [
    f"""
    CREATE TRIGGER progress_checkin_{verb.lower()} BEFORE {verb} ON progress_checkin
    BEGIN
        SELECT RAISE(
            ABORT, 'check-ins are never changed or removed: record a correction'
        );
    END
    """
    for verb in ("UPDATE", "DELETE")
]
SQLITE_BACK = [
    "DROP TRIGGER progress_checkin_update",
    "DROP TRIGGER progress_checkin_delete",
]


def run(postgresql: list[str], sqlite: list[str]):
    def statements(apps, schema_editor) -> None:
        vendor = schema_editor.connection.vendor
        for statement in postgresql if vendor == "postgresql" else sqlite:
            schema_editor.execute(statement)

    return statements


class Migration(migrations.Migration):
    dependencies = [("progress", "0001_initial")]

    operations = [
        migrations.RunPython(run(POSTGRESQL, SQLITE), run(POSTGRESQL_BACK, SQLITE_BACK))
    ]
