import type { ComponentChildren } from 'preact';
import { Icon, type IconName } from './Icon.tsx';

export type TagTone = 'well' | 'note' | 'act' | 'now' | 'ok' | 'plain';

/** A status word: icon and word carry it, colour only helps. */
export function Tag({
  tone = 'well',
  icon,
  children,
}: {
  tone?: TagTone;
  icon?: IconName;
  children: ComponentChildren;
}) {
  return (
    <span class={tone === 'well' ? 'tag' : `tag tag-${tone}`}>
      {icon ? <Icon name={icon} small /> : null}
      {children}
    </span>
  );
}
