"""What a line of the register cannot hold: a larger picture, the fields, every use, what to do."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from qnapp.db import evidence
from qnapp.text import file_size, format_date, upper_first
from qnapp.ui.evidence.fields import EvidenceFields
from qnapp.ui.evidence_page.view import paint_picture
from qnapp.ui.kit.buttons import IconButton, LinkButton, QuietButton
from qnapp.ui.kit.keys import put_before
from qnapp.ui.kit.labels import Label, Separator
from qnapp.ui.kit.notices import Notice
from qnapp.ui.kit.surfaces import ScrollColumn
from qnapp.ui.kit.theme import theme
from qnapp.ui.report_page.flow import FlowRow

if TYPE_CHECKING:
    from PySide6.QtGui import QPaintEvent

    from qnapp.models.evidence_lines import EvidenceLine, Use
    from qnapp.ui.evidence_page.pictures import Pictures
    from qnapp.ui.session import Session

HIDDEN = "Nhiệm vụ theo đường mật: nội dung minh chứng không hiện ở đây."
TWICE = "Cùng một tệp với: {names}. Tệp chỉ lưu và gửi một lần."
BAD = (
    "Tệp này mất hoặc bị sửa so với lúc đính kèm. Các dữ liệu khác còn nguyên. "
    "Khôi phục từ bản sao lưu hoặc đính kèm lại tệp."
)
LOCKED = "Minh chứng dùng ở kỳ đã khóa nên chỉ để xem."


class Picture(QWidget):
    """The picture of the piece, as large as the panel lets it be."""

    def __init__(self, pictures: Pictures, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._pictures = pictures
        self._line: EvidenceLine | None = None
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName("Hình thu nhỏ của minh chứng")
        pictures.came.connect(self._came)

    def show_line(self, line: EvidenceLine) -> None:
        """Show the picture of a piece."""
        self._line = line
        self.update()

    def _came(self, _sha256: str) -> None:
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(240, 190)

    def paintEvent(self, _event: QPaintEvent) -> None:
        if self._line is not None:
            box = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
            paint_picture(QPainter(self), box, self._line, self._pictures)


class EvidenceDetail(QWidget):
    """One piece; the signals carry nothing but what the page cannot know itself."""

    open_wanted = Signal()
    copy_wanted = Signal()
    file_wanted = Signal()
    use_wanted = Signal()
    remove_wanted = Signal()
    unlink_wanted = Signal(object)  # Use
    row_wanted = Signal(object)  # Use
    closed = Signal()

    def __init__(self, session: Session, pictures: Pictures, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self.line: EvidenceLine | None = None
        self.picture = Picture(pictures)
        self.fields = EvidenceFields(session)
        self._uses: list[QWidget] = []
        self._build()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)  # on a narrow window it lies over the list
        painter.fillRect(self.rect(), theme().color("surface"))
        painter.fillRect(0, 0, 1, self.height(), theme().color("border"))

    # -------------------------------------------------------------------------------- build

    def _build(self) -> None:
        self.name = Label(font="heading", wrap=True)
        self.facts = Label(font="small", color="text2", wrap=True)
        self.notice = Notice("bad")
        self.twins = Notice("none", icon="copy")
        self.column = ScrollColumn(margins=(16, 4, 12, 12))
        body = self.column.body
        for part in (self.name, self.facts, self.notice, self.picture, self.fields, self.twins):
            body.addWidget(part)
        body.addWidget(Separator())
        self.uses_title = Label("Dùng cho", font="body_small_strong")
        body.addWidget(self.uses_title)
        self._uses_box = QVBoxLayout()
        self._uses_box.setSpacing(2)
        body.addLayout(self._uses_box)
        self.use = LinkButton("Dùng thêm cho dòng khác…", "plus")
        body.addWidget(self.use, 0, Qt.AlignmentFlag.AlignLeft)
        body.addStretch(1)
        self.foot = self._build_foot()
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(0)
        box.addLayout(self._build_head())
        box.addWidget(self.column, 1)
        box.addWidget(self.foot)
        self.use.clicked.connect(self.use_wanted)

    def _build_head(self) -> QHBoxLayout:
        self.cross = IconButton("close", "Đóng khung minh chứng (Esc)")
        self.cross.clicked.connect(self.closed)
        head = QHBoxLayout()
        head.setContentsMargins(16, 8, 8, 0)
        head.addWidget(Label("Minh chứng", font="small_strong", color="text2"))
        head.addStretch(1)
        head.addWidget(self.cross)
        return head

    def _build_foot(self) -> QWidget:
        foot = QWidget()
        self.open, self.file = QuietButton("Mở", "open"), QuietButton("Gắn tệp…", "plus")
        self.copy = QuietButton("Lưu bản sao…", "export")
        self.remove = QuietButton("Xóa", "trash")
        self.remove.setToolTip("Chuyển vào thùng rác, lấy lại được")
        self._deeds = FlowRow((self.open, self.file, self.copy, self.remove))
        row = QHBoxLayout(foot)
        row.setContentsMargins(16, 10, 14, 10)
        row.addWidget(self._deeds)
        self.open.clicked.connect(self.open_wanted)
        self.file.clicked.connect(self.file_wanted)
        self.copy.clicked.connect(self.copy_wanted)
        self.remove.clicked.connect(self.remove_wanted)
        return foot

    # ------------------------------------------------------------------------------ content

    def show_line(self, line: EvidenceLine | None) -> None:
        """Show another piece, or what changed of the same one."""
        before, self.line = self.line, line
        for part in (self.column, self.foot):
            part.setVisible(line is not None)
        if line is None:
            return
        changeable = not line.hidden and evidence.is_changeable(self._session.store, line.id)
        if before is not None and before.id == line.id:
            self.fields.update_item(line.item)
        else:
            self.fields.autosave.flush()
            self.fields.load(line.item)
        self.fields.set_locked(not changeable)
        self._show_words(line, changeable=changeable)
        self._show_uses(line, changeable=changeable)
        self.picture.show_line(line)
        self._arrange(line, changeable=changeable)

    def _arrange(self, line: EvidenceLine, *, changeable: bool) -> None:
        there = not line.hidden and not line.item.deferred
        self.picture.setVisible(there)
        self.fields.setVisible(not line.hidden)
        self.open.setVisible(there)
        self.copy.setVisible(there)
        self.file.setVisible(line.item.deferred and changeable)
        self.remove.setVisible(changeable)
        self._deeds.arrange()
        self.use.setVisible(not line.hidden and not self._session.worksheet().locked)

    def _show_words(self, line: EvidenceLine, *, changeable: bool) -> None:
        self.name.setText(line.name)
        added = line.item.added_on
        day = f", thêm ngày {format_date(added)}" if added else ""
        size = line.state if line.item.deferred else file_size(line.item.size)
        self.facts.setText(upper_first(size) + day)
        sentence, kind = "", "none"
        if line.hidden:
            sentence = HIDDEN
        elif line.item.intact is False and not line.item.deferred:
            sentence, kind = BAD, "bad"
        elif not changeable:
            sentence = LOCKED
        self.notice.set_kind("bad" if kind == "bad" else "none", "lock" if kind == "none" else "")
        self.notice.set_text(sentence)
        self.notice.setVisible(bool(sentence))
        self.twins.set_text(TWICE.format(names=", ".join(line.twins)))
        self.twins.setVisible(bool(line.twins))

    def _show_uses(self, line: EvidenceLine, *, changeable: bool) -> None:
        for old in self._uses:
            self._uses_box.removeWidget(old)
            old.hide()
            old.deleteLater()
        several = len(line.uses) > 1
        self._uses = [UseRow(use, removable=several and changeable) for use in line.uses]
        for row in self._uses:
            assert isinstance(row, UseRow)
            row.wanted.connect(self.row_wanted)
            row.unlink_wanted.connect(self.unlink_wanted)
            self._uses_box.addWidget(row)
            put_before(self.use, row.link, row.cross)
        self.uses_title.setText("Dùng cho" if line.uses else "Chưa dùng cho dòng nào")


class UseRow(QWidget):
    """One use: code and title lead to the row, the cross ends the use."""

    wanted = Signal(object)
    unlink_wanted = Signal(object)

    def __init__(self, use: Use, *, removable: bool, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._use = use
        words = f"{use.code} {use.title}".strip()
        self.link = LinkButton(use.code, font="body_strong")
        self.link.setAccessibleName(f"Mở {words}, {use.period_name}")
        self.link.setEnabled(bool(use.page))
        self.link.clicked.connect(self._go)
        title = Label(use.title, lines=1)
        period = Label(use.period_name, font="small", color="text2", whole=True)
        self.cross = IconButton("close", f"Không dùng cho {use.code} nữa")
        self.cross.icon_size = 14
        self.cross.setVisible(False)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(6)
        row.addWidget(self.link)
        row.addWidget(title, 1)
        row.addWidget(period)
        row.addWidget(self.cross)
        self.cross.setVisible(removable)
        self.cross.clicked.connect(self._unlink)
        self.setMinimumHeight(theme().px(28))

    def _go(self) -> None:
        self.wanted.emit(self._use)

    def _unlink(self) -> None:
        self.unlink_wanted.emit(self._use)
