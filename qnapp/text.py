"""Vietnamese text: what is typed or imported is cleaned here, searched, sorted and written out.

Everything that is stored or compared is NFC; everything that is shown uses the forms of the
design (look, section 12): 1.234,5 and 05/6/2026.
"""

from __future__ import annotations

import functools
import re
import unicodedata
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Context, Decimal
from itertools import filterfalse, pairwise
from typing import TYPE_CHECKING, NamedTuple, TypeVar

from qnapp.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

Found = TypeVar("Found")

# A line may end in any of these in what Word, Excel or a web page puts on the clipboard.
_LINE_ENDS = re.compile("\r\n|[\r\n\x0b\x0c\x85\u2028\u2029]")
# Cc control, Cf zero-width and direction marks, Cs half of a pair: none can be stored or printed.
_INVISIBLE = frozenset({"Cc", "Cf", "Cs"})
_DASHES = re.compile("[\u2010-\u2015\u2212\ufe58\ufe63\uff0d]")
_D_WITH_STROKE = str.maketrans({"đ": "d", "Đ": "d", "ð": "d", "Ð": "d"})

_ALPHABET = {letter: rank for rank, letter in enumerate("aăâbcdđeêfghijklmnoôơpqrstuưvwxyz")}
# Dictionary order of the tones: ngang, huyền, hỏi, ngã, sắc, nặng.
_TONES = {"\u0300": 1, "\u0309": 2, "\u0303": 3, "\u0301": 4, "\u0323": 5}
_SHAPES = frozenset("\u0306\u0302\u031b")  # breve, circumflex, horn
_RUNS = re.compile(r"[0-9]+|[^\W\d_]+")

# Excel keeps 15 digits of a number; one more and the workbook would not say what was typed.
_MOST_DIGITS = 15
_NUMBER = re.compile(r"([+-]?)([1-9][0-9]{0,2}(?:\.[0-9]{3})+|[0-9]+)(?:,([0-9]+))?")
_POINT_DECIMAL = re.compile(r"[+-]?[0-9]+\.[0-9]+")
# "12,000" is twelve thousand in a workbook set to English; the same digits are twelve here.
_EITHER_COMMA = re.compile(r"[+-]?[1-9][0-9]{0,2},[0-9]{3}")
_WIDE = Context(prec=200)

# As people type dates. Compiled when somebody does: every start imports this module.
_DAY_FIRST = r"([0-9]{1,2})\s*[/.-]\s*([0-9]{1,2})\s*[/.-]\s*([0-9]{4})"
_YEAR_FIRST = r"([0-9]{4})-([0-9]{1,2})-([0-9]{1,2})"
_IN_WORDS = r"(?:ngày\s+)?([0-9]{1,2})\s+tháng\s+([0-9]{1,2})\s+năm\s+([0-9]{4})"
_NO_YEAR = r"([0-9]{1,2})\s*[/.-]\s*([0-9]{1,2})"
_SHORT_YEAR = r"([0-9]{1,2})\s*[/.-]\s*([0-9]{1,2})\s*[/.-]\s*([0-9]{2})"
_YEARS = range(1945, 2051)  # a typed year outside is a slip of the finger: "2062", "1026"
_WEEKDAYS = ("Thứ Hai", "Thứ Ba", "Thứ Tư", "Thứ Năm", "Thứ Sáu", "Thứ Bảy", "Chủ Nhật")

# Quotes and names of files: like the dates, compiled when they are met.
_STRAIGHT_PAIR = r'"([^"\n]*)"'
_FORBIDDEN_IN_NAMES = r'[<>:"/\\|?*]+'
_RESERVED_NAMES = (
    r"(?:con|prn|aux|nul|conin\$|conout\$|(?:com|lpt)[0-9\u00b9\u00b2\u00b3])\s*(?:\..*)?"
)
_LONGEST_NAME = 120  # characters: leaves room for the folder within Windows' 260
_LONGEST_NAME_BYTES = 240  # of UTF-8: other systems allow 255 bytes, not characters


class KeyPart(NamedTuple):
    """One run of digits or letters of a sort key."""

    kind: int  # 0 digits, 1 letters
    main: tuple[int, ...]  # how many digits and which; or the letters' ranks
    minor: int  # leading zeros; or the syllable's tone


class SortKey(NamedTuple):
    """Compares like the text it was made from, in Vietnamese order."""

    parts: tuple[KeyPart, ...]
    text: str  # decides between what is otherwise the same, so that the order is total


def nfc(text: str) -> str:
    """Text in Unicode normal form C, the only form that is stored."""
    return unicodedata.normalize("NFC", text)


