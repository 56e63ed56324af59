"""theme.yaml: what it may say, and what is told when it says something else."""

from __future__ import annotations

import hashlib
import os
import re

import pytest

from cxmaturity.errors import InputError
from cxmaturity.report.branding.theme_file import load_theme
from cxmaturity.report.colours import OWN, Palette
from cxmaturity.report.theme import Look, Theme

LOGO = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 20 10"><rect width="9" height="9"/></svg>'
AGREED = (
    '{colour: "#0b2545", accent: "#c05621", logo: logo.svg, author: "Firm", '
    "confidentiality: {en: Secret, fr: Confidentiel}, paper: A4}"
)
"""The example of the contract."""


@pytest.fixture
def written(tmp_path):
    (tmp_path / "logo.svg").write_text(LOGO)

    def write(content: str | bytes):
        path = tmp_path / "theme.yaml"
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return path

    return write


def told(path, language="en") -> list[str]:
    with pytest.raises(InputError) as caught:
        load_theme(path)
    return [problem.show(language).removeprefix(f"{path}:") for problem in caught.value.problems]


def test_the_agreed_example_is_a_theme(written):
    theme = load_theme(written(AGREED))
    look = theme.look("fr")
    assert (look.author, look.confidentiality, look.paper) == ("Firm", "Confidentiel", "A4")
    assert look.logo is not None
    assert (look.logo.width, look.logo.height) == (20, 10)
    assert theme.palette.roles["WARM"] == "#c05621"
    assert theme.digests == {
        "theme.yaml": hashlib.sha256(AGREED.encode()).hexdigest(),
        "logo.svg": hashlib.sha256(LOGO.encode()).hexdigest(),
    }


def test_what_a_theme_leaves_out_is_ours(written):
    theme = load_theme(written("author: Firm"))
    assert theme.palette == Palette(OWN)
    assert theme.look("en") == Look(author="Firm")
    assert Theme().look("en") == Look()


def test_one_text_stands_for_both_languages(written):
    theme = load_theme(written('title: Audit\nconfidentiality: "Secret: yes"\ncolour: "#0B2545"'))
    assert [theme.look(language).title for language in ("en", "fr")] == ["Audit", "Audit"]


def test_every_mistake_is_told_at_its_line(written):
    path = written(
        "colour: #0b2545\naccent: red\nlogos: logo.svg\npaper: A3\nauthor: [Firm]\n"
        'confidentiality: {en: Secret, de: Geheim}\ngood: "#12"\n'
    )
    assert [line.partition(" Write")[0] for line in told(path)] == [
        "1: there is no colour here: without quotes # begins a comment.",
        '2: “red” is not a colour: write a # and six digits, in quotes, as in "#0b2545".',
        "3: unknown key “logos”. Did you mean “logo”?",
        "4: “A3” is not a value of “paper”. Known are: A4, Letter.",
        "5: “author” is ['Firm']: a text is expected.",
        "6: the key “fr” is missing. Add it.",
        "6: unknown key “de”. Known are: en, fr.",
        '7: “#12” is not a colour: write a # and six digits, in quotes, as in "#0b2545".',
    ]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ('colour: "#ffcc00"', ["1: “colour” is #ffcc00: white letters on it", "nearest shade that can be read is #"]),
        ('accent: "#ff0000"', ["1: “accent” is #ff0000", "a contrast of 4.0, and letters need 4.5", "is #ee0000."]),
        ('author: a\ngood: "#00ff00"', ["2: “good” is #00ff00", "a contrast of 1.4", "is #008a00."]),
        ('colour: "#c8102e"', ["“accent” (#c2410c) and “colour” (#c8102e) are too alike", "another hue"]),
        ('accent: "#0b2545"', ["“accent” (#0b2545) and “colour” (#0b2545) are too alike"]),
        ('accent: "#0f7a6e"', ["“accent” (#0f7a6e) and “good” (#0f766e) are too alike"]),
        ("logo: ../logo.svg", ["1: “../logo.svg” does not lie in the folder", "name it without a path"]),
        ("logo: /etc/passwd", ["1: “/etc/passwd” does not lie in the folder"]),
        ("logo: http://127.0.0.1:9/logo.svg", ["1: “http://127.0.0.1:9/logo.svg” is an address, and", "Save the file"]),
        ("logo: file:///etc/passwd", ["1: “file:///etc/passwd” is an address, and addresses are not fetched."]),
        ("logo: lgo.svg", ["1: there is no file “lgo.svg”. Did you mean “logo.svg”?"]),
        ("logo: x.png", ["1: there is no file “x.png”. Put it into the folder "]),
        (
            'author: a\ntitle: "Firm\nlogo: logo.svg',
            ["2: this is not valid YAML: the quotation mark that opens in this"],
        ),
        ("author: {en: a\nlogo: logo.svg", ["1: this is not valid YAML: the bracket that opens in this line"]),
        ("author: a: b", ["1: this is not valid YAML: a second colon; a text that holds one needs quotes."]),
        ("author: a\nclient_logo: theme.yaml", ["2: “theme.yaml” is not a PNG, JPEG or SVG picture."]),
        ('logo: ""', ["1: “logo” is empty: a text is expected."]),
        ('confidentiality: ""', ["1: “confidentiality” is empty"]),
        ("author: " + "x" * 81, ["it has room for 80 letters"]),
        ("confidentiality: " + "x" * 121, ["1: this line has room for 120 letters."]),
        ('colour: "#0b2545; } body { background: url(http://127.0.0.1:9/) }"', ["is not a colour"]),
        ("paper: \"A4; } @import 'x'\"", ["is not a value of “paper”"]),
        ("- a", ["a mapping of keys to values is expected"]),
        ("", ["this file is empty."]),
        ("a: [", ["this is not valid YAML"]),
        (b"\xff\xfe", ["this file is not UTF-8 text."]),
        ("author: " + "x" * 200_000, ["larger than 0.1 MB"]),
        ("!!python/object/apply:os.system [echo]", [""]),
    ],
)
def test_a_wrong_theme_gets_one_message_with_a_remedy(written, content, said):
    (message,) = told(written(content))
    assert [part for part in said if part not in message] == []
    assert not re.search(r"\{\w+[:}]", message)


def test_colours_are_looked_at_with_all_other_mistakes(written):
    path = written('paper: A3\naccent: red\ncolour: "#ffcc00"\nlogo: none.svg\ngood: "#00ff00"')
    assert [message[:2] for message in told(path)] == ["1:", "2:", "3:", "4:", "5:"]


def test_two_colours_that_cannot_be_read_are_two_messages(written):
    path = written('colour: "#ffcc00"\naccent: "#ffaaaa"\nlogo: none.svg')
    assert [message[0] for message in told(path)] == ["1", "2", "3"]
    assert all(english != french for english, french in zip(told(path), told(path, "fr"), strict=True))


def test_a_theme_is_a_file(tmp_path):
    os.mkfifo(tmp_path / "pipe.yaml")
    (tmp_path / "folder.yaml").mkdir()
    assert "is not a file" in told(tmp_path / "pipe.yaml")[0]
    assert "there is no file “none.yaml”" in told(tmp_path / "none.yaml")[0]
    assert told(tmp_path / "folder.yaml")[0].endswith(f"Name the file in it: {tmp_path}/folder.yaml/theme.yaml")
