/** Three small pictures of a phone, for people who follow pictures better than words. The words beside them are enough. */

import type { ComponentChildren } from 'preact';

function Phone({ children }: { children: ComponentChildren }) {
  return (
    <svg class="pic" viewBox="0 0 96 72" aria-hidden="true">
      {children}
    </svg>
  );
}

const body = 'M14 72V14a8 8 0 0 1 8-8h52a8 8 0 0 1 8 8v58';

/** The bar at the bottom, with the share sign lit. */
export function PicShare() {
  return (
    <Phone>
      <path class="body" d={body} />
      <path class="bar" d="M14 50h68v22H14z" />
      <circle class="spot" cx="48" cy="60" r="11" />
      <path class="mark" d="M48 63v-9m-3 3 3-3 3 3M44 60h-1.5v5h11v-5H52" />
      <path class="faint" d="M24 20h34M24 28h48M24 36h40M24 60h6M66 60h6" />
    </Phone>
  );
}

/** The bar at the top, with its three dots lit. */
export function PicDots() {
  return (
    <Phone>
      <path class="body" d={body} />
      <path class="bar" d="M14 22V14a8 8 0 0 1 8-8h52a8 8 0 0 1 8 8v8z" />
      <circle class="spot" cx="72" cy="14" r="8" />
      <path class="dots" d="M72 10v.01M72 14v.01M72 18v.01" />
      <path class="faint" d="M24 14h32M24 34h48M24 43h40M24 52h44M24 61h30" />
    </Phone>
  );
}

/** A menu with one line lit. */
export function PicMenu() {
  return (
    <Phone>
      <path class="body" d="M14 0v72M82 0v72" />
      <path class="bar" d="M14 8h68v20H14zM14 52h68v20H14z" />
      <path class="spotf" d="M14 30h68v20H14z" />
      <path class="mark" d="M70 36.5h7v7h-7zM73.5 38v4M71.5 40h4M22 40h34" />
      <path class="faint" d="M22 18h28M22 62h22M70 18h7M70 62h7" />
    </Phone>
  );
}

/** A home screen with our icon among others. */
export function PicHome() {
  return (
    <Phone>
      <path class="body" d={body} />
      <g class="tile">
        <rect x="22" y="18" width="15" height="15" rx="4" />
        <rect x="59" y="18" width="15" height="15" rx="4" />
        <rect x="22" y="42" width="15" height="15" rx="4" />
        <rect x="40.5" y="42" width="15" height="15" rx="4" />
        <rect x="59" y="42" width="15" height="15" rx="4" />
      </g>
      <rect class="app" x="39" y="16.5" width="18" height="18" rx="5" />
      <path class="appm" d="M42 29q6-4.500 12 0M42 25.500q6-4.500 12 0" />
    </Phone>
  );
}
