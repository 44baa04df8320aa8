"""Markdown as people write it here → safe HTML, plain text, mentions, tags and links.

document = parse(source, own_hosts={"sns.example.co.jp"})
… look up document.mentions, .entry_ids, .upload_tokens …
html = document.render(prefix="e12", people=…, titles=…, images=…)
"""

from .document import Document, parse
from .html import Person
from .images import Image
from .sanitise import sanitise
from .source import quote
from .tags import tag_name

__all__ = ["Document", "Image", "Person", "parse", "quote", "sanitise", "tag_name"]
