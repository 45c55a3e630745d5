import type { TroubleKind } from '../../offline/trouble.ts';
import { type Key, t } from '../strings/index.ts';

const words: Readonly<Record<TroubleKind, Key>> = {
  full: 'trouble.full',
  closed: 'trouble.closed',
  newer_app: 'trouble.newer_app',
  no_storage: 'trouble.no_storage',
  unreadable: 'trouble.unreadable',
};

/** Why something could not be saved on this phone, and what to do. The words typed are still on the screen. */
export function TroubleLine({ kind }: { kind: TroubleKind | null }) {
  return <div role="alert">{kind === null ? null : <p class="card card-note">{t(words[kind])}</p>}</div>;
}
