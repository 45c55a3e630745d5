/** Which page of the care team's is open, and whether somebody may see it. */
import { LocationProvider, useLocation } from 'preact-iso/router';
import { t } from '../ui/strings/index.ts';
import { Claim } from './Claim.tsx';
import { Frame, Plain } from './Frame.tsx';
import { People } from './People.tsx';
import { Person } from './Person.tsx';
import { Trouble, Waiting } from './parts.tsx';
import { SignIn } from './SignIn.tsx';
import { start, whoIsHere } from './session.ts';
import { TakeIn } from './TakeIn.tsx';
import { say } from './words/index.ts';

export function App() {
  return (
    <LocationProvider scope="/care">
      <Door />
    </LocationProvider>
  );
}

/** An invitation opens for anybody; everything else needs a member of the care team. */
function Door() {
  const { path } = useLocation();
  const who = whoIsHere();
  if (path === '/care/claim') return <Claim />;
  switch (who.kind) {
    case 'asking':
      return (
        <Plain title={say('sign_in.title')}>
          <Waiting />
        </Plain>
      );
    case 'unreachable':
      return (
        <Plain title={say('sign_in.title')}>
          <Trouble words={t('error.offline')} onAgain={() => void start()} />
        </Plain>
      );
    case 'participant':
      return (
        <Plain title={say('sign_in.title')}>
          <p>{say('frame.not_for_you')}</p>
          <a class="btn" href="/">
            {say('frame.to_app')}
          </a>
        </Plain>
      );
    case 'nobody':
      return <SignIn ended={who.ended} />;
    case 'member':
      return (
        <Frame me={who.me} program={who.program}>
          <Page path={path} />
        </Frame>
      );
  }
}

function Page({ path }: { path: string }) {
  const person = /^\/care\/people\/([0-9a-f-]{36})$/.exec(path)?.[1];
  if (person !== undefined) return <Person id={person} />;
  return path === '/care/new' ? <TakeIn /> : <People />;
}
