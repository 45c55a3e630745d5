/**
 * Help now: a person first, then the next few minutes.
 *
 * Owns: the order (988, 911, the program's lines, tools) that both the Help tab and the result of a strong
 * urge show. Works signed out and with no network: the numbers are words of the app. Nothing here is
 * called, sent or recorded without a tap.
 */

import { Icon } from '../ui/parts/Icon.tsx';
import { CallRow, LinkRow, Part } from '../ui/parts/Rows.tsx';
import { spokenNumber } from '../ui/phone-numbers.ts';
import { t } from '../ui/strings/index.ts';
import { programLines } from './facts.ts';

export function CrisisCard() {
  return (
    <section class="card card-help" aria-label={t('help.talk')}>
      <div class="pair">
        <a class="btn btn-help" href="tel:988">
          <Icon name="phone" />
          {t('help.call_988')}
        </a>
        <a class="btn btn-help-line" href={t('help.text_988_link')}>
          <Icon name="message" />
          {t('help.text_988')}
        </a>
      </div>
      <p class="small">{t('help.free')}</p>
      <CallRow class="call" icon="phone" title={t('help.call_911')} href="tel:911" />
    </section>
  );
}

export function ProgramLines() {
  const lines = programLines();
  if (lines.length === 0) return null;
  return (
    <div class="rows">
      {lines.map(({ name, phone, hours }) => (
        <CallRow
          key={phone}
          icon="phone"
          title={`${name}, ${spokenNumber(phone)}`}
          under={hours}
          href={`tel:${phone}`}
        />
      ))}
    </div>
  );
}

export function NextMinutes() {
  return (
    <Part id="ride" title={t('help.next_minutes')}>
      <div class="rows">
        <LinkRow to="/help/wave" icon="wave" title={t('help.wave')} under={t('help.wave_under')} />
        <LinkRow to="/help/breathe" icon="breath" title={t('help.breathe')} under={t('help.breathe_under')} />
        <LinkRow to="/help/ground" icon="ground" title={t('help.ground')} under={t('help.ground_under')} />
        <LinkRow
          to="/help/overdose"
          icon="help"
          title={t('help.overdose')}
          under={t('help.overdose_under')}
        />
        <LinkRow to="/help/lines" icon="phone" title={t('help.lines')} under={t('help.lines_under')} />
      </div>
    </Part>
  );
}
