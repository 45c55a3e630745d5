"""QR codes as drawings for a page or a printed card."""

import io

import segno


def svg_of(text: str) -> str:
    """`text` as a QR code: an SVG document that a page can show as an image. Readable with a sixth of it hidden."""
    drawing = io.BytesIO()
    segno.make(text, error="m", micro=False).save(
        drawing, kind="svg", xmldecl=False, border=4, dark="#000", light="#fff", omitsize=True
    )
    return drawing.getvalue().decode()
