/**
 * What this app asks the server about accounts, and the shape of its answers.
 *
 * Owns: the routes under /api/me, /api/sign-…, /api/invitations, and that nobody comes in while somebody is still
 * being signed out: that answer would take the new cookie off again. Knows no screen and keeps nothing.
 */
import * as v from 'valibot';
import { instant, uuid } from '../api/bodies.ts';
import { type Answer, send } from '../api/http.ts';

const language = v.picklist(['en', 'es']);

const me = v.object({
  owner: uuid,
  kind: v.picklist(['participant', 'care_team']),
  role: v.nullable(v.string()),
  name: v.string(),
  language,
  zone: v.string(),
  sign_in: uuid,
  shared_phone: v.boolean(),
  push_key: v.string(),
});
export type Me = v.InferOutput<typeof me>;

export function askMe(): Promise<Answer<Me>> {
  return send({ method: 'GET', path: '/api/me', answer: me });
}

export type SignInForm = {
  readonly sign_in_name: string;
  readonly passphrase: string;
  readonly device_label: string;
  readonly shared_phone: boolean;
  readonly totp_code?: string;
};

export async function signIn(form: SignInForm): Promise<Answer<Me>> {
  await ending;
  return send({ method: 'POST', path: '/api/sign-in', body: form, answer: me });
}

let ending: Promise<boolean> | null = null;

/** True when the server lets nobody in any more with what this browser holds; false when it could not be asked. */
export function endSignIn(): Promise<boolean> {
  ending ??= send<void>({ method: 'POST', path: '/api/sign-out', body: {}, answer: null }).then((answer) => {
    ending = null;
    return answer.ok || ('problem' in answer && answer.problem.status === 401);
  });
  return ending;
}

/** A card's link carries a token, its print an 8-character code. */
export type Ticket = { readonly token: string } | { readonly code: string };

const invitation = v.object({
  kind: v.picklist(['participant', 'care_team']),
  purpose: v.picklist(['first', 'new_phone']),
  public_name: v.string(),
  language,
  suggested_sign_in_name: v.nullish(v.string(), null),
  generated_passphrase: v.nullish(v.string(), null),
  totp: v.nullish(v.object({ secret: v.string(), uri: v.string(), qr_svg: v.string() }), null),
  expires_at: instant,
});
export type Invitation = v.InferOutput<typeof invitation>;

export function look(ticket: Ticket): Promise<Answer<Invitation>> {
  return send({ method: 'POST', path: '/api/invitations/look', body: ticket, answer: invitation });
}

export type Claim = Readonly<Record<string, unknown>> & Ticket;

export async function claim(form: Claim): Promise<Answer<Me>> {
  await ending;
  return send({ method: 'POST', path: '/api/invitations/claim', body: form, answer: me });
}

const signIns = v.object({
  sign_ins: v.array(
    v.object({
      id: uuid,
      device_label: v.string(),
      created_at: instant,
      last_seen_at: instant,
      is_this: v.boolean(),
    }),
  ),
});
export type SignIn = v.InferOutput<typeof signIns>['sign_ins'][number];

export function askSignIns(): Promise<Answer<{ sign_ins: SignIn[] }>> {
  return send({ method: 'GET', path: '/api/sign-ins', answer: signIns });
}

export function revoke(id: string): Promise<Answer<void>> {
  return send<void>({ method: 'POST', path: `/api/sign-ins/${id}/revoke`, body: {}, answer: null });
}

const continued = v.object({ code: v.string(), expires_at: instant });

/** A code for ten minutes, for the same person in the app on the home screen. */
export function askContinueCode(): Promise<Answer<v.InferOutput<typeof continued>>> {
  return send({ method: 'POST', path: '/api/invitations/continue', body: {}, answer: continued });
}
