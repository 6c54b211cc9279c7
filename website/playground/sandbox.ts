import type { Program, RunResult } from './result.js';

/** In real milliseconds; a program that gives no answer for longer is stopped. */
const DEADLINE = 6_000;

/**
 * What stands in the frame. It has no origin and no network, so that code from a link can look at nothing. It starts a
 * worker for each program and stops it when it is late.
 */
const FRAME = `<!doctype html>
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; script-src 'unsafe-inline' 'unsafe-eval' blob:; worker-src blob:">
<script>
  let url, worker, timer;
  addEventListener('message', ({ data }) => {
    if (data.source) url = URL.createObjectURL(new Blob([data.source], { type: 'text/javascript' }));
    if (!data.program) return;
    const { id, program, deadline } = data;
    const end = (answer) => {
      clearTimeout(timer);
      worker.terminate();
      parent.postMessage({ id, ...answer }, '*');
    };
    if (worker) worker.terminate();
    clearTimeout(timer);
    worker = new Worker(url);
    worker.onmessage = (event) => end({ result: event.data });
    worker.onerror = (event) => end({ error: event.message });
    timer = setTimeout(() => end({ isEndless: true }), deadline);
    worker.postMessage(program);
  });
</script>`;

const nothing = { lines: [], loops: [], end: 0, isOver: false };

/** Runs programs, one at a time, in a frame of their own, where they can neither see nor block the page. */
export class Sandbox {
  private readonly frame = document.createElement('iframe');
  private readonly ready: Promise<void>;
  private id = 0;
  private answer: ((data: any) => void) | undefined;
  private readonly listen = ({ source, data }: MessageEvent): void => {
    if (source === this.frame.contentWindow && data?.id === this.id) this.answer?.(data);
  };

  /** @param worker - the address of the worker's script */
  constructor(worker: string) {
    const { frame } = this;
    frame.style.display = 'none';
    frame.title = 'Where the code runs';
    frame.setAttribute('sandbox', 'allow-scripts');
    frame.srcdoc = FRAME;
    addEventListener('message', this.listen);
    const loaded = new Promise((resolve) => frame.addEventListener('load', resolve, { once: true }));
    document.body.append(frame);
    this.ready = Promise.all([fetch(worker).then((response) => response.text()), loaded]).then(([source]) =>
      this.frame.contentWindow?.postMessage({ source }, '*'),
    );
  }

  /** What a program did; `undefined` if another one was started meanwhile. */
  async run(program: Program): Promise<RunResult | undefined> {
    const id = ++this.id;
    this.answer?.({});
    await this.ready;
    if (id !== this.id) return undefined;
    const data: any = await new Promise((resolve) => {
      this.answer = resolve;
      this.frame.contentWindow?.postMessage({ id, program, deadline: DEADLINE }, '*');
    });
    if (data.id === undefined) return undefined;
    if (data.isEndless)
      return {
        ...nothing,
        failure: {
          message: `Stopped: the code did not respond for ${DEADLINE / 1000} seconds. Does it contain an endless loop?`,
        },
      };
    return data.result ?? { ...nothing, failure: { message: String(data.error) } };
  }

  close(): void {
    removeEventListener('message', this.listen);
    this.frame.remove();
  }
}
