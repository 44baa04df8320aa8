"""Values inside one element of a WordPress export."""

from datetime import UTC, datetime, tzinfo
from email.utils import parsedate_to_datetime

from blogs.importers.records import clean_line, clean_text


class Fields:
    """Children of an element by local name: the namespaces of WXR change with its version."""

    def __init__(self, element):
        self.element = element
        self.children: dict[str, list] = {}
        for child in element:
            if isinstance(child.tag, str):
                self.children.setdefault(local_name(child), []).append(child)

    def all(self, name: str) -> list:
        return self.children.get(name, [])

    def text(self, name: str, namespace: str = "") -> str:
        for child in self.all(name):
            if namespace in child.tag.split("}")[0]:
                return clean_text("".join(child.itertext()))
        return ""

    def line(self, name: str) -> str:
        return clean_line(self.text(name))

    def meta(self) -> dict[str, str]:
        pairs = (Fields(node) for node in self.all("postmeta"))
        return {pair.line("meta_key"): pair.line("meta_value") for pair in pairs}


def local_name(element) -> str:
    return element.tag.rpartition("}")[2]


def iso_date(text: str, tz: tzinfo) -> datetime | None:
    if not text or text.startswith("0000"):
        return None
    try:
        return datetime.fromisoformat(text).replace(tzinfo=tz)
    except ValueError:
        return None


def rss_date(text: str) -> datetime | None:
    try:
        found = parsedate_to_datetime(text)
    except ValueError:
        return None
    return found if found.tzinfo else found.replace(tzinfo=UTC)
