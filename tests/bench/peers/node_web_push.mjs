// How many pushes node's web-push encrypts, signs and POSTs per CPU-second, over kept connections.
//
//     node node_web_push.mjs '{"url", "p256dh", "auth", "public_key", "private_key", "payload", "count"}'

import { Agent } from 'node:https';
import process from 'node:process';
import webpush from 'web-push';

const AT_ONCE = 64;

const given = JSON.parse(process.argv[2] ?? '{}');
const subscription = { endpoint: given.url, keys: { p256dh: given.p256dh, auth: given.auth } };
const options = {
  vapidDetails: {
    subject: 'mailto:operator@example.org',
    publicKey: given.public_key,
    privateKey: given.private_key,
  },
  TTL: 600,
  urgency: 'normal',
  topic: 'a'.repeat(32),
};
options.agent = new Agent({ keepAlive: true, maxSockets: AT_ONCE });

async function lane(count) {
  for (let sent = 0; sent < count; sent += 1) {
    await webpush.sendNotification(subscription, given.payload, options);
  }
}

async function sendAll(count) {
  await Promise.all(Array.from({ length: AT_ONCE }, () => lane(Math.ceil(count / AT_ONCE))));
  return Math.ceil(count / AT_ONCE) * AT_ONCE;
}

await sendAll(AT_ONCE);
const before = process.cpuUsage();
const sent = await sendAll(given.count);
const spent = process.cpuUsage(before);
options.agent.destroy();
process.stdout.write(`${JSON.stringify({ per_cpu_s: sent / ((spent.user + spent.system) / 1e6) })}\n`);
