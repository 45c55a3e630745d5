/**
 * The app itself, kept on the phone: it opens without the network, at any of its addresses.
 *
 * Owns: what is kept. Answers of the API are never kept here: words of a person
 * live in the sealed store alone.
 */
import {
  cleanupOutdatedCaches,
  createHandlerBoundToURL,
  type PrecacheEntry,
  precacheAndRoute,
} from 'workbox-precaching';
import { NavigationRoute, registerRoute } from 'workbox-routing';
import { notOurs } from './addresses.ts';

export function keepShell(files: PrecacheEntry[]): void {
  cleanupOutdatedCaches();
  precacheAndRoute(files);
  registerRoute(new NavigationRoute(createHandlerBoundToURL('/index.html'), { denylist: notOurs }));
}
