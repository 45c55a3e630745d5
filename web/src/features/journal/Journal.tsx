/** The journal: the day ledger in the person's own words, newest first. */
import { Fragment } from 'preact';
import { drafts, entries } from '../../shell/live.ts';
import { MeButton } from '../../shell/MeButton.tsx';
import { dayOf } from '../../time/days.ts';
import { phoneZone } from '../../time/instants.ts';
import { clockTime } from '../../time/words.ts';
import { now } from '../../ui/now.ts';
import { DayMark } from '../../ui/parts/DayMark.tsx';
import { Drawing } from '../../ui/parts/Drawing.tsx';
import { Icon } from '../../ui/parts/Icon.tsx';
import { TabScreen } from '../../ui/parts/Screen.tsx';
import { StateTag } from '../../ui/parts/StateTag.tsx';
import { Tag } from '../../ui/parts/Tag.tsx';
import { language, t } from '../../ui/strings/index.ts';
import { type Line, ledger } from './model.ts';
import { Undo } from './Undo.tsx';

export function Journal() {
  const days = ledger(entries('journal_entry'), drafts(), phoneZone());
  return (
    <TabScreen name={t('journal.title')} tools={<MeButton />}>
      <Undo />
      {days.length === 0 ? (
        <div class="empty push">
          <Drawing of="window" />
          <h2>{t('journal.first_title')}</h2>
          <p class="soft">{t('journal.first_body')}</p>
        </div>
      ) : (
        <div class="ledger">
          {days.map(({ day, lines }) => (
            <Fragment key={day}>
              <DayMark day={day} isToday={day === dayOf(now(), phoneZone())} />
              <ul>
                {lines.map((line) => (
                  <li key={line.record}>
                    <NoteLine line={line} />
                  </li>
                ))}
              </ul>
            </Fragment>
          ))}
        </div>
      )}
      <div class="dock dock-up push">
        <a class="btn btn-main" href="/journal/new">
          <Icon name="plus" />
          {days.length === 0 ? t('journal.first') : t('journal.new')}
        </a>
      </div>
    </TabScreen>
  );
}

function NoteLine({ line }: { line: Line }) {
  return (
    <a class="slot" href={`/journal/${line.record}`}>
      <span class="line line-wrap small">
        <time class="soft">{clockTime(line.at, line.zone, language())}</time>
        {line.isDraft ? (
          <Tag tone="note" icon="journal">
            {t('state.draft')}
          </Tag>
        ) : null}
        {line.state === null ? null : (
          <>
            {line.sharing === 'team' ? (
              <Tag tone="act" icon="people">
                {t('journal.team')}
              </Tag>
            ) : (
              <Tag tone="plain" icon="lock">
                {t('journal.private')}
              </Tag>
            )}
            <StateTag state={line.state} quiet />
          </>
        )}
        {line.inTwoPlaces ? (
          <Tag tone="note" icon="change">
            {t('journal.two')}
          </Tag>
        ) : null}
      </span>
      <span class="book two-lines">{line.text}</span>
    </a>
  );
}
