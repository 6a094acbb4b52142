"""Objects without an app: the database, the words, the tokens in forms, what tells an htmx request, the sockets."""

import json
import logging
from functools import partial

from flask_babel import Babel
from flask_migrate import Migrate
from flask_socketio import SocketIO
from flask_sqlalchemy import SQLAlchemy
from flask_wtf.csrf import CSRFProtect
from htmx_flask import Htmx
from sqlalchemy import MetaData

from assembly.config import ANSWERED_WITHIN, LONGEST_MESSAGE, PING_EVERY

NAMES_OF_CONSTRAINTS = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}

db = SQLAlchemy(metadata=MetaData(naming_convention=NAMES_OF_CONSTRAINTS))
migrate = Migrate(render_as_batch=True)
babel = Babel()
csrf = CSRFProtect()
htmx = Htmx()


class Utf8:
    """Letters of every language as they are: six bytes each as numbers."""

    loads = staticmethod(json.loads)
    dumps = staticmethod(partial(json.dumps, ensure_ascii=False))


def _silent() -> logging.Logger:
    """Whatever a phone says, it writes nothing into our log; faults of our own are logged in live/web/sockets.py."""
    log = logging.getLogger("assembly.sockets")
    log.setLevel(logging.CRITICAL)
    return log


socketio = SocketIO(
    async_mode="gevent",
    transports=["websocket"],
    allow_upgrades=False,
    async_handlers=False,
    ping_interval=PING_EVERY,
    ping_timeout=ANSWERED_WITHIN,
    monitor_clients=False,  # live/sending.py looks at all of them at once: the library wakes up for each
    max_http_buffer_size=LONGEST_MESSAGE,
    http_compression=False,
    cors_allowed_origins=[],  # kernel/web/guard.py compares the origin before the handshake
    json=Utf8,
    logger=_silent(),
    engineio_logger=_silent(),
)
