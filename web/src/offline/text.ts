/**
 * Text that every computer can store.
 *
 * Owns: mending half emoji and NULs at the moment of saving, so that one odd character never holds an
 * entry back. Knows nothing of lengths.
 */

const HALF_A_CHARACTER = /\p{Surrogate}/gu;

export function wellFormed(text: string): string {
  return text.replace(HALF_A_CHARACTER, '\uFFFD').replaceAll('\0', '');
}

/** The same JSON value with all its texts well-formed. */
export function wellFormedValue<T>(value: T): T {
  // `as`: mapping over a value keeps its shape, which the types cannot follow.
  if (typeof value === 'string') return wellFormed(value) as T;
  if (Array.isArray(value)) return value.map(wellFormedValue) as T;
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, it]) => [wellFormed(name), wellFormedValue(it)]),
  ) as T;
}
