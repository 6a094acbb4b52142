"""Questions and figures for pages."""
