// Says five minutes ahead that the session ends and lets one extend it. What one tab knows better, it tells the others.
import { csrfToken } from "./csrf.js";

const FIRST_WARNING = 300;
const LAST_WARNING = 60; // for who waved the first away
const LOOK_EVERY = 10_000;

export function start(dialog) {
  const extend = dialog.querySelector("[data-session-extend]");
  const left = dialog.querySelector("[data-session-left]");
  const others = new BroadcastChannel("kindness:session");
  let endsAt = 0;
  let warnsAt = FIRST_WARNING;

  const know = (moment) => {
    if (moment <= endsAt) return;
    endsAt = moment;
    if (endsAt - Date.now() <= FIRST_WARNING * 1000) return;
    warnsAt = FIRST_WARNING;
    if (dialog.open) dialog.close();
  };
  const tell = (seconds) => {
    know(Date.now() + seconds * 1000);
    others.postMessage(endsAt);
  };
  others.addEventListener("message", ({ data }) => know(data));

  const wave = () => {
    warnsAt = LAST_WARNING;
  };
  dialog.addEventListener("cancel", wave);
  dialog.querySelector("form").addEventListener("submit", wave);
  extend.addEventListener("click", async () => {
    const answer = await fetch(dialog.dataset.extendUrl, {
      method: "POST",
      credentials: "same-origin",
      redirect: "manual",
      headers: { "X-CSRFToken": csrfToken() },
    }).catch(() => null);
    if (answer?.ok) tell(Number(answer.headers.get("X-Session-Ends-In")));
    else if (answer) location.reload(); // over already: the page asks to sign in
  });

  const look = () => {
    const seconds = Math.round((endsAt - Date.now()) / 1000);
    // What a person had on the screen must not stay on a computer that others use.
    if (seconds <= 0) location.reload();
    else if (seconds <= warnsAt && !document.getElementById("counter")?.open) {
      left.textContent = String(Math.ceil(seconds / 60));
      if (!dialog.open) dialog.showModal();
    }
  };
  tell(Number(dialog.dataset.sessionEndsIn));
  setInterval(look, LOOK_EVERY);
}
