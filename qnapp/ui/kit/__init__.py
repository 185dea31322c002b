"""The pieces every page is built from: colours, fonts, icons, signs, fields, buttons.

Import from the module that holds the piece::

    theme       apply_theme(app, name, font_percent), theme(), dress(widget, font=, color=)
    tokens      Tokens, load_tokens, contrast
    icons       icon(name, role, size), icon_pixmap(...), app_icon()
    shapes      paint_shape(painter, rect, name), shape_pixmap(name, size, dpr), SHAPES
    signs       Sign, standing_sign(standing), verdict_sign(verdict), status_sign(status), SIGNS
    labels      Label, FieldLabel, Separator
    surfaces    Card, ScrollArea, ScrollColumn, EmptyState
    buttons     PrimaryButton, QuietButton, IconButton, LinkButton, CheckBox
    chips       Chip, ChipBar
    segments    SegmentedControl
    tabs        TabStrip
    fields      LineEdit, FieldBox
    search      SearchField
    numbers     NumberEdit, PercentEdit
    dates       DateEdit
    texts       GrowingTextEdit
    combos      ComboBox, SpinBox
    notices     Notice, ErrorBand
    steps       Step, StepBar
    charts      Portion, StackedBar, portions_of, Bar, BarChart, show_indicator
    delegates   paint_lines, paint_row_background, paint_section_row, RowDelegate
    lists       RowList, row_width
    door        Door
    translation install_translation(app)

Every field has the signals ``edited`` (after each key) and ``committed`` (left, or Enter; only
when the content is valid), the methods ``value()`` and ``set_value(value)`` (emits nothing),
``fault()`` (the sentence, "" when valid) and ``set_locked(bool)`` (plain text, no edge).
"""
