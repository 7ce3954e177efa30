// Says five minutes ahead that the session ends and lets one extend it. Every answer from our server starts it anew.
const WARNING_SECONDS = 300;

export function start(dialog) {
  const lasts = Number(dialog.dataset.sessionEndsIn);
  const extend = dialog.querySelector("[data-session-extend]");
  const left = dialog.querySelector("[data-session-left]");
  let endsAt = Date.now() + lasts * 1000;

  const renew = () => {
    endsAt = Date.now() + lasts * 1000;
    if (dialog.open) dialog.close();
  };

  extend.addEventListener("click", async () => {
    const answer = await fetch(dialog.dataset.extendUrl, { credentials: "same-origin" }).catch(() => null);
    if (answer?.ok && !answer.redirected) renew();
    else location.reload();
  });
  document.addEventListener("htmx:afterRequest", (event) => {
    if (event.detail.successful) renew();
  });
  document.addEventListener("autosave:saved", renew);

  setInterval(() => {
    const seconds = Math.round((endsAt - Date.now()) / 1000);
    if (seconds <= 0) location.reload();
    else if (seconds <= WARNING_SECONDS) {
      left.textContent = String(Math.ceil(seconds / 60));
      if (!dialog.open) dialog.showModal();
    }
  }, 10_000);
}
