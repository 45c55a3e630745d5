/** "This is for earlier": which day, about what time. */
import { useState } from 'preact/hooks';
import { Segments } from '../../ui/parts/Choices.tsx';
import { Sheet } from '../../ui/parts/Sheet.tsx';
import { t } from '../../ui/strings/index.ts';
import { earlier, type When } from './model.ts';
import { setTime } from './store.ts';

export function EarlierSheet({ onClose }: { onClose: () => void }) {
  const [when, setWhen] = useState<When>('today');
  const [time, setClock] = useState('12:00');
  const [isFuture, setFuture] = useState(false);
  const keep = () => {
    const at = when === 'now' ? null : earlier(when, time, Date.now());
    if (when !== 'now' && at === null) return setFuture(true);
    setTime(at);
    onClose();
  };
  const options = [
    { value: 'now', label: t('checkin.when_now') },
    { value: 'today', label: t('checkin.when_earlier') },
    { value: 'yesterday', label: t('checkin.when_yesterday') },
  ] as const;
  return (
    <Sheet title={t('checkin.earlier_title')} onClose={onClose}>
      <Segments legend={t('checkin.when')} name="when" options={options} chosen={when} onChoose={setWhen} />
      {when === 'now' ? null : (
        <div class="field">
          <label for="about">{t('checkin.about_time')}</label>
          <input
            class="input"
            id="about"
            type="time"
            value={time}
            required
            onInput={(event) => {
              setClock(event.currentTarget.value);
              setFuture(false);
            }}
            aria-invalid={isFuture}
            aria-describedby="about-error"
          />
          <p class="error small" id="about-error" role="alert">
            {isFuture ? t('checkin.future') : ''}
          </p>
        </div>
      )}
      <div class="stack">
        <button type="button" class="btn btn-main" onClick={keep}>
          {t('common.done')}
        </button>
        <button type="button" class="btn btn-quiet" onClick={onClose}>
          {t('common.cancel')}
        </button>
      </div>
    </Sheet>
  );
}
