/** As XML, without control characters and the rest of what XML cannot hold. */
export function escape(text: string): string {
  return text
    .replace(/[\p{Cc}\p{Cs}\ufffe\uffff]/gu, '?')
    .replace(/[<&>"]/g, (char) => `&#${char.charCodeAt(0)};`);
}
