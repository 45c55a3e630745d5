/**
 * Putting the app on the home screen, where the browser offers it.
 *
 * Owns: the browser's offer, held back until the person asks for it. Safari has no offer; there only pictures help.
 */
import { signal } from '@preact/signals';

/** Chrome's event; in no standard type. */
type Offer = Event & {
  prompt(): Promise<unknown>;
  readonly userChoice: Promise<{ readonly outcome: string }>;
};

const offer = signal<Offer | null>(null);
const isDone = signal(false);

export const canInstall = () => offer.value !== null;
export const isInstalled = () => isDone.value;

export function startInstall(): void {
  addEventListener('beforeinstallprompt', (event) => {
    event.preventDefault();
    // `as`: the event's name says its type.
    offer.value = event as Offer;
  });
  addEventListener('appinstalled', () => {
    offer.value = null;
    isDone.value = true;
  });
}

/** Shows the browser's own question. It can be shown once; after that the way is the browser's menu. */
export async function install(): Promise<void> {
  const held = offer.value;
  offer.value = null;
  await held?.prompt();
}
