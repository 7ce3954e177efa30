// 로비 화면: asks for its own page every few seconds, takes over what changed and runs it by the server's clock.
// Nobody touches it in the morning: it goes from day to day, stays when the network is away, closes when it is revoked.
import { bestOffset, clockWords, correction, placeAt } from "./together.js";

const TICK = 250;
const EVERY = 10_000;
const PATIENCE = 6_000;
const LATE = 100; // asked this much after a turn, the answer is that of the turn
const AGAIN = 1_000;
const RETRY = 2_000;
const COUNTED_FROM = 3_600_000; // hours ahead the time of day says enough
const QUIET_AFTER = 4_000;
const KEYS = ["KeyM", "Space", "Enter", "NumpadEnter"];
const KEPT = "display:lobby-sound"; // a choice of the device, as the size of letters is

class Lobby {
  constructor(root) {
    this.root = root;
    this.says = root.dataset;
    this.samples = [];
    this.etag = "";
    this.sound = new Audio();
    this.wants = kept();
    this.time = new Intl.DateTimeFormat("ko-KR", {
      timeZone: root.dataset.zone,
      hour: "2-digit",
      minute: "2-digit",
      hourCycle: "h23",
    });
    this.find = (name) => root.querySelector(`[data-${name}]`);
    this.find("sound-button").addEventListener("click", () => this.toggle());
    this.find("fullscreen").addEventListener("click", () => {
      if (document.fullscreenElement) document.exitFullscreen();
      else document.documentElement.requestFullscreen();
    });
    document.addEventListener("keydown", (event) => this.#pressed(event));
    document.addEventListener("pointermove", () => this.#wake());
    document.addEventListener("visibilitychange", () => this.#stayLit());
    addEventListener("online", () => this.#ask());
    this.received = this.find("stage").outerHTML;
    this.#take(this.find("stage"));
    this.#label();
    this.#wake();
    this.#stayLit();
    this.#watch();
    setInterval(() => this.#tick(), TICK);
  }

  toggle() {
    this.wants = !this.wants;
    this.tried = 0;
    try {
      localStorage.setItem(KEPT, this.wants ? "on" : "off");
    } catch {
      // a browser that keeps nothing asks again tomorrow
    }
    if (!this.wants) this.sound.pause();
    this.#label();
    this.#say("");
    this.#tick();
  }

  async #watch() {
    await this.#ask();
    if (this.closed) return;
    const turn = { before: this.starts, live: this.ends }[this.phase];
    const left = turn ? turn - this.#now() + LATE : EVERY;
    setTimeout(() => this.#watch(), left > 0 ? Math.min(EVERY, left) : AGAIN);
  }

  async #ask() {
    const asked = Date.now();
    try {
      const headers = this.etag ? { "If-None-Match": this.etag } : {};
      const signal = AbortSignal.timeout(PATIENCE);
      const answer = await fetch(location.href, { headers, cache: "no-store", signal });
      if (answer.status === 404) return this.#close();
      if (!answer.ok && answer.status !== 304) throw new Error(answer.status);
      this.samples = [...this.samples.slice(-4), { asked, heard: Date.now(), said: Number(answer.headers.get("X-Now")) }];
      this.offset = bestOffset(this.samples);
      this.seenAt = this.#now();
      if (this.root.hasAttribute("data-lost")) this.#say("");
      this.root.removeAttribute("data-lost");
      if (answer.status === 200) this.#read(await answer.text(), answer.headers.get("ETag"));
    } catch {
      // What is shown runs on; only what has changed meanwhile is missing.
      this.root.setAttribute("data-lost", "");
      this.#say(this.says.saysLost.replace("__time__", this.time.format(this.seenAt ?? this.#now())));
    }
  }

  #read(text, etag) {
    const fresh = new DOMParser().parseFromString(text, "text/html");
    this.etag = etag;
    const script = (page) => page.querySelector("script[type=module]").getAttribute("src");
    if (script(fresh) !== script(document)) return location.reload(); // another release of the site
    const stage = fresh.querySelector("[data-stage]");
    if (stage.outerHTML === this.received) return;
    this.received = stage.outerHTML;
    const adopted = document.importNode(stage, true);
    this.stage.replaceWith(adopted);
    this.#take(adopted);
    this.#tick();
  }

  #take(stage) {
    this.stage = stage;
    this.phase = stage.dataset.phase;
    this.starts = Number(stage.dataset.starts ?? 0);
    this.ends = Number(stage.dataset.ends ?? 0);
    this.lines = [...stage.querySelectorAll("[data-from]")];
    this.parts = [...stage.querySelectorAll("[data-part]")];
    const source = stage.dataset.sound ? new URL(stage.dataset.sound, location.href).href : "";
    if (source === this.source) return;
    this.source = source;
    this.tried = 0;
    this.sound.pause();
    this.sound.removeAttribute("src");
  }

  #close() {
    this.closed = true;
    this.sound.pause();
    location.reload(); // the server says in full what it has just said
  }

  #now() {
    return Date.now() + (this.offset ?? 0);
  }

