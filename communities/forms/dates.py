"""The form of a search for a date: rows of candidates, as many as are needed."""

from datetime import date, time

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from communities.forms.events import PlaceForm, clock_field, day_field
from communities.models.date_poll import CANDIDATES_MAX
from sns.core.localtimes import day_after, start_of
from sns.core.spans import Span

ROWS, MORE = 5, 5


class DatesForm(PlaceForm):
    """``spans`` holds the candidates by time once the form is valid. A row without times is a whole day."""

    def __init__(self, data=None, *, rows: int = ROWS, **options):
        super().__init__(data, **options)
        self.rows = min(max(rows, ROWS), CANDIDATES_MAX)
        self.spans: list[Span] = []
        for n in range(1, self.rows + 1):
            words = {"n": n}
            self.fields[f"day_{n}"] = day_field(_("Day of candidate %(n)s") % words)
            self.fields[f"start_{n}"] = clock_field(_("Candidate %(n)s begins at") % words)
            self.fields[f"end_{n}"] = clock_field(_("Candidate %(n)s ends at") % words)

    @property
    def candidate_fields(self) -> list[list]:
        return [[self[f"{name}_{n}"] for name in ("day", "start", "end")] for n in range(1, self.rows + 1)]

    def clean(self) -> dict:
        cleaned = super().clean()
        if self.zone is None:
            return cleaned
        spans = [self._row(n) for n in range(1, self.rows + 1)]
        found = {(span.starts_at, span.ends_at): span for span in spans if span}
        self.spans = [found[key] for key in sorted(found)]
        if len(self.spans) < 2 and not self.errors:
            self.add_error("day_1" if not self.spans else "day_2", TOO_FEW)
        return cleaned

    def _row(self, n: int) -> Span | None:
        day, start, end = (self.cleaned_data.get(f"{name}_{n}") for name in ("day", "start", "end"))
        names = {f"day_{n}", f"start_{n}", f"end_{n}"}
        if names & set(self.errors) or (day is None and start is None and end is None):
            return None
        if day is None:
            self.add_error(f"day_{n}", _("On which day is it?"))
            return None
        if not self.is_possible(f"day_{n}", day):
            return None
        return self._span(n, day, start, end)

    def _span(self, n: int, day: date, start: time | None, end: time | None) -> Span | None:
        if start is None and end is None:
            return Span(start_of(day, self.zone), start_of(day_after(day), self.zone), day, day, self.zone.key)
        for name, clock in (("start", start), ("end", end)):
            if clock is None:
                self.add_error(f"{name}_{n}", _("Please give both times, or none for a whole day."))
                return None
        begins, ends = self.moment(f"start_{n}", day, start), self.moment(f"end_{n}", day, end)
        if begins and ends and ends <= begins:
            self.add_error(f"end_{n}", _("It cannot end before it begins."))
            return None
        return Span(begins, ends, zone=self.zone.key) if begins and ends else None


TOO_FEW = gettext_lazy("Please give at least two dates to choose from.")
