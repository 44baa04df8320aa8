"""Whatever has a name: people, communities, tags, files; for the page of results and while somebody types."""

from dataclasses import dataclass

from django.db import connection

from sns.core.tokens import TITLE, fold, lexeme_query, pieces
from sns.entries.models.tag import tag_path
from sns.people.models.user import avatar_path
from sns.people.models.words import WORDS_SQL, words_query
from sns.search.asking import Asked
from sns.search.folding import folded_sql
from sns.search.query import Query

SHOWN = {"people": 4, "communities": 3, "tags": 6, "files": 3}
SHOWN_ALONE = 60
COUNT_CAP = 100
SKILLED = 300
SUGGESTED = {"people": 4, "communities": 3, "tags": 3, "titles": 5}


@dataclass(frozen=True, slots=True)
class Name:
    """Something called like what was typed. For people looks like a User to the avatar macro."""

    what: str
    id: int
    name: str
    detail: str
    url: str
    avatar: str = ""

    def avatar_url(self, size: int = 96) -> str:
        return avatar_path(self.avatar, size)


def find_names(asked: Asked) -> dict[str, list[Name]]:
    """People, communities, tags and files of a search, by kind; one statement, none when there is no word.

    On the page of all results a few of each; many when only this kind is asked for.
    """
    if not asked.query.wanted or asked.type not in ("", *SHOWN) or asked.chosen or asked.query.values.keys() - {"type"}:
        return {}
    kinds = {asked.type: SHOWN_ALONE} if asked.type else SHOWN
    return _fetch(asked, kinds)


def suggest(asked: Asked) -> dict[str, list[Name]]:
    """What may be meant while somebody types; one statement."""
    return _fetch(asked, SUGGESTED) if asked.query.wanted else {}


def _fetch(asked: Asked, kinds: dict[str, int]) -> dict[str, list[Name]]:
    text = asked.query.text
    parameters = {
        "reader": asked.reader.pk,
        "visible": asked.visible,
        "words": people_query(asked.query),
        "text": text,
        "tag": text.replace(" ", ""),
        "titles": " & ".join(f"({lexeme_query(word.text, TITLE)})" for word in asked.query.wanted),
    }
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(_FIND[kind].format(limit=limit) for kind, limit in kinds.items()), parameters)
        rows = cursor.fetchall()
    found: dict[str, list[Name]] = {}
    for what, pk, name, detail, address, avatar in rows:
        url = tag_path(address) if what == "tags" else address
        found.setdefault(what, []).append(Name(what, pk, name, detail or "", url, avatar))
    return found


def people_query(query: Query) -> str:
    """A tsquery on names: each word begins one of a person's names. 有田ありす typed in one is tried in two."""
    whole = words_query(query.text)
    text = query.text
    if " " in text or not 3 <= len(text) <= 8 or [run for run, japanese in pieces(text) if japanese] != [text]:
        return whole
    split = (words_query(f"{text[:at]} {text[at:]}") for at in range(1, len(text)))
    return " | ".join(f"({one})" for one in (whole, *split) if one)


_NAMES = WORDS_SQL.format("u.name || ' ' || u.reading || ' ' || u.handle")
_UNIT = """(SELECT o.name FROM people_posting p JOIN people_orgunit o ON o.id = p.unit_id
    WHERE p.user_id = u.id AND p."primary" AND p.until IS NULL LIMIT 1)"""
