/**
 * What can go wrong on the phone itself, named so that a screen can say what is safe.
 *
 * Owns: the closed set of troubles. The words for each are the catalogue's.
 */

/**
 * - full: no room; nothing was saved, the words are still in the field
 * - closed: the phone's storage did not answer, also after opening it again; nothing was saved
 * - newer_app: another tab runs a newer version of the app; reload this one
 * - no_storage: this browser keeps nothing here (some private windows); nothing can be saved offline
 * - unreadable: the key to what is stored is gone
 */
export type TroubleKind = 'full' | 'closed' | 'newer_app' | 'no_storage' | 'unreadable';

export class Trouble extends Error {
  readonly kind: TroubleKind;

  constructor(kind: TroubleKind, cause?: unknown) {
    super(kind, { cause });
    this.name = 'Trouble';
    this.kind = kind;
  }
}
