// The rally board: asks every second what is new, puts leaves in and takes them off, and reads the whole once more when
// its totals are not those of the answer. What it shows stays when the network is away.
import { startReading } from "./rally_reading.js";

const PATIENCE = 6000;
const PICTURE_EVERY = 20_000;
const WORDS_EVERY = 7000;
const CODE_EVERY = 5000;
const QUIET_AFTER = 4000;
const SVG = "http://www.w3.org/2000/svg";

const board = document.querySelector("[data-rally]");
const EVERY = Number(board.dataset.every);
const place = board.querySelector("[data-tree-place]");
const counter = board.querySelector("[data-signed]");
const status = board.querySelector("[data-status]");
const numbers = new Set();
const drawn = new Map();
let etag = "";
let misses = 0;
let missing = true;
let picturedAt = 0;
let changed = false;
let words = [];
let seenAt = new Date();

function clockWords(moment) {
  return moment.toLocaleTimeString("ko-KR", { hour: "2-digit", minute: "2-digit", hourCycle: "h23" });
}

function sum() {
  let total = 0;
  for (const number of numbers) total += number;
  return total;
}

function agrees(answer) {
  return numbers.size === answer.signed && sum() === answer.numbers;
}

function putIn([number, x, y, angle]) {
  if (numbers.has(number)) return;
  numbers.add(number);
  changed = true;
  const view = place.querySelector(".tree__view");
  if (!view) return;
  const leaf = document.createElementNS(SVG, "use");
  leaf.setAttribute("href", "#n");
  leaf.setAttribute("class", "board_leaf");
  leaf.setAttribute("data-leaf", number);
  leaf.setAttribute("transform", `translate(${x} ${y})rotate(${angle})scale(1.1)`);
  view.append(leaf);
  drawn.set(number, leaf);
}

function takeOff(number) {
  if (!numbers.delete(number)) return;
  changed = true;
  drawn.get(number)?.remove();
  drawn.delete(number);
}

function tell(answer) {
  counter.textContent = answer.signed.toLocaleString("ko-KR");
  words = answer.words;
  if (!words.length) board.querySelector("[data-words]").hidden = true;
}

async function fetchJson(address, headers = {}) {
  const response = await fetch(address, { headers, cache: "no-store", signal: AbortSignal.timeout(PATIENCE) });
  if (response.status === 404) throw new Closed();
  if (response.status === 304) return null;
  if (!response.ok) throw new Error(response.status);
  return { answer: await response.json(), etag: response.headers.get("ETag") };
}

class Closed extends Error {}

async function readWhole() {
  const { answer } = await fetchJson(board.dataset.whole);
  numbers.clear();
  let number = 0;
  for (const step of answer.steps) numbers.add((number += step));
  const fresh = new DOMParser().parseFromString(answer.svg, "image/svg+xml").documentElement;
  place.replaceChildren(document.importNode(fresh, true));
  drawn.clear();
  picturedAt = Date.now();
  [missing, changed, misses, etag] = [false, false, 0, ""];
  tell(answer);
}

async function ask() {
  if (missing) await readWhole();
  const found = await fetchJson(board.dataset.news, etag ? { "If-None-Match": etag } : {});
  if (found) {
    // What is gone may be told for some seconds after it was signed: put in first, then taken off.
    found.answer.leaves.forEach(putIn);
    found.answer.gone.forEach(takeOff);
    tell(found.answer);
    if (agrees(found.answer)) {
      etag = found.etag;
      misses = 0;
    } else {
      // One answer may have been put together while somebody withdrew; two mean that something was missed.
      etag = "";
      misses += 1;
      missing = misses > 1;
    }
  }
  if (changed && Date.now() - picturedAt > PICTURE_EVERY) missing = true;
}

async function watch() {
  const began = Date.now();
  try {
    await ask();
    seenAt = new Date();
    status.textContent = "";
    board.removeAttribute("data-lost");
  } catch (error) {
    if (error instanceof Closed) {
      status.textContent = board.dataset.wordsClosed;
      return;
    }
    const said = board.dataset.wordsLost.replace("__time__", clockWords(seenAt));
    if (status.textContent !== said) status.textContent = said;
    board.setAttribute("data-lost", "");
  }
  setTimeout(watch, Math.max(100, EVERY - (Date.now() - began)));
}

let turn = 0;
function showWords() {
  const box = board.querySelector("[data-words]");
  if (words.length) {
    const [, said, name] = words[turn % words.length];
    turn += 1;
    box.hidden = false;
    box.querySelector("[data-words-text]").textContent = said;
    box.querySelector("[data-words-name]").textContent = name;
  }
  setTimeout(showWords, words.length ? WORDS_EVERY : EVERY);
}

async function showCode() {
  const figure = board.querySelector("[data-attendance]");
  let wait = CODE_EVERY;
  try {
    const response = await fetch(board.dataset.code, { cache: "no-store", signal: AbortSignal.timeout(PATIENCE) });
    if (response.status === 200) {
      const { svg, code, address, seconds } = await response.json();
      const picture = new DOMParser().parseFromString(svg, "text/html").querySelector("svg");
      figure.querySelector("[data-attendance-square]").replaceChildren(document.importNode(picture, true));
      figure.querySelector("[data-attendance-typed]").textContent = code;
      figure.querySelector("[data-attendance-address]").textContent = address;
      wait = seconds * 1000;
    }
    figure.hidden = response.status !== 200;
  } catch {
    // An old code would lead nowhere: none is better.
    figure.hidden = true;
  }
  setTimeout(showCode, wait);
}

let quiet = 0;
function wake() {
  board.removeAttribute("data-quiet");
  clearTimeout(quiet);
  quiet = setTimeout(() => board.setAttribute("data-quiet", ""), QUIET_AFTER);
}

for (const name of ["pointermove", "keydown"]) document.addEventListener(name, wake);
board.querySelector("[data-fullscreen]").addEventListener("click", () => {
  if (document.fullscreenElement) document.exitFullscreen();
  else document.documentElement.requestFullscreen();
});
window.addEventListener("online", () => (etag = ""));

wake();
watch();
showWords();
showCode();
startReading(board);
