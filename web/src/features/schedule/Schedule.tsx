/** The schedule as a day ledger. What moved or was cancelled stays and says so in words. */
import { Fragment } from 'preact';
import { useState } from 'preact/hooks';
import { entries, syncStatus, world } from '../../shell/live.ts';
import { MeButton } from '../../shell/MeButton.tsx';
import { dayOf } from '../../time/days.ts';
import { phoneZone } from '../../time/instants.ts';
import { clockTime, rangeEnds, shortDate, zoneName } from '../../time/words.ts';
import { now } from '../../ui/now.ts';
import { DayMark } from '../../ui/parts/DayMark.tsx';
import { Drawing } from '../../ui/parts/Drawing.tsx';
import { TabScreen } from '../../ui/parts/Screen.tsx';
import { Tag } from '../../ui/parts/Tag.tsx';
import { language, t } from '../../ui/strings/index.ts';
import { isStale, ledger, phoneDiffers, type Slot } from './model.ts';
import { Was } from './Was.tsx';

export function Schedule() {
  const [withPast, setWithPast] = useState(false);
  const all = entries('appointment');
  const days = ledger(all, now(), { withPast });
  const zone = all[0]?.body.zone ?? phoneZone();
  return (
    <TabScreen name={t('schedule.title')} tools={<MeButton />}>
      {phoneDiffers(zone, phoneZone(), now()) ? (
        <p class="small soft">{t('schedule.zone_note', { zone: zoneName(zone, now(), language()) })}</p>
      ) : null}
      {days.length === 0 ? (
        <div class="empty push">
          <Drawing of="cup" />
          <p class="soft">{t('empty.schedule')}</p>
        </div>
      ) : (
        <div class="ledger">
          {days.map(({ day, isToday, slots }) => (
            <Fragment key={day}>
              <DayMark day={day} isToday={isToday} />
              <ul>
                {slots.map((slot) => (
                  <li key={slot.record}>
                    <SlotLine slot={slot} />
                  </li>
                ))}
              </ul>
            </Fragment>
          ))}
        </div>
      )}
      {all.length === 0 ? null : (
        <button type="button" class="btn btn-quiet center" onClick={() => setWithPast(!withPast)}>
          {withPast ? t('schedule.hide_past') : t('schedule.show_past')}
        </button>
      )}
      <Freshness />
    </TabScreen>
  );
}

function SlotLine({ slot: { record, body } }: { slot: Slot }) {
  const ends = rangeEnds(Date.parse(body.starts_at), Date.parse(body.ends_at), body.zone, language());
  const isOff = body.status === 'cancelled';
  const place = body.place ?? (body.join_url === null ? null : t('schedule.online'));
  return (
    <a class={isOff ? 'slot slot-off' : 'slot'} href={`/schedule/${record}`}>
      <span class="line line-wrap">
        <time class="slot-time" dateTime={body.starts_at}>
          {t('time.range', ends)}
        </time>
        {isOff ? <Tag icon="close">{t('schedule.cancelled')}</Tag> : null}
        {!isOff && body.moved_from !== null ? (
          <Tag tone="note" icon="change">
            {t('schedule.changed')}
          </Tag>
        ) : null}
      </span>
      <b>{body.title}</b>
      <span class="small soft">
        {!isOff && body.moved_from !== null ? (
          <Was from={body.moved_from} to={body.starts_at} zone={body.zone} />
        ) : null}
        {isOff ? t('schedule.nothing_to_do') : place}
      </span>
    </a>
  );
}

/** How old this list is. Old data says so, and what to do. */
function Freshness() {
  const { synced_at, state } = syncStatus();
  const isBusy = state === 'syncing';
  return (
    <div class="stack">
      {isStale(synced_at, now()) ? <p class="card card-note small">{t('schedule.stale')}</p> : null}
      <div class="line small soft">
        <span class="grow" role="status">
          {synced_at === null
            ? t('state.never_updated')
            : t('state.updated_at', { time: updatedAt(synced_at) })}
        </span>
        <button
          type="button"
          class="btn btn-quiet"
          aria-disabled={isBusy}
          onClick={() => world()?.wake('online')}
        >
          {isBusy ? t('schedule.refreshing') : t('schedule.refresh')}
        </button>
      </div>
    </div>
  );
}

function updatedAt(syncedAt: string): string {
  const at = Date.parse(syncedAt);
  const day = dayOf(at, phoneZone());
  const time = clockTime(at, phoneZone(), language());
  return day === dayOf(now(), phoneZone()) ? time : `${shortDate(day, language())}, ${time}`;
}
