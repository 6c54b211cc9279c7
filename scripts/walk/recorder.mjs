/** Follows the calls, and keeps those between `begin` and `end` in time order. */
export class Recorder {
  open = [];
  recording = undefined;

  begin() {
    this.recording = { open: [...this.open], steps: [] };
  }

  /** A recording: the calls that were open as it began, and its steps, each with its depth. */
  end() {
    const { recording } = this;
    this.recording = undefined;
    return recording;
  }

  enter(call) {
    this.keep(call);
    this.open.push(call);
  }

  exit() {
    this.open.pop();
  }

  /** Something that is no call within the library, to find one's way by. */
  mark(text) {
    this.keep({ mark: text });
  }

  keep(step) {
    this.recording?.steps.push({ ...step, depth: this.open.length });
  }
}
