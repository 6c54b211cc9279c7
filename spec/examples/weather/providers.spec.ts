import { describe, it, expect } from '@jest/globals';
import { observation } from '../../../examples/weather/observations.js';
import { providerNames, providers } from '../../../examples/weather/providers.js';

const overTheWire = (value: unknown): unknown => JSON.parse(JSON.stringify(value));

describe('providers of the weather example', () => {
  it.each(providerNames)('should let %s be read as it was recorded, to its own precision', (name) => {
    for (let hour = 0; hour < 331; hour++) {
      const recorded = observation(2000 * hour);
      const read = providers[name].read(overTheWire(providers[name].answer(recorded)));
      expect(read.time).toBe(recorded.time);
      expect(Math.abs(read.celsius - recorded.celsius)).toBeLessThanOrEqual(0.4);
      expect(Math.abs(read.metresPerSecond - recorded.metresPerSecond)).toBeLessThanOrEqual(0.3);
      expect(Math.abs(read.hectopascals - recorded.hectopascals)).toBeLessThanOrEqual(0.3);
    }
  });

  it.each(providerNames)('should name what is wrong with JSON of another shape from %s', (name) => {
    for (const body of [null, 3, [], {}, { at: 3, observation: {}, run: null }]) {
      expect(() => providers[name].read(body)).toThrow(/^[\w.]+ should be a string, got /);
    }
  });

  it('should speak three languages', () => {
    const recorded = { time: '2010-07-01T14:00', celsius: 21.2, metresPerSecond: 4.1, hectopascals: 1017.5 };
    expect(providers.cirrus.answer(recorded)).toEqual({
      at: '2010-07-01T14:00',
      temp_c: 21.2,
      wind_ms: 4.1,
      pressure_hpa: 1017.5,
    });
    expect(providers.nimbus.answer(recorded)).toEqual({
      observation: {
        local_time: '2010-07-01 14:00',
        temperature: { value: 70, unit: 'F' },
        wind: { mph: 9 },
        altimeter_inhg: 30.05,
      },
    });
    expect(providers.stratus.answer(recorded)).toEqual({
      run: '2010-07-01T14:00',
      t2m: 294.35,
      wind10m: { speed: 14.8, unit: 'km/h' },
      msl: 101750,
    });
  });
});

describe('observations of the weather example', () => {
  it('should pass a recorded hour every two seconds, and begin again after the last', () => {
    expect(observation(0).time).toBe('2010-07-01T05:00');
    expect(observation(1999).time).toBe('2010-07-01T05:00');
    expect(observation(2000).time).toBe('2010-07-01T06:00');
    expect(observation(2000 * 330).time).toBe('2010-07-14T23:00');
    expect(observation(2000 * 331).time).toBe('2010-07-01T05:00');
  });

  it('should stay at the last full hours of a provider that takes over some only', () => {
    const times = [0, 1, 2, 3, 4].map((hour) => observation(2000 * hour, 3).time);
    expect(times.map((time) => time.slice(11))).toEqual(['05:00', '05:00', '05:00', '08:00', '08:00']);
  });
});
