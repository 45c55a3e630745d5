/** Whether the screen in sight was reached from another one of this app, so that "back" leads somewhere in it. */
let moves = 0;

export function moved(): void {
  moves += 1;
}

/** Leads back to where the person was; to Today when they came from outside. */
export function goBack(route: (path: string) => void): void {
  if (moves > 0) history.back();
  else route('/');
}
