import './support/test-environment.js';
import { provideZonelessChangeDetection } from '@angular/core';
import { describePoll } from './support/describe-poll.js';

describePoll('injectPoll, zoneless', [provideZonelessChangeDetection()]);