def clean(text: str, *, multiline: bool = False) -> str:
    """Typed or imported text as it is stored; cleaning twice changes nothing.

    NFC, LF as line end, every kind of space a plain one, invisible characters gone. One line has
    single spaces; with ``multiline`` only the ends of lines and the empty lines around go.
    """
    text = _LINE_ENDS.sub("\n", text).replace("\t", " ")
    text = nfc(text if text.isprintable() else "".join(map(_visible, text)))
    if multiline:
        return "\n".join(line.rstrip() for line in text.split("\n")).strip("\n")
    return " ".join(text.split())


@functools.lru_cache(maxsize=2048)
def _visible(char: str) -> str:
    if char == "\n" or char.isascii():
        return char if char == "\n" or char.isprintable() else ""
    category = unicodedata.category(char)
    if category == "Zs":
        return " "
    # The last two code points of each plane are no characters; XML readers refuse them.
    return "" if category in _INVISIBLE or ord(char) & 0xFFFE == 0xFFFE else char


def short_line(text: str, most: int = 80) -> str:
    """Text in one line of at most ``most`` characters, for a list; what is left out is marked."""
    line = clean(text)
    return line if len(line) <= most else f"{line[: most - 1]}…"


def curled(text: str) -> str:
    """Text with its pairs of straight quotes as Vietnamese prints them: “…”.

    A quote without its other half stays: it may stand for inches or seconds.
    """
    return re.sub(_STRAIGHT_PAIR, r"“\1”", text)


def fold(text: str) -> str:
    """Text for searching only: no diacritics (đ too), no case, plain dashes, single spaces.

    "Hòa", "Hoà" and "HOA" fold alike; so do "m²" and "m2". Folding twice changes nothing.
    """
    bare = _bare(_bare(clean(text)).casefold()).translate(_D_WITH_STROKE)
    return " ".join(plain_dashes(bare).split())


def plain_dashes(text: str) -> str:
    """Text with every dash and minus sign as a hyphen, for reading numbers and ranges."""
    return _DASHES.sub("-", text)


def _bare(text: str) -> str:
    return "".join(filterfalse(unicodedata.combining, unicodedata.normalize("NFKD", text)))


def matches(needle: str, folded_haystack: str) -> bool:
    """Whether every word of ``needle`` begins a word of ``folded_haystack``, in any order.

    Words begin at a space and after any sign: "4.15" is found in "3.4.15". Beginnings, not any
    part: in a language of short syllables "an" inside of "thanh" is no hit. A blank needle matches
    everything.
    """
    # Most rows lack the letters altogether, which is told much sooner than by a pattern.
    return all(
        word in folded_haystack and pattern.search(folded_haystack)
        for word, pattern in _patterns(needle)
    )


@functools.lru_cache(maxsize=64)
def _patterns(needle: str) -> tuple[tuple[str, re.Pattern[str]], ...]:
    # One needle meets thousands of rows.
    return tuple(
        (word, re.compile((r"(?<![^\W_])" if word[0].isalnum() else "") + re.escape(word)))
        for word in search_words(needle)
    )


class RowOfWords(NamedTuple):
    """Finds typed words where they stand one behind the other; what is cheap to ask comes first."""

    pair: str  # two of the words: a text without them has not all in a row
    plain: str  # all of them behind a space: a text with them has
    pattern: re.Pattern[str]  # whether any other text has, between signs

    def stand_in(self, folded_haystack: str) -> bool:
        """Whether the words stand there in a row, the last one perhaps only begun."""
        if self.pair not in folded_haystack:
            return False
        return self.plain in folded_haystack or bool(self.pattern.search(folded_haystack))


@functools.lru_cache(maxsize=64)
def row_of_words(needle: str) -> RowOfWords | None:
    """Give what finds the words of ``needle`` in a row, None for fewer than two of them.

    Where some rows of a list have them so and others only apart, a person means the first: who
    types "an ninh" looks for no "Quảng Ninh" with "đề án". Signs may part the words ("quốc phòng,
    an ninh"), but two of them stand side by side.
    """
    words = search_words(needle)
    if len(words) < 2:
        return None
    pair = max(map(" ".join, pairwise(words)), key=len)
    first, *others = map(re.escape, words)
    # Asked behind the first word: a pattern that begins with letters is found sooner.
    begins = rf"(?<![^\W_]{first})" if words[0][0].isalnum() else ""
    pattern = f"{first}{begins}" + "".join(rf"[\W_]+{word}" for word in others)
    return RowOfWords(pair, f" {' '.join(words)}", re.compile(pattern))


