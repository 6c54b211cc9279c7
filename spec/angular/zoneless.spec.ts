import './support/test-environment.js';
import { provideZonelessChangeDetection } from '@angular/core';
import { describeRef } from './support/describe-ref.js';

describeRef('injectSmartPoll, zoneless', [provideZonelessChangeDetection()]);
