"""A push service on this machine, so that pushes are tested with real encryption and real browsers and no internet.

`service` speaks RFC 8030 and 8292 over HTTP to us and Mozilla's websocket protocol to Firefox; `browser` is a browser's half of
the encryption without a browser; `notifications` is the desktop that shows what arrives and clicks on it.
"""
