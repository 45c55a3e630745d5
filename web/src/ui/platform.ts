/**
 * What kind of phone and browser this is, as far as steps for the person differ.
 *
 * Owns: that reading, from facts given to it. Never used to decide what the app may do: that is asked of
 * the browser itself.
 */
export type Platform = 'ios' | 'android' | 'desktop';

export type Facts = {
  readonly userAgent: string;
  readonly touchPoints: number;
  readonly standalone: boolean;
};

export function platformOf({ userAgent, touchPoints }: Facts): Platform {
  // An iPad says it is a Mac; no Mac has a touch screen.
  if (/iPhone|iPad|iPod/.test(userAgent) || (/Macintosh/.test(userAgent) && touchPoints > 1)) return 'ios';
  return /Android/.test(userAgent) ? 'android' : 'desktop';
}

/** The browsers inside other apps: they can install nothing and forget what they keep. */
export function isInAppBrowser({ userAgent }: Facts): boolean {
  return /FBAN|FBAV|Instagram|Line\/|MicroMessenger|TikTok|; wv\)/.test(userAgent);
}

/** A name by which its owner knows this device in a list; no model, no version. */
export function deviceLabel(facts: Facts): string {
  const { userAgent } = facts;
  if (/iPad/.test(userAgent) || (platformOf(facts) === 'ios' && !/iPhone|iPod/.test(userAgent)))
    return 'iPad';
  if (platformOf(facts) === 'ios') return 'iPhone';
  if (platformOf(facts) === 'android') return 'Android';
  const system = /Windows/.test(userAgent) ? 'Windows' : /Macintosh/.test(userAgent) ? 'Mac' : 'Linux';
  const browser = ['Firefox', 'Edg', 'Chrome', 'Safari'].find((name) => userAgent.includes(name)) ?? '';
  return `${system} ${browser.replace('Edg', 'Edge')}`.trim();
}

export function thisPhone(): Facts {
  // `as`: Safari's own flag for a home-screen app is in no standard type.
  const legacy = (navigator as Navigator & { readonly standalone?: boolean }).standalone === true;
  return {
    userAgent: navigator.userAgent,
    touchPoints: navigator.maxTouchPoints,
    standalone: legacy || matchMedia('(display-mode: standalone)').matches,
  };
}
