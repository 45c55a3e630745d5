import type { ReminderSettings } from '../../api/bodies.ts';
import { t } from '../../ui/strings/index.ts';

/** Exactly what others could read on the locked phone. */
export function LockScreen({ wording }: { wording: ReminderSettings['wording'] }) {
  return (
    <div class="lockscreen">
      <div class="push-note">
        <img src="/icons/app-192.png" alt="" width="40" height="40" />
        <p>
          <b>Footbridge</b>
          <br />
          {wording === 'neutral' ? t('reminders.example_neutral') : t('reminders.example_detail_check_in')}
        </p>
      </div>
    </div>
  );
}
