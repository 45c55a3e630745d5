/**
 * Which check-in this window was at, over a reload.
 *
 * Owns: one random id in the session's store; no word of the check-in leaves the sealed store.
 */
const KEPT = 'footbridge.check-in';

export function remember(record: string | null): void {
  try {
    if (record === null) sessionStorage.removeItem(KEPT);
    else sessionStorage.setItem(KEPT, record);
  } catch {
    // Then a reload begins a new check-in; this one is saved already.
  }
}

export function remembered(): string | null {
  try {
    return sessionStorage.getItem(KEPT);
  } catch {
    return null;
  }
}
