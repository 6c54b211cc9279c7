import { ChangeDetectionStrategy, Component, computed, input } from '@angular/core';

const WIDTH = 120;
const HEIGHT = 36;

/** The last values as a line; what they are is said elsewhere. */
@Component({
  selector: 'app-sparkline',
  changeDetection: ChangeDetectionStrategy.OnPush,
  template: `
    <svg viewBox="-3 -4 126 44" aria-hidden="true">
      <polyline [attr.points]="points().join(' ')" />
      <path [attr.d]="'M' + (points().at(-1) ?? '0,36') + 'h0'" />
    </svg>
  `,
  styles: `
    svg {
      display: block;
      width: 126px;
      height: 44px;
      fill: none;
      stroke: var(--accent);
      stroke-width: 2;
      stroke-linecap: round;
      stroke-linejoin: round;
    }
    path {
      stroke-width: 6;
    }
  `,
})
export class Sparkline {
  readonly values = input.required<readonly number[]>();

  protected readonly points = computed(() => {
    const values = this.values();
    const low = Math.min(...values);
    const span = Math.max(1, Math.max(...values) - low);
    const step = WIDTH / Math.max(1, values.length - 1);
    return values.map(
      (value, i) => `${(i * step).toFixed(1)},${(HEIGHT * (1 - (value - low) / span)).toFixed(1)}`,
    );
  });
}