_SKILL = folded_sql("k.name")
_TAG = folded_sql("t.name")
_FIND = {
    "people": f"""(SELECT 'people', u.id, u.name, {_UNIT}, '/people/' || u.handle || '/', u.avatar FROM (
        (SELECT u.id, 0 AS rank FROM people_user u WHERE u.is_active AND NOT u.is_guest AND {_NAMES}
            @@ %(words)s::tsquery LIMIT {SKILLED})
        UNION ALL
        (SELECT us.user_id, 1 FROM people_skill k JOIN people_user_skills us ON us.skill_id = k.id
            WHERE starts_with({_SKILL}, %(text)s) LIMIT {SKILLED})
    ) f JOIN people_user u ON u.id = f.id WHERE u.is_active AND NOT u.is_guest
    GROUP BY u.id ORDER BY min(f.rank), u.reading, u.name, u.id LIMIT {{limit:d}})""",
    "communities": f"""(SELECT 'communities', s.id, s.name, c.purpose, '/communities/' || s.id || '/', ''
        FROM communities_community c JOIN spaces_space s ON s.id = c.space_id
        WHERE (c.access <> 'secret' OR EXISTS (
                SELECT 1 FROM spaces_spacemember m WHERE m.space_id = s.id AND m.user_id = %(reader)s))
            AND strpos({folded_sql("s.name || ' ' || c.purpose")}, %(text)s) > 0
        ORDER BY strpos({folded_sql("s.name")}, %(text)s) > 0 DESC, s.last_activity_at DESC NULLS LAST
        LIMIT {{limit:d}})""",
    # A tag that is used only where the reader may not look does not exist for him.
    "tags": f"""(SELECT 'tags', t.id, t.label, n::text, t.name, '' FROM (
        SELECT t.id, t.name, t.label FROM entries_tag t WHERE strpos({_TAG}, %(tag)s) > 0
        ORDER BY length(t.name), t.name LIMIT 50) t CROSS JOIN LATERAL (
            SELECT count(*) AS n FROM (SELECT 1 FROM entries_entrytag et WHERE et.tag_id = t.id
                AND et.published_at IS NOT NULL AND et.space_id = ANY(%(visible)s::bigint[]) LIMIT {COUNT_CAP}) seen
        ) counted WHERE n > 0 ORDER BY t.name = %(tag)s DESC, n DESC, t.name LIMIT {{limit:d}})""",
    "files": f"""(SELECT 'files', f.id, f.name, u.name, '/files/' || f.token || '/', ''
        FROM entries_upload f JOIN people_user u ON u.id = f.owner_id
        WHERE strpos({folded_sql("f.name")}, %(text)s) > 0 AND (f.owner_id = %(reader)s OR EXISTS (
            SELECT 1 FROM entries_entryupload eu JOIN entries_entry e ON e.id = eu.entry_id
            WHERE eu.upload_id = f.id AND e.published_at IS NOT NULL AND e.withdrawn_at IS NULL
                AND e.space_id = ANY(%(visible)s::bigint[])))
        ORDER BY f.id DESC LIMIT {{limit:d}})""",
    "titles": """(SELECT 'titles', e.id, e.title, s.name, '/' || e.kind || 's/' || e.id || '/', '' FROM (
        WITH found AS MATERIALIZED (
            SELECT t.entry_id, t.at FROM entries_searchtext t WHERE t.at IS NOT NULL
                AND t.space_id = ANY(%(visible)s::bigint[]) AND t.lexemes @@ %(titles)s::tsquery LIMIT 500)
        SELECT * FROM found ORDER BY at DESC LIMIT 50
    ) f JOIN entries_entry e ON e.id = f.entry_id JOIN spaces_space s ON s.id = e.space_id
    WHERE e.published_at IS NOT NULL AND e.withdrawn_at IS NULL AND e.space_id = ANY(%(visible)s::bigint[])
    ORDER BY f.at DESC LIMIT {limit:d})""",
}


def similar_names(asked: Asked, limit: int = 5) -> list[Name]:
    """Titles and tags that share most pairs with what was not found: what may have been meant."""
    text = asked.query.text.replace(" ", "")
    terms = _neighbours(text)
    if not terms:
        return []
    with connection.cursor() as cursor:
        cursor.execute(_SIMILAR.format(limit=limit), {
            "any": " | ".join(terms), "parts": [fold(part) for part in _parts(text)], "visible": asked.visible,
            "least": 2 if len(terms) > 2 else 1,
        })  # fmt: skip
        return [Name(what, pk, name, "", tag_path(address) if what == "tags" else address)
                for what, pk, name, address in cursor.fetchall()]  # fmt: skip


def _parts(text: str) -> list[str]:
    found: list[str] = []
    for run, japanese in pieces(text[:40]):
        if japanese:
            found += [run[i : i + 2] for i in range(max(1, len(run) - 1))]
        elif len(run) > 3:
            found.append(run[: max(3, len(run) * 2 // 3)])
    return list(dict.fromkeys(found))


def _neighbours(text: str) -> list[str]:
    return [lexeme_query(part, TITLE) for part in _parts(text)]


_TITLE = "split_part(f.folded, chr(10), 1)"
_SHARED = "(SELECT count(*) FROM unnest(%(parts)s::text[]) part WHERE strpos({}, part) > 0)"
_SIMILAR = f"""
(SELECT 'titles', e.id, e.title, '/' || e.kind || 's/' || e.id || '/' FROM (
    SELECT f.*, {_SHARED.format(_TITLE)} AS shared FROM (
        SELECT t.entry_id, t.at, t.folded FROM entries_searchtext t WHERE t.at IS NOT NULL
            AND t.space_id = ANY(%(visible)s::bigint[]) AND t.lexemes @@ %(any)s::tsquery LIMIT 500) f
) f JOIN entries_entry e ON e.id = f.entry_id
WHERE shared >= %(least)s AND e.published_at IS NOT NULL AND e.withdrawn_at IS NULL
    AND e.space_id = ANY(%(visible)s::bigint[])
ORDER BY shared DESC, f.at DESC LIMIT {{limit:d}})
UNION ALL
(SELECT 'tags', t.id, t.label, t.name FROM (
    SELECT t.*, {_SHARED.format(_TAG)} AS shared FROM entries_tag t) t
WHERE shared >= %(least)s AND EXISTS (SELECT 1 FROM entries_entrytag et WHERE et.tag_id = t.id
    AND et.published_at IS NOT NULL AND et.space_id = ANY(%(visible)s::bigint[]))
ORDER BY shared DESC, t.name LIMIT {{limit:d}})
"""
