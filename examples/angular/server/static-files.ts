import { createReadStream, readdirSync } from 'node:fs';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { extname, join, relative, sep } from 'node:path';

const TYPES: Readonly<Record<string, string>> = {
  '.css': 'text/css; charset=utf-8',
  '.ico': 'image/x-icon',
  '.js': 'text/javascript; charset=utf-8',
  '.svg': 'image/svg+xml',
};

/**
 * Serves the files that are in `folder` now, and nothing else.
 *
 * @returns whether it was one of them
 */
export function staticFiles(folder: string): (request: IncomingMessage, response: ServerResponse) => boolean {
  const files = new Map<string, string>();
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    const file = join(entry.parentPath, entry.name);
    if (entry.isFile() && extname(file) in TYPES)
      files.set(`/${relative(folder, file).split(sep).join('/')}`, file);
  }
  return (request, response) => {
    const file = files.get(request.url ?? '');
    if (file === undefined) return false;
    // Their names have a hash of what is in them.
    response.writeHead(200, {
      'Content-Type': TYPES[extname(file)],
      'Cache-Control': 'public, max-age=31536000, immutable',
    });
    createReadStream(file)
      .on('error', () => response.destroy())
      .pipe(response);
    return true;
  };
}
