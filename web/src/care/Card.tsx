/**
 * The card that a person gets: a square to scan, a code to type, three steps, whom to call.
 *
 * It shows no name: whoever finds it learns nobody's. Both languages stand on it, the person's own may be
 * read by them and the other by whoever helps.
 */
import { Icon } from '../ui/parts/Icon.tsx';
import { spokenNumber } from '../ui/phone-numbers.ts';
import { language } from '../ui/strings/index.ts';
import { cardWords } from './card-words.ts';
import { Heading } from './parts.tsx';
import type { Invited, Program } from './requests.ts';
import { untilDayAndTime } from './times.ts';
import { say } from './words/index.ts';

export type Made = { readonly name: string; readonly invited: Invited };

export function Card({ made, program, onDone }: { made: Made; program: Program; onDone: () => void }) {
  const { name, invited } = made;
  const until = untilDayAndTime(invited.expires_at, program.zone, language());
  return (
    <>
      <header class="work-head">
        <Heading lead={say('card.lead', { name, when: until })}>{say('card.title', { name })}</Heading>
        <div class="line line-wrap">
          <button type="button" class="btn btn-main" onClick={() => print()}>
            {say('card.print')}
          </button>
          <button type="button" class="btn" onClick={onDone}>
            <Icon name="check" small />
            {say('card.done')}
          </button>
        </div>
      </header>
      <article class="card invitation">
        <h2>{program.public_name}</h2>
        <div class="invitation-ways">
          <img
            class="qr"
            src={`data:image/svg+xml,${encodeURIComponent(invited.qr_svg)}`}
            alt={say('card.qr')}
          />
          <p class="invitation-code">
            <span class="small soft">{say('card.code')}</span>
            <b class="num">{grouped(invited.code)}</b>
          </p>
        </div>
        {(['en', 'es'] as const).map((spoken) => (
          <Side key={spoken} spoken={spoken} program={program} expiresAt={invited.expires_at} />
        ))}
      </article>
    </>
  );
}

type Side = { spoken: 'en' | 'es'; program: Program; expiresAt: string };

function Side({ spoken, program, expiresAt }: Side) {
  const words = cardWords[spoken];
  const address = location.host;
  return (
    <section class="invitation-side" lang={spoken}>
      <ol>
        <li>{words.scan(address)}</li>
        <li>{words.type}</li>
        <li>{words.keep}</li>
      </ol>
      <p class="small">{words.until(untilDayAndTime(expiresAt, program.zone, spoken))}</p>
      <p class="small">
        <b>{words.danger}</b> {words.crisis}{' '}
        {program.lines
          .map((line) => `${line.name[spoken]}: ${spokenNumber(line.phone)} (${line.hours[spoken]}).`)
          .join(' ')}
      </p>
      <p class="small">{words.reads(program.team_days[spoken], program.team_hours[spoken])}</p>
    </section>
  );
}

/** Four and four, as people read codes aloud. */
function grouped(code: string): string {
  return code.length === 8 ? `${code.slice(0, 4)} ${code.slice(4)}` : code;
}
