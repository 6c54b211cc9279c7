import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buildSync } from 'esbuild';

const FOLDER = 'examples/panel';

/** Serves the page on 127.0.0.1 with a script, from its sources. */
export async function servePanel(
  port: number,
  script = 'page.ts',
): Promise<{ url: string; close(): Promise<void> }> {
  const { outputFiles } = buildSync({
    entryPoints: [`${FOLDER}/${script}`],
    bundle: true,
    format: 'esm',
    target: 'es2022',
    write: false,
  });
  const files: Record<string, [type: string, text: string]> = {
    '/': ['text/html', readFileSync(`${FOLDER}/page.html`, 'utf8')],
    '/page.css': ['text/css', readFileSync(`${FOLDER}/page.css`, 'utf8')],
    '/page.js': ['text/javascript', outputFiles[0]!.text],
  };
  const server = createServer(({ url = '' }, response) => {
    const [type, text] = files[url.split('?')[0]!] ?? [];
    if (type === undefined) response.writeHead(404).end();
    else response.writeHead(200, { 'content-type': `${type}; charset=utf-8` }).end(text);
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject).listen(port, '127.0.0.1', resolve);
  });
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
