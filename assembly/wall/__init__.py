"""The projected page: one idea a screen."""
