/**
 * The app itself, kept on the phone: it opens without the network, at any of its addresses.
 *
 * Owns: what is kept and which addresses the shell answers. Answers of the API are never kept here: words of a person
 * live in the sealed store alone.
 */
import {
  cleanupOutdatedCaches,
  createHandlerBoundToURL,
  type PrecacheEntry,
  precacheAndRoute,
} from 'workbox-precaching';
import { NavigationRoute, registerRoute } from 'workbox-routing';

/** Addresses that belong to the server or to the care team's own page; all others are screens of this app. */
export const notOurs: RegExp[] = [
  /^\/api\//,
  /^\/care(\/|\.html|$)/,
  /^\/problems\//,
  /^\/healthz$/,
  /^\/sw\.js$/,
];

export function keepShell(files: PrecacheEntry[]): void {
  cleanupOutdatedCaches();
  precacheAndRoute(files);
  registerRoute(new NavigationRoute(createHandlerBoundToURL('/index.html'), { denylist: notOurs }));
}
