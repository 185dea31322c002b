"""The window, its pages, dialogs and widgets."""
