"""The name of a tag."""

import re
import unicodedata

_NOT_IN_NAME = re.compile("[^\\w\u3099\u309a-]")


def tag_name(text: str) -> str:
    """The form in which a tag is stored and compared: NFKC, case-folded, without `#`; may be empty."""
    name = unicodedata.normalize("NFKC", text).casefold()
    return _NOT_IN_NAME.sub("", unicodedata.normalize("NFKC", name)).strip("-")
