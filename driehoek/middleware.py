"""Headers that Django has no setting for."""


def trust_headers(get_response):
    """Keep every answer to our own origin, and keep pages out of the browser's cache: they hold private text."""

    def middleware(request):
        response = get_response(request)
        response.headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        response.headers.setdefault("Permissions-Policy", "camera=(), geolocation=(), microphone=()")
        response.headers.setdefault("Cache-Control", "no-store, private")
        return response

    return middleware
