import { provideZonelessChangeDetection } from '@angular/core';
import { describeHydration } from './support/describe-hydration.js';

describeHydration('zoneless', [provideZonelessChangeDetection()]);
