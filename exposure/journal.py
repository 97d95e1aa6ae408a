"""The log of a server: one line of JSON a record, without anything that people wrote.

Comes in: the records of every library. Goes out: time, level, event and numbers.
"""

from __future__ import annotations

import json
import logging
import sys
import time
import traceback
from pathlib import Path
from typing import Any

LOG = logging.getLogger("exposure.serve")


def log_as_json() -> None:
    """Make every record of every logger one line of JSON, without what people wrote.

    A record of another library is told by its template, never with its arguments, and
    an exception by its kind and the lines it passed, never by its message: either can
    hold a draft or a name. Streamlit's handlers print just the message (see
    ``logger.messageFormat`` in ``.streamlit/config.toml``), which is the line.
    """
    ordinary = logging.LogRecord

    def record(*given: Any, **named: Any) -> logging.LogRecord:  # noqa: ANN401
        made = ordinary(*given, **named)
        made.msg, made.args = _Line(made, made.msg, made.exc_info), ()
        made.exc_info = made.stack_info = None
        return made

    logging.setLogRecordFactory(record)
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(logging.Formatter("%(message)s"))
    LOG.addHandler(handler)
    LOG.setLevel(logging.INFO)
    LOG.propagate = False


class _Line:
    """The line of a record, written when it is printed: by then it has all its fields."""

    def __init__(self, record: logging.LogRecord, template: object, failure: Any) -> None:  # noqa: ANN401
        self.record, self.template, self.failure = record, template, failure

    def __str__(self) -> str:
        record = self.record
        moment = time.strftime("%Y-%m-%dT%H:%M:%S", time.gmtime(record.created))
        told = {
            "time": f"{moment}.{int(record.msecs):03d}Z",
            "level": record.levelname.lower(),
            "event": self.template if isinstance(self.template, str) else "exception",
            "logger": record.name,
            **getattr(record, "told", {}),
        }
        if self.failure and self.failure[0] is not None:
            told["exception"] = self.failure[0].__name__
            told["at"] = [
                f"{Path(frame.filename).name}:{frame.lineno}"
                for frame in traceback.extract_tb(self.failure[2])
            ]
        return json.dumps(told)
