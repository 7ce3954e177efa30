// Captions in five minutes: paste the script, play, tap at each line, correct. The text field with WebVTT below is what
// is sent; without this script it is the editor.
const root = document.querySelector("[data-captioning]");
const GAP = 40; // milliseconds between a line and the next
const LONGEST = 7000; // a caption that stays longer than this outlives what was said
const LETTER = 220; // reading time of a letter, for where a last line may end
const BACK = 3;

function toClock(milliseconds) {
  const seconds = milliseconds / 1000;
  const minutes = Math.floor(seconds / 60);
  return `${minutes}:${(seconds - minutes * 60).toFixed(2).padStart(5, "0")}`;
}

function fromClock(text) {
  const parts = text.trim().replace(",", ".").split(":").map(Number);
  if (!parts.length || parts.some((part) => Number.isNaN(part))) return null;
  return Math.round(parts.reduce((sum, part) => sum * 60 + part, 0) * 1000);
}

function exact(milliseconds) {
  const two = (number) => String(number).padStart(2, "0");
  const whole = Math.floor(milliseconds / 1000);
  const rest = String(milliseconds % 1000).padStart(3, "0");
  return `${two(Math.floor(whole / 3600))}:${two(Math.floor(whole / 60) % 60)}:${two(whole % 60)}.${rest}`;
}

const escape = (text) => text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
const unescape = (text) =>
  text.replaceAll("&lt;", "<").replaceAll("&gt;", ">").replaceAll("&nbsp;", " ").replaceAll("&amp;", "&");

/** WebVTT that this server wrote: it was checked there, so a plain reading is enough. Anything else stays text. */
function read(text) {
  const lines = [];
  for (const block of text.replaceAll("\r", "").split(/\n{2,}/)) {
    const rows = block.split("\n").filter((row) => row.trim());
    const at = rows.findIndex((row) => row.includes("-->"));
    if (at < 0) continue;
    const [from, to] = rows[at].split("-->").map((part) => fromClock(part.trim().split(/\s/)[0]));
    const said = rows.slice(at + 1).join(" ").trim();
    const voice = /^<v(?:\.[^\s>]+)?\s+([^<>]+)>/.exec(said);
    const words = unescape(said.slice(voice?.[0].length ?? 0).replace(/<\/v>$/, "").trim());
    lines.push({ from, to, speaker: voice ? unescape(voice[1]).trim() : "", words });
  }
  return lines;
}

function write(lines) {
  const parts = lines.map(({ from, to, speaker, words }) => {
    const voice = speaker ? `<v ${escape(speaker)}>` : "";
    return `${exact(from ?? 0)} --> ${exact(to ?? 0)}\n${voice}${escape(words)}`;
  });
  return `${["WEBVTT", ...parts].join("\n\n")}\n`;
}

function divide(script) {
  return script
    .split("\n")
    .map((row) => row.trim())
    .filter(Boolean)
    .map((row) => {
      const named = /^([^\s:：]{1,12})\s*[:：]\s+(.+)$/.exec(row);
      return { from: null, to: null, speaker: named?.[1] ?? "", words: named?.[2] ?? row };
    });
}

