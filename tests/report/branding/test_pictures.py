"""Pictures of others: what is refused, and that nothing of it is opened, run or fetched."""

from __future__ import annotations

import base64
import io
import os
import re
import struct
import zlib
from xml.etree import ElementTree

import pytest
from PIL import Image, ImageFile

from cxmaturity.errors import InputError
from cxmaturity.report.branding.inside import read_inside
from cxmaturity.report.branding.pictures import LARGEST, picture

HEAD = '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" viewBox="0 0 20 10">'


def raster(kind: str, size: tuple[int, int] = (20, 10)) -> bytes:
    target = io.BytesIO()
    Image.new("RGB", size, "#7a1f3d").save(target, kind)
    return target.getvalue()


def inner(kind: str, content: bytes) -> str:
    return f'<image href="data:image/{kind};base64,{base64.b64encode(content).decode()}"/>'


def told(error: InputError) -> str:
    assert len(error.problems) == 1
    assert error.problems[0].show("fr") != error.problems[0].show("en")
    return str(error)


def hostile() -> dict[str, tuple[str, str]]:
    return {name: (HEAD + body + "</svg>", reason) for name, (body, reason) in HOSTILE.items()} | {
        "entity": (f'<!DOCTYPE svg [<!ENTITY x SYSTEM "file:///etc/passwd">]>{HEAD}<text>&x;</text></svg>', "DOCTYPE"),
        "bomb": (BOMB, "DOCTYPE"),
        "document type": (f'<!DOCTYPE svg SYSTEM "http://example.org/x.dtd">{HEAD}</svg>', "DOCTYPE"),
        "cut short": (HEAD + "<g>", "not well-formed"),
        "no XML": ("GIF89a", "not well-formed"),
        "no SVG": ("<html/>", "it holds <html>"),
        "no size": ('<svg xmlns="http://www.w3.org/2000/svg"/>', "how large"),
        "no area": ('<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 0 10"/>', "how large"),
        "deep": (HEAD + "<g>" * 3000 + "</g>" * 3000 + "</svg>", "nested too deeply"),
        "on load": (HEAD.replace("viewBox", 'onload="alert(1)" viewBox') + "</svg>", "event handler “onload”"),
    }


ENTITIES = "".join(f'<!ENTITY {chr(98 + n)} "' + f"&{chr(97 + n)};" * 10 + '">' for n in range(9))
BOMB = f'<!DOCTYPE svg [<!ENTITY a "lol">{ENTITIES}]>{HEAD}<text>&j;</text></svg>'
MANY = "".join(f'<g id="u{n}">' + f'<use href="#u{n + 1}"/>' * 10 + "</g>" for n in range(12)) + '<g id="u12"/>'
CLIPPED = '<rect style="clip-path: u\\rl(#c{next})"/>'
CLIPS = "".join(f'<clipPath id="c{n}">' + CLIPPED.format(next=n + 1) * 10 + "</clipPath>" for n in range(12))
HOSTILE = {
    "script": ("<script>alert(1)</script>", "<script>"),
    "handler": ('<rect onclick="alert(1)"/>', "event handler “onclick”"),
    "capitals": ('<rect ONCLICK="alert(1)"/>', "event handler “onclick”"),
    "foreign": ("<foreignObject><body/></foreignObject>", "<foreignObject>"),
    "animation": ('<a><set attributeName="href" to="javascript:alert(1)"/></a>', "<a>"),
    "set": ('<rect><set attributeName="href" to="javascript:alert(1)"/></rect>', "<set>"),
    "image": ('<image href="http://127.0.0.1:9/x.png"/>', "a link that leads out"),
    "xlink": ('<image xlink:href="file:///etc/passwd"/>', "a link that leads out"),
    "relative": ('<use href="other.svg#a"/>', "a link that leads out"),
    "svg inside": ('<image href="data:image/svg+xml;base64,PHN2Zy8+"/>', "a link that leads out"),
    "html inside": ('<use href="data:text/html,x"/>', "a link that leads out"),
    "broken inside": ('<image href="data:image/png;base64,AAAA"/>', "cannot be read as a PNG"),
    "fill": ('<rect fill="url(http://127.0.0.1:9/x.svg#a)"/>', "“fill” leads out"),
    "escaped": (r'<rect style="fill: u\72l(http://127.0.0.1:9/)"/>', "“style” leads out"),
    "commented": ('<rect style="fill: url(/**/http://127.0.0.1:9/)"/>', "“style” leads out"),
    "style": ("<style>@import 'http://127.0.0.1:9/x.css';</style>", "style fetches"),
    "font": ("<style>@font-face{src:url(//127.0.0.1:9/f.ttf)}</style>", "style fetches"),
    "escaped import": (r"<style>@\69mport 'x'</style>", "style fetches"),
    "itself": ('<g id="a"><use href="#a"/></g>', "holds itself"),
    "used again and again": (MANY, "draws more than"),
    "clipped again and again": (CLIPS, "draws more than"),
}


@pytest.mark.parametrize("name", sorted(hostile()))
def test_an_svg_that_runs_fetches_or_never_ends_is_refused(name, tmp_path):
    content, reason = hostile()[name]
    with pytest.raises(InputError) as caught:
        picture(content.encode(), "logo.svg", tmp_path / "theme.yaml")
    assert reason in told(caught.value)
    assert "root:" not in str(caught.value)


