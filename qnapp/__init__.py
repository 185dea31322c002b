"""QNApp: the yearly resolution of Quảng Ninh, tasks and indicators, offline."""

__version__ = "0.1.0"
