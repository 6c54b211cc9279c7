export function path(kind: string, data: string, title = ''): string {
  return `<path class="${kind}" d="${data}">${title}</path>`;
}
