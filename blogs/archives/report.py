"""What an import has done so far, for the screen and for the person."""

from collections import Counter
from dataclasses import dataclass, field

from blogs.importers.records import ImportedEntry, Problem

MAX_PROBLEMS = 1_000


@dataclass
class Report:
    """Counts by outcome; the first problems in full and the number of all."""

    created: int = 0
    already: int = 0
    left_out: int = 0
    comments: int = 0
    files: int = 0
    statuses: Counter = field(default_factory=Counter)
    kinds: Counter = field(default_factory=Counter)
    authors: Counter = field(default_factory=Counter)
    categories: set[str] = field(default_factory=set)
    tags: set[str] = field(default_factory=set)
    problems: list[Problem] = field(default_factory=list)
    problem_count: int = 0
    lost_count: int = 0

    @property
    def seen(self) -> int:
        return self.created + self.already + self.left_out

    def add_problem(self, problem: Problem) -> None:
        self.problem_count += 1
        self.lost_count += problem.lost
        if len(self.problems) < MAX_PROBLEMS:
            self.problems.append(problem)

    def add_created(self, entry: ImportedEntry, comments: int) -> None:
        self.created += 1
        self.comments += comments
        self.statuses[entry.status] += 1
        self.kinds.update(comment.kind for comment in entry.comments)
        self.authors[entry.author] += 1
        self.categories.update(entry.categories)
        self.tags.update(entry.tags)

    def as_dict(self) -> dict:
        """The report as it is kept with the job."""
        return {
            "created": self.created,
            "already": self.already,
            "left_out": self.left_out,
            "comments": self.comments,
            "files": self.files,
            "statuses": dict(self.statuses),
            "kinds": dict(self.kinds),
            "authors": dict(self.authors.most_common(100)),
            "categories": len(self.categories),
            "tags": len(self.tags),
            "problem_count": self.problem_count,
            "lost_count": self.lost_count,
            "problems": [[problem.where, str(problem.reason), problem.lost] for problem in self.problems],
        }
