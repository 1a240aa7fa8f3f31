"""When an account is read, and reading it page by page."""
