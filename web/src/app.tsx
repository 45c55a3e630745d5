/** Which screen stands at which address, and who has to be here for it. */

import { signal } from '@preact/signals';
import type { ComponentType } from 'preact';
import { ErrorBoundary } from 'preact-iso/lazy';
import { LocationProvider, Route, Router } from 'preact-iso/router';
import { Help } from './features/help/Help.tsx';
import { Frame } from './shell/Frame.tsx';
import { late } from './shell/late.tsx';
import { PageFailed } from './shell/PageFailed.tsx';
import { stageNow } from './shell/session.ts';
import { moved } from './shell/trail.ts';

const onboarding = () => import('./features/onboarding/screens.ts');
const checkIn = () => import('./features/checkin/screens.ts');
const help = () => import('./features/help/screens.ts');
const settings = () => import('./features/settings/screens.ts');
const journal = () => import('./features/journal/screens.ts');
const schedule = () => import('./features/schedule/screens.ts');

const Welcome = late(() => import('./features/onboarding/Welcome.tsx'), 'Welcome');

/** A screen of somebody's own; on a phone that belongs to nobody yet, the welcome stands in its place. */
function own(Screen: ComponentType): ComponentType {
  return function Own() {
    if (stageNow() === 'failed') return <PageFailed />;
    return stageNow() === 'open' ? <Screen /> : <Welcome />;
  };
}

const screens: readonly (readonly [path: string, screen: ComponentType])[] = [
  ['/', own(late(() => import('./home.tsx'), 'Home'))],
  ['/schedule', own(late(schedule, 'Schedule'))],
  ['/schedule/:record', own(late(schedule, 'AppointmentPage'))],
  ['/help', Help],
  ['/help/wave', late(help, 'Wave')],
  ['/help/breathe', late(help, 'Breathe')],
  ['/help/ground', late(help, 'Ground')],
  ['/help/overdose', late(help, 'Overdose')],
  ['/help/lines', late(help, 'Lines')],
  ['/journal', own(late(journal, 'Journal'))],
  ['/journal/:record', own(late(journal, 'Note'))],
  ['/plan', own(late(() => import('./features/plan/Plan.tsx'), 'Plan'))],
  ['/check-in', own(late(checkIn, 'MoodStep'))],
  ['/check-in/2', own(late(checkIn, 'UrgeStep'))],
  ['/check-in/3', own(late(checkIn, 'GoingOnStep'))],
  ['/check-in/saved', own(late(checkIn, 'SavedStep'))],
  ['/check-in/note', own(late(checkIn, 'NoteStep'))],
  ['/reminders', own(late(() => import('./features/reminders/Reminders.tsx'), 'Reminders'))],
  ['/settings', own(late(settings, 'Settings'))],
  ['/settings/team', own(late(settings, 'TeamSees'))],
  ['/settings/devices', own(late(settings, 'Devices'))],
  ['/settings/waiting', own(late(settings, 'Waiting'))],
  ['/install', late(onboarding, 'Install')],
  ['/claim', late(onboarding, 'Claim')],
  ['/sign-in', late(() => import('./features/signin/SignIn.tsx'), 'SignIn')],
];
const NotFound = late(() => import('./shell/NotFound.tsx'), 'NotFound');

const broken = signal<string | null>(null);

/** A new screen is read out from its heading, and a broken one does not follow the person to the next. */
function arrived(url: string): void {
  moved();
  if (broken.value !== url) broken.value = null;
  document.querySelector('h1')?.focus({ preventScroll: true });
}

/** Addresses of the care team's pages and of the server are no screens of this app. */
const ours = /^(?!\/(care|api)(\/|$))/;

export function App() {
  return (
    <LocationProvider scope={ours}>
      <Frame>
        <ErrorBoundary
          onError={(error) => {
            broken.value = location.pathname;
            reportError(error);
          }}
        >
          {broken.value === null ? (
            <Router onRouteChange={arrived}>
              {screens.map(([path, component]) => (
                <Route key={path} path={path} component={component} />
              ))}
              <Route key="none" default component={NotFound} />
            </Router>
          ) : (
            <PageFailed />
          )}
        </ErrorBoundary>
      </Frame>
    </LocationProvider>
  );
}
