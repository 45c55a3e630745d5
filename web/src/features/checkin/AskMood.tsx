/** The question on Today. A tap is step 1 of the check-in, saved at once; when done, what was said. */

import { useEffect } from 'preact/hooks';
import { useLocation } from 'preact-iso/router';
import type { CheckIn } from '../../api/bodies.ts';
import type { Entry } from '../../offline/world.ts';
import { dayOfCheckIn } from '../../shell/lights.ts';
import { entries } from '../../shell/live.ts';
import { dayOf } from '../../time/days.ts';
import { phoneZone } from '../../time/instants.ts';
import { clockTime } from '../../time/words.ts';
import { now } from '../../ui/now.ts';
import { Faces, type HowChosen, moodName } from '../../ui/parts/Choices.tsx';
import { Face, type Mood, moodOf } from '../../ui/parts/Face.tsx';
import { WhoCanRead } from '../../ui/parts/Reads.tsx';
import { StateTag } from '../../ui/parts/StateTag.tsx';
import { TroubleLine } from '../../ui/parts/TroubleLine.tsx';
import { language, t } from '../../ui/strings/index.ts';
import { latestOf } from './model.ts';
import { answers, chosenSharing, leave, saveTrouble, setMood } from './store.ts';

export function AskMood() {
  const { route } = useLocation();
  useEffect(leave, []);
  const zone = phoneZone();
  const ofToday = entries('check_in').filter((it) => dayOfCheckIn(it, zone) === dayOf(now(), zone));
  const done = latestOf(ofToday);
  // A mood walked to with keys is saved and stays in the card; the way on is a link.
  const underWay = answers();
  if (done !== null && underWay === null) return <Done checkIn={done} />;
  const choose = (mood: Mood, how: HowChosen) => {
    setMood(mood);
    if (how === 'pointer') route('/check-in/2');
  };
  return (
    <section class="card card-ask" aria-labelledby="ask">
      <h2 id="ask">{t('today.ask_mood')}</h2>
      <Faces
        legend={t('today.ask_mood')}
        chosen={underWay === null ? null : moodOf(underWay.mood)}
        onChoose={choose}
      />
      <WhoCanRead sharing={chosenSharing()} />
      <TroubleLine kind={saveTrouble()} />
      {underWay === null ? null : (
        <a class="btn" href="/check-in/2">
          {t('common.continue')}
        </a>
      )}
    </section>
  );
}

function Done({ checkIn: { body, state, written } }: { checkIn: Entry<CheckIn> }) {
  const mood = moodOf(body.mood);
  const time = clockTime(Date.parse(body.at), written?.zone ?? phoneZone(), language());
  return (
    <section class="card" aria-label={t('checkin.title')}>
      <div class="line">
        <Face mood={mood} />
        <div class="grow">
          <h2 class="ticket-title">{t('today.you_said', { mood: moodName(mood) })}</h2>
          <p class="small soft">
            {body.urge === null ? time : t('today.check_in_line', { time, n: body.urge })}
          </p>
        </div>
        <StateTag state={state} />
      </div>
      <a class="btn" href="/check-in">
        {t('today.check_in_again')}
      </a>
    </section>
  );
}
