/** Whether the phone believes it has a network. It may be wrong; only an answer of the server proves one. */
import { signal } from '@preact/signals';

const online = signal(true);

export function isOnline(): boolean {
  return online.value;
}

export function startOnline(): void {
  const look = () => {
    online.value = navigator.onLine;
  };
  look();
  addEventListener('online', look);
  addEventListener('offline', look);
}
