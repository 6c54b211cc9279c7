import { of, Subscription } from 'rxjs';

/** How many recordings there are to choose from, after as many that are left out. */
const MANY = 100;

/** One steady tick: from the firing of the host timer until the host has control again, the next timer armed. */
export function tick(smartPoll, recorder) {
  let time = 0;
  const armed = new Set();
  const scheduler = {
    now: () => time,
    schedule(work, delay = 0) {
      const timer = { work, due: time + delay };
      recorder.mark('the host timer is armed');
      armed.add(timer);
      return new Subscription(() => armed.delete(timer));
    },
  };
  const project = () => {
    recorder.mark('project');
    return of(1);
  };
  const next = () => recorder.mark('next');
  const tasks = { a: { startDue: 0, repeatDue: 1000, project, next } };
  const running = smartPoll({ tasks, scheduler }).subscribe();
  const recordings = Array.from({ length: 2 * MANY }, () => {
    const [timer] = [...armed].sort((a, b) => a.due - b.due);
    armed.delete(timer);
    time = timer.due;
    recorder.begin();
    timer.work();
    return recorder.end();
  });
  running.unsubscribe();
  return usual(recordings);
}

/** One cycle of a key that reschedules itself with 0: from one call of its handler to the next. */
export function cycle(smartPoll, recorder) {
  const recordings = [];
  const scheduler = { now: () => 0, schedule: () => new Subscription() };
  const project = () => {
    recorder.mark('project');
    return of(1);
  };
  const next = (value, loop) => {
    recordings.push(recorder.end());
    if (recordings.length > 2 * MANY) return;
    recorder.begin();
    recorder.mark('next');
    loop.schedule('a', 0);
  };
  smartPoll({ tasks: { a: { startDue: 0, project, next } }, scheduler }).subscribe();
  return usual(recordings.slice(1));
}

/** The second half is steady. Of its lengths the most frequent, or of two the longer. */
function usual(recordings) {
  const steady = recordings.slice(-MANY);
  const sameAs = ({ steps }) => steady.filter((other) => other.steps.length === steps.length).length;
  return steady.sort((a, b) => sameAs(b) - sameAs(a) || b.steps.length - a.steps.length)[0];
}
