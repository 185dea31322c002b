"""Qt's own words in Vietnamese: standard buttons, context menus, file and print dialogs.

Qt ships no Vietnamese. The words stand in ``resources/i18n/qtbase_vi.json`` by context and source
text, so that they can be read and mended without Qt's tools.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QLocale, QTranslator

from qnapp.assets import asset_json

if TYPE_CHECKING:
    from PySide6.QtCore import QCoreApplication, QObject

VIETNAMESE = QLocale(QLocale.Language.Vietnamese, QLocale.Country.Vietnam)


class QtWords(QTranslator):
    """Answers Qt's questions for the words of its stock dialogs."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._words: dict[str, dict[str, str]] = asset_json("i18n", "qtbase_vi.json")

    def isEmpty(self) -> bool:
        return False  # an empty translator is never asked

    def translate(
        self,
        context: str,
        sourceText: str,
        disambiguation: str | None = None,
        n: int = -1,
    ) -> str:
        del disambiguation, n
        # None, not "": only None makes Qt fall back to the source text.
        return self._words.get(context, {}).get(sourceText)  # type: ignore[return-value]


def install_translation(app: QCoreApplication) -> QtWords:
    """Make Qt speak Vietnamese; the application keeps the translator alive."""
    words = QtWords(app)
    app.installTranslator(words)
    QLocale.setDefault(VIETNAMESE)
    return words
