// Signing out takes everything personal out of this browser, in every tab of it.
import { forget, PREFIX } from "./person.js";

const SIGNAL = `${PREFIX}signed-out`;
const PATIENCE = { tries: 20, milliseconds: 500 };

// Another tab signs out: nothing of the person stays in sight, and the server is asked until it has forgotten them too.
async function leave() {
  document.body.hidden = true;
  for (let tries = 0; tries < PATIENCE.tries; tries += 1) {
    const answer = await fetch("/me/", { credentials: "same-origin", redirect: "manual" }).catch(() => null);
    if (answer && !answer.ok) break;
    await new Promise((passed) => setTimeout(passed, PATIENCE.milliseconds));
  }
  location.replace("/");
}

export function start(form) {
  form.addEventListener("submit", () => {
    forget(() => true);
    try {
      localStorage.setItem(SIGNAL, String(Date.now()));
      localStorage.removeItem(SIGNAL); // the word has gone out; nothing stays
    } catch {
      // Storage is forbidden here: other tabs find out at their next request.
    }
  });
  addEventListener("storage", (event) => {
    if (event.key === SIGNAL && event.newValue) leave();
  });
  addEventListener("pageshow", (event) => {
    if (event.persisted) location.reload();
  });
}
