/** @jest-environment jsdom */
import { describe, it, expect } from '@jest/globals';
import { Subject, VirtualTimeScheduler, map, of, throwError, timer } from 'rxjs';
import type { LoopEvent } from '../../lib/config/loop-event.js';
import { smartPoll } from '../../lib/index.js';
import { recordTimeline, renderTimeline, type TimelineOptions } from '../../lib/timeline/index.js';
import { stopTheClock } from '../support/stop-the-clock.js';

stopTheClock();

type Loose = { time: number; type: LoopEvent['type'] } & Record<string, unknown>;

const events = (...loose: Loose[]): LoopEvent[] => loose as unknown as LoopEvent[];
const ready = (time: number, key: unknown = 'a'): Loose => ({ time, type: 'ready', key });
const start = (time: number, stage = 1, key: unknown = 'a'): Loose => ({ time, type: 'start', key, stage });
const stop = (time: number, stage = 1, key: unknown = 'a'): Loose => ({ time, type: 'stop', key, stage });
const turn = (from: number, to: number, source: object): Loose[] => [
  { time: from, type: 'turn-start', handler: 'next', ...source },
  { time: to, type: 'turn-end', handler: 'next', ...source },
];
const task = (key: unknown = 'a', stage = 1) => ({ key, stage });

function parse(svg: string): Document {
  const document = new DOMParser().parseFromString(svg, 'image/svg+xml');
  expect(document.documentElement.nodeName).toBe('svg');
  // All words are in elements that show them.
  const loose = [...document.documentElement.childNodes].filter(
    ({ nodeType }) => nodeType === Node.TEXT_NODE,
  );
  expect(loose.map(({ textContent }) => textContent!.trim()).join('')).toBe('');
  return document;
}

function render(recording: LoopEvent[], options?: TimelineOptions): Document {
  return parse(renderTimeline(recording, options));
}

interface Drawn {
  readonly left: number;
  readonly right: number;
  readonly y: number;
  readonly open: boolean;
  readonly title: string;
}

/** The shapes of a kind, those of the legend left out, which have no title. */
function shapes(document: Document, kind: string): Drawn[] {
  return [...document.querySelectorAll(`path.${kind}`)].flatMap((path) => {
    const title = path.querySelector('title')?.textContent;
    if (title === undefined || title === null) return [];
    const data = path.getAttribute('d')!;
    const [, right, top, left] = /^M([-\d.]+) ([-\d.]+)H?([-\d.]+)?/.exec(data)!;
    const middle = Number(top) + Number(/v([-\d.]+)/.exec(data)?.[1] ?? 0) / 2;
    return [
      { left: Number(left ?? right), right: Number(right), y: middle, open: !data.includes('z'), title },
    ];
  });
}

const texts = (document: Document, kind: string): string[] =>
  [...document.querySelectorAll(`text.${kind}`)].map(({ textContent }) => textContent!);

/** Where times are, by the labels of the axis, which must be in seconds. */
function scale(document: Document): (time: number) => number {
  const labels = [...document.querySelectorAll('text.axis')];
  const [at0, at1] = [labels[0]!, labels.at(-1)!].map((label) => Number(label.getAttribute('x')));
  const seconds = parseFloat(labels.at(-1)!.textContent!);
  return (time) => at0! + ((at1! - at0!) * time) / (1_000 * seconds);
}

