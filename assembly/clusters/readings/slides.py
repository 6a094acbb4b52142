"""The wall while tables connect the dots, and while stars are given: what has the most is shown with one press."""

from functools import cached_property

from assembly.clusters.readings.clusters import Choice, Clusters, Stars, Together, clusters, stars
from assembly.gatherings.readings import Slide
from assembly.typesetting.sizes import largest

A_PAGE, CHOICES_A_PAGE = 9, 12
TALL, WIDE = 62.0, 160.0  # room for all clusters of a page, in hundredths of the wall's height


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
        first = (self.page - 1) * A_PAGE
        return self.clusters.standing[first : first + A_PAGE]

    @property
    def across(self) -> int:
        """How many stand side by side: few stand large."""
        return 1 if len(self.shown) <= 2 else 2 if len(self.shown) <= 4 else 3

    @property
    def size(self) -> int:
        """Of their words, beside three lines for people and cards."""
        rows = -(-len(self.shown) // self.across)
        return largest(
            [each.words for each in self.shown],
            WIDE / self.across - 4,
            TALL / rows - 11,
            (5, 4, 3, 2)[self.across - 1 :],
        )


class StarsSlide(Slide):
    template = "clusters/_stars_slide.html"

    @property
    def stars(self) -> Stars:
        return self.reading.ask(stars)

    @property
    def pages(self) -> int:  # type: ignore[override]
        return 1 if self.stars.shown else max(1, -(-len(self.stars.choices) // CHOICES_A_PAGE))

    @property
    def choices(self) -> list[Choice]:
        first = (self.page - 1) * CHOICES_A_PAGE
        return list(self.stars.choices[first : first + CHOICES_A_PAGE])

    @property
    def across(self) -> int:
        return 1 if len(self.choices) <= 5 else 2

    @property
    def size(self) -> int:
        rows = -(-max(1, len(self.choices)) // self.across)
        words = [choice.words for choice in self.choices]
        return largest(words, WIDE / self.across - 12, 50 / rows, (4, 3, 2, 1))

    @property
    def top_size(self) -> int:
        """What has the most stands as large as it goes in."""
        top = self.stars.top
        return largest([choice.words for choice in top], 128.0, 60.0 / max(1, len(top)), (5, 4, 3, 2))