def nearest(needle: str, found: Sequence[Found], folded: Callable[[Found], str]) -> Sequence[Found]:
    """Of what a search has found, those that have its words in a row; all where none has.

    ``folded`` gives the text of one of them as ``fold`` does.
    """
    in_a_row = row_of_words(needle)
    if in_a_row is None:
        return found
    return [one for one in found if in_a_row.stand_in(folded(one))] or found


def search_words(needle: str) -> list[str]:
    """Words that are looked for, folded; a dash alone only stands between two of them."""
    return [word for word in fold(needle).split() if word != "-"]


def collation_key(text: str) -> SortKey:
    """Key to sort names by: the Vietnamese alphabet syllable by syllable, then the tone.

    Digits count as numbers ("Móng Cái 2" before "Móng Cái 10") and come before letters; signs and
    spaces only separate. The same on every system, unlike the collation of Windows.
    """
    text = nfc(text)
    return SortKey(tuple(map(_part, _RUNS.findall(text.lower()))), text)


def code_key(code: str) -> SortKey:
    """Key to sort typed codes by: "1.2" < "1.10" < "2.1", "22a" < "22b", "TC-2" < "TC-10"."""
    return collation_key(code)


def _part(run: str) -> KeyPart:
    if run[0] in "0123456789":
        digits = run.lstrip("0")
        return KeyPart(0, (len(digits), *map(int, digits)), len(run))
    letters = [_letter(char) for char in run]
    return KeyPart(1, tuple(rank for rank, _ in letters), max(tone for _, tone in letters))


def _letter(char: str) -> tuple[int, int]:
    """Rank in the alphabet and tone; a letter of another script ranks behind all."""
    parts = unicodedata.normalize("NFD", char)
    base, marks = parts[0], parts[1:]
    shaped = nfc(base + "".join(mark for mark in marks if mark in _SHAPES))
    rank = _ALPHABET.get(shaped, _ALPHABET.get(base, len(_ALPHABET) + ord(base)))
    return rank, max((_TONES.get(mark, 0) for mark in marks), default=0)


def parse_number(text: str) -> Decimal:
    """Read a typed number: comma before decimals, dots only as "1.234.567", a "%" may follow.

    The number of decimals that was typed is kept: "96,40" stays 96.40. Raises ``InputError`` for
    everything that could be read in two ways, such as "1.5", "0.500", "1 234", "12,000" (design,
    section 6).
    """
    typed = plain_dashes(clean(text)).removesuffix("%").rstrip()
    found = _NUMBER.fullmatch(typed)
    if not found or _EITHER_COMMA.fullmatch(typed):
        raise InputError(_why_no_number(typed))
    sign, whole, decimals = found.groups()
    digits = whole.replace(".", "")
    if len((digits + (decimals or "")).lstrip("0")) > _MOST_DIGITS:
        raise InputError(f"Số có hơn {_MOST_DIGITS} chữ số. Kiểm tra lại số vừa nhập.")
    return Decimal(f"{sign}{digits}.{decimals}" if decimals else f"{sign}{digits}")


def _why_no_number(typed: str) -> str:
    if _POINT_DECIMAL.fullmatch(typed):
        return f"“{typed}” không rõ là số nào, dùng dấu phẩy: {typed.replace('.', ',')}."
    if _EITHER_COMMA.fullmatch(typed):
        fewer = typed.rstrip("0").rstrip(",")
        small = fewer if fewer != typed else f"{typed}0"
        return f"“{typed}” không rõ là số nào, ghi {typed.replace(',', '.')} hoặc {small}."
    if re.fullmatch(r"[+-]?[0-9]{1,3}(?:,[0-9]{3}){2,}", typed):
        return f"“{typed}” không rõ là số nào, dùng dấu chấm: {typed.replace(',', '.')}."
    if re.fullmatch(r"[+-]?[1-9][0-9]{0,2}(?: [0-9]{3})+(?:,[0-9]+)?", typed):
        return f"“{typed}” có khoảng trắng, dùng dấu chấm: {typed.replace(' ', '.')}."
    return "Số liệu phải là số, ví dụ 96,4."


def format_number(value: Decimal, places: int | None = None) -> str:
    """Write "1.234,5", with as many decimals as the value has, or rounded half up to ``places``.

    Raises ``ValueError`` for a value that is no finite number.
    """
    if not value.is_finite():
        raise ValueError(f"not a finite number: {value}")
    if places is not None:
        step = Decimal(1).scaleb(-places)
        value = value.quantize(step, rounding=ROUND_HALF_UP, context=_WIDE)
    whole, _, decimals = f"{value.copy_abs():f}".partition(".")
    sign = "-" if value < 0 else ""
    grouped = f"{int(whole):,}".replace(",", ".")
    return f"{sign}{grouped},{decimals}" if decimals else sign + grouped


