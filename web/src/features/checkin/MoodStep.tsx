/** Step 1 on its own screen: for a reminder, for once more, for an earlier time. */

import { useEffect, useState } from 'preact/hooks';
import { useLocation } from 'preact-iso/router';
import { dayOf } from '../../time/days.ts';
import { phoneZone } from '../../time/instants.ts';
import { clockTime, mediumDay } from '../../time/words.ts';
import { Faces, type HowChosen } from '../../ui/parts/Choices.tsx';
import { type Mood, moodOf } from '../../ui/parts/Face.tsx';
import { WhoCanRead } from '../../ui/parts/Reads.tsx';
import { RoundLink, TaskScreen } from '../../ui/parts/Screen.tsx';
import { TroubleLine } from '../../ui/parts/TroubleLine.tsx';
import { language, t } from '../../ui/strings/index.ts';
import { EarlierSheet } from './EarlierSheet.tsx';
import { promptId } from './model.ts';
import { answerReminder, answers, chosenSharing, chosenTime, saveTrouble, setMood } from './store.ts';

export function MoodStep() {
  const { route, query } = useLocation();
  const [asksWhen, setAsksWhen] = useState(false);
  const reminder = promptId(query.from);
  useEffect(() => {
    if (reminder !== null) answerReminder(reminder);
  }, [reminder]);
  const chosen = answers();
  const choose = (mood: Mood, how: HowChosen) => {
    setMood(mood);
    if (how === 'pointer') route('/check-in/2');
  };
  return (
    <TaskScreen
      name={t('checkin.title')}
      way={<RoundLink to="/" icon="close" label={t('common.close')} />}
      step={{ at: 1, of: 3 }}
    >
      <div class="stack push">
        <h1 tabIndex={-1}>{t('today.ask_mood')}</h1>
        <p class="soft">{t('checkin.one_tap')}</p>
        <WhoCanRead sharing={chosenSharing()} />
      </div>
      <TroubleLine kind={saveTrouble()} />
      <Faces
        asList
        legend={t('today.ask_mood')}
        chosen={chosen === null ? null : moodOf(chosen.mood)}
        onChoose={choose}
      />
      <div class="line">
        <button type="button" class="btn btn-quiet grow" onClick={() => setAsksWhen(true)}>
          {timeWords(chosenTime())}
        </button>
        {chosen === null ? null : (
          <a class="btn" href="/check-in/2">
            {t('common.continue')}
          </a>
        )}
      </div>
      {asksWhen ? <EarlierSheet onClose={() => setAsksWhen(false)} /> : null}
    </TaskScreen>
  );
}

function timeWords(at: number | null): string {
  if (at === null) return t('checkin.for_earlier');
  const day = mediumDay(dayOf(at, phoneZone()), language());
  return t('checkin.for', { when: t('time.day_at', { day, time: clockTime(at, phoneZone(), language()) }) });
}
