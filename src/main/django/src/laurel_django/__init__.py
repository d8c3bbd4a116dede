"""Laurel for Django: events of a Django project reach the students' browsers through Laurel.

``realtime_service`` takes the place of the one that sent events over Django Channels. It writes each event to an outbox
in the caller's transaction; a thread, or ``manage.py laurel_drain``, sends it after the commit.
"""

from laurel_django.service import RealtimeService

__all__ = ["RealtimeService", "realtime_service"]

realtime_service = RealtimeService()
