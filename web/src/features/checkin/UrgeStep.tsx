/** Step 2: how strong the urge is. Skipping it is an answer too. */
import { useLocation } from 'preact-iso/router';
import { Tides } from '../../ui/parts/Choices.tsx';
import { RoundLink, TaskScreen } from '../../ui/parts/Screen.tsx';
import { TroubleLine } from '../../ui/parts/TroubleLine.tsx';
import { t } from '../../ui/strings/index.ts';
import './checkin.css';
import { SavedWord } from './SavedWord.tsx';
import { answers, change, saveTrouble } from './store.ts';
import { useUnderWay } from './under-way.ts';

export function UrgeStep() {
  const { route } = useLocation();
  useUnderWay();
  const chosen = answers()?.urge ?? null;
  return (
    <TaskScreen
      name={t('checkin.title')}
      way={<RoundLink to="/check-in" icon="back" label={t('nav.back')} />}
      step={{ at: 2, of: 3 }}
    >
      <Scene />
      <div class="stack push">
        <h1 tabIndex={-1}>{t('checkin.urge_question')}</h1>
      </div>
      <TroubleLine kind={saveTrouble()} />
      <Tides
        legend={t('checkin.urge_question')}
        chosen={chosen}
        onChoose={(urge, how) => {
          change({ urge });
          if (how === 'pointer') route('/check-in/3');
        }}
      />
      <div class="line">
        <span class="grow">
          <SavedWord word={t('checkin.mood_saved')} />
        </span>
        <a class="btn btn-quiet" href="/check-in/3">
          {chosen === null ? t('common.skip') : t('common.continue')}
        </a>
      </div>
    </TaskScreen>
  );
}

/** The bridge over the water, evening. Decoration: it says nothing that the words don't. */
function Scene() {
  return (
    <svg class="scene" viewBox="0 0 360 190" aria-hidden="true">
      <circle class="halo" cx="286" cy="44" r="34" />
      <circle class="moon" cx="286" cy="44" r="17" />
      <path class="far" d="M0 124c40-16 78-18 116-9s70 4 106-6 92-10 138 8v30H0z" />
      <path class="near" d="M0 141c20-6 40-6 60 0s40 6 60 0 40-6 60 0 40 6 60 0 40-6 60 0 40 6 60 0v49H0z" />
      <path
        class="rail"
        d="M-6 94Q180 34 366 94M26 85v25M78 72v25M130 66v25M180 64v25M230 66v25M282 72v25M334 85v25"
      />
      <path class="deck" d="M-6 120Q180 60 366 120" />
      <path
        class="flow"
        d="M40 160c13-6 26-6 39 0s26 6 39 0 26-6 39 0M206 172c13-6 26-6 39 0s26 6 39 0 26-6 39 0"
      />
    </svg>
  );
}
