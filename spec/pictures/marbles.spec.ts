/** @jest-environment jsdom */
import { describe, it, expect } from '@jest/globals';
import { TestScheduler } from 'rxjs/testing';
import { parseDiagram } from '../../scripts/pictures/marbles/diagram.js';
import { drawMarbles } from '../../scripts/pictures/marbles/draw.js';
import { extract } from '../../scripts/pictures/marbles/extract.js';

describe('parseDiagram', () => {
  it.each(['-a-b|', '  --(ab)--c#', '', '----', 'a 5ms b 1s (c|)', '(ab|)', '  ---a  --'])(
    'should read %p as RxJS does',
    (text) => {
      const messages = new TestScheduler(() => {}).run(() =>
        TestScheduler.parseMarbles(text, undefined, undefined, undefined, true),
      );
      const expected = messages.map(
        ({ frame, notification: { kind, ...rest } }) =>
          `${frame} ${kind === 'N' ? (rest as { value: string }).value : kind === 'C' ? '|' : '#'}`,
      );
      const { instants } = parseDiagram(text);
      expect(
        instants.flatMap(({ frame, marbles }) => Array.from(marbles, (marble) => `${frame} ${marble}`)),
      ).toEqual(expected);
    },
  );

  it('should know how long a diagram is', () => {
    expect(['--a--', '(ab)', ' - 10ms -|'].map((text) => parseDiagram(text).length)).toEqual([5, 4, 13]);
  });
});

describe('extract', () => {
  const source = `
  it('should not be drawn', () => {
    const source = cold('-x|');
  });

  // picture: some-name: some label: 1
  it(
    'should be drawn (1.2)',
    marbles(({ cold, hot }) => {
      const source = cold('  -a|       ');
      const ticks = hot<Command>('t-|', { t: (loop) => loop.schedule('a', 0) });
      const turn = (event: string) => cold('-(v|)', { v: event });
      const sourceSubs = [
        '                     ^-!        ',
        '                     ---^-!     ',
      ];
      const asked: unknown[] = [];
      const expected = '     -a-(b|)    ';
    }),
  );

  it('should not be drawn either', () => {
    const other = '-y|';
  });
`;

  it('should find the tests below a comment, and their diagrams', () => {
    expect(extract(source)).toEqual([
      {
        name: 'some-name',
        label: 'some label: 1',
        title: 'should be drawn (1.2)',
        rows: [
          ['source', ['-a|']],
          ['ticks', ['t-|']],
          ['turn', ['-(v|)']],
          ['sourceSubs', ['^-!', '---^-!']],
          ['expected', ['-a-(b|)']],
        ],
      },
    ]);
  });

  it('should say so where there is nothing to draw', () => {
    expect(() => extract("// picture: a: b\nit('x', () => {});\n")).toThrow(
      'no diagrams below the comment of a',
    );
  });
});

describe('drawMarbles', () => {
  const draw = (rows: [string, string[]][]) =>
    new DOMParser().parseFromString(
      drawMarbles({ name: 'n', label: '<l>', title: '"t"', rows }),
      'image/svg+xml',
    ).documentElement;
  const texts = (svg: Element, kind: string) =>
    [...svg.querySelectorAll(`text.${kind}`)].map(({ textContent }) => textContent);

  it('should put what goes in above the box, subscriptions below their stream, and what comes out last', () => {
    const svg = draw([
      ['expected', ['-a|']],
      ['bSubs', ['^-!']],
      ['aSubs1', ['^-!']],
      ['aSubs2', ['--^-!']],
      ['unsub', ['---!']],
      ['a', ['-x|']],
      ['b', ['-y|']],
    ]);
    expect(svg.nodeName).toBe('svg');
    expect(texts(svg, 'name')).toEqual(['a', 'aSubs', 'b', 'bSubs', 'expected']);
    expect(texts(svg, 'label')).toEqual(['<l>']);
    expect(svg.querySelectorAll('.span')).toHaveLength(3);
    const y = (element: Element) => Number(element.getAttribute('y'));
    const [a, , , , expected] = svg.querySelectorAll('text.name');
    const box = svg.querySelector('.box')!;
    expect(y(a!)).toBeLessThan(y(box));
    expect(y(box)).toBeLessThan(y(expected!));
  });

  it('should draw marbles in proportion to their frames, and groups side by side', () => {
    const svg = draw([['expected', ['-a--b(cd|)']]]);
    const [a, b, c, d] = [...svg.querySelectorAll('text.mark')].map((mark) => Number(mark.getAttribute('x')));
    expect(b! - a!).toBe(3 * (c! - b!));
    expect(d! - c!).toBe(20);
    expect(svg.querySelectorAll('.end')).toHaveLength(1);
  });

  it('should tell completion, failure, going on, and being unsubscribed from each other', () => {
    const marks = (svg: Element) =>
      ['end', 'error', 'cut'].map((kind) => svg.querySelectorAll(`path.${kind}`).length).join();
    const arrow = (svg: Element) => svg.querySelector('.line')!.getAttribute('d')!.includes('l-6');
    const drawn = ['-a|', '-a#', '-a-'].map((expected) => draw([['expected', [expected]]]));
    const cut = draw([
      ['unsub', ['--!']],
      ['expected', ['-a-']],
    ]);
    expect([...drawn, cut].map(marks)).toEqual(['1,0,0', '0,1,0', '0,0,0', '0,0,1']);
    expect([...drawn, cut].map(arrow)).toEqual([false, false, true, false]);
  });

  it('should give a marble its colour wherever it is', () => {
    const svg = draw([
      ['source', ['ab']],
      ['expected', ['ba']],
    ]);
    const hues = [...svg.querySelectorAll('circle:not(.card)')].map((circle) => circle.getAttribute('class'));
    expect(hues).toEqual(['m0', 'm1', 'm1', 'm0']);
  });

  it('should refuse diagrams that are too long to be drawn', () => {
    expect(() => draw([['expected', ['a 1s b']]])).toThrow('the diagrams of n are too long to draw');
  });
});
