import 'zone.js';
import 'zone.js/testing';
import './test-environment.js';
