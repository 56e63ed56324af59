"""Pictures of others, made safe: looked at before they are decoded, cut to what a page shows, carried inside it."""

from __future__ import annotations

import warnings
from base64 import b64encode
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from io import BytesIO
from pathlib import PurePath
from typing import TYPE_CHECKING, Final

from cxmaturity.errors import Place, wrong
from cxmaturity.report.branding.inside import shown
from cxmaturity.words import text

if TYPE_CHECKING:
    from pathlib import Path

    from PIL.Image import Image

LARGEST: Final = 2_000_000
"""Bytes of a picture's file."""
_MOST_PIXELS: Final = 24_000_000
"""Pixels of a picture that is decoded: as many as a good camera takes, and 100 MB of memory."""
_SHOWN: Final = 1_200
"""Pixels of the longer side that a page shows; more of them would only make it heavy."""
_ENDINGS: Final = {".png": "PNG", ".jpg": "JPEG", ".jpeg": "JPEG"}


@dataclass(frozen=True)
class Picture:
    """A picture that can stand in the page."""

    uri: str
    """The whole picture as a data URI."""
    width: float
    """Its width, in pixels of its own or whatever its SVG counts in: what matters is the proportion."""
    height: float


def picture(content: bytes, name: str, where: Place | Path) -> Picture:
    """Return the picture that a file holds, decoded and written anew, or its SVG stripped to what draws.

    Raises InputError when it is not what its ending says, has too many pixels, or would fetch or run anything.
    """
    from cxmaturity.report.branding.drawings import drawing

    ending = PurePath(name).suffix.lower()
    if ending == ".svg":
        svg, width, height = drawing(content, name, where)
        return Picture(_uri("image/svg+xml", svg), width, height)
    if ending not in _ENDINGS:
        raise wrong(
            text("“{name}” is not a PNG, JPEG or SVG picture.", name=shown(name)),
            where,
            text("Save it as one of these, and let its name end in .png, .jpg or .svg."),
        )
    return raster(content, _ENDINGS[ending], name, where)


def raster(content: bytes, kind: str, name: str, where: Place | Path) -> Picture:
    """Return a PNG or JPEG, decoded and written anew without anything but its pixels. Raises InputError."""
    from PIL import Image

    try:
        with warnings.catch_warnings(), _whole():
            warnings.simplefilter("ignore")  # of what is odd in a file that decodes
            with Image.open(BytesIO(content), formats=(kind,)) as opened:
                if opened.width * opened.height > _MOST_PIXELS:
                    raise Image.DecompressionBombError
                return _written(opened, kind)
    except Image.DecompressionBombError as error:
        raise wrong(
            text("“{name}” has more than {most:int} million pixels.", name=shown(name), most=_MOST_PIXELS // 1_000_000),
            where,
            text("Make it smaller: {most:int} pixels wide are enough.", most=_SHOWN),
        ) from error
    except Exception as error:  # Pillow's decoders raise whatever a broken file makes them
        raise wrong(
            text("“{name}” cannot be read as a {kind} picture.", name=shown(name), kind=kind),
            where,
            text("Open it in an image editor and save it again as PNG."),
        ) from error


@contextmanager
def _whole() -> Iterator[None]:
    """Have Pillow refuse a picture that is cut short, also where WeasyPrint has told it not to."""
    from PIL import ImageFile

    before, ImageFile.LOAD_TRUNCATED_IMAGES = ImageFile.LOAD_TRUNCATED_IMAGES, False
    try:
        yield
    finally:
        ImageFile.LOAD_TRUNCATED_IMAGES = before


def _written(opened: Image, kind: str) -> Picture:
    from PIL import ImageOps

    target = BytesIO()
    if kind == "JPEG":
        opened.draft("RGB", (_SHOWN * 2, _SHOWN * 2))
        image = ImageOps.exif_transpose(opened).convert("RGB")
        image.thumbnail((_SHOWN, _SHOWN))
        image.save(target, "JPEG", quality=88, optimize=True)
    else:
        image = opened.convert("RGBA")
        image.thumbnail((_SHOWN, _SHOWN))
        image.save(target, "PNG", compress_level=9)
    return Picture(_uri(f"image/{kind.lower()}", target.getvalue()), image.width, image.height)


def _uri(kind: str, content: bytes) -> str:
    return f"data:{kind};base64,{b64encode(content).decode()}"
