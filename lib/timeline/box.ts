/** The data of a path round a box with its middle at `y`; without `edge`, it is open to the right. */
export function box(left: number, right: number, y: number, height: number, edge = 'z'): string {
  return `M${right} ${y - height / 2}H${left}v${height}H${right}${edge}`;
}
