"""What the staff process does by itself: releases catch up every second, a changed database is copied every minute."""

from __future__ import annotations

import logging
from collections.abc import Callable

import gevent
from flask import Flask
from gevent.threadpool import ThreadPool

from contest import backup
from contest.config import Settings
from contest.db import is_sqlite, now
from contest.scorebook.refusals import Refused
from contest.writer import scores_changed

log = logging.getLogger(__name__)

# A step or a release is worth a copy at once; sheets wait for the minute.
AT_ONCE = frozenset(
    {"contest_started", "result_drafted", "result_signed", "prizes_approved", "result_finalised", "result_announced"}
)


class Backups:
    """Copies a changed database in a thread of its own, off the loop."""

    def __init__(self, settings: Settings) -> None:
        """Follow the scorebook."""
        self._settings, self._pool = settings, ThreadPool(1)
        self._changed = False
        self.last = ""
        scores_changed.connect(self._follow)

    def _follow(self, _contest_id: int, kinds: frozenset[str] = frozenset()) -> None:
        self._changed = True
        if kinds & AT_ONCE:
            gevent.spawn(self.run)

    def run(self) -> None:
        """Copy the database if it has changed since the last copy; a failure is logged and tried again next time."""
        if not self._changed:
            return
        self._changed = False
        folder = self._settings.instance / "backups"
        try:
            moment = now()
            self._pool.apply(backup.backup, (self._settings.database_url, backup.timed_name(folder, moment)))
            backup.prune(folder)
            self.last = moment.isoformat()
        except (Refused, OSError):
            self._changed = True
            log.exception("backup failed; it will be tried again")


def keep_house(app: Flask, settings: Settings) -> None:
    """Start the staff process's own work; everything is published once at start, after a crash or a restore."""
    gate = app.extensions["gate"]
    gate.publish_all()
    _every(1, gate.catch_up)
    if settings.backup_seconds and is_sqlite(settings.database_url):
        backups = Backups(settings)
        app.extensions["backups"] = backups
        _every(settings.backup_seconds, backups.run)


def _every(seconds: float, work: Callable[[], None]) -> None:
    def loop() -> None:
        while True:
            gevent.sleep(seconds)
            try:
                work()
            except Exception:
                log.exception("housekeeping failed; it goes on")

    gevent.spawn(loop)
