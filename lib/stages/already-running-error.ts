/** A second subscription while a run is active (4.5). */
export class AlreadyRunningError extends Error {
  override readonly name = 'AlreadyRunningError';

  constructor() {
    super(
      'smartPoll: already running; one subscription at a time makes the run: share() it, or call smartPoll() once for each',
    );
  }
}
