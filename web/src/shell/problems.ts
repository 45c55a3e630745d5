/** What a person reads when the server could not do what they asked: what is safe first, then what to do. */
import type { Answer } from '../api/http.ts';
import { type Key, t, tn } from '../ui/strings/index.ts';

const words: Readonly<Record<string, Key>> = {
  '/problems/invitation-unknown': 'error.code',
  '/problems/invitation-expired': 'error.code_expired',
  '/problems/invitation-used': 'error.code_used',
  '/problems/sign-in-refused': 'error.refused',
  '/problems/sign-in-name-taken': 'error.name_taken',
  '/problems/second-factor-refused': 'error.second_factor',
  '/problems/weak-passphrase': 'error.weak_passphrase',
};

type Failed = Exclude<Answer<unknown>, { readonly ok: true }>;

export function wordsFor(failed: Failed): string {
  if ('unreachable' in failed) return t('error.offline');
  const { type, status, retry_after_s } = failed.problem;
  const known = words[type];
  if (known !== undefined) return t(known);
  if (status === 429) return tn('error.too_many', Math.max(1, Math.ceil((retry_after_s ?? 60) / 60)));
  return t(status >= 500 ? 'error.server' : 'error.check');
}

export function isProblem(failed: Failed, slug: string): boolean {
  return 'problem' in failed && failed.problem.type === `/problems/${slug}`;
}
