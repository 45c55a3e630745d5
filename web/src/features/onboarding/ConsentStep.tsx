/** What the team sees, said before anything is written; not for emergencies; and yes. */
import { useState } from 'preact/hooks';
import { Icon } from '../../ui/parts/Icon.tsx';
import { Pick } from '../../ui/parts/Pick.tsx';
import { t } from '../../ui/strings/index.ts';
import { Next } from './Next.tsx';
import { fill, goOn, theForm } from './store.ts';

export function ConsentStep() {
  const { sharing } = theForm();
  const [isMissing, setMissing] = useState(false);
  return (
    <>
      <h1 tabIndex={-1}>{t('consent.title')}</h1>
      <Pick
        legend={t('consent.title')}
        name="sharing"
        choices={[
          { value: 'team', title: t('consent.team'), under: t('consent.team_body'), icon: 'people' },
          { value: 'private', title: t('consent.private'), under: t('consent.private_body'), icon: 'lock' },
        ]}
        chosen={sharing}
        onChoose={(value) => {
          fill({ sharing: value });
          setMissing(false);
        }}
      />
      <p class="card card-help">{t('consent.not_emergency')}</p>
      <ul class="promises">
        <li>
          <Icon name="lock" small />
          {t('consent.journal')}
        </li>
        <li>
          <Icon name="phone" small />
          {t('consent.on_phone')}
        </li>
        <li>
          <Icon name="clock" small />
          {t('consent.not_watched')}
        </li>
        <li>
          <Icon name="change" small />
          {t('consent.change_later')}
        </li>
      </ul>
      <p class="error small" role="alert">
        {isMissing ? t('consent.choose') : ''}
      </p>
      <Next
        isLast
        label={t('consent.agree')}
        onNext={() => {
          if (sharing === null) setMissing(true);
          else goOn();
        }}
      />
    </>
  );
}
