import { resolve } from 'node:path';
import { report } from './report.js';

// npm runs scripts in the package's folder; a path is meant from where the command was typed.
const { INIT_CWD: typedIn = '.' } = process.env;
const directory = process.argv[2];

process.exitCode = await report(directory ? resolve(typedIn, directory) : 'spec/conformance', console.log);
