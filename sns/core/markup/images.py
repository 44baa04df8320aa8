"""A picture of ours as HTML: several widths, its size known before it loads, a link to the full one."""

from dataclasses import dataclass

from django.utils.html import escape

# The reading column is 42rem wide and fills the screen below that.
SIZES = "(min-width: 44rem) 42rem, 100vw"


@dataclass(frozen=True, slots=True)
class Image:
    """An upload that is a picture: full size in pixels, the widths it is also kept in, a default alt text."""

    width: int
    height: int
    widths: tuple[int, ...] = ()
    alt: str = ""


def image_html(token: str, image: Image, alt: str, *, linked: bool) -> str:
    """The `img`, inside a link to the full picture unless it has no alt text to name that link."""
    alt = alt or image.alt
    source = f"/files/{escape(token)}/"
    html = (
        f'<img src="{source}"{_srcset(source, image)} width="{image.width}" height="{image.height}"'
        f' loading="lazy" decoding="async" alt="{escape(alt)}">'
    )
    return f'<a href="{source}" class="image-link">{html}</a>' if linked and alt else html


def _srcset(source: str, image: Image) -> str:
    if not image.widths:
        return ""
    candidates = ", ".join(f"{source}{width}/ {width}w" for width in image.widths)
    return f' srcset="{candidates}" sizes="{SIZES}"'


def caption_html(caption: str) -> str:
    """The line below a picture that stands alone; nothing for an empty caption."""
    return f"<figcaption>{escape(caption)}</figcaption>" if caption else ""
