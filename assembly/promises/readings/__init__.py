"""Questions and figures for pages and slides."""
