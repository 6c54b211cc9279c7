/** As XML, without what XML cannot hold. */
export function escape(text: string): string {
  return text
    .replace(/[\0-\x1f\ud800-\udfff\ufffe\uffff]/gu, '?')
    .replace(/[<&>"]/g, (char) => `&#${char.charCodeAt(0)};`);
}
