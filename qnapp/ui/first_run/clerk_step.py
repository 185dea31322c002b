"""Step 2: who works here, how the report looks and who signs, from which period on, and where."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from qnapp.db.builtin import builtin_plan, receives_reports
from qnapp.db.location import check_location
from qnapp.db.settings import Settings
from qnapp.documents.letterhead import head_post, proposed_form
from qnapp.domain.periods import default_calendar, period_for
from qnapp.domain.signers import TITLES, title_suits
from qnapp.errors import UserError
from qnapp.ui import file_dialogs
from qnapp.ui.kit.buttons import CheckBox, LinkButton
from qnapp.ui.kit.combos import ComboBox
from qnapp.ui.kit.fields import FieldBox, LineEdit
from qnapp.ui.kit.labels import IconText, Label
from qnapp.ui.kit.segments import SegmentedControl
from qnapp.ui.kit.theme import theme

if TYPE_CHECKING:
    from datetime import date
    from pathlib import Path

    from qnapp.documents.profiles import Profile
    from qnapp.domain.plan import Organisation

LETTERHEADS = (("dang", "Văn bản Đảng", ""), ("nha-nuoc", "Văn bản Nhà nước", ""))
RECEIVES = (("no", "Không", ""), ("yes", "Có", ""))
RECEIVES_QUESTION = "Đơn vị có tiếp nhận báo cáo của đơn vị khác?"
LETTERHEAD_WORDS = {
    "dang": "Tiêu đề “ĐẢNG CỘNG SẢN VIỆT NAM”, số dạng “Số 12-BC/ĐU”, ký “T/M BAN THƯỜNG VỤ”.",
    "nha-nuoc": "Quốc hiệu, Tiêu ngữ; số dạng “Số: 12/BC-UBND”; ký “TM. ỦY BAN NHÂN DÂN”.",
}
OF_BODY = {
    "dang": "Tiêu đề “ĐẢNG CỘNG SẢN VIỆT NAM”; số, ký hiệu và phần ký theo tên cơ quan.",
    "nha-nuoc": "Quốc hiệu, Tiêu ngữ; số, ký hiệu và phần ký theo tên cơ quan.",
}


def letterhead_words(letterhead: str, *, of_body: bool) -> str:
    """Say what a letterhead looks like, for a commune's committee or for a body."""
    return (OF_BODY if of_body else LETTERHEAD_WORDS)[letterhead]


def signer_titles(letterhead: str, post: str) -> tuple[str, ...]:
    """Posts to choose from, the likeliest first; ``post`` is who leads a body, "" for a commune."""
    own = (post, f"Phó {post}") if post else ()
    return tuple(dict.fromkeys((*own, *TITLES[letterhead])))


def printed_words(
    organisation: Organisation, settings: Settings, letterhead: str, profile: Profile | None = None
) -> str:
    """Say how the report prints the post of who signs; ``profile`` as in ``signature_words``."""
    from qnapp.documents.assemble import signature_words  # takes long to import

    return f"In trên báo cáo: {signature_words(organisation, settings, letterhead, profile)}"


