/**
 * Instants as the wire writes them, and the moment of writing as the phone believes it.
 *
 * Owns: RFC 3339 UTC with Z and milliseconds; the phone's zone name and offset. Knows nothing of
 * schedules or of how a time is shown. Callers bring the clock: a wrong one is never corrected here.
 */

export type Clock = () => number;

/** Where and when something was written, as the phone had it. */
export interface Written {
  /** RFC 3339 UTC, milliseconds, Z. */
  readonly made_at: string;
  /** IANA name. */
  readonly zone: string;
  /** Minutes east of UTC at that instant, in that zone. */
  readonly utc_offset_min: number;
}

/** The years that four digits can say; a clock beyond them would write an instant nobody else can read. */
const EARLIEST = Date.parse('0001-01-01T00:00:00.000Z');
const LATEST = Date.parse('9999-12-31T23:59:59.999Z');

export function instant(ms: number): string {
  const kept = Number.isFinite(ms) ? Math.min(Math.max(ms, EARLIEST), LATEST) : 0;
  return new Date(kept).toISOString();
}

/** The zone this phone is set to; "UTC" where the platform has no IANA name for it. */
export function phoneZone(): string {
  const zone = new Intl.DateTimeFormat().resolvedOptions().timeZone;
  return /^[A-Z][A-Za-z0-9_+-]*(\/[A-Za-z0-9_+-]+)*$/.test(zone ?? '') && zone !== 'Etc/Unknown'
    ? zone
    : 'UTC';
}

export function writtenNow(clock: Clock): Written {
  const now = clock();
  const made_at = instant(now);
  // The sign turns: JavaScript counts minutes west of UTC. Before railways, with a very wrong clock, they are not whole.
  const utc_offset_min = -Math.round(new Date(made_at).getTimezoneOffset()) || 0;
  return { made_at, zone: phoneZone(), utc_offset_min };
}
