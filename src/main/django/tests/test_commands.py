"""Rosters, history and comparison."""

import datetime
from dataclasses import replace
from decimal import Decimal
from typing import Any

from project.laurel import ProjectMapping
from project.models import Attempt, Course, Enrolment
from scene import Scene, eventually, failing, run, start

NOON = datetime.datetime(2026, 3, 2, 12, tzinfo=datetime.timezone.utc)


def course(scene: Scene, students: int = 2) -> tuple[Course, list[Enrolment]]:
    made = Course.objects.create(code=scene.class_id(), title="Algorithms")
    Enrolment.objects.create(course=made, user=scene.user(), teaches=True)
    return made, [Enrolment.objects.create(course=made, user=scene.user()) for _ in range(students)]


def attempt(enrolment: Enrolment, question: str, percent: float, day: int = 0, points: str = "12.50") -> Attempt:
    return Attempt.objects.create(
        course=enrolment.course,
        user=enrolment.user,
        question=question,
        points=Decimal(points),
        percent=percent,
        at=NOON + datetime.timedelta(days=day),
    )


def test_rosters_are_accepted_night_after_night(scene: Scene) -> None:
    # Given
    made, enrolments = course(scene)
    run("laurel_rosters")
    enrolments[0].delete()
    Enrolment.objects.filter(teaches=True).update(user=scene.user())

    # When
    output = run("laurel_rosters")

    # Then
    assert output == f"{made.code}: 1 students of 2 members\n"
    names = [each["id"] for each in scene.get(enrolments[1].user, "/api/classes")]
    assert names == [made.code]
    assert scene.get(enrolments[0].user, "/api/classes") == []


def test_a_roster_without_students_is_not_sent_unless_asked_for(scene: Scene) -> None:
    # Given
    course(scene, students=0)

    # When, then
    assert failing("laurel_rosters")[0] == "1 rosters were not sent"
    run("laurel_rosters", "--allow-empty")


def test_a_dry_run_of_the_rosters_says_what_would_change_and_changes_nothing(scene: Scene) -> None:
    # Given
    made, [ada, bob] = course(scene)
    run("laurel_rosters")
    ada.delete()

    # When
    output = run("laurel_rosters", "--dry-run", "--class", made.code)

    # Then
    removed = f"removed {ada.user.pk} ({ada.user.username}, student)"
    assert output == f"{made.code}: 1 students of 2 members\n{made.code}: {removed}\n"
    for student in (ada, bob):
        assert [each["id"] for each in scene.get(student.user, "/api/classes")] == [made.code]


def test_a_roster_by_which_too_many_would_leave_is_not_sent(scene: Scene) -> None:
    # Given
    made, [ada, _] = course(scene)
    run("laurel_rosters")
    ada.delete()

    # When
    error, output = failing("laurel_rosters", "--max-removals", "0")

    # Then
    assert error == "1 rosters were not sent"
    assert output.startswith(f"{made.code}: 409")
    assert [each["id"] for each in scene.get(ada.user, "/api/classes")] == [made.code]


def test_an_imported_history_counts_once_and_with_its_dates(scene: Scene) -> None:
    # Given
    _, [ada, bob] = course(scene)
    run("laurel_rosters")
    attempt(ada, "loops", 60, day=0)
    attempt(ada, "loops", 80, day=1)
    attempt(ada, "sets", 100, day=2)
    attempt(bob, "loops", 100, day=1)

    # When
    first = run("laurel_import")
    second = run("laurel_import")

    # Then
    assert first == "class: 1 unchanged\nresult: 4 created\n"
    assert second == "class: 1 unchanged\nresult: 4 unchanged\n"
    assert scene.log(ada.user) == []
    assert run("laurel_compare") == "2 compared, 0 differ\n"


