"""Assembly: people commit first and money follows."""

import os
from collections.abc import Mapping
from functools import partial
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from flask import Flask


def create_app(environ: Mapping[str, str] = os.environ, **overrides: Any) -> "Flask":
    """The application: configuration, memory, words, guards, features, news."""
    # imported here, because importing this package must not load what serving patches first (see __main__.py)
    from flask import Flask

    from assembly.config import ROOT, settings
    from assembly.extensions import babel, csrf, db, htmx, migrate, socketio
    from assembly.features import register_features
    from assembly.kernel.database import prepare
    from assembly.kernel.web.admission import admit_in_turn
    from assembly.kernel.web.answers import answer_refusals
    from assembly.kernel.web.cookies import Cookies
    from assembly.kernel.web.guard import may_open_a_socket, stand_guard
    from assembly.language import chosen_language, teach_templates
    from assembly.live.broadcasters import broadcasters
    from assembly.live.sending import wrap_sockets
    from assembly.shell.static_files import name_by_content

    app = Flask(__name__, template_folder=str(ROOT / "templates"), static_folder=str(ROOT / "static"))
    app.config.from_mapping({**settings(environ), **overrides})
    app.session_interface = Cookies()
    prepare(app)
    db.init_app(app)
    migrate.init_app(app, db, directory=str(ROOT / "migrations"))
    babel.init_app(app, locale_selector=chosen_language)
    htmx.init_app(app)
    teach_templates(app)
    name_by_content(app)
    stand_guard(app)
    admit_in_turn(app)
    csrf.init_app(app)
    register_features(app)
    answer_refusals(app)
    broadcasters.init_app(app)
    socketio.init_app(app)
    wrap_sockets(app, partial(may_open_a_socket, app.config))
    return app
