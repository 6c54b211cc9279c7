// Compares the public API with its reports in api/, one an entry: `node scripts/api.mjs [--update]`.
// A change has to be looked at: --update writes it into the reports, and the diff shows it.
import { mkdirSync } from 'node:fs';
import { resolve } from 'node:path';
import { Extractor, ExtractorConfig, ExtractorLogLevel } from '@microsoft/api-extractor';
import { entries } from './entries.mjs';

const localBuild = process.argv[2] === '--update';
const off = { logLevel: ExtractorLogLevel.None };
mkdirSync('api', { recursive: true });

for (const { specifier, types } of entries) {
  const config = ExtractorConfig.prepare({
    configObject: {
      projectFolder: resolve('.'),
      mainEntryPointFilePath: resolve(types),
      // The built types themselves: without the `paths` and files of tsconfig.json.
      compiler: {
        overrideTsconfig: {
          compilerOptions: {
            ...{ target: 'es2022', lib: ['es2022', 'dom'], module: 'nodenext', types: [] },
            ...{ strict: true, skipLibCheck: true },
          },
          files: [resolve(types)],
        },
      },
      apiReport: {
        enabled: true,
        reportFolder: resolve('api'),
        reportTempFolder: resolve('node_modules/.cache/api'),
        reportFileName: `${specifier.replace('/', '-')}.api.md`,
      },
      docModel: { enabled: false },
      dtsRollup: { enabled: false },
      tsdocMetadata: { enabled: false },
      newlineKind: 'lf',
      messages: {
        compilerMessageReporting: { default: { logLevel: ExtractorLogLevel.Error } },
        // No release tags: all is public. What is inferred needs types that nobody has to name.
        extractorMessageReporting: {
          default: { logLevel: ExtractorLogLevel.Error },
          'ae-missing-release-tag': off,
          'ae-forgotten-export': off,
          'ae-undocumented': off,
          'ae-unresolved-link': off,
        },
        tsdocMessageReporting: { default: off },
      },
    },
    configObjectFullPath: undefined,
    packageJsonFullPath: resolve('package.json'),
  });
  const { succeeded, apiReportChanged } = Extractor.invoke(config, {
    localBuild,
    showVerboseMessages: false,
    messageCallback: (message) => {
      // Its own words name a file to copy: the command is shorter.
      if (/^console-(preamble|api-report|compiler-version)/.test(message.messageId)) message.handled = true;
    },
  });
  const changed =
    apiReportChanged && (localBuild ? 'written' : 'changed: look at it, then `npm run api -- --update`');
  console.log(`${specifier}: ${changed || (succeeded ? 'as reported' : 'fails')}`);
  if (!succeeded) process.exitCode = 1;
}
