// The prompter: scrolls a script at a set pace, by keys and buttons. Without it the page scrolls by hand.
// Where motion is not wanted, it moves a line at a time instead of gliding.

const SPEEDS = { least: 4, most: 60, step: 1 };
const LETTERS = { least: 1.5, most: 8, step: 0.5 };

const body = document.querySelector("[data-prompter]");
const text = body.querySelector("[data-text]");
const runButton = body.querySelector('[data-do="run"]');
const speedWords = body.querySelector("[data-speed]");
const still = window.matchMedia("(prefers-reduced-motion: reduce)");

let running = false;
let last = 0;
let rest = 0;
let linesPerMinute = startSpeed();

function lineHeight() {
  return parseFloat(getComputedStyle(text).lineHeight);
}

/** As many lines as the script has on this screen, in the time that it takes to read them. */
function startSpeed() {
  const seconds = Number(body.dataset.seconds) || 180;
  const style = getComputedStyle(text);
  const blank = parseFloat(style.paddingBlockEnd) + parseFloat(style.paddingBlockStart);
  const lines = Math.max(1, (text.scrollHeight - blank) / lineHeight());
  return clamp(Math.round((lines * 60) / seconds), SPEEDS);
}

function clamp(value, { least, most }) {
  return Math.min(most, Math.max(least, value));
}

function step(now) {
  if (!running) return;
  rest += ((now - last) / 60000) * linesPerMinute * lineHeight();
  last = now;
  const unit = still.matches ? lineHeight() : 1;
  if (rest >= unit) {
    const whole = Math.floor(rest / unit) * unit;
    window.scrollBy({ top: whole, behavior: "instant" });
    rest -= whole;
  }
  const atEnd = window.innerHeight + window.scrollY >= document.documentElement.scrollHeight - 2;
  if (atEnd) setRunning(false);
  else requestAnimationFrame(step);
}

function setRunning(wanted) {
  running = wanted;
  body.classList.toggle("is-running", running);
  runButton.textContent = running ? runButton.dataset.stop : runButton.dataset.start;
  if (running) {
    last = performance.now();
    rest = 0;
    requestAnimationFrame(step);
  }
}

function changeSpeed(by) {
  linesPerMinute = clamp(linesPerMinute + by, SPEEDS);
  showSpeed();
}

function showSpeed() {
  speedWords.textContent = speedWords.dataset.words.replace("__speed__", linesPerMinute);
}

function changeLetters(by) {
  const now = parseFloat(getComputedStyle(text).fontSize) / 16;
  document.documentElement.style.setProperty("--letters", `${clamp(now + by, LETTERS)}rem`);
}

function toPart(direction) {
  const parts = [...body.querySelectorAll("[data-part]")];
  const head = body.querySelector("[data-controls]").offsetHeight;
  const tops = parts.map((part) => part.getBoundingClientRect().top - head);
  const found = direction > 0 ? tops.find((top) => top > 8) : tops.findLast((top) => top < -8);
  if (found !== undefined) window.scrollBy({ top: found, behavior: "instant" });
}

const deeds = {
  run: () => setRunning(!running),
  slower: () => changeSpeed(-SPEEDS.step),
  faster: () => changeSpeed(SPEEDS.step),
  smaller: () => changeLetters(-LETTERS.step),
  larger: () => changeLetters(LETTERS.step),
  mirror: () => {
    const mirrored = body.classList.toggle("is-mirrored");
    body.querySelector('[data-do="mirror"]').setAttribute("aria-pressed", String(mirrored));
  },
  whole: () =>
    document.fullscreenElement ? document.exitFullscreen() : document.documentElement.requestFullscreen(),
  up: () => window.scrollBy({ top: -lineHeight(), behavior: "instant" }),
  down: () => window.scrollBy({ top: lineHeight(), behavior: "instant" }),
  back: () => toPart(-1),
  on: () => toPart(1),
};

const keys = {
  " ": "run",
  ArrowLeft: "slower",
  ArrowRight: "faster",
  ArrowUp: "up",
  ArrowDown: "down",
  PageUp: "back",
  PageDown: "on",
  "+": "larger",
  "=": "larger",
  "-": "smaller",
  m: "mirror",
  f: "whole",
};

body.addEventListener("click", (event) => {
  const button = event.target.closest("[data-do]");
  if (button) deeds[button.dataset.do]();
});

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  const onControl = event.target.closest("a, button");
  const name = keys[event.key.length === 1 ? event.key.toLowerCase() : event.key];
  // Space presses the button that has the focus, as everywhere.
  if (!name || (onControl && event.key === " ")) return;
  event.preventDefault();
  deeds[name]();
});

for (const part of body.querySelectorAll("[data-needs-script]")) part.hidden = false;
showSpeed();
