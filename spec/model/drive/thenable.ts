/** A Promise that settles in virtual time: it calls back at once as it settles, rather than in a microtask. */
export class Thenable<T> implements PromiseLike<T> {
  private outcome: (() => void) | undefined;
  private onValue: ((value: T) => unknown) | null | undefined;
  private onError: ((error: unknown) => unknown) | null | undefined;

  then(onValue?: ((value: T) => any) | null, onError?: ((error: any) => any) | null): PromiseLike<any> {
    this.onValue = onValue;
    this.onError = onError;
    this.outcome?.();
    return new Thenable<never>();
  }

  resolve(value: T): void {
    this.settle(() => this.onValue?.(value));
  }

  reject(error: unknown): void {
    this.settle(() => this.onError?.(error));
  }

  private settle(outcome: () => void): void {
    this.outcome = outcome;
    outcome();
  }
}
