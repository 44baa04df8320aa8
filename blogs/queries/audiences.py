from django.db.models import Case, IntegerField, Q, Value, When

from sns.people.models import User
from sns.spaces.models import Space

ONLY_ME = "me"
_ORDER = [Space.Kind.COMPANY, Space.Kind.UNIT, Space.Kind.COMMUNITY, Space.Kind.GROUP]


def audiences_of(user: User) -> list[Space]:
    """Spaces that the person may publish in: the company's, then his units', communities and groups.

    His personal space is not among them: it may not exist yet, so forms name it ``ONLY_ME``. Read once per request.
    """
    if "_audiences" not in user.__dict__:
        user._audiences = list(
            Space.objects.filter(Q(kind=Space.Kind.COMPANY) | Q(memberships__user=user))
            .exclude(kind=Space.Kind.PERSONAL)
            .exclude(is_archived=True)
            .select_related("unit")
            .annotate(
                rank=Case(
                    *[When(kind=kind, then=Value(n)) for n, kind in enumerate(_ORDER)],
                    output_field=IntegerField(),
                )
            )
            .order_by("rank", "unit__path", "name")
            .distinct()
        )
    return user._audiences
