/** Numbered steps to read with one eye: large, in order, nothing to press. */
export function StepList({ steps }: { steps: readonly string[] }) {
  return (
    <ol class="steps rows">
      {steps.map((step) => (
        <li key={step}>{step}</li>
      ))}
    </ol>
  );
}
