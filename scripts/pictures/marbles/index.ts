import { readdirSync, readFileSync } from 'node:fs';
import { drawMarbles } from './draw.js';
import { extract } from './extract.js';

/** The marble tests of a folder that are marked to be drawn, by the names of their pictures' files. */
export function marblePictures(folder: string): Map<string, string> {
  const pictures = new Map<string, string>();
  for (const file of readdirSync(folder).sort())
    for (const test of extract(readFileSync(`${folder}/${file}`, 'utf8'))) {
      if (pictures.has(`${test.name}.svg`)) throw new Error(`two pictures are called ${test.name}`);
      pictures.set(`${test.name}.svg`, drawMarbles(test));
    }
  return pictures;
}
