"""A term with the old autograder moves to Laurel, and back, while its students go on working."""

import collections
import contextlib
import datetime
import io
import os
import random
import subprocess
import threading
import time
from collections.abc import Callable, Iterator
from decimal import Decimal
from typing import Any

import pytest
import urllib3
from autograder import calculator, term
from autograder.models import Attempt, Course, EarnedBadge, Enrolment, Exercise, Total
from django.contrib.auth.models import User
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import connection
from laurel_process import LaurelProcess
from rest_framework_simplejwt.tokens import AccessToken
from scene import Scene, eventually, run, start, unused_address
from sockets import Browsers

from laurel_django.client import LaurelClient
from laurel_django.models import OutboxEvent
from laurel_django.simplejwt import add_claims

pytestmark = [
    pytest.mark.outbox,
    pytest.mark.move,
    pytest.mark.skipif(connection.vendor == "sqlite", reason="a server that writes in several threads locks SQLite"),
]
MAPPING = "autograder.laurel.AutograderMapping"


class Autograder:
    """The process of the project, which grades what students hand in."""

    def __init__(self, laurel: str) -> None:
        self._laurel = laurel
        self.address = unused_address()
        self._start()

    def _start(self) -> None:
        environment = {"TEST_LAUREL": self._laurel, "TEST_MAPPING": MAPPING, "TEST_WORKER": "thread"}
        where = self.address.removeprefix("http://")
        self._process = start("runserver", "--noreload", where, output=subprocess.DEVNULL, **environment)

    def restart(self) -> None:
        self.stop()
        self._start()

    def stop(self) -> None:
        self._process.terminate()
        self._process.wait(30)

    def hand_in(self, form: dict[str, Any]) -> None:
        """Hand in an attempt, as often as is needed until it is graded."""

        def is_graded() -> bool:
            try:
                answer = urllib3.request("POST", f"{self.address}/attempt", fields=form, retries=False, timeout=20)
            except urllib3.exceptions.HTTPError:
                return False
            return answer.status == 200

        eventually(is_graded, 60)


class Move:
    """The term, both servers, and the browsers of the students."""

    def __init__(self, scene: Scene, laurel: LaurelProcess, *, sums: bool) -> None:
        self.dice = random.Random(7)
        self.laurel = laurel
        self.address = laurel.environment()["TEST_LAUREL"]
        self.term = term.play(scene.class_id, scene.users, sums=sums)
        self.began = datetime.datetime.now(datetime.timezone.utc)
        self.before = {user.pk: calculator.total(user) for user in self.term.students}
        self.autograder = Autograder(self.address)
        self.browsers = Browsers(self.address, self.token)
        self.handed_in = 0

    def close(self) -> None:
        self.browsers.close()
        self.autograder.stop()

    def token(self, user: User) -> str:
        token = AccessToken.for_user(user)
        token.set_exp(lifetime=datetime.timedelta(hours=1))
        add_claims(token, user)
        return str(token)

    def open_browsers(self) -> None:
        for user in self.term.students:
            courses = Course.objects.filter(enrolments__user=user, enrolments__active=True)
            self.browsers.open(user, [course.code for course in courses])
        eventually(lambda: all(each.connected for each in self.all_browsers()), 60)

    def all_browsers(self) -> list[Any]:
        return [*self.browsers.old.values(), *self.browsers.new.values()]

    def work(self, attempts: int) -> None:
        """Have students hand in some attempts."""
        for _ in range(attempts):
            enrolments = Enrolment.objects.filter(role="student", active=True).order_by("pk")
            enrolment = self.dice.choice(list(enrolments))
            exercise = self.dice.choice(list(Exercise.objects.filter(course=enrolment.course).order_by("pk")))
            self.handed_in += 1
            form = {
                "key": f"{enrolment.course_id}-live-{self.handed_in}",
                "user": str(enrolment.user_id),
                "exercise": exercise.slug,
                "percent": str(self.dice.choice((30, 60, 80, 100, 110 if enrolment.course.sums else 100))),
            }
            if enrolment.course.sums and self.dice.random() < 0.2:
                form["manual"] = str(self.dice.randint(0, 15))
            self.autograder.hand_in(form)

    def working(self, attempts: int) -> threading.Thread:
        """Have students work meanwhile."""

        def work() -> None:
            self.work(attempts)
            connection.close()

        thread = threading.Thread(target=work)
        thread.start()
        return thread

    def authority(self, mode: str) -> None:
        run("laurel_authority", mode)

    def check(self) -> None:
        """Everything has arrived, once and in order, and every number is the same on both sides."""
        eventually(self.is_sent, 60)
        parked = OutboxEvent.objects.filter(status="parked")
        assert not parked.exists(), parked[0].error
        self.check_numbers()
        for user in self.term.students:
            self.check_events(user)
        self.check_boards()

    def is_sent(self) -> bool:
        # After an outage the thread of the autograder waits for up to a minute.
        with contextlib.suppress(CommandError):
            run("laurel_drain")
        return not OutboxEvent.objects.filter(status="pending").exists()

    def check_numbers(self) -> None:
        students = Enrolment.objects.filter(role="student", active=True).count()
        output: list[str] = []

        def is_equal() -> bool:
            out = io.StringIO()
            with contextlib.suppress(CommandError):
                call_command("laurel_compare", stdout=out, stderr=out)
            output[:] = out.getvalue().splitlines()
            return output[-1:] == [f"{students} compared, 0 differ"]

        end = time.monotonic() + 30
        while not is_equal():
            assert time.monotonic() < end, output
            time.sleep(0.5)
        for user in User.objects.filter(pk__in=Enrolment.objects.filter(role="student", active=True).values("user")):
            me = self.get(user, "/api/me")
            assert me["total_points"] == calculator.total(user), user
            assert me["current_streak"] == calculator.current_streak(user), user

    def check_events(self, user: User) -> None:
        """The browser that resumes has the whole log; the old one has what was sent while it was connected."""
        old, new = self.browsers.old[user.pk], self.browsers.new[user.pk]
        log = self.get(user, "/api/notifications?limit=500")["items"]
        eventually(lambda: [each["seq"] for each in new.events] == [each["seq"] for each in log])
        assert new.events == log
        assert all(answer["recovered"] for answer in new.resumed)
        missed = [frame for frame in log if any(a <= sent_at(frame) <= b for a, b in old.gaps)]
        eventually(lambda: len(old.events) >= len(log) - len(missed))
        assert [frame for frame in old.events if frame not in missed] == [each for each in log if each not in missed]
        self.check_announcements(user, log)

    def check_announcements(self, user: User, log: list[dict[str, Any]]) -> None:
        """Each attempt that counts for something, and each badge, was told once, and the points add up."""
        live = Attempt.objects.filter(user=user, at__gte=self.began).select_related("exercise").order_by("at")
        told = [each for each in live if each.exercise.kind == "assignment" or each.percent >= calculator.PASS]
        graded = [frame for frame in log if frame["type"] in ("practice_completed", "assignment_submitted")]
        assert [frame.get("question_title", frame.get("assignment_title")) for frame in graded] == [
            each.exercise.title for each in told
        ], user
        badges = EarnedBadge.objects.filter(user=user, at__gte=self.began).values_list("badge_id", flat=True)
        earned = [frame["achievement"]["id"] for frame in log if frame["type"] == "achievement_earned"]
        assert collections.Counter(earned) == collections.Counter(badges), user
        points = self.before[user.pk]
        for frame in log:
            if frame["type"] == "points_update":
                assert frame["old_points"] == points, (user, frame)
                points = Decimal(str(frame["new_points"]))
        assert points == calculator.total(user), user

    def check_boards(self) -> None:
        """What the old front end shows of the boards of its classes is what the autograder has."""
        for course in self.term.courses:
            ranks = calculator.ranks(course)
            totals = dict(Total.objects.filter(course=course).values_list("user", "points"))
            expected = {user: (rank, totals[user]) for user, rank in ranks.items()}
            for user in ranks:
                eventually(self.shows(user, course, expected))

    def shows(self, user: int, course: Course, expected: dict[int, Any]) -> Callable[[], bool]:
        def board() -> bool:
            page = self.browsers.old[user].boards.get(course.code, {"entries": []})
            entries = {int(each["user"]["id"]): (each["rank"], each["total_points"]) for each in page["entries"]}
            return entries == expected

        return board

    def check_reconciliation(self) -> None:
        """Laurel, which counts unseen, has come to the same."""
        for course in self.term.courses:
            end = time.monotonic() + 60
            while not (body := self.reconciliation(course))["summary"]["zero"] or not body["computed_at"]:
                differing = [
                    (each["reported"], each["computed"], each["explanations"])
                    for each in body["students"]
                    if not each["equal"]
                ]
                assert time.monotonic() < end, (body["summary"], body["computed_at"], differing)
                time.sleep(0.5)

    def reconciliation(self, course: Course) -> Any:
        answer = LaurelClient().send("GET", f"/api/classes/{course.code}/reconciliation", roles=["operator"])
        assert answer.ok, answer.error
        return answer.body

    def get(self, user: User, path: str) -> Any:
        answer = LaurelClient().send("GET", path, token=self.token(user))
        assert answer.ok, answer.error
        return answer.body


