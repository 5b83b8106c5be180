from __future__ import annotations

from tracer_runner.demo.sessions import MOST_SESSIONS, Session, SessionStore


def test_the_session_that_was_not_used_for_longest_is_forgotten_first() -> None:
    store = SessionStore()
    first, second = Session(cart={"halo": 1}), Session(cart={"dew": 1})
    store.keep(first)
    store.keep(second)
    store.look_up(first.id)
    for _ in range(MOST_SESSIONS - 1):
        store.keep(Session())
    assert len(store) == MOST_SESSIONS
    assert store.look_up(first.id) is first
    assert store.look_up(second.id).cart == {}