  #place() {
    return placeAt({ now: this.#now(), starts: this.starts, length: this.ends - this.starts });
  }

  #tick() {
    const time = this.time.format(this.#now());
    if (this.find("clock").textContent !== time) this.find("clock").textContent = time;
    if (this.phase === "before") {
      const left = this.starts - this.#now();
      if (left <= COUNTED_FROM) this.find("countdown").textContent = clockWords(left);
    }
    if (this.phase !== "live") return;
    const place = Math.max(0, this.#place());
    const isOver = place >= this.ends - this.starts;
    this.find("progress").value = place / (this.ends - this.starts);
    this.find("over").hidden = !isOver;
    this.#mark(isOver ? Infinity : place);
    if (isOver) this.sound.pause();
    else this.#keepTogether(place);
  }

  // One line large, the ones beside it small. Before the first line begins, it stands there already.
  #mark(place) {
    const found = this.lines.findLastIndex((line) => Number(line.dataset.from) <= place + 50);
    const current = place === Infinity ? Infinity : Math.max(0, found);
    for (const [number, line] of this.lines.entries()) {
      const away = number - current;
      const where = { "-1": "before", 0: "now", 1: "after" }[away] ?? "";
      if (line.dataset.place !== where) line.dataset.place = where;
      line.toggleAttribute("aria-current", away === 0);
    }
    const part = this.parts.findLast((each) => Number(each.dataset.part) * 1000 <= place);
    for (const each of this.parts) each.toggleAttribute("aria-current", each === part);
  }

  #keepTogether(place) {
    if (!this.wants) return;
    const { sound } = this;
    if (!sound.getAttribute("src") || sound.error || sound.paused) {
      if (Date.now() - (this.tried ?? 0) > RETRY) this.#play(place);
      return;
    }
    if (sound.seeking || sound.readyState < 3) return;
    const done = correction({ actual: sound.currentTime * 1000, wanted: place, rate: sound.playbackRate });
    if (done.seek !== undefined) sound.currentTime = done.seek / 1000;
    if (sound.playbackRate !== done.rate) sound.playbackRate = done.rate;
    this.root.dataset.off = String(Math.round(place - sound.currentTime * 1000));
  }

  async #play(place) {
    this.tried = Date.now();
    this.sound.src = this.source;
    this.sound.currentTime = place / 1000;
    try {
      await this.sound.play();
    } catch (error) {
      if (error.name !== "NotAllowedError") return; // tried again at the next tick that is due
      this.wants = false;
      this.#label();
      this.#say(this.says.saysRefused);
    }
  }

  #pressed(event) {
    this.#wake();
    if (event.target.closest?.("button") || event.repeat || event.ctrlKey || event.altKey || event.metaKey) return;
    if (!KEYS.includes(event.code)) return;
    event.preventDefault();
    this.toggle();
  }

  #label() {
    this.find("sound-button").textContent = this.wants ? this.says.saysOn : this.says.saysOff;
  }

  #say(words) {
    const status = this.find("status");
    if (status.textContent !== words) status.textContent = words;
  }

  #wake() {
    this.root.removeAttribute("data-quiet");
    clearTimeout(this.quiet);
    this.quiet = setTimeout(() => this.root.setAttribute("data-quiet", ""), QUIET_AFTER);
  }

  async #stayLit() {
    if (document.visibilityState !== "visible") return;
    // Where the browser cannot, or may not, the screen's own settings decide.
    await navigator.wakeLock?.request("screen").catch(() => null);
  }
}

function kept() {
  try {
    return localStorage.getItem(KEPT) === "on";
  } catch {
    return false;
  }
}

new Lobby(document.querySelector("[data-lobby]"));
