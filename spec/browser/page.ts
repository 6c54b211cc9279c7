// What a tab of the test runs: a poll of the server, shared by acrossTabs.
import { smartPoll } from 'rxjs-smartpoll';
import { acrossTabs } from 'rxjs-smartpoll/tabs';

const me = new URLSearchParams(location.search).get('tab');
const page = Object.assign(globalThis, { seen: [] as number[], beats: 0 });
setInterval(() => page.beats++, 20);

smartPoll({
  tasks: {
    poll: {
      startDue: 0,
      repeatDue: 20,
      project: () => fetch(`/poll?tab=${me}`).then((response) => response.json() as Promise<number>),
      next: (count) => [count],
      error: (_, loop) => loop.schedule('poll', 20),
    },
  },
})
  .pipe(acrossTabs('counter'))
  .subscribe((count) => page.seen.push(count));
