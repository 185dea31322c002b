"""The page Báo cáo: the parts of the document beside the page as it will print."""
