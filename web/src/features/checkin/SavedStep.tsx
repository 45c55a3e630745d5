/** After the last tap: that it is saved, and what the urge asks for. A strong one opens Help now here. */
import { teamHours } from '../../shell/facts.ts';
import { CrisisCard, NextMinutes, ProgramLines } from '../../shell/HelpNow.tsx';
import { lights } from '../../shell/lights.ts';
import { entries, program } from '../../shell/live.ts';
import { dayOf } from '../../time/days.ts';
import { phoneZone } from '../../time/instants.ts';
import { dayLetter } from '../../time/words.ts';
import { now } from '../../ui/now.ts';
import { Icon } from '../../ui/parts/Icon.tsx';
import { Reads } from '../../ui/parts/Reads.tsx';
import { RoundLink, TaskScreen } from '../../ui/parts/Screen.tsx';
import { TroubleLine } from '../../ui/parts/TroubleLine.tsx';
import { Week } from '../../ui/parts/Week.tsx';
import { language, t } from '../../ui/strings/index.ts';
import { type Result, resultOf, THRESHOLD } from './model.ts';
import { SavedWord } from './SavedWord.tsx';
import { answers, save, saveTrouble } from './store.ts';
import { useUnderWay } from './under-way.ts';

export function SavedStep() {
  useUnderWay();
  const body = answers();
  const result = resultOf(body?.urge ?? null, program()?.urge_threshold ?? THRESHOLD);
  return (
    <TaskScreen name={t('checkin.title')} way={<RoundLink to="/" icon="close" label={t('common.close')} />}>
      <TroubleLine kind={saveTrouble()} />
      {saveTrouble() === null ? null : (
        <button type="button" class="btn" onClick={save}>
          {t('common.try_again')}
        </button>
      )}
      {result === 'high' ? <StrongUrge shared={body?.sharing === 'team'} /> : <Quiet result={result} />}
    </TaskScreen>
  );
}

function StrongUrge({ shared }: { shared: boolean }) {
  return (
    <>
      <div class="stack">
        <h1 tabIndex={-1}>{t('checkin.strong_pass')}</h1>
        <p>{t('checkin.get_through')}</p>
        <SavedWord word={t('state.saved_here')} />
      </div>
      <CrisisCard />
      <ProgramLines />
      <NextMinutes />
      {shared ? <Reads hours={teamHours()} /> : null}
      <Ways isQuiet />
    </>
  );
}

function Quiet({ result }: { result: Exclude<Result, 'high'> }) {
  const zone = phoneZone();
  const today = dayOf(now(), zone);
  const lamps = lights(entries('check_in'), today, zone).map(({ day, lit }) => ({
    lit,
    letter: dayLetter(day, language()),
  }));
  const litToday = lamps[6]?.lit === true;
  return (
    <>
      <div class="push">
        <Week lamps={lamps} glowing={litToday} />
      </div>
      <div class="stack">
        <h1 tabIndex={-1}>{t('checkin.result_low')}</h1>
        <p>{litToday ? t('checkin.lamp_lit') : t('checkin.taken_moment')}</p>
        <SavedWord word={t('state.saved_here')} />
      </div>
      {result === 'mid' ? (
        <section class="card card-ask" aria-labelledby="minute">
          <h2 id="minute">{t('checkin.quiet_minute')}</h2>
          <p>
            {t('checkin.urge_around')} {t('checkin.breathe_46')}
          </p>
          <a class="btn" href="/help/breathe">
            <Icon name="breath" />
            {t('checkin.start_60')}
          </a>
        </section>
      ) : null}
      <Ways />
    </>
  );
}

/** On a strong urge the one plank is the call, so the ways on are quiet and stand at the end. */
function Ways({ isQuiet = false }: { isQuiet?: boolean }) {
  const hasNote = (answers()?.note ?? '') !== '';
  return (
    <div class={isQuiet ? 'stack push' : 'dock push'}>
      <a class={isQuiet ? 'btn' : 'btn btn-main'} href="/">
        {t('common.done')}
      </a>
      <div class="pair">
        <a class="btn btn-quiet" href="/check-in/note">
          {hasNote ? t('checkin.change_note') : t('checkin.add_note')}
        </a>
        <a class="btn btn-quiet" href="/check-in">
          {t('checkin.change')}
        </a>
      </div>
    </div>
  );
}
