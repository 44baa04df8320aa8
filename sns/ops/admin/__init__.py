"""The administrators' pages of every model.

They stand in the roof because they join what the apps below keep apart: a person with his spaces, a report with the
post it speaks of. The site itself is `sns.ops.admin_site`.
"""

from sns.ops.admin import (
    audit,
    blogs,
    communities,
    files,
    jobs,
    outbox,
    people,
    reports,
    spaces,
    tags,
    texts,
    trackbacks,
    units,
    values,
)

__all__ = [
    "audit",
    "blogs",
    "communities",
    "files",
    "jobs",
    "outbox",
    "people",
    "reports",
    "spaces",
    "tags",
    "texts",
    "trackbacks",
    "units",
    "values",
]