def test_an_svg_comes_back_as_it_draws():
    drawn = (
        '<?xml version="1.0" encoding="ISO-8859-1"?><!-- of an editor -->'
        + HEAD.replace("<svg", '<svg xmlns:e="http://editor.example" e:version="1"')
        + '<metadata><rdf/></metadata><e:view/><style>.a{fill:url("#g")}</style><defs><linearGradient id="g"/></defs>'
        '<path class="a" d="M0 0" e:label="x"/><use xlink:href="#g"/><text>é</text></svg>'
    )
    found = picture(drawn.encode("latin-1"), "logo.SVG", "theme.yaml")
    assert (found.width, found.height) == (20, 10)
    svg = base64.b64decode(found.uri.removeprefix("data:image/svg+xml;base64,")).decode()
    assert [element.tag.split("}")[1] for element in ElementTree.fromstring(svg)] == [
        *("style", "defs", "path", "use", "text")
    ]
    assert "editor" not in svg
    assert "é" in svg
    assert found == picture(drawn.encode("latin-1"), "logo.SVG", "theme.yaml")


@pytest.mark.parametrize("kind", ["png", "jpeg"])
def test_a_picture_inside_an_svg_is_written_anew(kind):
    content = raster(kind.upper()) + b"<script>hidden</script>"
    found = picture(f"{HEAD}{inner(kind, content)}</svg>".encode(), "logo.svg", "theme.yaml")
    svg = base64.b64decode(found.uri.partition(",")[2]).decode()
    held = re.search(rf"data:image/{kind};base64,([^\"]*)", svg)
    assert held
    assert b"hidden" not in base64.b64decode(held[1])


@pytest.mark.parametrize(("name", "kind"), [("a.png", "PNG"), ("a.JPG", "JPEG"), ("a.jpeg", "JPEG")])
def test_a_raster_picture_is_decoded_cut_and_written_anew(name, kind):
    found = picture(raster(kind, (3000, 600)) + b"hidden", name, "theme.yaml")
    assert (found.width, found.height) == (1200, 240)
    assert found.uri.startswith(f"data:image/{kind.lower()};base64,")
    assert b"hidden" not in base64.b64decode(found.uri.partition(",")[2])


def png_of(width: int, height: int) -> bytes:
    """Return a PNG that says it is large and holds next to nothing."""

    def chunk(kind: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(b"\0" * 1000)) + chunk(b"IEND", b"")
    )


BROKEN = {
    "900 million pixels": (png_of(30_000, 30_000), "a.png", "more than 24 million pixels"),
    "100 million pixels": (png_of(10_000, 10_000), "a.png", "more than 24 million pixels"),
    "sides too long for PNG": (png_of(2_000_000_000, 2_000_000_000), "a.png", "more than 24 million pixels"),
    "pixels missing": (png_of(4_000, 4_000), "a.png", "cannot be read as a PNG"),
    "cut short": (raster("PNG")[:50], "a.png", "cannot be read as a PNG"),
    "another kind": (raster("JPEG"), "a.png", "cannot be read as a PNG"),
    "a kind not asked for": (raster("GIF"), "a.png", "cannot be read as a PNG"),
    "nothing": (b"", "a.jpg", "cannot be read as a JPEG"),
    "gif": (raster("GIF"), "a.gif", "not a PNG, JPEG or SVG"),
    "PostScript": (b"%!PS-Adobe", "a.eps", "not a PNG, JPEG or SVG"),
    "no ending": (b"x", "logo", "not a PNG, JPEG or SVG"),
}


@pytest.mark.parametrize("case", BROKEN)
def test_what_is_no_picture_or_a_bomb_is_refused(case, monkeypatch):
    monkeypatch.setattr(ImageFile, "LOAD_TRUNCATED_IMAGES", True)  # as WeasyPrint does
    content, name, reason = BROKEN[case]
    with pytest.raises(InputError) as caught:
        picture(content, name, "theme.yaml")
    assert reason in told(caught.value)


@pytest.fixture
def house(tmp_path):
    """A theme's folder among what it must not reach."""
    folder = tmp_path / "house"
    folder.mkdir()
    (tmp_path / "secret.png").write_bytes(raster("PNG"))
    (folder / "logo.png").write_bytes(raster("PNG"))
    (folder / "inside.png").symlink_to(folder / "logo.png")
    (folder / "outside.png").symlink_to(tmp_path / "secret.png")
    (folder / "passwd.png").symlink_to("/etc/passwd")
    (folder / "loop.png").symlink_to(folder / "loop.png")
    (folder / "folder.png").mkdir()
    os.mkfifo(folder / "pipe.png")
    (folder / "zero.png").symlink_to("/dev/zero")
    with (folder / "large.png").open("wb") as file:
        file.truncate(50_000_000)
    return folder


def test_a_file_of_the_folder_is_read_through_a_link_too(house):
    for name in ("logo.png", "inside.png", "../house/logo.png", str(house / "logo.png")):
        assert read_inside(house, name, LARGEST, house) == raster("PNG")


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("../secret.png", "does not lie in the folder"),
        ("outside.png", "does not lie in the folder"),
        ("passwd.png", "does not lie in the folder"),
        ("zero.png", "does not lie in the folder"),
        ("/etc/passwd", "does not lie in the folder"),
        ("/dev/zero", "does not lie in the folder"),
        ("~/logo.png", "there is no file"),
        (".", "does not lie in the folder"),
        ("loop.png", ""),
        ("a\0b.png", ""),
        ("folder.png", ""),
        ("pipe.png", "is not a file"),
        ("nothing.png", "there is no file"),
        ("file:///etc/passwd", "addresses are not fetched"),
        ("http://127.0.0.1:9/logo.png", "addresses are not fetched"),
        ("\u202elogo.png", "there is no file “�logo.png”"),
        ("x" * 5000 + ".png", ""),
        ("large.png", "larger than 2 MB"),
    ],
)
def test_no_other_file_is_read(house, name, reason):
    with pytest.raises(InputError) as caught:
        read_inside(house, name, LARGEST, house)
    assert reason in told(caught.value)
    assert len(str(caught.value)) < 500
