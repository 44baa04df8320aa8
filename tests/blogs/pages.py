"""Reading our pages as a browser does."""

from bs4 import BeautifulSoup


def soup(answer) -> BeautifulSoup:
    return BeautifulSoup(answer.content.decode(), "html.parser")


def fields(answer, selector: str = "form[data-editor]") -> dict[str, str]:
    """Name → value of the form's fields as they would be sent (the last of several of one name)."""
    values = {}
    for tag in soup(answer).select_one(selector).select("input, textarea, select"):
        if not tag.get("name") or (tag.get("type") in ("checkbox", "radio") and not tag.has_attr("checked")):
            continue
        values[tag["name"]] = _value(tag)
    return values


def _value(tag) -> str:
    if tag.name == "textarea":
        return tag.text.removeprefix("\n")  # a browser drops the first line break
    if tag.name == "select":
        chosen = tag.select_one("option[selected]") or tag.select_one("option")
        return chosen["value"]
    return tag.get("value", "")


def wrong(answer) -> set[str]:
    """Names of the fields beside which a message stands."""
    return {tag["id"].removeprefix("id_").removesuffix("_error") for tag in soup(answer).select("ul.errors")}
