"""Báo cáo tổng hợp as a document page."""
