/**
 * Which revisions of a record stand, and which ones a new save names. Pure.
 *
 * Owns: union, pruning, the list of ancestors. Knows nothing of bodies.
 */

interface Replacing {
  readonly id: string;
  readonly ancestors: readonly string[];
}

/** A new revision names at most so many of those it replaces (the wire's limit). */
export const MOST_NAMED = 400;

/** Only those that none of the others replaces, in the order given. */
export function standing<R extends Replacing>(revisions: readonly R[]): R[] {
  const replaced = new Set(revisions.flatMap((it) => it.ancestors));
  return revisions.filter((it) => !replaced.has(it.id));
}

/**
 * What stands when both lists are known. Of the same revision in both, the one from `incoming` is kept.
 *
 * A head that comes in never displaces one that it does not replace: that would lose a text.
 */
export function union<R extends Replacing>(held: readonly R[], incoming: readonly R[]): R[] {
  const all = new Map([...held, ...incoming].map((it) => [it.id, it]));
  return standing([...all.values()]);
}

/**
 * What a revision names when its writer has seen `heads`: the heads, then all that these replaced,
 * newest first. Naming only the last one would let an old head come back after a server is restored.
 */
export function named(heads: readonly Replacing[]): string[] {
  const names = new Set(heads.map((it) => it.id));
  const longest = Math.max(0, ...heads.map((it) => it.ancestors.length));
  // Turn by turn, so that the newest of each line are named when there are too many.
  for (let at = 0; at < longest; at++) {
    for (const { ancestors } of heads) {
      const name = ancestors[at];
      if (name !== undefined) names.add(name);
    }
  }
  return [...names].slice(0, MOST_NAMED);
}
