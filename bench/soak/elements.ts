import { sleep } from '../measure.js';

/** An endless source that is pulled; every iterator that was pulled from has to be returned. */
export class Elements implements AsyncIterable<number> {
  private pulled = 0;
  private returned = 0;

  get settled(): boolean {
    return this.pulled === this.returned;
  }

  [Symbol.asyncIterator](): AsyncIterator<number> {
    this.pulled++;
    let open = true;
    return {
      next: async () => {
        await sleep(5);
        return { done: false, value: 1 };
      },
      return: async () => {
        if (open) this.returned++;
        open = false;
        return { done: true, value: undefined };
      },
    };
  }
}
