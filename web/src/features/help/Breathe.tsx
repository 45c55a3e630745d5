/** One slow minute: in for 4, out for 6. The word and the number say it all; the circle only repeats them. */
import { RoundLink, TaskScreen } from '../../ui/parts/Screen.tsx';
import { t } from '../../ui/strings/index.ts';
import { useHelpContent } from './content/index.ts';
import './help.css';
import { BREATH, breathAt } from './model.ts';
import { useTimer } from './use-timer.ts';

const MINUTE = (BREATH.in_s + BREATH.out_s) * BREATH.rounds;

export function Breathe() {
  const content = useHelpContent();
  const timer = useTimer(MINUTE);
  const breath = breathAt(timer.elapsed);
  const word = breath.way === 'in' ? content?.breathe.in : content?.breathe.out;
  return (
    <TaskScreen name={t('help.title')} way={<RoundLink to="/help" icon="close" label={t('common.close')} />}>
      <div class="stack">
        <h1 tabIndex={-1}>{t('help.breathe')}</h1>
        <p class="soft">{t('checkin.breathe_46')}</p>
      </div>
      <div class="breath push">
        <svg
          class={timer.isRunning ? `lung lung-${breath.way}` : 'lung'}
          viewBox="0 0 240 240"
          aria-hidden="true"
        >
          <circle class="lung-edge" cx="120" cy="120" r="112" />
          <circle class="lung-water" cx="120" cy="120" r="108" />
        </svg>
        <p class="breath-word" role="status">
          {breath.isOver ? t('common.done') : word}
        </p>
        <p class="timer num" aria-hidden="true">
          {breath.isOver ? '' : breath.count}
        </p>
      </div>
      <p class="soft center">{breath.isOver ? content?.breathe.after : content?.breathe.steps.at(-1)}</p>
      <div class="pair dock push">
        {breath.isOver ? (
          <button type="button" class="btn" onClick={timer.startOver}>
            {t('help.once_more')}
          </button>
        ) : (
          <button type="button" class="btn" onClick={() => (timer.isRunning ? timer.pause() : timer.goOn())}>
            {timer.isRunning ? t('help.pause') : t('help.go_on')}
          </button>
        )}
        <a class="btn" href="/">
          {t('common.done')}
        </a>
      </div>
    </TaskScreen>
  );
}
