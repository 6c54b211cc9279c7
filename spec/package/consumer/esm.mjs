import * as rxjs from 'rxjs';
import * as main from 'rxjs-smartpoll';
import * as timeline from 'rxjs-smartpoll/timeline';
import use from './use.cjs';

await use(rxjs, main, timeline);
