from collections.abc import Iterator

from django.contrib.auth import get_user_model

from laurel_django.mapping import CourseClass, Mapping, Member, Result, Standing
from project.models import Attempt, Course


class ProjectMapping(Mapping):
    def classes(self) -> Iterator[CourseClass]:
        for course in Course.objects.all():
            members = course.enrolments.select_related("user")
            yield CourseClass(
                course.code,
                course.title,
                [Member(each.user, "instructor" if each.teaches else "student") for each in members],
            )

    def results(self) -> Iterator[Result]:
        for attempt in Attempt.objects.select_related("user").order_by("at").iterator():
            yield Result(
                submission_id=f"{attempt.course_id}-{attempt.pk}",
                user=attempt.user,
                problem_id=f"{attempt.course_id}-{attempt.question}",
                problem_title=attempt.question,
                points=attempt.points,
                score=attempt.percent,
                max_score=100,
                submitted_at=attempt.at,
                class_id=attempt.course_id,
            )

    def standings(self) -> Iterator[Standing]:
        for user in get_user_model().objects.filter(attempt__isnull=False).distinct().order_by("pk"):
            by_course: dict[str, dict[str, Attempt]] = {}
            for attempt in Attempt.objects.filter(user=user).order_by("percent"):
                by_course.setdefault(attempt.course_id, {})[attempt.question] = attempt
            for course, attempts in by_course.items():
                points = sum(float(each.points) * each.percent / 100 for each in attempts.values())
                yield Standing(user, course, points=points, completed=len(attempts))
