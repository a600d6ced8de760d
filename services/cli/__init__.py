"""The command `diplowire`: starts the system, extracts, posts, watches, keeps keys. It alone may know every service."""
