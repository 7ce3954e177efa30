// Following by text: time passes as it does for the listeners, and what passed is told like what was played.
// Looks like a media element to whoever counts what was played.
export class ReadingAlong extends EventTarget {
  constructor(place) {
    super();
    this.place = place; // () => seconds, by the server's clock
    this.spans = [];
    this.paused = true;
    this.played = { start: (at) => this.spans[at][0], end: (at) => this.spans[at][1] };
    Object.defineProperty(this.played, "length", { get: () => this.spans.length });
  }

  get currentTime() {
    return Math.max(0, this.place());
  }

  play() {
    if (!this.paused) return;
    this.paused = false;
    this.spans.push([this.currentTime, this.currentTime]);
    this.dispatchEvent(new Event("playing"));
  }

  /** A moment has passed while the page was seen. A gap (the computer slept) is not read. */
  tick() {
    if (this.paused) return;
    const span = this.spans.at(-1);
    if (this.currentTime - span[1] > 5) this.spans.push([this.currentTime, this.currentTime]);
    else span[1] = this.currentTime;
    this.dispatchEvent(new Event("timeupdate"));
  }

  pause() {
    if (this.paused) return;
    this.paused = true;
    this.dispatchEvent(new Event("pause"));
  }
}
