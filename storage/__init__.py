"""Where a desk is kept: statements, migrations, search, the change feed and attachment files."""
