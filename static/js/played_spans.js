// What was really played: the browser's own account of it (media.played), kept here every 15 seconds under the person's
// key, sent about every 100 seconds and whenever playing stops. The server merges, so a report may be sent twice.
import { csrfToken } from "./csrf.js";
import { PREFIX, whenKnown } from "./person.js";

const KEEP_EVERY = 15_000;
const SEND_EVERY = 100_000;
const SPREAD = 20_000; // a whole city hall must not report in the same second
const PATIENCE = 4_000;
const AGAIN = 20_000;

function storage(work) {
  try {
    return work();
  } catch {
    return null; // Storage is forbidden here: what was not sent is lost with the tab.
  }
}

export class PlayedSpans {
  /** place: where a token is asked for, unless one came along; report; owner: whose answer is asked for; told: gets it. */
  constructor(media, { place = "", token = "", report, owner, told }) {
    Object.assign(this, { media, place, report, owner, told });
    this.earlier = [];
    this.latest = [];
    this.given = token;
    this.token = "";
    this.sent = "[]";
    this.id = crypto.randomUUID?.() ?? Date.now();
    media.addEventListener("timeupdate", () => this.#look());
    media.addEventListener("emptied", () => {
      this.earlier.push(...this.latest);
      this.latest = [];
    });
    media.addEventListener("playing", () => this.#begin());
    for (const stop of ["pause", "ended"]) media.addEventListener(stop, () => this.send());
    addEventListener("pagehide", () => this.#leave());
    document.addEventListener("visibilitychange", () => document.visibilityState === "hidden" && this.#leave());
    whenKnown().then((person) => {
      // By where it goes: a lesson's account must not be sent to the broadcasts, which would refuse it.
      this.mine = `${PREFIX}played${report.replaceAll("/", "-")}:${person}:`;
      this.#sendLeftOver();
    });
    if (media.played.length) this.#begin(); // since before this script had come
  }

  /** Where this account is kept: nowhere before it is known whose it is. */
  get key() {
    return this.mine && this.token ? `${this.mine}${this.id}` : "";
  }

  get isUnsent() {
    this.#look();
    return Boolean(this.token) && JSON.stringify(this.#spans()) !== this.sent;
  }

  #look() {
    const { played } = this.media;
    this.latest = Array.from({ length: played.length }, (_, at) => [
      Math.round(played.start(at) * 1000),
      Math.round(played.end(at) * 1000),
    ]);
  }

  #spans() {
    return [...this.earlier, ...this.latest];
  }

  async #begin() {
    if (!this.timers) {
      this.timers = true;
      setInterval(() => this.#keep(), KEEP_EVERY);
      const again = () => setTimeout(() => this.send().finally(again), SEND_EVERY + (Math.random() - 0.5) * 2 * SPREAD);
      again();
    }
    if (this.token || this.asking) return;
    this.asking = true;
    this.token = this.given || (await this.#askForToken());
    this.asking = false;
    if (this.media.paused) this.send(); // it stopped meanwhile
  }

  async #askForToken() {
    const body = new FormData();
    body.append("csrfmiddlewaretoken", csrfToken());
    return (await this.#post(this.place, body))?.token ?? "";
  }

  async #post(address, body) {
    const stop = new AbortController();
    const timer = setTimeout(() => stop.abort(), PATIENCE);
    try {
      const options = { method: "POST", body, credentials: "same-origin", redirect: "manual", signal: stop.signal };
      const answer = await fetch(address, options);
      const isJson = answer.headers.get("Content-Type")?.includes("json");
      return isJson ? { ok: answer.ok, status: answer.status, ...(await answer.json()) } : null;
    } catch {
      return null; // the line is broken: what was kept goes with the next one
    } finally {
      clearTimeout(timer);
    }
  }

  #report() {
    this.#look();
    return { token: this.token, spans: this.#spans(), place: Math.round(this.media.currentTime * 1000) };
  }

  #keep() {
    if (!this.media.paused && !this.token) this.#begin();
    if (!this.isUnsent || !this.key) return;
    storage(() => localStorage.setItem(this.key, JSON.stringify(this.#report())));
  }

  #form(reports) {
    const body = new FormData();
    body.append("csrfmiddlewaretoken", csrfToken());
    body.append("lesson", this.owner);
    body.append("reports", JSON.stringify(reports));
    return body;
  }

  /** Everything that the server has not confirmed; resolves when it has, or when it did not answer. */
  async send() {
    if (!this.isUnsent) return;
    this.#keep();
    const report = this.#report();
    const answer = await this.#post(this.report, this.#form([report]));
    if (!answer?.ok) return;
    this.sent = JSON.stringify(report.spans);
    storage(() => localStorage.removeItem(this.key));
    this.told(answer.recordings ?? {});
  }

  #leave() {
    if (!this.isUnsent) return;
    this.#keep();
    navigator.sendBeacon(this.report, this.#form([this.#report()]));
  }

  // A tab that was closed hard, or a line that was broken: what it had kept is sent by the next page of this person,
  // which asks again where nobody answered, and leaves the rest to the page after it.
  async #sendLeftOver(tries = 3) {
    const left = storage(() => Object.keys(localStorage).filter((key) => key.startsWith(this.mine))) ?? [];
    const reports = left.slice(0, 20).flatMap((key) => storage(() => [JSON.parse(localStorage.getItem(key))]) ?? []);
    if (!reports.length) return;
    const answer = await this.#post(this.report, this.#form(reports));
    if (!answer || (!answer.ok && answer.status !== 400)) {
      if (tries > 1) setTimeout(() => this.#sendLeftOver(tries - 1), AGAIN + Math.random() * SPREAD);
      return;
    }
    for (const key of left.slice(0, 20)) if (key !== this.key) storage(() => localStorage.removeItem(key));
    this.told(answer.recordings ?? {});
  }
}
