"""The unit's own plan (Kế hoạch triển khai) on the page Báo cáo."""
