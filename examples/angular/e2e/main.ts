import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright-core';
import { findChromium } from './find-chromium.js';
import { takePictures } from './pictures.js';
import { startStage } from './stage.js';
import { runTests } from './run-tests.js';

// This file is bundled into the folder of the built application.
const dist = fileURLToPath(new URL('.', import.meta.url));
const args = process.argv.slice(2);
const pictures = args.includes('--pictures');
const only = args.find((arg) => !arg.startsWith('--'));

const FLAGS =
  '--no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking --disable-component-update --disable-sync';

try {
  const browser = await chromium.launch({ executablePath: findChromium(), args: FLAGS.split(' ') });
  const stage = await startStage(dist);
  try {
    if (pictures) await takePictures(browser, stage);
    else process.exitCode = await runTests(browser, stage, only);
  } finally {
    await browser.close();
    await stage.close();
  }
} catch (error) {
  console.error(`e2e: ${(error as Error).message}`);
  console.log('0 passed, 1 failed');
  process.exitCode = 1;
}
