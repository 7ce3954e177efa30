// 함께 듣기: everybody hears the same second. One press starts it; the server's clock says where.
import { PlayedSpans } from "./played_spans.js";
import { ReadingAlong } from "./reading_along.js";
import { bestOffset, clockWords, correction, placeAt } from "./together.js";

const TICK = 500;
const SAMPLES = 3;
const ASK_AGAIN = 60_000; // the day's plan may change: cancelled, swapped
const RETRY = 2_000;
const SPREAD = 1_500; // a city hall must not open its files in the same instant

class OnAir {
  constructor(root) {
    this.root = root;
    this.says = root.dataset;
    this.samples = [];
    this.find = (name) => root.querySelector(`[data-${name}]`);
    this.lines = [...root.querySelectorAll("[data-from]")];
    this.parts = [...root.querySelectorAll("[data-part]")];
    this.find("listen")?.addEventListener("click", () => this.listen());
    this.find("follow")?.addEventListener("click", () => this.follow());
    this.find("stop")?.addEventListener("click", () => this.stop());
    addEventListener("online", () => this.#rejoin());
    document.addEventListener("counter:cover", () => this.#cover());
    document.addEventListener("counter:return", () => this.#uncover());
    if (document.getElementById("counter")?.open) this.#cover();
    document.addEventListener("visibilitychange", () => document.visibilityState === "visible" && this.#rejoin());
    this.ready = this.ask({ me: true });
    this.begin();
  }

  async begin() {
    await this.ready;
    // The way to the server and back, twice more: the shortest of them is the most exact.
    for (let more = 1; more < SAMPLES && this.known; more += 1) await this.#sample();
    setInterval(() => this.tick(), TICK);
    const again = () => setTimeout(() => this.#look().finally(again), ASK_AGAIN + Math.random() * SPREAD);
    again();
    this.tick();
    // Pressed on the page that was open before this one.
    if (this.#waited() && ["before", "live"].includes(this.says.phase)) this.listen();
  }

  async ask({ me = false, text = false } = {}) {
    const asked = Date.now();
    try {
      const address = `${this.says.mine}${me ? "me&" : ""}${text ? "text" : ""}`;
      const answer = await fetch(address, { credentials: "same-origin", redirect: "manual" });
      if (!answer.ok) return null;
      const known = await answer.json();
      this.#heard(asked, known.now);
      const moved = this.known && (known.starts !== this.known.starts || known.length !== this.known.length);
      this.known = known;
      if (me) this.#show(known.me);
      if (known.listened) this.#say(this.says.saysListened);
      if (moved) this.#turn();
      else if (this.#isOld(known)) this.replacing ??= setTimeout(() => this.#turn(), SPREAD * (1 + Math.random()));
      return known;
    } catch {
      return null; // the line is broken; the clock runs on without it
    }
  }

  // The server keeps the page a second longer than the plan that it shows.
  #isOld(known) {
    return this.says.starts !== undefined && this.says.starts !== String(known.starts ?? "");
  }

  // The time alone: nobody is asked for it, so it costs the server next to nothing.
  async #sample() {
    const asked = Date.now();
    try {
      const answer = await fetch(this.says.clock);
      if (answer.ok) this.#heard(asked, (await answer.json()).now);
    } catch {
      // what is known already has to do
    }
  }

  #heard(asked, said) {
    this.samples = [...this.samples.slice(-4), { asked, heard: Date.now(), said }];
    this.offset = bestOffset(this.samples);
  }

  // Whether the page is still the one that everybody gets; only when it is not, one's own part is asked again.
  async #look() {
    try {
      const answer = await fetch(location.pathname, { method: "HEAD", credentials: "same-origin", redirect: "manual", cache: "no-store" });
      const edition = answer.headers.get("ETag");
      if (edition && edition === this.edition) return;
      this.edition = edition;
    } catch {
      return;
    }
    await this.ask();
  }

  now() {
    return Date.now() + (this.offset ?? 0);
  }

  place() {
    return placeAt({ now: this.now(), starts: this.known.starts, length: this.known.length ?? 0 });
  }

  phase() {
    if (!this.known?.starts || !this.known.length) return this.says.phase;
    const place = this.place();
    return place < 0 ? "before" : place < this.known.length ? "live" : "ended";
  }

  tick() {
    if (!this.known) return;
    const phase = this.phase();
    if (this.says.phase === "before") {
      const countdown = this.find("countdown");
      if (countdown && this.known.starts) countdown.textContent = clockWords(this.known.starts - this.now());
      if (phase !== "before" && !this.turning) {
        this.turning = true;
        setTimeout(() => this.#turn(), Math.random() * SPREAD);
      }
      return;
    }
    if (this.says.phase !== "live") return;
    const place = Math.max(0, this.place());
    const bar = this.find("progress");
    bar.value = place / this.known.length;
    const words = this.says.saysPlace.replace("__place__", clockWords(place));
    this.find("place").textContent = words.replace("__length__", clockWords(this.known.length));
    this.#mark(place);
    this.reading?.tick();
    this.#keepTogether();
    if (phase === "ended") this.#end();
  }

  async listen() {
    await this.ready;
    if (!this.known) return this.#say(this.says.saysLost);
    if (this.says.phase === "before") {
      this.#wait();
      this.#say(this.says.saysWaiting);
      return;
    }
    this.#forgetWaiting();
    this.reading?.pause();
    this.#toggle(true);
    if (!this.sound) {
      this.sound = new Audio();
      this.sound.preload = "auto";
      this.sound.addEventListener("error", () => this.#lost());
      this.sound.addEventListener("playing", () => this.#say(this.says.saysLive));
      this.sound.addEventListener("ended", () => this.#end());
      this.#count(this.sound, this.known.token);
    }
    this.wants = true;
    await this.#tune();
    this.#onTheLockScreen();
  }

  async follow() {
    await this.ready;
    if (!this.known) return this.#say(this.says.saysLost);
    this.#forgetWaiting();
    this.wants = false;
    this.sound?.pause();
    this.#toggle(true);
    this.find("spoken").setAttribute("aria-live", "polite");
    if (!this.reading) {
      const known = await this.ask({ text: true });
      this.reading = new ReadingAlong(() => this.place() / 1000);
      this.#count(this.reading, (known ?? this.known).token);
    }
    this.reading.play();
    this.#say(this.says.saysText);
  }

  stop() {
    this.wants = false;
    this.sound?.pause();
    this.reading?.pause();
    this.find("spoken").setAttribute("aria-live", "off");
    this.#toggle(false);
    this.#say("");
  }

  // A ticket may have run out, the line may have been cut: a fresh address, at the place where all others are by now.
  async #tune() {
    if (!this.known.source) await this.ask();
    if (!this.known?.source) return this.#lost();
    this.sound.src = this.known.source;
    this.sound.currentTime = Math.max(0, this.place() / 1000);
    try {
      await this.sound.play();
    } catch (error) {
      if (error.name !== "NotAllowedError") return;
      this.stop(); // the browser wants the press on this page, or a fresher one
      this.#say(this.says.saysPress);
    }
  }

  #keepTogether() {
    if (!this.wants || !this.sound || this.sound.paused || this.sound.seeking || this.sound.readyState < 3) return;
    const actual = this.sound.currentTime * 1000;
    const done = correction({ actual, wanted: this.place(), rate: this.sound.playbackRate });
    if (done.seek !== undefined) this.sound.currentTime = done.seek / 1000;
    if (this.sound.playbackRate !== done.rate) this.sound.playbackRate = done.rate;
    this.root.dataset.off = String(Math.round(this.place() - this.sound.currentTime * 1000));
  }

  #lost() {
    if (!this.wants || this.retrying) return;
    this.#say(this.says.saysLost);
    this.retrying = setTimeout(() => {
      this.retrying = 0;
      this.#rejoin({ broken: true });
    }, RETRY);
  }

  async #rejoin({ broken = false } = {}) {
    const known = await this.ask();
    if (!this.wants) return;
    if (!known) return this.#lost();
    if (this.phase() !== "live") return;
    if (broken || this.sound.error || this.sound.paused) {
      await this.#tune();
      if (!this.sound.paused) this.#say(this.says.saysBack);
    }
  }

  // A citizen stands at the counter: nothing sounds and nothing turns until they have gone.
  #cover() {
    const reads = Boolean(this.reading && !this.reading.paused);
    this.covered = { hears: Boolean(this.wants), reads, turns: false };
    this.wants = false;
    this.sound?.pause();
    this.reading?.pause();
  }

  // Then on with everybody, at the second that it is by now.
  #uncover() {
    const { hears, reads, turns } = this.covered;
    this.covered = null;
    if (turns) return location.reload();
    if (this.phase() !== "live") return;
    if (reads) this.reading.play();
    if (!hears) return;
    this.wants = true;
    this.#tune();
  }

  // Another page of the day is due. Who hears this one hears that one.
  #turn() {
    if (this.wants || this.covered?.hears) this.#wait();
    if (this.covered) this.covered.turns = true;
    else location.reload();
  }

