/**
 * The path of a QR code that the server drew.
 *
 * Owns: reading size and path out of its SVG. Only letters of path data come through, so nothing of a text from
 * the network ever becomes markup.
 */
export type DrawnCode = { readonly size: number; readonly path: string };

export function drawnCode(svg: string): DrawnCode | null {
  const size = Number(
    /viewBox="0 0 (\d+(?:\.\d+)?) /.exec(svg)?.[1] ?? /width="(\d+(?:\.\d+)?)/.exec(svg)?.[1],
  );
  const path = /<path[^>]*?\sd="([MmHhVvLlZz0-9 .,-]+)"/.exec(svg)?.[1];
  return path === undefined || !Number.isFinite(size) ? null : { size, path };
}
