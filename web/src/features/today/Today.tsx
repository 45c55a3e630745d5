/** Today: the bridge, one question, what comes next, what waits. */
import type { ComponentChildren } from 'preact';
import type { Appointment } from '../../api/bodies.ts';
import type { Entry } from '../../offline/world.ts';
import { personName } from '../../shell/facts.ts';
import { lights } from '../../shell/lights.ts';
import { entries, syncStatus } from '../../shell/live.ts';
import { MeButton } from '../../shell/MeButton.tsx';
import { dayOf, hourOf } from '../../time/days.ts';
import { phoneZone } from '../../time/instants.ts';
import { clockParts, clockTime, dayLetter, longDay } from '../../time/words.ts';
import { now } from '../../ui/now.ts';
import { Icon } from '../../ui/parts/Icon.tsx';
import { TabScreen } from '../../ui/parts/Screen.tsx';
import { Tag } from '../../ui/parts/Tag.tsx';
import { Week } from '../../ui/parts/Week.tsx';
import { startWords } from '../../ui/start-words.ts';
import { language, t } from '../../ui/strings/index.ts';
import { greeting, nextAppointment, wasAway } from './model.ts';
import { Waiting } from './Waiting.tsx';

/** `children` is the one question of the day, which another feature brings. */
export function Today({ children }: { children: ComponentChildren }) {
  const zone = phoneZone();
  const today = dayOf(now(), zone);
  const name = personName();
  const part = greeting(hourOf(now(), zone));
  const hello = name === '' ? t(`today.plain_${part}`) : t(`today.hello_${part}`, { name });
  const lamps = lights(entries('check_in'), today, zone).map(({ day, lit }) => ({
    lit,
    letter: dayLetter(day, language()),
  }));
  const next = nextAppointment(entries('appointment'), now());
  return (
    <TabScreen name={t('nav.today')} title={hello} under={longDay(today, language())} tools={<MeButton />}>
      <Week lamps={lamps} />
      {wasAway(entries('check_in'), lamps) ? <p class="small soft center">{t('today.missed_you')}</p> : null}
      {children}
      {next === null ? <NothingPlanned /> : <Ticket appointment={next} />}
      <Waiting />
    </TabScreen>
  );
}

/** The time is the headline; the foot counts down. */
function Ticket({ appointment: { record, body } }: { appointment: Entry<Appointment> }) {
  const starts = Date.parse(body.starts_at);
  const ends = Date.parse(body.ends_at);
  const spoken = language();
  const start = clockParts(starts, body.zone, spoken);
  const end = clockParts(ends, body.zone, spoken);
  const until = start.half === end.half ? end.digits : clockTime(ends, body.zone, spoken);
  const place = body.place ?? (body.join_url === null ? null : t('schedule.online'));
  const soon = startWords(starts, ends, now(), body.zone);
  return (
    <a class="card ticket" href={`/schedule/${record}`}>
      <div class="ticket-time">
        <time class="clock" dateTime={body.starts_at}>
          {start.digits}
        </time>
        <span class="small soft">{start.half}</span>
        <span class="small soft">{t('time.until', { until })}</span>
      </div>
      <div>
        <h2 class="ticket-title">{body.title}</h2>
        <p class="small soft">
          {body.leader === null ? null : t('schedule.with', { name: body.leader })}
          {body.leader !== null && place !== null ? <br /> : null}
          {place}
        </p>
      </div>
      <div class="ticket-foot line small">
        {soon.isNear ? (
          <Tag tone="now">{soon.words}</Tag>
        ) : (
          <>
            <Icon name="clock" small />
            <span class="grow">{soon.words}</span>
          </>
        )}
      </div>
    </a>
  );
}

function NothingPlanned() {
  const neverLoaded = syncStatus().synced_at === null;
  return <p class="soft">{neverLoaded ? t('today.first_load') : t('empty.today')}</p>;
}
