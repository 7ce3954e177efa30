// A large file in pieces. The server says how far it is; a piece it does not expect is answered with where to go on, so
// a broken line, a closed lid or a new sign-in costs one piece at most.
const form = document.querySelector("[data-upload]");
const state = form.querySelector("[data-upload-state]");
const bar = form.querySelector("[data-upload-bar]");
const say = form.querySelector("[data-upload-say]");
const begin = form.querySelector("[data-upload-start]");
const again = form.querySelector("[data-upload-again]");
const MEGABYTE = 1024 * 1024;
const PATIENCE = [1000, 2000, 5000, 10_000, 20_000];

const token = () => form.elements.csrfmiddlewaretoken.value;
const pause = (milliseconds) => new Promise((passed) => setTimeout(passed, milliseconds));

class SignedOut extends Error {}
class Refused extends Error {}

// A file that was written to or taken away since it was chosen cannot be read; browsers report that like a broken line.
const canBeRead = (file) =>
  file
    .slice(0, 1)
    .arrayBuffer()
    .then(
      () => true,
      () => false,
    );

// A broken line throws TypeError; everything else is an answer.
async function ask(address, options) {
  const headers = { "X-CSRFToken": token(), Accept: "application/json", "X-Requested-With": "XMLHttpRequest" };
  const answer = await fetch(address, { credentials: "same-origin", redirect: "manual", headers, ...options });
  if (answer.type === "opaqueredirect" || answer.status === 403) throw new SignedOut();
  const told = answer.headers.get("Content-Type")?.includes("json") ? await answer.json() : {};
  if (answer.status >= 500) throw new TypeError();
  return { status: answer.status, ...told };
}

function show(received, size) {
  bar.value = size ? (received / size) * 100 : 0;
  say.textContent = form.dataset.saysSending
    .replace("__percent__", Math.floor(bar.value))
    .replace("__sent__", Math.floor(received / MEGABYTE))
    .replace("__size__", Math.ceil(size / MEGABYTE));
}

async function send(file) {
  const body = new FormData();
  body.append("name", file.name);
  body.append("size", file.size);
  body.append("fingerprint", `${file.size}:${file.lastModified}:${file.name}`);
  body.append("title", form.elements.title?.value ?? "");
  body.append("recording", form.dataset.recording);
  let told = await ask(form.action, { method: "POST", body });
  if (told.status !== 200) throw new Refused(told.message ?? "");
  const { address, piece } = told;
  while (told.state === "arriving") {
    show(told.received, file.size);
    const blob = file.slice(told.received, told.received + piece);
    const answer = await ask(`${address}?offset=${told.received}`, { method: "PUT", body: blob });
    if (answer.status === 409) told = { ...told, received: answer.received };
    else if (answer.status === 200) told = answer;
    else throw new Refused(answer.message ?? "");
  }
  if (told.state === "failed") throw new Refused(told.message);
  bar.value = 100;
  say.textContent = form.dataset.saysDone;
  return told.screen;
}

async function run() {
  const [file] = form.elements.file.files;
  if (!file) return;
  state.hidden = false;
  begin.hidden = true;
  again.hidden = true;
  form.dataset.busy = "1";
  for (let tries = 0; ; ) {
    const before = bar.value;
    try {
      location.assign(await send(file));
      delete form.dataset.busy;
      return;
    } catch (caught) {
      let trouble = caught;
      if (trouble instanceof TypeError && !(await canBeRead(file))) {
        trouble = new Refused(form.dataset.saysChanged);
        form.elements.file.value = "";
      }
      if (trouble instanceof TypeError) {
        say.textContent = form.dataset.saysWaiting;
        tries = bar.value > before ? 0 : tries + 1;
        await pause(PATIENCE[Math.min(tries, PATIENCE.length - 1)]);
        continue;
      }
      delete form.dataset.busy;
      const isOut = trouble instanceof SignedOut;
      say.textContent = isOut ? form.dataset.saysSignedOut : trouble.message || form.dataset.saysRefused;
      again.hidden = !isOut;
      begin.hidden = isOut;
      return;
    }
  }
}

form.addEventListener("submit", (event) => {
  event.preventDefault();
  run();
});
again.addEventListener("click", async () => {
  // The new session has a new token; the cookie knows it.
  const cookie = /(?:^|; )(?:__Host-|__Secure-)?csrftoken=([^;]+)/.exec(document.cookie);
  if (cookie) form.elements.csrfmiddlewaretoken.value = decodeURIComponent(cookie[1]);
  run();
});
addEventListener("beforeunload", (event) => {
  if (form.dataset.busy) event.preventDefault();
});
