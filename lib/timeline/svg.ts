/** As XML, without what XML cannot hold. */
export function escape(text: string): string {
  return text
    .replace(/[\0-\x1f\ud800-\udfff\ufffe\uffff]/gu, '?')
    .replace(/[<&>"]/g, (char) => `&#${char.charCodeAt(0)};`);
}

export function text(kind: string, x: number, y: number, content: string): string {
  return `<text class="${kind}" x="${x}" y="${y}">${escape(content)}</text>`;
}

export function path(kind: string, data: string, title = ''): string {
  return `<path class="${kind}" d="${data}">${title}</path>`;
}

/** The data of a path round a box with its middle at `y`; without `edge`, it is open to the right. */
export function box(left: number, right: number, y: number, height: number, edge = 'z'): string {
  return `M${right} ${y - height / 2}H${left}v${height}H${right}${edge}`;
}
