/** Ride the wave: 5 minutes at first, more if wanted. Nothing is recorded; it can be paused and left at any time. */
import { useState } from 'preact/hooks';
import { Segments } from '../../ui/parts/Choices.tsx';
import { RoundLink, TaskScreen } from '../../ui/parts/Screen.tsx';
import { t } from '../../ui/strings/index.ts';
import { type Ride, useHelpContent } from './content/index.ts';
import './help.css';
import { minutesAndSeconds, pointOnWave, stepAt, wavePath } from './model.ts';
import { useTimer } from './use-timer.ts';

type Length = '5' | '15';

export function Wave() {
  const content = useHelpContent();
  const [length, setLength] = useState<Length>('5');
  return (
    <TaskScreen name={t('help.title')} way={<RoundLink to="/help" icon="close" label={t('common.close')} />}>
      <h1 class="unseen" tabIndex={-1}>
        {t('help.wave')}
      </h1>
      <Segments<Length>
        legend={t('help.how_long')}
        name="length"
        options={[
          { value: '5', label: t('help.minutes', { n: 5 }) },
          { value: '15', label: t('help.minutes', { n: 15 }) },
        ]}
        chosen={length}
        onChoose={setLength}
      />
      {content === null ? null : <Riding key={length} ride={content.wave[length === '5' ? 5 : 15]} />}
    </TaskScreen>
  );
}

type Felt = 'lower' | 'same' | 'higher';

function Riding({ ride }: { ride: Ride }) {
  const [total, setTotal] = useState(ride.seconds);
  const timer = useTimer(total);
  const isOver = timer.elapsed >= total;
  const left = total - timer.elapsed;
  return (
    <>
      <div class="surf-top">
        <p class="soft" role="status">
          {isOver ? ride.after : stepAt(ride.steps, timer.elapsed)}
        </p>
        <p class="timer num" role="timer">
          {minutesAndSeconds(left)}
        </p>
      </div>
      <Swell share={timer.elapsed / total} />
      <HowNow />
      <div class="pair dock">
        <button
          type="button"
          class="btn"
          aria-disabled={isOver}
          onClick={() => (timer.isRunning ? timer.pause() : timer.goOn())}
        >
          {timer.isRunning || isOver ? t('help.pause') : t('help.go_on')}
        </button>
        <button
          type="button"
          class="btn"
          onClick={() => {
            setTotal(total + 300);
            timer.goOn();
          }}
        >
          {t('help.five_more')}
        </button>
      </div>
    </>
  );
}

function Swell({ share }: { share: number }) {
  const { x, y } = pointOnWave(share);
  return (
    <svg class="swell" viewBox="0 0 360 190" preserveAspectRatio="none" aria-hidden="true">
      <path class="past" d={`${wavePath(0, share)}V190H0z`} />
      <path class="rest" d={`${wavePath(share, 1)}V190H${x.toFixed(1)}z`} />
      <path class="crest" d={wavePath(0, 1)} />
      <path class="deep" d="M0 172c30-8 60-8 90 0s60 8 90 0 60-8 90 0 60 8 90 0" />
      <circle class="glow" cx={x} cy={y} r="24" />
      <circle class="me-dot" cx={x} cy={y} r="10" />
    </svg>
  );
}

/** Asked, answered with a kind line, kept nowhere. */
function HowNow() {
  const [felt, setFelt] = useState<Felt | null>(null);
  const choices: readonly [Felt, string][] = [
    ['lower', t('help.lower')],
    ['same', t('help.same')],
    ['higher', t('help.higher')],
  ];
  return (
    <div class="stack push">
      <h2>{t('help.how_now')}</h2>
      <div class="thirds">
        {choices.map(([value, label]) => (
          <button
            type="button"
            class="btn"
            key={value}
            aria-pressed={felt === value}
            onClick={() => setFelt(value)}
          >
            {label}
          </button>
        ))}
      </div>
      <p role="status">
        {felt === null
          ? ''
          : t(felt === 'lower' ? 'help.felt_lower' : felt === 'same' ? 'help.felt_same' : 'help.felt_higher')}
      </p>
      {felt === 'higher' ? (
        <a class="btn btn-help" href="tel:988">
          {t('help.call_988')}
        </a>
      ) : null}
    </div>
  );
}
