import { Icon } from '../ui/parts/Icon.tsx';
import { t } from '../ui/strings/index.ts';
import { personName } from './facts.ts';

/** The round stone at the top right: the first letter of the person's name, and the way to Settings. */
export function MeButton() {
  const [initial] = personName();
  return (
    <a class="round me" href="/settings" aria-label={t('nav.settings')}>
      {initial === undefined ? (
        <Icon name="people" small />
      ) : (
        <span aria-hidden="true">{initial.toUpperCase()}</span>
      )}
    </a>
  );
}
