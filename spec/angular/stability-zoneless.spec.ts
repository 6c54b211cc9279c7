import './support/test-environment.js';
import { provideZonelessChangeDetection } from '@angular/core';
import { describeStability } from './support/describe-stability.js';

describeStability('stability, zoneless', [provideZonelessChangeDetection()]);
