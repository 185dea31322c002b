"""The list of whose forms can be written, each with a tick and the address it goes to."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from qnapp.ui.address_edit import AddressEdit
from qnapp.ui.kit.buttons import CheckBox
from qnapp.ui.kit.labels import IconText, Label
from qnapp.ui.kit.surfaces import Card, ScrollColumn
from qnapp.ui.kit.theme import theme

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from qnapp.exchange.form_sending import Recipient

ALL = "Tất cả trong một biểu"
NOBODY = (
    "Chưa ghi người theo dõi cho nhiệm vụ, chỉ tiêu nào. Ghi ở mục Người theo dõi của nhiệm vụ "
    "để xuất biểu riêng cho từng người."
)
NOBODYS = "{count} dòng chưa ghi người theo dõi chỉ có trong biểu chung."
_ADDRESS_WIDTH = 260  # at 100 %, and more where there is room


class RecipientLine(QWidget):
    """One form: a tick, how many rows it has, and the address."""

    changed = Signal()

    def __init__(self, one: Recipient, address: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.one = one
        name = one.officer if one.officer is not None else ALL
        self.tick = CheckBox(f"{name} ({one.rows} dòng)")
        self.address = AddressEdit("Địa chỉ thư")
        self.address.setAccessibleName(f"Địa chỉ thư của {name}")
        self.address.setMinimumWidth(theme().px(_ADDRESS_WIDTH))
        self.address.set_value(address)
        self.fault = IconText(wrap=True)
        row = QHBoxLayout()
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(self.tick, 1)
        row.addWidget(self.address, 1)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(2)
        box.addLayout(row)
        box.addWidget(self.fault)
        self.address.hide()
        self.fault.hide()
        self.tick.toggled.connect(self.changed)
        self.address.fault_changed.connect(self._show_fault)

    def _show_fault(self, sentence: str) -> None:
        self.fault.set_text(sentence, "bad", "warning")
        self.fault.setVisible(bool(sentence))


class RecipientList(Card):
    """One form of all, or one for each officer."""

    changed = Signal()

    def __init__(
        self,
        recipients: Sequence[Recipient],
        addresses: Mapping[str, str],
        officer: str,
        parent: QWidget | None = None,
    ) -> None:
        """``officer``: who is ticked at first, "" for the form of all."""
        super().__init__(padding=0, parent=parent)
        self.setAccessibleName("Biểu nhập cho ai")
        column = ScrollColumn(margins=(14, 10, 14, 10))
        column.body.setSpacing(6)
        self.lines = [
            RecipientLine(one, addresses.get(one.officer or "", "")) for one in recipients
        ]
        for line in self.lines:
            line.tick.setChecked((line.one.officer or "").casefold() == officer.casefold())
            line.changed.connect(self.changed)
            column.body.addWidget(line)
        if len(recipients) == 1:
            column.body.addWidget(Label(NOBODY, color="text2", wrap=True))
        elif nobodys := _of_nobody(recipients):
            words = NOBODYS.format(count=nobodys)
            column.body.addWidget(Label(words, color="text2", wrap=True))
        column.body.addStretch(1)
        self.body.addWidget(column)

    def chosen(self) -> list[Recipient]:
        """Whose forms are ticked."""
        return [line.one for line in self.lines if line.tick.isChecked()]

    def addresses(self) -> dict[str, str]:
        """Addresses of those by officer, "" for the form of all."""
        ticked = [line for line in self.lines if line.tick.isChecked()]
        return {line.one.officer or "": line.address.value() for line in ticked}

    def show_addresses(self, wanted: bool) -> None:
        """Show the addresses only where letters are written."""
        for line in self.lines:
            line.address.setVisible(wanted)
            line.fault.setVisible(wanted and bool(line.address.fault()))

    def is_valid(self) -> bool:
        """Whether every address that counts is one; the first that is not gets the cursor."""
        for line in self.lines:
            if line.tick.isChecked() and line.address.isVisibleTo(self):
                line.address.commit()
                if line.address.fault():
                    line.address.setFocus()
                    return False
        return True


def _of_nobody(recipients: Sequence[Recipient]) -> int:
    """Rows of the form of all that are in no officer's."""
    everything = sum(one.rows for one in recipients if one.officer is None)
    return everything - sum(one.rows for one in recipients if one.officer is not None)
