// Keeps every answer as it is given: first in this browser, then on the server. Nothing is lost to a dead network or an
// ended session; what could not be sent waits under the person's and the attempt's key and is sent when the form is back.
import { csrfToken } from "./csrf.js";
import { PREFIX } from "./person.js";

const RETRY_SECONDS = [5, 10, 20, 40, 60];
const IGNORED = new Set(["csrfmiddlewaretoken", "next"]);

const keyOf = (person, attempt) => `${PREFIX}answers:${person}:${attempt}`;

function readUnsent(key) {
  try {
    return JSON.parse(localStorage.getItem(key)) ?? {};
  } catch {
    return {};
  }
}

function writeUnsent(key, unsent) {
  try {
    if (Object.keys(unsent).length) localStorage.setItem(key, JSON.stringify(unsent));
    else localStorage.removeItem(key);
  } catch {
    // Storage is full or forbidden: the form itself still holds the answers.
  }
}

/** What was chosen before this script came: the page was made with something else. */
function readEarly(form) {
  const changed = [...form.querySelectorAll("[type=checkbox], [type=radio]")].filter((field) => field.checked !== field.defaultChecked);
  return Object.fromEntries(changed.map(({ name }) => [name, new FormData(form).getAll(name)]));
}

/** Put kept values back into the form's fields. */
function restore(form, unsent) {
  for (const [name, values] of Object.entries(unsent)) {
    for (const field of form.querySelectorAll(`[name="${CSS.escape(name)}"]`)) {
      if (["checkbox", "radio"].includes(field.type)) field.checked = values.includes(field.value);
      else field.value = values[0] ?? "";
    }
  }
}

export function start(element) {
  if (element.dataset.autosaveDone) {
    const [person, attempt] = element.dataset.autosaveDone.split(":");
    writeUnsent(keyOf(person, attempt), {});
    return;
  }

  const form = element;
  const { autosave: url, person, attempt } = form.dataset;
  const key = keyOf(person, attempt);
  const status = form.querySelector("[data-autosave-status]");
  let unsent = { ...readUnsent(key), ...readEarly(form) };
  let sending = false;
  let isOver = false;
  let failures = 0;
  let timer = 0;

  const say = (state) => {
    status.dataset.state = state;
    status.textContent = status.dataset[state] ?? "";
  };

  async function send({ keepalive = false } = {}) {
    const batch = { ...unsent };
    if (isOver || sending || !Object.keys(batch).length) return;
    clearTimeout(timer);
    sending = true;
    say("saving");
    const body = new FormData();
    for (const [name, values] of Object.entries(batch)) {
      body.append("field", name);
      for (const value of values) body.append(name, value);
    }
    const answer = await fetch(url, {
      method: "POST",
      body,
      keepalive,
      credentials: "same-origin",
      redirect: "manual",
      headers: { "X-CSRFToken": csrfToken(), Accept: "application/json" },
    }).catch(() => null);
    sending = false;
    if (answer?.ok) {
      // What changed while it was under way stays unsent.
      for (const [name, values] of Object.entries(batch)) if (unsent[name] === values) delete unsent[name];
      writeUnsent(key, unsent);
      failures = 0;
      say("saved");
      document.dispatchEvent(new CustomEvent("autosave:saved"));
      send();
      return;
    }
    if (answer?.status === 409) {
      // Handed in elsewhere, in another tab perhaps: nothing can be added. Say so, and show the way to the result.
      unsent = {};
      writeUnsent(key, unsent);
      isOver = true;
      say("over");
      status.parentElement.querySelector("[data-autosave-result]").hidden = false;
      return;
    }
    // A redirect is the way to the sign-in page: waiting does not help, signing in again does.
    const isSignedOut = answer && (answer.type === "opaqueredirect" || [401, 403].includes(answer.status));
    say(isSignedOut ? "signedOut" : "failed");
    if (isSignedOut) return;
    timer = setTimeout(send, RETRY_SECONDS[Math.min(failures, RETRY_SECONDS.length - 1)] * 1000);
    failures += 1;
  }

  form.addEventListener("change", ({ target: { name } }) => {
    if (isOver || !name || IGNORED.has(name)) return;
    unsent[name] = new FormData(form).getAll(name);
    writeUnsent(key, unsent);
    send();
  });
  addEventListener("online", () => send());
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "hidden") send({ keepalive: true });
  });

  writeUnsent(key, unsent);
  restore(form, unsent);
  form.dispatchEvent(new CustomEvent("autosave:restored"));
  send();
}
