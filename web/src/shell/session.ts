/**
 * Who uses the app on this phone, and whether the server still knows them.
 *
 * Owns: opening the last person's world at start, coming in, going out. A sign-in that has ended closes
 * nothing: the world stays open and only sending waits.
 */
import { signal } from '@preact/signals';
import { lastOwner, leaveWorld, openWorld, Trouble, type TroubleKind } from '../offline/world.ts';
import { speak } from '../ui/strings/index.ts';
import { askMe, type Me, signOut as tellServer } from './account.ts';
import { showWorld, world } from './live.ts';

export type Stage = 'starting' | 'nobody' | 'open';

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

/** Screens can be drawn once this settles: from the phone's own store, without the network. */
export async function start(): Promise<void> {
  try {
    const owner = await lastOwner();
    if (owner !== null) await open(owner);
    else stage.value = 'nobody';
  } catch (error) {
    trouble.value = error instanceof Trouble ? error.kind : 'closed';
    stage.value = 'nobody';
  }
  void askAgain();
}

async function open(owner: string): Promise<void> {
  if (world()?.owner !== owner) {
    const opened = await openWorld(owner);
    world()?.close();
    showWorld(opened);
  }
  stage.value = 'open';
}

/** Asks the server who is signed in. No answer changes nothing. */
export async function askAgain(): Promise<void> {
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
    trouble.value = error instanceof Trouble ? error.kind : 'closed';
  }
}

/** The language the person chose is the one their account speaks, on any phone, until they choose here. */
export async function speakLike(me: Me): Promise<void> {
  await speak(me.language);
}

/**
 * Takes the person off this phone. What the server does not have yet stays, sealed, for their next sign-in
 * here. With no network the phone forgets them all the same; the server hears of it when it can.
 */
export async function goOut(): Promise<void> {
  const here = world();
  await tellServer();
  showWorld(null);
  account.value = null;
  signedOut.value = false;
  stage.value = 'nobody';
  if (here === null) return;
  await here.settled();
  here.close();
  await leaveWorld(here.owner);
}