function start() {
  const part = (name) => root.querySelector(`[data-${name}]`);
  const media = root.querySelector("video, audio");
  const text = root.querySelector("textarea[name=webvtt]");
  const form = text.form;
  const says = root.dataset;
  const length = Number(says.length);
  let lines = read(text.value);
  let next = lines.length;

  part("script").hidden = false;
  part("text-part").open = Boolean(document.getElementById("faults"));

  const send = () => {
    text.value = write(lines);
  };

  function fault({ from, to }, at) {
    if (from === null || to === null) return "";
    if (to <= from) return says.saysBackwards;
    if (at && lines[at - 1].to !== null && from < lines[at - 1].to) return says.saysOverlap;
    return to > length + 500 ? says.saysBeyond : "";
  }

  function field(name, kind, value, at, className) {
    const input = document.createElement("input");
    input.type = "text";
    input.className = className;
    input.value = value;
    input.setAttribute("aria-label", says[name].replace("__number__", at + 1));
    input.dataset.kind = kind;
    return input;
  }

  function button(words, at, kind, icon) {
    const made = document.createElement("button");
    made.type = "button";
    made.className = "button button-small button-secondary";
    made.dataset.kind = kind;
    made.setAttribute("aria-label", words.replace("__number__", at + 1));
    made.textContent = icon;
    return made;
  }

  function row(line, at) {
    const item = document.createElement("li");
    item.dataset.at = at;
    if (at === next) item.setAttribute("aria-current", "true");
    const speaker = field("saysSpeaker", "speaker", line.speaker, at, "captioning__speaker");
    speaker.placeholder = says.saysSpeakerShort;
    item.append(
      button(says.saysHear, at, "hear", "▶"),
      field("saysFrom", "from", line.from === null ? "" : toClock(line.from), at, "captioning__time"),
      field("saysTo", "to", line.to === null ? "" : toClock(line.to), at, "captioning__time"),
      speaker,
      field("saysWords", "words", line.words, at, "captioning__words"),
      button(says.saysRemove, at, "remove", "✕"),
    );
    const words = fault(line, at);
    if (words) {
      const note = document.createElement("p");
      note.className = "captioning__fault";
      note.textContent = words;
      item.append(note);
    }
    return item;
  }

  function show() {
    part("lines").hidden = part("lines-more").hidden = !lines.length;
    part("lines").replaceChildren(...lines.map(row));
    part("tapping").hidden = !lines.length;
    part("next").textContent =
      next < lines.length ? says.saysNext.replace("__words__", lines[next].words) : says.saysDone;
    part("tap").disabled = next >= lines.length;
    part("lines").querySelector("[aria-current]")?.scrollIntoView({ block: "nearest" });
    send();
  }

  // A line lasts until the next one begins, but no longer than it takes to read it comfortably.
  function end(at, now) {
    const line = lines[at];
    const comfortable = line.from + Math.max(1500, Math.min(LONGEST, line.words.length * LETTER + 800));
    line.to = Math.max(line.from + 200, Math.min(now - GAP, comfortable));
  }

  function tap() {
    if (next >= lines.length) return;
    const now = Math.round(media.currentTime * 1000);
    lines[next].from = now;
    lines[next].to = Math.min(length, now + Math.max(1500, Math.min(LONGEST, lines[next].words.length * LETTER + 800)));
    if (next) end(next - 1, now);
    next += 1;
    show();
  }

  function untap() {
    if (!next) return;
    next -= 1;
    const { from } = lines[next];
    Object.assign(lines[next], { from: null, to: null });
    if (from !== null) media.currentTime = Math.max(0, from / 1000 - BACK);
    show();
  }

  part("divide").addEventListener("click", () => {
    const divided = divide(part("script-text").value);
    if (!divided.length) return;
    lines = divided;
    next = 0;
    media.currentTime = 0;
    show();
    part("tap").focus();
  });
  part("tap").addEventListener("click", tap);
  part("untap").addEventListener("click", untap);
  part("tapping").addEventListener("keydown", (event) => {
    if (event.key === "Backspace") untap();
    else if (event.key === "ArrowLeft") media.currentTime = Math.max(0, media.currentTime - BACK);
    else return;
    event.preventDefault();
  });
  part("begin-tapping").addEventListener("click", () => {
    lines = lines.map((line) => ({ ...line, from: null, to: null }));
    next = 0;
    media.currentTime = 0;
    show();
    part("tap").focus();
  });
  part("add").addEventListener("click", () => {
    const now = Math.round(media.currentTime * 1000);
    const before = lines.filter((line) => line.from !== null && line.from <= now).length;
    lines.splice(before, 0, { from: now, to: Math.min(length, now + 3000), speaker: "", words: "" });
    next = lines.length;
    show();
    part("lines").querySelector(`[data-at="${before}"] [data-kind=words]`).focus();
  });
  part("lines").addEventListener("change", (event) => {
    const line = lines[event.target.closest("li").dataset.at];
    const { kind } = event.target.dataset;
    if (kind === "from" || kind === "to") line[kind] = fromClock(event.target.value) ?? line[kind];
    else line[kind] = event.target.value.trim();
    // Not drawn anew while somebody moves on to the next field: the focus would be lost.
    const item = event.target.closest("li");
    item.querySelector(".captioning__fault")?.remove();
    const words = fault(line, Number(item.dataset.at));
    if (words) {
      const note = document.createElement("p");
      note.className = "captioning__fault";
      note.textContent = words;
      item.append(note);
    }
    send();
  });
  part("lines").addEventListener("click", (event) => {
    const pressed = event.target.closest("button");
    if (!pressed) return;
    const at = Number(pressed.closest("li").dataset.at);
    if (pressed.dataset.kind === "remove") {
      lines.splice(at, 1);
      next = Math.min(next, lines.length);
      show();
    } else {
      media.currentTime = (lines[at].from ?? 0) / 1000;
      media.play();
    }
  });
  // Who edits the text itself sees it in the lines.
  text.addEventListener("change", () => {
    const written = text.value;
    lines = read(written);
    next = lines.length;
    show();
    text.value = written;
  });
  form.addEventListener("submit", () => {
    if (root.contains(document.activeElement)) document.activeElement.blur();
  });
  if (lines.length) {
    const written = text.value;
    show();
    text.value = written;
  }
  document.getElementById("faults")?.focus();
}

if (root) start();
