"""Django's PostgreSQL, that does not keep a visitor waiting for a server that is away or says nothing."""
