/** A million turns in one instant: the clock stands still, so they would never end (2.5). */
export class StandstillError extends Error {
  override readonly name = 'StandstillError';

  constructor() {
    super(
      'smartPoll: 1,000,000 turns in one instant; in virtual time a key that reschedules itself with 0 never lets the clock go on: give it a due above 0',
    );
  }
}
