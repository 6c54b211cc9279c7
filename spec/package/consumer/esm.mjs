import * as rxjs from 'rxjs';
import * as main from 'rxjs-smartpoll';
import * as bullmq from 'rxjs-smartpoll/bullmq';
import * as devtools from 'rxjs-smartpoll/devtools';
import * as lease from 'rxjs-smartpoll/lease';
import * as opentelemetry from 'rxjs-smartpoll/opentelemetry';
import * as tabs from 'rxjs-smartpoll/tabs';
import * as timeline from 'rxjs-smartpoll/timeline';
import use from './use.cjs';
import useEntries from './use-entries.cjs';

await use(rxjs, main, timeline);
await useEntries(rxjs, main, { bullmq, devtools, lease, opentelemetry, tabs });
