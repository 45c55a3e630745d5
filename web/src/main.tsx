/** Starts the app: the look, the words, the person's world from the phone's own store, then the first screen. */
import { render } from 'preact';
import { App } from './app.tsx';
import { startInstall } from './shell/install.ts';
import { world } from './shell/live.ts';
import { startOnline } from './shell/online.ts';
import { accountNow, askAgain, owes, start, startLate } from './shell/session.ts';
import { startWorker } from './shell/updates.ts';
import { startClock } from './ui/now.ts';
import { thisPhone } from './ui/platform.ts';
import { speak, startLanguage } from './ui/strings/index.ts';
import './ui/styles/index.css';
import { startTheme } from './ui/theme.ts';

async function main(): Promise<void> {
  startTheme();
  startClock();
  startOnline();
  startInstall();
  startWorker();
  await Promise.all([speak(startLanguage()), start()]);
  const app = document.getElementById('app');
  if (app !== null) render(<App />, app);
  listen();
  await startLate();
  await keepPromises();
}

/** What the phone may have lost since the last start: its push subscription, and the right to keep its store. */
async function keepPromises(): Promise<void> {
  if (accountNow() === null) return;
  const { putRight } = await import('./features/reminders/phone.ts');
  await putRight();
  // Asked only of the app on the home screen: in a browser's tab some would show a question nobody understands.
  if (thisPhone().standalone) await navigator.storage?.persist?.();
}

function listen(): void {
  addEventListener('online', () => {
    world()?.wake('online');
    if (accountNow() === null || owes()) void askAgain();
  });
  document.addEventListener('visibilitychange', () => {
    const isVisible = document.visibilityState === 'visible';
    world()?.wake(isVisible ? 'visible' : 'hidden');
    if (!isVisible) return;
    if (owes()) void askAgain();
  });
}

void main();
