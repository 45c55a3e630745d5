/**
 * Who uses the app on this phone, and whether the server still knows them.
 *
 * Owns: opening the last person's world at start, coming in, going out. A sign-in that has run out closes nothing:
 * the world stays open and only sending waits. One that was ended on purpose, or on a shared phone, takes the world
 * away.
 */
import { signal } from '@preact/signals';
import type { TroubleKind, World } from '../offline/world.ts';
import type { Me } from './account.ts';
import { showWorld, world } from './live.ts';
import {
  home,
  isLeaving,
  isShared,
  isSharedOver,
  markHome,
  markLeaving,
  markShared,
  whenTakenOff,
} from './marks.ts';

/** failed: the part of the app that reads the phone's store could not be fetched; nothing is known and nothing lost. */
export type Stage = 'starting' | 'nobody' | 'open' | 'failed';

const stage = signal<Stage>('starting');
const account = signal<Me | null>(null);
const signedOut = signal(false);
const ended = signal(false);
const trouble = signal<TroubleKind | null>(null);

export const stageNow = () => stage.value;
/** As the server last said in this visit; null while it has not. */
export const accountNow = () => account.value;
/** The server said that nobody, or somebody else, is signed in here. */
export const isSignedOut = () => signedOut.value;
export const openTrouble = () => trouble.value;
/** The last person's sign-in here was ended by somebody else, or by the end of a shared phone's day. */
export const wasEnded = () => ended.value;
/** Other people use this phone too. */
export const isSharedPhone = () => account.value?.shared_phone ?? isShared();

// Not part of the first download: a phone that belongs to nobody yet has nothing to read.
const offline = () => import('../offline/world.ts');
const server = () => import('./account.ts');

/** Counts who came and went: an answer asked for before that is about somebody else. */
let turn = 0;
/** Nobody comes in before the last one is out. */
let departing: Promise<void> = Promise.resolve();

/** Screens can be drawn once this settles: from the phone's own store, without the network. */
export async function start(): Promise<void> {
  whenTakenOff(() => {
    world()?.close();
    showNobody();
  });
  if (home() !== 'yes') stage.value = 'nobody';
  else if (isOver()) void takeOff();
  else await lookInside();
}

/** What `start` left for after the first screen: the store itself is asked, and then the server. */
export async function startLate(): Promise<void> {
  if (stage.value === 'nobody' && trouble.value === null && home() === null && !owes()) await lookInside();
  await askAgain();
}

async function lookInside(): Promise<void> {
  try {
    const { lastOwner } = await offline();
    const owner = await lastOwner();
    if (owner === null) stage.value = 'nobody';
    else await open(owner);
  } catch (error) {
    await explain(error);
  }
}

async function open(owner: string): Promise<void> {
  if (world()?.owner !== owner || world()?.isOpen === false) {
    const asked = turn;
    const opened = await (await offline()).openWorld(owner);
    // Whoever left meanwhile has left.
    if (asked !== turn) return opened.close();
    world()?.close();
    showWorld(opened);
    opened.subscribe('status', () => heed(opened));
  }
  stage.value = 'open';
  markHome('yes');
}

/** What sync hears of the sign-in concerns the whole phone. */
function heed(opened: World): void {
  if (world() !== opened) return;
  const { state } = opened.status();
  if (state === 'signed_out_elsewhere' || (state === 'signed_out' && isShared())) void takeOff();
}

async function explain(error: unknown): Promise<void> {
  const { Trouble } = await offline().catch(() => ({ Trouble: null }));
  if (Trouble === null) stage.value = world() === null ? 'failed' : 'open';
  else {
    trouble.value = error instanceof Trouble ? error.kind : 'closed';
    if (world() === null) stage.value = 'nobody';
    if (!(error instanceof Trouble)) reportError(error);
  }
}

/** A shared phone's day is over, or somebody has left and not all of that is done: `askAgain` sees to it. */
export function owes(): boolean {
  return isOver() || isLeaving() || home() === 'stays' || home() === 'goes';
}

function isOver(): boolean {
  return home() === 'yes' && isSharedOver(Date.now());
}

/** Asks the server who is signed in. No answer changes nothing. Whoever has left is signed out first, and not asked for. */
export async function askAgain(): Promise<void> {
  await departing;
  if (isOver()) return takeOff();
  if (owes()) {
    departing = finish(null);
    await departing;
    signedOut.value = world() !== null;
    return;
  }
  const asked = turn;
  const { askMe } = await server();
  const answer = await askMe();
  if (asked !== turn) return;
  if (answer.ok) return welcome(answer.value);
  if (!('problem' in answer) || answer.problem.status !== 401) return;
  const isForGood = answer.problem.type === '/problems/signed-out-elsewhere' || isShared();
  if (isForGood && home() === 'yes') return takeOff();
  account.value = null;
  signedOut.value = world() !== null;
}

/** Somebody has just signed in or claimed their invitation here. */
export async function comeIn(me: Me): Promise<void> {
  await departing;
  const before = isShared() ? world()?.owner : undefined;
  markLeaving(false);
  turn++;
  ended.value = false;
  markShared(false, Date.now());
  await welcome(me);
  // On a shared phone nothing stays of whoever did not sign out.
  if (before !== undefined && before !== me.owner) await (await offline()).leaveWorld(before);
}

/** The server knows this person here: their world is shown and sent from now on. */
async function welcome(me: Me): Promise<void> {
  if (me.kind === 'care_team') {
    // Staff read in the console; a phone keeps nothing of theirs.
    if (world() === null) location.assign('/care');
    return;
  }
  markShared(me.shared_phone, Date.now());
  account.value = me;
  signedOut.value = false;
  try {
    await open(me.owner);
    world()?.wake('signed_in');
  } catch (error) {
    await explain(error);
  }
}

/**
 * Takes the person off this phone: at once from the screen, durably marked, then from the store and the server. What
 * the server does not have yet stays, sealed, for their next sign-in here, or goes for good. With no network the
 * phone forgets them all the same; their cookie brings nobody back, and the server hears of it when it can.
 */
export function goOut(waiting: 'stays' | 'goes' = 'stays'): Promise<void> {
  return leaveNow(waiting, false);
}

/** It was not the person at this phone who ended the sign-in. */
function takeOff(): Promise<void> {
  return leaveNow('stays', true);
}

function leaveNow(waiting: 'stays' | 'goes', told: boolean): Promise<void> {
  markLeaving(true);
  markHome(waiting);
  const here = world();
  showNobody();
  ended.value = told;
  const before = departing;
  departing = before.then(async () => {
    await here?.settled();
    here?.close();
    await finish(here?.owner ?? null);
  });
  return departing;
}

function showNobody(): void {
  turn++;
  showWorld(null);
  account.value = null;
  signedOut.value = false;
  stage.value = 'nobody';
}

/** Goes on with a departure; what fails now is tried at the next start, so nothing is thrown. */
async function finish(owner: string | null): Promise<void> {
  try {
    await (await import('./departure.ts')).depart(owner);
  } catch (error) {
    reportError(error);
  }
}
