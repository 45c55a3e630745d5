/** My plan: one line at a time, in the person's own words. A first page: each answer is a private note. */
import { entries, ownEntry, program } from '../../shell/live.ts';
import { MeButton } from '../../shell/MeButton.tsx';
import type { PlanSection } from '../../shell/plan-questions.ts';
import { fullDate } from '../../time/words.ts';
import { Drawing } from '../../ui/parts/Drawing.tsx';
import { Icon } from '../../ui/parts/Icon.tsx';
import { FactRow, LinkRow, Part } from '../../ui/parts/Rows.tsx';
import { TabScreen } from '../../ui/parts/Screen.tsx';
import { type Key, language, t } from '../../ui/strings/index.ts';
import { answerTo, phaseOf } from './model.ts';
import './plan.css';

const hard: readonly [PlanSection, Key][] = [
  ['signs', 'plan.signs'],
  ['coping', 'plan.coping'],
  ['people', 'plan.people'],
  ['avoid', 'plan.avoid'],
];

export function Plan() {
  const reasons = answerTo('reasons', entries('journal_entry'));
  return (
    <TabScreen name={t('plan.title')} tools={<MeButton />}>
      <p class="soft small">{t('plan.lead')}</p>
      <section class="card keep" aria-labelledby="why">
        <div class="stack">
          <h2 id="why">{t('plan.reasons')}</h2>
          {reasons === null ? <p class="soft">{t('empty.plan')}</p> : <p class="book lead">{reasons.text}</p>}
        </div>
        <Drawing of="plant" />
        <a
          class="btn"
          href={reasons === null ? '/journal/new?idea=reasons' : `/journal/${reasons.record}?idea=reasons`}
        >
          <Icon name={reasons === null ? 'plus' : 'journal'} />
          {reasons === null ? t('plan.reasons_start') : t('common.edit')}
        </a>
      </section>
      <Part id="hard" title={t('plan.hard')}>
        <div class="rows">
          {hard.map(([section, word]) => (
            <Section key={section} section={section} word={word} />
          ))}
        </div>
      </Part>
      <Part id="week" title={t('plan.week')}>
        <div class="rows">
          <Section section="goals" word="plan.goals" />
        </div>
      </Part>
      <Part id="after" title={t('plan.after')}>
        <div class="rows">
          <FactRow icon="people" title={t('plan.safety')} under={t('plan.safety_body')} />
          <Section section="after" word="plan.after_program" />
        </div>
      </Part>
      <MyProgram />
    </TabScreen>
  );
}

function Section({ section, word }: { section: PlanSection; word: Key }) {
  const answer = answerTo(section, entries('journal_entry'));
  if (answer === null) {
    return <LinkRow to={`/journal/new?idea=${section}`} title={t(word)} under={t('plan.add')} end="plus" />;
  }
  return (
    <LinkRow
      to={`/journal/${answer.record}?idea=${section}`}
      title={t(word)}
      under={<span class="book small-book two-lines">{answer.text}</span>}
    />
  );
}

function MyProgram() {
  const me = ownEntry('me')?.body;
  const name = program()?.public_name;
  if (me === undefined || name === undefined) return null;
  const phase = phaseOf(me.phase);
  const dates = [
    me.started_on === null ? null : t('plan.since', { date: fullDate(me.started_on, language()) }),
    me.planned_end_on === null ? null : t('plan.until', { date: fullDate(me.planned_end_on, language()) }),
  ].filter((line) => line !== null);
  return (
    <Part id="program" title={t('plan.program')}>
      <div class="rows">
        <FactRow icon="plan" title={name} under={phase === null ? null : t(`plan.phase_${phase}`)} />
        {dates.length === 0 ? null : <FactRow icon="clock" title={dates.join('. ')} />}
      </div>
    </Part>
  );
}
