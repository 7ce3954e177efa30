// Starts each component's module where its data attribute stands, at load and in whatever htmx brings later.
// A component exports start(element); nothing else connects the modules.
import "./counter_mode.js";
import "./modal.js";
import "./submit_once.js";
import { csrfToken } from "./csrf.js";

const components = {
  "[data-disclosure]": () => import("./disclosure.js"),
  "[data-popover]": () => import("./popover.js"),
  "[data-display]": () => import("./display_settings.js"),
  "[data-csrf]": () => import("./csrf.js"),
  "[data-dismiss]": () => import("./dismiss.js"),
  "[data-sign-out]": () => import("./sign_out.js"),
  "[data-person]": () => import("./person.js"),
  "[data-session-ends-in]": () => import("./session_notice.js"),
  "[data-autosave]": () => import("./autosave.js"),
  "[data-autosave-done]": () => import("./autosave.js"),
  "[data-answer-count]": () => import("./answer_count.js"),
  "[data-outline]": () => import("./outline.js"),
  "[data-place]": () => import("./reading_place.js"),
  "[data-player]": () => import("./player.js"),
  "[data-on-air]": () => import("./on_air.js"),
  "[data-checklist]": () => import("./checklist.js"),
  "[data-reveal]": () => import("./reveal.js"),
  "[data-scenario]": () => import("./scenario.js"),
  "[data-print]": () => import("./print.js"),
  "[data-tree]": () => import("./tree_view.js"),
  "[data-letters]": () => import("./letters.js"),
  "[data-rare-letters]": () => import("./rare_letters.js"),
};

const started = new WeakMap();
const waiting = new WeakMap(); // how many components an element still waits for

function wait(element, more) {
  if (element === document.documentElement) return; // the page itself waits for none of them
  const left = (waiting.get(element) ?? 0) + more;
  waiting.set(element, left);
  if (left) element.dataset.starting = "";
  else delete element.dataset.starting;
}

function startWithin(root) {
  for (const [selector, load] of Object.entries(components)) {
    const found = [...root.querySelectorAll(selector)];
    if (root instanceof Element && root.matches(selector)) found.push(root);
    for (const element of found) {
      const running = started.get(element) ?? new Set();
      if (running.has(selector)) continue;
      started.set(element, running.add(selector));
      wait(element, 1);
      load()
        .then((component) => void component.start(element))
        .finally(() => {
          wait(element, -1);
          dispatchEvent(new Event("component:started"));
        });
    }
  }
}

document.addEventListener("htmx:configRequest", (event) => {
  event.detail.headers["X-CSRFToken"] = csrfToken();
});
document.addEventListener("htmx:load", (event) => startWithin(event.detail.elt));
startWithin(document);
delete document.documentElement.dataset.starting;
dispatchEvent(new Event("component:started"));
