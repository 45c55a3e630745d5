/** What stands around every page: the way about, who is signed in, when people are read. */
import type { ComponentChildren } from 'preact';
import { useLocation } from 'preact-iso/router';
import type { Me } from '../shell/account.ts';
import { Icon, type IconName } from '../ui/parts/Icon.tsx';
import { Sheet } from '../ui/parts/Sheet.tsx';
import { language, t } from '../ui/strings/index.ts';
import type { Program } from './requests.ts';
import { leave, presenceNow, stay } from './session.ts';
import { type CareKey, say } from './words/index.ts';

const roles: Readonly<Record<string, CareKey>> = {
  clinician: 'frame.role_clinician',
  front_desk: 'frame.role_front_desk',
  admin: 'frame.role_admin',
};

const places: readonly { readonly path: string; readonly icon: IconName; readonly word: CareKey }[] = [
  { path: '/care', icon: 'people', word: 'frame.people' },
  { path: '/care/new', icon: 'plus', word: 'frame.take_in' },
];

export function Frame({ me, program, children }: { me: Me; program: Program; children: ComponentChildren }) {
  const { path } = useLocation();
  const role = roles[me.role ?? ''];
  return (
    <div class="desk">
      <a class="skip" href="#work">
        {t('nav.skip_link')}
      </a>
      <nav class="side" aria-label={t('nav.main')}>
        <p class="brand">{program.public_name}</p>
        {places.map((place) => (
          <a key={place.path} href={place.path} aria-current={isAt(path, place.path) ? 'page' : undefined}>
            <Icon name={place.icon} />
            {say(place.word)}
          </a>
        ))}
        <p class="foot push small soft">
          {me.name}
          <br />
          {role === undefined ? null : say(role)}
          <br />
          {say('frame.quiet')}
        </p>
        <button type="button" class="btn btn-quiet" onClick={() => void leave()}>
          {say('frame.sign_out')}
        </button>
      </nav>
      <main class="work" id="work" tabIndex={-1}>
        <p class="hours">
          <span class="tag tag-note">
            <Icon name="clock" small />
            {say('frame.hours', {
              days: program.team_days[language()],
              hours: program.team_hours[language()],
            })}
          </span>
        </p>
        {children}
      </main>
      {presenceNow() === 'soon' ? (
        <Sheet title={say('frame.soon_title')} onClose={() => void stay()}>
          <p>{say('frame.soon_body')}</p>
          <button type="button" class="btn btn-main" onClick={() => void stay()}>
            {say('frame.stay')}
          </button>
        </Sheet>
      ) : null}
    </div>
  );
}

/** A person's page belongs to People. */
function isAt(path: string, place: string): boolean {
  return place === '/care' ? path === '/care' || path.startsWith('/care/people/') : path === place;
}

/** A page before anybody is signed in: one column, one thing to do. */
export function Plain({
  title,
  lead,
  children,
}: {
  title: string;
  lead?: ComponentChildren;
  children: ComponentChildren;
}) {
  return (
    <main class="door">
      <div>
        <h1>{title}</h1>
        {lead === undefined ? null : <p class="soft">{lead}</p>}
      </div>
      {children}
    </main>
  );
}
