/** Ruled lines on the page: a link, a call, a fact. The icon repeats the words; the words are enough. */
import type { ComponentChildren } from 'preact';
import { Icon, type IconName } from './Icon.tsx';

type Row = { icon?: IconName; title: string; under?: ComponentChildren; lang?: string };

function Inside({ icon, title, under }: Row) {
  return (
    <>
      {icon ? <Icon name={icon} /> : null}
      <span class="grow">
        <b>{title}</b>
        {under ? <small>{under}</small> : null}
      </span>
    </>
  );
}

/** Leads to another screen of the app. */
export function LinkRow(props: Row & { to: string; end?: IconName }) {
  return (
    <a class="row" href={props.to}>
      <Inside {...props} />
      <Icon name={props.end ?? 'next'} />
    </a>
  );
}

/** Leads out of the app: a call, a text, a map. Nothing happens before the tap. */
export function CallRow(props: Row & { href: string; class?: string }) {
  return (
    <a
      class={`row ${props.class ?? ''}`}
      href={props.href}
      target={/^https?:/.test(props.href) ? '_blank' : undefined}
      rel="noreferrer"
    >
      <Inside {...props} />
    </a>
  );
}

export function ButtonRow(props: Row & { onPress: () => void; end?: IconName }) {
  return (
    <button type="button" class="row row-button" onClick={props.onPress}>
      <Inside {...props} />
      <Icon name={props.end ?? 'next'} />
    </button>
  );
}

export function FactRow(props: Row) {
  return (
    <div class="row">
      <Inside {...props} />
    </div>
  );
}

/** A heading and what belongs to it. */
export function Part({ id, title, children }: { id: string; title: string; children: ComponentChildren }) {
  return (
    <section class="part" aria-labelledby={id}>
      <h2 id={id}>{title}</h2>
      {children}
    </section>
  );
}
