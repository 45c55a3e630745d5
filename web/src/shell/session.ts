/**
 * Who uses the app on this phone, and whether the server still knows them.
 *
 * Owns: opening the last person's world at start, coming in, going out. A sign-in that has ended closes
 * nothing: the world stays open and only sending waits.
 */
import { signal } from '@preact/signals';
import type { TroubleKind } from '../offline/world.ts';
import type { Me } from './account.ts';
import { showWorld, world } from './live.ts';

/** failed: the part of the app that reads the phone's store could not be fetched; nothing is known and nothing lost. */
export type Stage = 'starting' | 'nobody' | 'open' | 'failed';

const stage = signal<Stage>('starting');
const account = signal<Me | null>(null);
const signedOut = signal(false);
const trouble = signal<TroubleKind | null>(null);

export const stageNow = () => stage.value;
/** As the server last said in this visit; null while it has not. */
export const accountNow = () => account.value;
/** The server said that nobody, or somebody else, is signed in here. */
export const isSignedOut = () => signedOut.value;
export const openTrouble = () => trouble.value;

// Not part of the first download: a phone that belongs to nobody yet has nothing to read.
const offline = () => import('../offline/world.ts');
const server = () => import('./account.ts');

const HOME = 'footbridge.home';

/** Screens can be drawn once this settles: from the phone's own store, without the network. */
export async function start(): Promise<void> {
  if (isSomebodysHome()) await lookInside();
  else stage.value = 'nobody';
}

/** What `start` left for after the first screen: the store itself is asked, and then the server. */
export async function startLate(): Promise<void> {
  if (stage.value === 'nobody' && trouble.value === null) await lookInside();
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
  if (world()?.owner !== owner) {
    const opened = await (await offline()).openWorld(owner);
    world()?.close();
    showWorld(opened);
  }
  stage.value = 'open';
  markHome(true);
}

/** A sign that spares a new phone from fetching what reads the store. Missing or forbidden, the store decides, only later. */
function isSomebodysHome(): boolean {
  try {
    return localStorage.getItem(HOME) !== null;
  } catch {
    return true;
  }
}

function markHome(is: boolean): void {
  try {
    if (is) localStorage.setItem(HOME, 'yes');
    else localStorage.removeItem(HOME);
  } catch {
    // The store decides at the next start.
  }
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

/** Asks the server who is signed in. No answer changes nothing. */
export async function askAgain(): Promise<void> {
  const { askMe } = await server();
  const answer = await askMe();
  if (answer.ok) return comeIn(answer.value);
  if ('problem' in answer && answer.problem.status === 401) {
    account.value = null;
    signedOut.value = world() !== null;
  }
}

/** The server knows this person here: their world is shown and sent from now on. */
export async function comeIn(me: Me): Promise<void> {
  if (me.kind === 'care_team') {
    // Staff read in the console; a phone keeps nothing of theirs.
    if (world() === null) location.assign('/care');
    return;
  }
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
 * Takes the person off this phone. What the server does not have yet stays, sealed, for their next sign-in
 * here. With no network the phone forgets them all the same; the server hears of it when it can.
 */
export async function goOut(): Promise<void> {
  const here = world();
  await forgetPushes();
  await (await server()).signOut();
  showWorld(null);
  account.value = null;
  signedOut.value = false;
  stage.value = 'nobody';
  markHome(false);
  if (here === null) return;
  await here.settled();
  here.close();
  await (await offline()).leaveWorld(here.owner);
}

/** No reminder of theirs may show on this phone any more, also if the server can't be told now. */
async function forgetPushes(): Promise<void> {
  try {
    const registration = await navigator.serviceWorker?.getRegistration();
    const subscription = await registration?.pushManager?.getSubscription();
    await subscription?.unsubscribe();
  } catch {
    // The server ends the subscription with the sign-in.
  }
}
