/** One appointment: when, where, with whom, what to bring. */
import { useRoute } from 'preact-iso/router';
import type { Appointment } from '../../api/bodies.ts';
import { entry } from '../../shell/live.ts';
import { dayOf } from '../../time/days.ts';
import { phoneZone } from '../../time/instants.ts';
import { clockParts, clockTime, longDay, zoneName } from '../../time/words.ts';
import { now } from '../../ui/now.ts';
import { Icon } from '../../ui/parts/Icon.tsx';
import { FactRow } from '../../ui/parts/Rows.tsx';
import { RoundLink, TaskScreen } from '../../ui/parts/Screen.tsx';
import { Tag } from '../../ui/parts/Tag.tsx';
import { platformOf, thisPhone } from '../../ui/platform.ts';
import { startWords } from '../../ui/start-words.ts';
import { type Key, language, t } from '../../ui/strings/index.ts';
import { canJoin, mapLink, phoneDiffers, safeLink } from './model.ts';
import { Was } from './Was.tsx';

export function AppointmentPage() {
  const found = entry('appointment', useRoute().params.record ?? '');
  return (
    <TaskScreen
      name={t('schedule.title')}
      way={<RoundLink to="/schedule" icon="back" label={t('nav.back')} />}
      class="page-fact"
    >
      {found === null ? <Gone /> : <Facts body={found.body} />}
    </TaskScreen>
  );
}

function Gone() {
  return (
    <>
      <h1 tabIndex={-1}>{t('schedule.title')}</h1>
      <p>{t('schedule.gone')}</p>
    </>
  );
}

const kindWord: Readonly<Record<Appointment['kind'], Key>> = {
  group_therapy: 'schedule.kind_group_therapy',
  individual: 'schedule.kind_individual',
  family: 'schedule.kind_family',
  psychoeducation: 'schedule.kind_psychoeducation',
  skills: 'schedule.kind_skills',
  support_group: 'schedule.kind_support_group',
  wellness: 'schedule.kind_wellness',
  medical: 'schedule.kind_medical',
  other: 'schedule.kind_other',
};

function Facts({ body }: { body: Appointment }) {
  const isOff = body.status === 'cancelled';
  return (
    <>
      <Headline body={body} isOff={isOff} />
      <div class="rows">
        {body.place === null ? null : <FactRow icon="place" title={body.place} />}
        {body.join_url === null ? null : <FactRow icon="video" title={t('schedule.online')} />}
        {body.leader === null ? null : (
          <FactRow icon="people" title={t('schedule.with', { name: body.leader })} />
        )}
        <FactRow icon="schedule" title={t(kindWord[body.kind])} under={body.group} />
      </div>
      {body.bring === null ? null : (
        <section class="card card-well" aria-labelledby="bring">
          <h2 id="bring" class="ticket-title">
            {t('schedule.bring')}
          </h2>
          <p>{body.bring}</p>
        </section>
      )}
      {body.note === null ? null : (
        <section class="card card-well" aria-labelledby="team-note">
          <h2 id="team-note" class="ticket-title">
            {t('schedule.note')}
          </h2>
          <p>{body.note}</p>
        </section>
      )}
      {isOff ? null : <Way body={body} />}
    </>
  );
}

function Headline({ body, isOff }: { body: Appointment; isOff: boolean }) {
  const starts = Date.parse(body.starts_at);
  const ends = Date.parse(body.ends_at);
  const start = clockParts(starts, body.zone, language());
  const soon = startWords(starts, ends, now(), body.zone);
  const until = t('time.until', { until: clockTime(ends, body.zone, language()) });
  return (
    <div class="stack">
      <p class="soft">{longDay(dayOf(starts, body.zone), language())}</p>
      <h1 tabIndex={-1} class={isOff ? 'struck' : ''}>
        {body.title}
      </h1>
      <p class="line line-wrap">
        <span class="clock num">{start.digits}</span>
        <span class="soft">
          {start.half} {until}
        </span>
        {isOff ? <Tag icon="close">{t('schedule.cancelled')}</Tag> : null}
        {!isOff && body.moved_from !== null ? (
          <Tag tone="note" icon="change">
            {t('schedule.changed')}
          </Tag>
        ) : null}
        {!isOff && soon.isNear ? <Tag tone="now">{soon.words}</Tag> : null}
      </p>
      {isOff ? <p>{t('schedule.nothing_to_do')}</p> : null}
      {!isOff && body.moved_from !== null ? (
        <p class="small soft">
          <Was from={body.moved_from} to={body.starts_at} zone={body.zone} />
        </p>
      ) : null}
      {phoneDiffers(body.zone, phoneZone(), now()) ? (
        <p class="small soft">{t('schedule.zone_note', { zone: zoneName(body.zone, now(), language()) })}</p>
      ) : null}
    </div>
  );
}

/** The one thing to do: come in, or find the way. */
function Way({ body }: { body: Appointment }) {
  const link = safeLink(body.join_url);
  if (link !== null && canJoin(body, now())) {
    return (
      <div class="dock push">
        <a class="btn btn-main" href={link} target="_blank" rel="noreferrer">
          <Icon name="video" />
          {t('schedule.join')}
        </a>
      </div>
    );
  }
  if (Date.parse(body.ends_at) <= now()) return null;
  if (body.place === null)
    return link === null ? null : <p class="small soft center push">{t('schedule.join_later')}</p>;
  return (
    <div class="dock push">
      <a class="btn btn-main" href={mapLink(body.place, platformOf(thisPhone()))} {...outside(body.place)}>
        <Icon name="place" />
        {t('schedule.directions')}
      </a>
    </div>
  );
}

/** A map on the web opens beside the app; a phone's own map opens by itself. */
function outside(place: string) {
  return mapLink(place, platformOf(thisPhone())).startsWith('https:')
    ? { target: '_blank', rel: 'noreferrer' }
    : {};
}
