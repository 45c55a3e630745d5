/**
 * The way in, step by step.
 *
 * Owns: which steps there are for which invitation and phone, their order, what a code and a passphrase look
 * like. Pure.
 */
import type { Invitation } from '../../shell/account.ts';
import type { Platform } from '../../ui/platform.ts';

export type Step = 'code' | 'home_screen' | 'phone' | 'name' | 'consent' | 'sign_in' | 'install' | 'set';

type Known = Pick<Invitation, 'purpose'>;

/**
 * Steps after the language. On an iPhone's browser the home screen comes first: the app there has a storage of
 * its own, so what is set up in the browser would be set up twice.
 */
export function stepsFor(
  known: Known | null,
  phone: { platform: Platform; standalone: boolean },
): readonly Step[] {
  const first: Step[] = phone.platform === 'ios' && !phone.standalone ? ['home_screen', 'code'] : ['code'];
  const last: Step[] = phone.standalone || phone.platform === 'ios' ? ['set'] : ['install', 'set'];
  if (known?.purpose === 'new_phone') return [...first, 'phone', ...last];
  return [...first, 'phone', 'name', 'consent', 'sign_in', ...last];
}

export function stepAfter(step: Step, steps: readonly Step[]): Step {
  return steps[steps.indexOf(step) + 1] ?? step;
}

/** null: nothing lies behind. What has been claimed can't be taken back, so after it there is no way back. */
export function stepBefore(step: Step, steps: readonly Step[]): Step | null {
  if (step === 'install' || step === 'set') return null;
  return steps[steps.indexOf(step) - 1] ?? null;
}

/** As typed: any case, with or without the dash or blanks. O and I are not in the alphabet of codes; 0 and 1 neither. */
export function cleanCode(typed: string): string {
  return typed
    .toUpperCase()
    .replace(/[^A-Z0-9]/g, '')
    .slice(0, 8);
}

export const CODE_LENGTH = 8;

/** "4KXP-9RTM": two halves are easier to read off a card. */
export function shownCode(code: string): string {
  return code.length > 4 ? `${code.slice(0, 4)}-${code.slice(4)}` : code;
}

/** DESIGN.md 7: an own passphrase has at least so many characters. */
export const PASSPHRASE_MIN = 15;

/** How many characters an own passphrase still needs; 0 when it is long enough. */
export function passphraseLacks(passphrase: string): number {
  return Math.max(0, PASSPHRASE_MIN - [...passphrase].length);
}

/** The token of /claim#t=…; null when the address has none. */
export function tokenIn(hash: string): string | null {
  return /^#t=([A-Za-z0-9_-]{16,200})$/.exec(hash)?.[1] ?? null;
}
