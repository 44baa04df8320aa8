"""Pages of lists that are not ordered by time: the next one begins after a row that the address names."""

from django.db.models import Q, QuerySet


def page_after(rows: QuerySet, order: list[tuple[str, bool]], after: str | None, size: int) -> tuple[list, str]:
    """One page of ``rows`` and the address of the next ("": this is the last).

    ``order`` are (field, descending) and end with the primary key. The row that ``after`` names is looked for in
    ``rows`` alone, so what the reader may not see tells nothing; nonsense means the first page.
    """
    fields = [name for name, _descending in order]
    anchor = rows.filter(pk=int(after)).values(*fields).first() if after and _is_number(after) else None
    if anchor:
        rows = rows.filter(_beyond(order, anchor))
    rows = rows.order_by(*(f"-{name}" if descending else name for name, descending in order))
    found = list(rows[: size + 1])
    return found[:size], str(found[size - 1].pk) if len(found) > size else ""


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdecimal() and len(text) < 19


def _beyond(order: list[tuple[str, bool]], anchor: dict) -> Q:
    condition, same = Q(), Q()
    for name, descending in order:
        condition |= same & Q(**{f"{name}__lt" if descending else f"{name}__gt": anchor[name]})
        same &= Q(**{name: anchor[name]})
    return condition
