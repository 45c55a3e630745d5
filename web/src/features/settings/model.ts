/**
 * What a sign-out would leave on this phone, as a person counts it. Pure.
 *
 * Owns: that one thing counts once, however often it was tapped and also when a draft of it lies beside it.
 */
export type Held = {
  /** Ids of records with words that the server does not have. */
  readonly waiting: readonly string[];
  readonly drafts: readonly string[];
  /** Refused ones; null where it cannot be read which record it is of. */
  readonly aside: readonly (string | null)[];
  /** Saves that are not sent, which also counts deletions. */
  readonly saves: number;
};

/** How many entries the server does not have. */
export function unsentEntries({ waiting, drafts, aside, saves }: Held): number {
  const named = new Set([...waiting, ...drafts, ...aside.filter((record) => record !== null)]);
  const unnamed = aside.filter((record) => record === null).length;
  // A deletion waits too, and is in no list.
  return Math.max(named.size + unnamed, Math.min(saves, 1));
}

/**
 * - clean: nothing waits; signing out is all there is to do
 * - sealed: what waits stays for the next sign-in, on one's own phone
 * - choose: others use this phone: it is sent first, or it goes
 */
export type Way = 'clean' | 'sealed' | 'choose';

export function wayOut(unsent: number, isShared: boolean): Way {
  if (unsent === 0) return 'clean';
  return isShared ? 'choose' : 'sealed';
}
