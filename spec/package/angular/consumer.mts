import type { Signal } from '@angular/core';
import { of } from 'rxjs';
import { injectSmartPoll, type SmartPollRef, type TaskState } from 'rxjs-smartpoll/angular';

const ref = injectSmartPoll({
  tasks: {
    a: { project: () => of(1), next: (value, loop) => (loop.schedule('b', 0), [value]) },
    b: { project: async () => new Date(0), next: (value) => [value] },
  },
});
export const typed: SmartPollRef<'a' | 'b', number | Date> = ref;
export const value: Signal<number | Date | undefined> = ref.value;
export const task: TaskState | undefined = ref.tasks().get('b');
// @ts-expect-error no such key
ref.tasks().get('c');
