/** A control loop was used outside its own turn (4.7). */
export class StaleLoopError extends Error {
  override readonly name = 'StaleLoopError';

  constructor() {
    super(
      'smartPoll: the turn of this loop has ended; use the loop that the current handler got, or return the asynchronous work from the handler so that its turn lasts until it completes',
    );
  }
}
