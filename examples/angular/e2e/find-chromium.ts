import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';

const NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];

/** Where the browser is: `CHROMIUM` if that is set, else what is in the `PATH`. */
export function findChromium(): string {
  const { CHROMIUM, PATH = '' } = process.env;
  const found =
    CHROMIUM ??
    PATH.split(delimiter)
      .flatMap((folder) => NAMES.map((name) => join(folder, name)))
      .find(isProgram);
  if (found !== undefined && isProgram(found)) return found;
  throw new Error(
    CHROMIUM === undefined
      ? `There is no Chromium in the PATH (${NAMES.join(', ')}). On Debian: apt-get install --no-install-recommends ` +
          'chromium fonts-dejavu-core. Elsewhere: set CHROMIUM to the path of Chromium or Chrome.'
      : `CHROMIUM is ${CHROMIUM}, which is no program.`,
  );
}

function isProgram(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
