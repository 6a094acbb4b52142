"""The wall while pods form, while each is read back, and while roles go round."""

from functools import cached_property

from assembly.gatherings.readings import Slide
from assembly.pods.readings.pods import Circle, Pods, Somebody, pods
from assembly.typesetting.sizes import LEADING, SIZES, largest, tall
from assembly.typesetting.text_width import wrap

A_WALL, ROWS_OF_ROLES = 9, 4  # pods on one wall; with two names a role, four are 24 names
ALONE, HALF, THIRD = 166.0, 80.0, 52.0  # room side by side, in hundredths of the wall's height
A_ROW = 73.0  # between the two rules
NUMBER = 1.7  # ems, for the number before a title
FEW = 3  # pods that stand one below the other


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
        return 1 if len(self.shown) <= FEW else 2 if len(self.shown) == 4 else 3

    @property
    def rows(self) -> int:
        return max(1, -(-len(self.shown) // self.columns))

    def size_of_title(self, title: str) -> int:
        """As large as it goes in: a long one does not make the others small."""
        if self.columns == 1:
            room = ALONE - 70 if self.rows > 1 else ALONE
            return numbered(title, room, A_ROW / self.rows - 13, (5, 4, 3, 2))
        room, among = (HALF, (4, 3, 2)) if self.columns == 2 else (THIRD, (3, 2, 1))
        return numbered(title, room, 10.5 if self.rows > 2 else 17.0, among)


class ReadBackSlide(PodsSlide):
    """One pod, huge; before and between, the list."""

    template = "pods/_read_back_slide.html"

    @property
    def pages(self) -> int:  # type: ignore[override]
        return 1 if self.pods.now else super().pages

    @property
    def all(self) -> list[Circle]:
        return self.pods.peopled

    @property
    def title_size(self) -> int:
        return largest([self.pods.now.title], ALONE, 31.0, (6, 5, 4)) if self.pods.now else 4

    @property
    def says_purpose(self) -> bool:
        """Is there room for it below the title?"""
        now = self.pods.now
        return now is not None and tall(now.title, ALONE, self.title_size) < 20

    @property
    def day_size(self) -> int:
        return largest([self.pods.now.first], 60.0, 9.5, (4, 3, 2)) if self.pods.now else 3

    @property
    def date_size(self) -> int:
        return largest([self.pods.now.place], 60.0, 11.0, (3, 2, 1)) if self.pods.now else 3

    def size_of(self, one: Somebody | None) -> int:
        """Of a name beside its role."""
        return largest([name_of(one)], 31.0, 9.5, (4, 3, 2, 1))


class RotationSlide(PodsSlide):
    """Who has which role until when, and who comes."""

    template = "pods/_rotation_slide.html"
    a_page = ROWS_OF_ROLES

    @property
    def all(self) -> list[Circle]:
        return self.pods.peopled

    @property
    def height(self) -> float:
        """Of the row of a pod; where there are few, its title stands above its roles."""
        return A_ROW / max(1, len(self.shown))

    def size_of_title(self, title: str) -> int:
        if self.columns_of_roles:
            return numbered(title, 40.0, self.height - 2, (4, 3, 2, 1))
        return numbered(title, ALONE, 10.0, (4, 3, 2))

    def size_of(self, one: Somebody | None) -> int:
        """Of a name: two stand below what the role is called."""
        if self.columns_of_roles:
            return largest([name_of(one)], 34.0, (self.height - 6) / 2 - 1, (3, 2, 1))
        return largest([name_of(one)], 48.0, (self.height - 18) / 2 - 1, (4, 3, 2, 1))

    @property
    def columns_of_roles(self) -> bool:
        """Do roles stand beside the title?"""
        return len(self.shown) > 2


def numbered(title: str, room: float, height: float, among: tuple[int, ...]) -> int:
    """The largest size in which a title goes into the room beside its number without a word broken."""
    return next((size for size in among if _goes_in(title, room, height, size)), among[-1])


def name_of(one: Somebody | None) -> str:
    """As wide as what stands in its place where there is no name."""
    return one.called if one else "who takes it?"


def _goes_in(title: str, room: float, height: float, size: int) -> bool:
    lines = int(height / (SIZES[size] * LEADING))
    return wrap(title, room - NUMBER * SIZES[size], SIZES[size], lines) is not None
