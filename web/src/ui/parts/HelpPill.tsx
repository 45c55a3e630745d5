import { t } from '../strings/index.ts';
import { Icon } from './Icon.tsx';

/** Help now on screens without tabs: same words, same colour, top right. */
export function HelpPill() {
  return (
    <a class="btn btn-help-top" href="/help">
      <Icon name="help" />
      {t('nav.help')}
    </a>
  );
}
