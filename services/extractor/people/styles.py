"""Styles: what monarchs, princes and popes are called without a name or title ("His Majesty", "HRH")."""

from __future__ import annotations

MEN = {
    "majesty": frozenset({"king", "emperor", "sultan"}),
    "highness": frozenset({"emir", "amir", "prince", "sheikh"}),
    "holiness": frozenset({"pope", "pontiff", "patriarch"}),
}
WOMEN = {"majesty": frozenset({"queen", "empress"}), "highness": frozenset({"princess", "sheikha"})}
SHORT = {"hm": "majesty", "hh": "highness", "hrh": "highness"}
GULF = frozenset({"AE", "BH", "KW", "QA"})  # whose rulers and princes are styled sheikhs
STYLES = {*MEN, *SHORT}  # the last words of all styles


def titles_behind(style: tuple[str, ...]) -> frozenset[str]:
    """The titles of those who bear a style (folded words); none where it is no style."""
    word = SHORT.get(style[-1], style[-1])
    men = MEN.get(word, frozenset()) if style[0] != "her" else frozenset()
    return men | (WOMEN.get(word, frozenset()) if style[0] != "his" else frozenset())


def styles_of(code: str) -> frozenset[str]:
    """The titles that those who rule a state bear beside that of their office."""
    return frozenset({"sheikh"}) if code in GULF else frozenset()
