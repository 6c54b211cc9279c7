import { escape } from './escape.js';

export function text(kind: string, x: number, y: number, content: string): string {
  return `<text class="${kind}" x="${x}" y="${y}">${escape(content)}</text>`;
}
