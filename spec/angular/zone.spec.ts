import './support/zone-environment.js';
import { provideZoneChangeDetection } from '@angular/core';
import { describeRef } from './support/describe-ref.js';

describeRef('injectSmartPoll, with zone.js', [provideZoneChangeDetection()]);
