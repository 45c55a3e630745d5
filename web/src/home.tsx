/** Today with the question of the check-in in it: two features that do not know each other. */
import { AskMood } from './features/checkin/AskMood.tsx';
import { Today } from './features/today/Today.tsx';

export function Home() {
  return (
    <Today>
      <AskMood />
    </Today>
  );
}
