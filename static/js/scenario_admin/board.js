/* The board beside a scenario's form: asks the server what it finds and how the map looks, shortly after typing. */

import { entries, lead, leadToScene, marks, snapshot } from "./form_scenes.js";

const QUIET_MS = 700;
const SUGGESTIONS = [
  [/-next$/, "scenario-scenes"],
  [/-replies-\d+-value-step$/, "scenario-steps"],
  [/-(sets|clears)$/, "scenario-marks"],
  [/-(value|clock)$/, "scenario-settings"],
  [/^start_scene$/, "scenario-scenes"],
];

function begin(bench) {
  const form = bench.closest("form");
  const board = bench.querySelector("[data-scenario-board]");
  const summary = board.querySelector("[data-scenario-summary]");
  const findings = board.querySelector("[data-scenario-findings]");
  let timer = 0;
  let asked = null;
  let request = null;

  async function check() {
    const body = snapshot(form);
    if (body === asked) return;
    asked = body;
    request?.abort();
    request = new AbortController();
    board.setAttribute("aria-busy", "true");
    try {
      const answer = await fetch(board.dataset.scenarioBoard, {
        method: "POST",
        body,
        signal: request.signal,
        headers: {
          "Content-Type": "application/json",
          "X-CSRFToken": form.elements.csrfmiddlewaretoken.value,
        },
      });
      if (!answer.ok) throw new Error(String(answer.status));
      show(await answer.json());
      board.removeAttribute("aria-busy");
    } catch (error) {
      if (error.name === "AbortError") return;
      asked = null;
      summary.textContent = board.dataset.failed;
      board.removeAttribute("aria-busy");
    }
  }

  function show({ errors, warnings, html }) {
    const was = board.querySelector("[data-scenario-map]");
    const place = was ? [was.scrollLeft, was.scrollTop] : [0, 0];
    const isOpen = board.querySelector("details")?.open ?? false;
    const held = findings.contains(document.activeElement) ? document.activeElement.dataset.scenarioPlace : null;
    findings.innerHTML = html;
    board.querySelector("[data-scenario-map]").scrollTo(...place);
    board.querySelector("details").open = isOpen;
    if (held) findings.querySelector(`[data-scenario-place="${CSS.escape(held)}"]`)?.focus();
    const words = board.dataset.summary.replace("__errors__", errors).replace("__warnings__", warnings);
    if (summary.textContent !== words) summary.textContent = words;
    board.dataset.errors = errors;
  }

  function later() {
    clearTimeout(timer);
    timer = setTimeout(check, QUIET_MS);
  }

  function suggest(field) {
    const list = SUGGESTIONS.find(([pattern]) => pattern.test(field.name))?.[1];
    if (!list) return;
    const words = {
      "scenario-scenes": () => entries(form, "scenes"),
      "scenario-steps": () => entries(form, "protocol"),
      "scenario-marks": () => marks(form).map((key) => ({ key, title: "" })),
    }[list];
    if (words) {
      // Several keys stand in one field: what is suggested continues what stands before the last comma.
      const before = field.value.includes(",") ? `${field.value.slice(0, field.value.lastIndexOf(",") + 1)} ` : "";
      document.getElementById(list).replaceChildren(
        ...words()
          .filter(({ key }) => key)
          .map(({ key, title }) => new Option(title ? `${key} · ${title}` : key, before + key)),
      );
    }
    field.setAttribute("list", list);
  }

  function download() {
    const svg = board.querySelector("svg");
    const address = URL.createObjectURL(new Blob([svg.outerHTML], { type: "image/svg+xml" }));
    const link = Object.assign(document.createElement("a"), { href: address, download: board.dataset.file });
    link.click();
    URL.revokeObjectURL(address);
  }

  board.addEventListener("click", (event) => {
    const place = event.target.closest("[data-scenario-place]");
    const scene = event.target.closest("[data-scenario-scene], a[data-scene]");
    if (place) lead(form, place.dataset.scenarioPlace);
    else if (scene) leadToScene(form, scene.dataset.scenarioScene ?? scene.dataset.scene);
    else if (event.target.closest("[data-scenario-download]")) download();
    if (scene) event.preventDefault();
  });
  form.addEventListener("focusin", (event) => event.target.name && suggest(event.target));
  form.addEventListener("input", (event) => {
    if (event.target.list) suggest(event.target);
    later();
  });
  form.addEventListener("change", later);
  // Scenes that are added, moved or deleted change no field by typing.
  new MutationObserver(later).observe(bench.querySelector(".scenario_bench__form"), {
    childList: true,
    subtree: true,
  });
  later();
}

function beginAll() {
  document.querySelectorAll("[data-scenario-bench]").forEach(begin);
}

if (document.readyState === "complete") beginAll();
else window.addEventListener("load", beginAll);
