import pytest
from django.db import connections


@pytest.mark.django_db
def test_all_parts_answer(client):
    antwoord = client.get("/gezond/")
    assert (antwoord.status_code, antwoord.json()) == (200, {"database": True, "cache": True})
    assert "no-store" in antwoord.headers["Cache-Control"]


@pytest.mark.django_db
def test_it_costs_one_query(client, django_assert_num_queries):
    with django_assert_num_queries(1):
        client.get("/gezond/")


def test_without_a_cache_it_says_so_and_leaves_the_line(client, db, settings):
    settings.CACHES = {
        "default": {
            "BACKEND": "django.core.cache.backends.redis.RedisCache",
            "LOCATION": "redis://127.0.0.1:1",
            "OPTIONS": {"retry": None},
        }
    }
    antwoord = client.get("/gezond/")
    assert (antwoord.status_code, antwoord.json()) == (503, {"database": True, "cache": False})


@pytest.mark.django_db(transaction=True)
def test_without_a_database_it_says_so(client, monkeypatch):
    verbinding = connections["default"]
    verbinding.close()
    monkeypatch.setitem(verbinding.settings_dict, "HOST", "/bestaat/niet")
    antwoord = client.get("/gezond/")
    assert (antwoord.status_code, antwoord.json()) == (503, {"database": False, "cache": True})