  #count(media, token) {
    if (!token) return; // a rehearsal
    const told = (recordings) => {
      const [mine] = Object.values(recordings);
      if (!mine) return;
      const words = mine.listened ? this.says.saysListened : this.says.saysPercent.replace("__percent__", mine.percent);
      this.find("heard").textContent = words;
    };
    new PlayedSpans(media, { token, report: this.says.report, owner: String(this.known.episode), told });
  }

  #mark(place) {
    const current = this.lines.findLast((line) => Number(line.dataset.from) <= place + 50);
    if (current !== this.current) {
      this.current?.removeAttribute("aria-current");
      current?.setAttribute("aria-current", "true");
      this.current = current;
      this.find("spoken").textContent = current?.textContent.trim() ?? "";
      const list = this.find("lines");
      if (current && !list.matches(":focus, :hover")) list.scrollTop = current.offsetTop - list.offsetTop - list.clientHeight / 3;
    }
    const part = this.parts.findLast((each) => Number(each.dataset.part) * 1000 <= place);
    for (const each of this.parts) each.toggleAttribute("aria-current", each === part);
  }

  #end() {
    if (this.ended) return;
    this.ended = true;
    this.wants = false;
    this.says.phase = "ended";
    this.sound?.pause();
    this.reading?.pause();
    this.find("lamp").textContent = this.find("after").querySelector("h2").textContent;
    this.find("after").hidden = false;
    this.root.querySelector(".together__bar").hidden = true;
    this.#say("");
    this.find("after").querySelector("h2").focus({ preventScroll: false });
    this.#leaveTheLockScreen();
  }

  #toggle(isOn) {
    this.find("listen").hidden = isOn;
    this.find("follow").hidden = isOn;
    this.find("stop").hidden = !isOn;
    if (isOn) this.find("stop").focus({ preventScroll: true });
    else this.find("listen").focus({ preventScroll: true });
  }

  #say(words) {
    const state = this.find("state");
    if (state && state.textContent !== words) state.textContent = words;
  }

  #show(html) {
    const place = document.querySelector("#me");
    if (!html || !place || place.childElementCount) return;
    window.htmx.swap(place, html, { swapStyle: "innerHTML" });
  }

  // The press is remembered for the reload at the moment, for this tab and this broadcast only.
  #wait() {
    sessionStorage.setItem("together", String(this.known?.starts));
  }

  #waited() {
    return sessionStorage.getItem("together") === String(this.known?.starts);
  }

  #forgetWaiting() {
    sessionStorage.removeItem("together");
  }

  #onTheLockScreen() {
    if (!("mediaSession" in navigator)) return;
    const { mediaSession } = navigator;
    mediaSession.metadata = new MediaMetadata({ title: this.says.title, artist: this.says.series });
    mediaSession.setActionHandler("play", () => this.listen());
    for (const name of ["pause", "stop"]) mediaSession.setActionHandler(name, () => this.stop());
    // Everybody hears the same second: the place is shown, and there is nothing to drag.
    for (const name of ["seekto", "seekbackward", "seekforward"]) mediaSession.setActionHandler(name, null);
    const place = Math.min(Math.max(0, this.place()), this.known.length);
    mediaSession.setPositionState?.({ duration: this.known.length / 1000, position: place / 1000 });
  }

  #leaveTheLockScreen() {
    if (!("mediaSession" in navigator)) return;
    navigator.mediaSession.metadata = null;
    for (const name of ["play", "pause", "stop"]) navigator.mediaSession.setActionHandler(name, null);
  }
}

export function start(root) {
  new OnAir(root);
}