class ClerkStep(QWidget):
    """``changed`` whenever something is typed or chosen."""

    changed = Signal()

    def __init__(self, folder: Path, today: date, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.folder = folder
        self.clerk = LineEdit("Họ và tên")
        self.letterhead = SegmentedControl(LETTERHEADS)
        self.signer = LineEdit("Họ và tên, có thể để trống")
        self.title = ComboBox(editable=True)
        self.deputy = CheckBox("Ký thay cấp trưởng (K/T, KT.)")
        self.period = ComboBox()
        self.receives = SegmentedControl(RECEIVES)
        self._receives_chosen = self._form_chosen = False  # by hand
        self._post = ""  # of who leads the body that was chosen
        self._proposed = ""  # the signer's post, as long as nobody has chosen another
        self._organisation: Organisation | None = None
        self._letterhead_words = Label("", font="body_small", color="text2", wrap=True)
        self.printed = Label("", font="body_small", color="text2", wrap=True)
        self.place = Label("", font="body_small", color="text2", lines=1)
        self.change_place = LinkButton("Đổi nơi lưu…", font="body_small")
        self._refusal = IconText(wrap=True)
        self._fill(today)
        self._build()
        self._connect()
        self._tell_place()

    def _fill(self, today: date) -> None:
        plan = builtin_plan()
        calendar = default_calendar(plan.year, plan.issued_on)
        self.period.set_choices([(period.code, period.name) for period in calendar])
        self.period.set_value(period_for(calendar, today).code)
        self.letterhead.set_value("dang")
        self.receives.set_value("no")
        self._letterhead_chosen()

    def _build(self) -> None:
        grid = QGridLayout()
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(10)
        grid.addWidget(FieldBox("Họ và tên bạn", self.clerk), 0, 0)
        grid.addWidget(FieldBox("Kỳ báo cáo đầu tiên", self.period), 0, 1)
        grid.addWidget(FieldBox("Thể thức báo cáo", self.letterhead), 1, 0, 1, 2)
        grid.addWidget(self._letterhead_words, 2, 0, 1, 2)
        grid.addWidget(FieldBox("Người ký báo cáo", self.signer), 3, 0)
        grid.addWidget(FieldBox("Chức vụ người ký", self.title), 3, 1)
        grid.addWidget(self.deputy, 4, 0, Qt.AlignmentFlag.AlignTop)
        grid.addWidget(self.printed, 4, 1, Qt.AlignmentFlag.AlignTop)
        grid.addWidget(FieldBox(RECEIVES_QUESTION, self.receives), 5, 0)
        said = "Nếu có, chương trình thêm các trang Tiếp nhận, Tổng hợp. Đổi được trong Thiết lập."
        brings = Label(said, font="body_small", color="text2", wrap=True)
        grid.addWidget(brings, 5, 1, Qt.AlignmentFlag.AlignBottom)
        for column in (0, 1):
            grid.setColumnStretch(column, 1)
        box = QVBoxLayout(self)
        box.setContentsMargins(28, 24, 28, 12)
        box.setSpacing(8)
        box.addWidget(Label("Ai làm và báo cáo theo thể thức nào?", font="page"))
        hint = (
            "Tên bạn chỉ dùng để ghi nhật ký trên máy này. Kỳ trước kỳ đầu tiên nhập bổ sung được."
        )
        box.addWidget(Label(hint, font="body_small", color="text2", wrap=True))
        box.addSpacing(4)
        box.addLayout(grid)
        box.addStretch(1)
        box.addWidget(self._refusal)
        box.addLayout(self._place_line())

    def _place_line(self) -> QHBoxLayout:
        self.place.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        line = QHBoxLayout()
        line.setSpacing(8)
        line.addWidget(self.place, 1)
        line.addWidget(self.change_place)
        self.place.setMinimumHeight(theme().line("body"))
        return line

    def _connect(self) -> None:
        self.letterhead.committed.connect(self._choose_form)
        self.receives.committed.connect(self._choose_receives)
        self.change_place.clicked.connect(self._change_place)
        for field in (self.clerk, self.signer, self.title, self.period):
            field.edited.connect(self.changed)
        self.title.edited.connect(self._tell_printed)
        self.deputy.clicked.connect(self._tell_printed)

    # --------------------------------------------------------------------------------- result

    def missing(self) -> str:
        """What still has to be filled in, "" for nothing."""
        return "" if self.clerk.value().strip() else "Nhập họ và tên bạn để đi tiếp."

    def suit(self, organisation: Organisation) -> None:
        """Propose what fits the organisation that was chosen in step 1."""
        if not self._form_chosen:
            self.letterhead.set_value(proposed_form(organisation))
        self._organisation, self._post = organisation, head_post(organisation)
        self._letterhead_chosen()
        if not self._receives_chosen:
            self.receives.set_value("yes" if receives_reports(organisation.code) else "no")

    # --------------------------------------------------------------------------------- events

    def _letterhead_chosen(self) -> None:
        chosen = self.letterhead.value()
        self._letterhead_words.setText(letterhead_words(chosen, of_body=bool(self._post)))
        titles, before = signer_titles(chosen, self._post), self.title.value()
        self.title.set_choices([(title, title) for title in titles])
        # What was chosen or typed by hand stays; a proposal changes with letterhead and unit.
        stays = before not in ("", self._proposed) and title_suits(before, chosen)
        self.title.set_value(before if stays else titles[0])
        self._proposed = titles[0]
        self._tell_printed()
        self.changed.emit()

    def _tell_printed(self) -> None:
        if self._organisation is not None:
            post, deputy = self.title.value(), self.deputy.isChecked()
            chosen = Settings(signer_title=post, signs_as_deputy=deputy)
            self.printed.setText(printed_words(self._organisation, chosen, self.letterhead.value()))

    def _choose_form(self) -> None:
        self._form_chosen = True  # as below
        self._letterhead_chosen()

    def _choose_receives(self) -> None:
        self._receives_chosen = True  # a proposal no longer changes what a person has said

    def _change_place(self) -> None:
        chosen = file_dialogs.open_folder(self, "Chọn nơi lưu dữ liệu", self.folder.parent)
        if chosen is None:
            return
        occupied = chosen.is_dir() and any(chosen.iterdir())
        folder = chosen / "QNApp" if occupied else chosen
        try:
            check_location(folder)
        except UserError as error:
            self._refusal.set_text(str(error), "bad", "warning")
            self._refusal.show()
            return
        self.folder = folder
        self._tell_place()

    def _tell_place(self) -> None:
        self._refusal.hide()
        self.place.setText(f"Nơi lưu dữ liệu: {self.folder}")
