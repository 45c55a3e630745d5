/**
 * The frame of every screen: a header, one `h1`, the page.
 *
 * Owns: the three kinds of header (a tab's, a page's under a tab, a task's) and the neutral window title.
 * A task drops the tabs, so its header carries Help now in their place.
 */
import type { ComponentChildren } from 'preact';
import { useEffect } from 'preact/hooks';
import { t } from '../strings/index.ts';
import { HelpPill } from './HelpPill.tsx';
import { Icon } from './Icon.tsx';

type Page = { children: ComponentChildren; class?: string };

/** `name` is a plain word for the window and the app switcher; never an entry's or an appointment's title. */
function usePageName(name: string): void {
  useEffect(() => {
    document.title = name === '' ? 'Footbridge' : `${name} · Footbridge`;
  }, [name]);
}

function Main({ children, class: look = '' }: Page) {
  return (
    <main class={`page ${look}`} id="page" tabIndex={-1}>
      {children}
    </main>
  );
}

/** One of the five, and what hangs right under it. */
export function TabScreen(
  props: Page & { name: string; title?: string; under?: string; tools?: ComponentChildren },
) {
  usePageName(props.name);
  return (
    <>
      <header class="top">
        <div class="grow">
          <h1 tabIndex={-1}>{props.title ?? props.name}</h1>
          {props.under ? <p class="small soft">{props.under}</p> : null}
        </div>
        {props.tools}
      </header>
      <Main class={props.class ?? ''}>{props.children}</Main>
    </>
  );
}

/** A page with a way back and its title beside it. */
export function BackScreen(props: Page & { name: string; back: string }) {
  usePageName(props.name);
  return (
    <>
      <header class="top">
        <RoundLink to={props.back} icon="back" label={t('nav.back')} />
        <h1 class="grow" tabIndex={-1}>
          {props.name}
        </h1>
      </header>
      <Main class={props.class ?? ''}>{props.children}</Main>
    </>
  );
}

/** A header of the screen's own making; its `h1` is in the page. */
export function PlainScreen(props: Page & { name: string; top: ComponentChildren }) {
  usePageName(props.name);
  return (
    <>
      <header class="top">{props.top}</header>
      <Main class={props.class ?? ''}>{props.children}</Main>
    </>
  );
}

type Task = Page & {
  name: string;
  /** What stands at the left of the header: a way back or out. */
  way: ComponentChildren;
  step?: { readonly at: number; readonly of: number };
};

/** One question or one piece of writing. Its `h1` is in the page, near the answers. */
export function TaskScreen(props: Task) {
  usePageName(props.name);
  return (
    <>
      <header class="top">
        {props.way}
        {props.step ? <Planks {...props.step} /> : <span class="grow" />}
        <HelpPill />
      </header>
      <Main class={`page-task ${props.class ?? ''}`}>{props.children}</Main>
    </>
  );
}

/** How far across: planks to see, "2 of 3" to read. */
function Planks({ at, of }: { at: number; of: number }) {
  return (
    <>
      <span class="planks" aria-hidden="true">
        {Array.from({ length: of }, (_, place) => (
          // The places never move, so the place is the key.
          <i key={`${place + 1}`} class={place < at ? 'done' : ''} />
        ))}
      </span>
      <span class="small soft">{t('common.step_of', { n: at, total: of })}</span>
    </>
  );
}

export function RoundLink(props: { to: string; icon: 'back' | 'close'; label: string }) {
  return (
    <a class="round" href={props.to} aria-label={props.label}>
      <Icon name={props.icon} />
    </a>
  );
}

export function RoundButton(props: { onPress: () => void; icon: 'back' | 'close'; label: string }) {
  return (
    <button type="button" class="round" onClick={props.onPress} aria-label={props.label}>
      <Icon name={props.icon} />
    </button>
  );
}
