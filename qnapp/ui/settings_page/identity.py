"""Who reports: the unit, the clerk, letterhead and signer."""

from __future__ import annotations

import functools
from dataclasses import replace
from typing import TYPE_CHECKING

from qnapp.db.organisations import own_organisation, update_own
from qnapp.db.settings import get_settings
from qnapp.documents.letterhead import head_post
from qnapp.domain.signers import left_out_words
from qnapp.errors import UserError
from qnapp.ui.first_run.clerk_step import (
    LETTERHEADS,
    RECEIVES,
    RECEIVES_QUESTION,
    letterhead_words,
    printed_words,
    signer_titles,
)
from qnapp.ui.kit.buttons import CheckBox
from qnapp.ui.kit.combos import ComboBox
from qnapp.ui.kit.fields import FieldBox, LineEdit
from qnapp.ui.kit.segments import SegmentedControl
from qnapp.ui.kit.texts import GrowingTextEdit
from qnapp.ui.settings_page.section import Bound, Section

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qnapp.db.history import FieldChange
    from qnapp.db.store import Store
    from qnapp.ui.session import Session

_BY_FORM = "Theo thể thức văn bản"


def _read_own(store: Store, field: str) -> str:
    return str(getattr(own_organisation(store), field))


def _write_own(store: Store, field: str, value: str) -> Sequence[FieldChange]:
    return update_own(store, **{field: value})


class UnitSection(Section):
    """Name, place, symbol and parent of the unit, as the report prints them."""

    def __init__(self, session: Session) -> None:
        super().__init__(session, "Đơn vị")
        self.name = LineEdit()
        self.above = LineEdit(_BY_FORM)
        self.place = LineEdit("Theo tên đơn vị")
        self.symbol = LineEdit(_BY_FORM)
        self.add_row(self._own("name", "Tên đơn vị", self.name))
        self.add_row(self._own("parent", "Cơ quan cấp trên trực tiếp", self.above))
        self.add_row(
            self.box_for_setting("place", "Địa danh", self.place),
            self.box_for_setting("symbol", "Ký hiệu văn bản", self.symbol),
        )

    def load(self) -> None:
        super().load()
        # Empty takes the organisation's own symbol, which was typed in the first run.
        self.symbol.setPlaceholderText(_read_own(self.session.store, "symbol") or _BY_FORM)

    def _own(self, field: str, label: str, edit: LineEdit) -> FieldBox:
        store = self.session.store
        read = functools.partial(_read_own, store, field)
        self.bind(Bound(label, edit, read, functools.partial(_write_own, store, field)))
        return FieldBox(label, edit)


class UpperSection(Section):
    """Whether reports of other organisations are taken in here: pages come and go at once."""

    def __init__(self, session: Session) -> None:
        super().__init__(session, "Tiếp nhận và tổng hợp")
        self.receives = SegmentedControl(RECEIVES)
        self.add_row(FieldBox(RECEIVES_QUESTION, self.receives))
        self.add_text(
            "Khi có, thêm các trang để nhận gói báo cáo, tổng hợp và lập kế hoạch năm. "
            "Đổi sang Không chỉ cất các trang này đi, dữ liệu đã nhận vẫn giữ nguyên."
        )
        self.receives.committed.connect(self._changed)

    def load(self) -> None:
        super().load()
        self.receives.set_value("yes" if self.setting("upper_office") else "no")

    def _changed(self) -> None:
        self.write_setting("tiếp nhận báo cáo", upper_office=self.receives.value() == "yes")


class ClerkSection(Section):
    """Who works here."""

    def __init__(self, session: Session) -> None:
        super().__init__(session, "Người làm")
        self.clerk = LineEdit("Họ và tên")
        self.add_row(self.box_for_setting("clerk", "Họ và tên người tổng hợp", self.clerk))
        self.add_text("Tên này được ghi vào nhật ký của mỗi thay đổi từ nay về sau.")


class LetterheadSection(Section):
    """How the report looks, who signs it and who receives it."""

    def __init__(self, session: Session) -> None:
        super().__init__(session, "Thể thức và người ký")
        self.letterhead = SegmentedControl(LETTERHEADS)
        self.signer = LineEdit("Họ và tên")
        self.title = ComboBox(editable=True)
        self.deputy = CheckBox("Ký thay cấp trưởng (K/T, KT.)")
        self.recipients = GrowingTextEdit(
            "Mỗi dòng một nơi nhận; để trống thì theo thể thức", min_lines=3, max_lines=8
        )
        self.add_row(self.box_for_setting("letterhead", "Thể thức báo cáo", self.letterhead))
        self._words = self.add_text("")
        self._title_box = self.box_for_setting("signer_title", "Chức vụ người ký", self.title)
        self.add_row(self.box_for_setting("signer", "Người ký", self.signer), self._title_box)
        self.body.addWidget(self.deputy)
        self.printed = self.add_text("")
        self.deputy.clicked.connect(self._deputy_changed)
        self.title.edited.connect(self._tell_printed)
        self.add_row(self.box_for_setting("recipients", "Nơi nhận", self.recipients))

    def load(self) -> None:
        super().load()
        chosen = self.letterhead.value()
        post = head_post(own_organisation(self.session.store))
        self._words.setText(letterhead_words(chosen, of_body=bool(post)))
        if not self.title.hasFocus():
            kept = self.title.value()
            titles = signer_titles(chosen, post)
            self.title.set_choices([(title, title) for title in titles])
            self.title.set_value(kept)
        told = left_out_words(self.setting("signer"), self.setting("signer_title"), chosen)
        self._title_box.set_warning(told)
        self.deputy.setChecked(self.setting("signs_as_deputy"))
        self._tell_printed()

    def _tell_printed(self) -> None:
        """What is chosen here is not always what is printed: a deputy signs as one."""
        from qnapp.documents.assemble import profile_of  # takes long to import

        store, chosen = self.session.store, self.letterhead.value()
        post, deputy = self.title.value(), self.deputy.isChecked()
        settings = replace(get_settings(store), signer_title=post, signs_as_deputy=deputy)
        try:
            profile = profile_of(store, chosen)
        except UserError:  # the office's own form breaks a rule: the report says which
            self.printed.setText("")
            return
        own = own_organisation(store)
        self.printed.setText(printed_words(own, settings, chosen, profile))

    def _deputy_changed(self) -> None:
        self.write_setting("ký thay", signs_as_deputy=self.deputy.isChecked())
