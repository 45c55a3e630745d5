/**
 * What a push says, read from its text.
 *
 * Owns: telling a message that can be shown as it is from one that is broken, empty, out of date or no longer
 * needed; and the neutral words for those. Pure. Every text becomes exactly one notice: a push that shows nothing
 * costs the phone its subscription after three times.
 */
import * as v from 'valibot';
import { instant, uuid } from '../../web/src/api/bodies.ts';
import { publicWords } from '../../web/src/ui/strings/public.ts';
import { bestLanguage, type Language } from '../../web/src/ui/strings/words.ts';

const message = v.object({
  notification: v.object({
    title: v.string(),
    body: v.string(),
    lang: v.optional(v.string()),
    navigate: v.string(),
    tag: v.string(),
    data: v.object({ kind: v.string(), delivery: v.string(), reminder: uuid, expires_at: instant }),
  }),
});

export interface Notice {
  readonly title: string;
  readonly body: string;
  readonly language: Language;
  /** Same on each copy of one reminder; opaque. */
  readonly tag: string;
  /** Where a tap leads, on this origin. */
  readonly path: string;
  /** What the server calls this sending; null when the push could not be read. */
  readonly delivery: string | null;
  readonly kind: string | null;
  readonly reminder: string | null;
  readonly isOver: boolean;
}

export type Place = { readonly origin: string; readonly languages: readonly string[]; readonly now: number };

export function read(text: string | null, place: Place): Notice {
  const parsed = v.safeParse(message, json(text));
  if (!parsed.success) return unreadable(place);
  const { title, body, lang, navigate, tag, data } = parsed.output.notification;
  const language = lang === undefined ? bestLanguage(place.languages) : bestLanguage([lang]);
  const isOver = Date.parse(data.expires_at) <= place.now;
  const words = publicWords[language];
  return {
    title: isOver ? words.app : title,
    body: isOver ? words.over : body,
    language,
    tag,
    path: isOver ? '/' : pathOf(navigate, place.origin),
    delivery: data.delivery,
    kind: data.kind,
    reminder: data.reminder,
    isOver,
  };
}

/** The same notice once this phone knows that what it asks for is done. */
export function done(notice: Notice): Notice {
  const words = publicWords[notice.language];
  return { ...notice, title: words.app, body: words.done, path: '/' };
}

function unreadable({ languages }: Place): Notice {
  const language = bestLanguage(languages);
  const words = publicWords[language];
  return {
    title: words.app,
    body: words.reminder,
    language,
    tag: 'footbridge',
    path: '/',
    delivery: null,
    kind: null,
    reminder: null,
    isOver: false,
  };
}

function json(text: string | null): unknown {
  try {
    return text === null ? null : JSON.parse(text);
  } catch {
    return null;
  }
}

/** A path of this app; an address of anywhere else leads to Today. */
export function pathOf(address: unknown, origin: string): string {
  if (typeof address !== 'string') return '/';
  try {
    const url = new URL(address, origin);
    return url.origin === origin ? url.pathname + url.search : '/';
  } catch {
    return '/';
  }
}
