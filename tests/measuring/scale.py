"""How large a run is, and how long each measurement takes."""

from __future__ import annotations

from dataclasses import dataclass

_SIZES = (10_000, 100_000, 1_000_000)


@dataclass(frozen=True)
class Scale:
    """The numbers that a run is made of. Where there are few people, they shrink alike."""

    edges: int = 1_000_000
    """Connections in the largest database, and as many follows."""
    rounds: int = 5
    """Each side of a comparison is measured so often, in turn with the others."""
    seconds: float = 0.3
    """How long one side acts or reads in one round, about."""

    @property
    def sizes(self) -> tuple[int, ...]:
        """Connections in each database, the smallest first."""
        smaller = tuple(size for size in _SIZES if size < self.edges)
        return (*(smaller or (self.edges // 10,)), self.edges)

    @property
    def degrees(self) -> tuple[int, ...]:
        """Connections of the people whose mutual connections and suggestions are measured."""
        return shrunk((50, 500, 5_000), highest_degree(people(self.edges)))

    @property
    def feed_ties(self) -> tuple[int, ...]:
        """Ties of the people who read a feed: see `feed_ties()`."""
        return feed_ties(people(self.edges))

    @property
    def posts(self) -> int:
        """Rows of the table that a feed reads."""
        return min(self.edges, 1_000_000)

    @property
    def lines(self) -> int:
        """Connections in one import into a table that is in use."""
        return min(20_000, self.edges // 10)

    @property
    def waiting(self) -> int:
        """Requests that wait for an answer when such an import begins."""
        return self.lines * 9 // 100


def people(size: int) -> int:
    """People in a database with so many connections: each has twenty on average, or fewer."""
    return max(size // 10, 200)


def highest_degree(people: int) -> int:
    """Connections of the person who has the most."""
    return min(5_000, people // 4)


def feed_ties(people: int) -> tuple[int, ...]:
    """Ties of each of the people who read a feed: half of them connections, half follows."""
    return shrunk((0, 100, 5_000, 30_000), people // 3)


def shrunk(numbers: tuple[int, ...], most: int) -> tuple[int, ...]:
    """The same ascending numbers, or smaller ones in proportion: all different, none above `most`.

    A number that was not 0 stays above 0.
    """
    factor = min(1, most / numbers[-1])
    smallest = 0 if numbers[0] == 0 else 1
    return tuple(max(int(n * factor), smallest + place) for place, n in enumerate(numbers))
