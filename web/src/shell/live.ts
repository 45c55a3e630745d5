/**
 * The participant's world as signals, so that a screen draws itself again when what it reads changes.
 *
 * Owns: which world is open and one counter for each topic. Reads are synchronous and come from memory.
 */
import { type Signal, signal } from '@preact/signals';
import type { Body, Kind } from '../api/bodies.ts';
import type { Draft, Entry, SetAside, SyncStatus, Topic, World } from '../offline/world.ts';

const open = signal<World | null>(null);
const topics: readonly Topic[] = [
  'check_in',
  'journal_entry',
  'reminder_settings',
  'program',
  'me',
  'appointment',
  'status',
  'drafts',
  'aside',
];
const turns = new Map<Topic, Signal<number>>(topics.map((topic) => [topic, signal(0)]));
let leave: (() => void)[] = [];

/** From here on screens show `next`; null shows nobody's. */
export function showWorld(next: World | null): void {
  for (const stop of leave) stop();
  leave = next === null ? [] : topics.map((topic) => next.subscribe(topic, () => turn(topic)));
  open.value = next;
  for (const topic of topics) turn(topic);
}

function turn(topic: Topic): void {
  const counter = turns.get(topic);
  if (counter !== undefined) counter.value = counter.peek() + 1;
}

function watch(topic: Topic): World | null {
  // Read on purpose: reading is what ties the component to the topic.
  turns.get(topic)?.value;
  return open.value;
}

export function world(): World | null {
  return open.value;
}

export function entries<K extends Kind>(kind: K): readonly Entry<Body<K>>[] {
  return watch(kind)?.list(kind) ?? [];
}

export function entry<K extends Kind>(kind: K, record: string): Entry<Body<K>> | null {
  return watch(kind)?.get(kind, record) ?? null;
}

/** The record of which each participant has one, kept under their own id. */
export function ownEntry<K extends 'me' | 'reminder_settings'>(kind: K): Entry<Body<K>> | null {
  const here = watch(kind);
  return here?.get(kind, here.owner) ?? null;
}

export function program(): Body<'program'> | null {
  return entries('program')[0]?.body ?? null;
}

export function drafts(): readonly Draft[] {
  return watch('drafts')?.drafts() ?? [];
}

export function setAside(): readonly SetAside[] {
  return watch('aside')?.aside() ?? [];
}

const quiet: SyncStatus = { state: 'idle', waiting: 0, needs_you: 0, unreadable: 0, synced_at: null };

/** How many entries are not sent yet, as a person counts them: one that was tapped through counts once. */
export function waitingEntries(): number {
  if (syncStatus().waiting === 0) return 0;
  const kinds = ['check_in', 'journal_entry', 'reminder_settings'] as const;
  const held = kinds
    .flatMap((kind) => entries(kind))
    .filter(({ state }) => state === 'here' || state === 'sending');
  // A deleted entry waits too, and is in no list.
  return Math.max(1, held.length);
}

export function syncStatus(): SyncStatus {
  return watch('status')?.status() ?? quiet;
}