def sent_at(frame: dict[str, Any]) -> float:
    return datetime.datetime.fromisoformat(frame["sent_at"].replace("Z", "+00:00")).timestamp()


@pytest.fixture
def laurel(laurel_setting: Any) -> Iterator[LaurelProcess]:
    """A Laurel that may be stopped and started."""
    process = LaurelProcess(os.environ["TEST_SECRET"])
    laurel_setting(URL=process.environment()["TEST_LAUREL"], MAPPING=MAPPING)
    yield process
    process.close()


@pytest.mark.parametrize("sums", [False, True], ids=["best", "sums"])
def test_a_term_moves_and_comes_back(scene: Scene, laurel: LaurelProcess, sums: bool) -> None:
    move = Move(scene, laurel, sums=sums)
    try:
        # Given: Laurel delivers what the autograder counts
        run("laurel_rosters")
        run("laurel_achievements", "--only")
        move.authority("delivery")
        run("laurel_standings")
        move.open_browsers()
        move.check()
        move.work(12)
        move.check()

        # When the history is imported, nothing is seen of it
        planned = run("laurel_import", "--dry-run")
        assert run("laurel_import") == planned.replace("would be ", "")
        run("laurel_rosters")
        move.check()

        # When Laurel counts as well, unseen, it comes to the same, also while the autograder is deployed
        move.authority("shadow")
        move.check_reconciliation()
        working = move.working(24)
        move.autograder.restart()
        working.join()
        move.check()
        move.check_reconciliation()

        # When somebody comes back who had left
        returning = Enrolment.objects.get(user=move.term.dropped)
        Enrolment.objects.filter(pk=returning.pk).update(active=True)
        run("laurel_rosters")
        run("laurel_standings")
        move.browsers.look_at(returning.user, returning.course_id)
        move.check()
        move.check_reconciliation()

        # When Laurel's numbers count, while students work, and while Laurel is deployed
        working = move.working(12)
        move.authority("owner")
        working.join()
        move.check()
        working = move.working(24)
        laurel.restart()
        working.join()
        move.check()

        # When everything goes back
        working = move.working(12)
        move.authority("delivery")
        working.join()
        move.check()
    finally:
        move.close()
