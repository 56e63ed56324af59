"""The report's colours: one ink, one calm blue, one green for what is reached, one warm colour for gaps."""

NAVY = "#0b2545"
INK = "#22324a"
GREY = "#5a6a80"
LINE = "#cdd6e1"
PALE = "#eef2f7"
BAND = "#d9e3ee"
MIST = "#9db0c6"
STREAM = "#6f8aab"
BLUE = "#2563a8"
SKY = "#b8d1ea"
TEAL = "#0f766e"
TEAL_INK = "#0c625b"
"""The green for letters on its pale tint."""
TEAL_PALE = "#d9efeb"
WARM = "#c2410c"
WARM_INK = "#9a3412"
"""The warm colour for letters: dark enough on the paler ones."""
WARM_SOFT = "#f6c7ad"
WARM_PALE = "#fdeee4"
WHITE = "#ffffff"
COVER = "#0b2546"
"""The cover's ground. It is a hair away from the navy, so that a theme can paint the two apart."""
COVER_SOFT = "#c9d6e6"
COVER_GOOD = "#7cc7bd"
COVER_RULE = "#5b7290"
DESK = "#e8edf2"
"""What the pages lie on, on a screen."""
STEPS = ("#17345c", "#1b3f6b", "#204c7c", "#275c8d", "#2f6d9d")
"""The cover's steps, one after the other lighter."""
HEAT = ("#dbe8f5", "#a8c9e8", "#6a9fd4", "#2563a8", "#0b2545")
"""From few to many: each darker than the one before, so that the order holds in grey and without seeing hues."""


def ink_on(fill: str) -> str:
    """Return the colour of letters that stand out on a fill."""
    return WHITE if sum(int(fill[place : place + 2], 16) for place in (1, 3, 5)) < 400 else NAVY
