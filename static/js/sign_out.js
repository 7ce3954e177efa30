// Signing out takes everything personal out of this browser, in every tab of it.
import { forget, PREFIX } from "./person.js";

export function start(form) {
  form.addEventListener("submit", () => {
    forget(() => true);
    try {
      localStorage.setItem(`${PREFIX}signed-out`, String(Date.now()));
      localStorage.removeItem(`${PREFIX}signed-out`); // the word has gone out; nothing stays
    } catch {
      // Storage is forbidden here: other tabs find out at their next request.
    }
  });
  addEventListener("storage", (event) => {
    if (event.key === `${PREFIX}signed-out` && event.newValue) location.reload();
  });
  addEventListener("pageshow", (event) => {
    if (event.persisted) location.reload();
  });
}
