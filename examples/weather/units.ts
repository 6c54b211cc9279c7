/** Conversions from and to the units of {@link Reading}; what a provider tells is rounded as a display is. */
export const toFahrenheit = (celsius: number): number => celsius * 1.8 + 32;
export const fromFahrenheit = (fahrenheit: number): number => round((fahrenheit - 32) / 1.8);
export const toKelvin = (celsius: number): number => celsius + 273.15;
export const fromKelvin = (kelvin: number): number => round(kelvin - 273.15);
export const toMph = (metresPerSecond: number): number => metresPerSecond / 0.44704;
export const fromMph = (mph: number): number => round(mph * 0.44704);
export const toKmh = (metresPerSecond: number): number => metresPerSecond * 3.6;
export const fromKmh = (kmh: number): number => round(kmh / 3.6);
export const toInchesOfMercury = (hectopascals: number): number => hectopascals / 33.8639;
export const fromInchesOfMercury = (inches: number): number => round(inches * 33.8639);
export const toPascals = (hectopascals: number): number => hectopascals * 100;
export const fromPascals = (pascals: number): number => round(pascals / 100);

/** Rounds to so many decimals, one by default. */
export function round(value: number, decimals = 1): number {
  return Number(value.toFixed(decimals));
}
