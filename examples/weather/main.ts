import { help, parseOptions, type Options } from './options.js';
import { run } from './run.js';

const options = readOptions();
if (options?.help) console.log(help);
else if (options) process.exitCode = await run(options);

function readOptions(): Options | undefined {
  try {
    return parseOptions(process.argv.slice(2));
  } catch (error) {
    console.error(`weather: ${(error as Error).message}; --help tells the options`);
    process.exitCode = 2;
    return undefined;
  }
}
