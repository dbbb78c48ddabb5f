"""What every connector that leaves tasks keeps to."""

from __future__ import annotations

from datetime import date

from connectors.protocols import Left, MarkState
from connectors.registry import TaskList
from tests.contract.letters import NOW, a_task
from tests.contract.worlds.base import TaskWorld


def state(world: TaskWorld, left: Left) -> MarkState:
    [found] = world.reopen().task_states([(a_task().uid, left)])
    return found


def test_a_task_list_has_every_capability(tasks: TaskWorld) -> None:
    assert isinstance(tasks.tasks, TaskList)
    assert [finding.text for finding in tasks.tasks.check() if not finding.ok] == []


def test_a_task_is_left_with_its_title_day_and_text(tasks: TaskWorld) -> None:
    left = tasks.tasks.create_task(a_task())
    assert tasks.summaries() == [a_task().summary]
    assert tasks.due(a_task().uid) == "2026-03-13"
    assert "Mañana le envío el presupuesto" in tasks.notes(a_task().uid)
    assert state(tasks, left) is MarkState.UNTOUCHED


def test_a_task_is_made_once(tasks: TaskWorld) -> None:
    assert tasks.tasks.create_task(a_task()) == tasks.reopen().create_task(a_task())
    assert len(tasks.summaries()) == 1


def test_a_task_made_again_after_its_user_changed_it_is_theirs(tasks: TaskWorld) -> None:
    tasks.tasks.create_task(a_task())
    tasks.rename(a_task().uid, "Presupuesto Pedro URGENTE")
    tasks.tasks.create_task(a_task())
    assert tasks.summaries() == ["Presupuesto Pedro URGENTE"]


def test_a_task_is_found_by_its_key(tasks: TaskWorld) -> None:
    left = tasks.tasks.create_task(a_task())
    assert tasks.reopen().find_task(a_task().key, uid=a_task().uid) == left
    assert tasks.tasks.find_task("ffffff/task", uid="ffffff-task@prometido") is None


def test_a_ticked_task_is_completed_even_if_it_was_edited(tasks: TaskWorld) -> None:
    left = tasks.tasks.create_task(a_task())
    tasks.rename(a_task().uid, "Presupuesto Pedro")
    assert state(tasks, left) is MarkState.EDITED
    tasks.tick(a_task().uid)
    assert state(tasks, left) is MarkState.COMPLETED


def test_a_removed_task_is_gone(tasks: TaskWorld) -> None:
    left = tasks.tasks.create_task(a_task())
    tasks.remove(a_task().uid)
    assert state(tasks, left) is MarkState.GONE
    assert not tasks.tasks.complete_task(left, uid=a_task().uid, at=NOW)
    assert tasks.tasks.withdraw_task(left, uid=a_task().uid)


def test_states_come_in_the_order_asked_for(tasks: TaskWorld) -> None:
    wanted = [a_task("a/task"), a_task("b/task"), a_task("c/task")]
    left = [(task.uid, tasks.tasks.create_task(task)) for task in wanted]
    tasks.tick("b-task@prometido")
    tasks.remove("c-task@prometido")
    expected = [MarkState.UNTOUCHED, MarkState.COMPLETED, MarkState.GONE]
    assert list(tasks.tasks.task_states(left)) == expected
    assert list(tasks.tasks.task_states(left[::-1])) == expected[::-1]


def test_a_task_gets_a_new_day_and_stays_the_same_task(tasks: TaskWorld) -> None:
    left = tasks.tasks.create_task(a_task())
    changed = tasks.tasks.change_task(
        left, a_task(due=date(2026, 3, 20), summary="Enviar el presupuesto (nuevo plazo)")
    )
    assert tasks.due(a_task().uid) == "2026-03-20"
    assert tasks.summaries() == ["Enviar el presupuesto (nuevo plazo)"]
    assert state(tasks, changed) is MarkState.UNTOUCHED


def test_a_new_day_keeps_what_the_user_wrote(tasks: TaskWorld) -> None:
    left = tasks.tasks.create_task(a_task())
    tasks.annotate(a_task().uid, "Llamar antes al fontanero")
    tasks.tasks.change_task(left, a_task(due=date(2026, 3, 20)))
    assert tasks.due(a_task().uid) == "2026-03-20"
    assert "Llamar antes al fontanero" in tasks.notes(a_task().uid)


def test_a_task_is_completed_once_or_twice(tasks: TaskWorld) -> None:
    left = tasks.tasks.create_task(a_task())
    assert tasks.tasks.complete_task(left, uid=a_task().uid, at=NOW)
    assert tasks.tasks.complete_task(left, uid=a_task().uid, at=NOW)
    assert state(tasks, left) is MarkState.COMPLETED


def test_an_untouched_task_is_withdrawn_and_an_edited_one_stays(tasks: TaskWorld) -> None:
    left = tasks.tasks.create_task(a_task("a/task"))
    assert tasks.tasks.withdraw_task(left, uid="a-task@prometido")
    assert tasks.summaries() == []
    left = tasks.tasks.create_task(a_task("b/task"))
    tasks.rename("b-task@prometido", "Lo mío")
    assert not tasks.tasks.withdraw_task(left, uid="b-task@prometido")
    assert tasks.summaries() == ["Lo mío"]
