/**
 * This phone's push subscription.
 *
 * Owns: reading what the browser says, turning on inside the person's click, turning off, and putting things
 * right at each start: browsers drop subscriptions, servers change keys.
 */
import { signal } from '@preact/signals';
import * as v from 'valibot';
import { uuid } from '../../api/bodies.ts';
import { send } from '../../api/http.ts';
import { deviceId } from '../../shell/device.ts';
import { world } from '../../shell/live.ts';
import { accountNow, isSignedOut } from '../../shell/session.ts';
import { platformOf, thisPhone } from '../../ui/platform.ts';
import { keyBytes, type PhoneFacts, phoneState, sameBytes } from './model.ts';

const WANTED = 'footbridge.reminders';

type Seen = {
  readonly permission: PhoneFacts['permission'];
  readonly isSubscribed: boolean;
  readonly isWanted: boolean;
};
const seen = signal<Seen>({ permission: 'default', isSubscribed: false, isWanted: false });
const hasFailed = signal(false);
const isBusy = signal(false);
const registered = signal<ServiceWorkerRegistration | null>(null);

export const failed = () => hasFailed.value;
/** Under way, or not ready yet to subscribe within a click. */
export const busy = () => isBusy.value || registered.value === null;

function canPush(): boolean {
  return 'serviceWorker' in navigator && 'PushManager' in window && 'Notification' in window;
}

export function stateOfPhone() {
  const facts = thisPhone();
  return phoneState({
    ...seen.value,
    canPush: canPush(),
    isShared: accountNow()?.shared_phone ?? false,
    isSignedOut: isSignedOut(),
    platform: platformOf(facts),
    standalone: facts.standalone,
  });
}

/** Looks again at what the browser says. Afterwards a click can subscribe without waiting for anything. */
export async function lookAgain(): Promise<void> {
  if (!canPush()) return;
  const registration = await navigator.serviceWorker.ready;
  registered.value = registration;
  const subscription = await registration.pushManager.getSubscription();
  seen.value = {
    permission: Notification.permission,
    isSubscribed: subscription !== null,
    isWanted: isWanted(),
  };
}

/**
 * Call it straight from a click: Safari and Firefox ask the person only then. The browser's own question is part of
 * subscribing.
 */
export async function turnOn(): Promise<boolean> {
  const key = accountNow()?.push_key;
  const registration = registered.peek();
  if (registration === null || key === undefined || isBusy.value) {
    hasFailed.value = true;
    return false;
  }
  isBusy.value = true;
  hasFailed.value = false;
  try {
    const options = { userVisibleOnly: true, applicationServerKey: keyBytes(key) };
    await report(await registration.pushManager.subscribe(options), key);
    want(true);
  } catch {
    hasFailed.value = Notification.permission !== 'denied';
  }
  await lookAgain();
  isBusy.value = false;
  return stateOfPhone() === 'on';
}

export async function turnOff(): Promise<void> {
  want(false);
  const device = await deviceId();
  if (device !== null)
    await send<void>({ method: 'DELETE', path: `/api/push/subscriptions/${device}`, body: {}, answer: null });
  const subscription = await registered.peek()?.pushManager.getSubscription();
  await subscription?.unsubscribe();
  await lookAgain();
}

/** At each start: what the person wants here is what the browser and the server have, as far as both let it. */
export async function putRight(): Promise<void> {
  await lookAgain();
  const key = accountNow()?.push_key;
  const registration = registered.peek();
  if (registration === null || key === undefined || !isWanted() || accountNow()?.shared_phone) return;
  if (Notification.permission !== 'granted') return;
  try {
    const held = await registration.pushManager.getSubscription();
    const isOurs = held !== null && sameBytes(held.options.applicationServerKey, keyBytes(key));
    if (held !== null && !isOurs) await held.unsubscribe();
    const options = { userVisibleOnly: true, applicationServerKey: keyBytes(key) };
    await report(isOurs ? held : await registration.pushManager.subscribe(options), key);
  } catch {
    // The screen says "stopped" and offers to turn them on again.
  }
  await lookAgain();
}

const kept = v.object({ id: uuid, state: v.string(), key_is_current: v.boolean() });

/** Throws when the server did not take it: then reminders are not on, and nothing says that they are. */
async function report(subscription: PushSubscription, key: string): Promise<void> {
  const device = await deviceId();
  const { endpoint, keys } = subscription.toJSON();
  const body = { endpoint, p256dh: keys?.p256dh, auth: keys?.auth, key };
  const answer = await send({ method: 'PUT', path: `/api/push/subscriptions/${device}`, body, answer: kept });
  if (!answer.ok || !answer.value.key_is_current) throw new Error('the subscription was not taken');
}

/** Whose wish it is matters on a phone that changes hands: another person starts with "off". */
function isWanted(): boolean {
  const owner = world()?.owner;
  try {
    return owner !== undefined && localStorage.getItem(WANTED) === owner;
  } catch {
    return false;
  }
}

function want(on: boolean): void {
  const owner = world()?.owner;
  try {
    if (on && owner !== undefined) localStorage.setItem(WANTED, owner);
    else localStorage.removeItem(WANTED);
  } catch {
    // Then the switch is asked again at the next start.
  }
}
