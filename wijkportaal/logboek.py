"""Structured log lines: one JSON object per line in production, readable lines on a developer's screen.

A log line says what was done to what, by whom (a number) and in which request. It holds no personal
data and no secret: mailed links carry a token in their path, so long tokens and query strings are
blanked before a line is written.
"""

import re
import sys
from typing import Any

import structlog
from structlog.typing import EventDict, Processor, WrappedLogger

# A signed token or key: 33 characters or more without a slash or full stop, with a digit among them.
LANG_TEKEN = re.compile(r"(?=[\w:=-]*\d)[\w:=-]{33,}")


def zonder_geheimen(_logger: WrappedLogger, _methode: str, regel: EventDict) -> EventDict:
    """Blank tokens and query strings, and drop the browser's description of itself."""
    regel.pop("user_agent", None)
    if isinstance(verzoek := regel.get("request"), str):
        regel["request"] = LANG_TEKEN.sub("…", verzoek.partition("?")[0])
    if isinstance(gebeurtenis := regel.get("event"), str):
        regel["event"] = LANG_TEKEN.sub("…", gebeurtenis)
    return regel


GEDEELD: list[Processor] = [
    structlog.contextvars.merge_contextvars,
    structlog.stdlib.add_logger_name,
    structlog.stdlib.add_log_level,
    structlog.processors.TimeStamper(fmt="iso", utc=True),
    structlog.stdlib.PositionalArgumentsFormatter(),
    structlog.stdlib.ExtraAdder(),
    zonder_geheimen,
]


def configureer_structlog() -> None:
    """Hand structlog's lines to the standard library's logging, so that there is one stream of lines."""
    structlog.configure(
        processors=[
            structlog.stdlib.filter_by_level,
            *GEDEELD,
            structlog.processors.StackInfoRenderer(),
            structlog.stdlib.ProcessorFormatter.wrap_for_formatter,
        ],
        logger_factory=structlog.stdlib.LoggerFactory(),
        cache_logger_on_first_use=True,
    )


def logging_instellingen(*, json: bool, niveau: str) -> dict[str, Any]:
    """Return Django's LOGGING: every line, ours or a library's, through the same processors to stderr."""
    # A plain traceback: the pretty one prints the values of variables, and those are people's data.
    leesbaar = structlog.dev.ConsoleRenderer(
        colors=sys.stderr.isatty(), exception_formatter=structlog.dev.plain_traceback
    )
    weergave: Processor = structlog.processors.JSONRenderer(ensure_ascii=False) if json else leesbaar
    uitzondering: list[Processor] = [structlog.processors.format_exc_info] if json else []
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {
            "regel": {
                "()": structlog.stdlib.ProcessorFormatter,
                "foreign_pre_chain": GEDEELD,
                "processors": [
                    structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                    *uitzondering,
                    weergave,
                ],
            }
        },
        "handlers": {"scherm": {"class": "logging.StreamHandler", "formatter": "regel"}},
        "root": {"handlers": ["scherm"], "level": niveau},
        "loggers": {
            # django_structlog writes the request's lines; Django's own would be the same news twice.
            "django.server": {"handlers": [], "propagate": False},
            "django.request": {"level": "ERROR"},
        },
    }
