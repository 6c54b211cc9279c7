import './support/zone-environment.js';
import { provideZoneChangeDetection } from '@angular/core';
import { describePoll } from './support/describe-poll.js';

describePoll('injectPoll, with zone.js', [provideZoneChangeDetection()]);
