import { PendingTasks, PLATFORM_ID, type Injector } from '@angular/core';

/** Makes the render on a server wait, from `take` to `release`; `undefined` in a browser. */
export function renderHold(injector: Injector): { take(): void; release(): void } | undefined {
  // As `isPlatformServer` does; it is in @angular/common, which is not a peer dependency.
  if ((injector.get(PLATFORM_ID) as unknown) !== 'server') return undefined;
  const pending = injector.get(PendingTasks);
  let done: (() => void) | undefined;
  return {
    take() {
      done ??= pending.add();
    },
    release() {
      done?.();
      done = undefined;
    },
  };
}
