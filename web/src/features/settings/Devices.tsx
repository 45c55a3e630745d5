/** Where this person is signed in, and the way to end one of them from here. */
import { useEffect, useState } from 'preact/hooks';
import { askSignIns, revoke, type SignIn } from '../../shell/account.ts';
import { wordsFor } from '../../shell/problems.ts';
import { dayOf } from '../../time/days.ts';
import { phoneZone } from '../../time/instants.ts';
import { clockTime, mediumDay } from '../../time/words.ts';
import { Icon } from '../../ui/parts/Icon.tsx';
import { BackScreen } from '../../ui/parts/Screen.tsx';
import { Tag } from '../../ui/parts/Tag.tsx';
import { language, t } from '../../ui/strings/index.ts';

export function Devices() {
  const [devices, setDevices] = useState<readonly SignIn[] | null>(null);
  const [error, setError] = useState<string | null>(null);
  const load = async () => {
    const answer = await askSignIns();
    if (answer.ok) setDevices(answer.value.sign_ins);
    else setError(wordsFor(answer));
  };
  useEffect(() => void load(), []);
  const end = async (id: string) => {
    const answer = await revoke(id);
    if (answer.ok) await load();
    else setError(wordsFor(answer));
  };
  return (
    <BackScreen name={t('settings.devices')} back="/settings">
      <p class="error" role="alert">
        {error}
      </p>
      {devices === null && error !== null ? <p class="soft">{t('settings.devices_offline')}</p> : null}
      <ul class="rows">
        {devices?.map((device) => (
          <li class="row" key={device.id}>
            <Icon name="phone" />
            <span class="grow">
              <b>{device.device_label}</b>
              <small>{t('settings.last_seen', { when: seen(device) })}</small>
            </span>
            {device.is_this ? (
              <Tag tone="act" icon="check">
                {t('settings.this_one')}
              </Tag>
            ) : (
              <button
                type="button"
                class="btn"
                aria-label={t('settings.sign_out_device', { device: device.device_label })}
                onClick={() => void end(device.id)}
              >
                {t('settings.sign_out')}
              </button>
            )}
          </li>
        ))}
      </ul>
    </BackScreen>
  );
}

function seen({ last_seen_at }: SignIn): string {
  const at = Date.parse(last_seen_at);
  return `${mediumDay(dayOf(at, phoneZone()), language())}, ${clockTime(at, phoneZone(), language())}`;
}