describe('renderTimeline', () => {
  it('should draw a lane for each key, then one for each hook, then none for anything else', () => {
    const document = render(
      events(
        { time: 0, type: 'run' },
        ...turn(0, 1, { handler: 'onRun' }),
        ...turn(1, 2, { hook: 'refresh' }),
        ready(2, 'b'),
        ready(2, 'a'),
        { time: 3, type: 'schedule', key: 'later' },
        { time: 4, type: 'pause' },
        { time: 5, type: 'leftovers', keys: ['never'] },
      ),
    );
    expect(texts(document, 'key')).toEqual(['b', 'a', 'later', 'onRun', 'refresh']);
    expect(texts(document, 'hook')).toEqual(['onRun', 'refresh']);
  });

  it('should tell a key from a hook of the same name', () => {
    const document = render(events(...turn(0, 1, { hook: 'a' }), start(1), stop(2)));
    expect(texts(document, 'key')).toEqual(['a', 'a']);
    const [stage] = shapes(document, 'stage');
    const [handled] = shapes(document, 'turn');
    expect(stage!.y).toBeLessThan(handled!.y);
  });

  it('should tell the key `undefined` from the loop, and from hooks', () => {
    const monitor = recordTimeline(100);
    smartPoll<unknown>({
      entries: [
        [
          undefined,
          { startDue: 0, project: () => throwError(() => new Error('down')), error: () => undefined },
        ],
      ],
      hooks: { h: { source: of(1), next: () => undefined } },
      onRun: () => undefined,
      monitor,
    } as never).subscribe();
    const document = render(monitor.events);
    expect(texts(document, 'key')).toEqual(['undefined', 'onRun', 'h']);
    expect(document.querySelector('desc')!.textContent).toBe(
      'undefined,onRun,h: 1 due, 1 failed, 3 handler, ',
    );
  });

  it('should put the keys it is given first, also those nothing happened to', () => {
    const document = render(events(ready(0, 'b'), ready(1, 'c')), { keys: ['a', 'c'] });
    expect(texts(document, 'key')).toEqual(['a', 'c', 'b']);
  });

  it('should draw first stages and turns in proportion to their times', () => {
    const document = render(
      events(start(0), ...turn(4_000, 6_000, task()), stop(6_000), start(9_000, 2), stop(10_000, 2)),
    );
    const x = scale(document);
    const [first, second] = shapes(document, 'stage');
    const [handled] = shapes(document, 'turn');
    for (const [at, time] of [
      [first!.left, 0],
      [first!.right, 6_000],
      [handled!.left, 4_000],
      [handled!.right, 6_000],
      [second!.left, 9_000],
      [second!.right, 10_000],
    ] as const)
      expect(Math.abs(at - x(time))).toBeLessThanOrEqual(1);
    expect(first!.y).toBe(handled!.y);
    expect([first!.open, second!.open, handled!.open]).toEqual([false, false, false]);
  });

  it('should draw the same picture from 0 and from the epoch', () => {
    const recording = (from: number) =>
      events(ready(from), start(from), ...turn(from + 70, from + 80, task()), stop(from + 80));
    expect(renderTimeline(recording(1_790_000_000_000))).toBe(renderTimeline(recording(0)));
  });

  it('should draw a tick where it was due, with a line up to the start it waited for', () => {
    const document = render(events(ready(1_000), ready(3_000), start(4_000), { time: 9_000, type: 'run' }));
    const x = scale(document);
    const [waited, waits] = shapes(document, 'ready');
    expect(waited!.title).toBe('a: due 0s to 3s ');
    expect(waited!.right - waited!.left).toBeCloseTo(x(3_000) - x(0), -1);
    expect(waits!.title).toBe('a: due 2s to 8s ');
  });

  it('should draw a latched tick up to the start that it becomes', () => {
    const document = render(
      events(
        ...[ready(0), start(0), ready(10), { time: 10, type: 'latched', key: 'a' } as Loose],
        ...[stop(30), ready(30), start(30, 2), stop(40, 2)],
      ),
    );
    expect(shapes(document, 'latched').map(({ title }) => title)).toEqual(['a: due again 0.01s to 0.03s ']);
    expect(shapes(document, 'ready')).toHaveLength(2);
  });

  it('should draw dropped ticks and events of a full buffer, hollow', () => {
    const document = render(
      events(...[ready(0), start(0), ready(10), { time: 10, type: 'dropped', key: 'a' } as Loose, stop(20)], {
        time: 15,
        type: 'overflow',
        hook: 'clicks',
      }),
    );
    expect(shapes(document, 'dropped').map(({ title }) => title)).toEqual([
      'a: dropped 0.01s to 0.01s ',
      'clicks: dropped 0.015s to 0.015s ',
    ]);
    for (const path of document.querySelectorAll('path.dropped'))
      expect(path.getAttribute('d')).not.toContain('H');
    expect(shapes(document, 'ready')).toHaveLength(1);
  });

  it('should end a tick that was taken back', () => {
    const document = render(events(ready(0), { time: 5, type: 'unscheduled', key: 'a' }, ready(9), start(9)));
    expect(shapes(document, 'ready').map(({ title }) => title)).toEqual([
      'a: due 0s to 0.005s ',
      'a: due 0.009s to 0.009s ',
    ]);
  });

  it('should draw a cancelled stage up to where it was cancelled, whenever it stops', () => {
    const document = render(
      events(start(0), { time: 4, type: 'cancel', ...task() }, start(4, 2), stop(9), stop(12, 2)),
    );
    expect(shapes(document, 'cancel').map(({ title }) => title)).toEqual(['a: cancelled 0s to 0.004s ']);
    const [running] = shapes(document, 'stage');
    expect(running!.y).toBe(shapes(document, 'cancel')[0]!.y);
    expect(running!.title).toBe('a: request 0.004s to 0.012s ');
  });

  it('should draw a failed stage and a failed source, and say why', () => {
    const document = render(
      events(
        ...[start(0), { time: 3, type: 'error', ...task(), error: new Error('HTTP 429') } as Loose],
        ...[stop(5), { time: 7, type: 'error', hook: 'feed', error: 'gone' } as Loose],
      ),
    );
    expect(shapes(document, 'error').map(({ title }) => title)).toEqual([
      'a: failed 0s to 0.005s HTTP 429',
      'feed: failed 0.007s to 0.007s gone',
    ]);
    expect(shapes(document, 'stage')).toEqual([]);
  });

  it('should stack first stages that overlap, and use a row again that is free', () => {
    const document = render(
      events(
        ...[0, 1, 2].map((time) => start(time, time)),
        stop(3, 0),
        start(4, 3),
        ...turn(5, 6, task('a', 1)),
      ),
    );
    const [a, b, c, d] = shapes(document, 'stage').map(({ y }) => y);
    expect(a).toBeLessThan(b!);
    expect(b).toBeLessThan(c!);
    expect(d).toBe(a);
    expect(shapes(document, 'turn')[0]!.y).toBe(b);
  });

  it('should stack no more than six', () => {
    const many = events(...Array.from({ length: 100 }, (_, stage) => start(50 * stage, stage)));
    expect(new Set(shapes(render(many), 'stage').map(({ y }) => y)).size).toBe(6);
  });

  it('should draw a hold from where it is to its end, its release, or what replaces it (5.14, 5.15)', () => {
    const hold = (time: number, until?: number): Loose => ({
      time,
      type: 'hold',
      key: 'a',
      until: until === undefined ? undefined : new Date(until),
    });
    const document = render(
      events(
        hold(0, 10), // It ends by itself.
        ...[hold(20, 90), { time: 30, type: 'release', key: 'a' } as Loose],
        ...[hold(40), hold(50, 45)], // Nobody is held any more.
        ...[hold(60), { time: 70, type: 'unsubscribe' } as Loose], // It goes with its run,
        hold(80, 120), // and this one does not.
        ...[{ time: 85, type: 'unsubscribe' } as Loose, ready(100)],
      ),
    );
    expect(shapes(document, 'hold').map(({ title }) => title)).toEqual(
      [
        '0s to 0.01s',
        '0.02s to 0.03s',
        '0.04s to 0.05s',
        '0.05s to 0.05s',
        '0.06s to 0.07s',
        '0.08s to 0.1s',
      ].map((when) => `a: held ${when} `),
    );
    expect([...document.querySelectorAll('text')].map(({ textContent }) => textContent)).toContain('held');
  });

  it('should draw holds of a limit in a lane of its own (5.15)', () => {
    const until = new Date(9);
    const document = render(
      events(
        start(0),
        { time: 2, type: 'hold-limit', limit: 'host', until },
        { time: 4, type: 'hold-limit', limit: 'line', until: undefined },
        { time: 6, type: 'release-limit', limit: 'host' },
        stop(10),
      ),
    );
    expect(texts(document, 'key')).toEqual(['a', 'limit host', 'limit line']);
    const [host, line] = shapes(document, 'hold');
    expect(host!.title).toBe('limit host: held 0.002s to 0.006s ');
    expect(line!.open).toBe(true);
  });

  it('should draw pauses over all lanes, and lines where a run starts, drains, ends or fails', () => {
    const document = render(
      events(
        ...[{ time: 0, type: 'run' } as Loose, start(0), { time: 10, type: 'pause' } as Loose],
        ...[{ time: 20, type: 'resume' } as Loose, { time: 30, type: 'drain' } as Loose, stop(35)],
        ...[{ time: 40, type: 'complete' } as Loose, { time: 50, type: 'run' } as Loose],
        ...[{ time: 60, type: 'unsubscribe' } as Loose, { time: 70, type: 'run' } as Loose],
        { time: 80, type: 'error', error: new Error('lost') },
      ),
    );
    expect(shapes(document, 'pause').map(({ title }) => title)).toEqual([
      'Control loop: paused 0.01s to 0.02s ',
    ]);
    expect(shapes(document, 'run').map(({ title }) => title.split(' ').at(-1))).toEqual([
      'run',
      'drain',
      'complete',
      'run',
      'unsubscribe',
      'run',
      'lost',
    ]);
    expect(shapes(document, 'stage').map(({ title }) => title)).toEqual(['a: request 0s to 0.035s ']);
  });

  it('should draw a handler that ends the run as failed, and its request not as cancelled', () => {
    const scheduler = new VirtualTimeScheduler();
    const seen: LoopEvent[] = [];
    smartPoll({
      tasks: {
        a: {
          startDue: 0,
          project: () => timer(5, scheduler),
          next: () => {
            throw new Error('broken');
          },
        },
        b: { startDue: 0, project: () => timer(50, scheduler) },
      },
      monitor: { next: (event) => seen.push({ ...event }) },
      scheduler,
    }).subscribe({ error: () => {} });
    scheduler.flush();
    const document = render(seen);
    expect(shapes(document, 'stage').map(({ title }) => title)).toEqual(['a: request 0s to 0.005s ']);
    expect(shapes(document, 'error').map(({ title }) => title)).toEqual(['a: failed 0.005s to 0.005s next']);
    expect(shapes(document, 'turn')).toEqual([]);
    expect(shapes(document, 'cancel').map(({ title }) => title)).toEqual(['b: cancelled 0s to 0.005s ']);
  });

  it('should end with a run what was under way in it', () => {
    const document = render(
      events(
        ...[{ time: 0, type: 'run' } as Loose, start(0), ready(4, 'b'), { time: 5, type: 'pause' } as Loose],
        ...[{ time: 6, type: 'unsubscribe' } as Loose, { time: 9, type: 'run' } as Loose, start(9), stop(10)],
      ),
    );
    expect(shapes(document, 'cancel').map(({ title }) => title)).toEqual(['a: cancelled 0s to 0.006s ']);
    expect(shapes(document, 'ready').map(({ title }) => title)).toEqual(['b: due 0.004s to 0.006s ']);
    expect(shapes(document, 'pause').map(({ title }) => title)).toEqual([
      'Control loop: paused 0.005s to 0.006s ',
    ]);
    expect(shapes(document, 'stage').map(({ title }) => title)).toEqual(['a: request 0.009s to 0.01s ']);
  });

  it('should leave open to the right what is under way at the end', () => {
    const document = render(events(start(0), { time: 5, type: 'pause' }, ...turn(8, 9, task()).slice(0, 1)));
    for (const kind of ['stage', 'pause', 'turn']) expect(shapes(document, kind)[0]!.open).toBe(true);
  });

  it('should draw what it can of a recording that begins in the middle', () => {
    const document = render(
      events(
        ...[turn(0, 1, task())[1]!, stop(1), { time: 2, type: 'resume' } as Loose],
        ...[{ time: 3, type: 'latched', key: 'a' } as Loose, { time: 3, type: 'dropped', key: 'a' } as Loose],
        ...[
          { time: 3, type: 'cancel', ...task() } as Loose,
          { time: 3, type: 'unscheduled', key: 'a' } as Loose,
        ],
        ...[start(4, 2), ...turn(6, 7, task('a', 1)), stop(8, 2), stop(9, 7)],
      ),
    );
    expect(shapes(document, 'stage').map(({ title }) => title)).toEqual(['a: request 0.003s to 0.007s ']);
    expect(shapes(document, 'turn').map(({ title }) => title)).toEqual(['a: handler 0.005s to 0.006s next']);
  });

  it('should draw what is in the window, cut at its edges', () => {
    const document = render(
      events(
        start(0),
        stop(1_000),
        start(2_000),
        stop(6_000),
        start(7_000),
        stop(8_000),
        start(9_000),
        stop(9_500),
      ),
      { from: 4_000, to: 7_500 },
    );
    expect(shapes(document, 'stage').map(({ title }) => title)).toEqual([
      'a: request 0s to 2s ',
      'a: request 3s to 3.5s ',
    ]);
    const x = scale(document);
    expect(shapes(document, 'stage').map(({ left }) => left)).toEqual([x(0), Math.round(x(3_000))]);
  });

  it.each<[span: number, labels: string[]]>([
    [10, ['0s', '0.002s', '0.004s', '0.006s', '0.008s', '0.01s']],
    [1_000, ['0s', '0.2s', '0.4s', '0.6s', '0.8s', '1s']],
    [120_000, ['0s', '20s', '40s', '1m ', '1m 20s', '1m 40s', '2m ']],
    [240_000, ['0s', '1m ', '2m ', '3m ', '4m ']],
    [3_600_000, ['0s', '10m ', '20m ', '30m ', '40m ', '50m ', '1h ']],
    [86_400_000 * 1.5, ['0s', '5h ', '10h ', '15h ', '20h ', '1d 1h ', '1d 6h ', '1d 11h ']],
    [86_400_000 * 70, ['0s', '10d ', '20d ', '30d ', '40d ', '50d ', '60d ', '70d ']],
  ])('should label an axis of %d ms in steps that people count in', (span, labels) => {
    expect(texts(render([], { from: 0, to: span, width: 700 }), 'axis')).toEqual(labels);
  });

  it('should draw something for no events at all, and for one', () => {
    expect(texts(render([]), 'title')).toEqual(['Control loop']);
    expect(shapes(render(events(start(7))), 'stage')).toHaveLength(1);
  });

  it('should be as wide as it is told, and never too narrow to hold anything', () => {
    const root = (width?: number) =>
      render(events(start(0)), width === undefined ? {} : { width }).documentElement;
    expect([root(), root(360), root(-5)].map((svg) => svg.getAttribute('width'))).toEqual([
      '860',
      '360',
      '240',
    ]);
    expect(root(360).getAttribute('viewBox')).toBe(`0 0 360 ${root(360).getAttribute('height')}`);
  });

  it('should keep everything inside, on a phone too', () => {
    const recording = events(
      ...['a', 'a key with a long name', 'b'].flatMap((key, i) => [
        ...[ready(0, key), start(0, i, key), { time: 5, type: 'latched', key } as Loose, stop(6, i, key)],
        ...[
          { time: 7, type: 'dropped', key } as Loose,
          start(8, i, key),
          { time: 8, type: 'cancel', key, stage: i } as Loose,
        ],
      ]),
      { time: 9, type: 'pause' },
    );
    for (const width of [240, 360, 860]) {
      const document = render(recording, { width });
      const height = Number(document.documentElement.getAttribute('height'));
      for (const element of document.querySelectorAll('text')) {
        const end = element.matches('.key, .axis') ? 0 : element.textContent!.length * 6;
        expect(Number(element.getAttribute('x')) + end).toBeLessThanOrEqual(width);
        expect(Number(element.getAttribute('y'))).toBeLessThanOrEqual(height - 4);
      }
      for (const path of document.querySelectorAll('path'))
        for (const [, x] of path.getAttribute('d')!.matchAll(/[MH]([-\d.]+)/g)) {
          expect(Number(x)).toBeGreaterThanOrEqual(0);
          expect(Number(x)).toBeLessThanOrEqual(width);
        }
    }
  });

  it('should explain in a legend what occurs, and only that', () => {
    const words = (document: Document) =>
      [...document.querySelectorAll('text')]
        .filter((text) => !text.getAttribute('class'))
        .map((text) => text.textContent);
    expect(words(render(events({ time: 0, type: 'run' }, ready(0), start(0), stop(1))))).toEqual([
      'due',
      'request',
    ]);
    expect(words(render([]))).toEqual([]);
  });

  describe('words on marks', () => {
    const wide = (...recording: Loose[]) => render(events(...recording), { from: 0, to: 10_000 });

    it('should say once what a mark is, the first time that there is room', () => {
      const document = wide(
        ...[start(0), ...turn(20, 40, task()), stop(40)],
        ...[start(1_000, 2), ...turn(3_000, 5_000, task('a', 2)), stop(5_000, 2)],
        ...[start(6_000, 3), ...turn(7_500, 9_000, task('a', 3)), stop(9_000, 3)],
      );
      expect(texts(document, 'note')).toEqual(['request', 'handler']);
    });

    it('should leave a word out where the next mark begins too soon', () => {
      expect(texts(wide(start(0), ...turn(300, 320, task()), stop(5_000)), 'note')).toEqual([]);
      expect(texts(wide(start(0), stop(300)), 'note')).toEqual([]);
    });

    it('should say each time why a request failed, after it, if the next one leaves room', () => {
      const failure = (time: number, stage: number): Loose[] => [
        start(time, stage),
        { time: time + 100, type: 'error', ...task('a', stage), error: new Error('503') },
        ...turn(time + 100, time + 100, task('a', stage)),
        stop(time + 100, stage),
      ];
      expect(texts(wide(...failure(0, 1), ...failure(300, 2), ...failure(3_000, 3)), 'note')).toEqual([
        '503',
        '503',
      ]);
    });

    it('should say above the lanes what concerns all of them, one beside the other', () => {
      const document = wide(
        ...[{ time: 0, type: 'run' } as Loose, start(10), { time: 2_000, type: 'pause' } as Loose],
        ...[{ time: 4_000, type: 'resume' } as Loose, { time: 6_000, type: 'drain' } as Loose],
        ...[{ time: 6_010, type: 'complete' } as Loose],
      );
      // The end is too close to be named as well.
      expect(texts(document, 'note')).toEqual(['paused', 'drain', 'cancelled']);
    });
  });

  it('should have a name and a summary for screen readers', () => {
    const svg = render(events(ready(0), start(0), stop(1), ready(2), start(2, 2), stop(3, 2)), {
      title: 'My loop',
    }).documentElement;
    expect(svg.getAttribute('role')).toBe('img');
    expect(svg.getAttribute('aria-label')).toBe('My loop');
    expect(svg.querySelector('title')!.textContent).toBe('My loop');
    expect(svg.querySelector('desc')!.textContent).toBe('a: 2 due, 2 request, ');
  });

  describe('text', () => {
    const hostile = `<script>alert("1")</script>&amp;'\u0000\u0007\ud800\uffff😀`;
    const survives = `<script>alert("1")</script>&amp;'????😀`;

    it('should be escaped wherever it comes from', () => {
      const document = render(
        events(
          ...[
            start(0, 1, hostile),
            { time: 1, type: 'error', ...task(hostile), error: new Error(hostile) } as Loose,
          ],
          ...turn(2, 3, { hook: hostile }),
        ),
        { title: hostile },
      );
      expect(document.querySelectorAll('script')).toHaveLength(0);
      expect(texts(document, 'key')).toEqual([survives, survives]);
      expect(texts(document, 'title')).toEqual([survives]);
      expect(document.documentElement.getAttribute('aria-label')).toBe(survives);
      expect(shapes(document, 'error')[0]!.title).toBe(`${survives}: failed 0s to 0.003s ${survives}`);
    });

    it('should stay what it is in HTML', () => {
      const host = document.createElement('div');
      host.innerHTML = renderTimeline(events(start(0, 1, hostile)), { title: hostile });
      expect(host.querySelectorAll('svg')).toHaveLength(1);
      expect(host.querySelectorAll('script')).toHaveLength(0);
      expect(host.querySelector('.key')!.textContent).toBe(survives);
    });

    it('should be found for keys of any kind', () => {
      const circular: Record<string, unknown> = {};
      circular['self'] = circular;
      const keys = [
        7,
        Symbol('s'),
        { station: 'x' },
        ['a', 1],
        null,
        true,
        10n,
        circular,
        Object.create(null),
        -0,
      ];
      const document = render(events(...keys.map((key, stage) => start(0, stage, key))));
      expect(texts(document, 'key')).toEqual([
        '7',
        'Symbol(s)',
        '{"station":"x"}',
        '["a",1]',
        'null',
        'true',
        '10',
        'object',
        '{}',
        '0',
      ]);
    });

    it.each<[string, unknown, string]>([
      ['a list', { message: ['x', 1] }, '["x",1]'],
      ['an object', { message: { code: 5 } }, '{"code":5}'],
      ['a number', { message: 42 }, '42'],
      ['nothing', { message: null, code: 5 }, '{"message":null,"code":5}'],
      ['no JSON', { toJSON: () => undefined }, 'undefined'],
      ['no text', { message: Symbol('s') }, 'Symbol(s)'],
      [
        'a trap',
        {
          get message() {
            throw new Error();
          },
        },
        'object',
      ],
    ])('should be found for an error whose message is %s', (_, error, text) => {
      const failed = { time: 1, type: 'error', ...task(), error } as Loose;
      const document = render(events(start(0), failed, stop(1)), { to: 1_000 });
      expect(shapes(document, 'error')[0]!.title).toBe(`a: failed 0s to 0.001s ${text}`);
      expect(texts(document, 'note')).toEqual([text]);
    });

    it('should be what `label` says of a key, and the name of a hook', () => {
      const document = render(events(start(0, 1, 3), ...turn(1, 2, { hook: 'x' })), {
        label: (key: number) => `#${key}`,
      });
      expect(texts(document, 'key')).toEqual(['#3', 'x']);
    });
  });

  describe('theme', () => {
    const sheet = (theme?: 'auto' | 'light' | 'dark') =>
      render([], theme ? { theme } : {}).querySelector('style')!.textContent!;

    it('should follow the reader by default', () => {
      expect(sheet()).toBe(sheet('auto'));
      expect(sheet()).toMatch(/@media\(prefers-color-scheme:dark\)\{[^]*\}\}$/);
    });

    it('should be forced by the option', () => {
      const colors = (css: string) => css.match(/#\w+/g);
      expect(sheet('light') + sheet('dark')).not.toContain('@media');
      expect(colors(sheet('auto'))).toEqual([...colors(sheet('light'))!, ...colors(sheet('dark'))!]);
      expect(colors(sheet('light'))).not.toEqual(colors(sheet('dark')));
    });

    it('should touch nothing else in the page, nor a picture of another theme', () => {
      for (const theme of ['auto', 'light', 'dark'] as const) {
        expect(render([], { theme }).documentElement.getAttribute('class')).toBe(`smartpoll-${theme}`);
        const rules = sheet(theme).replace('@media(prefers-color-scheme:dark){', '').split('}');
        for (const rule of rules)
          for (const selector of rule.split('{')[0]!.split(','))
            if (selector.trim()) expect(selector.trim()).toMatch(new RegExp(`^\\.smartpoll-${theme} `));
      }
    });
  });

  describe('size', () => {
    const polls = (count: number, keys = 3) =>
      events(
        ...Array.from({ length: count }, (_, i) => {
          const [key, time] = [i % keys, 10 * i];
          return [
            ready(time, key),
            start(time, i, key),
            ...turn(time + 5, time + 6, task(key, i)),
            stop(time + 6, i, key),
          ];
        }).flat(),
      );

    it('should be bounded, however many events there are', () => {
      for (const count of [2_000, 20_000]) {
        const svg = renderTimeline(polls(count));
        expect(svg.length).toBeLessThan(260_000);
        expect(parse(svg).querySelector('desc')!.textContent).toBe(
          `0,1,2: ${count} due, ${count} request, ${count} handler, `,
        );
      }
    });

    // Seconds at most; what looks at all that is open for each event takes minutes.
    it.each<[string, (count: number) => Loose[], string]>([
      [
        'ticks wait',
        (count) => {
          const each = Array.from({ length: count }, (_, i) => i);
          return [
            ...each.map((time) => ready(time)),
            ...each.flatMap((i) => [start(count + i, i), stop(count + i + 1, i)]),
          ];
        },
        'a: 100000 due, 100000 request, ',
      ],
      [
        'ticks are latched',
        (count) => [
          ...Array.from({ length: count }, (_, time) => [
            ready(time),
            { time, type: 'latched', key: 'a' } as Loose,
          ]).flat(),
          start(count),
        ],
        'a: 100000 due again, 1 request, ',
      ],
      [
        'runs end with something open',
        (count) =>
          Array.from({ length: count }, (_, time) => [
            { time, type: 'run' } as Loose,
            start(time, 1, time % 2),
            ready(time, 0),
          ]).flat(),
        '0,1: 99999 cancelled, 100000 due, 1 request, ',
      ],
    ])('should be drawn in linear time, however many %s', (_, recording, desc) => {
      const begin = performance.now();
      expect(render(recording(100_000) as unknown as LoopEvent[]).querySelector('desc')!.textContent).toBe(
        desc,
      );
      expect(performance.now() - begin).toBeLessThan(20_000);
    });

    it('should be bounded, however many lanes there are', () => {
      expect(texts(render(polls(1_000, 1_000)), 'key')).toHaveLength(50);
    });

    it('should never be saved on what is rare: a failure among thousands', () => {
      const recording = polls(20_000);
      const failed = events({ time: 100_000, type: 'error', key: 1, stage: 10_000, error: 'one' });
      recording.splice(
        recording.findIndex(({ time }) => time > 100_000),
        0,
        ...failed,
      );
      expect(shapes(render(recording), 'error')).toHaveLength(1);
    });
  });

  it('should take events of a wall clock that was set back', () => {
    const document = render(events(start(1_000), stop(5_000), start(200, 2), stop(800, 2)));
    expect(shapes(document, 'stage').map(({ title }) => title)).toEqual([
      'a: request 0.8s to 4.8s ',
      'a: request 0s to 0.6s ',
    ]);
  });

  it('should not mind options that are undefined, nor extreme ones', () => {
    const none = { from: undefined, to: undefined, width: undefined, title: undefined, theme: undefined };
    expect(renderTimeline(events(start(0)), none as unknown as TimelineOptions)).toBe(
      renderTimeline(events(start(0))),
    );
    render(events(start(0)), { from: -Number.MAX_VALUE, to: Number.MAX_VALUE });
    render(events(start(0)), { from: Number.MAX_VALUE });
    render(events(start(5)), { from: 9, to: 3 });
  });

  it.each<[options: unknown, message: string]>([
    [{ from: NaN }, 'smartPoll: timeline from must be a finite number, got NaN (number)'],
    [{ to: '5' }, 'smartPoll: timeline to must be a finite number, got 5 (string)'],
    [{ width: Infinity }, 'smartPoll: timeline width must be a finite number, got Infinity (number)'],
    [{ title: 5 }, 'smartPoll: timeline title must be a string, got 5 (number)'],
    [{ theme: 'blue' }, 'smartPoll: timeline theme must be auto, light or dark, got blue (string)'],
    [{ theme: 'darker' }, 'smartPoll: timeline theme must be auto, light or dark, got darker (string)'],
    [{ keys: 'ab' }, 'smartPoll: timeline keys must be an array, got ab (string)'],
    [{ label: null }, 'smartPoll: timeline label must be a function, got null (object)'],
    [
      { colour: 1 },
      'smartPoll: timeline colour must be one of from,to,width,title,theme,keys,label, got 1 (number)',
    ],
  ])('should refuse %p', (options, message) => {
    expect(() => renderTimeline([], options as TimelineOptions)).toThrow(new TypeError(message));
  });

  it('should take any iterable of events, and refuse anything else', () => {
    const recording = events(ready(0), start(5), stop(9));
    expect(renderTimeline(new Set(recording).values())).toBe(renderTimeline(recording));
    const refused = 'smartPoll: timeline events must be iterable, such as recorder.events, got ';
    expect(() => renderTimeline(undefined!)).toThrow(new TypeError(`${refused}undefined (undefined)`));
    const recorder = recordTimeline(100);
    recording.concat(recording).forEach((event) => recorder.next(event));
    expect(() => renderTimeline(recorder as unknown as LoopEvent[])).toThrow(
      new TypeError(`${refused}${JSON.stringify(recorder).slice(0, 99)} (object)`),
    );
  });

  it('should draw a loop as its monitor saw it', () => {
    const scheduler = new VirtualTimeScheduler(undefined, Infinity);
    const monitor = recordTimeline(100);
    const click$ = new Subject<void>();
    const click = {
      source: click$,
      next: (_: void, loop: { schedule(key: 'poll', due: number): void }) => loop.schedule('poll', 0),
    };
    smartPoll({
      tasks: {
        poll: {
          startDue: 1_000,
          project: () => timer(2_000, scheduler).pipe(map(() => 'x')),
          next: () => ['y'],
        },
      },
      hooks: { click },
      monitor,
      scheduler,
    }).subscribe();
    scheduler.schedule(() => click$.next(), 2_000);
    scheduler.schedule(() => click$.complete(), 9_000);
    scheduler.flush();

    const document = render(monitor.events);
    expect(texts(document, 'key')).toEqual(['poll', 'click']);
    expect(shapes(document, 'stage').map(({ title }) => title)).toEqual([
      'poll: request 1s to 3s ',
      'poll: request 3s to 5s ',
    ]);
    expect(shapes(document, 'latched').map(({ title }) => title)).toEqual(['poll: due again 2s to 3s ']);
    expect(shapes(document, 'turn')).toHaveLength(3);
    expect(shapes(document, 'run').map(({ title }) => title.split(' ').at(-1))).toEqual(['run', 'complete']);
  });
});
