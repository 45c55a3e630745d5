/**
 * "+15550142000" as people write it down here: "(555) 014-2000", never broken over two lines. Numbers of other
 * countries stay as they are.
 */
export function spokenNumber(e164: string): string {
  const [, area, exchange, line] = /^\+1(\d{3})(\d{3})(\d{4})$/.exec(e164) ?? [];
  return area === undefined ? e164 : `(${area})\u00a0${exchange}\u2011${line}`;
}
