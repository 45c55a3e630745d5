/**
 * The week as a bridge with seven lamps. The bridge is drawn whole on every day, also with no lamp lit:
 * a missed day takes nothing away.
 *
 * Owns: the drawing and the sentence that stands for it. The last place is today.
 */
import { t, tn } from '../strings/index.ts';

export type Lamp = { readonly letter: string; readonly lit: boolean };

/** Where each post meets the arch, left to right, in units of the drawing. */
const feet = [58, 51, 47, 46, 47, 51, 58] as const;

/** `glowing`: today's lamp has just been lit, and fades on. */
export function Week({ lamps, glowing = false }: { lamps: readonly Lamp[]; glowing?: boolean }) {
  const lit = lamps.filter((lamp) => lamp.lit).length;
  return (
    <div class="week" role="img" aria-label={lit === 0 ? t('today.week_zero') : tn('today.week', lit)}>
      <svg viewBox="0 0 350 88" aria-hidden="true">
        <path
          class="flow"
          d="M28 79c11-5 22-5 33 0s22 5 33 0M150 82c11-5 22-5 33 0s22 5 33 0M258 79c11-5 22-5 33 0s22 5 33 0"
        />
        <path class="rail" d="M4 48.5Q175 16.5 346 48.5" />
        <path class="deck" d="M4 62Q175 30 346 62" />
        {feet.map((foot, place) => (
          <Post
            key={`${place + 1}`}
            x={25 + 50 * place}
            foot={foot}
            lit={lamps[place]?.lit ?? false}
            today={place === 6}
            glowing={glowing}
          />
        ))}
      </svg>
      <span class="days" aria-hidden="true">
        {lamps.map(({ letter }, place) =>
          place === 6 ? <b key="today">{letter}</b> : <span key={`${place + 1}`}>{letter}</span>,
        )}
      </span>
    </div>
  );
}

function Post({
  x,
  foot,
  lit,
  today,
  glowing,
}: {
  x: number;
  foot: number;
  lit: boolean;
  today: boolean;
  glowing: boolean;
}) {
  const glass = `M${x - 6} ${foot - 33}h12l-2.5 12h-7z`;
  const roof = `M${x - 8} ${foot - 33}q5-1 8-6.5 3 5.5 8 6.5zM${x} ${foot - 39}v-2.5`;
  const fresh = today && glowing ? ' is-new' : '';
  return (
    <>
      <path class="post" d={`M${x} ${foot}V${foot - 20}`} />
      {lit ? (
        <>
          <circle class={`halo${fresh}`} cx={x} cy={foot - 29} r="17" />
          <path class={`lamp lit${fresh}`} d={glass} />
          <path class="roof" d={roof} />
        </>
      ) : (
        <path class={today ? 'lamp here' : 'lamp'} d={glass + roof} />
      )}
    </>
  );
}
