/** Everybody this member may list. */
import { useSignal } from '@preact/signals';
import type { Me } from '../shell/account.ts';
import { Icon } from '../ui/parts/Icon.tsx';
import { Sheet } from '../ui/parts/Sheet.tsx';
import { Tag } from '../ui/parts/Tag.tsx';
import { language, t } from '../ui/strings/index.ts';
import { troubleWords, useAsked } from './asked.ts';
import { Card, type Made } from './Card.tsx';
import { Heading, Trouble, Waiting } from './parts.tsx';
import { askPeople, inviteAgain, type Person } from './requests.ts';
import { heeding, whoIsHere } from './session.ts';
import { dayAndTime } from './times.ts';
import { say } from './words/index.ts';

export function People() {
  const [found, again] = useAsked(askPeople, '');
  const asking = useSignal<Person | null>(null);
  const made = useSignal<Made | null>(null);
  const who = whoIsHere();
  if (who.kind !== 'member') return null;
  if (made.value !== null) {
    const close = () => {
      made.value = null;
      again();
    };
    return <Card made={made.value} program={who.program} onDone={close} />;
  }
  const isClinician = who.me.role === 'clinician';
  return (
    <>
      <header class="work-head">
        <Heading lead={isClinician ? say('people.lead_clinician') : say('people.lead_all')}>
          {say('frame.people')}
        </Heading>
        <a class="btn btn-main" href="/care/new">
          <Icon name="plus" small />
          {say('frame.take_in')}
        </a>
      </header>
      {found.kind === 'waiting' ? <Waiting /> : null}
      {found.kind === 'trouble' ? <Trouble words={found.words} onAgain={again} /> : null}
      {found.kind === 'here' && found.value.people.length === 0 ? (
        <p>{isClinician ? say('people.empty_clinician') : say('people.empty_all')}</p>
      ) : null}
      {found.kind === 'here' && found.value.people.length > 0 ? (
        <Table
          people={found.value.people}
          me={who.me}
          zone={who.program.zone}
          onInvite={(person) => {
            asking.value = person;
          }}
        />
      ) : null}
      {asking.value === null ? null : (
        <AskFirst
          person={asking.value}
          onClose={() => {
            asking.value = null;
          }}
          onMade={(card) => {
            asking.value = null;
            made.value = card;
          }}
        />
      )}
    </>
  );
}

type Rows = { people: readonly Person[]; me: Me; zone: string; onInvite: (person: Person) => void };

function Table({ people, me, zone, onInvite }: Rows) {
  const mayRead = me.role !== 'front_desk';
  return (
    // A table wider than the window scrolls in its own box, by keys too.
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling box has to take the focus.
    <section class="scroll" aria-label={say('frame.people')} tabIndex={0}>
      <table class="ledger-table">
        <thead>
          <tr>
            <th scope="col">{say('people.name')}</th>
            <th scope="col">{say('people.groups')}</th>
            <th scope="col">{say('people.day')}</th>
            {mayRead ? <th scope="col">{say('people.last')}</th> : null}
            <th scope="col">{say('people.state')}</th>
            <th scope="col">{say('people.actions')}</th>
          </tr>
        </thead>
        <tbody>
          {people.map((person) => (
            <tr key={person.id}>
              <th scope="row">
                {mayRead && person.on_caseload ? (
                  <a href={`/care/people/${person.id}`}>{person.name}</a>
                ) : (
                  person.name
                )}
              </th>
              <td>{person.groups.join(', ')}</td>
              <td class="num">{person.day}</td>
              {mayRead ? <td>{lastWords(person, zone)}</td> : null}
              <td>
                <Phone person={person} zone={zone} />
              </td>
              <td>
                <button type="button" class="btn" onClick={() => onInvite(person)}>
                  <span aria-hidden="true">
                    {person.joined ? say('people.another_phone') : say('people.invite_again')}
                  </span>
                  <span class="unseen">
                    {say(person.joined ? 'people.another_phone_for' : 'people.invite_again_for', {
                      name: person.name,
                    })}
                  </span>
                </button>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

function lastWords(person: Person, zone: string): string {
  if (!person.on_caseload) return say('people.not_shown');
  return person.last_check_in_at === null
    ? say('people.none_shared')
    : dayAndTime(person.last_check_in_at, zone, language());
}

function Phone({ person, zone }: { person: Person; zone: string }) {
  if (person.joined) {
    return (
      <Tag tone="ok" icon="check">
        {say('people.joined')}
      </Tag>
    );
  }
  return person.invited_until === null ? (
    <Tag tone="note">{say('people.lapsed')}</Tag>
  ) : (
    <Tag tone="plain">
      {say('people.invited', { when: dayAndTime(person.invited_until, zone, language()) })}
    </Tag>
  );
}

/** A card for somebody who has joined opens everything of theirs, so it is never one tap away. */
function AskFirst(props: { person: Person; onClose: () => void; onMade: (made: Made) => void }) {
  const { person, onClose, onMade } = props;
  const error = useSignal<string | null>(null);
  const isBusy = useSignal(false);
  const make = async () => {
    if (isBusy.value) return;
    isBusy.value = true;
    const answer = await heeding(inviteAgain(person.id));
    isBusy.value = false;
    if (answer.ok) onMade({ name: person.name, invited: answer.value });
    else error.value = troubleWords(answer);
  };
  return (
    <Sheet title={say('people.ask_first_title', { name: person.name })} onClose={onClose}>
      <p>{say(person.joined ? 'people.ask_phone_body' : 'people.ask_first_body', { name: person.name })}</p>
      {error.value === null ? null : <Trouble words={error.value} />}
      <button type="button" class="btn btn-main" onClick={() => void make()} aria-disabled={isBusy.value}>
        {isBusy.value ? say('take_in.making') : say('people.make_card')}
      </button>
      <button type="button" class="btn btn-quiet" onClick={onClose}>
        {t('common.not_now')}
      </button>
    </Sheet>
  );
}
