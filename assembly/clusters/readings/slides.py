"""The wall while tables connect the dots, and while stars are given: what has the most is shown with one press."""

from functools import cached_property

from assembly.clusters.readings.clusters import Choice, Clusters, Stars, Together, clusters, stars
from assembly.gatherings.readings import Slide
from assembly.typesetting.sizes import largest, shared_out, tall

A_PAGE, CHOICES_A_PAGE = 9, 10
WIDE, BETWEEN = 166.0, 4.0  # of the wall, in hundredths of its height, and between two columns
TALL, TALL_CHOICES = 75.0, 54.0  # room for all clusters of a page; for all choices below the question
COUNTS = 5.6  # height of the line of people and cards
STAR = 38.0  # room for a star and its count


class ClustersSlide(Slide):
    template = "clusters/_clusters_slide.html"

    @property
    def clusters(self) -> Clusters:
        return self.reading.ask(clusters)

    @property
    def pages(self) -> int:  # type: ignore[override]
        return max(1, -(-self.clusters.count // A_PAGE))

    @cached_property
    def shown(self) -> list[Together]:
        return shared_out(self.clusters.standing, self.pages)[self.page - 1]

    @property
    def across(self) -> int:
        """How many stand side by side: few stand large."""
        return 1 if len(self.shown) <= 3 else 2 if len(self.shown) <= 4 else 3

    @property
    def room(self) -> float:
        return WIDE / self.across - BETWEEN

    @property
    def height(self) -> float:
        """Of one of them."""
        return TALL / max(1, -(-len(self.shown) // self.across))

    @cached_property
    def sizes(self) -> tuple[int, int]:
        """Of their words and of the cards below, as large as they go in; 0 for no cards."""
        least = 2 if self.across == 3 else 3
        both = [(size, cards) for size in range(5, least - 1, -1) for cards in range(min(3, size - 1), 0, -1)]
        alone = [(size, 0) for size in (5, 4, 3, 2)]
        return next((pair for pair in (*both, *alone) if self._go_in(*pair)), (1, 0))

    def _go_in(self, size: int, cards_size: int) -> bool:
        return all(self._height(each, size, cards_size) <= self.height for each in self.shown)

    def _height(self, each: Together, size: int, cards_size: int) -> float:
        cards = ", ".join(card.words for card in each.cards)
        return tall(each.words, self.room, size) + COUNTS + (tall(cards, self.room, cards_size) if cards_size else 0)


class StarsSlide(Slide):
    template = "clusters/_stars_slide.html"

    @property
    def stars(self) -> Stars:
        return self.reading.ask(stars)

    @property
    def pages(self) -> int:  # type: ignore[override]
        return 1 if self.stars.shown else max(1, -(-len(self.stars.choices) // CHOICES_A_PAGE))

    @cached_property
    def choices(self) -> list[Choice]:
        return shared_out(self.stars.choices, self.pages)[self.page - 1]

    @property
    def across(self) -> int:
        return 1 if len(self.choices) <= 5 else 2

    @property
    def size(self) -> int:
        rows = -(-max(1, len(self.choices)) // self.across)
        words = [choice.words for choice in self.choices]
        return largest(words, WIDE / self.across - BETWEEN, TALL_CHOICES / rows, (4, 3, 2, 1))

    @property
    def top_size(self) -> int:
        """What has the most stands as large as it goes in."""
        top = self.stars.top
        return largest([choice.words for choice in top], WIDE - STAR, TALL / max(1, len(top)), (5, 4, 3, 2))
