"""The wall at the doors: the way in, and the names that arrive."""

from assembly.gatherings.readings import Slide
from assembly.people.readings.names import Named, first_timers, headcount, newest_names

PLACES_FOR_NAMES, PLACES_BESIDE_WIFI = 17, 8
LONG_NAME = 10  # letters


class DoorsSlide(Slide):
    template = "people/_doors_slide.html"

    @property
    def headcount(self) -> int:
        return self.reading.ask(headcount)

    @property
    def first_timers(self) -> int:
        return self.reading.ask(first_timers)

    @property
    def names(self) -> list[Named]:
        """The newest names that stand on the slide, where a long one takes two places."""
        places = PLACES_BESIDE_WIFI if self.door.wifi else PLACES_FOR_NAMES
        newest = self.reading.ask(newest_names)[:places]
        long = sum(len(each.called) > LONG_NAME for each in newest)
        return newest[: max(places - long, places // 2)]

    @property
    def more(self) -> int:
        """People who came in and are not among the names: the nameless and the earlier ones."""
        return max(0, self.headcount - len(self.names))
