/** What one person shared: newest first, in the times of the place they live. */
import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { zoneName } from '../time/words.ts';
import { now } from '../ui/now.ts';
import { moodName } from '../ui/parts/Choices.tsx';
import { Face } from '../ui/parts/Face.tsx';
import { Icon } from '../ui/parts/Icon.tsx';
import { language } from '../ui/strings/index.ts';
import { troubleWords, useAsked } from './asked.ts';
import { chipWord } from './chips.ts';
import { Heading, Trouble, Waiting } from './parts.tsx';
import { askCheckIns, type CheckIn, type CheckInPage } from './requests.ts';
import { heeding } from './session.ts';
import { cameAtOnce, dayAndTime } from './times.ts';
import { say } from './words/index.ts';

const newest = (id: string) => askCheckIns(id, null);

export function Person({ id }: { id: string }) {
  const [found, again] = useAsked(newest, id);
  if (found.kind === 'waiting') return <Waiting />;
  if (found.kind === 'trouble') {
    return (
      <>
        <Trouble words={found.words} onAgain={again} />
        <Back />
      </>
    );
  }
  const { name, zone, sharing } = found.value;
  return (
    <>
      <header class="work-head">
        <Heading lead={say('person.under', { name, zone: zoneName(zone, now(), language()) })}>
          {name}
        </Heading>
        <Back />
      </header>
      <p class="reads">
        <Icon name="people" small />
        <span>{say('person.reads')}</span>
      </p>
      {sharing === 'private' ? <p>{say('person.by_choice', { name })}</p> : null}
      <CheckIns key={id} id={id} first={found.value} />
    </>
  );
}

function Back() {
  return (
    <a class="btn" href="/care">
      <Icon name="back" small />
      {say('person.back')}
    </a>
  );
}

/** The first page, and the older ones that were asked for since. */
function CheckIns({ id, first }: { id: string; first: CheckInPage }) {
  const pages = useSignal<readonly CheckInPage[]>([first]);
  const error = useSignal<string | null>(null);
  useEffect(() => {
    pages.value = [first];
  }, [first, pages]);
  const older = pages.value.at(-1)?.older ?? null;
  const more = async () => {
    const answer = await heeding(askCheckIns(id, older));
    error.value = answer.ok ? null : troubleWords(answer);
    if (answer.ok) pages.value = [...pages.value, answer.value];
  };
  const rows = pages.value.flatMap((page) => page.check_ins);
  if (rows.length === 0) return <p>{say('person.empty')}</p>;
  return (
    <>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling box has to take the focus. */}
      <section class="scroll" aria-label={first.name} tabIndex={0}>
        <table class="ledger-table">
          <thead>
            <tr>
              <th scope="col">{say('person.when')}</th>
              <th scope="col">{say('person.mood')}</th>
              <th scope="col">{say('person.urge')}</th>
              <th scope="col">{say('person.going_on')}</th>
              <th scope="col">{say('person.helped')}</th>
              <th scope="col">{say('person.note')}</th>
              <th scope="col">{say('person.arrived')}</th>
            </tr>
          </thead>
          <tbody>
            {rows.map((one) => (
              <Row key={one.id} one={one} zone={first.zone} />
            ))}
          </tbody>
        </table>
      </section>
      {error.value === null ? null : <Trouble words={error.value} />}
      {older === null ? null : (
        <div>
          <button type="button" class="btn" onClick={() => void more()}>
            {say('person.older')}
          </button>
        </div>
      )}
    </>
  );
}

function Row({ one, zone }: { one: CheckIn; zone: string }) {
  return (
    <tr>
      <th scope="row">
        <time dateTime={one.at}>{dayAndTime(one.at, zone, language())}</time>
        {one.prompted ? <span class="small soft under">{say('person.prompted')}</span> : null}
      </th>
      <td>
        <span class="line">
          <Face mood={one.mood} />
          {moodName(one.mood)}
        </span>
      </td>
      <td class="num">{one.urge ?? <span class="soft">{say('person.not_told')}</span>}</td>
      <td>{one.going_on.map(chipWord).join(', ')}</td>
      <td>{one.helped.map(chipWord).join(', ')}</td>
      <td class="book words">{one.note}</td>
      <td>
        {cameAtOnce(one.at, one.received_at) ? (
          say('person.at_once')
        ) : (
          <time dateTime={one.received_at}>{dayAndTime(one.received_at, zone, language())}</time>
        )}
      </td>
    </tr>
  );
}
