import 'zone.js';
import { provideZoneChangeDetection } from '@angular/core';
import { describeHydration } from './support/describe-hydration.js';

describeHydration('zone', [provideZoneChangeDetection()]);
