"""The wall while pods form, while each is read back, and while roles go round."""

from functools import cached_property

from assembly.gatherings.readings import Slide
from assembly.pods.readings.pods import Circle, Pods, pods
from assembly.typesetting.sizes import largest

A_WALL, ROWS_OF_ROLES = 9, 4  # pods on one wall; with two names a role, four are 24 names
ALONE, HALF, THIRD = 166.0, 80.0, 52.0  # room for a title, in hundredths of the wall's height


class PodsSlide(Slide):
    """Pods with their places."""

    template = "pods/_pods_slide.html"
    a_page = A_WALL

    @property
    def pods(self) -> Pods:
        return self.reading.ask(pods)

    @property
    def all(self) -> list[Circle]:
        return list(self.pods.circles)

    @property
    def pages(self) -> int:  # type: ignore[override]
        return max(1, -(-len(self.all) // self.a_page))

    @cached_property
    def shown(self) -> list[Circle]:
        first = (self.page - 1) * self.a_page
        return self.all[first : first + self.a_page]

    @property
    def columns(self) -> int:
        """How many stand side by side."""
        return 1 if len(self.shown) == 1 else 2 if len(self.shown) <= 4 else 3

    @property
    def rows(self) -> int:
        return max(1, -(-len(self.shown) // self.columns))

    @property
    def size(self) -> int:
        """All titles are set alike, as large as the longest allows."""
        room = {1: ALONE - 14, 2: HALF - 9, 3: THIRD - 7}[self.columns]
        height = {1: 30.0, 2: 17.0, 3: 10.5 if self.rows > 2 else 17.0}[self.columns]
        among = {1: (6, 5, 4), 2: (4, 3, 2), 3: (3, 2, 1)}[self.columns]
        return largest([circle.title for circle in self.shown], room, height, among)


class ReadBackSlide(PodsSlide):
    """One pod, huge; before and between, the list."""

    template = "pods/_read_back_slide.html"

    @property
    def all(self) -> list[Circle]:
        return self.pods.peopled

    @property
    def title_size(self) -> int:
        return largest([self.pods.now.title], 128.0, 27.0, (5, 4, 3)) if self.pods.now else 4

    @property
    def date_size(self) -> int:
        now = self.pods.now
        return largest([now.pod.first_place], ALONE / 2, 17.0, (4, 3, 2)) if now else 3


class RotationSlide(PodsSlide):
    """Who has which role until when, and who comes."""

    template = "pods/_rotation_slide.html"
    a_page = ROWS_OF_ROLES

    @property
    def all(self) -> list[Circle]:
        return self.pods.peopled

    @property
    def name_size(self) -> int:
        """Two names stand in each field."""
        turns = [turn for circle in self.shown for turn in circle.turns.values()]
        names = [one.name or "" for turn in turns for one in (turn.holder, turn.incoming) if one]
        among = (4, 3, 2) if len(self.shown) == 1 else (3, 2)
        return largest(names or [""], 34.0, 6.5 if len(self.shown) > 1 else 10.0, among)
