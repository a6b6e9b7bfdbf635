"""What the portal's own database user may do: write rows, and of the ledger only add them (B-18).

Migrations run as the owner of the tables; the portal itself runs as this user, which owns nothing and so can
neither change a table nor switch off a trigger.
"""

from django.db import connection, transaction
from psycopg import sql

# Rows are added to these and never changed.
ALLEEN_TOEVOEGEN = (
    "budgetten_rekening",
    "budgetten_boeking",
    "budgetten_extrakrediet",
    "budgetten_controle",
)
ALLEEN_LEZEN = ("budgetten_tussenstand",)

GEWOON = """
GRANT USAGE ON SCHEMA public TO {rol};
GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO {rol};
GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO {rol};
REVOKE INSERT, UPDATE, DELETE ON django_migrations FROM {rol};
"""


@transaction.atomic
def geef_rechten(rol: str) -> None:
    """Give the existing database user `rol` what the portal needs and no more. Safe to run again."""
    naam = sql.Identifier(rol)
    with connection.cursor() as cursor:
        cursor.execute(sql.SQL(GEWOON).format(rol=naam))
        for tabel in (*ALLEEN_TOEVOEGEN, *ALLEEN_LEZEN):
            _ontneem(cursor, "UPDATE, DELETE", tabel, naam)
        for tabel in ALLEEN_LEZEN:
            _ontneem(cursor, "INSERT", tabel, naam)


def _ontneem(cursor, rechten: str, tabel: str, rol: sql.Identifier) -> None:  # type: ignore[no-untyped-def]
    opdracht = sql.SQL("REVOKE {rechten} ON {tabel} FROM {rol}")
    cursor.execute(opdracht.format(rechten=sql.SQL(rechten), tabel=sql.Identifier(tabel), rol=rol))
