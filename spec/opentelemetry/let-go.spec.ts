import { expect, it } from '@jest/globals';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { NEVER, of, type Unsubscribable } from 'rxjs';
import { smartPoll } from '../../lib/index.js';
import { telemetry } from '../../lib/opentelemetry/index.js';
import { recorded } from './recorded.js';

setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc') as () => void;

it('should let go of a loop that is over, although its meter provider goes on (4.3)', async () => {
  const { meterProvider, metrics } = recorded();
  const begin = (): [WeakRef<object>, Unsubscribable] => {
    const held = { of: 'a loop' };
    const tasks = {
      hangs: { startDue: 0, project: () => (held.of === '' ? of(1) : NEVER) },
    };
    // Also of what names its tasks.
    const options = { meterProvider, name: 'loop', taskName: () => (held.of === '' ? 'none' : undefined) };
    return [new WeakRef(held), smartPoll(telemetry({ tasks }, options)).subscribe()];
  };
  const [left, run] = begin();
  const waited = async () => {
    for (let i = 0; i < 20 && left.deref() !== undefined; i++) {
      await new Promise((resolve) => setTimeout(resolve, 5));
      collect();
    }
    return left.deref();
  };
  expect(await waited()).toBeDefined();
  run.unsubscribe();
  expect(await waited()).toBeUndefined();
  expect((await metrics())['smartpoll.loop.running']).toEqual([
    { attributes: { 'smartpoll.loop.name': 'loop' }, value: 0, count: 1 },
  ]);
});
