// The player around the browser's own controls: speed, jumps, captions, transcript, keys, the place where one stopped,
// and the account of what was played. Never starts by itself.
import { PlayedSpans } from "./played_spans.js";
import { Transcript } from "./transcript.js";

const STEP = 10;
const KEYS = { KeyK: "toggle", KeyJ: "back", KeyL: "on", KeyC: "captions", Comma: "slower", Period: "faster" };
const NOT_AT_THE_END = 3; // seconds: who stopped in the last moments begins anew

function clock(seconds) {
  const whole = Math.floor(seconds);
  const parts = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60, whole % 60];
  const [hours, minutes, rest] = parts.map((part) => String(part).padStart(2, "0"));
  return parts[0] ? `${parts[0]}:${minutes}:${rest}` : `${parts[1]}:${rest}`;
}

// ?t=83: who followed a place that was found begins there.
function askedPlace() {
  const seconds = Number(new URLSearchParams(location.search).get("t"));
  return Number.isFinite(seconds) && seconds > 0 ? seconds : 0;
}

export function start(figure) {
  const media = figure.querySelector("video, audio");
  const says = figure.dataset;
  const say = figure.querySelector("[data-say]");
  const broken = figure.querySelector("[data-broken]");
  const speed = figure.querySelector("[data-speed]");
  const captions = figure.querySelector("[data-captions]");
  const resume = figure.querySelector("[data-resume]");

  const jump = (seconds, { play = true } = {}) => {
    media.currentTime = Math.max(0, seconds);
    if (play) media.play().catch(() => {});
  };
  const transcript = new Transcript(figure, jump);
  const asked = askedPlace();
  if (asked) media.currentTime = asked; // where loading begins; nothing plays by itself
  for (const link of document.querySelectorAll("[data-jump-to]")) {
    link.addEventListener("click", (event) => {
      event.preventDefault();
      figure.scrollIntoView({ block: "nearest" });
      jump(Number(link.dataset.jumpTo));
    });
  }

  const told = ({ percent, asked, enough }) => {
    if (percent === undefined) return;
    const words = asked ? (enough ? says.saysEnough : says.saysAsked) : says.saysProgress;
    say.textContent = words.replace("__percent__", percent).replace("__asked__", asked);
  };

  if (says.placeAddress) {
    const played = new PlayedSpans(media, {
      place: says.placeAddress,
      report: says.reportAddress,
      owner: says.owner,
      told: (recordings) => told(recordings[says.recording] ?? {}),
    });
    holdForms(played);
    fetch(says.placeAddress, { credentials: "same-origin" })
      .then((answer) => answer.json())
      .then((known) => {
        told(known);
        const place = (known.place ?? 0) / 1000;
        if (!place || asked || !media.paused || media.currentTime) return;
        // Before anything is loaded this is where loading begins: nothing is fetched for it.
        media.currentTime = place;
        resume.querySelector("[data-resume-words]").textContent = says.saysResume.replace("__time__", clock(place));
        resume.hidden = false;
        media.addEventListener("loadedmetadata", () => {
          if (place > media.duration - NOT_AT_THE_END) media.currentTime = 0;
        }, { once: true });
      })
      .catch(() => {});
  }
  figure.querySelector("[data-restart]").addEventListener("click", () => {
    resume.hidden = true;
    jump(0);
  });

  media.addEventListener("timeupdate", () => transcript.follow(media.currentTime));
  const goOn = () => {
    resume.hidden = true;
    for (const other of document.querySelectorAll("video, audio")) if (other !== media) other.pause();
    onTheLockScreen(media, says.title, jump);
  };
  media.addEventListener("play", goOn);
  if (!media.paused) goOn();

  for (const button of figure.querySelectorAll("[data-jump]")) {
    button.addEventListener("click", () => jump(media.currentTime + Number(button.dataset.jump), { play: false }));
  }
  // Also the one that loading anew begins with.
  speed.addEventListener("change", () => (media.playbackRate = media.defaultPlaybackRate = Number(speed.value)));
  media.addEventListener("ratechange", () => {
    if ([...speed.options].some((option) => Number(option.value) === media.playbackRate)) {
      speed.value = [...speed.options].find((option) => Number(option.value) === media.playbackRate).value;
    }
  });
  const track = media.textTracks[0];
  const showCaptions = (shown) => {
    if (track) track.mode = shown ? "showing" : "hidden";
  };
  captions?.addEventListener("click", () => showCaptions(track?.mode !== "showing"));
  media.textTracks.addEventListener?.("change", () =>
    captions?.setAttribute("aria-pressed", String(track?.mode === "showing")),
  );
  if (captions) showCaptions(true);

  const acts = {
    toggle: () => (media.paused ? media.play().catch(() => {}) : media.pause()),
    back: () => jump(media.currentTime - STEP, { play: false }),
    on: () => jump(media.currentTime + STEP, { play: false }),
    captions: () => captions?.click(),
    slower: () => choose(-1),
    faster: () => choose(1),
  };
  const choose = (by) => {
    speed.selectedIndex = Math.min(speed.options.length - 1, Math.max(0, speed.selectedIndex + by));
    speed.dispatchEvent(new Event("change"));
  };
  figure.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.altKey || event.metaKey || event.target.closest("input, select, textarea")) return;
    const act = KEYS[event.code]; // the place of the key, so that it works while Hangul is typed
    if (!act) return;
    event.preventDefault();
    acts[act]();
  });

  // A ticket that ran out or a line that broke: once more from the same place, then in words.
  let lastTry = 0;
  media.addEventListener("error", () => {
    const at = media.currentTime;
    const wasPlaying = !media.paused;
    if (Date.now() - lastTry < 30_000) {
      broken.textContent = says.saysBroken;
      broken.hidden = false;
      return;
    }
    lastTry = Date.now();
    media.load();
    media.currentTime = at;
    if (wasPlaying) media.play().catch(() => {});
  });
  media.addEventListener("playing", () => (broken.hidden = true));
}

// "다 읽었습니다" must not overtake the last report.
function holdForms(played) {
  addEventListener(
    "submit",
    (event) => {
      const form = event.target;
      if (form.method !== "post" || form.dataset.signOut !== undefined || !played.isUnsent || form.dataset.held) return;
      event.preventDefault();
      event.stopImmediatePropagation();
      form.dataset.held = "1";
      played.send().finally(() => form.requestSubmit(event.submitter));
    },
    true,
  );
}

function onTheLockScreen(media, title, jump) {
  if (!("mediaSession" in navigator)) return;
  navigator.mediaSession.metadata = new MediaMetadata({ title });
  const acts = {
    play: () => media.play(),
    pause: () => media.pause(),
    seekbackward: () => jump(media.currentTime - STEP),
    seekforward: () => jump(media.currentTime + STEP),
  };
  for (const [name, act] of Object.entries(acts)) navigator.mediaSession.setActionHandler(name, act);
}
