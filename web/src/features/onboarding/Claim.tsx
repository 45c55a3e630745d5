/** The way in with a card: language first, then one question a screen. */

import { useEffect } from 'preact/hooks';
import { useLocation } from 'preact-iso/router';
import { RoundButton, RoundLink, TaskScreen } from '../../ui/parts/Screen.tsx';
import { language, languages, speak, t } from '../../ui/strings/index.ts';
import { CodeStep } from './CodeStep.tsx';
import { ConsentStep } from './ConsentStep.tsx';
import { HomeScreenStep } from './HomeScreenStep.tsx';
import { InstallStep } from './InstallStep.tsx';
import { NameStep } from './NameStep.tsx';
import './onboarding.css';
import type { Step } from './model.ts';
import { PhoneStep } from './PhoneStep.tsx';
import { SetStep } from './SetStep.tsx';
import { SignInStep } from './SignInStep.tsx';
import { begin, goBack, stepNow, steps, takeToken } from './store.ts';

const screens: Readonly<Record<Step, () => preact.JSX.Element>> = {
  home_screen: HomeScreenStep,
  code: CodeStep,
  phone: PhoneStep,
  name: NameStep,
  consent: ConsentStep,
  sign_in: SignInStep,
  install: InstallStep,
  set: SetStep,
};

export function Claim() {
  const { route } = useLocation();
  useEffect(takeToken, []);
  const step = stepNow();
  useEffect(() => {
    // Each step is a screen of its own: it starts at its top and is read out from its heading.
    scrollTo(0, 0);
    if (step !== null) document.querySelector('h1')?.focus({ preventScroll: true });
  }, [step]);
  if (step === null) return <LanguageStep />;
  const Screen = screens[step];
  const way = <RoundButton icon="back" label={t('nav.back')} onPress={() => goBack() || route('/')} />;
  const canGoBack = step !== 'install' && step !== 'set';
  return (
    <TaskScreen
      name={t('onboarding.welcome')}
      way={canGoBack ? way : <span />}
      step={{ at: steps().indexOf(step) + 1, of: steps().length }}
    >
      <Screen key={step} />
    </TaskScreen>
  );
}

/** Before all: which language. Both are named in themselves. */
function LanguageStep() {
  return (
    <TaskScreen
      name={t('onboarding.welcome')}
      way={<RoundLink to="/" icon="close" label={t('common.close')} />}
    >
      <h1 class="push" tabIndex={-1}>
        <span lang="en">Choose your language</span>
        <br />
        <span lang="es">Elija su idioma</span>
      </h1>
      <div class="dock">
        {languages.map((one) => (
          <button
            key={one}
            type="button"
            lang={one}
            class={one === language() ? 'btn btn-main' : 'btn btn-tall'}
            onClick={() => void speak(one).then(begin)}
          >
            {one === 'en' ? 'English' : 'Español'}
          </button>
        ))}
      </div>
    </TaskScreen>
  );
}
