import type { Reporter, TestModule } from 'vitest/node';

/** With CI=true a test that did not run fails the run: where nobody looks on, a skip hides things for months. */
export class NoSkips implements Reporter {
  onTestRunEnd(modules: readonly TestModule[]): void {
    if (!process.env.CI) return;
    const leftOut = modules.flatMap((module) => [...module.children.allTests('skipped')]);
    if (leftOut.length === 0) return;
    process.exitCode = 1;
    console.error(
      `With CI=true these would have had to run: ${leftOut.map((one) => one.fullName).join(', ')}`,
    );
  }
}