def format_date(day: date) -> str:
    """Write "05/6/2026": zero before days under 10 and before months 1 and 2, as offices do."""
    return f"{day.day:02d}/{_month(day)}/{day.year:04d}"


def format_moment(at: datetime) -> str:
    """Write day and time as people do: "05/6/2026 lúc 14:32"."""
    return f"{format_date(at.date())} lúc {at:%H:%M}"


def _month(day: date) -> str:
    return f"{day.month:02d}" if day.month < 3 else str(day.month)


def parse_date(text: str, *, year: int | None = None) -> date:
    """Read a typed date: 5/6/2026, 05-06-2026, 5.6.2026, 2026-06-05, "ngày 05 tháng 6 năm 2026".

    The day always comes first. "5/6" is taken only where ``year`` is given. Raises ``InputError``
    for another form, a year of two digits and a day that does not exist.
    """
    typed = plain_dashes(clean(text)).lower()
    if found := re.fullmatch(_YEAR_FIRST, typed):
        return _day(found[3], found[2], found[1])
    if found := re.fullmatch(_DAY_FIRST, typed) or re.fullmatch(_IN_WORDS, typed):
        return _day(found[1], found[2], found[3])
    if year is not None and (found := re.fullmatch(_NO_YEAR, typed)):
        return _day(found[1], found[2], str(year))
    if found := re.fullmatch(_SHORT_YEAR, typed):
        meant = _day(found[1], found[2], f"20{found[3]}")
        raise InputError(f"Năm phải ghi đủ bốn chữ số, ví dụ {format_date(meant)}.")
    raise InputError("Ngày phải ghi theo dạng ngày/tháng/năm, ví dụ 05/6/2026.")


def _day(day: str, month: str, year: str) -> date:
    try:
        found = date(int(year), int(month), int(day))
    except ValueError:
        found = None
    if found is None:
        raise InputError(f"Không có ngày {day}/{month}/{year}. Kiểm tra lại ngày, tháng, năm.")
    if found.year not in _YEARS:
        raise InputError(f"Năm {year} quá xa. Ghi năm từ {_YEARS[0]} đến {_YEARS[-1]}.")
    return found


def long_date(place: str, day: date) -> str:
    """Place and date of a document: "Hà Tu, ngày 05 tháng 6 năm 2026"."""
    return f"{place}, ngày {day.day:02d} tháng {_month(day)} năm {day.year}"


def weekday_name(day: date) -> str:
    """Name of the day: "Thứ Hai" to "Chủ Nhật"."""
    return _WEEKDAYS[day.weekday()]


def file_size(size: int) -> str:
    """Size of a file of ``size`` bytes as Windows counts: "12,4 MB", "980 KB", "512 byte"."""
    if size < 1024:
        return f"{size} byte"
    if size < 1000 * 1024:  # "1.023 KB" takes longer to read than "1 MB"
        return f"{-(-size // 1024)} KB"
    unit, name = (1024**2, "MB") if size < 1000 * 1024**2 else (1024**3, "GB")
    value = (Decimal(size) / unit).quantize(Decimal("0.1"), rounding=ROUND_HALF_UP)
    return f"{format_number(value).removesuffix(',0')} {name}"


def safe_file_name(text: str, *, ext: str = "") -> str:
    """Make a name that Windows takes, Vietnamese letters kept: "Báo cáo 05-6-2026.pdf".

    ``ext`` is joined (".pdf", not twice) and counts within the 120 characters. Words that leave
    nothing over give "khong-ten".
    """
    name = re.sub(_FORBIDDEN_IN_NAMES, "-", clean(text))
    if ext and name.lower().endswith(ext.lower()):
        name = name[: -len(ext)]
    name = _shortened(name.lstrip(" ."), _LONGEST_NAME - len(ext), _LONGEST_NAME_BYTES - len(ext))
    if not name.strip("-_ "):
        name = "khong-ten"
    if re.fullmatch(_RESERVED_NAMES, name, re.IGNORECASE):
        stem, dot, rest = name.partition(".")
        name = f"{stem.rstrip()}_{dot}{rest}"
    return name + ext


def _shortened(name: str, characters: int, size: int) -> str:
    # A character cut in half by the byte limit is dropped.
    name = name[:characters].encode()[:size].decode(errors="ignore")
    return name.rstrip(" .")


def upper_first(text: str) -> str:
    """Begin with a capital letter and leave the rest."""
    return text[:1].upper() + text[1:]


def lower_first(text: str) -> str:
    """Begin with a small letter, unless the first word is an abbreviation or a numeral: "UBND"."""
    word = text.partition(" ")[0]
    return text if len(word) > 1 and word[:2].isupper() else text[:1].lower() + text[1:]
