"""What tests stand on: the system's browser, a throwaway PostgreSQL."""
