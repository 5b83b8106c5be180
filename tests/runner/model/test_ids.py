from __future__ import annotations

from tracer_runner.model.ids import new_id


def test_an_id_says_what_it_is_and_is_unlike_all_others() -> None:
    ids = {new_id("run") for _ in range(200)}
    assert len(ids) == 200
    assert all(one.startswith("run_") for one in ids)
    assert new_id("bat").startswith("bat_")