def test_a_dry_run_of_the_import_changes_nothing_and_says_what_would_be_refused(scene: Scene) -> None:
    # Given
    _, [ada, _] = course(scene)
    run("laurel_rosters")
    attempt(ada, "loops", 60)
    bad = attempt(ada, "sets", -200)

    # When
    error, output = failing("laurel_import", "--dry-run")
    Attempt.objects.filter(pk=bad.pk).delete()

    # Then
    assert error == "1 would be refused"
    name = f"result {ada.course_id}-{bad.pk} of {ada.user.pk}"
    assert f"{name}: score must not be less than -max_score" in output
    assert run("laurel_import", "--dry-run") == "class: 1 would be unchanged\nresult: 1 would be created\n"
    assert run("laurel_import") == "class: 1 unchanged\nresult: 1 created\n"


def test_a_refused_result_is_named_and_the_others_are_imported(scene: Scene) -> None:
    # Given
    _, [ada, _] = course(scene)
    run("laurel_rosters")
    attempt(ada, "loops", 60)
    bad = attempt(ada, "sets", 120)

    # When
    error, output = failing("laurel_import")

    # Then
    assert error == "1 refused"
    assert f"result {ada.course_id}-{bad.pk} of {ada.user.pk}: score must not be greater than max_score" in output
    assert "result: 1 created, 1 refused" in output


def test_an_import_is_undone_and_done_again(scene: Scene) -> None:
    # Given
    _, [ada, _] = course(scene)
    run("laurel_rosters")
    attempt(ada, "loops", 60)
    name = scene.class_id()
    run("laurel_import", "--id", name)

    # When
    output = run("laurel_import", "--id", name, "--undo")

    # Then
    assert output == f"{name} is undone\n"
    assert scene.get(ada.user, "/api/me")["total_points"] == 0
    run("laurel_import", "--id", name)
    assert run("laurel_compare") == "1 compared, 0 differ\n"


def test_the_comparison_says_whose_numbers_differ(scene: Scene) -> None:
    # Given
    made, [ada, bob] = course(scene)
    run("laurel_rosters")
    attempt(ada, "loops", 60)
    attempt(bob, "loops", 80)
    run("laurel_import")
    attempt(bob, "sets", 100)

    # When
    error, output = failing("laurel_compare")

    # Then
    assert error == "the numbers differ"
    assert output == (
        f"{made.code}  {bob.user.username}: points 22.5 here, 10 in Laurel\n"
        f"{made.code}  {bob.user.username}: completed 2 here, 1 in Laurel\n"
        "2 compared, 1 differ\n"
    )


def test_an_import_that_was_cut_off_is_finished_by_the_next_one(scene: Scene) -> None:
    # Given
    _, [ada, bob] = course(scene)
    run("laurel_rosters")
    Attempt.objects.bulk_create(
        Attempt(course=each.course, user=each.user, question=f"q{number}", points=10, percent=80, at=NOON)
        for number in range(2000)
        for each in (ada, bob)
    )
    name = scene.class_id()
    sender = start("laurel_import", "--id", name, TEST_WORKER="command")
    eventually(lambda: bool(scene.get(ada.user, "/api/me")["total_points"]), 60)

    # When
    sender.kill()
    sender.communicate()
    output = run("laurel_import", "--id", name)

    # Then
    assert "4000" not in output.replace("4000 unchanged", "")
    assert run("laurel_compare") == "2 compared, 0 differ\n"
    assert scene.log(ada.user) == []


def test_two_results_of_one_id_are_refused_and_named(scene: Scene, monkeypatch: Any) -> None:
    # Given
    _, [ada, _] = course(scene)
    run("laurel_rosters")
    attempt(ada, "loops", 60)
    attempt(ada, "sets", 80)
    results = ProjectMapping.results
    same = f"{ada.course_id}-same"
    monkeypatch.setattr(
        ProjectMapping, "results", lambda project: (replace(each, submission_id=same) for each in results(project))
    )

    # When
    error, output = failing("laurel_import")

    # Then
    assert error == "1 refused"
    assert f"result {same} of {ada.user.pk}: " in output
