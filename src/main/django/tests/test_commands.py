"""Rosters, history and comparison."""

import datetime
from decimal import Decimal

from project.models import Attempt, Course, Enrolment
from scene import Scene, failing, run

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
    assert first == "4 accepted\n"
    assert second == "4 duplicate\n"
    assert run("laurel_compare") == "2 compared, 0 differ\n"


def test_a_dry_run_of_the_import_sends_nothing_and_says_what_would_be_rejected(scene: Scene) -> None:
    # Given
    _, [ada, _] = course(scene)
    run("laurel_rosters")
    attempt(ada, "loops", 60)
    bad = attempt(ada, "sets", -200)

    # When
    error, output = failing("laurel_import", "--dry-run")
    Attempt.objects.filter(pk=bad.pk).delete()

    # Then
    assert error == "1 results were rejected"
    assert f"{ada.course_id}-{bad.pk}: score must not be less than -max_score" in output
    assert run("laurel_import", "--dry-run") == "1 would be sent\n"
    assert run("laurel_import") == "1 accepted\n"


def test_a_rejected_result_is_named_and_the_others_are_imported(scene: Scene) -> None:
    # Given
    _, [ada, _] = course(scene)
    run("laurel_rosters")
    attempt(ada, "loops", 60)
    bad = attempt(ada, "sets", 120)

    # When
    error, output = failing("laurel_import")

    # Then
    assert error == "1 results were rejected"
    assert f"{ada.course_id}-{bad.pk}: score must not be greater than max_score" in output
    assert "1 accepted, 1 rejected" in output


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
