"""Objects without an app: the database, the sockets, the words, the tokens in forms."""

from flask_babel import Babel
from flask_migrate import Migrate
from flask_socketio import SocketIO
from flask_sqlalchemy import SQLAlchemy
from flask_wtf.csrf import CSRFProtect

from .models.base import Base

db = SQLAlchemy(metadata=Base.metadata)
migrate = Migrate(render_as_batch=True)
socketio = SocketIO()
babel = Babel()
csrf = CSRFProtect()
