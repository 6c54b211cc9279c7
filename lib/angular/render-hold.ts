import { PendingTasks, PLATFORM_ID, type Injector } from '@angular/core';

/** What keeps the render on a server waiting, from `take` to `release`; in a browser there is none. */
export function renderHold(injector: Injector): { take(): void; release(): void } | undefined {
  // What `isPlatformServer` of @angular/common looks at, which is no peer.
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
