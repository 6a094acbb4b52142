"""What a phone shows while people talk to each other."""

from werkzeug.wrappers import Response

from assembly.gatherings.models import Gathering
from assembly.live.reading import Reading
from assembly.people.models import Participant
from assembly.people.web.pages import phone_page


def talk_page(reading: Reading[Gathering], me: Participant) -> Response:
    return phone_page("talking/now.html", reading, me, page="now")
